"""Settings come from the environment alone, and the key never shows."""

from __future__ import annotations

import datetime as dt
import traceback
from pathlib import Path

import pytest

from signals.config import ConfigError
from signals.opening import open_reader
from signals.settings import FRED_BASE_URL, read_settings
from sources.contract import Observation

SENTINEL = "sentinelkey0123456789abcdef01234"


def test_without_variables_there_is_no_key_and_the_public_server() -> None:
    settings = read_settings()
    assert settings.fred_api_key is None
    assert settings.fred_base_url == FRED_BASE_URL


@pytest.mark.parametrize("name", ["FRED_API_KEY", "SIGNALS_FRED_API_KEY"])
def test_the_key_is_held_but_not_shown(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, SENTINEL)
    settings = read_settings()
    assert settings.fred_api_key is not None
    assert settings.fred_api_key.get_secret_value() == SENTINEL
    assert SENTINEL not in repr(settings) + str(settings) + settings.model_dump_json()


def test_a_bad_address_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRED_API_KEY", SENTINEL)
    monkeypatch.setenv("SIGNALS_FRED_BASE_URL", f"https://host/fred?api_key={SENTINEL}")
    with pytest.raises(ConfigError, match="SIGNALS_FRED_BASE_URL") as caught:
        read_settings()
    assert SENTINEL not in "".join(traceback.format_exception(caught.value))


def test_without_a_store_the_sample_is_read() -> None:
    assert open_reader(store=None, sample=False).origin == "sample"


@pytest.mark.parametrize("how", ["option", "variable"])
def test_a_named_store_that_is_not_there_is_never_replaced_by_the_sample(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tmp_path / "none.sqlite"
    if how == "variable":
        monkeypatch.setenv("SIGNALS_STORE", str(missing))
    with pytest.raises(ConfigError, match="signals load"):
        open_reader(store=missing if how == "option" else None, sample=False)


def test_the_default_store_is_read_where_there_is_one() -> None:
    from sources.store import Store

    day = dt.date(2024, 2, 16)
    row = Observation(series="index.HSI", period=day, value=16_339.96, released_at=day, source="test")
    Store.open(read_settings().store, create=True).append(
        [row], fetched_at=dt.datetime(2024, 2, 17, tzinfo=dt.UTC)
    )
    assert open_reader(store=None, sample=False).origin == "store"
    assert open_reader(store=None, sample=True).origin == "sample"
