"""What a Trace page says about one node: the thread as text, grouped the way a reader asks.

Source, recommendation, action, lead, evidence; then what is promised, then background, then
policies and training, systems, and whatever else is linked. Nothing is dropped: a step of the
thread that fits no heading stands under the last one. No streamlit here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from explorer import node_view, words
from explorer.thread_read import Link, ThreadNode, read_thread
from explorer.thread_remarks import evidence_remarks, recommendation_remarks, source_remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Item:
    """One node in a section, with the steps that brought it there.

    Attributes:
        node: what is listed.
        tags: what a reader must know at a glance, for example `reported done`.
        text: the node's own long text, where it has one besides its label.
        links: the steps, each with its quotes.
        further: steps that lead on from the node, away from what the page is about.
    """

    node: ThreadNode
    tags: tuple[str, ...]
    text: str | None
    links: tuple[Link, ...]
    further: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the page.

    Attributes:
        key: stable name, also the anchor on the page.
        heading: what a person reads.
        items: what stands under it.
        remarks: what is absent or must be said first, in plain sentences.
    """

    key: str
    heading: str
    items: tuple[Item, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A whole Trace page without its markup.

    Attributes:
        focus: the node that the page is about.
        heading: the page's main heading.
        text: the node's own long text, where it has one besides its heading.
        facts: what the document states of it, and the whole line at a glance: term and words.
        row: what else stands in an action's row of the document: heading and words.
        kind: what it is, in a word.
        remark: a sentence to stand under the heading, or None.
        line: the sections of the thread from source to evidence; empty for kinds without one.
        rest: the sections that follow.
        documents: document nodes of the thread by id, for the words about each quote.
    """

    focus: ThreadNode
    heading: str
    kind: str
    text: str | None
    facts: tuple[tuple[str, str], ...]
    remark: str | None
    line: tuple[Section, ...]
    rest: tuple[Section, ...]
    documents: Mapping[str, ThreadNode]
    row: tuple[tuple[str, str], ...] = ()


_WITH_LINE = {"Action", "Recommendation", "Statement"}

_MENTIONED = (
    ("TrainingProduct", "training", "Training"),
    ("Policy", "policies", "Policies and guidance"),
    ("System", "systems", "Systems, forms and tools"),
    ("Document", "documents-mentioned", "Other documents mentioned"),
    ("Owner", "people-mentioned", "Posts, teams and people mentioned"),
    ("Body", "bodies-mentioned", "Organisations mentioned"),
)


def view(thread: Mapping[str, Any]) -> ThreadView:
    """Group one thread for reading.

    Args:
        thread: the object that `trace --json` prints.
    """
    focus, nodes, links = read_thread(thread)
    if focus.kind in _WITH_LINE:
        line, rest = _line(focus, nodes, links)
    else:
        line, rest = (), _around(focus, links)
    wording = _wording(links)
    line, rest = (tuple(_tagged(one, wording) for one in part) for part in (line, rest))
    if focus.kind == "Action":
        facts = (*node_view.facts(focus), *_at_a_glance(line, rest))
    else:
        facts = node_view.facts(focus)
    return ThreadView(
        focus=focus,
        heading=node_view.heading(focus),
        kind=words.sentence("lead" if focus.id in leads(links) else words.KIND.get(focus.kind, "")),
        text=node_view.full_text(focus),
        facts=facts,
        remark=node_view.page_remark(focus) or _page_wording(wording.get(focus.id)),
        line=line,
        rest=rest,
        documents={node.id: node for node in nodes.values() if node.kind == "Document"},
        row=node_view.row(focus) if focus.kind == "Action" else (),
    )


def _wording(links: Iterable[Link]) -> dict[str, str]:
    """Return whose words a recommendation is in, by its id, where a plan's words are held."""
    said: dict[str, str] = {}
    for link in links:
        if link.relation != "STATED_IN" or link.source.text("wording") != "plan":
            continue
        if link.target.id in {quote.document for quote in link.quotes}:
            said[link.source.id] = "In the plan's own words"
        elif link.target.text("sha256"):
            said.setdefault(link.source.id, "In the words of the plan that answers it")
        else:
            said.setdefault(link.source.id, "In the plan's words: source not loaded")
    return said


def _tagged(section: Section, wording: Mapping[str, str]) -> Section:
    items = tuple(
        replace(item, tags=(*item.tags, wording[item.node.id])) if item.node.id in wording else item
        for item in section.items
    )
    return replace(section, items=items)


def _page_wording(said: str | None) -> str | None:
    return said and f"{said}."


def _at_a_glance(line: Iterable[Section], rest: Iterable[Section]) -> tuple[tuple[str, str], ...]:
    """Return the line of an action in a few words each: what is there, or that it is not."""
    by_key = {section.key: section for section in (*line, *rest)}

    def names(key: str) -> str:
        found = "; ".join(
            f"{node_view.heading(item.node)}, not identified"
            if node_view.not_identified(item.node)
            else node_view.heading(item.node)
            for item in by_key[key].items
        )
        return found or words.NO_LINK

    def worth(key: str) -> str | None:
        items = by_key[key].items if key in by_key else ()
        stages = Counter(node_view.stage(item.node) for item in items)
        return (
            "; ".join(
                f"{words.counted(count, 'sentence')}: {said}" for said, count in stages.items()
            )
            or None
        )

    source = names("source")
    if by_key["recommendation"].items:
        source = f"{names('recommendation')}, {source}"
    told = [
        ("Source", source),
        ("Lead", names("lead")),
        ("Evidence", worth("evidence") or by_key["evidence"].remarks[0]),
        ("Promised", worth("promised")),
    ]
    return tuple((term, said) for term, said in told if said)


def leads(links: Iterable[Link]) -> set[str]:
    """Return the ids of those who lead something in a thread."""
    return {link.target.id for link in links if link.relation in ("OWNED_BY", "LED_BY")}


class _Gathering:
    """The steps of a thread, taken out as sections use them, so that none is lost."""

    def __init__(self, links: Iterable[Link]) -> None:
        self.links = tuple(links)
        self.used: set[tuple[str, str, str]] = set()

    def take(
        self,
        *relations: str,
        sources: Iterable[ThreadNode] | None = None,
        targets: Iterable[ThreadNode] | None = None,
    ) -> list[Link]:
        """Return the steps of these relations between these nodes, and mark them as used."""
        from_ids = None if sources is None else {node.id for node in sources}
        to_ids = None if targets is None else {node.id for node in targets}
        taken = [
            link
            for link in self.links
            if link.relation in relations
            and (from_ids is None or link.source.id in from_ids)
            and (to_ids is None or link.target.id in to_ids)
        ]
        self.used.update(link.key for link in taken)
        return taken

    def left(self) -> list[Link]:
        """Return the steps that no section has used."""
        return [link for link in self.links if link.key not in self.used]


def _items(pairs: Iterable[tuple[ThreadNode, Link]]) -> tuple[Item, ...]:
    """Return one item a node, in the order they came, each with all of its steps."""
    nodes: dict[str, ThreadNode] = {}
    links: dict[str, list[Link]] = defaultdict(list)
    for node, link in pairs:
        nodes.setdefault(node.id, node)
        if link not in links[node.id]:
            links[node.id].append(link)
    return tuple(
        Item(node, node_view.tags(node), node_view.full_text(node), tuple(links[node.id]))
        for node in nodes.values()
    )


def _targets(links: Iterable[Link]) -> list[tuple[ThreadNode, Link]]:
    return [(link.target, link) for link in links]


def _line(
    focus: ThreadNode, nodes: Mapping[str, ThreadNode], links: tuple[Link, ...]
) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    steps = _Gathering(links)
    actions = [focus] if focus.kind == "Action" else _linked_actions(focus, links)
    origins = steps.take("ORIGINATES_FROM", sources=actions)
    asked = {link.target.id: link.target for link in origins if link.target.kind != "Document"}
    if focus.kind == "Recommendation":
        asked = {focus.id: focus, **asked}
    stated = steps.take("STATED_IN", sources=asked.values())
    direct = [link for link in origins if link.target.kind == "Document"]
    sources = {link.target.id: link.target for link in (*stated, *direct)}
    issued = steps.take("ISSUED_BY", sources=sources.values())
    # The plan's own issuer stands with the action, unless the plan is the source as well.
    source_items = _items(
        _targets(stated) + _targets(direct) + [(link.source, link) for link in issued]
    )

    listed = steps.take("LISTED_IN", sources=actions)
    publishers = [
        (action, link)
        for plan in listed
        for action in [plan.source]
        for link in steps.take("ISSUED_BY", sources=[plan.target])
        if link not in issued
    ]
    parts = steps.take("PART_OF", sources=actions)
    workstreams = {link.target.id: link.target for link in parts}
    owned = steps.take("OWNED_BY", sources=actions)
    led = steps.take("LED_BY", sources=workstreams.values())

    evidence = steps.take("EVIDENCED_BY", sources=actions)
    promised = steps.take("PROMISED_IN", sources=actions)
    explained = steps.take("EXPLAINED_IN", sources=actions)

    line: tuple[Section, ...] = (
        Section("source", "Source", source_items, source_remarks(actions, origins)),
        Section(
            "recommendation",
            "Recommendation",
            _items(
                [(link.target, link) for link in origins if link.target.id in asked]
                or [(node, link) for node in asked.values() for link in stated]
            ),
            recommendation_remarks(origins, asked, listed),
        ),
        Section(
            "action",
            "Action",
            _items([(link.source, link) for link in (*listed, *parts)] + publishers),
            () if actions else (f"{words.NO_LINK}: no action answers this in the loaded plans.",),
        ),
        Section(
            "lead",
            "Lead",
            _items(_targets(owned) + _targets(led)),
            () if owned or led else (f"{words.NO_LINK}. The document may not say who leads this.",),
        ),
        Section(
            "evidence",
            "Evidence",
            _items(_targets(evidence)),
            evidence_remarks(
                evidence,
                promised,
                explained,
                row=bool(focus.kind == "Action" and node_view.row(focus)),
            ),
        ),
    )
    rest = [
        Section("promised", "What is promised", _items(_targets(promised))),
        Section("background", "Background", _items(_targets(explained))),
    ]
    for kind, key, title in _MENTIONED:
        mentions = steps.take("MENTIONS", targets=[n for n in nodes.values() if n.kind == kind])
        rest.append(Section(key, title, _items(_targets(mentions))))
    same = steps.take("SAME_WORDS_AS")
    rest.append(Section("same-answer", "Same answer as", _items(_others(same, actions))))
    rest.append(Section("other", "Other links", _items(_others(steps.left(), actions))))
    if focus.kind == "Statement" or not actions:
        # A sentence's thread has not the action's other answers, so their absence says nothing.
        line = tuple(one for one in line if one.items or one.key not in ("lead", "evidence"))
    return line, tuple(section for section in rest if section.items)


def _linked_actions(focus: ThreadNode, links: Iterable[Link]) -> list[ThreadNode]:
    found = {
        link.source.id: link.source
        for link in links
        if link.target.id == focus.id and link.source.kind == "Action"
    }
    return list(found.values())


def _others(links: Iterable[Link], own: Iterable[ThreadNode]) -> list[tuple[ThreadNode, Link]]:
    """Return each step with its end that is not one of the page's own actions."""
    ids = {node.id for node in own}
    return [(link.source if link.target.id in ids else link.target, link) for link in links]


def _around(focus: ThreadNode, links: tuple[Link, ...]) -> tuple[Section, ...]:
    """Return what is directly linked to a node without a line, one section a relation and kind."""
    groups: dict[tuple[str, bool, str], list[tuple[ThreadNode, Link]]] = defaultdict(list)
    for link in links:
        if focus.id not in (link.source.id, link.target.id):
            continue
        forward = link.source.id == focus.id
        other = link.target if forward else link.source
        groups[link.relation, forward, other.kind].append((other, link))
    sections = []
    for (relation, forward, kind), pairs in sorted(
        groups.items(), key=lambda group: words.relation_order(group[0][0])
    ):
        reading = words.sentence(words.reads(relation, forward=forward))
        items = tuple(
            replace(item, further=_leading_on(item.node, focus, links)) for item in _items(pairs)
        )
        count = words.counted(len(items), words.KIND.get(kind, kind), words.plural(kind))
        key = f"{relation}-{'to' if forward else 'from'}-{kind}".lower().replace("_", "-")
        sections.append(Section(key, f"{reading}: {count}", items))
    return tuple(sections)


def _leading_on(node: ThreadNode, focus: ThreadNode, links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(
        link
        for link in links
        if node.id in (link.source.id, link.target.id)
        and focus.id not in (link.source.id, link.target.id)
    )
