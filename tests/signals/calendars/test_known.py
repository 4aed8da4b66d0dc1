"""One rule for the day itself, whichever calendar and whichever function is asked."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.calendars.known import is_overdue, is_to_come, newest_words
from signals.calendars.lpr import last_lpr_day, lpr_day
from signals.calendars.releases import Release, next_release, overdue, release_calendar
from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.inflation.inputs import CPI
from signals.readings.inflation.reading import read

JANUARY, DECEMBER = dt.date(2024, 1, 1), dt.date(2023, 12, 1)
OUT, NEXT = dt.date(2024, 2, 13), dt.date(2024, 3, 12)  # BLS: January and February 2024


def test_on_its_own_day_a_thing_is_out_if_it_is_here_and_never_overdue():
    due, eve, after = OUT, OUT - dt.timedelta(days=1), OUT + dt.timedelta(days=1)
    assert [is_to_come(due, day, here=False) for day in (eve, due, after)] == [True, True, False]
    assert [is_to_come(due, day, here=True) for day in (eve, due, after)] == [True, False, False]
    assert [is_overdue(due, day, here=False) for day in (eve, due, after)] == [False, False, True]
    assert not is_overdue(due, after, here=True)
    assert not is_to_come(None, due, here=False)
    assert not is_overdue(None, due, here=False)


@pytest.mark.parametrize(("newest", "expected"), [(JANUARY, NEXT), (DECEMBER, OUT)])
def test_every_function_names_the_same_next_release_on_a_release_day(newest, expected):
    ours = next_release(release_calendar(), OUT, newest)
    assert ours is not None
    assert ours.released_at == expected
    theirs = catalogue()[CPI].next_release(OUT, newest)
    assert theirs is not None
    assert theirs.released_at == expected
    assert overdue(release_calendar(), OUT, newest) == ()
    assert catalogue()[CPI].overdue(newest, OUT) is None


def test_the_reading_of_a_release_day_names_what_comes_after_the_print_that_it_has(sample):
    found = read(Panel(sample, OUT, catalogue()), parts=frozenset()).next_release
    assert found is not None
    assert found.released_at == NEXT


def test_a_later_announcement_replaces_an_earlier_one_from_its_own_day_on():
    first, second = (
        Release(period=JANUARY, released_at=day, known_from=known, exact=True, note="")
        for day, known in ((OUT, dt.date(2023, 12, 1)), (NEXT, dt.date(2024, 2, 1)))
    )
    for rows in ((first, second), (second, first)):
        assert newest_words(rows, dt.date(2024, 1, 31), lambda row: row.period) == {JANUARY: first}
        assert newest_words(rows, dt.date(2024, 2, 1), lambda row: row.period) == {JANUARY: second}
        assert newest_words(rows, dt.date(2023, 11, 30), lambda row: row.period) == {}


def test_the_lpr_of_the_day_itself_may_still_be_to_come():
    out = lpr_day(2024, 2)
    assert last_lpr_day(out) < out
    assert last_lpr_day(out + dt.timedelta(days=1)) == out
