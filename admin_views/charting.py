"""A grouping as a picture: ``chart=column:amount:sum``, drawn here and served as an image.

The table of the same groups stands beside it: a picture is no place to read figures from.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Response

from admin_views import words
from admin_views.totals import label_of, read_measure, shown
from logistics.database import Record
from logistics.operations.validation import Problem
from logistics.queries.grouping import ADDED, Measure
from logistics.wording import Words, _

if TYPE_CHECKING:
    from admin_views.grouping import Groups, Line

KINDS: dict[str, Words] = {
    "column": _("Column chart"),
    "bar": _("Bars"),
    "line": _("Curve"),
    "pie": _("Pie"),
}
THEMES = ("light", "dark")
MOST_STEPS = 120
MOST_SERIES = 8
VALUES_PRINTED = 12


class Size(NamedTuple):
    """How a picture is laid out: for the width of a desk or of a phone."""

    width: int
    height: int
    points: int
    letters: int
    legends: int
    steps: int


SIZES = {"wide": Size(960, 340, 20, 24, 6, 12), "narrow": Size(420, 340, 10, 10, 2, 4)}
MOST_SLICES = 7
FULL_WIDTH = 0x2E80
FULL_WIDTH_MORE = 6
"""What a full-width letter takes beyond what pygal reckons for a letter, in pixels."""
BAR_HEIGHT = 26
WHOLE_FROM = 10_000
"""Figures as large as this are written without places in a picture."""
FONTS = {
    "SC": "Segoe UI, -apple-system, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, sans-serif",
    "TC": "Segoe UI, -apple-system, PingFang TC, Noto Sans CJK TC, Source Han Sans TC, sans-serif",
}
"""As in the stylesheet, which a picture does not see."""
GROUNDS = {
    "light": {"background": "#ffffff", "ink": "#4a5563", "strong": "#1a212a", "faint": "#cfd5dd"},
    "dark": {"background": "#161c23", "ink": "#a9b4c0", "strong": "#e6ebf0", "faint": "#38434f"},
}
COLOURS = {
    "light": "#1f5aa8 #c07a16 #2f7d4f #8a4fa3 #b5342a #4f8f9f #7a6a2f #717d8c",
    "dark": "#6ea3ea #e0a145 #63b384 #b98ad0 #e07b70 #7fc0cf #b8a763 #97a3b1",
}
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A picture opened by itself carries its own style and may load and run nothing."""


class Chart(NamedTuple):
    """The kind of picture and the figure it shows: a measure, or how many rows a group has."""

    kind: str
    measure: Measure | None


def read_chart(model: type[Record], text: str) -> Chart:
    """Read ``chart=``: a kind, and after a colon ``count`` or ``column:how``."""
    kind, _colon, figure = text.strip().partition(":")
    if kind not in KINDS:
        raise Problem(_("There is no chart “%(kind)s”.", kind=kind[:40]))
    return Chart(kind, None if figure in ("", "count") else read_measure(model, figure))


class Series(NamedTuple):
    """The figures of a picture: a name for each point, and rows of values with their names."""

    points: list[str]
    rows: list[tuple[str, list[Decimal | int | None]]]


def picture(model: type[Record], found: Groups, chart: Chart, theme: str, size: str) -> Response:
    """The groups as an SVG image in the page's language."""
    drawn = draw(model, found, chart, theme, SIZES[size])
    response = Response(drawn, mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = POLICY
    return response


def draw(model: type[Record], found: Groups, chart: Chart, theme: str, size: Size) -> bytes:
    """The picture itself."""
    pygal = _pygal()
    series = series_of(found, chart, MOST_SLICES if chart.kind == "pie" else size.points)
    many = len(series.rows) > 1
    # What does not add up, such as averages, stands side by side.
    stacks = many and _adds_up(chart)
    kinds = {
        "column": pygal.StackedBar if stacks else pygal.Bar,
        "bar": pygal.HorizontalStackedBar if stacks else pygal.HorizontalBar,
        "line": pygal.Line,
        "pie": pygal.Pie,
    }
    is_bar = chart.kind == "bar"
    slanted = not is_bar and len(series.points) * 3 > size.letters
    if is_bar:
        series = Series(series.points[::-1], [(name, row[::-1]) for name, row in series.rows])
    made = kinds[chart.kind](
        js=[],
        style=_style(theme),
        width=size.width,
        height=max(size.height, len(series.points) * BAR_HEIGHT + 90) if is_bar else size.height,
        title=words.words(title_of(found, chart)),
        show_legend=many or chart.kind == "pie",
        legend_at_bottom=True,
        legend_at_bottom_columns=size.legends,
        max_scale=size.steps,
        truncate_legend=size.letters,
        truncate_label=size.letters,
        x_label_rotation=30 if slanted else 0,
        print_values=not many
        and len(series.points) <= VALUES_PRINTED
        and chart.kind not in ("line", "pie"),
        value_formatter=lambda value: _figure(model, chart, value),
        no_data_text=words.words(_("No data")),
        margin=12,
        margin_right=48,
        margin_left=12 + (_extra_width(series.points, size.letters) if is_bar else 0),
        margin_bottom=28,
    )
    if chart.kind == "pie":
        slices = _slices(series)
        for point, part in zip(series.points, slices, strict=True):
            made.add(f"{point} {part / (sum(slices) or 1):.0%}", [part])
    else:
        made.x_labels = [_padded(point) for point in series.points] if slanted else series.points
        for name, row in series.rows:
            made.add(name, [None if value is None else float(value) for value in row])
    made.add_xml_filter(_without_script)
    drawn: bytes = made.render()
    return drawn


def _padded(point: str) -> str:
    """A name that hangs down, with room for letters that are wider than pygal reckons."""
    full = sum(ord(letter) >= FULL_WIDTH for letter in point)
    return point + "\u00a0" * full


def _slices(series: Series) -> list[Any]:
    """A slice has no sign: of figures that are mostly below zero, such as issues, those count."""
    sizes: list[Any] = [
        sum(filter(None, (row[place] for _name, row in series.rows)))
        for place in range(len(series.points))
    ]
    sign = -1 if sum(sizes) < 0 else 1
    return [max(size * sign, 0) for size in sizes]


def _extra_width(points: list[str], letters: int) -> int:
    """How much wider than pygal thinks the longest name is: to it all letters are Latin ones."""
    full = [sum(ord(letter) >= FULL_WIDTH for letter in point[:letters]) for point in points]
    return max(full, default=0) * FULL_WIDTH_MORE


def _without_script(root: Any) -> Any:
    """pygal writes its settings as a script even where none is loaded that would read them."""
    for parent in list(root.iter()):
        for part in list(parent):
            if str(part.tag).endswith("script"):
                parent.remove(part)
    return root


def title_of(found: Groups, chart: Chart) -> Words:
    """What the picture shows, for its head and for those who hear the page."""
    figure = _("Rows") if chart.measure is None else label_of(chart.measure)
    return _("%(figure)s by %(column)s", figure=figure, column=found.keys[0].column.verbose_name)


def series_of(found: Groups, chart: Chart, most: int) -> Series:
    """The figures to draw: a point a group, a row a group within it; the rest added up.

    Steps of time all stay; of anything else the largest do.
    """
    outer = [line for line in found.lines if line.level == 0]
    stepped = found.keys[0].step is not None
    kept = outer[-MOST_STEPS:] if stepped else _largest(found, chart, outer, most)
    points = [line.label for line in kept]
    if len(found.keys) == 1 or chart.kind == "pie":
        rows = [("", [_value(found, chart, line) for line in kept])]
    else:
        rows = _inner_rows(found, chart, [id(line) for line in kept])
    rest = [line for line in outer if not any(line is other for other in kept)]
    if rest and not stepped and len(rows) == 1 and _adds_up(chart):
        points.append(words.words(_("Others")))
        rows[0][1].append(sum(filter(None, (_value(found, chart, line) for line in rest))))
    return Series(points, rows)


def _inner_rows(
    found: Groups, chart: Chart, kept: list[int]
) -> list[tuple[str, list[Decimal | int | None]]]:
    rows: dict[str, list[Decimal | int | None]] = {}
    sizes: dict[str, Decimal | int] = {}
    place: int | None = None
    for line in found.lines:
        if line.level == 0:
            place = kept.index(id(line)) if id(line) in kept else None
        elif place is not None:
            value = _value(found, chart, line)
            rows.setdefault(line.label, [None] * len(kept))[place] = value
            sizes[line.label] = sizes.get(line.label, 0) + abs(value or 0)
    adds_up = _adds_up(chart)
    # The last place is for the others together, where they can be added up.
    most = MOST_SERIES - 1 if adds_up and len(rows) > MOST_SERIES else MOST_SERIES
    largest = sorted(sizes, key=lambda name: sizes[name], reverse=True)[:most]
    named = [(name, row) for name, row in rows.items() if name in largest]
    if found.keys[1].step:
        named.sort()
    rest = [row for name, row in rows.items() if name not in largest]
    if rest and adds_up:
        others = [sum(filter(None, values)) for values in zip(*rest, strict=True)]
        named.append((words.words(_("Others")), others))
    return named


def _largest(found: Groups, chart: Chart, lines: list[Line], most: int) -> list[Line]:
    """The lines with the largest figures, in the order in which they stand."""
    if len(lines) <= most:
        return lines
    by_size = sorted(lines, key=lambda line: abs(_value(found, chart, line) or 0), reverse=True)
    kept = by_size[:most]
    return [line for line in lines if any(line is other for other in kept)]


def _adds_up(chart: Chart) -> bool:
    return chart.measure is None or (chart.measure.how in ADDED and chart.measure.how != "average")


def _value(found: Groups, chart: Chart, line: Line) -> Decimal | int | None:
    if chart.measure is None:
        return line.tally.rows
    place = found.measures.index(chart.measure)
    value = chart.measure.value(line.tally.parts[place])
    return value if isinstance(value, Decimal | int) else None


def _figure(model: type[Record], chart: Chart, value: Any) -> str:
    if value is None:
        return ""
    if value == 0:
        return "0"
    if chart.measure is None or chart.measure.how == "count" or abs(value) >= WHOLE_FROM:
        return f"{value:,.0f}"
    step = getattr(chart.measure.column, "step", None)
    exact = Decimal(repr(float(value))).quantize(step) if step else Decimal(repr(float(value)))
    return str(shown(model, chart.measure, exact))


@cache
def _pygal() -> Any:
    """The library, without the finder for maps that it adds to all imports of the process.

    That finder knows an interface only which Python has given up. Slow to load, and few pages need
    it.
    """
    import pygal

    sys.meta_path[:] = [
        finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)
    ]
    return pygal


def _style(theme: str) -> Any:
    from pygal.style import Style

    ground = GROUNDS[theme]
    return Style(
        background=ground["background"],
        plot_background=ground["background"],
        foreground=ground["ink"],
        foreground_strong=ground["strong"],
        foreground_subtle=ground["faint"],
        guide_stroke_color=ground["faint"],
        major_guide_stroke_color=ground["faint"],
        colors=tuple(COLOURS[theme].split()),
        opacity=".9",
        opacity_hover="1",
        transition="0s",
        font_family=FONTS["TC" if words.language() == "zh_Hant" else "SC"],
        title_font_size=15,
        label_font_size=12,
        major_label_font_size=12,
        value_font_size=12,
        legend_font_size=12,
        no_data_font_size=20,
        value_colors=(ground["strong"],) * MOST_SERIES,
    )
