"""A line on stderr that says that a command is at work, from the second second on; nothing where it is no terminal.

Whoever is about to write, ask or draw a bar calls `quiet` first: `emit`, `consoles` and the error boundary do.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeVar

from signals.cli.language import language

T = TypeVar("T")

PATIENCE_S = 1.5
"""A command that is done by then needs no word; one of two seconds has had one."""
TICK_S = 0.12
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class _Line:
    """The line, drawn by a thread of its own until it is stopped."""

    def __init__(self, words: str, out: TextIO) -> None:
        self._words, self._out = words, out
        self._begun = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._draw, daemon=True)
        self._thread.start()

    def _draw(self) -> None:
        if self._over.wait(PATIENCE_S):
            return
        turn = 0
        while not self._over.wait(TICK_S):
            seconds = int(time.monotonic() - self._begun)
            self._out.write(f"\r{_FRAMES[turn % len(_FRAMES)]} {self._words} {seconds} s")
            self._out.flush()
            turn += 1
        if turn:
            self._out.write("\r\x1b[K")
            self._out.flush()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()


_lines: list[_Line] = []


@contextmanager
def at_work() -> Iterator[None]:
    """Say on a terminal that the command is at work, until it writes or ends."""
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not _lines:
        _lines.append(_Line("计算中…" if language() == "zh" else "working…", sys.stderr))
    try:
        yield
    finally:
        quiet()


def quiet() -> None:
    """Take the line away: something else is going to stand there."""
    while _lines:
        _lines.pop().stop()


def counted(items: Iterable[T], total: int, words: str) -> Iterator[T]:
    """Yield items with a bar of how many of ``total`` are done; where results scroll by they tell it themselves."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from items
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from signals.render.terminal import Screen

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    quiet()
    with Progress(*columns, console=Screen(stderr=True), transient=True) as bar:
        yield from bar.track(items, total=total, description=words)
