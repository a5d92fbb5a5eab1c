"""What holds for any words whatever: exact offsets, nothing lost, and no words that hang it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.language import Language
from loaders.passage import Passage, fold

LANGUAGE = Language()
PIECES = st.sampled_from(
    (
        *[
            "1.",
            "2.",
            "•",
            ";",
            ":",
            ".",
            "'",
            "(",
            ")",
            "and",
            "will",
            "80%",
            "online.the",
            "e.g.",
            "etc.",
            "?",
            "-",
            "/",
            "é",
            "Ⅷ",
            "²",
        ],
        *("\n\n", "\t", "  ", "\u00a0", "\u2003", "\x1c", "\u2019s", "\u2018quoted\u2019"),
        *(
            "The MPS has reviewed its policy",
            "Det. Supt. Iqbal Singh",
            "by May 2016",
            "training on",
        ),
        *("Sections 1, 2 and 3 are complete", "of the Head of Crime", "HMIC found '"),
    )
)
ANY_TEXT = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map(" ".join))


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    text = draw(ANY_TEXT)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    cuts = cuts[: len(cuts) // 2 * 2]
    spans = tuple(zip(cuts[::2], cuts[1::2], strict=True))
    return Passage(text, spans or ((0, len(text)),))


@settings(max_examples=300, deadline=None)
@given(passages())
def test_every_quote_stands_where_it_says(passage: Passage) -> None:
    sentences, mentions = LANGUAGE.read_response(passage, ("the Met", "MPS"))
    actions = LANGUAGE.read_action(passage, ("the Met", "MPS"))
    heading = LANGUAGE.read_heading(passage, ("the Met", "MPS"))
    for one in (*sentences, *mentions, *actions, *heading):
        assert one.start < one.end
        assert passage.text[one.start : one.end] == one.quote
        assert one.rule
        assert one.rule_version >= 1
        assert one.certainty in ("certain", "likely", "uncertain")


@settings(max_examples=300, deadline=None)
@given(passages())
def test_sentences_hold_every_word_once_and_in_order(passage: Passage) -> None:
    sentences, _ = LANGUAGE.read_response(passage)
    words = [
        index
        for start, end in passage.spans
        for index in range(start, end)
        if not passage.text[index].isspace()
    ]
    held = [index for index in words if any(s.start <= index < s.end for s in sentences)]
    assert held == words
    assert all(a.end <= b.start for a, b in itertools.pairwise(sentences))


@settings(max_examples=200, deadline=None)
@given(passages())
def test_folding_changes_white_space_and_nothing_else(passage: Passage) -> None:
    folded = fold(passage)
    assert passage.folded() == " ".join(
        " ".join(passage.text[start:end].split()) for start, end in passage.spans
        if passage.text[start:end].strip()
    )  # fmt: skip
    for index, character in enumerate(folded.text):
        if character != " ":
            start, end = folded.place(index, index + 1)
            assert passage.text[start:end] == character


@settings(max_examples=100, deadline=None)
@given(passages())
def test_mentions_do_not_overlap(passage: Passage) -> None:
    _, mentions = LANGUAGE.read_response(passage)
    ordered = sorted(mentions, key=lambda mention: mention.start)
    assert all(a.end <= b.start for a, b in itertools.pairwise(ordered))


REPEATS = (  # noqa: SIM905 - easier to read in lines
    "and |The |Working Group |policy on training for |Det. Supt. |Head of |A of B and C |1. |1, |"
    "Sections 1, 2 |' |( |was found by |HMIC |recommendations from the |a |Aa |Aa and |- |, |"
    "domestic abuse, |(a) |policies to support |12 |by the end of |is |to |Act |A (Bb) |x|A|.|'|(|"
    "Aa Aa has |by Aa Bb |may not |12 of |1 in 10 |between May and |An audit |e-learning |Aa s |"
    "record on |5% of a |5 and 6 |Are you? |at present |the police and staff |of the |remains "
).split("|")


@pytest.mark.parametrize("repeated", REPEATS)
def test_hostile_repeats_are_read_like_any_other_words(repeated: str) -> None:
    # A rule that went back over its steps would not come to an end here.
    text = repeated * (20_000 // len(repeated))
    passage = Passage(text, ((0, len(text)),))
    sentences, _ = LANGUAGE.read_response(passage)
    LANGUAGE.read_heading(passage)
    assert sum(len("".join(one.quote.split())) for one in sentences) == len("".join(text.split()))
