"""A replay: the same documents as day by day, whoever reckons them and however often it is stopped."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signals.allocation.contract import read_document
from signals.cli.app import app
from signals.cli.calls import Session
from signals.config import ConfigError
from signals.engine import load_strategies
from signals.record.draft import as_file
from signals.record.folder import ReplayFolder, documents_in, manifest
from signals.record.replay import Plan, Replay, days_between
from signals.record.spread import Data, Workers

pytestmark = pytest.mark.slow

FIRST, LAST = dt.date(2024, 1, 26), dt.date(2024, 2, 16)
DAYS = days_between(FIRST, LAST, 7)


def plan(days=DAYS) -> Plan:
    return Plan(
        days=days,
        names=("hstech",),
        strategies=load_strategies(["hstech"]),
        data=Data(store=None, sample=True, state="sample"),
        origin="sample",
    )


def write(
    folder: Path, *, stop_after: int | None = None, workers: Workers | None = None, chunk: int = 26
) -> int:
    """Write a replay, or part of it; return how many documents were written now."""
    wanted = plan()
    held = ReplayFolder(folder, manifest(wanted, step_days=7))
    done, trail = held.done(wanted.days)
    work = Replay(wanted, workers or Workers(), before=trail, skip=done, chunk=chunk)
    for _ in work.read():
        pass
    if held.coverage() is None:
        held.write_coverage(work.coverage())
    count = 0
    for document in work.documents():
        if count == stop_after:
            break
        held.write(document)
        count += 1
    return count


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("replay") / "whole"
    write(folder)
    return folder


def test_the_documents_are_those_that_allocate_writes_day_by_day(whole: Path):
    session = Session(load_strategies(["hstech"]), store=None, sample=True)
    expected = [document.content_hash.value for document in session.over(FIRST, LAST, 7)]

    assert [raw["content_hash"]["value"] for raw in documents_in(whole)] == expected


@pytest.mark.parametrize("stop_after", range(len(DAYS)))
def test_a_replay_that_was_stopped_goes_on_to_the_same_folder(whole: Path, tmp_path: Path, stop_after: int):
    write(tmp_path / "stopped", stop_after=stop_after)
    (tmp_path / "stopped" / ".2024-02-02.json.part").write_text("{half a docu", encoding="utf-8")

    assert write(tmp_path / "stopped", chunk=26) == len(DAYS) - stop_after
    assert content(tmp_path / "stopped") == content(whole)


@pytest.mark.parametrize("chunk", [1, 3])
def test_two_processes_and_short_tasks_write_the_same_bytes(whole: Path, tmp_path: Path, chunk: int):
    write(tmp_path / "two", workers=Workers(jobs=2), chunk=chunk)

    assert content(tmp_path / "two") == content(whole)


def test_a_file_is_the_document_on_one_line(whole: Path):
    for day in DAYS:
        content = (whole / f"{day}.json").read_bytes()

        assert as_file(read_document(json.loads(content)).as_json()) == content


def test_a_flag_keeps_the_day_on_which_it_was_first_raised_over_tasks(whole: Path, tmp_path: Path):
    write(tmp_path / "short", chunk=1)

    last = json.loads((tmp_path / "short" / f"{LAST}.json").read_text(encoding="utf-8"))
    (sample,) = (flag for flag in last["risk_flags"] if flag["id"] == "data.sample")
    assert (sample["status"], sample["first_raised"]) == ("ongoing", FIRST.isoformat())


def test_a_folder_of_another_replay_is_refused_by_what_differs(whole: Path, tmp_path: Path):
    with pytest.raises(ConfigError, match="a replay of other to;"):
        ReplayFolder(whole, manifest(plan(DAYS[:-1]), step_days=7))
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError, match="holds no replay"):
        ReplayFolder(tmp_path, manifest(plan(), step_days=7))


def test_the_coverage_says_from_when_each_leg_is_known_and_why_not_before(whole: Path):
    legs = {leg["leg"]: leg for leg in json.loads((whole / "coverage.json").read_text())["legs"]}

    assert len(legs) == 4
    assert legs["us_disinflation"]["known_from"] == FIRST.isoformat()
    for leg in legs.values():  # the sample's futures are fourteen days apart, so some weeks have no path
        assert leg["known_from"] == FIRST.isoformat() or leg["missing"]


def test_a_changed_document_is_not_settled(whole: Path, tmp_path: Path):
    raw = json.loads((whole / "2024-02-16.json").read_text(encoding="utf-8"))
    raw["calls"][0]["rating"]["model_grade"] = "underweight"
    (tmp_path / "2024-02-16.json").write_text(json.dumps(raw), encoding="utf-8")

    with pytest.raises(ConfigError, match="changed after its hash"):
        list(documents_in(tmp_path))


def test_the_command_goes_on_where_it_was_and_keeps_stdout_for_the_result(tmp_path: Path):
    arguments = ["replay", "--sample", "--from", "2024-02-09", "--to", "2024-02-16", "--jobs", "1"]
    first = CliRunner().invoke(app, [*arguments, "-o", str(tmp_path / "r"), "--format", "json"])
    again = CliRunner().invoke(app, [*arguments, "-o", str(tmp_path / "r"), "--format", "json"])

    assert first.exit_code == 0, first.stderr
    assert json.loads(first.stdout)["documents"] == 2
    assert again.stdout == first.stdout
