"""What is archived comes back as it was, and a change in it is placed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import facts_file
from graph.archive import Archive
from graph.errors import IntegrityError
from tests.graph.invented import TEXT, plan

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


def test_facts_give_the_same_bytes_and_the_bytes_the_same_facts() -> None:
    facts = plan().facts
    content = facts_file.dump(facts)
    assert facts_file.dump(plan().facts) == content
    back = facts_file.load(content, "here")
    assert facts_file.dump(back) == content
    assert back.relations == facts.relations
    assert [node.id for node in back.nodes] == [node.id for node in facts.nodes]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"format": 1, "quotes": [[]]}'])
def test_a_file_that_holds_no_facts_is_refused_on_one_line(content: bytes) -> None:
    with pytest.raises(IntegrityError, match=r"^here: not a file of facts"):
        facts_file.load(content, "here")


@given(TEXTS)
def test_texts_come_back_to_the_character(text: str) -> None:
    with TemporaryDirectory() as place:
        archive = Archive(Path(place))
        name = archive.put_text(text)
        assert archive.text(name) == text
        assert archive.change_in_text(name) is None


@given(TEXTS.filter(bool), st.data())
def test_one_changed_character_is_placed_within_its_line(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda c: c != text[at]))
    changed = text[:at] + other + text[at + 1 :]
    with TemporaryDirectory() as place:
        archive = Archive(Path(place))
        name = archive.put_text(text)
        (Path(place) / "texts" / f"{name}.txt").write_bytes(changed.encode())
        change = archive.change_in_text(name)
    assert change is not None
    assert change.start <= at < change.end
    assert change.line == changed.count("\n", 0, change.start) + 1
    if "\n" not in {text[at], other}:
        assert change.end - change.start <= 64


def test_inserted_and_deleted_characters_are_placed_on_their_line(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    name = archive.put_text(TEXT)
    line = TEXT.split("\n").index("10 Count the calls (an unnamed review). Complete.")
    for changed in (TEXT.replace("10 Count", "10 Discount"), TEXT.replace("10 Count", "10 Cont")):
        (tmp_path / "texts" / f"{name}.txt").write_bytes(changed.encode())
        change = archive.change_in_text(name)
        assert change is not None
        assert change.line == line + 1


def test_changed_facts_are_not_used(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    name = archive.put_facts(plan().facts)
    path = tmp_path / "facts" / f"{name}.json"
    path.write_bytes(path.read_bytes().replace(b"Train", b"Drain"))
    with pytest.raises(IntegrityError, match="changed since"):
        archive.facts(name)


def test_what_was_damaged_is_mended_when_it_is_archived_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    name = archive.put_original(b"the plan")
    (tmp_path / "originals" / name).write_bytes(b"another")
    assert archive.put_original(b"the plan") == name
    assert archive.original(name) == b"the plan"


def test_pruning_keeps_what_is_named_and_drops_the_rest(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept, dropped = archive.put_text("kept"), archive.put_text("dropped")
    (tmp_path / "texts" / ".tmp-0123abcd-half").write_bytes(b"half")
    archive.prune({kept})
    assert archive.text(kept) == "kept"
    assert {path.name.partition(".")[0] for path in (tmp_path / "texts").iterdir()} == {kept}
    with pytest.raises(IntegrityError, match="cannot be read"):
        archive.text(dropped)


def test_half_a_surrogate_pair_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IntegrityError, match="character 2"):
        Archive(tmp_path).put_text("ab\ud83d")
