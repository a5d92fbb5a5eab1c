"""Writes every sample document with its sidecar and its gold into a folder.

python -m tests.families.make FOLDER
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.families import write_csv, write_docx, write_html, write_pdf, write_text, write_xlsx
from tests.families.blocks import Block, expand, unwritten
from tests.families.content import Plan, load_all, sidecar_text

WRITERS: dict[str, Callable[[list[Block], dict[str, Any]], bytes]] = {
    "pdf": write_pdf.write,
    "docx": write_docx.write,
    "xlsx": write_xlsx.write,
    "csv": write_csv.write,
    "tsv": write_csv.write,
    "html": write_html.write,
    "txt": write_text.write,
}


def make(folder: Path, plans: list[Plan] | None = None) -> list[Path]:
    """Write the documents (all, unless some are given); returns the paths of the documents."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_make_one(folder, plan) for plan in (load_all() if plans is None else plans)]


def _make_one(folder: Path, plan: Plan) -> Path:
    lost = unwritten(plan)
    if lost:
        raise ValueError("answers that the document does not show: " + "; ".join(lost))
    document = folder / plan.filename
    document.write_bytes(WRITERS[plan.format](expand(plan), plan.page))
    if plan.sidecar:
        sidecar = folder / f"{plan.filename}.toml"
        sidecar.write_bytes(sidecar_text(plan).encode())
    gold = json.dumps(plan.gold(), ensure_ascii=False, indent=1) + "\n"
    (folder / f"{plan.name}.gold.json").write_bytes(gold.encode())
    return document


def main() -> None:
    """Make them all and list what was made."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.families.make FOLDER")
    make(Path(sys.argv[1]))
    for plan in load_all():
        line = f"{plan.filename:46} {plan.family:32} {len(plan.actions):3}  {plan.tests}\n"
        sys.stdout.write(line)


if __name__ == "__main__":
    main()
