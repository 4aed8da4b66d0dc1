"""Remembered facts equal reckoned ones, and nothing else is ever believed."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from signals import engine
from signals.allocation.calls import Past
from signals.allocation.claims import find_claims, read_claims
from signals.cli.calls import memory_of
from signals.config import config_root
from signals.engine import config_sha256, load_strategies
from signals.facts import Fact
from signals.opening import catalogue, open_reader
from signals.panel import Panel
from signals.readings import readings, vocabulary
from signals.remembered import Memory, memory_key, program
from sources.contract import Reader
from sources.store import Store

STAMP = dt.datetime(2024, 2, 16, tzinfo=dt.UTC)
DAYS = (dt.date(2023, 10, 12), dt.date(2024, 2, 9), dt.date(2024, 2, 16))


def every_fact(sample: Reader, memory: Memory | None) -> dict[str, dict[dt.date, tuple[Fact, ...]]]:
    panel = Panel(sample, DAYS[-1], catalogue(), memory)
    return {reading.name: dict(reading.facts_range(panel, DAYS)) for reading in readings(catalogue())}


@pytest.fixture(scope="module")
def reckoned(sample: Reader) -> dict[str, dict[dt.date, tuple[Fact, ...]]]:
    return every_fact(sample, None)


@pytest.fixture
def kept(sample: Reader, tmp_path: Path) -> Memory:
    memory = Memory(tmp_path / "deep" / "x.facts", memory_key("sample", "0"))
    every_fact(sample, memory)
    return memory


def nothing(_: object) -> None:
    raise AssertionError("this day was to be remembered")


def test_every_fact_of_every_reading_comes_back_as_it_was_reckoned(sample, kept, reckoned):
    assert every_fact(sample, kept) == reckoned
    for name, by_day in reckoned.items():  # and from memory alone: a reading that is asked fails the test
        assert dict(kept.facts_range(name, DAYS, None, nothing)) == by_day
        for day, facts in kept.facts_range(name, DAYS, None, nothing):
            for ours, theirs in zip(facts, by_day[day], strict=True):
                assert repr(ours) == repr(theirs)  # types too: 1 is not 1.0, a word is not its text


class Closed:
    """A reader that may not be asked."""

    origin = "sample"


def test_a_remembered_day_asks_for_no_row_and_says_the_same(sample, tmp_path: Path):
    strategies = load_strategies("hstech")

    def judged(reader: Reader, memory: Memory | None) -> str:
        panel = Panel(reader, DAYS[-1], catalogue(), memory)
        facts = engine.facts_as_of(panel, sigma_for=("us.vix",))
        claims = read_claims(find_claims("example"), vocabulary(catalogue()))[4:]
        found = engine.judge_day(panel, facts, strategies=strategies, past=Past(), claims=claims, draw=False)
        return repr((replace(found, facts=None), dict(facts)))

    memory = Memory(tmp_path / "x.facts", "key")
    expected = judged(sample, None)

    assert judged(sample, memory) == expected
    assert judged(Closed(), memory) == expected
    with pytest.raises(AttributeError):
        judged(Closed(), Memory(memory.path, "another key"))


def test_rows_of_another_state_configuration_or_program_are_not_believed(kept):
    other = Memory(kept.path, memory_key("another", "0"))

    assert other._recall("policy", "*", DAYS) == {}
    assert memory_key("a", "0") != memory_key("a", "1") != memory_key("b", "1")


def test_a_new_row_another_configuration_and_another_program_each_have_a_memory_of_their_own(
    tmp_path: Path, sample: Reader, monkeypatch: pytest.MonkeyPatch
):
    store = Store.open(tmp_path / "s.db", create=True)
    first, second = list(_rows(sample))[:2]
    configs = tmp_path / "configs"
    shutil.copytree(config_root(), configs)
    keys = []

    def note() -> None:
        for cached in (config_sha256, program):
            cached.cache_clear()
        found = memory_of(open_reader(store=tmp_path / "s.db", sample=False))
        assert found is not None
        keys.append(found.key)

    store.append([first], fetched_at=STAMP)
    note()
    note()  # nothing moved: the same memory
    store.append([second], fetched_at=STAMP)
    note()
    monkeypatch.setenv("SIGNALS_CONFIG_DIR", str(configs))
    with (configs / "policy.toml").open("a", encoding="utf-8") as file:
        file.write("# another word\n")
    note()
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"another {name}")
    note()
    monkeypatch.undo()
    for cached in (config_sha256, program):
        cached.cache_clear()

    assert keys[0] == keys[1]
    assert len(set(keys)) == 4


def test_a_damaged_row_is_reckoned_again(sample, kept, reckoned):
    with sqlite3.connect(kept.path) as connection:
        connection.execute("UPDATE facts SET said = replace(said, '0', '1')")
        connection.execute("UPDATE facts SET said = 'no json' WHERE reading = 'policy'")

    assert every_fact(sample, kept) == reckoned


@pytest.mark.parametrize("content", [b"no database", b""])
def test_a_file_that_cannot_be_used_remembers_nothing(sample, tmp_path: Path, content: bytes, reckoned):
    file = tmp_path / "broken.facts"
    file.write_bytes(content)

    assert every_fact(sample, Memory(file, "key")) == reckoned


def test_a_folder_that_cannot_be_made_remembers_nothing(sample, tmp_path: Path, reckoned):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    assert every_fact(sample, Memory(tmp_path / "file" / "x.facts", "key")) == reckoned


def test_the_state_of_a_store_changes_with_every_row_and_not_with_a_call(tmp_path: Path, sample: Reader):
    store = Store.open(tmp_path / "s.db", create=True)
    empty = store.state
    first = list(_rows(sample))[:2]
    store.append(first[:1], fetched_at=STAMP)
    one = store.state
    store.append(first, fetched_at=STAMP)
    two = store.state

    assert len({empty, one, two}) == 3
    assert Store.open(tmp_path / "s.db", readonly=True).state == two


def _rows(sample: Reader):
    from sources.contract import Observation

    history = sample.series("us.cpi.all.nsa")
    for period, released_at, value in zip(history.period, history.released_at, history.value, strict=True):
        yield Observation(
            series="us.cpi.all.nsa",
            period=period.astype(object),
            released_at=released_at.astype(object),
            value=float(value),
            source="test",
        )
