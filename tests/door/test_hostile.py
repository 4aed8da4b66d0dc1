"""No traceback on any input: mutated tables of every kind end in rows or in a refusal, and quickly."""

from __future__ import annotations

import datetime as dt
import os
import random
from importlib.resources import files

import pytest

from signals.data.entrance import door
from signals.opening import judged
from sources.contract import Observation
from sources.door.files.sheets import Incoming
from sources.errors import BadTable, SourceError
from sources.intake import refuse_impossible_days
from sources.memory import MemoryReader
from sources.sample import SAMPLE_FILES

N_MUTATIONS = int(os.environ.get("SIGNALS_MUTATIONS", "150"))
TODAY = dt.date(2026, 11, 25)
CELLS = [
    *(b"", b"0", b"-1", b"1e308", b"1e999", b"nan", b"inf", b"9" * 5000, b"2042-01-01", b"0024-02-03"),
    *(b"0000-00-00", b"2024-02-30", b"\xff\xfe", b'"', b"\x00", b",,,", b"ZQH24", b"/ZQH24", b"index."),
    *(b"1e-320", b"-0.0", b"9999-12-31", b";", b"\r", b"=1+1", b"\xef\xbb\xbf"),
]


def mutated(content: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randrange(1, 4)):
        way, at = dice.random(), dice.randrange(len(content) + 1)
        if way < 0.3 and at < len(content):
            content = content[:at] + bytes([content[at] ^ 1 << dice.randrange(8)]) + content[at + 1 :]
        elif way < 0.8:
            cells = content.split(b",")
            cells[dice.randrange(len(cells))] = dice.choice(CELLS)
            content = b",".join(cells)
        elif way < 0.9:
            content = content[:at]
        else:
            content = content[:at] + dice.choice(CELLS) + content[at:]
    return content


@pytest.mark.parametrize("name", SAMPLE_FILES)
def test_a_mutated_table_is_read_or_refused(name: str) -> None:
    dice = random.Random(name)  # noqa: S311 - the same mutations each time
    head, *rows = (files("sources.sample") / name).read_bytes().split(b"\n")
    whole = b"\n".join([head, *rows[-12:]])
    for _ in range(N_MUTATIONS):
        try:
            read = door().read(Incoming(name=name, content=mutated(whole, dice)))
            refuse_impossible_days(read.observations, read.events, TODAY)
            reader = judged(MemoryReader(read.observations, read.events))
            for series in reader.series_ids():
                reader.series(series)
            reader.events()
        except SourceError:
            continue


@pytest.mark.parametrize("value", [1e308, -1e308, 1e15])
def test_a_number_that_no_figure_has_is_refused(value: float) -> None:
    day = dt.date(2024, 2, 20)
    row = Observation(series="index.VIX", period=day, released_at=day, value=value, source="t")
    with pytest.raises(BadTable, match="a number below"):
        refuse_impossible_days([row], [], TODAY)


def test_a_damaged_workbook_is_refused_in_words() -> None:
    import io

    import openpyxl

    held = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["series", "period", "value"])
    sheet.append(["index.VIX", "2024-02-20", 15.42])
    book.save(held)
    whole = held.getvalue()
    dice = random.Random(3)  # noqa: S311
    for _ in range(60):
        at = dice.randrange(len(whole))
        damaged = whole[:at] + bytes([whole[at] ^ 1 << dice.randrange(8)]) + whole[at + 1 :]
        try:
            door().read(Incoming(name="book.xlsx", content=damaged))
        except SourceError:
            continue
