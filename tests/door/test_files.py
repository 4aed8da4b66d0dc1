"""Files as people have them are read right, or turned away with what would do: `files.toml`, one test a file."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import math
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from signals.data.entrance import door
from sources.contract import Observation
from sources.door.answers import Answers
from sources.door.files.sheets import Incoming
from sources.errors import BadTable
from sources.memory import FUTURES_PREFIX

FILES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "files.toml").read_text(encoding="utf-8")
)["file"]


def incoming(file: dict[str, Any]) -> Incoming:
    content = _workbook(file) if "sheets" in file else file["text"].encode(file.get("encoding", "utf-8"))
    if file.get("packed") == "gzip":
        content = gzip.compress(content)
    elif file.get("packed") == "zip":
        content = zipped({file["inside"]: content})
    return Incoming(name=file["name"], content=content)


def zipped(inside: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in inside.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def _workbook(file: dict[str, Any]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in file["sheets"]:
        page = book.create_sheet(sheet["title"])
        for row in sheet["rows"]:
            page.append([None if cell == "" else cell for cell in row])
        for cell, form in file.get("formats", {}).items():
            page[cell].number_format = form
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def name_of(row: Observation) -> str:
    return row.series.split(".")[1] if row.series.startswith(FUTURES_PREFIX) else row.series


@pytest.mark.parametrize("file", [file for file in FILES if "expect" in file], ids=lambda file: file["id"])
def test_a_file_is_read_right(file: dict[str, Any]) -> None:
    reading = door().read(incoming(file), Answers(**file.get("args", {})))
    held = {(name_of(row), row.period): row.value for row in reading.observations}
    for row in file["expect"]:
        assert math.isclose(held[row["series"], row["period"]], row["value"], rel_tol=1e-12)


@pytest.mark.parametrize("file", [file for file in FILES if "refuse" in file], ids=lambda file: file["id"])
def test_a_file_is_turned_away_with_what_would_do(file: dict[str, Any]) -> None:
    with pytest.raises(BadTable) as refused:
        door().read(incoming(file), Answers(**file.get("args", {})))
    assert [word for word in file["refuse"] if word.casefold() not in str(refused.value).casefold()] == []


def test_a_zip_of_several_tables_asks_for_one() -> None:
    content = zipped({"a/HSI.csv": b"Date,Close\n2024-02-16,16339.96\n", "b.csv": b"x", "readme.html": b""})
    with pytest.raises(BadTable, match=r"several tables: a/HSI\.csv, b\.csv; expected one table"):
        door().read(Incoming(name="data.zip", content=content))


def test_a_name_that_a_spreadsheet_gives_is_no_contract() -> None:
    content = b"Date,Value\n2024-02-16,16339.96\n"
    with pytest.raises(BadTable, match="--series"):
        door().read(Incoming(name="Book1.csv", content=content))
    held = door().read(
        Incoming(name="ZQH24.csv", content=content.replace(b"16339.96", b"94.685")), Answers(kind="last")
    )
    assert [(name_of(row), row.period) for row in held.observations] == [("ZQH24", dt.date(2024, 2, 16))]
