"""``signals series``: what the store holds of a series or contract."""

from __future__ import annotations

import csv
import io
import json

from typer.testing import CliRunner

from signals.cli import app

runner = CliRunner()


def rows(*arguments: str) -> list[dict[str, str]]:
    result = runner.invoke(app, ["series", *arguments, "--sample", "--format", "csv"])
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_series_shows_each_period_with_its_release_day() -> None:
    (january,) = [row for row in rows("us.cpi.all.nsa") if row["period"] == "2024-01-01"]
    assert (january["value"], january["released_at"]) == ("308.417", "2024-02-13")  # BLS, 13 February 2024
    assert (january["verdict"], january["exact"]) == ("ok", "True")


def test_a_release_after_the_day_asked_for_is_not_shown() -> None:
    assert rows("us.cpi.all.nsa", "--as-of", "2024-02-12")[-1]["period"] == "2023-12-01"


def test_a_contract_shows_the_price_of_each_day_and_its_kind() -> None:
    (price,) = [row for row in rows("ZQH24") if row["period"] == "2024-02-16"]
    assert (price["series"], price["value"], price["kind"]) == ("ZQH24", "94.685", "last")
    assert {row["series"] for row in rows("ZQ")} > {"ZQH24", "ZQZ24"}


def test_an_unknown_name_is_refused_with_the_nearest_one() -> None:
    result = runner.invoke(app, ["series", "index.hstech", "--sample"])
    assert result.exit_code == 2
    assert "index.HSTECH" in result.stderr


def test_json_says_the_same_as_the_table_of_either_language() -> None:
    result = runner.invoke(app, ["series", "index.VIX", "--sample", "--format", "json"])
    newest = json.loads(result.stdout)["rows"][-1]
    for lang in ("en", "zh"):
        screen = runner.invoke(app, ["series", "index.VIX", "--sample", "--lang", lang]).stdout
        assert newest["period"] in screen
        assert str(newest["value"]) in screen
