"""Times one cold reading in this process, after import: the whole plan, or its tokens alone."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import spacy

from loaders.reading import read_plan


def main() -> None:
    """Print the seconds that `plan` or `tokenizer` takes on the file named."""
    what, file = sys.argv[1], Path(sys.argv[2])
    started = time.perf_counter()
    if what == "plan":
        read_plan(file)
    else:
        spacy.blank("en").make_doc(file.read_bytes().decode("utf-8"))
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main()
