"""Every fault once and for ever, over a real socket: recover in time, or say what kind of fault it was."""

from __future__ import annotations

import itertools
import logging
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from sources.adapters.fred import FredClient
from sources.errors import BadPayload, Fatal, RateLimited, SourceError, Unreachable
from sources.transport import Limits, NoPace, SharedPace, Transport
from tools.fred_server import FAULTS, KEY, FredServer

QUICK = Limits(
    connect_seconds=0.5,
    read_seconds=0.15,
    exchange_seconds=0.4,
    total_seconds=1.5,
    max_bytes=200_000,
    tries=2,
    first_wait_seconds=0.001,
    longest_wait_seconds=0.01,
)
PATIENT = replace(QUICK, connect_seconds=5.0, read_seconds=5.0, exchange_seconds=10.0, total_seconds=15.0)

UNREACHABLE = {
    "500", "502", "503", "504", "408", "cut body", "reset", "reset in body", "no http", "stall", "stall in body",
    "drip body", "drip headers", "bad chunks", "cut chunks", "endless headers",
}  # fmt: skip
LIMITED = {name for name in FAULTS if name.startswith("429")} | {"503 retry-after"}
SENT_AWAY = {"redirect elsewhere", "redirect to other port", "redirect to nothing"}


def kind_of(name: str) -> type[SourceError]:
    if name in UNREACHABLE:
        return Unreachable
    if name in LIMITED:
        return RateLimited
    return Fatal if name in SENT_AWAY else BadPayload


def ask(
    server: FredServer | str, limits: Limits = QUICK, *, sleep: Callable[[float], None] = time.sleep
) -> int:
    """Ask for the CPI and return how many rows came."""
    address = server if isinstance(server, str) else server.base_url
    with Transport(address, source="FRED", limits=limits, sleep=sleep) as transport:
        return len(FredClient(SecretStr(KEY), transport).latest("CPIAUCNS"))


def everything_said(error: BaseException) -> str:
    chain = [error, error.__cause__, error.__context__]
    return "".join(
        "".join(traceback.format_exception(link)) + repr(link) for link in chain if link is not None
    )


def test_the_matrix_is_as_large_as_promised() -> None:
    assert len(FAULTS) >= 50
    assert 2 * len(FAULTS) >= 55


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_happens_once(name: str, fred: FredServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    started = time.monotonic()
    fred.faults.append(FAULTS[name])
    if name in SENT_AWAY:
        with pytest.raises(Fatal, match="another host") as caught:
            ask(fred)
        assert KEY not in everything_said(caught.value)
    else:
        patient = replace(QUICK, tries=4, total_seconds=3.0)  # a busy machine may need one try more
        assert ask(fred, patient) == 409
        assert len(fred.requests) >= 2
    assert time.monotonic() - started < 3.5
    assert KEY not in caplog.text


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_lasts_for_ever(name: str, fred: FredServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    started = time.monotonic()
    fred.fault_for_ever = FAULTS[name]
    # What is judged by its content ends at once; only a busy machine makes it look like a slow answer.
    patience = QUICK if kind_of(name) is Unreachable else PATIENT
    with pytest.raises(kind_of(name)) as caught:
        ask(fred, patience)
    assert type(caught.value) is kind_of(name)
    assert time.monotonic() - started < patience.total_seconds + 1.5
    said = everything_said(caught.value)
    assert KEY not in said + caplog.text
    assert "127.0.0.1" not in str(caught.value)
    assert "http" not in str(caught.value).lower().replace("no http", "")


def test_nobody_at_the_address_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable, match="nobody answers"):
        ask(f"http://127.0.0.1:{port}/fred")


def test_a_retry_waits_as_long_as_the_server_asks(fred: FredServer) -> None:
    from tools.fred_server.faults import HTML, status

    slept: list[float] = []
    fred.faults.append(status(429, HTML, ("Retry-After", "7")))
    limits = Limits(tries=3, first_wait_seconds=0.001, longest_wait_seconds=0.01)
    ask(fred, limits, sleep=slept.append)
    assert slept == [7.0]


def test_a_wait_beyond_the_deadline_is_told_at_once(fred: FredServer) -> None:
    from tools.fred_server.faults import HTML, status

    fred.faults.append(status(429, HTML, ("Retry-After", "3600")))
    started = time.monotonic()
    with pytest.raises(RateLimited, match="asks to wait 3600 s") as caught:
        ask(fred)
    assert caught.value.retry_after_seconds == 3600
    assert time.monotonic() - started < 0.5
    assert len(fred.requests) == 1


def test_waits_grow_and_stay_under_the_longest(fred: FredServer) -> None:
    slept: list[float] = []
    fred.fault_for_ever = FAULTS["502"]
    limits = Limits(tries=6, first_wait_seconds=1, longest_wait_seconds=4)
    with pytest.raises(Unreachable, match=r"status 502 \(tried 6 times"):
        ask(fred, limits, sleep=slept.append)
    assert [0.5 * full <= wait <= full for wait, full in zip(slept, (1, 2, 4, 4, 4), strict=True)] == [
        True
    ] * 5


def test_a_redirect_within_the_server_is_followed(fred: FredServer) -> None:
    from tools.fred_server.faults import redirect

    fred.faults.append(redirect(302, "/fred/series/observations?{query}"))
    assert ask(fred) == 409


def test_redirects_in_circles_end(fred: FredServer) -> None:
    from tools.fred_server.faults import redirect

    fred.fault_for_ever = redirect(302, "/fred/series/observations?{query}")
    with pytest.raises(Fatal, match="circles"):
        ask(fred)


def test_compressed_answers_are_read(fred: FredServer) -> None:
    import gzip

    from tools.fred_server.faults import encoded

    fred.faults.append(encoded("gzip", gzip.compress))
    assert ask(fred) == 409


# ---------------------------------------------------------------------- pacing


def test_slots_are_spaced_evenly_within_a_process(tmp_path: Path) -> None:
    moment = itertools.repeat(1000.0)
    pace = SharedPace(tmp_path, seconds=0.6, clock=lambda: next(moment))
    assert [round(pace.reserve(), 6) for _ in range(4)] == [0.0, 0.6, 1.2, 1.8]


def test_slots_are_shared_by_processes(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from sources.transport import SharedPace\n"
        "pace = SharedPace(Path(sys.argv[1]), seconds=0.05)\n"
        "for _ in range(5):\n    wait = pace.reserve(); print(time.time() + wait); time.sleep(wait)"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    moments = sorted(float(line) for process in running for line in process.communicate()[0].split())
    assert len(moments) == 15
    assert moments[-1] - moments[0] >= 14 * 0.05 - 0.02


def test_a_pace_from_the_future_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "pace").write_text("99999999999.0")
    assert SharedPace(tmp_path, seconds=0.6).reserve() == 0.0


@pytest.mark.parametrize("text", ["", "nonsense", "nan"])
def test_a_broken_pace_file_does_not_stop_the_work(tmp_path: Path, text: str) -> None:
    (tmp_path / "pace").write_text(text)
    pace = SharedPace(tmp_path, seconds=0.6)
    assert pace.reserve() == 0.0
    assert 0.5 < pace.reserve() <= 0.6


def test_without_a_place_for_the_file_the_pace_holds_within_the_process(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    moment = itertools.repeat(1000.0)
    pace = SharedPace(tmp_path / "file", seconds=0.6, clock=lambda: next(moment))
    assert [round(pace.reserve(), 6) for _ in range(3)] == [0.0, 0.6, 1.2]


def test_no_pace_waits_for_nothing() -> None:
    assert NoPace().reserve() == 0.0
