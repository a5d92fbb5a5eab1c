"""The register of sources is read only where each entry has the form that is counted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import UnreadableInputError
from loaders.register import read_register

if TYPE_CHECKING:
    from pathlib import Path

REGISTER = """\
[[body]]
id = "home-office"
name = "Home Office"
short_names = ["HO"]

[[source]]
id = "guidance-2016"
title = "Statutory guidance"
publisher = "home-office"
date = "2016-12"
cited_as = ["Statutory guidance 2016"]
"""


def register(folder: Path, text: str) -> Path:
    """Write a register."""
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_register_of_ones_own_is_read(tmp_path: Path) -> None:
    read = read_register(register(tmp_path, REGISTER))
    source = read.resolve("Statutory guidance 2016", None, None)
    assert source
    assert (source.id, source.publisher, source.date) == (
        "guidance-2016",
        "home-office",
        "2016-12",
    )
    assert read.text[source.title_quote.start : source.title_quote.end] == "Statutory guidance"


@pytest.mark.parametrize(
    ("change", "into", "says"),
    [
        ('publisher = "home-office"\n', "", "source 'guidance-2016': key 'publisher' is missing"),
        ('name = "Home Office"\n', "", "body 'home-office': key 'name' is missing"),
        ('id = "guidance-2016"\n', "", "source 'number 1': key 'id' is missing"),
        ("title =", "titel =", "source 'guidance-2016': key 'titel' is not known"),
        ('date = "2016-12"', "date = 2016", "source 'guidance-2016': key 'date' must be a year"),
        ('"2016-12"', '"December 2016"', "key 'date' must be a year, month or day"),
        ('["Statutory guidance 2016"]', '"Statutory"', "key 'cited_as' must be a list of texts"),
        ('["HO"]', "[1]", "body 'home-office': key 'short_names' must be a list of texts"),
        ('"guidance-2016"', '"Guidance 2016"', "key 'id' must be lower-case letters"),
        ('= "home-office"\ndate', '= "hmic"\ndate', "key 'publisher' is 'hmic', the id of no"),
        ('title = "Statutory guidance"\n', "", "needs either key 'title' or"),
        ("[[body]]", "[body]", "needs its entries as [[body]] tables"),
        ("[[body]]", "version = 1\n[[body]]", "key 'version' is not known"),
    ],
)
def test_an_entry_of_another_form_is_refused_by_its_name_and_key(
    tmp_path: Path, change: str, into: str, says: str
) -> None:
    path = register(tmp_path, REGISTER.replace(change, into, 1))
    with pytest.raises(UnreadableInputError) as refused:
        read_register(path)
    assert says in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("kind", ["body", "source"])
def test_an_id_stands_once(tmp_path: Path, kind: str) -> None:
    entry = "[[" + next(one for one in REGISTER.split("[[") if one.startswith(kind))
    path = register(tmp_path, f"{REGISTER}\n{entry}")
    with pytest.raises(UnreadableInputError, match=f"{kind} .*'id' stands twice"):
        read_register(path)


def test_entries_written_in_one_line_are_refused(tmp_path: Path) -> None:
    source = '{ id = "a", title = "A", publisher = "home-office", date = "2016" }'
    text = f"source = [{source}]\n" + REGISTER.split("[[source]]", maxsplit=1)[0]
    with pytest.raises(UnreadableInputError, match="headed by a line"):
        read_register(register(tmp_path, text))
