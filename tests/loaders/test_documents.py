"""Files are read as they are, and what cannot be read is said in one line with the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import UnreadableInputError
from loaders.document import read_document
from loaders.reading import read_plan
from loaders.register import read_register

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "Ref\tAction\tResponse\n1\tTrain staff\tDone.\n"


def test_line_ends_and_marks_stay_so_that_offsets_hold(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes("\ufeffRef\tAction\r\n1\tTrain caf\u00e9 staff\r\n".encode())
    assert read_document(file).text == "\ufeffRef\tAction\r\n1\tTrain caf\u00e9 staff\r\n"


def test_windows_text_is_read_and_said_to_be_so(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(TABLE.replace("staff", "caf\u00e9 staff \u2013 all").encode("cp1252"))
    document = read_document(file)
    assert "caf\u00e9 staff \u2013 all" in document.text
    assert [finding.code for finding in document.findings] == ["text.encoding"]


def test_utf_16_is_read_where_the_file_says_so(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(TABLE.encode("utf-16"))
    assert "Train staff" in read_document(file).text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"PK\x03\x04....", "cut short or damaged"),
        (b"Ref\x00Action", "is not text"),
        (b"\xff\xfea", "is not UTF-16"),
        (b"plan \x81 text", "neither UTF-8 nor Windows-1252"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(content)
    with pytest.raises(UnreadableInputError, match=says) as refused:
        read_document(file)
    assert str(file) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="is a directory"):
        read_document(tmp_path)


def test_a_sidecar_says_what_the_text_does_not(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(TABLE)
    (tmp_path / "plan.txt.toml").write_text(
        'id = "kent-da-2018"\ntitle = "Plan"\npublisher = "Kent Police"\ndate = 2018-05-01\nx = 1\n'
    )
    document = read_document(file)
    assert (document.id, document.publisher, document.date) == (
        "kent-da-2018",
        "Kent Police",
        "2018-05-01",
    )
    assert [finding.code for finding in document.findings] == ["sidecar.unknown-key"]


@pytest.mark.parametrize(
    "sidecar",
    ["id = [", 'id = "Kent DA"', 'date = "May 2018"', "title = 3", 'publisher_short = ["a", 2]'],
)
def test_a_sidecar_that_is_wrong_is_named(tmp_path: Path, sidecar: str) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(TABLE)
    (tmp_path / "plan.toml").write_text(sidecar)
    with pytest.raises(UnreadableInputError, match=r"plan\.toml"):
        read_document(file)


def test_without_a_sidecar_id_and_date_come_from_name_and_title(tmp_path: Path) -> None:
    file = tmp_path / "Northshire DA Plan.txt"
    file.write_text(f"Northshire plan, March 2019\n\n{TABLE}")
    document = read_document(file)
    assert (document.id, document.date) == ("northshire-da-plan-2019", "2019-03")


def test_a_plan_without_actions_is_no_error_and_says_why(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text("Our aims\n\nWe will do better.\n")
    reading = read_plan(file)
    assert reading.actions == ()
    assert "plan.no-actions" in [finding.code for finding in reading.findings]


def test_a_protective_marking_stays_with_the_document(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(f"OFFICIAL - SENSITIVE\nPlan 2018\n{TABLE}")
    document = read_document(file)
    assert document.content.marking
    assert document.text[slice(*document.content.marking)] == "OFFICIAL - SENSITIVE"


def test_the_register_holds_only_what_it_can_quote() -> None:
    register = read_register()
    for source in register.sources.values():
        for quote in (source.title_quote, source.publisher_quote):
            assert register.text[quote.start : quote.end] == quote.text
        assert source.publisher in register.bodies


def test_the_national_action_plan_is_not_in_the_register() -> None:
    assert read_register().resolve("National Action plan for Forces", "mps", "2016-03") is None


def test_characters_that_nobody_sees_are_kept_and_said(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(TABLE.replace("Train", "Tr\u202eain"), encoding="utf-8")
    document = read_document(file)
    assert "\u202e" in document.text
    (finding,) = [one for one in document.findings if one.code == "text.unseen-characters"]
    assert finding.where.startswith("line")
