"""Where a store is: a path or the address of a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from signals.config import ConfigError
from signals.settings import read_settings
from sources.places import ServerAddress, place_of


def test_a_path_stays_a_path_and_an_address_is_shown_without_its_password():
    assert place_of("/data/store.sqlite") == Path("/data/store.sqlite")
    assert place_of("sqlite:////data/store.sqlite") == Path("/data/store.sqlite")
    shown = str(place_of("postgresql+psycopg://me:secret@db.example:5433/macro"))
    assert shown == "postgresql+psycopg://me@db.example:5433/macro"


def test_the_environment_may_name_a_server(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SIGNALS_STORE", "postgresql+psycopg://me@db/macro")
    assert isinstance(read_settings().store, ServerAddress)

    monkeypatch.setenv("SIGNALS_STORE", "mysql://me:secret@db/macro")
    with pytest.raises(ConfigError, match="expected a path") as caught:
        read_settings()
    assert "secret" not in str(caught.value)
