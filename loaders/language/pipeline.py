"""The spaCy pipeline: a blank English tokenizer that knows ranks, and where sentences begin.

No model is needed. What a full stop means is decided here from the tokens, because the statistical
and the rule-based sentence finders of spaCy both break inside `Det. Supt.` (measured).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import spacy
from spacy.language import Language as Pipeline

from loaders.language.marks import GAPS, PLACES, STARTS, TEXTS
from loaders.ranks import abbreviations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

LOST_SPACE = re.compile(
    r"(?<=[a-z]{3})[.](?=[A-Z][a-z]|(?:the|this|these|there|they|it|its|we|our|all|an?|in|on)\b)"
)
"""A full stop whose blank was lost: `online.the`. An address (`kent.police.uk`) is none."""

NUMBERED_PARTS = re.compile(
    r"(?<=\w )(?:Sections?|Items?|Areas?|Phases?|Points?|Parts?|Stages?|Steps?|Modules?)"
    r" \d{1,3}(?:(?:,| and|, and| &) \d{1,3}){0,20} (?:is|are|was|were|has|have|will)\b"
)
"""`Sections 1, 3 and 4 are`: begins a sentence though the full stop before it was lost."""

BULLETS = frozenset("•▪●‣◦")
INITIAL = 2
"""Length of an initial with its full stop: `J.`"""

CLOSING = frozenset("'\"’”)]»")
ENDS = frozenset(".?!…")
NO_BREAK_BEFORE = frozenset(("in", "of", "for", "the", "to", "and", "or", "under", "from", "with"))


def make_pipeline() -> Pipeline:
    """Return the tokenizer with its special cases and the sentence component."""
    nlp = spacy.blank("en")
    usual: Any = nlp.tokenizer  # spaCy types it as any callable
    splits, address = usual.infix_finditer, usual.url_match

    def infixes(word: str) -> Iterator[re.Match[str]]:
        # Compiling spaCy's own infixes anew with one more would cost 70 ms at each start.
        lost = LOST_SPACE.search(word)
        return LOST_SPACE.finditer(word) if lost else splits(word)

    words = abbreviations()
    # Made in one go: to set one of its parts, a tokenizer reads all its special cases again.
    nlp.tokenizer = type(usual)(
        nlp.vocab,
        rules=usual.rules
        | {form: [{"ORTH": form}] for word in words for form in (word, word.lower())},
        prefix_search=usual.prefix_search,
        suffix_search=usual.suffix_search,
        infix_finditer=infixes,
        token_match=usual.token_match,
        url_match=lambda word: None if LOST_SPACE.search(word) else address(word),
    )
    nlp.add_pipe("layout_sentences", config={"abbreviations": words})
    return nlp


@Pipeline.factory("layout_sentences")
def make_sentence_finder(nlp: Pipeline, name: str, abbreviations: list[str]) -> Any:  # noqa: ARG001 - spaCy's signature of a factory
    """Return the component that marks where sentences begin."""
    return SentenceFinder(frozenset(word.lower() for word in abbreviations))


class SentenceFinder:
    """Marks sentence starts by punctuation, by the cell's pieces and by numbered lists."""

    def __init__(self, abbreviations: frozenset[str]) -> None:
        """Take the abbreviations, in lower case, whose full stop ends no sentence."""
        self.abbreviations = abbreviations

    def __call__(self, doc: Doc) -> Doc:  # noqa: C901 - one state, carried from token to token
        """Mark the first token of every sentence and return the same document."""
        gaps = frozenset(doc.user_data.get(GAPS, ()))
        forced = frozenset(found.start() for found in NUMBERED_PARTS.finditer(doc.text))
        starts: list[int] = []
        tokens = list(doc)
        words = [token.text for token in tokens]
        places = [token.idx for token in tokens]
        spaced = [bool(token.whitespace_) for token in tokens]
        expected = 0  # the next number of the list that the sentence opened; 0 outside a list
        bulleted = False
        over = -1  # the token after which the sentence is over
        for index, (word, place) in enumerate(zip(words, places, strict=True)):
            opened = index > 0 and words[index - 1] in (":", ";")
            listed = word == str(expected) or (bulleted and word in BULLETS)
            ended = over == index - 1 or (word in BULLETS and not opened)
            if place in gaps:
                ended = ended or not word[0].islower()
            if place in forced and words[index - 1].lower() not in NO_BREAK_BEFORE:
                ended, listed = True, False
            begins = ended and not listed
            starts.append(1 if begins else -1)
            if begins:
                expected, bulleted = 0, False
            if opened and word in BULLETS:
                bulleted = True
            elif opened and word == "1":
                expected = 2
            elif listed and not bulleted:
                expected += 1
            if word[-1] in ENDS:
                last = index
                while last + 1 < len(words) and not spaced[last] and words[last + 1] in CLOSING:
                    last += 1
                if self._ends(words, spaced, index, last, listing=expected > 0):
                    over = last
        # All at once: to set a token's own flag, spaCy goes over the whole document each time.
        flags: Any = np.array(starts, dtype="int64").astype(
            "uint64"
        )  # spaCy's stub asks for 2 axes
        doc.from_array(["SENT_START"], flags)
        doc.user_data |= {STARTS: starts, TEXTS: words, PLACES: places}
        return doc

    def _ends(
        self, words: list[str], spaced: list[bool], index: int, last: int, *, listing: bool
    ) -> bool:
        """Tell whether the mark at `index` (closing quotes up to `last`) ends the sentence."""
        word = words[index]
        if last + 1 == len(words):
            return True
        previous = words[index - 1] if index else ""
        before = words[index - 2] if index > 1 else ""
        following = words[last + 1]
        if word.lower() in self.abbreviations or previous.lower() == "etc":
            return "etc" in (word.lower().rstrip("."), previous.lower()) and following[0].isupper()
        if word[0].isupper() and len(word) == INITIAL:
            return False
        if not spaced[last]:
            return word == "." and previous.isalpha() and following[0].isalpha()
        if previous.lower() in ("no", "nos") and following.isdigit():
            return False
        if previous.isdigit() and word == "." and len(previous) < INITIAL + 1:
            # "1." opens an item: at the start, after a stop, or inside a list that was announced.
            return bool(before) and before[-1] not in ".?!:;" and not listing
        return word == "." or not following[0].islower()
