"""The hostile files that a stranger to the readers made: each is refused in one line, or read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import UnreadableInputError
from loaders.document import read_document
from tests.families import hostile

if TYPE_CHECKING:
    from pathlib import Path

SAYS = {
    "empty.pdf": "is empty",
    "truncated.pdf": "missing",
    "password.pdf": "password",
    "zip-bomb.xlsx": "when unpacked",
    "old-word.doc": "older Word document",
    "old-excel.xls": "older Excel workbook",
    "password.docx": "locked with a password",
    "password.xlsx": "locked with a password",
    "noise.txt": "is not text",
    "truncated.docx": "cut short or damaged",
    "truncated.xlsx": "cut short or damaged",
    "photos.docx": "ZIP archive without an Office document",
}
"""What the refusal of each file says that must be refused."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hostile")
    for case in hostile.CASES:
        (made / case.name).write_bytes(case.make(made))
    return made


@pytest.mark.parametrize("case", hostile.CASES, ids=lambda case: case.name)
def test_a_strangers_file_is_answered(folder: Path, case: Any) -> None:
    try:
        document = read_document(folder / case.name)
    except UnreadableInputError as refused:
        assert case.expect in ("refused", "either")
        assert str(refused).startswith(str(folder / case.name))  # noqa: PT017
        assert "\n" not in str(refused)  # noqa: PT017
        assert SAYS.get(case.name, "") in str(refused)  # noqa: PT017
    else:
        assert case.expect in ("read", "either")
        assert "CANARY" not in document.text
