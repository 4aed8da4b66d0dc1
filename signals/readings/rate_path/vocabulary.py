"""What the rate-path reading says, by name and unit."""

from __future__ import annotations

from collections.abc import Mapping

from signals.facts import FactSpec
from sources.contract import SeriesSpec


def _moves(word: str, en: str, zh: str) -> tuple[FactSpec, ...]:
    """Return the facts that exist alike for cuts and for hikes; ``word`` is the plural and the unit."""
    return (*_expected(word, zh), *_odds(word, en, zh))


def _expected(word: str, zh: str) -> tuple[FactSpec, ...]:
    """Return the expected numbers of moves, by year and over 12 months."""
    return (
        FactSpec(
            pattern=f"us.fed.{word}_{{year}}",
            unit=word,
            en=f"{word.capitalize()} of the whole calendar year: made so far plus expected, signed",
            zh=f"全年{zh}次数：已实现加预期（带符号）",
        ),
        FactSpec(
            pattern=f"us.fed.{word}_to_come_{{year}}",
            unit=word,
            en=f"{word.capitalize()} still to come: from the range in force to after the year's last meeting, signed",
            zh=f"尚待发生的{zh}次数：由现行区间至该年末次会议之后（带符号）",
        ),
        FactSpec(
            pattern=f"us.fed.{word}_{{year}}.chg_5d",
            unit=word,
            en=f"Change of the {word} expected of the calendar year over 5 trading days",
            zh=f"全年预期{zh}次数的5个交易日变化",
        ),
        FactSpec(
            pattern=f"us.fed.{word}_{{year}}.chg_20d",
            unit=word,
            en=f"Change of the {word} expected of the calendar year over 20 trading days",
            zh=f"全年预期{zh}次数的20个交易日变化",
        ),
        FactSpec(
            pattern=f"us.fed.{word}_in_{{year}}",
            unit=word,
            en=f"Older name of us.fed.{word}_{{year}}",
            zh=f"us.fed.{word}_{{year}}的旧名",
        ),
        FactSpec(
            pattern=f"us.fed.{word}_12m",
            unit=word,
            en=f"Expected {word} from now to the contract month 12 months ahead, signed",
            zh=f"由现在至12个月后合约月份的预期{zh}次数（带符号）",
        ),
        FactSpec(
            pattern=f"us.fed.{word}_12m.chg_5d",
            unit=word,
            en=f"Change of the {word} expected within 12 months over 5 trading days, one contract month throughout",
            zh=f"未来12个月预期{zh}次数的5个交易日变化（同一合约月份）",
        ),
        FactSpec(
            pattern=f"us.fed.{word}_12m.chg_20d",
            unit=word,
            en=f"Change of the {word} expected within 12 months over 20 trading days, one contract month throughout",
            zh=f"未来12个月预期{zh}次数的20个交易日变化（同一合约月份）",
        ),
    )


def _odds(word: str, en: str, zh: str) -> tuple[FactSpec, ...]:
    """Return the odds of a move, and when the first comes."""
    one = word[:-1]
    return (
        FactSpec(
            pattern=f"us.fed.p_{one}_by.{{date}}",
            unit="prob",
            en=f"Probability that the range is {en} than now after the last meeting up to the date",
            zh=f"截至该日末次会议后目标区间比现在更{'低' if one == 'cut' else '高'}的概率",
        ),
        FactSpec(
            pattern=f"us.fed.p_{one}_next",
            unit="prob",
            en=f"Probability of a {one} at the next meeting",
            zh=f"下次会议{zh}的概率",
        ),
        FactSpec(
            pattern=f"us.fed.p_at_least_{{n}}_{word}_{{year}}",
            unit="prob",
            en=f"Probability that the range is at least n quarter points {en} after the year's last meeting than at its start",
            zh=f"全年至少净{zh}n次（每次25个基点）的概率",
        ),
        FactSpec(
            pattern=f"us.fed.first_{one}",
            unit="date",
            en=f"First meeting by which a {one} is more likely than not; absent where none is priced",
            zh=f"首个{zh}概率过半的会议；无则不出现",
        ),
        FactSpec(
            pattern=f"us.fed.first_{one}_priced",
            unit="bool",
            en=f"Whether a {one} is more likely than not by any meeting in reach",
            zh=f"可及范围内是否有会议使{zh}概率过半",
        ),
    )


FACTS: tuple[FactSpec, ...] = (
    *_moves("cuts", "lower", "降息"),
    *_moves("hikes", "higher", "加息"),
    FactSpec(
        pattern="us.fed.implied_rate_{year}",
        unit="pct",
        en="Effective rate implied after the year's last meeting",
        zh="该年末次会议后的隐含有效利率",
    ),
    FactSpec(
        pattern="us.fed.surprise_last",
        unit="bp",
        en="Surprise of the last decision: how far its step moved on its day, above zero tighter than priced",
        zh="最近一次决议的意外：其步长在当日的变动，正值为较定价更紧",
    ),
    FactSpec(
        pattern="us.fed.surprise.{date}",
        unit="bp",
        en="Surprise of the decision on that day, above zero tighter than priced",
        zh="该日决议的意外，正值为较定价更紧",
    ),
    FactSpec(pattern="us.fed.next_meeting", unit="date", en="Next rate meeting", zh="下次议息会议"),
    FactSpec(
        pattern="us.fed.target_lower",
        unit="pct",
        en="Target range in force, lower end",
        zh="现行目标区间下限",
    ),
    FactSpec(
        pattern="us.fed.target_upper",
        unit="pct",
        en="Target range in force, upper end",
        zh="现行目标区间上限",
    ),
    FactSpec(
        pattern="us.fed.path_repricing_rms",
        unit="bp",
        en="How far the fitted path misses contract prices, root mean square",
        zh="拟合路径对合约价格的均方根误差",
    ),
    FactSpec(
        pattern="us.fed.path_method_gap",
        unit="cuts",
        en="Expected cuts by the year's last meeting: all-contract fit less CME's rule",
        zh="年末预期降息次数之差：全合约拟合减芝商所规则",
    ),
)


def specs(_: Mapping[str, SeriesSpec]) -> tuple[FactSpec, ...]:
    """Return `FACTS`: what this reading states depends on no catalogue."""
    return FACTS
