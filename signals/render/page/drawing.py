"""A small surface for charts: SVG that scales, speaks to readers who cannot see, and takes its colours from the page.

Everything that comes from a document passes `markupsafe.escape`; numbers are written with two decimals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from signals.safe_text import plain

Point = tuple[float, float]


@dataclass(slots=True)
class Drawing:
    """An SVG image being drawn; ``name`` makes ids unique on a page."""

    name: str
    width: float
    height: float
    parts: list[Markup] = field(default_factory=list)

    def line(self, start: Point, end: Point, style: str) -> None:
        """Draw a straight line."""
        self._add(
            '<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>',
            _n(start[0]), _n(start[1]), _n(end[0]), _n(end[1]), style,
        )  # fmt: skip

    def path(self, points: Iterable[Point], style: str) -> None:
        """Draw a line through points."""
        drawn = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._add('<polyline points="{}" class="{}"/>', drawn, style)

    def area(self, points: Iterable[Point], style: str) -> None:
        """Fill what points enclose."""
        drawn = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._add('<polygon points="{}" class="{}"/>', drawn, style)

    def box(
        self, corner: Point, width: float, height: float, style: str, *, opacity: float | None = None
    ) -> None:
        """Fill a rectangle from its upper left corner."""
        self._add(
            '<rect x="{}" y="{}" width="{}" height="{}" class="{}"{}/>',
            _n(corner[0]), _n(corner[1]), _n(width), _n(height), style,
            Markup("") if opacity is None else Markup(' fill-opacity="{}"').format(_n(opacity)),
        )  # fmt: skip

    def dot(self, centre: Point, radius: float, style: str) -> None:
        """Fill a circle."""
        self._add(
            '<circle cx="{}" cy="{}" r="{}" class="{}"/>', _n(centre[0]), _n(centre[1]), _n(radius), style
        )

    def say(self, text: str, at: Point, *, anchor: str = "start", style: str = "") -> None:
        """Write text; ``anchor`` is start, middle or end."""
        self._add(
            '<text x="{}" y="{}" text-anchor="{}" class="{}">{}</text>',
            _n(at[0]), _n(at[1]), anchor, style, plain(text),
        )  # fmt: skip

    def _add(self, form: str, *values: object) -> None:
        self.parts.append(Markup(form).format(*values))  # noqa: S704 - forms are ours; values are escaped

    def markup(self, title: str, description: str) -> Markup:
        """Return the image; the description says in words what it shows."""
        return Markup(
            '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
            '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>'
        ).format(
            _n(self.width), _n(self.height), self.name, self.name,
            self.name, plain(title), self.name, plain(description), Markup("").join(self.parts),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """Values to places along one side of a chart."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        span = self.high - self.low or 1.0
        return self.start + (value - self.low) / span * (self.end - self.start)


def ticks(low: float, high: float, most: int = 5) -> Sequence[float]:
    """Return round values from ``low`` to ``high``, at most about ``most`` of them."""
    span = (high - low) or 1.0
    raw = span / most
    power = 10.0 ** _floor_log(raw)
    step = next(power * size for size in (1, 2, 5, 10) if power * size >= raw)
    first = -(-low // step) * step
    count = int((high - first) / step + 1e-9) + 1
    return [round(first + place * step, 10) for place in range(max(count, 0))]


def _floor_log(value: float) -> int:
    return int(f"{value:e}".partition("e")[2])


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def clipped(text: str, most: int) -> str:
    """Return a label of at most ``most`` characters for inside a chart, where nothing can wrap."""
    told = plain(text)
    return told if len(told) <= most else told[: most - 1] + "…"


__all__ = ["Drawing", "Point", "Scale", "clipped", "escape", "ticks"]
