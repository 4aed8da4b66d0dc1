"""``allocate --house``: a book of strategies, and members made from one template and a list of pairs."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from signals.cli import app

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "houses"


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_house_that_ships_is_called_from_the_sample():
    code, out, _ = run("allocate", "--sample", "--house", "example", "--format", "json")
    house = json.loads(out)["house_view"]

    assert code == 0
    assert {member["thread_id"] for member in house["members"]} == {"HSTECH~HSI", "IXIC~SPX"}
    assert sum(one["active_bp"] for one in house["weights"]) == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_several_calls_are_one_table_and_the_book_below_it(lang: str):
    code, out, _ = run("allocate", "--sample", "--house", "example", "--lang", lang)

    assert code == 0
    assert max(len(row) for row in out.splitlines()) <= 80
    assert "HSTECH~HSI" in out
    assert ("House" if lang == "en" else "组合") in out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--house", "exampel"), "did you mean 'example'"),
        (("--house", "nowhere.toml"), "no such house file"),
        (("--house", "example", "--strategy", "hstech"), "leave --strategy out"),
    ],
)
def test_a_mistake_is_one_message_and_exit_two(arguments: tuple[str, ...], complaint: str):
    code, out, err = run("allocate", "--sample", *arguments)

    assert (code, out) == (2, "")
    assert complaint in err


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("members = []", "members"),
        ('[template]\nfile = "relative_momentum"\ncurrency = "USD"\npairs = ["NONE~SPX"]', "index.NONE"),
        ('[template]\nfile = "nothing"\ncurrency = "USD"\npairs = ["IXIC~SPX"]', "no such file"),
        ("surprise = 1", "surprise"),
    ],
)
def test_a_house_that_cannot_be_used_says_where(tmp_path: Path, text: str, complaint: str):
    path = tmp_path / "mine.toml"
    head = 'id = "mine"\ntitle = { en = "Mine", zh = "我的" }\nbudget_bp = 100\nmax_tracking_error_bp = 50\ncovariance_weeks = 52\n'
    path.write_text(head + text, encoding="utf-8")
    code, _, err = run("allocate", "--sample", "--house", path)

    assert code == 2
    assert str(path) in err
    assert complaint in err


@pytest.fixture(scope="module")
def sectors(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """Follow examples/houses/README.md with made-up closes; return the document of the eleven sectors."""
    folder = tmp_path_factory.mktemp("own")
    configs = folder / "configs"
    shutil.copytree(ROOT / "configs", configs)
    with (configs / "catalogue.toml").open("a", encoding="utf-8") as file:
        file.write((EXAMPLES / "catalogue.toml").read_text(encoding="utf-8"))
    for name in ("us_sectors", "china_internet"):
        shutil.copy(EXAMPLES / f"{name}.toml", configs / "houses")
    names = ["SPX", "XLB", "XLC", "XLE", "XLF", "XLI", "XLK", "XLP", "XLRE", "XLU", "XLV", "XLY"]
    days = [dt.date(2022, 1, 7) + dt.timedelta(weeks=week) for week in range(111)]
    drawn = np.random.default_rng(3).normal(0.002, 0.02, (len(days), len(names)))
    drawn[:, 1] += 0.006  # one sector beats the market for two years
    levels = 100 * np.exp(np.cumsum(drawn, axis=0))
    table = folder / "closes.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["series", "period", "released_at", "value"])
        for place, name in enumerate(names):
            for day, level in zip(days, levels[:, place].tolist(), strict=True):
                writer.writerow([f"index.{name}", day, day, f"{level:.2f}"])
    environment = os.environ | {"SIGNALS_CONFIG_DIR": str(configs)}

    def signals(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "from signals.cli import main; main()", *arguments, "--store", str(folder / "s.db")],
            capture_output=True, text=True, check=False, env=environment,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    signals("load", str(table))
    return json.loads(
        signals("allocate", "--house", "us_sectors", "--as-of", "2024-02-16", "--format", "json")
    )


@pytest.mark.slow
def test_a_template_makes_a_member_of_every_pair(sectors: dict):
    assert len(sectors["calls"]) == 11
    assert all(call["thread_id"].endswith("~SPX") for call in sectors["calls"])
    assert sectors["calls"][0]["subject"]["name"]["zh-CN"].startswith("美国")


@pytest.mark.slow
def test_the_book_of_the_sectors_is_netted_and_has_a_tracking_error(sectors: dict):
    house = sectors["house_view"]
    weights = {one["id"]: one["active_bp"] for one in house["weights"]}

    assert sum(weights.values()) == 0
    assert weights
    assert house["tracking_error_bp"] > 0
    assert house["weeks"] == 104
