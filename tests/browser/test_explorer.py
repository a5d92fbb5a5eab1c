"""What a person sees and does in a real browser."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from explorer.markup import address
from tests.browser.conftest import PDF
from tests.explorer import invented_plan as plan

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Watched

TRAINED = address("/trace", id=plan.action(1))
PROMISED = address("/trace", id=plan.action(2))
HOSTILE = address("/trace", id=plan.action(3))


def traced(page: Page) -> str:
    """Return the id in the page's address."""
    return parse_qs(urlsplit(page.url).query)["id"][0]


def open_first_quote(page: Page) -> None:
    page.locator("details").first.locator("summary").click()


def test_the_first_page_shows_what_is_loaded(watched: Watched) -> None:
    page = watched.open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Find an action and trace it")
    expect(page.locator(".gt-figures")).to_contain_text("5")
    expect(page.get_by_role("link", name="Northshire Police domestic abuse plan")).to_be_visible()
    expect(page).to_have_title(re.compile("Golden Thread"))


def test_a_search_leads_to_a_thread(watched: Watched) -> None:
    page = watched.open("/")
    box = page.get_by_role("textbox", name=re.compile("^Search"))
    box.fill("leaflet")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]q=leaflet"))
    page.get_by_role("link", name="Action 2", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Action 2")
    page.go_back()
    expect(box).to_have_value("leaflet")


def test_filters_stand_in_the_address_and_back_undoes_them(watched: Watched) -> None:
    page = watched.open("/?show=actions")
    expect(page.get_by_role("status")).to_have_text("5 actions.")
    page.get_by_role("combobox", name=re.compile("Workstream")).click()
    page.get_by_role("option", name=re.compile(r"^Records")).click()
    expect(page.get_by_role("status")).to_have_text("2 actions.")
    assert parse_qs(urlsplit(page.url).query)["workstream"] == [plan.RECORDS]
    page.reload()
    expect(page.get_by_role("status")).to_have_text("2 actions.")
    page.go_back()
    expect(page.get_by_role("status")).to_have_text("5 actions.")


def test_an_unknown_filter_is_left_out_and_said(watched: Watched) -> None:
    page = watched.open("/?status=%3Cscript%3E&show=actions")
    expect(page.get_by_role("status")).to_have_text("5 actions.")
    expect(page.locator(".gt-remark")).to_contain_text("It was left out")


def test_a_search_without_result_says_what_to_do(watched: Watched) -> None:
    page = watched.open("/?q=zeppelin")
    expect(page.get_by_role("status")).to_have_text("Nothing found.")
    expect(page.get_by_role("link", name="List all actions")).to_be_visible()


def test_a_quote_opens_in_its_document_with_its_words_marked(watched: Watched) -> None:
    page = watched.open(TRAINED)
    expect(page.locator("mark").first).to_be_hidden()
    section = page.get_by_role("region", name="Evidence")
    section.locator("summary").first.click()
    expect(section.locator("mark").first).to_have_text(
        "All 412 call handlers completed the Safer Calls course in May 2021."
    )
    expect(section.locator("blockquote").first).to_contain_text("is repeated each year.")
    expect(section.locator(".gt-quote").first).to_contain_text("The quote matches the held copy.")
    expect(section.locator(".gt-quote").first).to_contain_text("a third party's transcription")


@pytest.mark.parametrize(
    ("node", "place"),
    [
        (f"{PDF}/action/c1", r"page 1, (cell .+, )?line"),
        ("aldermere-vawg-2023/action/1.1", r"cell 'Live actions'![A-Z]+[0-9]+, line"),
    ],
    ids=["PDF", "workbook"],
)
def test_a_plan_of_any_format_shows_where_its_words_stand_and_its_marking(
    watched: Watched, samples: str, node: str, place: str
) -> None:
    watched.hosts.clear()
    watched.served = samples
    page = watched.open(address("/trace", id=node))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Action")
    expect(page.get_by_role("complementary", name="Protective marking")).to_contain_text("OFFICIAL")
    action = page.get_by_role("region", name="Action", exact=True)
    action.locator("summary").first.click()
    expect(action.locator(".gt-quote").first).to_contain_text(re.compile(place))
    expect(action.locator(".gt-quote").first).to_contain_text("The quote matches the held copy.")
    assert watched.hosts <= {urlsplit(samples).netloc}
    watched.hosts.clear()


def test_a_quote_opens_by_keyboard(watched: Watched) -> None:
    page = watched.open(PROMISED)
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()


def test_what_is_only_promised_has_no_evidence(watched: Watched) -> None:
    page = watched.open(PROMISED)
    expect(page.get_by_role("region", name="Evidence")).to_contain_text("No evidence found")
    expect(page.get_by_role("region", name="What is promised")).to_contain_text("Commitment")


def test_choosing_an_item_of_the_diagram_goes_to_its_thread_and_back(watched: Watched) -> None:
    page = watched.open(PROMISED)
    stage = page.get_by_role("application", name=re.compile("Diagram of the thread of Action 2"))
    stage.focus()
    live = page.locator(".live")
    expect(live).to_contain_text("This page.")
    page.keyboard.press("ArrowRight")
    expect(live).to_contain_text("COMMITMENT")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("statement"))
    assert traced(page) == plan.statement(2, 1)
    expect(page.get_by_role("heading", level=1)).to_have_text("Statement")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Action 2")
    assert traced(page) == plan.action(2)


def test_the_diagram_answers_the_mouse(watched: Watched) -> None:
    page = watched.open(PROMISED)
    stage = page.get_by_role("application")
    expect(stage.locator("canvas")).to_be_visible()
    box = stage.bounding_box()
    assert box is not None
    # The commitment is the one item of the right-hand column, half-way down.
    page.mouse.click(box["x"] + box["width"] - 90, box["y"] + box["height"] / 2)
    expect(page.get_by_role("heading", level=1)).to_have_text("Statement")
    assert traced(page) == plan.statement(2, 1)


def test_a_deep_link_survives_a_reload(watched: Watched) -> None:
    page = watched.open(TRAINED)
    page.reload()
    watched.whole()
    expect(page.get_by_role("heading", level=1)).to_have_text("Action 1")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?id=",
        "?id=%20",
        f"?id={plan.PLAN}/actoin/3",
        "?id=" + "x" * 5_000,
        "?id=%3Cimg%20src%3Dx%20onerror%3Dwindow.harmed%3D1%3E",
        "?id=%00%E2%80%AE",
        "?id='%20OR%201=1%20//",
    ],
    ids=["none", "empty", "blank", "misspelt", "enormous", "html", "controls", "cypher"],
)
def test_an_address_that_leads_nowhere_is_answered_kindly(watched: Watched, query: str) -> None:
    page = watched.open(f"/trace{query}")
    expect(page.get_by_role("link", name="Go to Find")).to_be_visible()
    assert page.evaluate("window.harmed") is None
    assert "Traceback" not in page.content()


def test_a_misspelt_id_is_answered_with_near_ones(watched: Watched) -> None:
    page = watched.open(f"/trace?id={plan.PLAN}/actoin/3")
    page.get_by_role("link", name=plan.action(3), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Action 3")


def test_of_several_ids_the_first_is_shown_and_this_is_said(watched: Watched) -> None:
    page = watched.open(f"{TRAINED}&id={plan.action(2)}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Action 1")
    expect(page.get_by_text("This page shows the first.")).to_be_visible()


@pytest.mark.parametrize("path", [HOSTILE, "/?show=actions", "/?q=window"])
def test_hostile_words_are_words(watched: Watched, path: str) -> None:
    page = watched.open(path)
    expect(page.get_by_text("<img src=x onerror").first).to_be_visible()
    expect(page.get_by_text("**bold** $x^2$ :rocket:").first).to_be_visible()
    if path == HOSTILE:
        open_first_quote(page)
        expect(page.locator("canvas")).to_be_visible()
    assert page.evaluate("window.harmed") is None
    assert page.locator("img, .katex, a[href^='javascript']").count() == 0


@pytest.mark.parametrize(
    "path", ["/", "/?show=actions", TRAINED, f"/trace?id={plan.PLAN}", "/trace"]
)
def test_headings_are_in_order_and_controls_have_names(watched: Watched, path: str) -> None:
    page = watched.open(path)
    levels = page.locator("h1, h2, h3, h4").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => Number(one.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    if path.startswith("/trace?"):
        page.locator("canvas").wait_for()
    nameless = page.locator("a, button, input, summary, [role=application]").evaluate_all(
        """all => all.filter(one => one.checkVisibility()
             && !(one.getAttribute('aria-label') || one.innerText || one.labels?.length
                  || one.getAttribute('aria-labelledby') || one.title))
           .map(one => one.outerHTML.slice(0, 200))"""
    )
    assert nameless == []
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("main").count() == 1


@pytest.mark.parametrize("path", ["/", "/?show=actions", TRAINED, HOSTILE])
def test_a_narrow_window_needs_no_sideways_scrolling(watched: Watched, path: str) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 844})
    page = watched.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    too_wide = page.locator(".stHtml *").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().right > 391).length"
    )
    assert too_wide == 0
