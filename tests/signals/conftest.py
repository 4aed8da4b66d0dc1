"""A handmade day: one small strategy, its facts, and the documents that follow from them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from signals.allocation.build import Origin, build_document, sealed
from signals.allocation.calls import Past
from signals.allocation.contract import AllocationDocument, BaseRate, Run
from signals.facts import Fact, Facts, FactSpec, FactValue, Input
from signals.rules.compiled import compile_strategy
from signals.rules.graded import GradedCall
from signals.rules.judge import judge
from signals.rules.loading import read_strategy
from signals.rules.verdict import CallVerdict, Grade

AS_OF = dt.date(2024, 2, 16)

VOCABULARY = (
    FactSpec(
        pattern="us.cpi.trend.p_falling_{n}m",
        unit="prob",
        en="US inflation trend falling",
        zh="美国通胀趋势下行",
    ),
    FactSpec(
        pattern="us.fed.cuts_{year}", unit="cuts", en="Cuts priced by the end of", zh="年末前计入的降息"
    ),
    FactSpec(pattern="us.fed.p_cut_by.{date}", unit="prob", en="Odds of a cut by", zh="某次会议前降息概率"),
    FactSpec(
        pattern="us.cpi.year_average.p_below_3pct",
        unit="prob",
        en="Odds of CPI below 3 %",
        zh="CPI低于3%的概率",
    ),
    FactSpec(pattern="us.cpi.consensus.q4q4", unit="pct", en="SPF Q4/Q4", zh="SPF四季度同比"),
    FactSpec(
        pattern="us.ixic.off_high_since_{year}", unit="pct", en="Nasdaq off its high since", zh="纳指较高点"
    ),
    FactSpec(pattern="cn.policy.rrr_cut_{n}d", unit="bp", en="RRR cut in days", zh="降准窗口"),
    FactSpec(
        pattern="cn.policy.regulation_restrictive_{n}d",
        unit="events",
        en="Restrictive rules",
        zh="限制性监管",
    ),
)

# name: value, unit, one-week sigma, error, series, release day
DAY: Mapping[str, tuple[FactValue, str, float | None, float | None, str, dt.date]] = {
    "us.cpi.trend.p_falling_12m": (0.80, "prob", 0.1, None, "us.cpi.all.nsa", dt.date(2024, 2, 13)),
    "us.cpi.trend.p_falling_6m": (0.44, "prob", 0.1, None, "us.cpi.all.nsa", dt.date(2024, 2, 13)),
    "us.cpi.trend.p_falling_3m": (0.39, "prob", 0.1, None, "us.cpi.all.nsa", dt.date(2024, 2, 13)),
    "us.fed.cuts_2024": (3.58, "cuts", 0.5, 0.05, "futures.ZQZ24.last", AS_OF),
    "us.fed.p_cut_by.2024-05-01": (0.336, "prob", 0.15, 0.007, "futures.ZQK24.last", AS_OF),
    "us.cpi.year_average.p_below_3pct": (0.45, "prob", 0.05, 0.1, "us.cpi.all.nsa", dt.date(2024, 2, 13)),
    "us.cpi.consensus.q4q4": (2.49, "pct", None, None, "survey.spf.cpi.q4q4.year0", dt.date(2024, 2, 9)),
    "us.ixic.off_high_since_2023": (-1.35, "pct", 2.0, None, "index.IXIC", AS_OF),
    "cn.policy.rrr_cut_60d": (50.0, "bp", 10.0, None, "policy.events.cn", dt.date(2024, 1, 24)),
    "cn.policy.regulation_restrictive_60d": (
        0.0,
        "events",
        None,
        None,
        "policy.events.cn",
        dt.date(2024, 1, 24),
    ),
}

STRATEGY = """
id = "made"
version = "1"
written_on = 2020-01-01
title = { en = "Tech against the market", zh = "科技相对大盘" }
[subject]
id = "TECH"
name = { en = "Tech [Index]", zh = "科技指数" }
kind = "sector_index"
currency = "HKD"
return_basis = "price"
series = "index.TECH"
[benchmark]
id = "MKT"
name = { en = "Market Index", zh = "大盘指数" }
kind = "market_index"
currency = "HKD"
return_basis = "price"
series = "index.MKT"
[criterion]
quote = { en = "beats by more than 10 %", zh = "跑赢10%以上" }
metric = "relative_return"
formula = "(1 + r_subject) / (1 + r_benchmark) - 1"
threshold_pct = 10
touch_counts = false
entry = { en = "first close after publication", zh = "发布后首个收盘价" }
checkpoints = [{ label = "6m", months = 6 }, { label = "12m", months = 12, primary = true }]
reason = "made up"
[scale]
id = "three"
overweight = { en = "Overweight", zh = "超配" }
neutral = { en = "Neutral", zh = "标配" }
underweight = { en = "Underweight", zh = "低配" }
[score]
enter_bp = 3000
leave_bp = 1500
reason = "made up"
[tilt]
step_bp = 500
cap_bp = 300
max_tracking_error_bp = 50
relative_volatility_pct = 19
funding = "MKT"
reason = "made up"
[[legs]]
id = "disinflation"
name = { en = "Disinflation", zh = "通胀回落" }
reason = { en = "Lower rates.", zh = "利率下行。" }
weight_bp = 2500
weight_reason = "made up"
threshold_reason = "made up"
supports = { all = ["us.cpi.trend.p_falling_12m >= 65 pct", "us.cpi.trend.p_falling_6m > 35 pct"] }
opposes = "us.cpi.trend.p_falling_12m <= 35 pct"
[[legs]]
id = "easing"
name = { en = "Easing", zh = "宽松" }
reason = { en = "Cuts are priced.", zh = "已计入降息。" }
weight_bp = 2500
weight_reason = "made up"
threshold_reason = "made up"
supports = "us.fed.cuts_2024 >= 3 cuts"
opposes = "us.fed.cuts_2024 <= -1 cuts"
[[legs]]
id = "policy"
name = { en = "Policy", zh = "政策" }
reason = { en = "Banks may lend more.", zh = "银行可放贷更多。" }
weight_bp = 1500
weight_reason = "made up"
threshold_reason = "made up"
supports = "cn.policy.rrr_cut_60d >= 25 bp"
[[legs]]
id = "regulation"
name = { en = "Regulation", zh = "监管" }
reason = { en = "Rules weigh on platforms.", zh = "监管压制平台。" }
weight_bp = 2000
weight_reason = "made up"
threshold_reason = "made up"
opposes = "cn.policy.regulation_restrictive_60d >= 1 events"
[[invalidation]]
id = "hikes"
when = "us.fed.cuts_2024 <= -4 cuts"
then = { en = "neutral at once", zh = "立即转为标配" }
reason = "made up"
[[flags]]
id = "policy-risk"
kind = "declared"
severity = "high"
title = { en = "Policy risk", zh = "政策风险" }
when = "cn.policy.regulation_restrictive_60d >= 1 events"
threatens = ["regulation"]
if_materialises = { en = "The leg turns.", zh = "支柱反转。" }
review_by = 2024-08-16
[[flags]]
id = "competition"
kind = "declared"
severity = "info"
title = { en = "Competition", zh = "竞争" }
untestable_because = { en = "No public series.", zh = "无公开数据。" }
if_materialises = { en = "Margins suffer.", zh = "利润率承压。" }
review_by = 2024-01-31
"""

BASE_RATE = BaseRate(
    checkpoint="12m",
    basis="live",
    window="2020-07 on",
    overweight_pct=18,
    neutral_pct=38,
    underweight_pct=44,
    primary=True,
    source="counted",
)

MakeFacts = Callable[..., Facts]
MakeCall = Callable[..., GradedCall]
MakeDocument = Callable[..., AllocationDocument]


@pytest.fixture(scope="session")
def vocabulary() -> tuple[FactSpec, ...]:
    return VOCABULARY


@pytest.fixture(scope="session")
def make_facts() -> MakeFacts:
    def facts(as_of: dt.date = AS_OF, *, without: tuple[str, ...] = (), **changed: FactValue) -> Facts:
        """Return the day's facts; ``changed`` names a fact with _ for dots (only the last part is needed)."""
        made = []
        for name, (value, unit, sigma, error, series, released) in DAY.items():
            last = name.rpartition(".")[2].replace("-", "_")
            if name in without or last in without:
                continue
            now = changed.get(last, value)
            status = "ok" if now is not None else "stale"
            item = Input(
                series=series,
                status=status,
                reason="" if status == "ok" else "99 days old, limit 45",
                period=released,
                released_at=released,
                age_days=(as_of - released).days,
                max_age_days=45,
                source="handmade",
            )
            made.append(
                Fact(
                    name=name,
                    value=now,
                    unit=unit,
                    released_at=released,
                    age_days=(as_of - released).days,
                    status=status,
                    reason=item.reason,
                    period=released,
                    error=error,
                    week_sigma=sigma,
                    inputs=(item,),
                    derivation="made by hand",
                )
            )
        return Facts(as_of, made)

    return facts


@pytest.fixture(scope="session")
def strategy_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("strategies") / "made.toml"
    path.write_text(STRATEGY, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def make_call(strategy_path: Path) -> MakeCall:
    rules = compile_strategy(read_strategy(strategy_path), VOCABULARY)
    sha256 = hashlib.sha256(strategy_path.read_bytes()).hexdigest()

    def call(facts: Facts, previous: Grade | None = None, **changes: object) -> GradedCall:
        verdict: CallVerdict = judge(rules, facts, previous=previous)
        return GradedCall(
            rules=rules,
            facts=facts,
            verdict=replace(verdict, **changes),
            path="strategies/made.toml",
            sha256=sha256,
        )

    return call


@pytest.fixture(scope="session")
def make_document(make_facts: MakeFacts, make_call: MakeCall) -> MakeDocument:
    def document(call: GradedCall | None = None, **arguments: object) -> AllocationDocument:
        facts = call.facts if call is not None else make_facts()
        defaults: dict[str, object] = {
            "calls": (call or make_call(facts),),
            "facts": facts,
            "vocabulary": VOCABULARY,
            "past": Past(),
            "base_rates": {"TECH~MKT": (BASE_RATE,)},
            "origin": Origin(data="sample", config_sha256="0" * 64, code_version="0.1.0"),
            "run": Run(generated_at=dt.datetime(2024, 2, 16, 18, tzinfo=dt.UTC), duration_ms=1),
        }
        return sealed(build_document(**(defaults | arguments)))

    return document
