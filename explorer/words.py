"""The words that the screen uses for what the graph holds. Nothing else words a kind or a stage."""

from __future__ import annotations

from graph.vocabulary import vocabulary

KIND = {
    "Document": "document",
    "Body": "organisation",
    "Recommendation": "recommendation",
    "Action": "action",
    "Workstream": "workstream",
    # A plan names posts, teams and people who lead nothing; who leads is called so where it shows.
    "Owner": "post, team or person",
    "Statement": "statement",
    "Policy": "policy",
    "TrainingProduct": "training",
    "System": "system",
}
"""Node kind to the word for one of it."""

STAGE = {
    "done": "reported done",
    "ongoing": "reported under way",
    "planned": "commitment",
    "finding": "inspectorate's conclusion (as quoted)",
    "context": "background",
}
"""Stage of a statement to what it is worth, in words."""

STATUS = {
    "complete": "Complete",
    "ongoing": "Ongoing",
    "not started": "Not started",
    "overdue": "Overdue",
    "unknown": "The document does not say",
}
"""Status of an action, always what the document says and never a judgement of this program."""

NOT_SAID = "The document does not say"
NOT_STATED = "not stated"
ROW = "Also in the document's row"
NO_LINK = "No link found"
NUMBER_NOT_STATED = "Number not stated"
NOT_IDENTIFIED = "Source as cited: not identified"


def plural(kind: str) -> str:
    """Return the word for several of a node kind, as the vocabulary has it."""
    if kind == "Owner":
        return "posts, teams or people"
    entry = vocabulary().nodes.get(kind)
    return entry.plural if entry else kind.lower()


def reads(relation: str, *, forward: bool) -> str:
    """Return how a relation reads from its source (`forward`) or from its target."""
    entry = vocabulary().relations.get(relation)
    if entry is None:
        return relation.replace("_", " ").lower()
    if relation == "OWNED_BY":
        # "Owned" is the model's word; a reader knows the person as the lead.
        return "is led by" if forward else "leads"
    return entry.forward if forward else entry.back


def relation_order(relation: str) -> int:
    """Return where a relation stands in the vocabulary; one that is not there comes last."""
    known = list(vocabulary().relations)
    return known.index(relation) if relation in known else len(known)


def counted(number: int, one: str, several: str | None = None) -> str:
    """Return `number` with its noun: `1 action`, `60 actions`."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def sentence(words: str) -> str:
    """Return `words` with a capital first letter, the rest untouched."""
    return words[:1].upper() + words[1:]
