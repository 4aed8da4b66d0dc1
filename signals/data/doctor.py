"""What is in order and what is not: the store, each input, the key, optional packages, fonts, versions."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import importlib.util
import platform
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from signals.data.wants import Want, shipped_strategies, wants
from signals.facts import Input, Reason, gate_word
from signals.opening import evidence
from signals.panel import Panel
from signals.readings.policy import facts as policy_facts
from signals.readings.policy import reading as policy
from signals.readings.rate_path.config import rate_path_config
from signals.readings.weekly_tables import reading as weekly_tables
from signals.readings.weekly_tables.config import ALL, weekly_tables_config
from signals.readings.weekly_tables.health import input_of
from signals.settings import Settings
from signals.words import Word
from sources.contract import SeriesSpec
from sources.door.judging.reader import JudgedReader
from sources.errors import StoreError, StoreMissing
from sources.memory import MemoryReader
from sources.message import message, told
from sources.places import Place, ServerAddress
from sources.store import Store
from sources.store.care import examine, good_copy_path

Health = Literal["ok", "note", "warn", "fail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at. ``id`` never changes its meaning; ``hint`` says what would help."""

    id: str
    health: Health
    says: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputHealth:
    """One series of the store as of a day. ``due`` is its next scheduled release, where there is a calendar."""

    id: str
    health: Health
    status: str
    reason: Reason
    period: dt.date | None
    released_at: dt.date | None
    age_days: int | None
    max_age_days: int | None
    due: dt.date | None
    n_suspect: int
    n_blocked: int
    holes: tuple[dt.date, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Everything that was looked at, as of a day. ``absent`` are series of the catalogue that the store lacks.

    ``wants`` says what each leg of each strategy lacks.
    """

    as_of: dt.date
    store: Place
    checks: tuple[Check, ...]
    inputs: tuple[InputHealth, ...]
    absent: tuple[str, ...]
    wants: tuple[Want, ...] = ()

    @property
    def worst(self) -> Health:
        """The worst of all."""
        order: tuple[Health, ...] = ("ok", "note", "warn", "fail")
        found = [check.health for check in self.checks] + [item.health for item in self.inputs]
        return max(found, key=order.index, default="ok")


def diagnose(
    store: Place, settings: Settings, specs: Mapping[str, SeriesSpec], *, as_of: dt.date
) -> Diagnosis:
    """Look at everything; nothing is changed."""
    checks: list[Check] = []
    inputs: tuple[InputHealth, ...] = ()
    absent: tuple[str, ...] = tuple(specs)
    opened = _store_checks(store, checks)
    heard = JudgedReader(opened or MemoryReader(()), evidence())
    panel = Panel(heard, as_of, specs)
    if opened is not None:
        checks += _accepted(opened)
        held = [name for name in opened.series_ids() if not name.startswith("futures.")]
        inputs = tuple(_input(panel, name) for name in held)
        inputs += (*_futures(panel), *_events(panel), *_weekly_tables(panel))
        absent = tuple(name for name in specs if name not in held)
    checks.append(_key_check(settings))
    checks += [*_extra_checks(), _font_check(), *_version_checks()]
    return Diagnosis(
        as_of=as_of,
        store=store,
        checks=tuple(checks),
        inputs=inputs,
        absent=absent,
        wants=wants(
            panel,
            shipped_strategies(),
            has_key=settings.fred_api_key is not None,
        ),
    )


def _store_checks(path: Place, checks: list[Check]) -> Store | None:
    """Look at the store; return it opened where it can be read."""
    if not isinstance(path, Path):
        return _server_checks(path, checks)
    copy = good_copy_path(path)
    repair = (
        message("`signals doctor --repair` restores the last good copy")
        if copy.exists()
        else message(
            "there is no good copy beside it; move it away and fill a new one with `signals load` and `fetch`"
        )
    )
    try:
        found = examine(path)
        store = Store.open(path, readonly=True) if found.sound else None
    except StoreMissing:
        hint = repair if copy.exists() else message("`signals load FILE` or `signals fetch` creates one")
        says = message(
            "{path}: no store here; without one of your own, commands read the bundled sample", path=path
        )
        checks.append(Check(id="store.file", health="note", says=says, hint=hint))
        return None
    except StoreError as error:
        checks.append(
            Check(id="store.file", health="fail", says=told(error), hint=message("see the message"))
        )
        return None
    checks.append(Check(id="store.file", health="ok", says=str(path)))
    if store is None:
        checks.append(Check(id="store.integrity", health="fail", says=found.problem, hint=repair))
        return None
    says = message(
        "every page and row is whole: {n_observations} rows of {n_series} series",
        n_observations=found.n_observations,
        n_series=found.n_series,
    )
    checks.append(Check(id="store.integrity", health="ok", says=says))
    checks.append(_copy_check(path, copy))
    return store


def _server_checks(address: ServerAddress, checks: list[Check]) -> Store | None:
    """Read every row that a server holds; its pages and copies are its own care."""
    try:
        store = Store.open(address, readonly=True)
        n_rows = sum(len(store.series(name)) for name in store.series_ids())
        store.events()
        store.calls()
        store.acceptances()
    except StoreError as error:
        checks.append(
            Check(id="store.server", health="fail", says=told(error), hint=message("see the message"))
        )
        return None
    checks.append(Check(id="store.server", health="ok", says=str(address)))
    says = message(
        "every row is whole: {n_rows} rows of {n_series} series",
        n_rows=n_rows,
        n_series=len(store.series_ids()),
    )
    checks.append(Check(id="store.integrity", health="ok", says=says))
    return store


def _copy_check(path: Path, copy: Path) -> Check:
    hint = message("the next `signals load` or `signals fetch` that adds something makes one")
    if not copy.exists():
        return Check(id="store.copy", health="note", says=message("no good copy beside it yet"), hint=hint)
    try:
        found = examine(copy)
    except StoreError as error:
        return Check(id="store.copy", health="warn", says=told(error), hint=hint)
    if not found.sound:
        return Check(
            id="store.copy",
            health="warn",
            says=message("the copy is damaged: {problem}", problem=found.problem),
            hint=hint,
        )
    behind = copy.stat().st_mtime < path.stat().st_mtime - 1
    held = message("{name}, {n_rows} rows", name=copy.name, n_rows=found.n_observations)
    says = message("{held}, older than the store", held=held) if behind else held
    return Check(id="store.copy", health="ok", says=says)


def _input(panel: Panel, name: str) -> InputHealth:
    found = panel.input(name)
    spec = panel.catalogue.get(name)
    history = panel.reader.series(name)
    due = spec.next_release(panel.as_of, found.period) if spec else None
    hints = {
        "stale": f"`signals fetch {name}`" if spec and (spec.fred or spec.feed) else "`signals load FILE`",
        "suspect": message(
            "compare with the publisher (`signals series {name}` shows the rows); "
            'if one is right, `signals accept {name} PERIOD VALUE --because "…"`',
            name=name,
        ),
        "missing": "`signals load FILE`",
    }
    return replace(
        _health_of(found, hint=hints.get(found.status, "")),
        due=due.released_at if due else None,
        n_suspect=int((history.quality == "suspect").sum()),
        n_blocked=int((history.quality == "blocked").sum()),
        holes=_holes(panel, name, spec),
    )


def _health_of(found: Input, *, hint: str) -> InputHealth:
    """Return how an input stands, no row of it being looked at."""
    return InputHealth(
        id=found.series,
        health="ok" if found.status == "ok" else "warn",
        status=found.status,
        reason=found.reason,
        period=found.period,
        released_at=found.released_at,
        age_days=found.age_days,
        max_age_days=found.max_age_days,
        due=None,
        n_suspect=0,
        n_blocked=0,
        holes=(),
        hint=hint,
    )


def _holes(panel: Panel, name: str, spec: SeriesSpec | None) -> tuple[dt.date, ...]:
    """Return the months that a monthly series lacks among its last 24, and that were published."""
    if spec is None or spec.frequency != "monthly":
        return ()
    held = {period.replace(day=1) for period in panel.series(name).period.tolist()}
    if not held:
        return ()
    last = max(held)
    number = last.year * 12 + last.month - 1
    months = [dt.date(n // 12, n % 12 + 1, 1) for n in range(number - 23, number)]
    return tuple(
        month for month in months if month not in held | spec.gates.unpublished and month > min(held)
    )


def _futures(panel: Panel) -> Iterator[InputHealth]:
    """Yield the futures of each root as one input: the newest day on which any contract has a price."""
    roots = sorted(
        {name.split(".")[1][:-3] for name in panel.reader.series_ids() if name.startswith("futures.")}
    )
    for root in roots:
        prices = panel.futures(root)
        newest = prices.date.max().astype(object) if len(prices) else None
        age = (panel.as_of - newest).days if newest else None
        limit = rate_path_config().strip.max_age_days
        stale = age is None or age > limit
        n_suspect, n_blocked, doubt = _doubted_prices(panel, root, newest)
        yield InputHealth(
            id=f"futures.{root}",
            health="warn" if stale or doubt else "ok",
            status="stale" if stale else "suspect" if doubt else "ok",
            reason=Word.of("inputs.too_old", age_days=age, limit_days=limit)
            if stale and age is not None
            else doubt or "",
            period=newest,
            released_at=newest,
            age_days=age,
            max_age_days=limit,
            due=None,
            n_suspect=n_suspect,
            n_blocked=n_blocked,
            holes=(),
            hint=message("`signals load FILE`, or `signals fetch futures.{root}`", root=root)
            if stale
            else message("`signals series {root}` shows the prices", root=root)
            if doubt
            else "",
        )


def _doubted_prices(panel: Panel, root: str, newest: dt.date | None) -> tuple[int, int, Word | None]:
    """Return how many prices of a root are doubted and blocked, and what is held against its newest strip."""
    n_suspect = n_blocked = 0
    rules: list[str] = []
    n_newest = 0
    day = np.datetime64(panel.as_of, "D")
    for name in panel.reader.series_ids():
        if not name.startswith(f"futures.{root}"):
            continue
        history = panel.reader.series(name)
        known = history.released_at <= day
        n_suspect += int((known & (history.quality == "suspect")).sum())
        n_blocked += int((known & (history.quality == "blocked")).sum())
        if newest is not None:
            here = known & (history.period == np.datetime64(newest, "D"))
            n_newest += int(here.sum())
            rules += history.rule[here & (history.quality != "ok")].tolist()
    if not rules:
        return n_suspect, n_blocked, None
    word = Word.of("gates.strip_doubted", doubted=len(rules), all=n_newest, rule=gate_word(rules[0]))
    return n_suspect, n_blocked, word


def _accepted(store: Store) -> Iterator[Check]:
    """Yield every row that a person accepted by name, with the reason."""
    for one in store.acceptances():
        says = Word.of(
            "gates.row_accepted",
            series=one.series,
            period=one.period,
            value=f"{one.value:.10g}",
            day=one.accepted_at[:10],
            because=one.because,
        )
        yield Check(id="store.accepted", health="note", says=message("{says}", says=says))


def _events(panel: Panel) -> Iterator[InputHealth]:
    """Yield the event table as the policy windows see it: may its silence be read as "nothing happened"?"""
    seen = {
        item.series: item
        for fact in policy_facts.facts(policy.read(panel))
        for item in fact.inputs
        if item.series.startswith("events.")
    }
    for name in sorted(seen):
        item = seen[name]
        hint = (
            ""
            if item.status == "ok"
            else message("`signals load FILE` with policy events, or `signals fetch events.cn.gov`")
        )
        yield _health_of(item, hint=hint)


_OF_A_TABLE = message(
    "`signals tables` shows the rows; `signals load FILE` brings a newer or corrected table"
)


def _weekly_tables(panel: Panel) -> Iterator[InputHealth]:
    """Yield each table of a weekly that is known: is its newest week fresh, are rows in doubt?"""
    reading = weekly_tables.read(panel, wanted=())
    for group in (found.group for found in reading.groups if found.group.id == ALL):
        item = input_of(
            group, panel.as_of, max_age_days=weekly_tables_config().max_age_days, weeks=[group.newest]
        )
        yield replace(
            _health_of(item, hint="" if item.status == "ok" else _OF_A_TABLE),
            id=item.series.removesuffix(f".{ALL}"),
            n_suspect=sum(not row.sound for rows in group.rows.values() for row in rows),
        )


def _key_check(settings: Settings) -> Check:
    if settings.fred_api_key is None:
        return Check(
            id="key.fred",
            health="note",
            says=message("no FRED key"),
            hint=message("`signals fetch` needs one: set FRED_API_KEY; everything else works without"),
        )
    text = settings.fred_api_key.get_secret_value().strip()
    if len(text) != 32 or not (text.isascii() and text.isalnum() and text.lower() == text):
        says = message("a FRED key of {n_text} characters that cannot be one", n_text=len(text))
        return Check(
            id="key.fred", health="warn", says=says, hint=message("expected 32 lower-case letters and digits")
        )
    return Check(id="key.fred", health="ok", says=message("a FRED key is set (not shown)"))


_EXTRAS = {
    "plot": ("matplotlib", "--plot FILE"),
    "yfinance": ("yfinance", "`signals fetch futures.ZQ index.HSI`"),
    "akshare": ("akshare", "`signals fetch index.HSTECH cn.cpi.yoy`"),
}


def _extra_checks() -> Iterable[Check]:
    for extra, (package, use) in _EXTRAS.items():
        if importlib.util.find_spec(package) is not None:
            version = importlib.metadata.version(package)
            yield Check(
                id=f"extra.{extra}",
                health="ok",
                says=message("{package} {version}", package=package, version=version),
            )
        else:
            hint = f"pip install 'macro-signals[{extra}]'"
            yield Check(
                id=f"extra.{extra}",
                health="note",
                says=message("not installed; for {use}", use=use),
                hint=hint,
            )


def _font_check() -> Check:
    if importlib.util.find_spec("matplotlib") is None:
        return Check(id="font.cjk", health="note", says=message("not looked for: no matplotlib"))
    from signals.pictures.look import chinese_fonts  # noqa: PLC0415 - loads matplotlib, for this check alone

    found = next(iter(chinese_fonts()), None)
    if found is None:
        return Check(
            id="font.cjk",
            health="note",
            says=message("no Chinese font for plots"),
            hint=message("install one, such as Noto Sans CJK; `--plot` with `--lang zh` needs it"),
        )
    return Check(id="font.cjk", health="ok", says=found)


def _version_checks() -> Iterable[Check]:
    yield Check(id="version.python", health="ok", says=platform.python_version())
    yield Check(id="version.sqlite", health="ok", says=sqlite3.sqlite_version)
    for package in ("numpy", "pandas", "statsmodels", "sqlalchemy", "fredapi"):
        yield Check(id=f"version.{package}", health="ok", says=importlib.metadata.version(package))
