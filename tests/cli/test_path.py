"""``signals path`` from the outside."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signals.cli.app import app

run = CliRunner().invoke

ASKED = {
    "as_of", "target_range_bp", "method", "price_kind", "meetings", "p_cut_by", "p_hike_by", "first_cut",
    "by_year_end", "warnings",
}  # fmt: skip


def test_the_json_has_what_was_asked_and_says_16_february_2024() -> None:
    result = run(app, ["path", "--as-of", "2024-02-16", "--format", "json"])
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert set(document) >= ASKED
    assert (document["as_of"], document["method"], document["price_kind"]) == (
        "2024-02-16",
        "fedwatch",
        "last",
    )
    assert document["target_range_bp"] == [525, 550]
    assert document["p_cut_by"]["2024-05-01"] == pytest.approx(0.336, abs=0.005)
    assert document["first_cut"] == "2024-06-12"
    year = document["by_year_end"]
    assert (year["year"], set(year["probability_at_least"])) == (2024, set("12345678"))
    assert year["expected_cuts"] == pytest.approx(3.58, abs=0.06)
    meeting = document["meetings"][0]
    assert set(meeting) >= {"meeting", "step_bp", "implied_rate_pct", "distribution"}
    assert set(meeting["distribution"][0]) >= {"lower_bp", "upper_bp", "probability"}
    for one in document["meetings"]:
        assert sum(bucket["probability"] for bucket in one["distribution"]) == pytest.approx(1, abs=1e-5)
    assert document["other_method"]["method"] == "fit"


def test_a_fresh_store_with_one_days_settlements_gives_the_published_distribution(
    tmp_path: Path, validation: Path
) -> None:
    store = tmp_path / "store.sqlite"
    folder = validation / "fedwatch_2025-01-31"
    assert run(app, ["load", str(folder / "futures.csv"), "--store", str(store)]).exit_code == 0
    result = run(app, ["path", "--as-of", "2025-01-31", "--store", str(store), "--format", "json"])
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert (document["origin"], document["price_kind"]) == ("store", "settlement")
    ours = {
        (meeting["meeting"], bucket["lower_bp"]): bucket["probability"]
        for meeting in document["meetings"]
        for bucket in meeting["distribution"]
    }
    lines = (folder / "published.csv").read_text(encoding="utf-8").splitlines()[1:]
    published = {
        (meeting, int(low)): float(probability)
        for _, meeting, low, _, probability in (line.split(",") for line in lines)
    }
    meetings = {meeting for meeting, _ in published}
    assert {key: p for key, p in ours.items() if key[0] in meetings} == pytest.approx(published, abs=1e-6)


def test_a_range_is_one_line_a_date_with_prices() -> None:
    result = run(
        app, ["path", "--from", "2024-01-31", "--to", "2024-02-09", "--format", "jsonl", "--method", "fit"]
    )
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["as_of"] for line in lines] == ["2024-01-31", "2024-02-01", "2024-02-02", "2024-02-09"]
    assert {line["method"] for line in lines} == {"fit"}


def test_the_screen_names_its_data_its_errors_and_its_warnings() -> None:
    result = run(app, ["path", "--as-of", "2024-02-15", "--method", "fedwatch"])
    assert result.exit_code == 0
    for words in (
        "Fed policy path as of 2024-02-15",
        "CME FedWatch rule, ZQ last trades of 2024-02-13",
        "A lower range is more likely than not by 2024-06-12 (73.2% ± ",
        "By 2024-12-18: 3.47 ± ",
        "prices are of 2024-02-13, 2 days before 2024-02-15",
        "bundled sample",
    ):
        assert words in result.stdout
    assert max(map(len, result.stdout.splitlines())) < 130  # nothing needs more than a wide terminal


def test_stale_prices_are_said_before_any_figure() -> None:
    result = run(app, ["path", "--as-of", "2024-06-03", "--sample"])
    lines = result.stdout.splitlines()
    assert lines[1].startswith("Not today's path: prices of 2024-02-16, 108 days old")
    assert (
        json.loads(run(app, ["path", "--as-of", "2024-06-03", "--format", "json"]).stdout)["status"]
        == "stale"
    )


def test_the_screen_speaks_chinese() -> None:
    result = run(app, ["path", "--as-of", "2024-02-16", "--method", "fedwatch", "--lang", "zh"])
    assert "美联储政策路径（截至2024-02-16）" in result.stdout
    assert "预期降息3.62" in result.stdout


def test_a_plot_is_the_same_to_the_byte(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg", "three.png"):
        result = run(
            app, ["path", "--as-of", "2024-02-16", "--plot", str(tmp_path / name), "--format", "json"]
        )
        assert result.exit_code == 0
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert (
        b"target range" in (tmp_path / "one.svg").read_bytes()
        or (tmp_path / "one.svg").stat().st_size > 10_000
    )
    assert (tmp_path / "three.png").read_bytes()[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--plot", "path.pdf"], "expected .svg or .png"),
        (["--plot", "nowhere/path.svg"], "the folder nowhere does not exist"),
        (["--from", "2024-01-01"], "--from DATE and --to DATE together"),
        (["--from", "2024-02-01", "--to", "2024-01-01", "--format", "jsonl"], "lies before"),
        (["--meeting", "2024-05-02"], "reaches the meeting of 2024-05-02"),
        (["--surprise", "2024-03-20"], "lies after 2024-02-16"),
        (["--method", "guess"], "fedwatch"),
    ],
)
def test_a_wrong_call_is_one_message_and_an_exit_code(arguments: list[str], message: str) -> None:
    result = run(
        app,
        ["path", "--as-of", "2024-02-16", *arguments] if "--from" not in arguments else ["path", *arguments],
    )
    assert result.exit_code == (1 if "reaches" in message else 2)
    assert message in " ".join(result.stderr.replace("│", " ").split())
    assert result.stdout == ""


def test_a_day_before_any_price_fails_with_what_would_do() -> None:
    result = run(app, ["path", "--as-of", "2020-01-02", "--sample"])
    assert result.exit_code == 1
    assert "no ZQ futures price is known as of 2020-01-02" in result.stderr


def test_a_hole_in_the_strip_is_not_the_absence_of_a_cut(tmp_path: Path) -> None:
    whole = (files("sources.sample") / "futures.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    table, store = tmp_path / "futures.csv", str(tmp_path / "store.sqlite")
    lost = ("2024-02-16,ZQK24", "2024-02-16,ZQM24")
    table.write_text("".join(line for line in whole if not line.startswith(lost)), encoding="utf-8")
    assert run(app, ["load", str(table), "--store", store]).exit_code == 0
    asked = ["--as-of", "2024-02-16", "--store", store]
    hole = (
        "no usable price for ZQK24 and ZQM24, so the 7 meetings from 2024-05-01 to 2025-01-29 cannot be read"
    )

    document = json.loads(run(app, ["path", *asked, "--format", "json"]).stdout)
    assert (document["status"], document["first_cut"]) == ("degraded", None)
    assert hole in document["warnings"]
    full = json.loads(run(app, ["path", "--as-of", "2024-02-16", "--sample", "--format", "json"]).stdout)
    assert full["status"] == "ok"
    assert set(full["by_year_end"]) == set(document["by_year_end"])
    assert document["by_year_end"]["probability_at_least_hikes"] == dict.fromkeys("12345678")

    lines = run(app, ["path", *asked]).stdout.splitlines()
    assert lines[2] == f"The strip has a hole: {hole}."
    assert not any("do not reach" in line or "No meeting in reach" in line for line in lines)

    for fact in ("first_cut_priced", "first_hike_priced"):
        said = json.loads(run(app, ["check", f"us.fed.{fact} == false", *asked, "--format", "json"]).stdout)
        assert said["verdict"] == "unknown"
        assert hole in said["sentences"][0]["reason"]


def test_a_stale_path_speaks_of_its_own_day_and_not_of_today() -> None:
    asked = ["path", "--as-of", "2026-11-23", "--sample"]
    lines = run(app, asked).stdout.splitlines()
    assert lines[1] == "Not today's path: prices of 2024-02-16, 1011 days old (limit 10 days)."
    assert lines[2].startswith("Range now in force, by the calendar: 3.75-4.00 % since 2026-09-17.")
    screen = "\n".join(lines)
    assert "As priced on 2024-02-16, a lower range was more likely than not by 2024-06-12" in screen
    assert "is more likely than not" not in screen
    document = json.loads(run(app, [*asked, "--format", "json"]).stdout)
    assert document["target_range_bp"] == [375, 400]  # configs/calendars/fed_target.csv
    assert document["price_target_range_bp"] == [525, 550]
    assert (document["first_cut"], document["p_cut_by"], document["p_hike_by"]) == (None, {}, {})
    assert document["by_year_end"]["expected_cuts"] is None
    assert any("have been decided since the prices of 2024-02-16" in one for one in document["warnings"])


def test_meetings_still_to_come_keep_their_probabilities_on_a_stale_day() -> None:
    result = run(app, ["path", "--as-of", "2024-06-03", "--sample", "--format", "json"])
    document = json.loads(result.stdout)
    assert document["decided_since"] == ["2024-03-20", "2024-05-01"]
    assert document["first_cut"] == "2024-06-12"
    assert min(document["p_cut_by"]) == "2024-06-12"
    assert document["by_year_end"]["expected_cuts"] == pytest.approx(3.62, abs=0.01)


def test_one_meeting_over_time_is_a_table_csv_lines_and_a_picture(tmp_path: Path) -> None:
    asked = ["path", "--meeting", "2024-05-01", "--from", "2024-01-31", "--to", "2024-02-16", "--sample"]
    picture = tmp_path / "meeting.svg"
    screen = run(app, [*asked, "--plot", str(picture)]).stdout
    assert "The meeting of 2024-05-01 as priced on 7 days" in screen
    assert picture.stat().st_size > 5_000
    lines = [json.loads(line) for line in run(app, [*asked, "--format", "jsonl"]).stdout.splitlines()]
    # P(cut by 1 May 2024) of METHODS: 97.5, 96.9, ..., 62.2, ..., 33.0, 33.6
    by_day = {line["as_of"]: line["p_lower"] for line in lines}
    assert by_day["2024-01-31"] == pytest.approx(0.975, abs=0.001)
    assert by_day["2024-02-09"] == pytest.approx(0.622, abs=0.001)
    assert by_day["2024-02-16"] == pytest.approx(0.336, abs=0.001)
    header, first, *_ = run(app, [*asked, "--format", "csv"]).stdout.splitlines()
    assert header.endswith("p_450_475_bp,p_475_500_bp,p_500_525_bp,p_525_550_bp")
    assert sum(map(float, first.split(",")[-4:])) == pytest.approx(1.0, abs=1e-6)
    chinese = run(app, [*asked, "--lang", "zh"]).stdout
    assert "2024-05-01会议在7个交易日的定价" in chinese


def test_a_range_of_days_is_a_table_csv_and_a_picture(tmp_path: Path) -> None:
    asked = ["path", "--from", "2024-02-09", "--to", "2024-02-16", "--sample"]
    picture = tmp_path / "range.png"
    assert "4 days with prices" in run(app, [*asked, "--plot", str(picture)]).stdout
    assert picture.read_bytes()[:4] == b"\x89PNG"
    header, *rows = run(app, [*asked, "--format", "csv"]).stdout.splitlines()
    assert len(rows) == 4
    assert header.startswith("as_of,price_date,price_kind,status,target_lower_bp")


def test_the_default_screen_says_what_was_priced_before() -> None:
    screen = run(app, ["path", "--as-of", "2024-02-16", "--sample", "--method", "fedwatch"]).stdout
    assert "1 week ago 02-09" in screen
    assert "2024-05-01  33.6 / 0.0       33.0 / 0.0        62.2 / 0.0" in screen


def test_the_screen_leads_with_the_number_that_facts_state() -> None:
    screen = run(app, ["path", "--as-of", "2024-02-16", "--sample"]).stdout
    fact = run(
        app, ["facts", "us.fed.cuts_2024", "--as-of", "2024-02-16", "--sample", "--format", "csv"]
    ).stdout
    [value] = [line.split(",") for line in fact.splitlines() if line.startswith("us.fed.cuts_2024,")]
    assert f"By 2024-12-18: {float(value[1]):.2f} ±" in screen
    assert "all-contract fit" in screen


def test_the_surprise_of_a_decision_is_told_with_its_error() -> None:
    result = run(app, ["path", "--surprise", "2024-01-31", "--sample", "--format", "json"])
    document = json.loads(result.stdout)
    assert document["meeting"] == "2024-01-31"
    assert document["surprise_bp"] == pytest.approx(document["step_bp"] - document["expected_bp"], abs=1e-5)
    assert abs(document["surprise_bp"]) < 2  # nobody expected a move, and none came
    assert document["error_bp"] > 0
