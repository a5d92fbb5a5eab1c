"""From a plan that was read to the facts that it states, in the words of the vocabulary."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from graph.facts import Facts, Origin, Properties, Quote, slug
from graph.store.base import HeldText, Part
from loaders.acceptance import acceptance_of
from loaders.citations import Citation, CitedAt, rule_version
from loaders.gathering import Gathering
from loaders.inspection import others, status_words
from loaders.layout.groups import is_body, person
from loaders.layout.owner_cells import owners_in
from loaders.ranks import rank_or_title
from loaders.register import REGISTER_ID
from loaders.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loaders.language import Mention, Sentence
    from loaders.passage import Passage
    from loaders.reading import PlanReading, ReadAction

_LABEL_LENGTH = 90
_SAME_WORDS_AT_LEAST = 5
"""Words: a shorter answer ("Ongoing") is the same by chance."""
_SAME_WORDS_PAIRWISE = 20
"""Actions: in larger groups each is linked to the first only, so that links do not explode."""

_OWNER_CELL = Origin("owner.cell", 2)

_BY_STAGE = {
    "done": ("EVIDENCED_BY", "self-reported"),
    "ongoing": ("EVIDENCED_BY", "self-reported"),
    "finding": ("EVIDENCED_BY", "inspectorate, quoted"),
    "planned": ("PROMISED_IN", None),
    "context": ("EXPLAINED_IN", None),
}
_BY_MENTION = {
    "POLICY": ("Policy", "policy"),
    "TRAINING": ("TrainingProduct", "training"),
    "SYSTEM": ("System", "system"),
    "OWNER": ("Owner", "owner"),
}


def plan_part(reading: PlanReading) -> Part:
    """Return what a plan brings into the graph: its facts, and the texts that these quote."""
    document = reading.document
    held = [HeldText(document.id, document.original, document.text, document.content.reader)]
    if document.sidecar:
        sidecar = document.sidecar
        held.append(HeldText(f"{document.id}/sidecar", sidecar.original, sidecar.text, "text/1"))
    register = reading.register
    held.append(HeldText(REGISTER_ID, register.original, register.text, "text/1"))
    return Part(document.id, str(document.path), plan_facts(reading), tuple(held))


def plan_facts(reading: PlanReading) -> Facts:
    """Return the nodes and relations that a plan states, each with the words it rests on."""
    making = _Making(reading)
    for action in reading.actions:
        making.action(action)
    making.same_words()
    return making.facts()


def shortened(words: str, length: int = _LABEL_LENGTH) -> str:
    """Return words cut at a blank to `length` characters at most, with an ellipsis where cut."""
    return (
        words if len(words) <= length else words[:length].rsplit(" ", 1)[0].rstrip(",;:") + "\u2026"
    )


class _Making:
    """Makes the facts of one plan, action by action."""

    def __init__(self, reading: PlanReading) -> None:
        self._reading = reading
        self._document = reading.document
        self._register = reading.register
        self._scope = reading.publisher or reading.document.id
        name, _, version = (reading.layout or "none/1").partition("/")
        self._layout = Origin(f"layout.{name}", int(version))
        self._into = Gathering(reading.document.id)
        asked = (action.row.recommendation or action.row.action for action in reading.actions)
        self._times_asked = Counter(words.folded().casefold() for words in asked)
        self._asked: dict[str, ReadAction] = {}
        self._sources = Sources(reading, self._into)
        self._sources.plan()

    def facts(self) -> Facts:
        """Return everything made so far."""
        return self._into.facts()

    def action(self, action: ReadAction) -> None:
        """Make an action and everything that stands in its row."""
        row = action.row
        text = row.action.folded()
        quotes = self._quotes(row.ref_at) + self._quotes(row.action)
        status_quotes = self._quotes(row.status) + self._quotes(row.due)
        origin = self._layout
        if row.uncertain or any(finding.level == "warning" for finding in row.findings):
            origin = Origin(origin.rule, origin.version, "uncertain")
        stated = action.stated
        self._into.node(
            action.id,
            "Action",
            f"Action {row.ref}: {shortened(text)}",
            quotes + status_quotes,
            origin,
            {
                "ref": row.ref,
                "ordinal": action.ordinal,
                "text": text,
                "status": action.status,
                "status_words": status_words(row),
                "due": action.due,
                "other": tuple(f"{heading}: {words}" for heading, words in others(row).items())
                or None,
                "stated_date": stated,
                "date_role": None
                if stated is None
                else "due"
                if action.due == stated
                else "stated",
            },
        )
        self._into.relation("LISTED_IN", action.id, self._document.id, quotes, origin)
        self._origins(action)
        self._leads(action)
        statements = self._statements(action)
        self._mentions(action, statements)

    def _origins(self, action: ReadAction) -> None:
        """Link an action to what it answers: an ask, a document, or what the title names."""
        row = action.row
        for cited in row.cited:
            for citation in cited.citations:
                quote = self._citation_quote(cited, citation)
                certainty = "certain" if cited.certain else "likely"
                origin = Origin("citation.bracket", rule_version(), certainty)
                self._origin(action, citation, quote, origin)
        # What was accepted or rejected was asked for, also where the ask is the action.
        asked = row.recommendation or (row.action if row.accepted else None)
        if asked and not any(citation.asks for cited in row.cited for citation in cited.citations):
            self._kept_apart(action, asked)
        answers = None if row.cited or asked else self._sources.whole()
        if answers:
            document, quote, origin = answers
            basis: Properties = {"basis": "title"}
            self._into.relation("ORIGINATES_FROM", action.id, document, (quote,), origin, basis)

    def _origin(self, action: ReadAction, citation: Citation, quote: Quote, origin: Origin) -> None:
        document = self._sources.cited(citation, quote, origin)
        basis = "local" if citation.kind == "LOCAL" else "cited"
        if not citation.asks or document == self._document.id:
            if action.row.recommendation is None or citation.kind == "LOCAL":
                properties = {"basis": basis}
                self._into.relation(
                    "ORIGINATES_FROM", action.id, document, (quote,), origin, properties
                )
            return
        wording = action.row.recommendation or action.row.action
        for kind, number in citation.asks:
            ask = f"{document}/{kind}/{number}"
            label = self._into.label(document)
            self._into.node(
                ask,
                "Recommendation",
                f"{kind.replace('-', ' ').capitalize()} {number}, {label}",
                (quote, *self._quotes(wording), *self._quotes(action.row.accepted)),
                origin,
                {
                    "number": number,
                    "text": wording.folded(),
                    "type": kind.replace("-", " "),
                    "wording": "plan",
                    "response": self._answered(action),
                },
            )
            self._into.relation("STATED_IN", ask, document, (quote,), origin)
            located: Properties = {"basis": basis, "locator": citation.locator}
            self._into.relation("ORIGINATES_FROM", action.id, ask, (quote,), origin, located)

    def _kept_apart(self, action: ReadAction, asked: Passage) -> None:
        """Make the recommendation that the plan sets beside the action, in the plan's words.

        Several actions may answer one: then the ref of none of them is its number.
        """
        text = asked.folded()
        first = self._asked.setdefault(text.casefold(), action)
        ask = f"{self._document.id}/recommendation/{first.id.rsplit('/', 1)[1]}"
        quotes = self._quotes(asked)
        number = action.row.ref if self._times_asked[text.casefold()] == 1 else None
        kind = "priority" if action.row.answers_priority else "recommendation"
        named = f"{kind.capitalize()} {number}" if number else kind.capitalize()
        self._into.node(
            ask,
            "Recommendation",
            f"{named}: {shortened(text)}",
            quotes + self._quotes(action.row.accepted),
            self._layout,
            {
                "number": number,
                "text": text,
                "type": kind,
                "wording": "plan",
                "response": self._answered(action),
            },
        )
        cited = [
            (citation, self._citation_quote(at, citation))
            for at in action.row.cited
            for citation in at.citations
            if citation.kind != "LOCAL"
        ]
        basis = "cited"
        for citation, quote in cited:
            origin = Origin("citation.bracket", rule_version())
            self._into.relation(
                "STATED_IN", ask, self._sources.cited(citation, quote, origin), (quote,), origin
            )
        if not cited:
            basis = self._sources.by_title(ask, quotes, cites=bool(action.row.cited))
        properties = {"basis": basis}
        self._into.relation("ORIGINATES_FROM", action.id, ask, quotes, self._layout, properties)

    def _answered(self, action: ReadAction) -> str | None:
        """Return whether the ask was accepted, partly accepted or rejected, where the row says."""
        cell = action.row.accepted
        return acceptance_of(cell.folded()) if cell else None

    def _citation_quote(self, cited: CitedAt, citation: Citation) -> Quote:
        start, end = citation.start, citation.end
        if len(cited.citations) == 1:
            start, end = cited.quote_start, cited.quote_end
        return self._document.quote(start, end)

    def _leads(self, action: ReadAction) -> None:
        """Link an action to its workstream and to who leads it."""
        group = action.row.group
        if group and group.name:
            name = group.name.folded()
            stream = f"{self._document.id}/workstream/{slug(name)[:80]}"
            quotes = self._quotes(group.name)
            self._into.node(stream, "Workstream", name, quotes, self._layout, {"name": name})
            self._into.relation("PART_OF", action.id, stream, quotes, self._layout)
        for owner, quote in self._headed(group.owner) if group and group.owner else ():
            basis = "heading"
            if group and group.name:
                self._into.relation("LED_BY", stream, owner, (quote,), self._layout)
                basis = "workstream"
            if not action.row.owners:  # the row's own cell outranks the heading above it
                self._into.relation(
                    "OWNED_BY", action.id, owner, (quote,), self._layout, {"basis": basis}
                )
        for named in (one for cell in action.row.owners for one in owners_in(cell)):
            quotes = self._quotes(named)
            owner = self._owner(named.folded(), quotes, _OWNER_CELL)
            stated: Properties = {"basis": "stated"}
            self._into.relation("OWNED_BY", action.id, owner, quotes, _OWNER_CELL, stated)

    def _headed(self, cell: Passage) -> Iterator[tuple[str, Quote]]:
        """Make each person, post, team and organisation that a group's heading names."""
        named = [
            (mention.quote, self._document.quote(mention.start, mention.end))
            for mention in self._reading.owners_in(cell)
        ]
        whole = [(" ".join(quote.text.split()), quote) for quote in self._quotes(cell)]
        for words, quote in named or whole:
            yield self._owner(" ".join(words.split()), (quote,), self._layout), quote

    def _owner(self, words: str, quotes: Sequence[Quote], origin: Origin) -> str:
        """Make a body for an organisation, an owner for a person, a post, a team or a board."""
        if is_body(words) or self._register.body_named(words):
            return self._sources.body(words, quotes, origin)
        node_id = f"{self._scope}/owner/{slug(words)[:80]}"
        ranked = re.match(rf"({rank_or_title()})\s+(.+)", words) if person().match(words) else None
        name, held_rank = (ranked.group(2), ranked.group(1)) if ranked else (words, None)
        properties: Properties = {"name": name, "rank": held_rank}
        self._into.node(node_id, "Owner", words, quotes, origin, properties)
        return node_id

    def _statements(self, action: ReadAction) -> list[tuple[Sentence, str]]:
        made: list[tuple[Sentence, str]] = []
        for ordinal, sentence in enumerate(action.sentences, start=1):
            node_id = f"{action.id}/statement/{ordinal}"
            text = " ".join(sentence.quote.split())
            quote = self._document.quote(sentence.start, sentence.end)
            origin = Origin(sentence.rule, sentence.rule_version, sentence.certainty)
            self._into.node(
                node_id,
                "Statement",
                shortened(text),
                (quote,),
                origin,
                {"text": text, "stage": sentence.stage, "ordinal": ordinal},
            )
            relation, basis = _BY_STAGE[sentence.stage]
            properties: Properties = {"basis": basis} if basis else {}
            self._into.relation(relation, action.id, node_id, (quote,), origin, properties)
            made.append((sentence, node_id))
        return made

    def _mentions(self, action: ReadAction, statements: list[tuple[Sentence, str]]) -> None:
        """Link an action and its statements to what their words name."""
        said = sorted(statements, key=lambda one: one[0].start)
        starts = [sentence.start for sentence, _ in said]
        for mention in action.mentions:
            if mention.field not in ("action", "response"):
                continue
            speaker = action.id
            at = bisect_right(starts, mention.start) - 1
            if mention.field == "response" and at >= 0 and said[at][0].end > mention.start:
                speaker = said[at][1]
            quote = self._document.quote(mention.start, mention.end)
            origin = Origin(mention.rule, mention.rule_version, mention.certainty)
            target = self._mentioned(mention, quote, origin)
            if target and target != speaker:
                self._into.relation("MENTIONS", speaker, target, (quote,), origin)

    def _mentioned(self, mention: Mention, quote: Quote, origin: Origin) -> str | None:
        """Make what a mention names, or return None where its words name nothing of their own.

        Dates and quantities are no things. "The group" and "central team", without a capital, are
        many groups and teams by turns, so no node is made of them.
        """
        words = " ".join(mention.quote.split())
        if mention.kind == "SOURCE":
            source = self._register.resolve(words, self._reading.publisher, self._document.date)
            if source:
                return self._sources.known_source(source)
            body = self._register.body_named(words)
            return self._sources.known_body(body.id) if body else None
        if mention.kind not in _BY_MENTION:
            return None
        if mention.kind == "OWNER":
            return self._owner(words, (quote,), origin) if words != words.lower() else None
        kind, part = _BY_MENTION[mention.kind]
        node_id = f"{self._scope}/{part}/{slug(words)[:80]}"
        self._into.node(node_id, kind, words, (quote,), origin, {"name": words})
        return node_id

    def same_words(self) -> None:
        """Link actions whose answers are word for word the same, at different places."""
        groups: dict[str, list[ReadAction]] = defaultdict(list)
        for action in self._reading.actions:
            words = " ".join(cell.folded() for cell in action.row.response)
            letters = re.sub(r"[\W_]+", "", words.casefold())
            if len(words.split()) >= _SAME_WORDS_AT_LEAST:
                groups[letters].append(action)
        for actions in groups.values():
            pairs: Iterable[tuple[ReadAction, ReadAction]] = itertools.combinations(actions, 2)
            if len(actions) > _SAME_WORDS_PAIRWISE:
                pairs = ((actions[0], other) for other in actions[1:])
            for one, two in pairs:
                quotes = [quote for cell in one.row.response for quote in self._quotes(cell)]
                others = [quote for cell in two.row.response for quote in self._quotes(cell)]
                if quotes != others:
                    origin = Origin("answer.same-words")
                    self._into.relation("SAME_WORDS_AS", one.id, two.id, (*quotes, *others), origin)

    def _quotes(self, cell: Passage | None) -> tuple[Quote, ...]:
        return self._document.quotes(cell)
