"""The documents and organisations of one plan: itself, what it cites, and who issued each."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from graph.facts import Origin, Properties, Quote, slug
from loaders.citations import Citation, rule_version
from loaders.register import REGISTER_ID, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.gathering import Gathering
    from loaders.reading import PlanReading
    from loaders.sidecar import Sidecar

_REGISTERED = Origin("register.entry")
_SIDECAR = Origin("sidecar.value")


class Sources:
    """Makes documents and bodies, each resting on the plan, its sidecar or the register."""

    def __init__(self, reading: PlanReading, gathering: Gathering) -> None:
        """Make them of `reading`, into `gathering`."""
        self._reading = reading
        self._document = reading.document
        self._register = reading.register
        self._into = gathering

    def plan(self) -> None:
        """Make the plan, what is held beside it, and its publisher."""
        document = self._document
        sidecar = document.sidecar
        title = (
            self._sidecar_quote(sidecar, "title") if sidecar and sidecar.get("title") else None
        ) or self._first_line(document.id, document.text)
        marking = document.quote(*document.content.marking) if document.content.marking else None
        self._into.node(
            document.id,
            "Document",
            document.title,
            (title, *([marking] if marking else ())),
            _SIDECAR if sidecar else Origin("document.first-line", certainty="uncertain"),
            {
                "title": document.title,
                "date": document.date,
                "edition": sidecar.get("edition") if sidecar else None,
                "identified": True,
                "marking": " ".join(marking.text.split()) if marking else None,
                "copy_status": (sidecar.get("copy_status") if sidecar else None) or "not stated",
                "licence": (sidecar.get("licence") if sidecar else None) or "not stated",
                "reader": document.content.reader,
                "role": "plan",
                **_hashes(document.original, document.text),
            },
        )
        if sidecar:
            self._held(
                f"{document.id}/sidecar",
                f"Sidecar of {document.title}",
                sidecar.original,
                sidecar.text,
                "sidecar",
            )
        register = self._register
        self._held(
            REGISTER_ID,
            "Register of originating sources",
            register.original,
            register.text,
            "register",
        )
        if sidecar and document.publisher:
            quote = self._sidecar_quote(sidecar, "publisher")
            issuer = self.body(document.publisher, (quote,), _SIDECAR)
            self._into.relation(
                "ISSUED_BY", document.id, issuer, (quote,), _SIDECAR, {"basis": "sidecar"}
            )

    def _held(self, node_id: str, label: str, original: bytes, text: str, role: str) -> None:
        self._into.node(
            node_id,
            "Document",
            label,
            (self._first_line(node_id, text),),
            Origin(f"{role}.held"),
            {
                "title": label,
                "identified": True,
                "reader": "text/1",
                "role": role,
                **_hashes(original, text),
            },
        )

    def _first_line(self, document: str, text: str) -> Quote:
        # An empty file was refused when it was read, so there is one.
        line = next(re.finditer(r"\S[^\r\n]*", text.lstrip("\ufeff")))
        offset = len(text) - len(text.lstrip("\ufeff"))
        words = line.group()[:200].rstrip()
        start = line.start() + offset
        return Quote(document, start, start + len(words), words)

    def _sidecar_quote(self, sidecar: Sidecar, key: str) -> Quote:
        """Return the line of a sidecar that gives a key."""
        held = f"{self._document.id}/sidecar"
        line = re.search(rf"^[ \t]*{key}[ \t]*=[^\r\n]*\S", sidecar.text, re.MULTILINE)
        if line is None:
            return self._first_line(held, sidecar.text)
        return Quote(held, line.start(), line.end(), line.group())

    def body(self, name: str, quotes: Sequence[Quote], origin: Origin) -> str:
        """Make an organisation by a name that the register or the plan gives it."""
        known = self._register.body_named(name)
        if known:
            return self.known_body(known.id)
        node_id = f"body/{slug(name)}"
        self._into.node(node_id, "Body", name, quotes, origin, {"name": name})
        return node_id

    def known_body(self, body_id: str) -> str:
        """Make an organisation that the register knows; `body_id` is the register's id."""
        body = self._register.bodies[body_id]
        short = next((name for name in body.short_names if name != body.name), None)
        properties = {"name": body.name, "short_name": short}
        node_id = f"body/{body.id}"
        self._into.node(node_id, "Body", body.name, (body.quote,), _REGISTERED, properties)
        return node_id

    def known_source(self, source: Source) -> str:
        """Make a document of the register, and who issued it."""
        self._into.node(
            source.id,
            "Document",
            source.label,
            (source.title_quote,),
            _REGISTERED,
            {
                "title": source.title,
                "date": source.date,
                "identified": True,
                "address": source.address,
                "role": "source",
            },
        )
        issuer = self.known_body(source.publisher)
        self._into.relation(
            "ISSUED_BY",
            source.id,
            issuer,
            (source.publisher_quote,),
            _REGISTERED,
            {"basis": "register"},
        )
        return source.id

    def cited(self, citation: Citation, quote: Quote, origin: Origin) -> str:
        """Make the document that a citation reaches: known, the plan itself, or as cited."""
        if citation.source:
            return self.known_source(self._register.sources[citation.source])
        if citation.kind == "LOCAL":
            return self._document.id
        words = " ".join(cited_words(citation).split())
        node_id = cited_document_id(self._reading, citation)
        self._into.node(
            node_id,
            "Document",
            f"{words} (as cited)",
            (quote,),
            origin,
            {"identified": False, "cited_as": words, "role": "source"},
        )
        if citation.body:
            issuer = self.known_body(citation.body)
            self._into.relation("ISSUED_BY", node_id, issuer, (quote,), origin, {"basis": "cited"})
        return node_id

    def whole(self) -> tuple[str, Quote, Origin] | None:
        """Make the one source that the plan as a whole answers, with the words that say so."""
        answers = self._reading.answers
        if answers is None:
            return None
        origin = Origin("citation.title", rule_version(), "likely")
        return self.cited(answers.citation, answers.quote, origin), answers.quote, origin

    def by_title(self, ask: str, quotes: Sequence[Quote], *, cites: bool = False) -> str:
        """Link an ask to the source that the plan's title names; return the basis of the link.

        Where the title names none, the ask is stated in the plan itself.

        Args:
            ask: id of the recommendation.
            quotes: its words.
            cites: True where its row cites something, so that only what the title of a table of
                priorities names can be meant.
        """
        title = self._reading.title_source
        answers = None if cites else self.whole()
        if answers:
            target, quote, origin = answers
            self._into.relation("STATED_IN", ask, target, (quote,), origin)
            return "title"
        if title is None:
            origin = Origin("ask.in-plan")
            self._into.relation("STATED_IN", ask, self._document.id, quotes, origin)
            return "local"
        origin = Origin("citation.title", rule_version())
        quoted = self._document.quotes(title)
        words = title.folded()
        source = self._register.resolve(words, self._reading.publisher, self._document.date)
        if source:
            target = self.known_source(source)
        else:
            target = f"{self._document.id}/cited/{slug(words)[:80]}"
            properties: Properties = {"identified": False, "cited_as": words, "role": "source"}
            self._into.node(target, "Document", f"{words} (as cited)", quoted, origin, properties)
        self._into.relation("STATED_IN", ask, target, quoted, origin)
        return "title"


def cited_words(citation: Citation) -> str:
    """Return what a citation names, without the number of the ask: "Action 6 VAWG" gives "VAWG"."""
    words = citation.words
    if citation.locator:
        pattern = re.escape(citation.locator).replace(r"\ ", r"\s+")
        words = re.sub(pattern, " ", words, count=1)
    words = re.sub(r"^\W*(?:of|in|from)\s+|[\s.,;:]+$", "", words.strip())
    return words or citation.words


def cited_document_id(reading: PlanReading, citation: Citation) -> str:
    """Return the id of the document that a citation reaches: known, the plan's own, or as cited."""
    if citation.source:
        return citation.source
    if citation.kind == "LOCAL":
        return reading.document.id
    return f"{reading.document.id}/cited/{slug(cited_words(citation))[:80]}"


def _hashes(original: bytes, text: str) -> dict[str, str]:
    return {
        "sha256": hashlib.sha256(original).hexdigest(),
        "text_sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
    }
