"""Takes the ruling lines and fills from a page's drawing; nothing is rendered."""

from __future__ import annotations

import ctypes
import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from loaders.colours import colour_name
from loaders.readers.pdf.page import Fill, Rule
from loaders.readers.pdf.words import address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.content import Box
    from loaders.readers.pdf.page import Turn

_DEEPEST = 8
"""Drawings within drawings."""
_MOST_SHAPES = 60_000
"""Shapes on a page: a map has more than this, a table never."""
_MOST_POINTS = 400
"""Points of a shape that is looked at; a picture's outline has more."""
_THIN = 3.0
"""Points: a filled box no thicker than this is a line."""
_STRAIGHT = 1.0
"""Points: how far a line may lean."""
_LEAST_FILL = 6.0
"""Points: a fill smaller than this one way has no edges that part cells."""

Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page.

    Attributes:
        across, down: its straight lines, and the edges of its boxes.
        fills: painted shapes, in the order of painting.
        pictures: boxes of pictures and shadings.
        drawn: by address of a text object, its place in painting.
        cut: True where there was too much to look at.
    """

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    drawn: dict[int, int] = field(default_factory=dict)
    cut: bool = False


def drawing_of(page: Any, turn: Turn) -> Drawing:
    """Return what is drawn on a page of PDFium, as `turn` shows it."""
    made = Drawing()
    for at, (thing, kind, matrix) in enumerate(_things(page)):
        if at >= _MOST_SHAPES:
            made.cut = True
            break
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            made.drawn[address(thing)] = at
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _path(made, thing, matrix, turn, at)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            made.pictures.append(turn.shown(*_bounds(thing, matrix)))
    return made


def _things(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    """Yield the objects of a page in painting's order, with the matrix of what holds them."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _within(pdfium.FPDFPage_GetObject(page, index), _PLAIN, 0)


def _within(thing: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(thing)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        yield thing, kind, matrix
    elif depth < _DEEPEST:
        inner = _times(_matrix(thing), matrix)
        for index in range(pdfium.FPDFFormObj_CountObjects(thing)):
            yield from _within(pdfium.FPDFFormObj_GetObject(thing, index), inner, depth + 1)


def _matrix(thing: Any) -> Matrix:
    held = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, held):
        return _PLAIN
    return held.a, held.b, held.c, held.d, held.e, held.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(thing: Any, matrix: Matrix) -> tuple[float, float, float, float]:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(thing, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return _box([_moved(x, y, matrix) for x in (left, right) for y in (bottom, top)])


def _box(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def _path(made: Drawing, thing: Any, matrix: Matrix, turn: Turn, at: int) -> None:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, mode, stroked)
    if not mode.value and not stroked.value:
        return
    if pdfium.FPDFPath_CountSegments(thing) > _MOST_POINTS:
        return
    whole = _times(_matrix(thing), matrix)
    strokes = [
        ([turn.shown(x, y, x, y)[:2] for x, y in points], curved)
        for points, curved in _strokes(thing, whole)
    ]
    boxes = [_box(shown) for shown, _ in strokes]
    hollow = any(_holds(one, other) for one in boxes[:1] for other in boxes[1:2])
    for (shown, curved), box in zip(strokes, boxes, strict=True):
        if mode.value:
            _fill(made, thing, Fill(box, None, at, curved), hollow=hollow)
        if stroked.value and not curved and _opaque(thing, pdfium.FPDFPageObj_GetStrokeColor):
            for (x0, y0), (x1, y1) in itertools.pairwise(shown):
                _line(made, x0, y0, x1, y1)


def _strokes(thing: Any, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Yield each unbroken stroke of a path: its points, and whether it is curved."""
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFPath_CountSegments(thing)):
        segment = pdfium.FPDFPath_GetPathSegment(thing, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            if len(points) > 1:
                yield points, curved
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(_moved(x.value, y.value, matrix))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, curved


def _opaque(thing: Any, channel: Any) -> tuple[int, int, int] | None:
    """Return red, green and blue of a fill or stroke, None where it cannot be seen through to."""
    channels = [ctypes.c_uint() for _ in range(4)]
    if not channel(thing, *channels):
        return None
    red, green, blue, alpha = (one.value for one in channels)
    return (red, green, blue) if alpha else None


def _holds(outer: Box, inner: Box) -> bool:
    """Return whether a box lies in another: a frame is painted as the space between two."""
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and outer[2] >= inner[2]
        and outer[3] >= inner[3]
    )


def _fill(made: Drawing, thing: Any, fill: Fill, *, hollow: bool) -> None:
    """Note what is painted: a thin box is a line; a wider one has edges, and a colour."""
    colour = _opaque(thing, pdfium.FPDFPageObj_GetFillColor)
    if colour is None:
        return
    left, top, right, bottom = fill.box
    if bottom - top <= _THIN < right - left:
        made.across.append(Rule((top + bottom) / 2, left, right))
        return
    if right - left <= _THIN < bottom - top:
        made.down.append(Rule((left + right) / 2, top, bottom))
        return
    red, green, blue = colour
    name = colour_name(red / 255, green / 255, blue / 255)
    if not hollow:
        made.fills.append(replace(fill, colour=name))
    if not fill.round and min(right - left, bottom - top) >= _LEAST_FILL:
        for x in (left, right):
            made.down.append(Rule(x, top, bottom))
        for y in (top, bottom):
            made.across.append(Rule(y, left, right))


def _line(made: Drawing, x0: float, y0: float, x1: float, y1: float) -> None:
    if abs(y1 - y0) <= _STRAIGHT < abs(x1 - x0):
        made.across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    elif abs(x1 - x0) <= _STRAIGHT < abs(y1 - y0):
        made.down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
