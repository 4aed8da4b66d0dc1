"""``signals load``: tables that a person has, into the store, all or nothing."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signals.cli.emit import emit, rows_of
from signals.cli.options import Format, Lang, Language, OutputFormat, day
from signals.cli.session import error_boundary, now, remark
from sources.message import message

if TYPE_CHECKING:
    from sources.door.answers import Answers
    from sources.door.readings import Reading
    from sources.door.remarks import Remark
    from sources.store import Store


class Kind(StrEnum):
    """What a futures price is."""

    settlement = "settlement"
    last = "last"
    mid = "mid"


class Dates(StrEnum):
    """The order of day and month in 03/04/2024."""

    dmy = "dmy"
    mdy = "mdy"


class Decimal(StrEnum):
    """The mark before the decimals."""

    point = "point"
    comma = "comma"


Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE|-...",
        help="Tables (CSV, XLSX, Parquet, JSON lines, gzip); a folder stands for those in it, - for standard input.",
    ),
]
IntoStore = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="PATH", help="Write to this store; made where there is none.", dir_okay=False
    ),
]
# Accepts nothing any more and says so; a script that still gives it loads its rows all the same.
Accept = Annotated[bool, typer.Option("--accept", hidden=True)]
Series = Annotated[
    str | None,
    typer.Option("--series", metavar="ID", help="The series or contract, where the file does not name it."),
]
OfKind = Annotated[
    Kind | None, typer.Option("--kind", help="What the futures prices are, where the file does not say.")
]
On = Annotated[
    dt.date | None,
    typer.Option(
        "--on", parser=day, metavar="DATE", help="The day that the file is of, where it does not say."
    ),
]
Released = Annotated[
    dt.date | None,
    typer.Option(
        "--released",
        parser=day,
        metavar="DATE",
        help="The day on which a weekly's table became known, where it does not say.",
    ),
]
InOrder = Annotated[
    Dates | None, typer.Option("--dates", help="How 03/04/2024 reads, where the file leaves it open.")
]
InDecimals = Annotated[
    Decimal | None, typer.Option("--decimal", help="How 1,234 reads, where the file leaves it open.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show layout, series, rows and doubts; write nothing.")
]


def load(
    files: Files,
    series: Series = None,
    kind: OfKind = None,
    on: On = None,
    released: Released = None,
    dates: InOrder = None,
    decimal: InDecimals = None,
    dry_run: DryRun = False,
    store: IntoStore = None,
    accept: Accept = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
) -> None:
    """Load observations, futures prices, policy events or a weekly's tables; one bad row and nothing is written."""
    with error_boundary():
        from signals.render.data import door as render
        from sources.door import Answers
        from sources.door.uncollected import uncollected

        readings, others = _read(
            files,
            Answers(
                series=series,
                kind=kind.value if kind else None,
                on=on,
                released=released,
                dates=dates.value if dates else None,
                decimal=decimal.value if decimal else None,
            ),
        )
        if dry_run:
            emit(
                output,
                document=lambda: render.document(readings, others),
                screen=lambda: render.screen(readings, others, lang),
                rows=lambda: rows_of(render.document(readings, others)["files"]),
            )
            return
        if accept:
            remark(
                message(
                    "signals: --accept accepts nothing any more, since it accepted whatever stood in the file; "
                    'name each row: `signals accept SERIES PERIOD VALUE --because "…"`'
                ),
                style="yellow",
            )
        with uncollected():
            _keep(readings, others, store, output=output, lang=lang)


def _read(files: Sequence[Path], answers: Answers) -> tuple[list[Reading], list[Remark]]:
    """Read every file before anything is written; what is no table is named."""
    from signals.data.entrance import door
    from sources.door.files.folder import files_of
    from sources.door.files.sheets import Incoming
    from sources.door.remarks import Remark

    piped = [path for path in files if str(path) == "-"]
    named = files_of(path for path in files if str(path) != "-")
    readings = [door().read_path(path, answers) for path in named.tables]
    if piped:
        arrived = Incoming(name="stdin", content=sys.stdin.buffer.read())
        readings.append(door().read(arrived, answers))
    others = (
        [Remark(code="files_not_read", params={"names": ", ".join(named.others)})] if named.others else []
    )
    return readings, others


def _keep(
    readings: Sequence[Reading],
    others: Sequence[Remark],
    store: Path | None,
    *,
    output: Format,
    lang: Lang,
) -> None:
    from rich.console import Group

    from signals.opening import catalogue, evidence
    from signals.render.data import door as render
    from signals.render.data.intake import document, screen
    from signals.safe_text import line
    from signals.settings import read_settings
    from sources.intake import take_in
    from sources.store import Store

    path = store or read_settings().store
    into = Store.open(path, create=True)
    intake = take_in(
        into,
        (row for reading in readings for row in reading.observations),
        (event for reading in readings for event in reading.events),
        (row for reading in readings for row in reading.weekly_rows),
        specs=catalogue(),
        fetched_at=now(),
        evidence=evidence(),
    )
    if intake.added.observations or intake.added.events or intake.added.weekly_rows:
        keep_copy(into)
    said = document(intake, path) | render.document(readings, others)
    lines = render.remark_lines(readings, lang) + [
        line(render.remark_word(remark).text(lang), style="yellow") for remark in others
    ]
    emit(
        output,
        document=lambda: said,
        screen=lambda: Group(screen(intake, path, lang), *lines),
        rows=lambda: rows_of(said["series"]),
    )


def keep_copy(store: Store) -> None:
    """Keep the last good copy beside a store; where that fails the rows are safe, and it is said."""
    from sources.errors import StoreError
    from sources.store.care import keep_good_copy

    if not isinstance(store.path, Path):
        return  # a server keeps its own copies
    try:
        keep_good_copy(store.path)
    except StoreError as error:
        remark(message("{program}: {error}", program="signals", error=error), style="yellow")
