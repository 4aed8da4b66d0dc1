"""What the data of the day make of a claim, on the bundled sample and on real histories."""

import datetime as dt
import json
import zipfile

import pytest
from typer.testing import CliRunner

from signals.claims.report import check_report, document
from signals.claims.texts import day_borne, plain_text, read_text
from signals.cli.app import app
from signals.config import ConfigError
from signals.opening import catalogue, judged
from signals.panel import Panel
from signals.render.claims.page import page
from signals.render.claims.wording import evidence
from sources.contract import Observation, PolicyEvent
from sources.memory import MemoryReader

DAY = dt.date(2024, 2, 16)


@pytest.fixture(scope="module")
def verdicts(sample):
    panel = Panel(sample, DAY, catalogue())

    def of(text):
        return [(one.claim.about, one.verdict, one.last_true) for one in check_report(panel, text).judged]

    return of


WEEKLY = (
    "美国CPI呈趋势性回落。2024年全年CPI低于3%。CME利率期货市场预期5月前完成首次降息。"
    "2024年全年降息次数预期超过5次。上周央行大幅降准50bp释放流动性。纳斯达克指数处于2023年以来高位。近期地产政策持续放松。"
)


def test_the_weekly_in_prose_has_the_verdicts_of_its_typed_form(verdicts):
    # configs/claims/example.toml, where "stale" is not yet told from "contradicted"
    typed = ["undecided", "undecided", "contradicted", "contradicted", "misdated", "confirmed", "confirmed"]
    assert [{"stale": "contradicted"}.get(verdict, verdict) for _, verdict, _ in verdicts(WEEKLY)] == typed


def test_more_than_five_cuts_was_last_true_on_the_first_of_february(verdicts):
    assert verdicts("期货显示，2024年全年降息次数预期超过5次。") == [
        ("fed.moves", "stale", dt.date(2024, 2, 1))
    ]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The federal funds target range is 5.25%-5.50%.", "confirmed"),  # FRED DFEDTARU
        ("The federal funds target range is 5.00%-5.25%.", "contradicted"),
        ("The Fed next meets on March 19-20.", "confirmed"),
        ("The Fed next meets on March 12-13.", "contradicted"),
        ("The Fed cut rates by 25 basis points on January 31.", "contradicted"),
        ("The Fed left rates unchanged on January 31.", "confirmed"),
        ("The Fed left rates unchanged on February 1.", "misdated"),
        ("US CPI rose 3.1% in January from a year earlier.", "confirmed"),  # BLS, 2024-02-13
        ("US CPI rose 3.4% in January from a year earlier.", "stale"),  # December's, until the 13th
        ("美国2月CPI同比3.2%。", "misdated"),  # out on 2024-03-12
        ("国内1月CPI同比下降0.8%。", "confirmed"),  # NBS, 2024-02-08
        ("China's central bank cut the RRR by 50 basis points on Feb. 5.", "confirmed"),  # in force that day
        ("央行于2月5日宣布降准0.5个百分点。", "misdated"),
        ("央行于2月5日宣布降准0.25个百分点。", "contradicted"),
        ("Futures imply an 89% chance of no change in March.", "confirmed"),
        ("Futures imply a 50% chance of a cut in March.", "stale"),
        ("an 80.1% chance of no change at the January 2024 meeting", "misdated"),
        ("标普500指数今日收报5005.57点。", "confirmed"),
        ("标普500指数今日收报5105.57点。", "contradicted"),
    ],
)
def test_a_claim_is_held_against_its_own_day(verdicts, text, verdict):
    assert [found for _, found, _ in verdicts(text)] == [verdict]


def test_what_no_data_can_tell_is_untestable_and_never_contradicted(verdicts):
    assert [found for _, found, _ in verdicts("纳斯达克指数今日上涨1.3%。")] == [
        "untestable"
    ]  # weekly closes only


def test_a_step_told_without_the_day_it_took_effect_is_not_called_misdated():
    cut = PolicyEvent(
        announced_at=dt.date(2024, 1, 24), effective_at=None, jurisdiction="CN", kind="monetary.rrr", stage="decided",
        direction="easing", magnitude=-50.0, unit="bp", tier="all", title_en="RRR cut by 50 bp",
    )  # fmt: skip
    panel = Panel(judged(MemoryReader((), [cut])), DAY, catalogue())

    (told,) = check_report(panel, "央行2月5日降准0.5个百分点落地。").judged
    (moved,) = check_report(panel, "央行于2月5日宣布降准0.5个百分点。").judged

    assert (told.verdict, moved.verdict) == ("untestable", "misdated")
    assert "without the day it took effect" in evidence(told, "en")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("2月LPR维持不变。", "confirmed"),
        ("In China the February LPR fixings were unchanged.", "confirmed"),
        ("1月LPR维持不变。", "contradicted"),  # the step that undoes it is on record
    ],
)
def test_a_rate_left_alone_is_confirmed_by_days_without_a_step(text, verdict):
    cut = PolicyEvent(
        announced_at=dt.date(2024, 1, 22), effective_at=dt.date(2024, 1, 22), jurisdiction="CN", kind="monetary.lpr",
        stage="decided", direction="easing", magnitude=-10.0, unit="bp", tier="all", title_en="LPR cut by 10 bp",
    )  # fmt: skip
    panel = Panel(judged(MemoryReader((), [cut])), dt.date(2024, 2, 20), catalogue())

    assert [one.verdict for one in check_report(panel, text).judged] == [verdict]


def test_a_later_release_changes_no_verdict(sample):
    early, late = (Panel(sample, day, catalogue()).at(DAY) for day in (DAY, dt.date(2024, 12, 31)))
    assert document(check_report(early, WEEKLY)) == document(check_report(late, WEEKLY))


def test_the_page_shows_the_report_with_its_claims_marked_and_nothing_of_it_runs(sample):
    text = "<script>alert(1)</script> US CPI rose 3.5% in January from a year earlier.\nPlain words."
    made = page(check_report(Panel(sample, DAY, catalogue()), text, name="<b>.md"), "en")
    assert "<script>alert" not in made
    assert '<mark class="contradicted"><span>US CPI rose 3.5% in January' in made
    assert "Plain words." in made


# ---- the command -------------------------------------------------------------------------------------------------
def run(*words, given=None):
    return CliRunner().invoke(app, ["check", *words, "--sample"], input=given)


def test_the_command_reads_a_report_and_fails_on_a_false_claim(tmp_path):
    path = tmp_path / "weekly.md"
    path.write_text(f"2024年2月16日\n{WEEKLY}", encoding="utf-8")
    shown = run(str(path), "--format", "json")
    assert shown.exit_code == 0
    found = json.loads(shown.stdout)
    assert found["as_of"] == "2024-02-16"
    assert len(found["claims"]) == 7
    assert {"about", "when", "op", "value", "unit", "detail", "quote", "verdict"} == set(
        found["claims"][0]["claim"]
    )
    assert run(str(path), "--fail-on", "contradicted").exit_code == 3


def test_stdin_needs_a_day_where_the_text_bears_none():
    assert run("-", given="The Fed held rates.").exit_code == 2
    assert run("-", "--as-of", "2024-02-16", given="The Fed held rates on January 31.").exit_code == 0


def test_comparisons_still_stand():
    assert run("us.fed.cuts_2024 > 5 cuts").exit_code == 0
    assert run("us.fed.cuts_2024 > 5 cuts", "--format", "html").exit_code == 2


# ---- files -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("海外宏观周报 2024年2月16日", dt.date(2024, 2, 16)),
        ("Weekly, 16 February 2024", dt.date(2024, 2, 16)),
        ("Published February 16, 2024", dt.date(2024, 2, 16)),
        ("date: 2024-02-16", dt.date(2024, 2, 16)),
        ("no date here, 5.25%", None),
    ],
)
def test_a_report_bears_its_day(text, day):
    assert day_borne(text) == day


def test_a_docx_is_read_paragraph_by_paragraph(tmp_path):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>US CPI rose </w:t></w:r><w:r><w:t>3.1%.</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>Second.</w:t></w:r></w:p></w:body></w:document>"
    )
    path = tmp_path / "report.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", body)
    assert read_text(path) == "US CPI rose 3.1%.\nSecond."


def test_a_docx_with_entities_or_without_a_document_is_refused(tmp_path):
    path = tmp_path / "report.docx"
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    for name, body in (("word/document.xml", bomb), ("other.xml", "<x/>")):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, body)
        with pytest.raises(ConfigError, match="no DOCX document"):
            read_text(path)


def test_html_gives_its_words_block_by_block_and_no_script():
    text = plain_text(
        "<html><p>US <b>CPI</b> rose&nbsp;3.1%.</p><script>var x = '9%';</script><li>Two</li></html>"
    )
    assert text.split("\n\n") == ["US CPI rose 3.1%.", "Two"]


def test_an_allocation_carries_the_claims_of_a_report_beside_those_typed_by_hand(tmp_path):
    path = tmp_path / "weekly.md"
    path.write_text(f"2024年2月16日\n{WEEKLY}", encoding="utf-8")
    made = CliRunner().invoke(
        app, ["allocate", "--sample", "--as-of", "2024-02-16", "--claims", str(path), "--format", "json"]
    )
    assert made.exit_code == 0
    checks = json.loads(made.stdout)["claim_checks"]
    typed = ["undecided", "undecided", "contradicted", "contradicted", "misdated", "confirmed", "confirmed"]
    assert [one["verdict"] for one in checks] == typed
    assert checks[0]["source"]["document"] == "weekly.md, line 2"


def test_before_may_shows_both_readings_and_when_each_was_last_true(sample):
    # `signals path --as-of 2024-02-12 --sample`: 62 % by 1 May, as on the 9th; on the 13th, after January's CPI, 33 %
    panel = Panel(sample, DAY, catalogue())
    (one,) = check_report(panel, "期货市场显示首次降息在5月前。").judged
    assert (one.verdict, one.last_true) == ("stale", dt.date(2024, 2, 12))
    assert one.last_true_before == dt.date(2024, 1, 18)
    shown = evidence(one, "en")
    assert "by 2024-05-01; strictly before it" in shown
    assert "last true on 2024-02-12; read strictly, last true on 2024-01-18" in shown


def test_before_may_is_undecided_where_the_readings_differ(sample):
    panel = Panel(sample, dt.date(2024, 2, 9), catalogue())
    (one,) = check_report(panel, "期货市场显示首次降息在5月前。").judged
    assert one.verdict == "undecided"
    assert "strictly before it" in evidence(one, "en")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # `signals path --as-of 2024-02-09 --sample`: 16 % by 20 March, 62 % by 1 May
        ("Futures put the odds of a cut before May at 62%.", "undecided"),
        ("Futures put the odds of a cut before May at 16%.", "undecided"),
        ("Futures put the odds of a cut before May at more than 5%.", "confirmed"),
        ("Futures put the odds of a cut before May at less than 5%.", "contradicted"),
    ],
)
def test_odds_before_may_hold_only_where_both_readings_do(sample, text, verdict):
    (one,) = check_report(Panel(sample, dt.date(2024, 2, 9), catalogue()), text).judged
    assert one.verdict == verdict
    assert "strictly before it" in evidence(one, "en")


def test_a_line_of_five_megabytes_is_read_in_part_and_the_rest_is_counted(sample):
    line = "x" * 5_000_000
    report = check_report(Panel(sample, DAY, catalogue()), "CPI同比3.1%。\n" + line)
    assert report.unread >= 4_900_000
    assert document(report)["characters_unread"] == report.unread
    assert "characters left unread" in page(report, "en")


def test_what_follows_a_line_too_long_is_still_read(sample):
    text = "x" * 200_000 + "\n美国1月CPI同比3.1%。"
    report = check_report(Panel(sample, DAY, catalogue()), text)
    assert [one.claim.about for one in report.judged] == ["cpi.headline"]
    assert report.unread == 100_000


def test_check_says_on_stderr_what_it_left_unread(tmp_path):
    report = tmp_path / "long.txt"
    report.write_text("美国1月CPI同比3.1%。\n" + "x" * 150_000, encoding="utf-8")
    result = CliRunner().invoke(
        app, ["check", str(report), "--as-of", "2024-02-16", "--sample", "--format", "json"]
    )
    assert "50,000 characters left unread" in result.stderr
    assert json.loads(result.stdout)["characters_unread"] == 50_000


# ---- the hour of a figure ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("chance", "verdict"),
    [
        (62, "confirmed"),  # the close of the 12th, which a morning text knows
        (48, "undecided"),  # between the closes of the 12th (62 %) and the 13th (33 %)
        (33, "confirmed"),
        (80, "contradicted"),
    ],
)
def test_odds_may_be_of_any_hour_between_two_closes(sample, chance, verdict):
    text = f"Futures imply a {chance}% chance of a cut by the May meeting."
    panel = Panel(sample, dt.date(2024, 2, 13), catalogue())
    assert [one.verdict for one in check_report(panel, text).judged] == [verdict]


@pytest.mark.parametrize(
    ("figure", "verdict"), [("3.9%", "confirmed"), ("4.0%", "contradicted"), ("4%", "confirmed")]
)
def test_a_figure_holds_to_the_digits_that_are_printed(sample, figure, verdict):
    panel = Panel(sample, DAY, catalogue())
    found = check_report(panel, f"US core CPI rose {figure} in January from a year earlier.").judged
    assert [one.verdict for one in found] == [verdict]


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (dt.date(2024, 3, 11), "contradicted"),  # a Monday: that session lies behind Friday's
        (dt.date(2024, 3, 12), "contradicted"),
        (dt.date(2024, 3, 6), "stale"),
    ],
)
def test_a_record_of_a_session_that_is_over_is_false_not_stale(day, verdict):
    """A claim of 5 March cannot have been last true on the first."""
    closes = {"2024-02-29": 5096.3, "2024-03-01": 5137.1, "2024-03-04": 5130.9, "2024-03-05": 5078.6,
              "2024-03-06": 5104.8, "2024-03-07": 5157.4, "2024-03-08": 5123.7, "2024-03-11": 5117.9}  # fmt: skip
    history = [dt.date(2023, 3, 1) + dt.timedelta(days=number) for number in range(365)]
    rows = [(one, 4000.0 + number) for number, one in enumerate(history) if one.weekday() < 5]
    rows += [(dt.date.fromisoformat(one), close) for one, close in closes.items()]
    reader = MemoryReader(
        [
            Observation(series="index.SPX", period=one, value=close, released_at=one, source="test")
            for one, close in rows
        ]
    )
    report = check_report(Panel(reader, day, catalogue()), "The S&P 500 closed at a record on March 5.")
    assert [one.verdict for one in report.judged] == [verdict]


def test_the_reading_of_an_earlier_figure_says_its_day(tmp_path):
    report = tmp_path / "report.md"
    report.write_text("Odds of a June cut rose to 60% from 40% a week ago.", encoding="utf-8")
    for lang, tail in (("en", "40 %, on 2024-01-05"), ("zh", "40%（2024-01-05）")):
        asked = ["check", str(report), "--as-of", "2024-01-12", "--sample", "--lang", lang]
        assert tail in CliRunner().invoke(app, asked).stdout
