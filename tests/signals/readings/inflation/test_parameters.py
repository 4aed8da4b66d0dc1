"""Parameter sets: where they come from, and that they never know the future."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.config import ConfigError
from signals.readings.inflation.config import as_toml, settings, stored_sets, usable_set
from signals.readings.inflation.model.fitting import TooLittle, estimate_parameters
from signals.readings.inflation.refit import refit


def test_each_stored_set_rests_on_months_out_before_its_day():
    sets = stored_sets()
    assert [one.estimated_as_of.year for one in sets] == list(range(1996, 2025))
    for one in sets:
        assert one.estimated_as_of == dt.date(one.estimated_as_of.year, 1, 1)
        assert one.through == dt.date(one.estimated_as_of.year - 1, 11, 1)


def test_the_estimates_of_february_2024_are_those_of_methods(on):
    found = estimate_parameters(on("2024-02-16"), settings())
    assert found.sigma_trend == pytest.approx(0.0384, rel=0.03)
    assert found.sigma_transitory == pytest.approx(0.118, rel=0.03)
    assert found.phi == pytest.approx(0.336, abs=0.03)
    assert found.sigma_season == pytest.approx(0.0053, rel=0.10)
    assert found.beta == pytest.approx(0.0422, rel=0.01)


@pytest.mark.parametrize("year", [2000, 2024])
def test_a_stored_set_is_what_an_estimate_gives_today(on, year):
    stored = next(one for one in stored_sets() if one.estimated_as_of.year == year)
    found = estimate_parameters(on(f"{year}-01-01"), settings())
    assert found.through == stored.through
    for name in ("sigma_trend", "sigma_transitory", "sigma_season", "beta", "sigma_gasoline"):
        assert getattr(found, name) == pytest.approx(getattr(stored, name), rel=0.02), name


def test_sets_survive_being_written_and_read(tmp_path):
    path = tmp_path / "sets.toml"
    path.write_text(as_toml(stored_sets()), encoding="utf-8")
    assert stored_sets(path) == stored_sets()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[set]]\nversion = 'x'\n", "sigma_trend"),
        ("set = []\n", "at least 1 item"),
        ("[[set]]\nversion = 'x'\nversion = 'y'\n", "line 3"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path, text, message):
    path = tmp_path / "sets.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        stored_sets(path)


def test_a_set_is_used_from_its_day_on():
    sets = stored_sets()
    assert usable_set(dt.date(2023, 12, 31), sets).version == "2023-01"
    assert usable_set(dt.date(2024, 1, 1), sets).version == "2024-01"
    assert usable_set(dt.date(1990, 1, 1), sets) == sets[0]


def test_four_years_are_too_little_to_estimate_from(on):
    with pytest.raises(TooLittle, match="five years of CPI"):
        estimate_parameters(on("1994-06-01"), settings())


def test_a_refit_shows_both_sets_and_never_fits_worse(on):
    found = refit(on("2024-02-16"))
    assert found.old.parameters == usable_set(dt.date(2024, 2, 16), stored_sets())
    assert found.new.parameters.through == dt.date(2024, 1, 1)
    assert found.new.log_likelihood >= found.old.log_likelihood - 0.01
