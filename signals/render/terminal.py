"""The console of every screen: Chinese breaks where a reader would break it, never inside a number or a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from signals.wording.folding import breaks


class Screen(Console):
    """Rich takes a run of Chinese for one long word and cuts it, and what it holds, wherever the line ends."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render as Rich does, with the lines of a Chinese text broken before it sees them."""
        if isinstance(renderable, Text) and not renderable.plain.isascii():
            renderable = broken(renderable, (options or self.options).max_width)
        return super().render(renderable, options)


@dataclass(frozen=True, slots=True)
class ByWidth:
    """One of two layouts: columns of words want a hundred cells or more, else each word is cut somewhere."""

    narrow: RenderableType
    wide: RenderableType
    from_cells: int = 120

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        yield self.wide if options.max_width >= self.from_cells else self.narrow


def broken(text: Text, width: int) -> Text:
    """Return text in lines of at most ``width`` cells; what may not wrap, or fits, stays as it is."""
    if text.no_wrap or width < 8 or text.cell_len <= width:
        return text
    rows = []
    for line in text.split("\n", allow_blank=True):
        for row in line.divide(breaks(line.plain, width)):
            row.rstrip()
            rows.append(row)
    found = text.blank_copy("\n").join(rows)
    found.justify, found.overflow, found.style = text.justify, text.overflow, text.style
    return found
