"""The markup of a quote: its words marked in the text around them, and what vouches for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from explorer import words
from explorer.markup import Markup, join, shortened, tag
from explorer.quote_view import Check, QuoteInContext, in_context
from graph.errors import IntegrityError

if TYPE_CHECKING:
    from explorer.thread_read import QuoteRef, ThreadNode

HeldText = Callable[[str], str | None]
"""Gives the held canonical text of a document by id, or None where no copy is held."""

_OPENING_WORDS = 140


class Quotes:
    """Writes quotes out, checking each against the held copy, and counts what came of it."""

    def __init__(
        self,
        held_text: HeldText,
        documents: Mapping[str, ThreadNode],
        precision: Mapping[str, str] | None = None,
    ) -> None:
        """Begin a page's quotes.

        Args:
            held_text: gives a document's held text.
            documents: document nodes by id, for title, marking, licence and copy status.
            precision: measured precision by rule name, ready to show; empty where unmeasured.
        """
        self._held_text = held_text
        self._documents = documents
        self._precision = precision or {}
        self.checked: dict[tuple[str, int, int, str], Check] = {}

    def disclosure(self, quote: QuoteRef, shown: str | None = None) -> Markup:
        """Return a disclosure that opens the quote in its document.

        Args:
            quote: the quote.
            shown: words that stand just above; where the quote is the same it is not repeated.
        """
        document = self._documents.get(quote.document)
        expected = document.text("text_sha256") if document else None
        try:
            text = self._held_text(quote.document)
            context = in_context(quote, text, expected_hash=expected)
        except IntegrityError:
            context = replace(in_context(quote, None), check=Check.DAMAGED)
        self.checked[quote.document, quote.start, quote.end, quote.quote] = context.check
        opening = shortened(quote.quote, _OPENING_WORDS)
        same = shown is not None and " ".join(shown.split()) == " ".join(quote.quote.split())
        summary = (
            "Show these words in the document"
            if same
            else join(tag("span", "Words: ", class_="gt-quiet"), f"“{opening}”")
        )
        return tag(
            "details",
            tag("summary", summary),
            tag(
                "div",
                _verdict(context.check),
                _passage(context),
                self._provenance(context, document),
                class_="gt-quote",
            ),
            class_="gt-words",
        )

    def summary(self) -> Markup:
        """Return the sentence that says how many of the quotes written so far match."""
        number = len(self.checked)
        matching = sum(check is Check.MATCHES for check in self.checked.values())
        if number == 0:
            return Markup("")
        if matching == number:
            said = {
                1: "The one quote on this page matches",
                2: "Both quotes on this page match",
            }.get(number, f"All {number} quotes on this page match")
            return tag(
                "p",
                _sign(good=True),
                f"{said} the held copy, checked just now.",
                class_="gt-verdict",
            )
        return tag(
            "p",
            _sign(good=False),
            f"{number - matching} of {words.counted(number, 'quote')} on this page could not be "
            "matched with the held copy. Each is marked below.",
            class_="gt-verdict gt-wrong",
        )

    def _provenance(self, context: QuoteInContext, document: ThreadNode | None) -> Markup:
        quote = context.quote
        place = f"characters {quote.start:,} to {quote.end:,} of the held text"
        if context.line is not None:
            place = f"line {context.line:,}, {place}"
        if quote.cell is not None:
            place = f"cell {quote.cell}, {place}"
        if quote.page is not None:
            place = f"page {quote.page}, {place}"
        rule = f"{quote.rule}, version {quote.rule_version}"
        measured = self._precision.get(quote.rule)
        certainty = quote.certainty + (f"; measured precision {measured}" if measured else "")
        entries = [
            ("Document", _title(quote, document)),
            ("Place", place),
            ("Found by rule", rule),
            ("Rule certainty", certainty),
        ]
        if document is not None:
            entries += [
                ("Copy held", document.text("copy_status") or "not stated"),
                ("Protective marking", document.text("marking") or "none stated"),
                ("Licence", document.text("licence") or "not stated"),
            ]
        return definitions(entries)


def _title(quote: QuoteRef, document: ThreadNode | None) -> str:
    if document is None:
        return quote.document
    return document.text("title") or document.label


def definitions(entries: list[tuple[str, str]]) -> Markup:
    """Return a list of terms and what is said of each."""
    rows = (tag("div", tag("dt", term), tag("dd", said)) for term, said in entries)
    return tag("dl", rows, class_="gt-terms")


def _sign(*, good: bool) -> Markup:
    # The sign repeats the words, so a screen reader passes over it.
    return tag("span", "✓" if good else "✗", aria_hidden="true", class_="gt-sign")


def _verdict(check: Check) -> Markup:
    good = check is Check.MATCHES
    return tag(
        "p",
        _sign(good=good),
        f"{check.value}.",
        class_="gt-verdict" + ("" if good else " gt-wrong"),
    )


def _passage(context: QuoteInContext) -> Markup:
    passage = tag(
        "blockquote",
        "… " if context.cut_before else None,
        context.before,
        tag("mark", context.words),
        context.after,
        " …" if context.cut_after else None,
    )
    if context.check is not Check.DIFFERS:
        return passage
    return join(
        tag("p", "The quote says: ", tag("q", context.quote.quote)),
        tag("p", "At that place the held copy says:"),
        passage,
    )
