"""What must be said beside a path: of its prices, its calendars and its fit."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left

from signals.calendars.fed import Calendars
from signals.readings.rate_path.model.distribution import STEP_BP
from signals.readings.rate_path.model.months import month_after
from signals.readings.rate_path.path import RatePath
from signals.readings.rate_path.remark import Remark
from signals.readings.rate_path.standing import decided_since, hole_in, is_stale
from sources.contract import contract_code

KIND_EN = {"settlement": "settlements", "last": "last trades", "mid": "midpoints"}
KIND_ZH = {"settlement": "结算价", "last": "最新成交价", "mid": "买卖中间价"}
BELOW_ZERO = 0.005  # probability of a range below zero from which it is worth a word


def remarks_on(path: RatePath, known: Calendars) -> tuple[Remark, ...]:
    """Return every remark on one path, the most serious first."""
    found = [
        *_prices(path),
        *_target(path),
        *_calendar(path, known),
        *_doubted(path),
        *_decided(path),
        *_hole(path),
        *_missing(path),
        *_zero_bound(path),
        *_misfits(path),
        *_reach(path, known),
    ]
    return tuple(found)


def too_uncertain(meetings: tuple[dt.date, ...], error_bp: float) -> Remark:
    """Return the reason for which meetings are left out whose step is known too badly."""
    names = ", ".join(day.isoformat() for day in meetings)
    return Remark(
        code="meeting_left_out",
        en=f"meeting {names} is left out: price noise alone moves the step of {meetings[0]} by "
        f"{error_bp:.0f} bp, so it is not known to half a move",
        zh=f"会议{names}略去：仅价格噪声即可使{meetings[0]}的步长变动{error_bp:.0f}个基点，不足以区分半次变动",
    )


def _prices(path: RatePath) -> list[Remark]:
    strip, health = path.strip, path.inputs[0]
    found = []
    if health.status != "ok":
        found.append(
            Remark(
                code="stale_prices",
                en=f"prices are {health.status}: {health.reason}",
                zh=f"价格已过期或可疑：{health.reason}",
            )
        )
    elif strip.date != path.as_of:
        found.append(
            Remark(
                code="older_prices",
                en=f"prices are of {strip.date}, {health.age_days} days before {path.as_of}",
                zh=f"价格日期为{strip.date}，早于{path.as_of}共{health.age_days}天",
            )
        )
    if strip.kind != "settlement":
        found.append(
            Remark(
                code="not_settlement",
                en=f"prices are {KIND_EN[strip.kind]}, not settlements: quoted probabilities may differ, "
                "see the error bars",
                zh=f"价格为{KIND_ZH[strip.kind]}而非结算价：概率可能与公布值不同，见误差",
            )
        )
    return found


def _target(path: RatePath) -> list[Remark]:
    found = []
    health = path.inputs[2]
    if health.status != "ok":
        found.append(
            Remark(
                code="target_unconfirmed",
                en=f"the target range is not confirmed: {health.reason}",
                zh=f"目标区间未经确认：{health.reason}",
            )
        )
    if path.target != path.target_now:
        now = path.target_now
        found.append(
            Remark(
                code="target_changed_since",
                en="the range has changed since the prices: "
                f"{now.lower_bp}-{now.upper_bp} bp from {now.effective_on}",
                zh=f"价格之后目标区间已变：自{now.effective_on}起为{now.lower_bp}-{now.upper_bp}个基点",
            )
        )
    return found


def _calendar(path: RatePath, known: Calendars) -> list[Remark]:
    found = []
    if path.as_of > known.fomc_verified_through:
        found.append(
            Remark(
                code="calendar_unverified",
                en=f"the meeting calendar was checked through {known.fomc_verified_through} only",
                zh=f"会议日历仅核对至{known.fomc_verified_through}",
            )
        )
    beyond = [month.first for month in path.months if month.priced and not month.covered]
    if beyond:
        codes = ", ".join(contract_code(path.strip.root, first) for first in beyond)
        found.append(
            Remark(
                code="calendar_ends",
                en=f"contracts {codes} are not used: "
                f"the meeting calendar known on {path.as_of} ends before them",
                zh=f"合约{codes}未使用：{path.as_of}已知的会议日历未覆盖这些月份",
            )
        )
    return found


def _doubted(path: RatePath) -> list[Remark]:
    if not path.strip.left_out:
        return []
    codes = ", ".join(contract_code(path.strip.root, month) for month in path.strip.left_out)
    return [
        Remark(
            code="prices_doubted",
            en=f"left out, because a quality gate doubts the price: {codes}",
            zh=f"价格未通过数据质量检查而未使用的合约：{codes}",
        )
    ]


def _decided(path: RatePath) -> list[Remark]:
    days = decided_since(path) if is_stale(path) else ()
    if not days:
        return []
    en = (
        f"the meeting of {days[0]} has"
        if len(days) == 1
        else f"the meetings from {days[0]} to {days[-1]} have"
    )
    zh = f"{days[0]}的会议" if len(days) == 1 else f"{days[0]}至{days[-1]}的会议"
    then = f"{path.target.lower_bp}-{path.target.upper_bp}"
    return [
        Remark(
            code="decided_since",
            en=f"{en} been decided since the prices of {path.strip.date}: "
            f"no chance of a move by then is given; all others count from the range of that day, {then} bp",
            zh=f"{zh}在{path.strip.date}的价格之后已有决议：不再给出至该时点的变动概率；"
            f"其余概率以当日区间{then}个基点为起点",
        )
    ]


def _hole(path: RatePath) -> list[Remark]:
    hole = hole_in(path)
    return [] if hole is None else [Remark(code="hole", en=hole.en, zh=hole.zh)]


def _missing(path: RatePath) -> list[Remark]:
    left_out = {path.months[one.place].first for one in path.misfits}.union(path.strip.left_out)
    holes = [month.first for month in path.months if not month.priced and month.first not in left_out]
    if not holes:
        return []
    codes = ", ".join(contract_code(path.strip.root, first) for first in holes)
    return [Remark(code="missing_contracts", en=f"no price for {codes}", zh=f"缺少合约价格：{codes}")]


def _zero_bound(path: RatePath) -> list[Remark]:
    below = path.moves * STEP_BP + path.target.lower_bp < 0
    if not below.any() or not len(path.meetings):
        return []
    most = float(path.probability[:, below].sum(axis=1).max())
    if most < BELOW_ZERO:
        return []
    return [
        Remark(
            code="below_zero",
            en=f"up to {most:.0%} of the probability lies on ranges below zero: "
            "the rule knows no lower bound",
            zh=f"至多{most:.0%}的概率落在零以下的区间：该规则没有下限",
        )
    ]


def _misfits(path: RatePath) -> list[Remark]:
    if not path.misfits:
        return []
    named = ", ".join(
        f"{contract_code(path.strip.root, path.months[one.place].first)} ({one.off_bp:+.1f} bp)"
        for one in path.misfits
    )
    return [
        Remark(
            code="contracts_misfit",
            en=f"left out of the fit, for lying off the path of all other contracts, perhaps stale: {named}",
            zh=f"偏离其余合约所定路径、可能已过时而未纳入拟合的合约：{named}",
        )
    ]


def _reach(path: RatePath, known: Calendars) -> list[Remark]:
    last = path.months[-1].first
    meetings = known.known_meetings(path.as_of)
    end = month_after(last, 1 if path.strip.root == "ZQ" else 4)  # SR3 compounds into the third month after
    later = meetings[bisect_left(meetings, end) :]
    if not later:
        return []
    return [
        Remark(
            code="out_of_reach",
            en=f"meetings from {later[0]} on are out of reach: "
            f"prices end with {contract_code(path.strip.root, last)}",
            zh=f"{later[0]}及以后的会议超出范围：价格止于{contract_code(path.strip.root, last)}",
        )
    ]
