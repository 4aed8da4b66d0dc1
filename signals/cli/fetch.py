"""``signals fetch``: bring the store up to date, series by series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from signals.cli.emit import emit, rows_of
from signals.cli.load import IntoStore, keep_copy
from signals.cli.options import Format, Lang, Language, OutputFormat, day
from signals.cli.session import EXIT_DEGRADED, EXIT_FAILED, consoles, error_boundary, now, remark, spoken
from sources.message import message
from sources.places import Place

if TYPE_CHECKING:
    from signals.settings import Settings
    from sources.contract import SeriesSpec
    from sources.fetching import Outcome
    from sources.source import Means
    from sources.store import Store

Wanted = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SERIES...",
        help="Ids of the catalogue, futures.ZQ, events.us.fed, events.cn.gov; default: all of FRED and the survey.",
    ),
]
Since = Annotated[
    dt.date | None,
    typer.Option(
        "--since",
        parser=day,
        metavar="DATE",
        help="Leave out vintages before this day. Default: what is new.",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be asked for; ask and write nothing.")
]


def fetch(
    wanted: Wanted = None,
    since: Since = None,
    dry_run: DryRun = False,
    store: IntoStore = None,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
) -> None:
    """Fetch what is new, keep each series as it comes; exit 3 where some did not come, 1 where none did."""
    with error_boundary():
        from signals.opening import catalogue
        from signals.render.data import fetch as render
        from signals.settings import read_settings
        from sources.adapters import offers, source_of
        from sources.fetching import fetch_series, plan
        from sources.store import Store

        settings = read_settings()
        specs = {**catalogue(), **offers()}
        path = store or settings.store
        names = _checked(wanted or list(_by_default(specs)), specs)
        if dry_run:
            held = Store.open(path, readonly=True) if path.exists() else None
            plans = plan(held, names, specs)
            emit(
                output,
                document=lambda: render.plan_document(plans),
                screen=lambda: render.plan_screen(plans, lang),
                rows=lambda: rows_of(render.plan_document(plans)["series"]),
            )
            return
        with _means(settings, path) as means:
            by_fred = next((name for name in names if specs[name].fred), None)
            if by_fred:  # a missing key is said before anything
                source_of(specs[by_fred], means)
            into = Store.open(path, create=True)
            outcomes = []
            steps = fetch_series(
                into, names, lambda name: source_of(specs[name], means), specs=specs, since=since, now=now
            )
            with _progress(len(names)) as tell:
                try:
                    for outcome in steps:
                        outcomes.append(outcome)
                        tell(outcome)
                finally:  # what came is in the store, whatever ended the rest
                    _keep_copy(into, outcomes)
        emit(
            output,
            document=lambda: render.document(outcomes, path),
            screen=lambda: render.screen(outcomes, path, lang),
            rows=lambda: rows_of(render.document(outcomes, path)["series"]),
        )
        missing = [outcome for outcome in outcomes if outcome.result != "fetched"]
        if missing:
            raise typer.Exit(EXIT_DEGRADED if len(missing) < len(outcomes) else EXIT_FAILED)


def _checked(names: list[str], specs: dict[str, SeriesSpec]) -> list[str]:
    from signals.config import ConfigError
    from sources.spelling import did_you_mean

    for name in names:
        if name not in specs:
            raise ConfigError(
                message(
                    "{name}: no series of the catalogue{near}",
                    name=name,
                    near=did_you_mean(name, specs),
                )
            )
    return list(dict.fromkeys(names))


def _by_default(specs: dict[str, SeriesSpec]) -> Iterator[str]:
    """Yield what a fetch of everything asks for: what needs no scraper and is no news."""
    from sources.adapters import adapter

    for name, spec in specs.items():
        if spec.fetched_from and adapter(spec.fetched_from.partition(":")[0]).BY_DEFAULT:
            yield name


@contextmanager
def _means(settings: Settings, store: Place) -> Iterator[Means]:
    """Lend adapters what they need; every server that they open is closed at the end."""
    from signals.readings.policy.config import taxonomy
    from sources.policy_text.extract import Extractor
    from sources.source import Means
    from sources.store import Store
    from sources.transport import SharedPace, Transport

    def reach(prefix: str, address: str, name: str) -> Transport:
        from signals.config import cache_folder

        pace = SharedPace(cache_folder(), seconds=settings.fred_pace_seconds) if prefix == "fred" else None
        return ways.enter_context(Transport(settings.base_url(prefix, address), source=name, pace=pace))

    with ExitStack() as ways:
        yield Means(
            today=now().date(),
            reach=reach,
            key=lambda prefix: settings.fred_api_key if prefix == "fred" else None,
            extractor=lambda: Extractor(taxonomy()),
            hosts=taxonomy().hosts,
            known=lambda: Store.open(store, readonly=True).events() if store.exists() else (),
        )


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Outcome], None]]:
    """Tell how far it is, on stderr: a bar on a terminal, else a line a series."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    _, remarks = consoles()
    if remarks.is_terminal:
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=remarks, transient=True) as bar:
            task = bar.add_task(spoken(message("fetching")), total=total)
            yield lambda outcome: bar.update(task, advance=1, description=outcome.series)
        return

    def tell(outcome: Outcome) -> None:
        n_new = outcome.added.observations + outcome.added.events
        what = message("{n_new} new", n_new=n_new) if outcome.result == "fetched" else outcome.error
        remark(message("{series}: {what}", series=outcome.series, what=what))

    yield tell


def _keep_copy(store: Store, outcomes: list[Outcome]) -> None:
    if any(outcome.added.observations or outcome.added.events for outcome in outcomes):
        keep_copy(store)
