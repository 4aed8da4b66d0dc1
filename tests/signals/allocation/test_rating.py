"""The grade, its past, and a named person's override."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.allocation.calls import Past
from signals.allocation.rating import Override, PreviousCall, override_in_force, read_overrides
from signals.config import ConfigError

FRIDAY = dt.date(2024, 2, 16)


def past(grade="overweight", since=dt.date(2024, 1, 26)):
    previous = PreviousCall(
        thread_id="TECH~MKT", grade=grade, as_of=dt.date(2024, 2, 9), in_force_since=since
    )
    return Past(logged=True, calls={"TECH~MKT": previous})


def rating(make_document, **arguments):
    return make_document(**arguments).calls[0].rating


def test_without_a_log_nothing_is_said_of_the_past(make_document):
    found = rating(make_document)

    assert (found.previous_grade, found.in_force_since, found.action) == (None, None, "unrecorded")


def test_the_first_call_on_a_log_starts_a_run(make_document):
    found = rating(make_document, past=Past(logged=True))

    assert (found.action, found.in_force_since) == ("initiate", FRIDAY)


def test_the_same_grade_keeps_the_start_of_its_run(make_document):
    found = rating(make_document, past=past())

    assert (found.action, found.in_force_since) == ("reiterate", dt.date(2024, 1, 26))


def test_an_abstention_in_between_breaks_the_run(make_document):
    found = rating(make_document, past=past(since=None))

    assert (found.action, found.in_force_since) == ("reiterate", FRIDAY)


def test_a_new_grade_is_an_upgrade_from_today(make_document):
    found = rating(make_document, past=past("neutral"))

    assert (found.action, found.previous_grade, found.in_force_since) == ("upgrade", "neutral", FRIDAY)


def override(**changed):
    return Override(
        **{
            "thread_id": "TECH~MKT",
            "grade": "neutral",
            "by": "A. Person",
            "reason": "earnings season",
            "made_on": FRIDAY,
            "expires_on": dt.date(2024, 3, 1),
        }
        | changed
    )


def test_an_override_is_published_beside_the_models_grade(make_document):
    call = make_document(overrides=[override()]).calls[0]

    assert (call.rating.model_grade, call.rating.published_grade) == ("overweight", "neutral")
    assert call.rating.override.by == "A. Person"
    assert call.criterion.op == "within"  # what is published is what is scored
    assert "A. Person" in call.headline.en
    assert "A. Person" in call.headline.zh


def test_an_override_ends_by_itself():
    last = dt.date(2024, 3, 1)

    assert override_in_force([override()], "TECH~MKT", last)
    assert override_in_force([override()], "TECH~MKT", last + dt.timedelta(days=1)) is None
    assert override_in_force([override()], "TECH~MKT", FRIDAY - dt.timedelta(days=1)) is None
    assert override_in_force([override()], "OTHER~MKT", FRIDAY) is None


ONE = """
[[overrides]]
thread_id = "TECH~MKT"
grade = "neutral"
by = "A. Person"
reason = "earnings season"
made_on = 2024-02-16
expires_on = 2024-03-01
"""


def test_overrides_come_from_a_file(tmp_path):
    path = tmp_path / "overrides.toml"
    path.write_text(ONE, encoding="utf-8")

    assert read_overrides(path) == (override(),)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (ONE + ONE, "hold on the same days"),
        (ONE.replace("2024-03-01", "2024-02-01"), "lies before made_on"),
        (ONE.replace('by = "A. Person"\n', ""), "by: Field required"),
        (ONE.replace('"neutral"', '"buy"'), "grade"),
    ],
)
def test_an_override_that_cannot_be_is_refused(tmp_path, text, complaint):
    path = tmp_path / "overrides.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match=complaint):
        read_overrides(path)
