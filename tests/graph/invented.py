"""A small invented plan, as facts: what every test of the graph asks its questions of."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.facts import Facts, Node, Origin, Properties, Quote, Relation
from graph.store.base import HeldText, Part

PLAN = "harbour-2019"
TEXT = """Harbour Force Action Plan 2019
Issued by Harbour Force. Training workstream, led by Insp. Ada Brook.
1 Train all officers (Review of Care, recommendation 7). Complete.
We trained 400 officers in “Safe Talk”. The “Care Policy” explains why.
2 Write a care policy (local). Ongoing.
We will publish the “Care Policy” by March 2020.
10 Count the calls (an unnamed review). Complete.
Calls matter to us; see the TALLY system.
11 Train all call takers (Review of Care, recommendation 7).
We trained 400 officers in “Safe Talk”.
"""
REGISTER = """[[source]]
title = "Review of Care"
date = 2018-05
publisher = "Office for Care"
"""


@dataclass
class Draft:
    """Facts in the making."""

    document: str
    texts: dict[str, str]
    nodes: dict[str, Node] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)

    def quote(self, words: str, document: str | None = None) -> Quote:
        """Return the first place where `words` stand."""
        name = document or self.document
        start = self.texts[name].index(words)
        return Quote(name, start, start + len(words), words)

    def node(  # noqa: PLR0913  # a table of facts reads best with one call a line
        self,
        kind: str,
        one: str,
        label: str,
        words: str,
        properties: Properties | None = None,
        document: str | None = None,
    ) -> str:
        """Add a node that rests on `words`; return its id."""
        quotes = (self.quote(words, document),)
        origin = Origin(f"test.{kind.lower()}", 2, "certain")
        self.nodes[one] = Node(one, kind, label, quotes, origin, properties or {})
        return one

    def link(  # noqa: PLR0913  # as above
        self,
        kind: str,
        source: str,
        target: str,
        words: str,
        properties: Properties | None = None,
        document: str | None = None,
    ) -> None:
        """Add a relation that rests on `words`."""
        quotes = (self.quote(words, document),)
        origin = Origin(f"test.{kind.lower()}", 1, "likely")
        self.relations.append(Relation(kind, source, target, quotes, origin, properties or {}))

    def part(self) -> Part:
        """Return the finished part."""
        facts = Facts(self.document, tuple(self.nodes.values()), tuple(self.relations))
        held = tuple(
            HeldText(name, text.encode("utf-8"), text, "text/1")
            for name, text in self.texts.items()
        )
        return Part(self.document, f"{self.document}.txt", facts, held)


def plan() -> Part:
    """Return the invented plan: four actions, two known sources and one that is not identified."""
    d = Draft(PLAN, {PLAN: TEXT, "register": REGISTER})
    title = "Harbour Force Action Plan 2019"
    d.node("Document", PLAN, title, title, {"title": title, "date": "2019", "identified": True})
    d.node("Body", "harbour-force", "Harbour Force", "Harbour Force", {"name": "Harbour Force"})
    d.link("ISSUED_BY", PLAN, "harbour-force", "Issued by Harbour Force")
    review = "Review of Care"
    d.node(
        "Document", "care-2018", review, review, {"title": review, "identified": True}, "register"
    )
    d.node("Body", "office-for-care", "Office for Care", "Office for Care", {}, "register")
    d.link("ISSUED_BY", "care-2018", "office-for-care", "Office for Care", None, "register")
    seven = d.node(
        "Recommendation",
        "care-2018/recommendation/7",
        "Review of Care, recommendation 7",
        "recommendation 7",
        {"number": "7", "wording": "plan"},
    )
    d.link("STATED_IN", seven, "care-2018", "Review of Care, recommendation 7")
    d.node(
        "Document",
        "harbour-2019/cited/an-unnamed-review",
        "an unnamed review",
        "an unnamed review",
        {"cited_as": "an unnamed review", "identified": False},
    )
    training = d.node(
        "Workstream",
        f"{PLAN}/workstream/training",
        "Training",
        "Training workstream",
        {"name": "Training"},
    )
    ada = d.node(
        "Owner",
        "harbour/owner/insp-ada-brook",
        "Insp. Ada Brook",
        "Insp. Ada Brook",
        {"name": "Ada Brook", "rank": "Insp."},
    )
    d.link("LED_BY", training, ada, "led by Insp. Ada Brook")
    policy = d.node(
        "Policy",
        "harbour/policy/care-policy",
        "Care Policy",
        "“Care Policy”",
        {"name": "Care Policy"},
    )
    course = d.node(
        "TrainingProduct",
        "harbour/training/safe-talk",
        "Safe Talk",
        "“Safe Talk”",
        {"name": "Safe Talk"},
    )
    system = d.node("System", "harbour/system/tally", "TALLY", "TALLY", {"name": "TALLY"})

    def action(ref: str, words: str, status: str | None) -> str:
        one = d.node(
            "Action",
            f"{PLAN}/action/{ref}",
            words,
            words,
            {"ref": ref, "ordinal": int(ref), "text": words, "status": status},
        )
        d.link("LISTED_IN", one, PLAN, words)
        return one

    def statement(one: str, number: int, words: str, stage: str) -> str:
        return d.node(
            "Statement",
            f"{one}/statement/{number}",
            words,
            words,
            {"text": words, "stage": stage, "ordinal": number},
        )

    trained = "We trained 400 officers in “Safe Talk”."
    first = action("1", "Train all officers", "complete")
    d.link(
        "ORIGINATES_FROM", first, seven, "(Review of Care, recommendation 7)", {"basis": "cited"}
    )
    d.link("PART_OF", first, training, "Training workstream")
    d.link("OWNED_BY", first, ada, "led by Insp. Ada Brook", {"basis": "through the workstream"})
    done = statement(first, 1, trained, "done")
    d.link("EVIDENCED_BY", first, done, trained, {"basis": "self-reported"})
    d.link("MENTIONS", done, course, "“Safe Talk”")
    why = statement(first, 2, "The “Care Policy” explains why.", "context")
    d.link("EXPLAINED_IN", first, why, "The “Care Policy” explains why.")
    d.link("MENTIONS", why, policy, "“Care Policy”")

    second = action("2", "Write a care policy", "ongoing")
    d.link("ORIGINATES_FROM", second, PLAN, "(local)", {"basis": "local"})
    promise = statement(second, 1, "We will publish the “Care Policy” by March 2020.", "planned")
    d.link("PROMISED_IN", second, promise, "We will publish the “Care Policy” by March 2020.")
    d.link("MENTIONS", promise, policy, "“Care Policy”")

    tenth = action("10", "Count the calls", "complete")
    d.link(
        "ORIGINATES_FROM",
        tenth,
        "harbour-2019/cited/an-unnamed-review",
        "(an unnamed review)",
        {"basis": "cited"},
    )
    matter = statement(tenth, 1, "Calls matter to us; see the TALLY system.", "context")
    d.link("EXPLAINED_IN", tenth, matter, "Calls matter to us; see the TALLY system.")
    d.link("MENTIONS", matter, system, "TALLY system")

    eleventh = action("11", "Train all call takers", None)
    d.link(
        "ORIGINATES_FROM", eleventh, seven, "(Review of Care, recommendation 7)", {"basis": "cited"}
    )
    d.link("PART_OF", eleventh, training, "Training workstream")
    again = statement(eleventh, 1, trained, "done")
    d.link("EVIDENCED_BY", eleventh, again, trained, {"basis": "self-reported"})
    d.link("SAME_WORDS_AS", first, eleventh, trained)
    return d.part()


OTHER = "quay-2020"
OTHER_TEXT = "Quay Plan 2020\n1 Care for all (Review of Care). We care.\n"


def other_plan(register: str = REGISTER) -> Part:
    """Return a second, smaller plan that cites the same review out of the same register."""
    d = Draft(OTHER, {OTHER: OTHER_TEXT, "register": register})
    d.node("Document", OTHER, "Quay Plan 2020", "Quay Plan 2020", {"title": "Quay Plan 2020"})
    d.node(
        "Document",
        "care-2018",
        "Review of Care",
        "Review of Care",
        {"title": "Review of Care", "identified": True, "date": "2018-05"},
        "register",
    )
    one = d.node(
        "Action",
        f"{OTHER}/action/1",
        "Care for all",
        "Care for all",
        {"ref": "1", "ordinal": 1, "text": "Care for all"},
    )
    d.link("LISTED_IN", one, OTHER, "Care for all")
    d.link("ORIGINATES_FROM", one, "care-2018", "(Review of Care)", {"basis": "cited"})
    return d.part()
