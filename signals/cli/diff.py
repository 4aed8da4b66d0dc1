"""``signals diff``: what differs between two allocation documents, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from signals.cli.options import Format, Lang, Language, OutputFormat
from signals.cli.session import emit_json, emit_json_lines, error_boundary, show

Old = Annotated[Path, typer.Argument(metavar="OLD", help="The earlier document (JSON).")]
New = Annotated[Path, typer.Argument(metavar="NEW", help="The later document (JSON).")]


def diff(old: Old, new: New, output: OutputFormat = Format.table, lang: Language = Lang.en) -> None:
    """Say what changed from one document to the next, each change with its cause."""
    with error_boundary():
        from signals.allocation.changes import changes_between
        from signals.cli.calls import check_order, read_document_file

        before, after = read_document_file(old), read_document_file(new)
        check_order(old, before.document.as_of, after.document.as_of)
        changes = changes_between(before, after)
        if output is Format.table:
            from signals.render.diff import screen

            show(screen(changes, before, after, lang.value))
        elif output is Format.json:
            emit_json(changes.model_dump(mode="json"))
        else:
            emit_json_lines(iter([changes.model_dump(mode="json")]))
