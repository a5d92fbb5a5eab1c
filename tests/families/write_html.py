"""Writes a plan as a saved web page, with the navigation and notices that such pages carry."""

from html import escape
from itertools import groupby
from typing import Any

from tests.families.blocks import COLOURS, Block, Cell, Row, Table, Text

TAGS = {
    "title": "h1",
    "heading1": "h2",
    "heading2": "h3",
    "heading3": "h4",
    "paragraph": "p",
    "bullet": "li",
    "number": "li",
    "label": "div",
    "small": "p",
}


def write(blocks: list[Block], page: dict[str, Any]) -> bytes:
    """The page's bytes. `page`: chrome (government, council, register), title, site, encoding."""
    encoding = page.get("encoding", "utf-8")
    title = escape(page.get("title", ""))
    before, after = CHROME[page.get("chrome", "plain")]
    html = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        f'<meta charset="{encoding}">',
        f"<title>{title} - {escape(page.get('site', ''))}</title>",
        "<style>.visually-hidden { position: absolute; left: -999em }</style>",
        "<script>window.dataLayer = window.dataLayer || []; // Action tracking</script>",
        "</head>",
        "<body>",
        before.format(site=escape(page.get("site", ""))),
        '<main id="content">',
        *_body(blocks),
        "</main>",
        after.format(site=escape(page.get("site", ""))),
        "</body>",
        "</html>",
    ]
    return ("\n".join(html) + "\n").encode(encoding)


def _body(blocks: list[Block]) -> list[str]:
    html: list[str] = []
    for style, group in groupby(blocks, key=lambda b: b.style if isinstance(b, Text) else ""):
        members = list(group)
        inner = [_text(b) for b in members if isinstance(b, Text)]
        if style in {"bullet", "number"}:
            tag = "ul" if style == "bullet" else "ol"
            html += [f"<{tag}>", *inner, f"</{tag}>"]
        elif style == "label":
            html += ["<dl>", *inner, "</dl>"]
        else:
            html += inner
        for block in members:
            if isinstance(block, Table):
                html += _table(block)
    return html


def _text(block: Text) -> str:
    text = escape(block.text, quote=False).replace("\n", "<br>\n")
    if block.style == "label":
        term, _, value = text.partition(":")
        return f"<div><dt>{term}</dt><dd>{value.strip()}</dd></div>"
    tag = TAGS[block.style]
    return f"<{tag}>{text}</{tag}>"


def _table(table: Table) -> list[str]:
    """`options`: caption, thead (false: header cells stand in the body, as many pages have it)."""
    html = ['<div class="table-wrapper"><table>']
    if "caption" in table.options:
        html.append(f"<caption>{escape(table.options['caption'])}</caption>")
    headed = table.options.get("thead", True)
    head = [row for row in table.rows if headed and row.kind == "header"]
    body = [row for row in table.rows if row not in head]
    for tag, rows in (("thead", head), ("tbody", body)):
        if rows:
            html += [f"<{tag}>", *[_row(row) for row in rows], f"</{tag}>"]
    return [*html, "</table></div>"]


def _row(row: Row) -> str:
    tag = "td" if row.kind == "body" else "th"
    return "<tr>" + "".join(_cell(cell, tag) for cell in row.cells if cell) + "</tr>"


def _cell(cell: Cell, tag: str) -> str:
    attributes = ""
    if cell.rowspan > 1:
        attributes += f' rowspan="{cell.rowspan}"'
    if cell.colspan > 1:
        attributes += f' colspan="{cell.colspan}"'
    if cell.fill:
        attributes += f' style="background-color: #{COLOURS[cell.fill]}"'
    lines = [escape(line, quote=False) for line in cell.text.split("\n")]
    inner = "".join(f"<p>{line}</p>" for line in lines) if len(lines) > 1 else lines[0]
    return f"<{tag}{attributes}>{inner}</{tag}>"


GOVERNMENT = (
    """<div class="cookie-banner" role="region" aria-label="Cookies">
<h2>Cookies on {site}</h2>
<p>We use some essential cookies to make this website work.</p>
<p>We'd like to set additional cookies to understand how you use the site.</p>
<button>Accept additional cookies</button> <button>Reject additional cookies</button>
<a href="/help/cookies">View cookies</a></div>
<a href="#content" class="skip-link">Skip to main content</a>
<header role="banner"><a href="/" title="Go to the homepage">{site}</a>
<nav aria-label="Menu"><ul><li><a href="/topics">Topics</a></li>
<li><a href="/actions">Government activity</a></li>
<li><a href="/search">Search</a></li></ul></nav></header>
<ol class="breadcrumbs"><li><a href="/">Home</a></li>
<li><a href="/crime">Crime, justice and law</a></li><li>Policy paper</li></ol>""",
    """<div class="feedback"><h2>Is this page useful?</h2>
<button>Yes this page is useful</button> <button>No this page is not useful</button></div>
<footer role="contentinfo"><h2>Support links</h2><ul><li>Help</li><li>Privacy</li>
<li>Cookies</li><li>Accessibility statement</li><li>Terms and conditions</li></ul>
<p>All content is available under the Open Government Licence v3.0, except where otherwise
stated</p></footer>""",
)
COUNCIL = (
    """<div id="cookies"><p>{site} uses cookies to make the site simpler. <a href="#">Find out
more</a> <a href="#">Hide this message</a></p></div>
<header><a href="/"><img src="logo.png" alt="{site} logo"></a>
<form action="/search"><label for="q">Search this site</label><input id="q"></form>
<nav><ul><li>Bins and recycling</li><li>Council tax</li><li>Housing</li>
<li>Community safety</li><li>Report it</li></ul></nav></header>
<aside><h2>In this section</h2><ul><li>Domestic abuse: get help</li>
<li>Our strategy</li><li>Action plan</li></ul></aside>""",
    """<aside><h2>Related pages</h2><ul><li>Safeguarding adults</li><li>Crime figures</li></ul>
<p>Last updated: 4 March 2024. Rate this page</p></aside>
<footer><p>Contact us | Accessibility | Privacy notice | © {site}</p></footer>""",
)
REGISTER = (
    """<div class="notice"><p>We have placed cookies on your device. <a href="#">Change</a></p>
</div><header><p>{site}</p><nav><ul><li>Home</li><li>Recommendations</li>
<li>Publications</li><li>About us</li></ul></nav></header>
<form class="filters"><fieldset><legend>Filter by status</legend>
<label><input type="checkbox"> Complete (212)</label>
<label><input type="checkbox"> In progress (48)</label></fieldset></form>""",
    """<nav class="pages" aria-label="Pages"><a href="?p=1">1</a> <a href="?p=2">2</a>
<a href="?p=2">Next page</a></nav>
<footer><p>© {site} | Sign up for email alerts | Welsh | Share this page</p></footer>""",
)
CHROME = {
    "government": GOVERNMENT,
    "council": COUNCIL,
    "register": REGISTER,
    "plain": ("", ""),
}
