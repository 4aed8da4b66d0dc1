"""``signals layouts``: which tables are known."""

from __future__ import annotations

from signals.cli.emit import emit, rows_of
from signals.cli.options import Format, Lang, Language, OutputFormat
from signals.cli.session import error_boundary


def layouts(output: OutputFormat = Format.table, lang: Language = Lang.en) -> None:
    """List the tables that `signals load` recognises, with their headers."""
    with error_boundary():
        from signals.data.entrance import door
        from signals.render.data.door import layouts_document, layouts_screen
        from sources.door.rows.survey import SPF
        from sources.door.weekly.columns import LAYOUTS

        known = (*door().layouts, SPF, *LAYOUTS.values())
        emit(
            output,
            document=lambda: layouts_document(known),
            screen=lambda: layouts_screen(known, lang),
            rows=lambda: rows_of(layouts_document(known)["layouts"]),
        )
