"""A sentinel key run through every command and fault, at every log level, appears nowhere."""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signals.cli import app
from sources.transport import Limits
from tools.fred_server import FAULTS, KEY, Change, FredServer
from tools.fred_server.archive import Archive

pytestmark = pytest.mark.slow

runner = CliRunner()
SENTINEL = KEY  # well-formed, and the server accepts it, so that it travels

COMMANDS = {
    "fetch": ["us.effr"],
    "fetch --format json": ["us.effr", "--format", "json"],
    "fetch --dry-run": ["us.effr", "--dry-run"],
    "doctor": [],
    "doctor --format json": ["--format", "json"],
    "doctor --repair": ["--repair"],
    "load": ["missing.csv"],
}
BARE = [
    "path",
    "inflation",
    "policy",
    "appetite",
    "allocate",
    "facts",
    "schema",
    "lint",
    "log",
    "explain",
    "check",
]


@pytest.fixture(scope="module")
def running() -> Iterator[FredServer]:
    log = [
        Change(period=dt.date(2024, 1, n), released_at=dt.date(2024, 1, n + 1), value=5.33)
        for n in range(1, 9)
    ]
    with FredServer(Archive({"DFF": log}, today=dt.date(2024, 2, 16))) as server:
        yield server


@pytest.fixture
def fred(running: FredServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FredServer:
    running.calm()
    monkeypatch.setenv("SIGNALS_FRED_BASE_URL", running.base_url)
    monkeypatch.setenv("FRED_API_KEY", SENTINEL)
    monkeypatch.setenv("SIGNALS_FRED_PACE_SECONDS", "0")
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    quick = Limits(read_seconds=0.1, exchange_seconds=0.2, total_seconds=0.5, max_bytes=200_000, tries=1)
    monkeypatch.setattr("sources.transport.Limits", lambda: quick)
    return running


def leaks(arguments: list[str], folder: Path, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Run a command and return every place where the key shows."""
    result = runner.invoke(app, arguments)
    places = {"stdout": result.stdout, "stderr": result.stderr, "log": caplog.text}
    link: BaseException | None = result.exception
    while link is not None:
        places["traceback"] = (
            places.get("traceback", "") + "".join(traceback.format_exception(link)) + repr(link.args)
        )
        link = link.__context__
    for path in folder.rglob("*"):
        if path.is_file():
            places[path.name] = path.read_bytes().decode("latin-1")
    return [place for place, text in places.items() if SENTINEL in text]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("level", ["DEBUG", "WARNING"])
def test_no_command_shows_the_key(
    command: str, level: str, fred: FredServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(getattr(logging, level))
    assert leaks([command.split(maxsplit=1)[0], *COMMANDS[command]], tmp_path, caplog) == []


@pytest.mark.parametrize("command", BARE)
def test_no_other_command_shows_the_key(
    command: str, fred: FredServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert leaks([command, "--format", "json"], tmp_path, caplog) == []


@pytest.mark.parametrize("name", FAULTS)
def test_no_fault_brings_the_key_to_light(
    name: str, fred: FredServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for logger in ("httpcore", "httpcore.http11", "httpcore.connection", "urllib3"):
        logging.getLogger(logger).disabled = False
    fred.fault_for_ever = FAULTS[name]
    assert leaks(["fetch", "us.effr"], tmp_path, caplog) == []
