"""``signals accept``: a person vouches for one row by name, and says why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from signals.cli.load import IntoStore, keep_copy
from signals.cli.options import Lang, Language, day
from signals.cli.session import consoles, error_boundary, now, spoken
from sources.message import message

SeriesId = Annotated[
    str | None, typer.Argument(metavar="SERIES", help="A series, or a contract such as ZQH24.")
]
Period = Annotated[
    dt.date | None, typer.Argument(parser=day, metavar="PERIOD", help="The period that the row is about.")
]
Value = Annotated[float | None, typer.Argument(metavar="VALUE", help="The value that you verified.")]
Because = Annotated[
    str, typer.Option("--because", help="How you verified it; shown wherever the row is used.")
]
Released = Annotated[
    dt.date | None,
    typer.Option(
        "--released",
        parser=day,
        metavar="DATE",
        help="The release day of the row, where that value was told on several.",
    ),
]
Named = Annotated[
    Path | None,
    typer.Option(
        "--file",
        metavar="FILE",
        dir_okay=False,
        help="A CSV file of rows: series, period, value, because and, where needed, released_at.",
    ),
]


def accept(
    series: SeriesId = None,
    period: Period = None,
    value: Value = None,
    because: Because = "",
    released: Released = None,
    file: Named = None,
    store: IntoStore = None,
    _lang: Language = Lang.en,
) -> None:
    """Accept a doubted row by name; nothing else in the store is touched."""
    with error_boundary():
        from signals.data.accepting import Wanted, acceptances_of, wanted_in
        from signals.opening import evidence
        from signals.settings import read_settings
        from sources.door.judging.reader import JudgedReader
        from sources.store import Store

        if file is not None:
            if series is not None:
                raise typer.BadParameter(message("give SERIES PERIOD VALUE or --file, not both"))
            wanted = wanted_in(file)
        elif series is None or period is None or value is None:
            raise typer.BadParameter(message("expected SERIES PERIOD VALUE, or --file FILE"))
        elif not because.strip():
            raise typer.BadParameter(message('say how you verified it: --because "…"'))
        else:
            wanted = (
                Wanted(series=series, period=period, value=value, because=because, released_at=released),
            )
        opened = Store.open(store or read_settings().store)
        named = acceptances_of(JudgedReader(opened, evidence()), wanted)
        n_new = opened.accept(named, accepted_at=now())
        if n_new:
            keep_copy(opened)
        out, _ = consoles()
        for one in named:
            out.print(
                spoken(
                    message(
                        "accepted {series} {period} {value:.10g}, released {released_at}: {because}",
                        series=one.series,
                        period=one.period,
                        value=one.value,
                        released_at=one.released_at,
                        because=one.because,
                    )
                ),
                markup=False,
            )
        if n_new < len(named):
            out.print(
                spoken(message("{n} of them were on record already", n=len(named) - n_new)), markup=False
            )
