"""The samples themselves: every family twice, each answer shown, the same bytes each time."""

from collections import Counter
from pathlib import Path

from tests.families import hostile, make
from tests.families.blocks import unwritten
from tests.families.content import load_all


def test_every_family_has_at_least_two_documents() -> None:
    families = Counter(plan.family for plan in load_all())
    assert len(families) == 19
    assert min(families.values()) >= 2


def test_every_document_shows_the_answers_that_its_gold_holds() -> None:
    assert [slip for plan in load_all() for slip in unwritten(plan)] == []


def test_narratives_have_no_actions_and_all_others_have_six_or_more() -> None:
    for plan in load_all():
        few = 0 if plan.family == "Narrative only" else 6
        assert len(plan.actions) >= few


def test_the_samples_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    make.make(one)
    make.make(two)
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in two.iterdir())
    assert [n for n in names if (one / n).read_bytes() != (two / n).read_bytes()] == []


def test_the_hostile_files_have_names_of_their_own() -> None:
    names = [case.name for case in hostile.CASES] + [link[0] for link in hostile.LINKS]
    assert len(names) == len(set(names))
