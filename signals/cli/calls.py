"""Documents and the log of calls, as the commands about calls make, read and write them."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from signals.cli.session import now, remark, today
from signals.config import ConfigError, cache_folder, where_and_what
from sources.message import message, told

if TYPE_CHECKING:
    from signals.allocation.calls import Past
    from signals.allocation.claims import Claim
    from signals.allocation.contract import AllocationDocument, ClaimCheck
    from signals.engine import LoadedStrategy
    from signals.houses.config import House
    from signals.panel import Panel
    from signals.remembered import Memory
    from sources.contract import Reader
    from sources.store import CallEntry, Store


class Session:
    """Strategies, sentences and data opened once; documents for as many days as asked.

    Raises:
        ConfigError: a file of claims or overrides cannot be used, or there is no such store.
    """

    def __init__(
        self,
        strategies: Sequence[LoadedStrategy],
        *,
        store: Path | None,
        sample: bool,
        claims: Path | None = None,
        overrides: Path | None = None,
        keep: Literal["all", "used"] = "all",
        house: House | None = None,
    ) -> None:
        from signals.allocation.rating import read_overrides
        from signals.opening import open_reader

        self.strategies = strategies
        self.keep = keep
        self.house = house
        self.threads = _threads(strategies)
        self.all_claims = claims is not None
        self.report = claims if claims is not None and _is_report(claims) else None
        self.claims = () if self.report else _claims(claims, strategies)
        self.overrides = read_overrides(overrides) if overrides is not None else ()
        self.reader = open_reader(store=store, sample=sample)
        self.memory = memory_of(self.reader)

    def on(
        self, as_of: dt.date | None, *, against: Path | None = None, record: bool = False
    ) -> AllocationDocument:
        """Return the document of one day, on the record that the store holds."""
        from signals.allocation.calls import Past
        from signals.opening import panel_as_of
        from signals.record.log import past_of

        panel = panel_as_of(self.reader, as_of, today=today(), memory=self.memory)
        log = read_log(self.reader, needed=record)
        past = Past() if log is None else past_of(log, panel.as_of, self.threads)
        if against is not None:
            older = read_document_file(against)
            check_order(against, older.document.as_of, panel.as_of)
            past = replace(past, document=older)
        document = self._document(panel, past)
        if record:
            remark(record_document(self.reader, document))
        return document

    def over(self, first: dt.date, last: dt.date, step_days: int) -> Iterator[AllocationDocument]:
        """Yield a document every so many days; each builds on the ones before, not on the store's log."""
        from signals.opening import panel_as_of
        from signals.record.log import Trail

        trail = Trail()
        for ahead in range(0, (last - first).days + 1, step_days):
            panel = panel_as_of(self.reader, first + dt.timedelta(ahead), today=today(), memory=self.memory)
            document = self._document(panel, trail.past(), draw=False)
            trail.add(document)
            yield document

    def _document(self, panel: Panel, past: Past, *, draw: bool = True) -> AllocationDocument:
        from signals import engine
        from signals.allocation.claims import of_the_last_week
        from signals.allocation.contract import Run

        started = time.perf_counter()
        document = engine.allocate(
            panel,
            strategies=self.strategies,
            past=past,
            run=Run(generated_at=now().astimezone(dt.UTC).replace(microsecond=0), duration_ms=0),
            claims=[one for one in self.claims if self.all_claims or of_the_last_week(one, panel.as_of)],
            read_claims=self._read_claims(panel),
            overrides=self.overrides,
            keep=self.keep,
            draw=draw,
            finish=None if self.house is None else partial(self.house.on, panel=panel),
        )
        duration_ms = round(1000 * (time.perf_counter() - started))
        run = document.run.model_copy(update={"duration_ms": duration_ms})
        return document.model_copy(update={"run": run})

    def _read_claims(self, panel: Panel) -> tuple[ClaimCheck, ...]:
        """Return the claims of the report that was given, on the day that it bears."""
        if self.report is None:
            return ()
        from signals.claims.checks import claim_checks
        from signals.claims.report import check_report
        from signals.claims.texts import day_borne, name_of, read_text

        text = read_text(self.report)
        name = name_of(self.report)
        day = day_borne(text, name) or panel.as_of
        if day > panel.as_of:
            return ()  # it is not written yet
        return claim_checks(check_report(panel.at(day), text, name=name))


def _is_report(path: Path) -> bool:
    """Return whether a file of claims is a report to be read, rather than sentences typed as tests."""
    return path.is_file() and path.suffix.lower() != ".toml"


def memory_of(reader: Reader) -> Memory | None:
    """Return where facts of these data are remembered: beside the store, or in the cache for the sample."""
    from signals.engine import config_sha256
    from signals.remembered import Memory, memory_key

    if reader.origin == "sample":
        return Memory(cache_folder() / "sample.facts", memory_key("sample", config_sha256()))
    store = _store_of(reader)
    if store is None:
        return None
    path = store.path
    place = (
        path.with_name(f"{path.name}.facts") if isinstance(path, Path) else cache_folder() / "server.facts"
    )
    return Memory(place, memory_key(f"{path} {store.state}", config_sha256()))


def _threads(strategies: Sequence[LoadedStrategy]) -> tuple[str, ...]:
    """Return the pairs that the strategies call.

    Raises:
        ConfigError: two strategies call the same pair, or one is given twice.
    """
    threads = tuple(loaded.rules.strategy.thread_id for loaded in strategies)
    twice = next((thread for thread in threads if threads.count(thread) > 1), None)
    if twice is not None:
        own = ", ".join(
            loaded.rules.strategy.id for loaded in strategies if loaded.rules.strategy.thread_id == twice
        )
        raise ConfigError(
            message(
                "two strategies call the same pair {twice}: {own}; ask for one of them", twice=twice, own=own
            )
        )
    return threads


def check_order(old: Path, old_as_of: dt.date, new_as_of: dt.date) -> None:
    """Refuse to explain changes backwards: a cause such as a release only runs forward in time.

    Raises:
        ConfigError: the document at ``old`` is of a later day.
    """
    if old_as_of > new_as_of:
        raise ConfigError(
            message(
                "{old}: OLD is the later document: as of {old_as_of}, and NEW as of {new_as_of}; "
                "changes are told forward in time",
                old=old,
                old_as_of=old_as_of,
                new_as_of=new_as_of,
            )
        )


def _claims(path: Path | None, strategies: Sequence[LoadedStrategy]) -> tuple[Claim, ...]:
    """Return the claims of the file that was asked for; without one, the strategies' own."""
    from signals.allocation.claims import find_claims, read_claims
    from signals.opening import catalogue
    from signals.readings import vocabulary

    own = [loaded.rules.strategy.claims for loaded in strategies]
    files = [str(path)] if path is not None else [name for name in dict.fromkeys(own) if name is not None]
    words = vocabulary(catalogue()) if files else ()
    return tuple(claim for name in files for claim in read_claims(find_claims(name), words))


def strategies_about(subject: str, named: Sequence[str]) -> tuple[LoadedStrategy, ...]:
    """Return the one strategy whose subject, pair or own name is ``subject``.

    Args:
        subject: in any case, such as ``HSTECH``, ``HSTECH~HSI`` or ``hstech``.
        named: the strategies to look in; empty for all that ship.

    Raises:
        ConfigError: there is none, or more than one.
    """
    from signals.engine import load_strategies
    from signals.rules.loading import strategy_names

    loaded = load_strategies(named or strategy_names())
    wanted = subject.casefold()
    found = tuple(
        one
        for one in loaded
        if wanted
        in {
            one.rules.strategy.id.casefold(),
            one.rules.strategy.subject.id.casefold(),
            one.rules.strategy.thread_id.casefold(),
        }
    )
    if len(found) == 1:
        return found
    known = ", ".join(one.rules.strategy.thread_id for one in found or loaded)
    if found:
        raise ConfigError(
            message(
                "{subject!r} is the subject of several calls: {known}; name one", subject=subject, known=known
            )
        )
    raise ConfigError(
        message(
            "no call is about {subject!r}; known: {known}; or give --strategy FILE",
            subject=subject,
            known=known,
        )
    )


def read_document_file(path: Path) -> AllocationDocument:
    """Read a document; a changed one is read too, with a warning on stderr.

    Raises:
        ConfigError: there is no such file, or it holds no allocation document.
    """
    from pydantic import ValidationError

    from signals.allocation.contract import read_document
    from signals.allocation.hashing import is_intact

    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            message("{path}: cannot be read ({said})", path=path, said=error.strerror)
        ) from error
    except ValueError as error:
        raise ConfigError(
            message(
                "{path}: no JSON ({error}); expected the output of allocate --format json",
                path=path,
                error=told(error),
            )
        ) from error
    if not isinstance(raw, dict):
        raise ConfigError(
            message(
                "{path}: found {name}; expected one allocation document", path=path, name=type(raw).__name__
            )
        )
    version = str(raw.get("schema_version", "2"))
    if version.partition(".")[0] != "2":
        raise ConfigError(
            message(
                "{path}: found schema version {version}; this program reads 2.x (docs/contract.md says what changed)",
                path=path,
                version=version,
            )
        )
    try:
        document = read_document(raw)
    except ValidationError as error:
        where, problem = where_and_what(error)
        raise ConfigError(
            message(
                "{path}: no allocation document: {where}: {problem}",
                path=path,
                where=where,
                problem=problem,
            )
        ) from error
    if not is_intact(raw):
        remark(message("{path}: the content was changed after its hash was taken", path=path))
    return document


def read_log(reader: Reader, *, needed: bool) -> Sequence[CallEntry] | None:
    """Return the log that comes with the data; None for the bundled sample, which has none.

    Raises:
        ConfigError: a log is ``needed`` and the data are the sample.
    """
    if reader.origin == "sample":
        if needed:
            raise ConfigError(
                message(
                    "the bundled sample keeps no log of calls; give --store PATH, or fill your own with `signals load`"
                )
            )
        return None
    store = _store_of(reader)
    return store.calls() if store is not None else None


def _store_of(reader: Reader) -> Store | None:
    from sources.door.judging.reader import JudgedReader
    from sources.store import Store

    heard = reader.heard if isinstance(reader, JudgedReader) else reader
    return heard if isinstance(heard, Store) else None


def record_document(reader: Reader, document: AllocationDocument) -> str:
    """Append a document's calls to the log and say so.

    Raises:
        StoreError: the store cannot be written, or another process recorded first.
    """
    from signals.record.log import new_entries
    from sources.store import CallEntry, Store

    read = _store_of(reader)
    if read is None:
        raise ConfigError(message("the bundled sample keeps no log of calls; give --store PATH"))
    writable = Store.open(read.path)
    entries = new_entries(document, recorded_at=now().astimezone(dt.UTC), log=writable.calls())
    for entry in entries:
        writable.append_call(CallEntry(**asdict(entry)))
    if not entries:
        return message("this document is on record already; nothing was added")
    return message(
        "recorded {n_entries} call{s} in {path}",
        n_entries=len(entries),
        s="s" if len(entries) > 1 else "",
        path=read.path,
    )
