"""``signals log``: every recorded call, and whether the chain of hashes holds."""

from __future__ import annotations

import typer

from signals.cli.emit import emit
from signals.cli.options import Format, Lang, Language, OutputFormat, StorePath
from signals.cli.session import EXIT_FAILED, error_boundary


def log(store: StorePath = None, output: OutputFormat = Format.table, lang: Language = Lang.en) -> None:
    """List the recorded calls and verify that none was changed, dropped or slipped in."""
    with error_boundary():
        from signals.cli.calls import read_log
        from signals.opening import open_reader
        from signals.record.log import faults, grade_in, score_in
        from signals.render.record.log import screen

        entries = read_log(open_reader(store=store, sample=False), needed=True) or ()
        found = faults(entries)

        def lines() -> list[dict[str, object]]:
            return [
                {
                    "recorded_at": entry.recorded_at,
                    "as_of": entry.as_of.isoformat(),
                    "thread_id": entry.thread_id,
                    "model_grade": grade_in(entry),
                    "published_grade": grade_in(entry, "published_grade"),
                    "score_bp": score_in(entry),
                    "document_hash": entry.document_hash,
                    "previous_hash": entry.previous_hash,
                    "entry_hash": entry.entry_hash,
                    "problems": [fault.problem for fault in found if fault.position == position],
                }
                for position, entry in enumerate(entries, start=1)
            ]

        emit(
            output,
            document=lambda: {"intact": not found, "entries": lines()},
            screen=lambda: screen(entries, found, lang.value),
            lines=lines,
        )
        if found:
            raise typer.Exit(EXIT_FAILED)
