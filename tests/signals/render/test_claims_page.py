"""The page of checked claims: the report's own sentences, the claims marked and numbered, the evidence beside them."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from signals.claims.report import CheckedReport, check_report
from signals.opening import BundledSample, catalogue
from signals.panel import Panel
from signals.render.claims.page import page

DAY = dt.date(2024, 2, 16)
WEEKLY = """2024年2月16日
美国1月CPI同比3.1%，期货市场预期年内降息超过五次，上周央行降准50bp。
The Fed held rates at 5.25-5.50% in January, and nothing else happened.
"""


@pytest.fixture(scope="module")
def sample() -> Panel:
    return Panel(BundledSample(), DAY, catalogue())


def checked(panel: Panel, text: str, name: str = "weekly.md") -> CheckedReport:
    return check_report(panel, text, name=name)


def words_of(made: str) -> str:
    body = made[made.index("<article>") :]
    return re.sub(r"<a id=.*?</a>", "", body)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_sentence_of_the_report_stands_on_the_page_as_it_was_written(sample: Panel, lang: str):
    plain = re.sub(r"<[^>]+>", "", words_of(page(checked(sample, WEEKLY), lang)))

    assert [line for line in WEEKLY.splitlines() if line not in plain] == []


def test_every_claim_has_a_number_that_leads_to_its_evidence_and_back(sample: Panel):
    report = checked(sample, WEEKLY)
    made = page(report, "en")

    for number in range(1, len(report.judged) + 1):
        assert f'id="claim-{number}" href="#note-{number}"' in made
        assert f'<li id="note-{number}"' in made
    assert made.count('<li id="note-') == len(report.judged)


def test_what_does_not_hold_stands_above_the_report(sample: Panel):
    made = page(checked(sample, WEEKLY), "zh")
    above = made[made.index("<h2>") : made.index("<article>")]

    assert ("过时" in above, "时点有误" in above, "属实" in above) == (True, True, False)
    assert "最后成立于2024-02-01" in above
    assert "没有不符、时点有误或过时的论断" in page(checked(sample, "美国1月CPI同比3.1%。"), "zh")


def test_two_claims_of_the_same_words_share_a_mark_of_the_gravest_verdict(sample: Panel):
    made = page(checked(sample, "The Fed held rates at 5.00-5.25% in January."), "en")

    assert '<mark class="contradicted">' in made
    assert re.search(r'<mark class="\w+"><span>[^<]+</span><a [^>]+>1</a><a [^>]+>2</a></mark>', made)


def test_nothing_of_a_hostile_report_runs(sample: Panel):
    text = "<img src=x onerror=alert(1)> US CPI rose 3.4% in January from a year earlier.\x1b[31m {{ 7 * 7 }}"
    made = page(checked(sample, text, name='"><script>alert(1)</script>.md'), "en")

    assert not re.search(r"<(script|img)|\x1b", made)
    assert "{{ 7 * 7 }}" in made
    assert "default-src 'none'" in made


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_browser_finds_nothing_wrong_with_checked_claims(problems_in_browser, sample: Panel, lang: str):
    assert problems_in_browser(page(checked(sample, WEEKLY), lang)) == "[]"
