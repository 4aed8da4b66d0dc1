"""Risk flags: what raises them, what they threaten, and since when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from signals.calendars.upcoming import Upcoming
from signals.rules.verdict import FactChange, FlipSet, ScheduledFlip

FRIDAY = dt.date(2024, 2, 16)


def flags(document):
    return {flag.id: flag for flag in document.risk_flags}


def legs(flag):
    return [(leg.thread_id, leg.leg) for leg in flag.threatens_legs]


def test_a_leg_that_an_ordinary_week_can_turn_raises_a_thesis_flag(make_document):
    # The disinflation leg stands 0.9 one-week sigmas from losing its 6-month support; easing stands 1.2 away.
    found = flags(make_document())
    flag = found["thesis.TECH~MKT.leg.disinflation"]

    assert (flag.kind, flag.severity, flag.testable) == ("thesis", "watch", True)
    assert "0.9 one-week sigmas" in flag.title.en
    assert legs(flag) == [("TECH~MKT", "disinflation")]
    assert flag.trigger.trace.node == "all"
    assert "thesis.TECH~MKT.leg.easing" not in found


def test_a_near_leg_that_decides_alone_is_grave_and_says_what_follows(make_call, make_facts, make_document):
    change = FactChange(
        fact="us.cpi.trend.p_falling_6m",
        now=0.44,
        unit="prob",
        flips_when="us.cpi.trend.p_falling_6m <= 35 pct",
        to_value=0.35,
        distance=0.09,
        distance_sigma=0.9,
    )
    flip = FlipSet(changes=(change,), new_score_bp=(2500, 2500), new_grade="neutral", cost_sigma=0.9)
    flag = flags(make_document(make_call(make_facts(), flips=(flip,))))["thesis.TECH~MKT.leg.disinflation"]

    assert flag.severity == "high"
    assert flag.if_materialises.en == (
        "The grade becomes Neutral (score +0.25) when US inflation trend falling (6) <= 35 %."
    )
    assert "标配" in flag.if_materialises.zh


def test_a_stale_input_raises_a_data_flag_with_the_legs_that_rest_on_it(make_call, make_facts, make_document):
    flag = flags(make_document(make_call(make_facts(cuts_2024=None))))["data.futures.ZQZ24.last.stale"]

    assert (flag.kind, flag.severity, flag.materialising) == ("data", "high", True)
    assert legs(flag) == [("TECH~MKT", "easing")]
    assert "99 days old, limit 45" in flag.title.en


def test_a_fact_that_no_reading_gave_raises_a_data_flag(make_call, make_facts, make_document):
    flag = flags(make_document(make_call(make_facts(without=("cuts_2024",)))))["data.fact.us.fed.cuts_2024"]

    assert legs(flag) == [("TECH~MKT", "easing")]
    assert flag.title.en == "Cuts priced by the end of (2024) cannot be used (no reading produced it)"
    assert flag.title.zh == "年末前计入的降息（2024）不可用（没有任何读数给出该事实）"


def test_the_sample_is_flagged_and_a_store_is_not(make_document):
    from signals.allocation.build import Origin

    store = Origin(data="store", config_sha256="0" * 64, code_version="0.1.0")

    assert "data.sample" in flags(make_document())
    assert "data.sample" not in flags(make_document(origin=store))


def meeting(days, facts=("us.fed.",)):
    return Upcoming(
        on=FRIDAY + dt.timedelta(days=days),
        kind="fomc",
        name_en="FOMC decision",
        name_zh="议息会议",
        facts=facts,
        source="calendar",
    )


def test_a_meeting_inside_ten_days_raises_an_event_flag(make_document):
    calendar = [meeting(0), meeting(1), meeting(10), meeting(11)]
    found = {flag.id: flag for flag in make_document(calendar=calendar).risk_flags if flag.kind == "event"}

    assert list(found) == ["event.fomc.2024-02-17", "event.fomc.2024-02-26"]
    assert legs(found["event.fomc.2024-02-17"]) == [("TECH~MKT", "easing")]
    assert found["event.fomc.2024-02-17"].title.en.endswith("in 1 day")
    assert not found["event.fomc.2024-02-17"].testable


def test_an_event_that_no_leg_rests_on_is_information(make_document):
    found = flags(make_document(calendar=[meeting(3, facts=("jp.boj.",))]))

    assert found["event.fomc.2024-02-19"].severity == "info"


def test_a_window_that_ends_within_ten_days_raises_an_event_flag(make_call, make_facts, make_document):
    def roll_off(days):
        return ScheduledFlip(
            on=FRIDAY + dt.timedelta(days=days),
            fact="cn.policy.rrr_cut_60d",
            because="WINDOW_ROLLS_OFF",
            from_value=50.0,
            to_value=0.0,
            new_score_bp=(2500, 2500),
            new_grade="neutral",
            changes_grade=True,
            unless_en="a cut comes first",
            unless_zh="此前再次降准",
        )

    near = flags(make_document(make_call(make_facts(), scheduled=(roll_off(10),))))
    far = flags(make_document(make_call(make_facts(), scheduled=(roll_off(11),))))
    flag = near["event.window.cn.policy.rrr_cut_60d.2024-02-26"]

    assert flag.severity == "high"
    assert flag.if_materialises.en == "Score +0.25, grade Neutral, unless a cut comes first."
    assert flag.if_materialises.zh == "得分+0.25，评级标配，除非此前再次降准。"
    assert not [name for name in far if name.startswith("event.window")]


def test_a_declared_risk_always_stands_and_its_fact_says_whether_it_is_under_way(
    make_call, make_facts, make_document
):
    calm = flags(make_document())["declared.TECH~MKT.policy-risk"]
    under_way = flags(make_document(make_call(make_facts(regulation_restrictive_60d=1.0))))[
        "declared.TECH~MKT.policy-risk"
    ]
    blind = flags(make_document(make_call(make_facts(regulation_restrictive_60d=None))))[
        "declared.TECH~MKT.policy-risk"
    ]

    assert (calm.severity, calm.materialising) == ("info", False)
    assert (under_way.severity, under_way.materialising) == ("high", True)
    assert (blind.severity, blind.materialising) == ("high", None)
    assert under_way.trigger.trace.actual == 1


def test_an_untestable_disclosure_says_why_and_when_it_is_reviewed(make_document):
    flag = flags(make_document())["declared.TECH~MKT.competition"]

    assert (flag.testable, flag.materialising) == (False, None)
    assert flag.untestable_because.en == "No public series."
    assert (flag.review_by, flag.review_overdue) == (dt.date(2024, 1, 31), True)


def test_a_flag_keeps_the_day_on_which_it_was_first_raised(make_call, make_facts, make_document):
    from signals.allocation.calls import Past

    first = make_document()
    later_facts = make_facts(FRIDAY + dt.timedelta(days=7), regulation_restrictive_60d=1.0, cuts_2024=3.1)
    later = make_document(make_call(later_facts), past=Past(logged=True, document=first))
    found = flags(later)

    assert flags(first)["declared.TECH~MKT.policy-risk"].status == "first_document"
    assert found["declared.TECH~MKT.policy-risk"].status == "ongoing"
    assert found["declared.TECH~MKT.policy-risk"].first_raised == FRIDAY
    assert found["thesis.TECH~MKT.leg.easing"].status == "new"
    assert found["thesis.TECH~MKT.leg.easing"].first_raised == FRIDAY + dt.timedelta(days=7)


def test_the_gravest_flags_come_first_and_each_id_once(make_call, make_facts, make_document):
    document = make_document(make_call(make_facts(cuts_2024=None, regulation_restrictive_60d=1.0)))
    severities = [flag.severity for flag in document.risk_flags]

    assert severities == sorted(severities, key=("high", "watch", "info").index)
    assert len({flag.id for flag in document.risk_flags}) == len(document.risk_flags)


def test_a_flag_of_one_strategy_does_not_stand_under_another(make_call, make_facts, make_document):
    one = make_call(make_facts())
    subject = one.strategy.subject.model_copy(update={"id": "OTHER"})
    strategy = one.strategy.model_copy(update={"subject": subject, "id": "other", "flags": ()})
    other = replace(one, rules=replace(one.rules, strategy=strategy, flags={}))
    document = make_document(one, calls=(one, other))
    tech, rest = (set(call.risk_flags) for call in document.calls)

    assert "declared.TECH~MKT.competition" in tech - rest
    assert "data.sample" in tech & rest
    assert flags(document)["thesis.OTHER~MKT.leg.disinflation"].thread_ids == ("OTHER~MKT",)
