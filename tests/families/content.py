"""What a sample document says: its answers and the shape they are written in, read from TOML."""

import itertools
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PLANS = Path(__file__).parent / "plans"

# The answers of one action, with what stands in the gold where the document says nothing.
# In the TOML files a list means that any of these is right, and "" stands for "not said".
SCALARS: dict[str, Any] = {
    "ref": None,
    "action_text": "",
    "recommendation_text": None,
    "workstream": None,
    "response_text": "",
    "status_words": "",
    "status": "unknown",
    "due": None,
}
MAY_BE_NULL = {"ref", "recommendation_text", "workstream", "response_text", "status_words", "due"}


@dataclass(frozen=True)
class Plan:
    """One sample document: its answers first, then how they are laid out."""

    name: str
    family: str
    tests: str
    format: str
    sidecar: dict[str, Any]
    actions: list[dict[str, Any]]
    page: dict[str, Any]
    blocks: list[dict[str, Any]]

    @property
    def filename(self) -> str:
        """The name of the document as it is written into the folder."""
        return f"{self.name}.{self.format}"

    def gold(self) -> dict[str, Any]:
        """The true answers, in the form that the scorer reads."""
        return {"document": self.name, "actions": [_gold_action(a) for a in self.actions]}


def load(path: Path) -> Plan:
    """Read one plan; defaults that hold for every action are spread over the actions."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    defaults = data.get("defaults", {})
    return Plan(
        name=path.stem,
        family=data["family"],
        tests=data["tests"],
        format=data["format"],
        sidecar=data.get("sidecar", {}),
        actions=[{**defaults, **action} for action in data.get("actions", [])],
        page=data.get("page", {}),
        blocks=data["blocks"],
    )


def load_all() -> list[Plan]:
    """Every sample document, ordered by name."""
    return [load(path) for path in sorted(PLANS.glob("*.toml"))]


def choices(value: Any) -> list[Any]:
    """The alternatives that a value allows: a list stands for any of its members."""
    return value if isinstance(value, list) else [value]


def first(value: Any) -> str:
    """What is written for a value that allows several: its first alternative."""
    return str(choices(value)[0] or "")


def citation(action: dict[str, Any]) -> str:
    """The words of an action's sources, as they are put into brackets or a column."""
    return "; ".join(first(source["quote"]) for source in action.get("sources", []))


def fields(action: dict[str, Any]) -> dict[str, str]:
    """The texts that a layout can place; `write.NAME` overrides or adds to the answers."""
    source = citation(action)
    texts = {
        "ref": first(action.get("ref")),
        "action": first(action.get("action_text")),
        "recommendation": first(action.get("recommendation_text")),
        "workstream": first(action.get("workstream")),
        "owner": "; ".join(first(owner) for owner in action.get("owners", [])),
        "response": first(action.get("response_text")),
        "status": first(action.get("status_words")),
        "source": source,
        "cite": f" ({source})" if source else "",
    }
    texts.update({name: str(value) for name, value in action.get("write", {}).items()})
    return texts


def _gold_action(action: dict[str, Any]) -> dict[str, Any]:
    gold = {name: _gold_scalar(name, action.get(name, SCALARS[name])) for name in SCALARS}
    if action.get("ask_is_action"):
        asks = [action["action_text"], None, fields(action)["action"] + fields(action)["cite"]]
        gold["recommendation_text"] = list(dict.fromkeys(asks))
    if "response_parts" in action:
        gold["response_text"] = _responses(action)
    gold["owners"] = action.get("owners", [])
    gold["sources"] = [_gold_source(source) for source in action.get("sources", [])]
    for name in ("owners_optional", "owners_whole"):
        if name in action:
            gold[name] = action[name]
    return gold


def _responses(action: dict[str, Any]) -> Any:
    """The answer lies in several cells (milestones, outcome): together, turned round, or one.

    Bullets are Word's own, so they are not in the text. With `response_optional` it may also be
    held that none of them is an answer.
    """
    texts = [fields(action).get(name, "") for name in action["response_parts"]]
    parts = [" ".join(text.replace("• ", "").split()) for text in texts if text]
    bare = [part for part in (_without_status(part, action) for part in parts) if part]
    whole = [*_together(parts), *_together(bare)]
    if action.get("response_optional"):
        whole.append("")
    return _gold_scalar("response_text", list(dict.fromkeys(whole)))


def _together(parts: list[str]) -> list[str]:
    return [" ".join(parts), " ".join(reversed(parts)), *parts]


def _without_status(part: str, action: dict[str, Any]) -> str:
    """Status words that open or close a cell may be left out of the answer."""
    for words in choices(action.get("status_words", "")):
        if words and part.startswith(words):
            return part.removeprefix(words).lstrip(" .:-")
        if words and part.endswith(words):
            return part.removesuffix(words).rstrip()
    return part


def _gold_scalar(name: str, value: Any) -> Any:
    """Where nothing is said, an empty text and null are both right."""
    if name == "due":
        nulled = [item or None for item in choices(value)]
    else:
        nulled = list(
            itertools.chain.from_iterable(
                (None, "") if item in {"", None} and name in MAY_BE_NULL else (item,)
                for item in choices(value)
            )
        )
    return nulled if len(nulled) > 1 else nulled[0]


def _gold_source(source: dict[str, Any]) -> dict[str, Any]:
    locators = [locator or None for locator in choices(source.get("locator"))]
    return {**source, "locator": locators if len(locators) > 1 else locators[0]}


def sidecar_text(plan: Plan) -> str:
    """The sidecar file's lines; JSON's strings and lists are TOML's too."""
    lines = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in plan.sidecar.items()
    ]
    return "\n".join(lines) + "\n"
