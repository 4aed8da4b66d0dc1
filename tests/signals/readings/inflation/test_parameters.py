"""Parameter sets: where they come from, and that they never know the future."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from signals.config import ConfigError, config_root
from signals.readings.inflation.config import as_toml, settings, stored_sets, usable_set
from signals.readings.inflation.document import document
from signals.readings.inflation.fitting import TooLittle, diagnostics, estimate_parameters, refit
from signals.readings.inflation.model.passes import Solver
from signals.readings.inflation.reading import read


def test_each_stored_set_rests_on_months_out_before_its_day():
    sets = stored_sets()
    assert [one.estimated_as_of.year for one in sets] == list(range(1996, 2025))
    for one in sets:
        assert one.estimated_as_of == dt.date(one.estimated_as_of.year, 1, 1)
        assert one.through == dt.date(one.estimated_as_of.year - 1, 11, 1)


def test_gasoline_moves_the_index_by_what_it_weighs(on):
    # BLS, relative importance of gasoline in the CPI-U: 3.5 % in December 2023, 5.1 % in December 2011;
    # regular cost 3.13 and 3.27 dollars a gallon then (EIA), and the index stood at 306.7 and 225.7
    found = estimate_parameters(on("2024-02-16"), settings())
    for price, index, weight in ((3.13, 306.7, 0.035), (3.27, 225.7, 0.051)):
        assert (found.beta + found.beta_lag) * price / index == pytest.approx(weight, rel=0.35)
    assert found.beta_lag > 0.0  # prices at the pump reach the index within two months


def test_sets_of_the_first_edition_are_read_and_used_as_they_were_meant(on):
    # figures of METHODS, as of 2024-02, for the elasticity of the first edition
    first = stored_sets(config_root() / "inflation_parameters_1.toml")
    assert [one.estimated_as_of.year for one in first] == list(range(1996, 2025))
    assert {one.edition for one in first} == {1}
    assert first[-1].beta == pytest.approx(0.0422, rel=0.01)
    reading = read(on("2024-02-16"), solver=Solver(sets=first))
    assert document(reading)["model"]["version"] == "2024-01"
    assert document(reading)["model"]["edition"] == 1
    assert reading.estimate.trend_pct == pytest.approx(3.47, abs=0.05)
    assert reading.estimate.trend_sd_pp == pytest.approx(0.76, abs=0.05)


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
        ("[[set]]\nversion = 'x'\n", "estimated_as_of"),
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
    assert usable_set(dt.date(2023, 12, 31), sets).version == "2023-01/2"
    assert usable_set(dt.date(2024, 1, 1), sets).version == "2024-01/2"
    assert usable_set(dt.date(1990, 1, 1), sets) == sets[0]


def test_four_years_are_too_little_to_estimate_from(on):
    with pytest.raises(TooLittle, match="five years of CPI"):
        estimate_parameters(on("1994-06-01"), settings())


def test_a_refit_shows_both_sets_and_never_fits_worse(on):
    found = refit(on("2024-02-16"))
    assert found.old.parameters == usable_set(dt.date(2024, 2, 16), stored_sets())
    assert found.new.parameters.through == dt.date(2024, 1, 1)
    assert found.new.log_likelihood >= found.old.log_likelihood - 0.01


def test_diagnostics_tell_sound_errors_from_unsound_ones():
    random = np.random.default_rng(5)
    sound = diagnostics(random.standard_normal(400), np.ones(400))
    assert min(sound.serial, sound.variance, sound.normality) > 0.05
    chained = np.convolve(random.standard_normal(401), [1.0, 0.6], mode="valid")
    assert diagnostics(chained, np.full(400, 1.36)).serial < 0.001
    wider = random.standard_normal(400) * np.linspace(0.5, 2.0, 400)
    assert diagnostics(wider, np.ones(400)).variance < 0.001
    assert diagnostics(random.standard_t(3, 400), np.full(400, 3.0)).normality < 0.001
