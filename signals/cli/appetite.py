"""``signals appetite``: where each market stands against its own past."""

from __future__ import annotations

from signals.cli.emit import emit, rows_of
from signals.cli.options import AsOf, Format, Lang, Language, OutputFormat, Plot, Sample, StorePath
from signals.cli.session import error_boundary, open_panel


def appetite(
    as_of: AsOf = None,
    store: StorePath = None,
    sample: Sample = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
    plot: Plot = None,
) -> None:
    """Show risk appetite, market by market: distance from highs, 40-week averages, VIX."""
    with error_boundary():
        from signals.facts import fact_document
        from signals.readings.risk_appetite.document import document
        from signals.readings.risk_appetite.facts import facts_of
        from signals.readings.risk_appetite.reading import read
        from signals.readings.risk_appetite.screen import screen

        panel = open_panel(as_of=as_of, store=store, sample=sample)
        reading = read(panel)
        facts = facts_of(reading, panel)
        if plot is not None:
            from signals.readings.risk_appetite.plot import draw

            draw(reading, facts, plot, lang.value)
        emit(
            output,
            document=lambda: document(reading, facts),
            screen=lambda: screen(reading, facts, lang),
            rows=lambda: rows_of(fact_document(fact) for fact in facts),
        )
