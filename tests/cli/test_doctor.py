"""``signals doctor``: stable ids, true ages, and a way on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from signals.cli import app
from signals.data.wants import ways
from signals.opening import catalogue
from sources.store import Store
from sources.store.care import good_copy_path
from tools.fred_server import KEY

runner = CliRunner()
SAMPLE = Path(__file__).parent.parent.parent / "sources" / "sample"


def doctor(*arguments: object) -> tuple[int, dict[str, Any], str]:
    result = runner.invoke(app, ["doctor", "--format", "json", *map(str, arguments)])
    return result.exit_code, json.loads(result.stdout), result.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("made") / "s.sqlite"
    assert runner.invoke(app, ["load", str(SAMPLE), "--store", str(path)]).exit_code == 0
    return path.read_bytes()


@pytest.fixture
def store(made: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "s.sqlite"
    path.write_bytes(made)
    good_copy_path(path).write_bytes(made)
    return path


def checks(document: dict[str, Any]) -> dict[str, str]:
    return {check["id"]: check["health"] for check in document["checks"]}


def inputs(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["series"]: item for item in document["inputs"]}


def test_the_ids_are_these(store: Path) -> None:
    _, document, _ = doctor("--store", store, "--as-of", "2024-02-16")
    assert list(checks(document)) == [
        "store.file",
        "store.integrity",
        "store.copy",
        "key.fred",
        "extra.plot",
        "extra.yfinance",
        "extra.akshare",
        "font.cjk",
        "version.python",
        "version.sqlite",
        "version.numpy",
        "version.pandas",
        "version.statsmodels",
        "version.sqlalchemy",
        "version.fredapi",
    ]


def test_a_sound_store_of_the_day_is_in_order(store: Path) -> None:
    code, document, _ = doctor("--store", store, "--as-of", "2024-02-16")
    assert code == 0
    assert checks(document)["store.integrity"] == "ok"
    wrong = {name for name, item in inputs(document).items() if item["status"] != "ok"}
    assert wrong == {
        "events.CN.monetary.mlf",
        "events.CN.monetary.omo",
        "events.CN.market",
        "events.CN.consumption",
        "events.CN.trade",
        "events.US.trade",
    }  # the sample tells of no step in these
    cpi = inputs(document)["us.cpi.all.nsa"]
    assert (cpi["period"], cpi["released_at"], cpi["age_days"], cpi["next_due"]) == (
        "2024-01-01",
        "2024-02-13",
        3,
        "2024-03-12",  # BLS schedule of 2024
    )
    assert inputs(document)["futures.ZQ"]["period"] == "2024-02-16"


def test_a_release_that_passed_is_stale_the_day_after_whatever_its_age(store: Path) -> None:
    _, on_the_day, _ = doctor("--store", store, "--as-of", "2024-03-12")
    assert inputs(on_the_day)["us.cpi.all.nsa"]["status"] == "ok"
    _, the_day_after, _ = doctor("--store", store, "--as-of", "2024-03-13")
    cpi = inputs(the_day_after)["us.cpi.all.nsa"]
    assert cpi["status"] == "stale"
    assert cpi["age_days"] == 29  # far below its limit of 45
    assert cpi["reason"] == "the release of 2024-03-12 for 2024-02 passed and is not here"
    assert cpi["hint"] == "`signals fetch us.cpi.all.nsa`"


def test_what_the_store_lacks_is_listed(store: Path) -> None:
    _, document, _ = doctor("--store", store)
    assert "us.cpi.all.sa" in document["absent"]
    assert "us.cpi.all.nsa" not in document["absent"]


def test_a_figure_that_a_gate_blocked_is_shown_with_its_series(store: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("series,period,value,released_at\nus.cpi.all.nsa,2024-02-01,31.0,2024-03-12\n")
    runner.invoke(app, ["load", str(wrong), "--store", str(store)])
    _, document, _ = doctor("--store", store, "--as-of", "2024-03-12")
    cpi = inputs(document)["us.cpi.all.nsa"]
    assert (cpi["status"], cpi["blocked_rows"]) == ("suspect", 1)
    assert "signals accept us.cpi.all.nsa" in cpi["hint"]


def test_a_hole_is_shown_for_as_long_as_it_is_there(tmp_path: Path) -> None:
    rows = (SAMPLE / "observations.csv").read_text().splitlines()
    kept = [row for row in rows if not row.startswith("us.cpi.all.nsa,2023-06-01")]
    table = tmp_path / "hole.csv"
    table.write_text("\n".join(kept) + "\n")
    store = tmp_path / "s.sqlite"
    runner.invoke(app, ["load", str(table), "--store", str(store)])
    _, document, _ = doctor("--store", store, "--as-of", "2024-02-16")
    assert inputs(document)["us.cpi.all.nsa"]["missing_periods"] == ["2023-06-01"]


def test_no_store_is_no_failure(tmp_path: Path) -> None:
    code, document, _ = doctor("--store", tmp_path / "none.sqlite")
    assert code == 0
    assert checks(document)["store.file"] == "note"
    assert list(tmp_path.iterdir()) == []


def test_looking_changes_nothing(store: Path) -> None:
    before = {path.name: path.read_bytes() for path in store.parent.iterdir()}
    doctor("--store", store)
    assert {path.name: path.read_bytes() for path in store.parent.iterdir()} == before


def test_a_damaged_store_fails_with_a_hint_and_repair_puts_it_right(store: Path) -> None:
    content = bytearray(store.read_bytes())
    content[40_000:48_000] = b"\x00" * 8_000
    store.write_bytes(content)
    code, document, _ = doctor("--store", store)
    assert code == 1
    assert checks(document)["store.integrity"] == "fail"
    hints = {check["id"]: check["hint"] for check in document["checks"]}
    assert hints["store.integrity"] == "`signals doctor --repair` restores the last good copy"
    code, document, stderr = doctor("--store", store, "--repair")
    assert code == 0
    assert "the last good copy is back" in stderr
    assert checks(document)["store.integrity"] == "ok"
    assert len(Store.open(store).series("us.cpi.all.nsa")) == 409


def test_a_repair_that_cannot_be_done_says_why(store: Path) -> None:
    good_copy_path(store).unlink()
    store.write_bytes(b"nonsense" * 5000)
    result = runner.invoke(app, ["doctor", "--repair", "--store", str(store)])
    assert result.exit_code == 1
    assert "no good copy beside it" in result.stderr
    assert store.read_bytes() == b"nonsense" * 5000


@pytest.mark.parametrize(
    ("key", "health"), [(None, "note"), ("too short", "warn"), ("A" * 32, "warn"), (KEY, "ok")]
)
def test_the_key_is_judged_but_never_shown(
    key: str | None, health: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if key is not None:
        monkeypatch.setenv("FRED_API_KEY", key)
    _, document, stderr = doctor("--store", tmp_path / "none.sqlite")
    assert checks(document)["key.fred"] == health
    assert key is None or key not in json.dumps(document) + stderr


@pytest.mark.parametrize(("lang", "word"), [("en", "Inputs in the store"), ("zh", "库中的输入")])
def test_the_screen_speaks_both_languages(store: Path, lang: str, word: str) -> None:
    result = runner.invoke(app, ["doctor", "--store", str(store), "--lang", lang])
    assert result.exit_code == 0
    assert word in result.stdout


def test_what_each_leg_lacks_comes_with_the_command_that_brings_it(tmp_path: Path) -> None:
    _, document, _ = doctor("--store", tmp_path / "none.sqlite", "--as-of", "2024-02-16")
    lacks = {(want["strategy"], want["series"]): want for want in document["wants"]}
    commands = {series: [way["command"] for way in want["ways"]] for (_, series), want in lacks.items()}
    assert {strategy for strategy, _ in lacks} == {"hstech", "nasdaq"}
    assert commands["survey.spf.cpi.10y"][0] == "signals fetch survey.spf.cpi.10y"
    assert commands["futures.ZQ"] == ["signals fetch futures.ZQ", "signals load FILE"]
    assert commands["events.CN.property"] == [
        "signals fetch events.cn.gov",
        "signals events add",
        "signals load FILE",
    ]


def test_an_index_comes_from_its_feed_or_from_any_file_of_closes() -> None:
    found = [way.command for way in ways("index.HSTECH", catalogue(), has_key=True)]
    assert found == ["signals fetch index.HSTECH", "signals load FILE --series index.HSTECH"]


def test_a_store_with_everything_lacks_nothing(store: Path) -> None:
    assert doctor("--store", store, "--as-of", "2024-02-16")[1]["wants"] == []
    shown = runner.invoke(app, ["doctor", "--store", str(store), "--as-of", "2024-02-16"]).stdout
    assert "Every leg of every strategy has what it needs." in shown
