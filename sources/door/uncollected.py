"""A pause of the garbage collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector away while very many values are made that hold no cycles.

    It would walk all of them again and again: reading 100,000 rows takes 1.16 s of CPU instead of
    1.96 (benchmarks/loading.py), 296 documents of a replay 9.1 s instead of 11.0 (benchmarks/replay.py).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
