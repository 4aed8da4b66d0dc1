"""``signals diff``: what differs between two allocation documents, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from signals.cli.emit import emit
from signals.cli.options import Format, Lang, Language, OutputFormat
from signals.cli.session import error_boundary

Old = Annotated[Path, typer.Argument(metavar="OLD", help="The earlier document (JSON).")]
New = Annotated[Path, typer.Argument(metavar="NEW", help="The later document (JSON).")]


def diff(old: Old, new: New, output: OutputFormat = Format.table, lang: Language = Lang.en) -> None:
    """Say what changed from one document to the next, each change with its cause."""
    with error_boundary():
        from signals.allocation.changes import changes_between
        from signals.cli.calls import check_order, read_document_file
        from signals.render.call.diff import screen
        from signals.render.tabular import change_rows

        before, after = read_document_file(old), read_document_file(new)
        check_order(old, before.document.as_of, after.document.as_of)
        changes = changes_between(before, after)
        emit(
            output,
            document=lambda: changes.model_dump(mode="json"),
            screen=lambda: screen(changes, before, after, lang.value),
            rows=lambda: change_rows(changes, before, after, lang.value),
        )
