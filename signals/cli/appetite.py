"""``signals appetite``: where each market stands against its own past."""

from __future__ import annotations

from signals.cli.options import AsOf, Format, Lang, Language, OutputFormat, Sample, StorePath
from signals.cli.session import emit_json, emit_json_lines, error_boundary, open_panel, show


def appetite(
    as_of: AsOf = None,
    store: StorePath = None,
    sample: Sample = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
) -> None:
    """Show risk appetite, market by market: distance from highs, 40-week averages, VIX."""
    with error_boundary():
        from signals.documents import fact_document
        from signals.readings.risk_appetite.reading import read

        reading = read(open_panel(as_of=as_of, store=store, sample=sample))
        if output is Format.table:
            from signals.readings.risk_appetite.screen import screen

            show(screen(reading, lang))
            return
        document = {
            "as_of": reading.as_of.isoformat(),
            "origin": reading.origin,
            "us": [fact_document(fact) for fact in reading.us],
            "hk": [fact_document(fact) for fact in reading.hk],
        }
        if output is Format.json:
            emit_json(document)
        else:
            emit_json_lines(iter([document]))
