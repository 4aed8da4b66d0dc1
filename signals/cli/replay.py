"""``signals replay``: the documents of many days, as today's rules would have written them."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signals.cli.emit import emit
from signals.cli.options import Format, Lang, Language, OutputFormat, Sample, StorePath, day
from signals.cli.session import consoles, error_boundary
from sources.message import message

if TYPE_CHECKING:
    from signals.record.folder import ReplayFolder
    from signals.record.replay import Plan, Replay

First = Annotated[dt.date, typer.Option("--from", parser=day, metavar="DATE", help="First day to replay.")]
Last = Annotated[
    dt.date, typer.Option("--to", parser=day, metavar="DATE", help="Last day, if a step falls on it.")
]
Step = Annotated[int, typer.Option("--step-days", min=1, help="Days from one document to the next.")]
Names = Annotated[
    list[str] | None,
    typer.Option(
        "--strategy", metavar="NAME|FILE", help="Call by this strategy; may be given again. Default: hstech."
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        "-o",
        "--output",
        metavar="DIR",
        help="Write here; a replay that was stopped goes on.",
        file_okay=False,
    ),
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", min=1, help="Processes on this machine. Default: its cores.")
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="tcp://HOST:PORT",
        help="Work on this running Dask cluster instead; its workers must see the same store.",
    ),
]


def replay(
    first: First,
    last: Last,
    folder: Out,
    step_days: Step = 7,
    strategy: Names = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
    store: StorePath = None,
    sample: Sample = False,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
) -> None:
    """Write the documents of many days, each built on those before: what today's rules would have said.

    Rules written later than a day know what came after it, so a replay is no track record.
    """
    if last < first:
        raise typer.BadParameter(message("--to {last} lies before --from {first}", last=last, first=first))
    if jobs is not None and cluster is not None:
        raise typer.BadParameter(message("--jobs and --cluster: choose one"))
    with error_boundary():
        from signals.record.folder import ReplayFolder, coverage_document, manifest
        from signals.record.replay import Replay, days_between
        from signals.record.spread import Workers
        from signals.render.record.replay import screen
        from signals.render.tables_of import grade_rows

        plan = _plan(days_between(first, last, step_days), strategy or ["hstech"], store=store, sample=sample)
        held = ReplayFolder(folder, manifest(plan, step_days=step_days))
        done, trail = held.done(plan.days)
        workers = Workers(jobs=jobs or os.cpu_count() or 1, cluster=cluster)
        _run(held, Replay(plan, workers, before=trail, skip=done), lang)
        legs = held.coverage() or ()
        grades = trail.counts()
        emit(
            output,
            document=lambda: {
                "folder": str(folder),
                "documents": len(plan.days),
                "grades": {thread: dict(counts) for thread, counts in grades.items()},
                "coverage": [coverage_document(leg) for leg in legs],
            },
            screen=lambda: screen(folder, grades, lang.value),
            rows=lambda: grade_rows(grades),
        )


def _plan(days: tuple[dt.date, ...], names: list[str], *, store: Path | None, sample: bool) -> Plan:
    from signals.engine import load_strategies
    from signals.opening import open_reader
    from signals.record.replay import Plan
    from signals.record.spread import Data, state_of
    from signals.settings import read_settings

    reader = open_reader(store=store, sample=sample)
    where = None if reader.origin == "sample" else (store or read_settings().store)
    return Plan(
        days=days,
        names=tuple(str(Path(name).resolve()) if Path(name).exists() else name for name in names),
        strategies=load_strategies(names),
        data=Data(store=where, sample=reader.origin == "sample", state=state_of(reader)),
        origin=reader.origin,
    )


def _run(held: ReplayFolder, work: Replay, lang: Lang) -> None:
    """Do what is left, with progress on stderr; the coverage comes first."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from signals.render.record.replay import coverage_screen

    days = work.plan.days
    if work.done == len(days):
        return
    _, remarks = consoles()
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=remarks,
    ) as progress:
        facts = progress.add_task("读取事实" if lang is Lang.zh else "facts", total=work.n_wanted)
        for count in work.read():
            progress.update(facts, completed=count)
        legs = held.coverage()
        if legs is None:
            legs = work.coverage()
            held.write_coverage(legs)
        remarks.print(coverage_screen(legs, lang.value))
        written = progress.add_task(
            "撰写文件" if lang is Lang.zh else "documents", total=len(days), completed=work.done
        )
        for document in work.documents():
            held.write(document)
            progress.advance(written)
