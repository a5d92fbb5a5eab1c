"""What a sentence claims: done, ongoing, planned, an assessor's finding, or context.

The codebook (`tests/gold/README.md`): the words count and nothing else; in a mixed sentence the
strongest claim of its main clauses does. The words and expressions lie in `patterns/stages.toml`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from loaders.language.clauses import Clauses
from loaders.language.lexicon import Lexicon, read_patterns

if TYPE_CHECKING:
    from loaders.language.helped import Group

BRACKETS = re.compile(r"\([^()]{0,300}\)")
AVAILABLE = re.compile(r"^(?!information).*\bavailable\b")
STRENGTH = {"done": 4, "finding": 4, "ongoing": 3, "planned": 2, "context": 1}
MARKS = " \t'\"‘’“”•▪●-–"


class Claim(NamedTuple):
    """What one rule reads in a sentence."""

    stage: str
    rule: str
    version: int
    certainty: str


class Stages:
    """Reads the stage of a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compile the rules; `lexicon` tells the forms of verbs."""
        source = read_patterns("stages")
        form = source["form"]
        self._version: int = form["version"]
        self._words = {
            name: frozenset(words.split()) for name, words in form.items() if isinstance(words, str)
        }
        self._lexicon = lexicon
        self._phrases = [_compiled(rule) for rule in source["phrase"]]
        self._states = [_compiled(rule) for rule in source["state"]]
        self._kinds = [(pattern, claim.stage, claim.rule) for pattern, claim in self._states]

    def read(self, sentence: str) -> Claim:
        """Return what `sentence` (white space folded) claims."""
        bare = BRACKETS.sub(" ", sentence).strip(MARKS)
        for pattern, claim in self._phrases:
            if pattern.search(bare):
                return claim
        clauses = Clauses(bare, self._lexicon, self._words, self._kinds)
        chosen = strongest(clauses.groups)
        if chosen is None:
            return self._without_verb(" ".join(clauses.lower))
        if chosen.form == "infinitive" and chosen.bare:
            # "Work in progress to refine …": the state counts, not what it is to lead to.
            state = self._without_verb(" ".join(clauses.lower))
            if state.stage == "ongoing":
                return state
        certainty = "likely" if chosen.bare else "certain"
        if chosen.subordinate or chosen.form in ("exists", "modal", "future.conditional"):
            certainty = "uncertain"
        return Claim(chosen.stage, f"stage.{chosen.form}", self._version, certainty)

    def _without_verb(self, text: str) -> Claim:
        """Read a headline: `Recruit training pack completed`, `Under review`."""
        version = self._version
        words = text.split()
        if AVAILABLE.search(text):
            return Claim("done", "stage.headline.reached", version, "likely")
        for pattern, claim in self._states:
            if pattern.search(text):
                return claim._replace(certainty="likely")
        if self._words["frequencies"].intersection(words):
            return Claim("ongoing", "stage.headline.frequent", version, "likely")
        if self._words["resulting"].intersection(words):
            return Claim("done", "stage.headline.reached", version, "likely")
        if text.startswith("measurable"):
            return Claim("ongoing", "stage.headline.able", version, "uncertain")
        return Claim("context", "stage.none", version, "uncertain")


def strongest(groups: list[Group]) -> Group | None:
    """Return the verb group whose claim is the sentence's.

    Groups of main clauses count before those of subordinate ones. In one clause, a single word
    that might be a noun (`reports`) counts only where no group with a helping verb stands, and
    only the first: what follows it in its clause hangs on it.
    """
    main = [group for group in groups if not group.subordinate] or groups
    hoped = any(group.stage == "planned" for group in main)
    if main and main[0].form == "stating" and main[0].clause == 0 and not hoped:
        return main[0]  # all of it is what they say: "They say they have none and have asked"
    helped = {group.clause for group in main if not group.bare}
    first = {group.clause: group for group in reversed(main) if group.bare}
    kept = [
        group
        for group in main
        if not group.bare or (group.clause not in helped and first[group.clause] is group)
    ]
    return max(kept, key=lambda group: STRENGTH[group.stage], default=None)


def _compiled(rule: dict[str, str | int]) -> tuple[re.Pattern[str], Claim]:
    # Capitals tell an assessor's name; nowhere else do they matter.
    flags = 0 if rule["stage"] == "finding" else re.IGNORECASE
    claim = Claim(str(rule["stage"]), f"stage.{rule['name']}", int(rule["version"]), "certain")
    return re.compile(str(rule["pattern"]), flags), claim
