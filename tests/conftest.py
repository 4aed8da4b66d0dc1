"""Fixtures that every part shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from signals.opening import catalogue
from sources.contract import Reader
from sources.sample import sample_reader

ROOT = Path(__file__).parent.parent

settings.register_profile("suite", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache that the tests of a process share: what it remembers equals what is reckoned, by law."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, shared_cache: Path
) -> None:
    """Keep every test away from the user's own store, key and configuration."""
    for name in list(os.environ):
        if name.startswith(("SIGNALS_", "FRED_")) and name != "SIGNALS_VALIDATION_DIR":
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(shared_cache))


@pytest.fixture(scope="session")
def validation() -> Path:
    """Return the folder of real data that is not ours to publish; skip without it, except in CI."""
    folder = Path(os.environ.get("SIGNALS_VALIDATION_DIR", ROOT.parent / "shared" / "validation"))
    if not folder.is_dir():
        message = "the validation data are not here; set SIGNALS_VALIDATION_DIR to run this test"
        if os.environ.get("CI"):
            pytest.fail(message + " (CI must have them)")
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def sample() -> Reader:
    """Return a reader over the bundled sample."""
    return sample_reader(catalogue().keys())
