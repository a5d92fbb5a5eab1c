"""The reader of passages: sentences with a stage, and mentions, at exact offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.language.headings import find_owners
from loaders.language.marks import GAPS
from loaders.passage import Folded, Passage, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from loaders.language.found import Found


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a passage names.

    Attributes:
        start: index of its first character in the document's canonical text.
        end: index after its last character.
        quote: `text[start:end]`.
        kind: OWNER, SOURCE, POLICY, TRAINING, SYSTEM, DATE or QUANTITY.
        field: where it stands: heading, action or response.
        rule: name of the rule that found it.
        rule_version: that rule's version.
        certainty: certain, likely or uncertain.
    """

    start: int
    end: int
    quote: str
    kind: str
    field: str
    rule: str
    rule_version: int
    certainty: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a response, and what it claims.

    Attributes:
        start: index of its first character in the document's canonical text.
        end: index after its last character.
        quote: `text[start:end]`; over a page break it holds what lies between, too.
        stage: done, ongoing, planned, finding or context.
        rule: name of the rule that decided; `stage.gap` and `stage.context.gap` say inability.
        rule_version: that rule's version.
        certainty: certain, likely or uncertain.
    """

    start: int
    end: int
    quote: str
    stage: str
    rule: str
    rule_version: int
    certainty: str


UNBROKEN = re.compile(r"\S{120,}")


def _masked(run: re.Match[str]) -> str:
    """Return as many letters, so that every offset stays; the last mark may end a sentence."""
    return "x" * (len(run[0]) - 1) + run[0][-1]


class Language:
    """Reads passages. Made once in a process; spaCy is imported only when it is made."""

    def __init__(self) -> None:
        """Make the spaCy pipeline and read the patterns."""
        from loaders.language.lexicon import load_lexicon  # noqa: PLC0415 - spaCy is imported on demand
        from loaders.language.mentions import Mentions  # noqa: PLC0415 - spaCy is imported on demand
        from loaders.language.pipeline import make_pipeline  # noqa: PLC0415 - spaCy is imported on demand
        from loaders.language.stages import Stages  # noqa: PLC0415 - spaCy is imported on demand

        lexicon = load_lexicon()
        self._nlp = make_pipeline()
        self._stages = Stages(lexicon)
        self._mentions = Mentions(self._nlp.tokenizer, lexicon)

    def read_response(
        self, passage: Passage, publisher_names: tuple[str, ...] = ()
    ) -> tuple[tuple[Sentence, ...], tuple[Mention, ...]]:
        """Return the sentences of a response with their stages, and what they name.

        Args:
            passage: the response's cell.
            publisher_names: the names by which the document calls its own publisher.
        """
        folded = fold(passage)
        doc = self._doc(folded)
        return self._sentences(passage, folded, doc), self._named(
            passage, folded, self._mentions.find(doc, publisher_names), "response"
        )

    def read_action(
        self, passage: Passage, publisher_names: tuple[str, ...] = ()
    ) -> tuple[Mention, ...]:
        """Return what the words of an action name."""
        folded = fold(passage)
        found = self._mentions.find(self._doc(folded), publisher_names)
        return self._named(passage, folded, found, "action")

    def read_heading(
        self, passage: Passage, publisher_names: tuple[str, ...] = ()
    ) -> tuple[Mention, ...]:
        """Return the owners that a group's heading or an owner's cell names."""
        folded = fold(passage)
        return self._named(passage, folded, find_owners(folded.text, publisher_names), "heading")

    def _doc(self, folded: Folded) -> Doc:
        # The tokenizer's time grows with the square of an unbroken run: no word is that long.
        doc = self._nlp.make_doc(UNBROKEN.sub(_masked, folded.text))
        doc.user_data[GAPS] = folded.gaps
        return self._nlp(doc)

    def _named(
        self, passage: Passage, folded: Folded, found: list[Found], field: str
    ) -> tuple[Mention, ...]:
        mentions = []
        for one in found:
            if any(one.start < gap < one.end for gap in folded.gaps):
                continue  # a name that runs over a page break would hold what lies between
            start, end = folded.place(one.start, one.end)
            quote = passage.text[start:end]
            mentions.append(
                Mention(
                    start,
                    end,
                    quote,
                    one.kind,
                    field,
                    one.rule.name,
                    one.rule.version,
                    one.certainty,
                )
            )
        return tuple(mentions)

    def _sentences(self, passage: Passage, folded: Folded, doc: Doc) -> tuple[Sentence, ...]:
        sentences = []
        quoted = False  # inside the quotation marks that an assessor's conclusion opened
        for span in doc.sents:
            words = folded.text[span.start_char : span.end_char]
            claim = self._stages.read(words)
            if quoted and claim.stage != "finding":
                claim = claim._replace(stage="finding", rule="stage.finding.quoted")
            quoted = claim.stage == "finding" and still_quoted(words, quoted=quoted)
            start, end = folded.place(span.start_char, span.end_char)
            sentences.append(Sentence(start, end, passage.text[start:end], *claim))
        return tuple(sentences)


def still_quoted(words: str, *, quoted: bool) -> bool:
    """Tell whether a quotation is still open after `words`; `quoted`: whether it was before."""
    opened = max(words.rfind(mark) for mark in (" '", ' "', "‘", "“"))  # noqa: RUF001 - documents write it
    closed = max(words.rfind(mark) for mark in (".'", '."', "'.", '".', "’", "”", "' ", '" '))  # noqa: RUF001 - documents write it
    if words.endswith(("'", '"')):
        closed = len(words)
    return opened > closed if quoted is False else closed < 0 or opened > closed
