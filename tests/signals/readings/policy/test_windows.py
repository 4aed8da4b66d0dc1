"""Windows count by announcement, roll off by the calendar and never mistake silence for peace."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.facts import Fact, Facts
from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.policy.facts import facts, facts_range
from signals.readings.policy.reading import read, scheduled
from signals.readings.policy.vocabulary import FACTS, WINDOW_DAYS
from sources.contract import PolicyEvent, Reader
from sources.memory import MemoryReader

D = dt.date


def step(announced: str, kind: str = "monetary.rrr", **fields: object) -> PolicyEvent:
    """Return a decided easing step of 50 bp, unless said otherwise."""
    given: dict[str, object] = {
        "announced_at": D.fromisoformat(announced),
        "effective_at": None,
        "jurisdiction": "CN",
        "kind": kind,
        "stage": "decided",
        "direction": "easing",
        "magnitude": -50.0 if kind.startswith("monetary") else None,
        "unit": "bp" if kind.startswith("monetary") else None,
        "tier": "all" if kind == "monetary.rrr" else None,
    }
    return PolicyEvent(**{**given, **fields})  # type: ignore[arg-type]


def lively(first: str, last: str) -> list[PolicyEvent]:
    """Return a neutral event of each group every 30 days: a table that is kept up and finds nothing."""
    kinds = ("monetary.mlf", "property.tax", "gaming.licence")
    days = range(D.fromisoformat(first).toordinal(), D.fromisoformat(last).toordinal() + 1, 30)
    return [
        step(D.fromordinal(day).isoformat(), kind, direction="neutral", magnitude=None, unit=None)
        for day in days
        for kind in kinds
    ]


def by_name(panel: Panel) -> Facts:
    return Facts(panel.as_of, facts(read(panel)))


def panel_of(events: list[PolicyEvent], day: str) -> Panel:
    return Panel(MemoryReader([], events), D.fromisoformat(day), {})


@pytest.fixture
def feb_16(sample: Reader) -> Panel:
    return Panel(sample, D(2024, 2, 16), catalogue())


def test_the_cut_of_24_january_is_one_step_of_50_bp_with_both_dates(feb_16: Panel) -> None:
    """PBoC press conference of 2024-01-24: 0.5 percentage points from 5 February."""
    cuts = [event for event in read(feb_16).events if event.kind == "monetary.rrr"]
    assert [(D(2024, 1, 24), D(2024, 2, 5), -50.0)] == [
        (event.announced_at, event.effective_at, event.magnitude) for event in cuts
    ]
    fact = by_name(feb_16)["cn.policy.rrr_cut_60d"]
    assert (50.0, "bp", "ok", D(2024, 1, 24)) == (fact.value, fact.unit, fact.status, fact.released_at)


def test_the_cut_leaves_the_60_day_window_on_25_march(feb_16: Panel) -> None:
    """The date in the project's allocation example."""
    [change] = [change for change in scheduled(feb_16, 90) if change.fact == "cn.policy.rrr_cut_60d"]
    assert (D(2024, 3, 25), 50.0, 0.0) == (change.on, change.before, change.after)


@pytest.mark.parametrize("days", WINDOW_DAYS)
def test_an_event_is_inside_from_its_announcement_through_day_n(days: int) -> None:
    announced = D(2024, 1, 24)
    world = [*lively("2023-06-01", "2024-07-01"), step("2024-01-24", effective_at=D(2024, 2, 5))]
    name = f"cn.policy.rrr_cut_{days}d"
    found = {
        offset: by_name(panel_of(world, (announced + dt.timedelta(days=offset)).isoformat()))[name].value
        for offset in (-1, 0, days, days + 1)
    }
    assert {-1: 0.0, 0: 50.0, days: 50.0, days + 1: 0.0} == found


@pytest.mark.parametrize("days", WINDOW_DAYS)
def test_the_scheduled_value_is_what_the_day_itself_then_reads(days: int) -> None:
    world = [
        *lively("2023-06-01", "2024-07-01"),
        step("2024-01-24", effective_at=D(2024, 2, 5)),
        step("2024-02-08", magnitude=-25.0, effective_at=D(2024, 2, 9)),
        step("2024-02-10", "gaming.rules", direction="restrictive", stage="drafted"),
    ]
    changes = [
        change for change in scheduled(panel_of(world, "2024-02-16"), 120) if change.fact.endswith(f"{days}d")
    ]
    assert len(changes) == 4  # two cuts, and one draft in two windows: regulation and gaming
    for change in changes:
        eve = change.on - dt.timedelta(days=1)
        assert change.before == by_name(panel_of(world, eve.isoformat()))[change.fact].value
        assert change.after == by_name(panel_of(world, change.on.isoformat()))[change.fact].value


def test_an_empty_table_knows_nothing() -> None:
    assert {"missing"} == {fact.status for fact in facts(read(panel_of([], "2024-02-16")))}


def test_a_silent_feed_is_not_an_absence_of_regulation() -> None:
    world = lively("2023-01-01", "2023-11-01")
    fact = by_name(panel_of(world, "2024-02-16"))["cn.policy.regulation_restrictive_60d"]
    assert fact.status == "stale"
    assert "days old, limit 45" in str(fact.reason)


@pytest.mark.parametrize("stage", ["rumour", "signalled", "recap"])
def test_talk_does_not_keep_a_silent_table_alive(stage: str) -> None:
    talk = [
        step(
            f"2024-{month:02d}-10",
            kind,
            stage=stage,
            direction=direction,
            magnitude=None,
            quote=f"{kind}{month}",
        )
        for month in (1, 2)
        for kind, direction in (("monetary.rrr", "easing"), ("gaming.rules", "restrictive"))
    ]
    found = by_name(panel_of([*lively("2023-01-01", "2023-11-01"), *talk], "2024-02-16"))
    for name in ("rrr_cut_60d", "gaming_restrictive_60d", "regulation_supportive_60d"):
        assert found[f"cn.policy.{name}"].status == "stale", name
    assert found["cn.policy.impulse"].status == "stale"


def test_a_group_that_is_only_talked_of_is_not_followed() -> None:
    rates = [event for event in lively("2023-01-01", "2024-02-16") if event.kind.startswith("monetary")]
    rumour = step("2023-06-10", "gaming.rules", stage="rumour", direction="restrictive")
    fact = by_name(panel_of([*rates, rumour], "2024-02-16"))["cn.policy.gaming_restrictive_60d"]
    assert (fact.status, fact.value) == ("missing", None)


def test_a_table_of_rates_alone_says_nothing_of_regulation() -> None:
    rates = [event for event in lively("2023-01-01", "2024-02-16") if event.kind.startswith("monetary")]
    found = by_name(panel_of(rates, "2024-02-16"))
    assert (
        found["cn.policy.regulation_restrictive_60d"].status,
        found["cn.policy.regulation_restrictive_60d"].value,
    ) == ("missing", None)
    assert (found["cn.policy.rrr_cut_60d"].status, found["cn.policy.rrr_cut_60d"].value) == ("ok", 0.0)


def test_a_window_that_begins_before_the_table_is_suspect() -> None:
    fact = by_name(panel_of(lively("2024-01-10", "2024-02-16"), "2024-02-16"))["cn.policy.rrr_cut_60d"]
    assert fact.status == "suspect"
    assert "from 2024-01-10, the window began on 2023-12-18" in str(fact.reason)


def test_a_hole_inside_the_window_makes_it_suspect() -> None:
    world = [*lively("2023-01-01", "2023-09-01"), *lively("2024-02-10", "2024-02-16")]
    fact = by_name(panel_of(world, "2024-02-16"))["cn.policy.regulation_restrictive_60d"]
    assert fact.status == "suspect"
    assert "silent from 2023-08-29 to 2024-02-10" in str(fact.reason)


def test_a_group_that_a_table_stopped_following_is_stale() -> None:
    world = [
        event
        for event in lively("2022-06-01", "2024-02-16")
        if event.kind != "gaming.licence" or event.announced_at < D(2022, 9, 1)
    ]
    fact = by_name(panel_of(world, "2024-02-16"))["cn.policy.gaming_restrictive_60d"]
    assert fact.status == "stale"
    assert "has not told of games for" in str(fact.reason)


def test_a_window_that_may_not_be_trusted_schedules_nothing() -> None:
    world = [*lively("2023-01-01", "2023-11-01"), step("2023-12-20")]
    assert scheduled(panel_of(world, "2024-02-16"), 90) == ()


def test_recaps_signals_and_rumours_are_seen_and_count_nothing() -> None:
    told = [step("2024-02-01", stage=stage, quote=stage) for stage in ("recap", "signalled", "rumour")]
    reading = read(panel_of([*lively("2023-06-01", "2024-02-16"), *told], "2024-02-16"))
    assert {"recap", "signalled", "rumour"} <= {event.stage for event in reading.events}
    assert Facts(reading.as_of, facts(reading))["cn.policy.rrr_cut_60d"].value == 0.0


def test_a_later_recap_never_replaces_the_decision() -> None:
    decided = step("2024-01-24", effective_at=D(2024, 2, 5))
    recap = step("2024-02-12", effective_at=D(2024, 2, 5), stage="recap")
    found = by_name(panel_of([*lively("2023-06-01", "2024-02-16"), decided, recap], "2024-02-16"))
    assert found["cn.policy.rrr_cut_60d"].value == 50.0


def test_the_panel_keeps_the_decision_beside_its_recap() -> None:
    decided = step("2024-01-24", effective_at=D(2024, 2, 5))
    recap = step("2024-02-12", effective_at=D(2024, 2, 5), stage="recap")
    assert [event.stage for event in panel_of([decided, recap], "2024-02-16").events] == ["decided", "recap"]


def test_a_later_version_corrects_the_record_from_its_own_day_on() -> None:
    first = step("2024-01-24", effective_at=D(2024, 2, 5))
    retracted = step("2024-01-24", effective_at=D(2024, 2, 5), stage="rumour", known_at=D(2024, 1, 30))
    world = [*lively("2023-06-01", "2024-02-16"), first, retracted]
    assert by_name(panel_of(world, "2024-01-29"))["cn.policy.rrr_cut_60d"].value == 50.0
    assert by_name(panel_of(world, "2024-01-30"))["cn.policy.rrr_cut_60d"].value == 0.0


def test_two_sources_of_one_step_are_one_step_with_two_confirmations() -> None:
    table = step("2024-01-24", effective_at=D(2024, 2, 5), source="table")
    feed = step("2024-01-24", source="feed", quote="降准0.5个百分点")
    landed = step(
        "2024-02-05", effective_at=D(2024, 2, 5), stage="effective", source="feed", quote="今日落地"
    )
    reading = read(panel_of([*lively("2023-06-01", "2024-02-16"), feed, table, landed], "2024-02-16"))
    [cut] = [event for event in reading.events if event.kind == "monetary.rrr"]
    assert (D(2024, 1, 24), D(2024, 2, 5), 3) == (cut.announced_at, cut.effective_at, cut.confirmations)
    assert Facts(reading.as_of, facts(reading))["cn.policy.rrr_cut_60d"].value == 50.0


def test_a_cut_for_small_banks_is_not_a_cut_of_the_ratio() -> None:
    world = [*lively("2023-06-01", "2024-02-16"), step("2024-01-24", tier="small")]
    assert by_name(panel_of(world, "2024-02-16"))["cn.policy.rrr_cut_60d"].value == 0.0


def test_a_cut_of_unknown_size_makes_the_sum_suspect() -> None:
    world = [*lively("2023-06-01", "2024-02-16"), step("2024-01-24", magnitude=None)]
    fact = by_name(panel_of(world, "2024-02-16"))["cn.policy.rrr_cut_60d"]
    assert (fact.status, "has no size" in str(fact.reason)) == ("suspect", True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"magnitude": -0.5, "unit": "pct"}, "has unit 'pct', expected bp"),
        ({"magnitude": 50.0}, "has magnitude '+50', expected a size below zero"),
        ({"magnitude": -50.0, "direction": "tightening"}, "has magnitude '-50', expected a size above zero"),
        ({"tier": "big"}, "has tier 'big', expected one of all, large, small"),
        ({"tier": "All"}, "has tier 'All'"),
    ],
)
def test_a_size_that_cannot_be_added_is_doubted_and_not_summed(wrong: dict[str, object], said: str) -> None:
    world = [
        *lively("2023-06-01", "2024-02-16"),
        step("2024-01-24"),
        step("2024-02-08", **wrong),
    ]
    found = by_name(panel_of(world, "2024-02-16"))
    fact = found["cn.policy.rrr_cut_30d"]
    assert (fact.status, fact.value) == ("suspect", 50.0)
    assert said in str(fact.reason)
    assert found["cn.policy.days_since_rrr_cut"].status == "suspect"
    assert found["cn.rrr.large"].status == "suspect"
    assert by_name(panel_of(world, "2024-02-07"))["cn.policy.rrr_cut_30d"].status == "ok"


@pytest.mark.parametrize("tier", [None, "all", "5y", "5Y+"])
def test_an_lpr_cut_of_an_unknown_tier_makes_both_tiers_suspect(tier: str | None) -> None:
    world = [
        *lively("2023-06-01", "2024-02-16"),
        step("2024-02-08", "monetary.lpr", magnitude=-25.0, tier=tier),
    ]
    found = by_name(panel_of(world, "2024-02-16"))
    for name in ("lpr_1y_cut_30d", "lpr_5y_cut_60d"):
        assert found[f"cn.policy.{name}"].status == "suspect", name
        assert "monetary.lpr step announced on 2024-02-08 has tier" in str(found[f"cn.policy.{name}"].reason)
    assert found["cn.policy.rrr_cut_30d"].status == "ok"


def test_an_lpr_that_held_in_an_unnamed_tier_is_no_doubt() -> None:
    held = step("2024-01-22", "monetary.lpr", direction="neutral", magnitude=0.0, tier=None)
    fact = by_name(panel_of([*lively("2023-06-01", "2024-02-16"), held], "2024-02-16"))[
        "cn.policy.lpr_5y_cut_30d"
    ]
    assert (fact.status, fact.value) == ("ok", 0.0)


def test_a_wrong_size_in_one_tier_leaves_the_other_alone() -> None:
    wrong = step("2024-02-08", "monetary.lpr", magnitude=25.0, tier="5Y")
    found = by_name(panel_of([*lively("2023-06-01", "2024-02-16"), wrong], "2024-02-16"))
    assert found["cn.policy.lpr_5y_cut_30d"].status == "suspect"
    assert found["cn.policy.lpr_1y_cut_30d"].status == "ok"


def test_an_unknown_jurisdiction_is_named_in_a_warning() -> None:
    world = [*lively("2023-06-01", "2024-02-16"), step("2024-02-01", jurisdiction="cn")]
    warnings = [str(word) for word in read(panel_of(world, "2024-02-16")).warnings]
    assert any("jurisdiction 'cn'" in warning and "CN, US" in warning for warning in warnings)


def test_a_hike_does_not_cancel_a_cut() -> None:
    hike = step("2024-02-01", direction="tightening", magnitude=50.0)
    world = [*lively("2023-06-01", "2024-02-16"), step("2024-01-24"), hike]
    assert by_name(panel_of(world, "2024-02-16"))["cn.policy.rrr_cut_60d"].value == 50.0


def test_an_unknown_kind_is_named_in_a_warning() -> None:
    world = [
        *lively("2023-06-01", "2024-02-16"),
        step("2024-02-01", "platform.labour", direction="restrictive"),
    ]
    warnings = [str(word) for word in read(panel_of(world, "2024-02-16")).warnings]
    assert any("'platform.labour'" in warning for warning in warnings)


def test_the_impulse_halves_after_its_half_life() -> None:
    """Closed form: a restrictive platform rule weighs 1 and halves in 90 days; other events here are neutral."""
    world = [
        *lively("2023-06-01", "2024-06-01"),
        step("2024-01-24", "platform.antitrust", direction="restrictive"),
    ]
    assert pytest.approx(by_name(panel_of(world, "2024-01-24"))["cn.policy.impulse"].value) == -1.0
    assert pytest.approx(by_name(panel_of(world, "2024-04-23"))["cn.policy.impulse"].value) == -0.5


def test_every_fact_is_declared_with_its_unit(feb_16: Panel) -> None:
    for fact in facts(read(feb_16)):
        specs = [spec for spec in FACTS if spec.matches(fact.name)]
        assert [fact.unit] == [spec.unit for spec in specs], fact.name


def test_a_range_says_what_each_day_says_alone(feb_16: Panel) -> None:
    days = [D(2023, 9, 14), D(2023, 12, 25), D(2024, 2, 5), D(2024, 2, 16)]
    for day, found in facts_range(feb_16, days):
        assert facts(read(feb_16.at(day))) == found


def test_a_range_sees_nothing_after_its_panel(feb_16: Panel) -> None:
    with pytest.raises(ValueError, match="cannot show 2024-02-17"):
        list(facts_range(feb_16, [D(2024, 2, 17)]))


@given(
    late=st.lists(
        st.tuples(
            st.integers(1, 400),
            st.integers(0, 60),
            st.sampled_from(["monetary.rrr", "monetary.lpr", "gaming.rules", "package", "odd.kind"]),
            st.sampled_from(["decided", "drafted", "recap", "effective"]),
        ),
        max_size=8,
    )
)
def test_nothing_that_becomes_known_later_changes_the_reading(
    late: list[tuple[int, int, str, str]],
) -> None:
    day = D(2024, 2, 16)
    world = [*lively("2023-06-01", "2024-02-16"), step("2024-01-24", effective_at=D(2024, 2, 5))]
    later = [  # announced before or after, but known only later
        step(
            (day + dt.timedelta(days=known - back)).isoformat(),
            kind,
            stage=stage,
            known_at=day + dt.timedelta(days=known),
        )
        for known, back, kind, stage in late
    ]
    assert read(panel_of(world, "2024-02-16")) == read(panel_of([*later, *world], "2024-02-16"))


def test_a_publication_that_passed_unheard_makes_the_lpr_unknown_and_not_zero(sample: Reader) -> None:
    """The 5-year LPR was cut by 25 bp on 2024-02-20; the sample ends on 02-07 and cannot know."""

    def lpr(day: dt.date) -> Fact:
        stated = facts(read(Panel(sample, day, catalogue())))
        return next(fact for fact in stated if fact.name == "cn.policy.lpr_5y_cut_60d")

    assert lpr(dt.date(2024, 2, 20)).status == "ok"  # of that morning itself nothing is due yet
    assert lpr(dt.date(2024, 2, 21)).status == "stale"
    assert "2024-02-20" in str(lpr(dt.date(2024, 2, 21)).reason)


def test_a_drafted_cut_adds_nothing_to_decided_ones() -> None:
    """A draft has no size yet: only what was decided or is in force is summed."""
    decided = step("2024-01-24", effective_at=D(2024, 2, 5))
    drafted = step("2024-02-08", stage="drafted", magnitude=-25.0)
    world = [*lively("2023-06-01", "2024-07-01"), decided, drafted]
    assert by_name(panel_of(world, "2024-02-16"))["cn.policy.rrr_cut_60d"].value == 50.0
