"""The floors of the language rules, measured on the documents that the rules were written on."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loaders.language import Language

if TYPE_CHECKING:
    from types import ModuleType

SCORER = Path(__file__).parents[1] / "gold" / "score_language.py"
FLOORS = {
    "OWNER": 0.95,
    "SOURCE": 0.97,
    "TRAINING": 0.85,
    "POLICY": 0.80,
    "DATE": 0.90,
    "QUANTITY": 0.90,
    "SYSTEM": 0.75,
}
STAGES = 0.95


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_language", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_language"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def language() -> Language:
    return Language()


def test_the_gold_annotations_are_met_above_the_floors(
    scorer: ModuleType, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    score = scorer.score_gold(language)
    with capsys.disabled():
        sys.stdout.write("\n" + scorer.report(score, scorer.GOLD_TITLE) + "\n")
    assert score.stages_overlap / score.sentences >= STAGES
    assert score.stages_exact / score.sentences >= STAGES
    below = {k: score.mentions[k].f1 for k, floor in FLOORS.items() if score.mentions[k].f1 < floor}
    assert not below


def test_invented_sentences_of_other_families_are_read_as_well(
    scorer: ModuleType, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    score = scorer.score_development(language)
    with capsys.disabled():
        sys.stdout.write("\n" + scorer.report(score, scorer.DEVELOPMENT_TITLE) + "\n")
    assert score.stages_overlap / score.sentences >= STAGES
    below = {k: score.mentions[k].f1 for k, floor in FLOORS.items() if score.mentions[k].f1 < floor}
    assert not below
