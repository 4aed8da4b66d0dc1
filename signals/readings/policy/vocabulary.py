"""The names that the policy reading may give to facts; known before any data is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from signals.facts import FactSpec
from sources.contract import Direction, SeriesSpec

WINDOW_DAYS = (30, 60, 90)
"""Calendar days. An event announced on A is in the window of n days on every D with 0 <= D - A <= n."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSpec:
    """One way to count events: which, over which coverage, and whether sizes are added up.

    ``group`` and ``covered_by`` are groups of the taxonomy; a window may be read
    only where each group of ``covered_by`` is followed. ``tiers`` None means any.
    """

    stem: str
    measure: Literal["sum_of_cuts", "count"]
    unit: str
    group: str
    directions: tuple[Direction, ...]
    covered_by: tuple[str, ...]
    tiers: tuple[str, ...] | None
    jurisdiction: str
    en: str
    zh: str

    def fact(self, days: int) -> str:
        """Return the fact's name for a window of ``days``."""
        return f"{self.stem}_{days}d"


def _cuts(stem: str, group: str, tiers: tuple[str, ...] | None, en: str, zh: str) -> WindowSpec:
    return WindowSpec(
        stem=stem,
        measure="sum_of_cuts",
        unit="bp",
        group=group,
        directions=("easing",),
        covered_by=("monetary",),
        tiers=tiers,
        jurisdiction="CN",
        en=en,
        zh=zh,
    )


def _count(
    stem: str,
    group: str,
    directions: tuple[Direction, ...],
    *,
    covered_by: tuple[str, ...],
    en: str,
    zh: str,
    jurisdiction: str = "CN",
) -> WindowSpec:
    return WindowSpec(
        stem=stem,
        measure="count",
        unit="events",
        group=group,
        directions=directions,
        covered_by=covered_by,
        tiers=None,
        jurisdiction=jurisdiction,
        en=en,
        zh=zh,
    )


WINDOWS: tuple[WindowSpec, ...] = (
    # A cut for some banks only is another thing than "the RRR was cut".
    _cuts("cn.policy.rrr_cut", "rrr", ("all", "large"), "RRR cut", "降准"),
    _cuts("cn.policy.lpr_1y_cut", "lpr", ("1Y",), "LPR 1Y cut", "1年期LPR下调"),
    _cuts("cn.policy.lpr_5y_cut", "lpr", ("5Y",), "LPR 5Y cut", "5年期以上LPR下调"),
    _count(
        "cn.policy.regulation_restrictive",
        "regulation",
        ("restrictive", "tightening"),
        covered_by=("regulation",),
        en="Restrictive regulation",
        zh="限制性监管",
    ),
    _count(
        "cn.policy.regulation_supportive",
        "regulation",
        ("supportive", "easing"),
        covered_by=("regulation",),
        en="Supportive regulation",
        zh="支持性监管",
    ),
    _count(
        "cn.policy.gaming_restrictive",
        "gaming",
        ("restrictive", "tightening"),
        covered_by=("gaming",),
        en="Restrictive gaming rules",
        zh="游戏限制性规定",
    ),
    _count(
        "cn.policy.property_easing",
        "property",
        ("easing", "supportive"),
        covered_by=("property",),
        en="Property easing",
        zh="房地产宽松",
    ),
    # Packages are too rare to prove that a table follows them; one that follows rates and property would
    # tell of them.
    _count(
        "cn.policy.package",
        "package",
        ("easing", "supportive"),
        covered_by=("monetary", "property"),
        en="Packages of measures",
        zh="一揽子政策",
    ),
    _count(
        "cn.policy.market_support",
        "market",
        ("supportive", "easing"),
        covered_by=("market",),
        en="Support of the stock market",
        zh="股市支持政策",
    ),
    _count(
        "cn.policy.consumption_support",
        "consumption",
        ("supportive", "easing"),
        covered_by=("consumption",),
        en="Consumption subsidies",
        zh="消费补贴",
    ),
    _count(
        "cn.policy.trade_restrictive",
        "trade",
        ("restrictive", "tightening"),
        covered_by=("trade",),
        en="China's answers in trade",
        zh="中方贸易反制",
    ),
    _count(
        "us.policy.trade_restrictive",
        "trade",
        ("restrictive", "tightening"),
        covered_by=("trade",),
        en="US tariffs and export controls on China",
        zh="美国对华关税与出口管制",
        jurisdiction="US",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceSpec:
    """One stance: the kind of event that says it, and the closed list that it chooses from, in words for people."""

    fact: str
    kind: str
    en: str
    zh: str
    words: Mapping[str, tuple[str, str]]


STANCES: tuple[StanceSpec, ...] = (
    StanceSpec(
        fact="cn.policy.stance.monetary",
        kind="stance.monetary",
        en="Stance of monetary policy, last meeting",
        zh="货币政策基调（最近一次会议）",
        words={
            "moderately_loose": ("moderately loose", "适度宽松"),
            "prudent": ("prudent", "稳健"),
            "moderately_tight": ("moderately tight", "适度从紧"),
            "tight": ("tight", "从紧"),
        },
    ),
    StanceSpec(
        fact="cn.policy.stance.fiscal",
        kind="stance.fiscal",
        en="Stance of fiscal policy, last meeting",
        zh="财政政策基调（最近一次会议）",
        words={
            "more_proactive": ("more proactive", "更加积极"),
            "proactive": ("proactive", "积极"),
            "prudent": ("prudent", "稳健"),
        },
    ),
)

STANCE_MAX_AGE_DAYS = 200
"""Days. The Politburo meets on the economy in April, July and December: at most 150 days apart, and 50 for grace."""

IMPULSE = "cn.policy.impulse"
SINCE_RRR = "cn.policy.days_since_rrr_cut"
IMPULSE_GROUPS = ("monetary", "property", "regulation")
"""The impulse adds up all kinds, so it may be read only where these are followed."""

LEVELS: Mapping[str, tuple[str, str]] = {
    "cn.rrr.large": ("Reserve requirement of large banks", "大型银行存款准备金率"),
    "cn.lpr.1y": ("Loan prime rate, 1 year", "1年期LPR"),
    "cn.lpr.5y": ("Loan prime rate, 5 years and more", "5年期以上LPR"),
    "cn.mlf.1y": ("Medium-term lending facility, 1 year", "1年期MLF利率"),
    "cn.reverse_repo.7d": ("7-day reverse repo rate", "7天期逆回购利率"),
}
"""Levels that are facts, with their names."""

FACTS: tuple[FactSpec, ...] = (
    *(
        FactSpec(
            pattern=window.fact(days),
            unit=window.unit,
            en=f"{window.en}, announced in the last {days} days",
            zh=f"{window.zh}（近{days}日内宣布）",
            counted=True,
        )
        for window in WINDOWS
        for days in WINDOW_DAYS
    ),
    FactSpec(
        pattern=IMPULSE,
        unit="events",
        en="Policy impulse: decayed sum of supportive less restrictive steps, one platform rule = 1",
        zh="政策脉冲：按半衰期衰减的支持性减限制性政策（一项平台监管=1）",
    ),
    FactSpec(
        pattern=SINCE_RRR,
        unit="days",
        en="Days since the last RRR cut was announced",
        zh="距上次宣布降准的天数",
    ),
    *(
        FactSpec(pattern=stance.fact, unit="word", en=stance.en, zh=stance.zh, words=tuple(stance.words))
        for stance in STANCES
    ),
    *(FactSpec(pattern=level, unit="pct", en=en, zh=zh) for level, (en, zh) in LEVELS.items()),
)


def specs(_: Mapping[str, SeriesSpec]) -> tuple[FactSpec, ...]:
    """Return `FACTS`: what this reading states depends on no catalogue."""
    return FACTS
