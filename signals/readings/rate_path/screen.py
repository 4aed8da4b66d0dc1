"""The screen of ``signals path``: what is priced in a sentence, meeting by meeting, and by target range."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.facts import Input
from signals.readings.rate_path.health import KINDS, ORDINARY, misfits_of, of_hole, remarks_on
from signals.readings.rate_path.history import Earlier, OptionOdds, higher_than_now, lower_than_now
from signals.readings.rate_path.path import (
    Bucket,
    Estimate,
    RatePath,
    decided_since,
    hole_in,
    is_stale,
)
from signals.readings.rate_path.track_record import Beside, Calibration, HorizonError
from signals.words import Word, said

WIDTH = 66  # characters of the picture, so that it fits 80 columns beside the date
COLUMN = 0.005  # a range that no meeting gives half a percent gets no column
SAID_ABOVE = {"rate_path.stale_prices", "rate_path.suspect_prices", "rate_path.hole", "rate_path.hole_of_one"}
SHOWN = 0.0005  # a probability below this prints as a dot: it would read 0.0

_WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Fed policy path as of {day}",
        "method": {"fedwatch": "CME FedWatch rule", "fit": "all-contract fit"},
        "prices": "{method}, {root} {kind} of {date}; target range {lower:.2f}-{upper:.2f} % since {since}",
        "first_cut": "A lower range is more likely than not by {meeting} ({p:.1%} ± {e:.1%}).",
        "no_cut": "No meeting in reach makes a lower range more likely than not.",
        "first_hike": "A higher range is more likely than not by {meeting} ({p:.1%} ± {e:.1%}).",
        "year_cuts": "By {meeting}: {n:.2f} ± {e:.2f} cuts of 25 bp expected; P(at least {k}) {p:.1%}.",
        "year_hikes": "By {meeting}: {n:.2f} ± {e:.2f} hikes of 25 bp expected; P(at least {k}) {p:.1%}.",
        "year_none": "The contracts do not reach the last meeting of {year}.",
        "columns": ("meeting", "rate after, %", "step, bp", "lower, %", "higher, %", "{other}"),
        "other": {"fedwatch": "CME's rule", "fit": "the fit"},
        "picture": "Rate after each meeting, {low:.2f} to {high:.2f} %: rate ●, error ─, range in force ░",
        "ranges": "Probability of each target range after each meeting, in percent, by the lower end of the range",
        "record": "How far such paths have been from what came, in bp (expected less realised)",
        "record_columns": ("months ahead", "mean", "root mean square", "dates", "end to end"),
        "repricing": "Contracts repriced to {rms:.2f} bp{aside}, root mean square.",
        "aside": " ({other}: {theirs:.2f} bp)",
        "gap": "The two methods differ by {gap:.2f} cuts by {meeting}.",
        "errors": "± is one sigma of price noise: rounding to a tick, and {kind} that are no settlements. "
        "95 % take up to 3.",
        "errors_settled": "± is one sigma of price noise: rounding to a tick.",
        "disagree": "Suspect: {why}.",
        "over_time": "Lower / higher than the range now in force by each meeting, percent, as priced",
        "believed": "recalibrated",
        "believed_how": "Recalibrated: believed as much as odds at that distance have deserved so far.",
        "ago": {"now": "now", "1d": "1 day ago {day}", "1w": "1 week ago {day}", "1m": "1 month ago {day}"},
        "sample": "Read from the bundled sample: an illustration, not a feed.",
        "nothing": "No meeting can be read from these prices by this method.",
        "instead": "The other method can: --method {method}.",
        "stale": "Not today's path: prices of {date}, {n} days old ({why}).",
        "too_old": "limit {limit} days",
        "before_decision": "from before a decision",
        "now": "Range now in force, by the calendar: {lower:.2f}-{upper:.2f} % since {since}.",
        "unconfirmed": " Not confirmed: {why}.",
        "decided": "Decided since: {meetings}.",
        "hole": "The strip has a hole: {hole}.",
        "no_cut_before": "No meeting up to {meeting} makes a lower range more likely than not; "
        "whether a later one does is not known.",
        "dot": "· is a range with less than 0.1 %.",
        "two_outcomes": "CME's rule gives each meeting two neighbouring outcomes and no third: "
        "0.0 ± 0.0 is its limit, not a certainty.",
        "then": {
            "prices": "{method}, {root} {kind} of {date}; target range then {lower:.2f}-{upper:.2f} %, "
            "since {since}",
            "first_cut": "As priced on {date}, a lower range was more likely than not by {meeting} "
            "({p:.1%} ± {e:.1%}).",
            "no_cut": "As priced on {date}, no meeting in reach made a lower range more likely than not.",
            "no_cut_before": "As priced on {date}, no meeting up to {meeting} made a lower range more likely "
            "than not; whether a later one did is not known.",
            "first_hike": "As priced on {date}, a higher range was more likely than not by {meeting} "
            "({p:.1%} ± {e:.1%}).",
            "year_cuts": "As priced on {date}, {n:.2f} ± {e:.2f} cuts of 25 bp were expected by {meeting}; "
            "P(at least {k}) {p:.1%}.",
            "year_hikes": "As priced on {date}, {n:.2f} ± {e:.2f} hikes of 25 bp were expected by {meeting}; "
            "P(at least {k}) {p:.1%}.",
            "year_none": "The contracts of {date} did not reach the last meeting of {year}.",
            "picture": "Rate after each meeting as priced on {date}, {low:.2f} to {high:.2f} %: rate ●, error ─, "
            "range of that day ░",
            "ranges": "Probability of each target range after each meeting as priced on {date}, in percent, "
            "by the lower end of the range",
        },
    },
    "zh": {
        "title": "美联储政策路径（截至{day}）",
        "method": {"fedwatch": "芝商所FedWatch规则", "fit": "全合约拟合"},
        "prices": "{method}；{date} {root}{kind}；目标区间{lower:.2f}-{upper:.2f} %，自{since}起",
        "first_cut": "截至{meeting}，目标区间更低的概率过半（{p:.1%} ± {e:.1%}）。",
        "no_cut": "可及范围内没有会议使降息概率过半。",
        "first_hike": "截至{meeting}，目标区间更高的概率过半（{p:.1%} ± {e:.1%}）。",
        "year_cuts": "至{meeting}：预期降息{n:.2f} ± {e:.2f}次（每次25个基点）；至少{k}次的概率{p:.1%}。",
        "year_hikes": "至{meeting}：预期加息{n:.2f} ± {e:.2f}次（每次25个基点）；至少{k}次的概率{p:.1%}。",
        "year_none": "合约未覆盖{year}年末次会议。",
        "columns": ("会议", "会后利率%", "步长 基点", "更低概率%", "更高概率%", "{other}"),
        "other": {"fedwatch": "芝商所规则", "fit": "拟合"},
        "picture": "会后利率，由{low:.2f}至{high:.2f} %：利率●，误差─，现行区间░",
        "ranges": "每次会议后各目标区间的概率（%），列为区间下限",
        "record": "此类路径与实际结果的历史偏差，基点（预期减实际）",
        "record_columns": ("提前月数", "均值", "均方根", "日期数", "首尾相接"),
        "repricing": "合约复现误差{rms:.2f}个基点{aside}，均方根。",
        "aside": "（{other}：{theirs:.2f}）",
        "gap": "至{meeting}，两种方法相差{gap:.2f}次。",
        "errors": "±为价格噪声的一个标准差：最小变动价位取整，以及{kind}并非结算价；分布厚尾，95 %须至多三个标准差。",
        "errors_settled": "±为价格噪声的一个标准差：最小变动价位取整。",
        "disagree": "存疑：{why}。",
        "over_time": "截至各次会议低于／高于现行区间的概率（%），按各日定价",
        "believed": "重新校准",
        "believed_how": "重新校准：按迄今同等提前量的概率实际兑现程度折算。",
        "ago": {"now": "现在", "1d": "1日前 {day}", "1w": "1周前 {day}", "1m": "1月前 {day}"},
        "sample": "数据来自内置样本，仅作演示，并非行情源。",
        "nothing": "以此方法，这些价格读不出任何会议。",
        "instead": "另一方法可以：--method {method}。",
        "stale": "并非今日路径：价格为{date}，已有{n}天（{why}）。",
        "too_old": "上限{limit}天",
        "before_decision": "早于一次决议",
        "now": "日历所示现行区间：{lower:.2f}-{upper:.2f} %，自{since}起。",
        "unconfirmed": "未经确认：{why}。",
        "decided": "此后已有决议的会议：{meetings}。",
        "hole": "合约缺口：{hole}。",
        "no_cut_before": "截至{meeting}没有会议使降息概率过半；其后会议是否如此无从得知。",
        "dot": "·表示该区间概率不足0.1 %。",
        "two_outcomes": "芝商所规则每次会议只允许两个相邻结果，故0.0 ± 0.0是规则所限，并非确定无疑。",
        "then": {
            "prices": "{method}；{date} {root}{kind}；当时目标区间{lower:.2f}-{upper:.2f} %，自{since}起",
            "first_cut": "按{date}的定价，截至{meeting}目标区间更低的概率过半（{p:.1%} ± {e:.1%}）。",
            "no_cut": "按{date}的定价，可及范围内没有会议使降息概率过半。",
            "no_cut_before": "按{date}的定价，截至{meeting}没有会议使降息概率过半；其后会议是否如此无从得知。",
            "first_hike": "按{date}的定价，截至{meeting}目标区间更高的概率过半（{p:.1%} ± {e:.1%}）。",
            "year_cuts": "按{date}的定价，至{meeting}预期降息{n:.2f} ± {e:.2f}次（每次25个基点）；"
            "至少{k}次的概率{p:.1%}。",
            "year_hikes": "按{date}的定价，至{meeting}预期加息{n:.2f} ± {e:.2f}次（每次25个基点）；"
            "至少{k}次的概率{p:.1%}。",
            "year_none": "{date}的合约未覆盖{year}年末次会议。",
            "picture": "按{date}定价的会后利率，由{low:.2f}至{high:.2f} %：利率●，误差─，当日区间░",
            "ranges": "按{date}的定价，每次会议后各目标区间的概率（%），列为区间下限",
        },
    },
}


def screen(path: RatePath, beside: Beside, lang: str) -> RenderableType:
    """Return the whole screen of one path.

    Args:
        path: the reading to show.
        beside: what else is known of the same day.
        lang: ``en`` or ``zh``.
    """
    other = beside.other
    words = _words(path, lang)
    remarks = remarks_on(path)
    parts: list[RenderableType] = [Text(_fill(words["title"], day=path.as_of), style="bold")]
    parts += _standing(path, lang) if is_stale(path) else []
    parts.append(_prices(path, lang))
    parts += _doubts(path, beside.doubt, lang)
    parts.append(Text())
    if not path.meetings:
        parts.append(Text(str(words["nothing"]), style="yellow"))
        if other is not None and other.meetings:
            parts.append(Text(_fill(words["instead"], method=other.method), style="yellow"))
    else:
        parts += [*_headlines(path, lang), Text(), _meetings(path, other, lang), Text()]
        parts += _options(beside.options, lang)
        parts += _assumed(path, beside.assumed, lang)
        parts += _over_time(path, beside.earlier or (), beside.believed, lang)
        parts += [*_picture(path, lang), Text(), *_ranges(path, lang)]
        parts += [Text(), *_quality(path, other, lang)]
    if beside.record:
        parts += [Text(), *_record(beside.record, lang)]
    rest = [remark for remark in remarks if remark.code not in SAID_ABOVE]
    if other is not None:
        rest += misfits_of(other)
    if rest:
        parts.append(Text())
        parts += [
            Text(remark.text(lang), style="dim" if remark.code in ORDINARY else "yellow")
            for remark in sorted(rest, key=lambda remark: remark.code in ORDINARY)
        ]
    if path.origin == "sample":
        parts += [Text(), Text(str(words["sample"]), style="dim")]
    return Group(*parts)


def _doubts(path: RatePath, doubt: Input | None, lang: str) -> list[RenderableType]:
    """Return what makes the whole path doubtful, before any figure."""
    lines = []
    if not is_stale(path):
        lines += [one.text(lang) for one in remarks_on(path) if one.code == "rate_path.suspect_prices"]
    if doubt is not None:
        lines.append(_fill(_WORDS[lang]["disagree"], why=said(doubt.reason, lang)))
    hole = hole_in(path)
    if hole is not None:
        lines.append(_fill(_words(path, lang)["hole"], hole=of_hole(hole).text(lang)))
    return [Text(line, style="bold red") for line in lines]


def _options(options: Sequence[OptionOdds], lang: str) -> list[RenderableType]:
    lines = []
    for one in options:
        odds = f"{one.probability * 100:.1f}"
        if one.meeting is None:
            said_so = Word.of(f"rate_path.options_{one.word}", odds=odds, day=one.day)
        else:
            said_so = Word.of(f"rate_path.options_{one.word}_by", odds=odds, day=one.day, meeting=one.meeting)
        lines.append(said_so.text(lang))
    return [*(Text(line) for line in lines), Text()] if lines else []


def _assumed(path: RatePath, assumed: RatePath | None, lang: str) -> list[RenderableType]:
    """Return the rates after meetings that are not announced yet, so that an early look ahead is not empty."""
    if assumed is None:
        return []
    named = tuple(
        f"{meeting:%Y-%m} {float(rate):.2f}"
        for meeting, rate in zip(assumed.meetings, assumed.implied_rate_pct, strict=True)
        if meeting not in path.meetings
    )
    return [Text(Word.of("rate_path.assumed_meetings", meetings=named).text(lang), style="dim"), Text()]


def _over_time(
    path: RatePath, earlier: Sequence[Earlier], believed: Calibration | None, lang: str
) -> list[RenderableType]:
    """Return the chance of a lower and a higher range by each meeting, now and on earlier days."""
    if not earlier and believed is None:
        return []
    words = _WORDS[lang]
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column(Text(str(words["columns"][0])), no_wrap=True)
    table.add_column(Text(str(words["ago"]["now"])), justify="right", no_wrap=True)
    if believed is not None:
        table.add_column(Text(str(words["believed"])), justify="right", no_wrap=True)
    for one in earlier:
        title = _fill(words["ago"][one.label], day=f"{one.path.strip.date:%m-%d}")
        table.add_column(Text(title), justify="right", no_wrap=True)
    for meeting in path.meetings:
        then = [
            (lower_than_now(one.path, path, meeting), higher_than_now(one.path, path, meeting))
            for one in earlier
        ]
        place = path.place(meeting)
        now = (path.cuts_at_least(place), path.hikes_at_least(place))
        ahead_days = (meeting - path.as_of).days
        worth = [tuple(_believed(believed, one, ahead_days) for one in now)] if believed else []
        table.add_row(Text(str(meeting)), *(Text(_both(*pair)) for pair in [now, *worth, *then]))
    legend = [Text(str(words["believed_how"]), style="dim")] if believed else []
    return [Text(str(words["over_time"]), style="dim"), table, *legend, Text()]


def _believed(believed: Calibration, priced: Estimate, ahead_days: int) -> Estimate:
    return Estimate(value=believed.believed(priced.value, ahead_days))


def _both(lower: Estimate | None, higher: Estimate | None) -> str:
    if lower is None or higher is None:
        return "-"
    return f"{lower.value * 100:.1f} / {higher.value * 100:.1f}"


def _words(path: RatePath, lang: str) -> dict[str, Any]:
    """Return the sentences of a language, in the past tense where the prices are stale."""
    words = _WORDS[lang]
    return {**words, **words["then"]} if is_stale(path) else words


def _standing(path: RatePath, lang: str) -> list[RenderableType]:
    """Return what a stale path must say before any figure: whose prices, and what is in force now."""
    words, now, decided = _WORDS[lang], path.target_now, decided_since(path)
    age_days, limit = (path.as_of - path.strip.date).days, path.inputs[0].max_age_days
    too_old = limit is not None and age_days > limit
    why = _fill(words["too_old" if too_old else "before_decision"], limit=limit)
    in_force = _fill(words["now"], lower=now.lower_bp / 100, upper=now.upper_bp / 100, since=now.effective_on)
    if path.inputs[2].status != "ok":
        in_force += _fill(words["unconfirmed"], why=said(path.inputs[2].reason, lang))
    lines: list[RenderableType] = [
        Text(_fill(words["stale"], date=path.strip.date, n=age_days, why=why), style="bold red"),
        Text(in_force, style="red"),
    ]
    if decided:
        names = ", ".join(map(str, decided))
        lines.append(Text(_fill(words["decided"], meetings=names), style="red"))
    return lines


def _fill(pattern: object, **values: object) -> str:
    return str(pattern).format(**values)


def _word(lang: str, table: str, key: str) -> str:
    return str(_WORDS[lang][table][key])


def _prices(path: RatePath, lang: str) -> Text:
    return Text(
        _fill(
            _words(path, lang)["prices"],
            method=_word(lang, "method", path.method),
            root=path.strip.root,
            kind=KINDS[path.strip.kind].text(lang),
            date=path.strip.date,
            lower=path.target.lower_bp / 100,
            upper=path.target.upper_bp / 100,
            since=path.target.effective_on,
        ),
        style="dim",
    )


def _headlines(path: RatePath, lang: str) -> list[RenderableType]:
    words, lines, day = _words(path, lang), [], path.strip.date
    cut, hike = path.first_cut(), path.first_hike()
    if cut is not None:
        p = path.cuts_at_least(path.place(cut))
        lines.append(_fill(words["first_cut"], date=day, meeting=cut, p=p.value, e=p.error))
    if hike is not None:
        p = path.hikes_at_least(path.place(hike))
        lines.append(_fill(words["first_hike"], date=day, meeting=hike, p=p.value, e=p.error))
    if cut is None and hike is None:
        key = "no_cut" if hole_in(path) is None else "no_cut_before"
        lines.append(_fill(words[key], date=day, meeting=path.meetings[-1]))
    year = path.meetings[0].year
    place = path.last_meeting_of(year)
    if place is None:
        if hole_in(path) is None:  # a hole is named above, and the contracts behind it are there
            lines.append(_fill(words["year_none"], date=day, year=year))
    else:
        cuts = path.expected_cuts(place)
        count = max(1, math.ceil(abs(cuts.value)))
        easing = cuts.value >= 0
        p = path.cuts_at_least(place, count) if easing else path.hikes_at_least(place, count)
        lines.append(
            _fill(
                words["year_cuts" if easing else "year_hikes"],
                date=day,
                meeting=path.meetings[place],
                n=abs(cuts.value),
                e=cuts.error,
                k=count,
                p=p.value,
            )
        )
    return [Text(line, style="bold") for line in lines]


def _meetings(path: RatePath, other: RatePath | None, lang: str) -> Table:
    words = _WORDS[lang]
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for number, name in enumerate(words["columns"]):
        title = _fill(name, other=_word(lang, "other", other.method) if other else "")
        table.add_column(Text(title), justify="left" if number == 0 else "right", no_wrap=True)
    for place, meeting in enumerate(path.meetings):
        cut, hike = path.cuts_at_least(place), path.hikes_at_least(place)
        theirs = Text("-")
        if other is not None and meeting in other.meetings:
            there = other.place(meeting)
            lower, higher = other.cuts_at_least(there).value, other.hikes_at_least(there).value
            theirs = Text(f"{lower * 100:.1f} / {higher * 100:.1f}")
        rate, rate_error = path.implied_rate_pct[place], path.implied_rate_error_pp.total[place]
        step, step_error = path.step_bp[place], path.step_error_bp.total[place]
        table.add_row(
            Text(str(meeting)),
            Text(f"{rate:.3f} ± {rate_error:.3f}"),
            Text(f"{step + 0.0:+.1f} ± {step_error:4.1f}"),
            Text(f"{cut.value * 100:.1f} ± {cut.error * 100:4.1f}", style="bold" if cut.value > 0.5 else ""),
            Text(
                f"{hike.value * 100:.1f} ± {hike.error * 100:4.1f}", style="bold" if hike.value > 0.5 else ""
            ),
            theirs,
        )
    return table


def _scale(path: RatePath) -> tuple[float, float]:
    """Return the ends of the picture, in percent, on quarter points."""
    error = path.implied_rate_error_pp.total
    low = min(float((path.implied_rate_pct - error).min()), path.target.lower_bp / 100)
    high = max(float((path.implied_rate_pct + error).max()), path.target.upper_bp / 100)
    return math.floor(low * 4) / 4, math.ceil(high * 4) / 4


def _picture(path: RatePath, lang: str) -> list[RenderableType]:
    """Return the path drawn to scale, a line a meeting."""
    low, high = _scale(path)
    title = _fill(_words(path, lang)["picture"], low=low, high=high, date=path.strip.date)
    lines: list[RenderableType] = [Text(title, style="dim")]
    for place, meeting in enumerate(path.meetings):
        lines.append(Text(f"{meeting}  ") + _drawn(path, place, low, high))
    return lines


def _drawn(path: RatePath, place: int, low: float, high: float) -> Text:
    """Return one line of the picture: the range in force, the implied rate and its error."""

    def column(rate: float) -> int:
        return round((rate - low) / (high - low) * (WIDTH - 1))

    cells = [" "] * WIDTH
    for at in range(column(path.target.lower_bp / 100), column(path.target.upper_bp / 100) + 1):
        cells[at] = "░"
    rate, error = float(path.implied_rate_pct[place]), float(path.implied_rate_error_pp.total[place])
    middle, reach = column(rate), round(error / (high - low) * (WIDTH - 1))
    for at in range(max(0, middle - reach), min(WIDTH, middle + reach + 1)):
        cells[at] = "─"
    cells[middle] = "●"
    return Text("".join(cells))


def _ranges(path: RatePath, lang: str) -> list[RenderableType]:
    by_meeting: list[dict[int, Bucket]] = [
        {bucket.lower_bp: bucket for bucket in path.buckets(place)} for place in range(len(path.meetings))
    ]
    lowers = sorted(
        {low for one in by_meeting for low, bucket in one.items() if bucket.probability >= COLUMN}
    )
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    table.add_column(Text(str(_WORDS[lang]["columns"][0])), no_wrap=True)
    for low in lowers:
        style = "reverse" if low == path.target.lower_bp else ""
        table.add_column(Text(f"{low / 100:.2f}", style=style), justify="right", no_wrap=True)
    dotted = False
    for meeting, buckets in zip(path.meetings, by_meeting, strict=True):
        most = max(bucket.probability for bucket in buckets.values())
        cells = []
        for low in lowers:
            bucket = buckets.get(low)
            if bucket is None or bucket.probability < SHOWN:
                dotted = True
                cells.append(Text("·", style="dim"))
            else:
                style = "bold" if bucket.probability == most else ""
                cells.append(Text(f"{bucket.probability * 100:.1f}", style=style))
        table.add_row(Text(str(meeting)), *cells)
    words = _words(path, lang)
    title = _fill(words["ranges"], date=path.strip.date)
    legend = [Text(str(words["dot"]), style="dim")] if dotted else []
    return [Text(title, style="dim"), table, *legend]


def _quality(path: RatePath, other: RatePath | None, lang: str) -> list[RenderableType]:
    words = _WORDS[lang]
    lines = []
    mine = path.last_meeting_of(path.meetings[0].year)
    theirs = other.last_meeting_of(path.meetings[0].year) if other is not None else None
    if other is not None and mine is not None and theirs is not None:
        gap = abs(path.expected_cuts(mine).value - other.expected_cuts(theirs).value)
        lines.append(_fill(words["gap"], gap=gap, meeting=path.meetings[mine]))
    if math.isfinite(path.repricing_rms_bp):
        aside = ""
        if other is not None and math.isfinite(other.repricing_rms_bp):
            name = _word(lang, "other", other.method)
            aside = _fill(words["aside"], other=name, theirs=other.repricing_rms_bp)
        lines.append(_fill(words["repricing"], rms=path.repricing_rms_bp, aside=aside))
    settled = path.strip.kind == "settlement"
    kind = KINDS[path.strip.kind].text(lang)
    lines.append(_fill(words["errors_settled" if settled else "errors"], kind=kind))
    if path.method == "fedwatch" and _one_sided(path):
        lines.append(str(words["two_outcomes"]))
    return [Text(line, style="dim") for line in lines]


def _one_sided(path: RatePath) -> bool:
    """Return whether some chance of a move prints as 0.0 ± 0.0."""
    moves = [
        move
        for place in range(len(path.meetings))
        for move in (path.cuts_at_least(place), path.hikes_at_least(place))
    ]
    return any(move.value < SHOWN and move.error < SHOWN for move in moves)


def _record(record: Sequence[HorizonError], lang: str) -> list[RenderableType]:
    words = _WORDS[lang]
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name in words["record_columns"]:
        table.add_column(Text(str(name)), justify="right", no_wrap=True)
    for one in record:
        table.add_row(
            str(one.months),
            f"{one.mean_bp:+.1f}",
            f"{one.rmse_bp:.1f}",
            str(one.n_dates),
            str(one.n_separate),
        )
    return [Text(str(words["record"]), style="dim"), table]
