"""A command that takes its time says so on a terminal, leaves no trace, and says nothing elsewhere."""

from __future__ import annotations

import io
import sys
import time

import pytest

from signals.cli import waiting


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE_S", 0.0)
    monkeypatch.setattr(waiting, "TICK_S", 0.002)
    monkeypatch.setenv("TERM", "xterm")


def test_the_line_is_taken_away_before_anything_else_is_written(monkeypatch):
    monkeypatch.setattr(sys, "stderr", out := Terminal())
    with waiting.at_work():
        while "working" not in out.getvalue():
            time.sleep(0.001)
        waiting.quiet()
        out.write("result")
    assert out.getvalue().endswith("\r\x1b[Kresult")


def test_an_error_takes_the_line_away_too(monkeypatch):
    monkeypatch.setattr(sys, "stderr", out := Terminal())

    @waiting.at_work()
    def fails() -> None:
        while "working" not in out.getvalue():
            time.sleep(0.001)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fails()
    assert out.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_where_nobody_looks_nothing_is_said(monkeypatch, term):
    monkeypatch.setenv("TERM", term)
    out = io.StringIO() if term == "xterm" else Terminal()
    monkeypatch.setattr(sys, "stderr", out)
    with waiting.at_work():
        time.sleep(0.01)
    assert list(waiting.counted([1, 2], 2, "days")) == [1, 2]
    assert "working" not in out.getvalue()
