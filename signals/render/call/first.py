"""The first screen of ``signals allocate``: 24 lines of 80 columns, in plain words.

One call: the sentence that says what happens next, a line for each leg with the number that decides,
what would change the call, the gravest flags, odds and record, and where to look further.
Several calls: one line each. Everything else is one option (``--all``) or one command away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.text import Text

from signals.allocation import contract
from signals.render.call.brief import bare, fact_words, leaf_words, leg_leaves, move_words, unknown_words
from signals.render.call.phrases import (
    Labels,
    Lang,
    grade_word,
    plain_rule_words,
    said,
    telling,
    untried_words,
)
from signals.safe_text import plain
from signals.units import amount
from signals.wording.folding import cut, fold
from signals.words import score, score_interval

LINES, COLUMNS = 24, 80
MOST_FLAGS = 5
MOST_LEGS = 8
FEW_LEGS = 5
"""With so few legs the sentence above them may take a fourth row."""
NAME_CELLS = 28
"""The widest column for names of legs: half of what the number that decides needs."""

_WORDS: dict[str, tuple[str, str]] = {
    "as_of": ("as of {day}", "截至{day}"),
    "sample": ("bundled sample, not your data", "内置样本，非您的数据"),
    "Score": ("Score  ", "得分  "),
    "Why": ("Why    ", "理由  "),
    "Odds": ("Odds   ", "概率  "),
    "Record": ("Record ", "记录  "),
    "More": ("More   ", "更多  "),
    "score": (
        "{score}. {over} from {enter} and kept to {leave}; {under} mirrors it.",
        "{score}。{enter}起{over}并保持至{leave}；{under}与之对称。",
    ),
    "why": (
        "▲ for, ▼ against, · neither, ? not known; what it adds; the number",
        "▲支持 ▼反对 ·中性 ?未知；对得分的贡献；起决定作用的数字",
    ),
    "more_legs": ("  and {n} smaller ones (--all)", "  另有{n}条较小的（--all）"),
    "next": ("Next   ", "变化  "),
    "calendar": (
        "{day}, by the calendar alone: {fact} → {after}: {grade}",
        "{day}，仅因日历：{fact} → {after}：{grade}",
    ),
    "nearest": ("if {moves}: {grade}", "若{moves}：{grade}"),
    "next_note": (
        "Next: a day of the calendar, or how many usual weeks the nearest change is away.",
        "下一变化：日历所定之日，或最近的变化相当于几倍常见周波动。",
    ),
    "far": (" ({sigma:.1f} × its usual week)", "（{sigma:.1f}倍常见周波动）"),
    "stop": ("withdrawn at once if {rule}", "若{rule}，立即撤回"),
    "stopped": ("WITHDRAWN: {rule}", "已撤回：{rule}"),
    "flags": ("Flags  ", "提示  "),
    "odds": (
        "{share} % of past starts ended so after {point} ({window}); no edge is proven",
        "历史上{share}%的起点在{point}后如此收场（{window}）；尚未证明优于此",
    ),
    "no_odds": (
        "unknown: too few closes for three separate windows.",
        "未知：收盘价不足以构成三个独立窗口。",
    ),
    "no_call": ("none: there is no call to score.", "无：没有可供检验的评级。"),
    "no_log": (
        "no earlier call is on record (allocate --record starts a log)",
        "尚无评级记录（allocate --record 开始记录）",
    ),
    "record": ("{grade} on {day}", "{day}为{grade}"),
    "since": ("; this grade since {day}", "；本评级自{day}起"),
    "further": (
        "{flags}--all · signals explain {id} · signals report",
        "{flags}--all · signals explain {id} · signals report",
    ),
    "further_many": (
        "--strategy NAME for one call · --all · signals report",
        "--strategy 名称（单项） · --all · signals report",
    ),
    "flags_left": ("{n} more flags with ", "另有{n}项提示："),
    "needs": ("needs {facts}", "所需：{facts}"),
    "House": ("House  ", "组合  "),
    "no_weights": ("no call carries a weight", "没有评级带权重"),
    "limits": (
        "{gross} of {budget} pp a side, tracking error {error} of {most} % a year; {binding}",
        "单边{gross}/{budget}个百分点，年化跟踪误差{error}/{most}%；{binding}",
    ),
    "binding_none": ("nothing binds", "未触及上限"),
    "binding_budget": ("the budget binds", "受预算约束"),
    "binding_tracking_error": ("the tracking error binds", "受跟踪误差约束"),
    "many": ("{n} calls", "{n}项评级"),
}
_GRADE_STYLE: dict[str | None, str] = {
    "overweight": "bold green",
    "neutral": "bold yellow",
    "underweight": "bold red",
    None: "bold magenta",
}
_MARKS = {
    "supports": ("▲", "green"),
    "opposes": ("▼", "red"),
    "neither": ("·", "dim"),
    "unknown": ("?", "magenta"),
}
_SEVERITIES = {"high": ("!!", "bold red"), "watch": ("! ", "yellow"), "info": ("  ", "dim")}
_LEVELS: dict[str | None, tuple[str, str]] = {
    "low": ("low", "低"),
    "moderate": ("moderate", "中"),
    "high": ("high", "高"),
    None: ("none", "无"),
}


def say(key: str, lang: Lang, **parts: object) -> str:
    """Return a phrase of the first screen with its parts."""
    return _WORDS[key][lang == "zh"].format(**parts)


def first_screen(
    document: contract.AllocationDocument, lang: Lang, *, columns: int = COLUMNS, lines: int = LINES
) -> RenderableType:
    """Return the first screen: one call on a page, or several in a table.

    Args:
        document: what was called.
        lang: the language of the screen.
        columns: the width to fit, in cells.
        lines: the height to fit; several calls may take more, one line each.
    """
    page = _Page(columns)
    if len(document.calls) == 1:
        _one(page, document, document.calls[0], lang, lines)
    else:
        _many(page, document, lang)
    return Group(*page.rows)


class _Page:
    """Rows of at most so many cells, counted as they are added."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.rows: list[Text] = []

    def add(self, words: str, style: str = "", *, head: str = "", most: int = 1) -> None:
        """Add a sentence, folded into at most ``most`` rows behind its ``head``."""
        room = self.columns - cell_len(head)
        folded = fold(plain(words), room)
        kept = folded[:most]
        if len(folded) > most:
            kept[-1] = cut(kept[-1] + " " + folded[most], room)
        for place, row in enumerate(kept):
            self.row((head if place == 0 else " " * cell_len(head), "dim"), (row, style))

    def row(self, *parts: tuple[str, str]) -> None:
        """Add one row of styled parts, cut at the edge."""
        row, room = Text(), self.columns
        for words, style in parts:
            said = cut(plain(words), room)
            room -= cell_len(said)
            row.append(said, style=style)
            if room <= 0:
                break
        self.rows.append(row)


def _one(
    page: _Page, document: contract.AllocationDocument, call: contract.Call, lang: Lang, lines: int
) -> None:
    labels = {fact.id: said(fact.label, lang) for fact in document.facts}
    _title(page, document, call.thread_id, lang)
    most = 3 if len(call.drivers) > FEW_LEGS else 4
    page.add(said(call.headline, lang), _GRADE_STYLE[call.rating.published_grade], most=most)
    page.add(_score(call, lang), head=say("Score", lang))
    page.add(say("why", lang), "dim", head=say("Why", lang))
    _legs(page, call, labels, lang)
    _changes(page, document, call, labels, lang)
    flags = [flag for flag in document.risk_flags if flag.id in call.risk_flags]
    room = lines - len(page.rows) - 3  # odds, record, and where to look further
    most = min(MOST_FLAGS, max(1, room))
    _flags(page, flags[:most], lang)
    page.add(_odds(call, lang), head=say("Odds", lang))
    page.add(_record(call, lang), head=say("Record", lang))
    left = say("flags_left", lang, n=len(flags) - most) if len(flags) > most else ""
    page.add(say("further", lang, id=call.subject.id, flags=left), "dim", head=say("More", lang))


def _title(page: _Page, document: contract.AllocationDocument, what: str, lang: Lang) -> None:
    origin = f"  [{say('sample', lang)}]" if document.document.data_origin == "sample" else ""
    page.row((f"{what}  {say('as_of', lang, day=document.document.as_of)}", "dim"), (origin, "yellow"))


def _score(call: contract.Call, lang: Lang) -> str:
    scale, enter = call.rating.scale, call.score.enter_at_bp
    return say(
        "score",
        lang,
        score=score_interval(call.score.interval_bp),
        over=said(scale.overweight, lang),
        under=said(scale.underweight, lang),
        enter=score(enter),
        minus=score(-enter),
        leave=score(call.score.leave_at_bp),
    )


def _legs(page: _Page, call: contract.Call, labels: Labels, lang: Lang) -> None:
    ordered = sorted(call.drivers, key=lambda leg: -max(abs(end) for end in leg.contribution_bp))
    shown = call.drivers if len(call.drivers) <= MOST_LEGS else ordered[:MOST_LEGS]
    widest = max((cell_len(plain(said(leg.name, lang))) for leg in shown), default=0)
    width = min(widest, NAME_CELLS)
    for leg in shown:
        mark, style = _MARKS[leg.stance]
        low, high = leg.contribution_bp
        adds = f"{score(low) if low == high else '?':>5} "
        name = set_cell_size(plain(said(leg.name, lang)), width) + "  "
        room = page.columns - cell_len(adds) - 2 - width - 2
        page.row((f"{mark} {adds}", style), (name, "bold"), (_leg_words(leg, labels, lang, room), ""))
    if len(call.drivers) > len(shown):
        page.add(say("more_legs", lang, n=len(call.drivers) - len(shown)), "dim")


def _leg_words(leg: contract.Driver, labels: Labels, lang: Lang, room: int) -> str:
    """Return as many deciding numbers as fit: the first always, cut where it must be."""
    words = ""
    for leaf, against in leg_leaves(leg):
        more = plain(leaf_words(leaf, labels, lang, against=against))
        joined = more if not words else f"{words}{'；' if lang == 'zh' else '; '}{more}"
        if words and cell_len(joined) > room:
            break
        words = joined
    return words


def _changes(
    page: _Page, document: contract.AllocationDocument, call: contract.Call, labels: Labels, lang: Lang
) -> None:
    head = say("next", lang)
    for words, style, most in _what_changes(document, call, labels, lang):
        page.add(words, style, head=head, most=most)
        head = " " * cell_len(head)


def _what_changes(
    document: contract.AllocationDocument, call: contract.Call, labels: Labels, lang: Lang
) -> Iterator[tuple[str, str, int]]:
    """Yield what would change the call, its style, and how many rows it may take."""
    scale = call.rating.scale
    coming = next((flip for flip in telling(call) if flip.changes_grade), None)
    if coming is not None:
        yield (
            say(
                "calendar",
                lang,
                day=coming.on,
                fact=fact_words(coming.fact, coming.from_value, coming.unit, labels, lang),
                after=bare(amount(coming.to_value, coming.unit, lang), coming.unit, lang),
                grade=grade_word(scale, coming.new_grade, lang),
            ),
            "",
            2,
        )
    if call.rating.model_grade is None:
        needs = next((one.needs for one in document.abstentions if one.thread_id == call.thread_id), ())
        named = ("、" if lang == "zh" else "; ").join(unknown_words(name, labels, lang) for name in needs)
        yield say("needs", lang, facts=named), "magenta", 3
    nearest = _nearest(call)
    if nearest is not None:
        moves = ("，且" if lang == "zh" else " and ").join(
            move_words(change, labels, lang)
            + ("" if change.distance_sigma is None else say("far", lang, sigma=change.distance_sigma))
            for change in nearest.changes
        )
        yield say("nearest", lang, moves=moves, grade=grade_word(scale, nearest.new_grade, lang)), "", 2
    if untried := untried_words(call, lang):
        yield untried, "yellow", 2
    for rule in call.invalidation:
        stands = "stopped" if rule.in_force else "stop"
        words = say(stands, lang, rule=plain_rule_words(rule.rule, labels, lang))
        yield words, "bold red" if rule.in_force else "", 1


def _nearest(call: contract.Call) -> contract.FlipSet | None:
    """Return one fact's nearest move: measured, else one whose distance nobody knows; else a set of moves.

    What the calendar brings is said with its day, so it is left out here.
    """
    dated = {flip.fact for flip in call.flips.scheduled}
    alone = [
        flip
        for flip in call.flips.minimal_sets
        if len(flip.changes) == 1 and flip.changes[0].fact not in dated
    ]
    any_way = call.flips.nearest or next(iter(call.flips.minimal_sets), None)
    return call.flips.nearest_alone or next(iter(alone), any_way)


def _flags(page: _Page, flags: Sequence[contract.RiskFlag], lang: Lang) -> None:
    head = say("flags", lang)
    for flag in flags:
        mark, style = _SEVERITIES[flag.severity]
        page.row((head, "dim"), (f"{mark} ", style), (said(flag.title, lang), ""))
        head = " " * cell_len(head)


def _odds(call: contract.Call, lang: Lang) -> str:
    odds = call.probability
    if odds is None:
        return say("no_call", lang)
    primary = next((rate for rate in odds.base_rates if rate.primary), None)
    if odds.met_pct is None or primary is None:
        return say("no_odds", lang)
    return say("odds", lang, share=f"{odds.met_pct:g}", point=primary.checkpoint, window=primary.window)


def _record(call: contract.Call, lang: Lang) -> str:
    rating = call.rating
    if rating.previous_grade is None:
        return say("no_log", lang)
    grade = grade_word(rating.scale, rating.previous_grade, lang)
    words = say("record", lang, grade=grade, day=rating.previous_as_of)
    since = say("since", lang, day=rating.in_force_since) if rating.in_force_since else ""
    return words + since


def _many(page: _Page, document: contract.AllocationDocument, lang: Lang) -> None:
    """One line a call, by conviction and never by score: scores of two strategies have two scales."""
    _title(page, document, say("many", lang, n=len(document.calls)), lang)
    order = {"high": 0, "moderate": 1, "low": 2, None: 3}
    calls = sorted(document.calls, key=lambda call: (order[call.conviction.level], call.thread_id))
    flags = {call.thread_id: _gravest(document, call) for call in calls}
    rows = [_HEAD[lang == "zh"], *(_cells(call, flags[call.thread_id], lang) for call in calls)]
    widths = [
        min(most, max(cell_len(plain(row[place])) for row in rows)) for place, most in enumerate(_MOST_CELLS)
    ]
    for place, row in enumerate(rows):
        style = _GRADE_STYLE[calls[place - 1].rating.published_grade] if place else "dim"
        cells = [set_cell_size(plain(cell), width) + "  " for cell, width in zip(row, widths, strict=True)]
        page.row(*((cell, style if column == 1 or not place else "") for column, cell in enumerate(cells)))
        flag = flags[calls[place - 1].thread_id] if place else None
        if flag is not None and len(calls) <= MOST_WITH_FLAGS:
            page.row((f"  {_SEVERITIES[flag.severity][0]} {said(flag.title, lang)}", "dim"))
    if document.house_view is not None:
        _house(page, document.house_view, lang)
    if any(row[_NEXT].endswith(("×", "倍")) for row in rows):
        page.row((say("next_note", lang), "dim"))
    page.add(say("further_many", lang), "dim", head=say("More", lang))


MOST_WITH_FLAGS = 8
"""So many calls still fit the screen with a line for the gravest flag of each."""


def _gravest(document: contract.AllocationDocument, call: contract.Call) -> contract.RiskFlag | None:
    return next((flag for flag in document.risk_flags if flag.id in call.risk_flags), None)


def _house(page: _Page, house: contract.HouseView, lang: Lang) -> None:
    """Say the book: its net weights, its tracking error, and which limit binds."""
    weights = " · ".join(f"{one.id} {one.active_bp / 100:+.2f}" for one in house.weights)
    page.add(weights or say("no_weights", lang), "bold", head=say("House", lang), most=4)
    error = house.tracking_error_bp
    page.add(
        say(
            "limits",
            lang,
            gross=f"{house.gross_bp / 100:.2f}",
            budget=f"{house.budget_bp / 100:.2f}",
            error="?" if error is None else f"{error / 100:.2f}",
            most=f"{house.max_tracking_error_bp / 100:.2f}",
            binding=say(f"binding_{house.binding}", lang),
        ),
        head=" " * cell_len(say("House", lang)),
        most=2,
    )
    if said(house.reason, lang):
        page.add(said(house.reason, lang), "magenta", head=" " * cell_len(say("House", lang)), most=2)


_HEAD = (
    ("call", "grade", "conviction", "score of most", "weight", "next", "flag"),
    ("评级对象", "评级", "信心", "得分/最大", "主动权重", "下一变化", "提示"),
)
_NEXT = 5
_MOST_CELLS = (14, 11, 10, 15, 9, 10, 4)


def _cells(call: contract.Call, flag: contract.RiskFlag | None, lang: Lang) -> tuple[str, ...]:
    active = call.tilt.active[0].active_bp
    low, high = call.score.interval_bp
    most = call.score.range_bp[1] if low + high >= 0 else call.score.range_bp[0]
    told = score(low) if low == high else "?"
    coming = next((flip for flip in call.flips.scheduled if flip.changes_grade), None)
    nearest = call.flips.nearest
    following = "—"
    if coming is not None:
        following = str(coming.on)
    elif nearest is not None and nearest.cost_sigma is not None:
        following = f"{nearest.cost_sigma:.1f}" + ("倍" if lang == "zh" else " ×")
    return (
        call.thread_id,
        said(call.rating.label, lang),
        _LEVELS[call.conviction.level][lang == "zh"],
        f"{told} / {score(most)}",
        f"{active / 100:+.2f} pp" if active else "0",
        following,
        _SEVERITIES[flag.severity][0] if flag is not None else "",
    )
