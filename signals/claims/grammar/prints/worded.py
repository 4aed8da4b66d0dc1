"""What is said of a print without its figure: a direction, a low, a forecast of the year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from signals.claims.claim import Claim, Unit
from signals.claims.grammar.days import times_in
from signals.claims.grammar.lexicon import PrintMeasure
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.prints.heads import Head, country_of, is_of_index
from signals.claims.grammar.prints.months import latest_printed
from signals.claims.grammar.tokens import Token
from sources.prose.quantities import Op


def direction_of(line: Line, cell: Cell, head: Head, basis: str, earlier: Cell | None) -> Iterator[Claim]:
    """Yield what "rose to" or "回落至" says beside the figure: that the rate was another the month before."""
    if basis != "yoy" or head.measure.about not in {"cpi.headline", "cpi.core"}:
        return
    verb = next((token for token in reversed(cell.before) if token.has("move.up", "move.down")), None)
    if (
        verb is None
        or verb.has("move.from")
        or any(word in verb.text for word in ("掉", "涨幅", "降幅", "跌幅", "升幅"))
    ):
        return
    between = line.text[verb.end : cell.value.start]
    to_level = between.strip() in {"to", "至", "到", "了至"} or between.strip().startswith(
        ("to ", "至", "到")
    )
    if not to_level or cell.has("move.from") or earlier is not None:
        return
    if any(token.has("move.from", "basis.previous") for part in line.clauses for token in part.tokens):
        return  # the sentence gives the month before, which is checked itself
    up = verb.has("move.up")
    op: Op = ">" if up else "<"
    yield line.claim((verb.start, cell.end), head.measure.about, head.month, op, 0.0, "pp", "yoy_change")


_IT = re.compile(r"\s*(?:and |but )?it\b")
"""The subject of the sentence, whatever core rate was named in passing."""


_AFTER = re.compile(r"\bafter \w+ing $")


def worded(line: Line, clause: Clause, stated: list[Claim]) -> Iterator[Claim]:
    """Yield what a clause says of a print without a figure: flat, a direction, the lowest since."""
    state = line.open
    about = _open_about(line, clause)
    if about is None:
        return
    unit: Unit = "pp"
    month = stated[-1].when if stated else (state.month or latest_printed(line.date, about))
    survey = clause.first("basis.versus_survey")
    if survey is not None and clause.has("move.from"):
        month = max(
            month, state.month or latest_printed(line.date, about)
        )  # "down from 2.5% in August but higher than economists expected"
    dated = any(time.unit == "month" for _, time in times_in(clause.tokens))
    told = stated or dated or (state.month_stated is not None and not clause.has("head."))
    if survey is not None and told:
        fell = any(token.has("move.down") and token.end <= survey.start for token in clause.tokens)
        below = any(
            word in survey.text
            for word in ("低", "不及", "弱", "below", "under", "short", "lower", "cooler", "softer")
        )
        level = any(word in survey.text for word in ("符合", "一致", "持平", "in line"))
        op: Op = "=" if level else "<" if below else ">"
        if fell and "more than" in survey.text:
            op = "<"
        named = any(word in survey.text for word in ("经济学家", "economist"))
        if named:
            yield line.claim((clause.start, clause.end), about.about, month, op, 0.0, unit, "vs_consensus")
    ours = about.about == "cpi.headline" or _IT.match(line.text, clause.start) is not None
    if clause.has("trend.falling", "trend.rising") and ours and about.about.startswith("cpi.") and not stated:
        which = "falling" if clause.has("trend.falling") else "rising"
        yield line.claim(
            (clause.start, clause.end), "cpi.trend", line.date.isoformat(), "=", 1.0, "bool", which
        )
    flat = clause.first("move.flat")
    if flat is not None and _AFTER.search(line.text, clause.start, flat.start):
        flat = None  # "after remaining flat in July": of the month before
    if flat is not None and not any(cell.quantity.kind in {"pct", "pp"} for cell in line.cells(clause)):
        yield from _flat(line, clause, flat, about, month)
    elif flat is not None and flat.text.startswith("match") and about.about in {"cpi.headline", "cpi.core"}:
        if any(
            time.unit == "month" and 0 <= token.start - flat.end <= 2
            for token, time in times_in(clause.tokens)
        ):
            yield line.claim((clause.start, clause.end), about.about, month, "~", 0.0, unit, "yoy_change")
    elif (
        flat is not None
        and about.unit == "pct"
        and (_is_flat_of_month(clause, flat) or _is_index_flat(line, clause, flat))
    ):
        yield line.claim((clause.start, flat.end), about.about, month, "=", 0.0, "pct", "mom")
    if clause.has("move.from") and state.month is not None:
        month = max(month, state.month)  # "down from July's 2.9% and marking the lowest since"
    yield from _lowest(line, clause, about, month)


def _open_about(line: Line, clause: Clause) -> PrintMeasure | None:
    token = clause.first("head.")
    head = token.name("head.") if token is not None else line.open.head
    if head is None or (
        token is None
        and (
            clause.has("index.", "pboc.", "outcome.", "other.thing", "subject.pboc")
            or is_of_index(line, clause)
        )
    ):
        return None
    head = "cpi" if head == "headline" else head
    country = (
        country_of(line, head, token)
        if token is not None
        else (line.open.instrument or line.open.country or "us")
    )
    return line.measures.print_of(head, country)


def _is_flat_of_month(clause: Clause, flat: Token) -> bool:
    """Return whether the words right beside "flat" say over what: "flat on the month and 3.2% on the year", 环比持平."""
    following = [token for token in clause.tokens if token.start >= flat.end][:1]
    before = [token for token in clause.tokens if token.end <= flat.start][-1:]
    beside = any(token.has("basis.mom") for token in following)
    return beside or any(token.has("basis.mom") and token.end == flat.start for token in before)


def _is_index_flat(line: Line, clause: Clause, flat: Token) -> bool:
    """Return whether an index, not a rate, is flat in a month: "the consumer price index was unchanged last month"."""
    head = next(
        (token for token in reversed(clause.tokens) if token.has("head.") and token.end <= flat.start), None
    )
    following = [token for token in clause.tokens if token.start >= flat.end][:1]
    if line.chinese or head is None or "inflation" in head.text or "rate" in head.text:
        return False
    return flat.text in {"flat", "unchanged"} and any(
        token.time is not None
        and token.time.unit == "month"
        and token.time.reach == "at"
        and token.start - flat.end <= 4
        for token in following
    )


_WITH_FORECAST = re.compile(
    r"(?: with)?(?: (?:the|all|most|market|analysts?'?|economists?'?))* (?:expect|forecast|estimate|project|prediction|consensus)"
)
"""What was as foretold has not stayed where it was: "core prices also matched expectations"."""


def _flat(line: Line, clause: Clause, flat: Token, about: PrintMeasure, month: str) -> Iterator[Claim]:
    monthly = clause.has("basis.mom") or _is_index_flat(line, clause, flat)
    if clause.has("basis.expected", "basis.versus_survey") or _WITH_FORECAST.match(line.text, flat.end):
        return
    if monthly and line.open.basis is None:
        line.open.basis = "mom"
    if monthly or "零增长" in flat.text:
        yield line.claim(
            (clause.start, flat.end), about.about, month, "=", 0.0, "pct", "mom" if monthly else "yoy"
        )
        return
    if line.open.basis == "mom":
        return  # what is unchanged is the monthly rate
    compared = flat.text.startswith(("the same", "in line", "match", "相同")) or (
        line.chinese
        and any(word in line.text[clause.start : clause.end] for word in ("上月", "上个月", "前值", "与"))
    )
    if compared and about.unit == "pct" and about.about in {"cpi.headline", "cpi.core"}:
        yield line.claim((clause.start, clause.end), about.about, month, "~", 0.0, "pp", "yoy_change")


_BIGGEST_FALL = re.compile(
    r"\b(?:decline|drop|fall|contraction)\b[^,;]{0,32}\b(?:biggest|largest|steepest|sharpest|deepest|fastest)\b"
    r"|\b(?:biggest|largest|steepest|sharpest|deepest|fastest) (?:\w+ )?(?:decline|drop|fall|contraction)\b"
)
"""The largest of falls is the lowest of rates: "the annual CPI decline in January was the biggest since"."""


def _lowest(line: Line, clause: Clause, about: PrintMeasure, month: str) -> Iterator[Claim]:
    low = clause.first("extreme.low", "extreme.handle")
    high = clause.first("extreme.high")
    mark = low or high
    if mark is None or clause.has("index.") or about.unit != "pct" or line.open.basis == "mom":
        return  # the least of monthly rates is another thing
    since = next(
        (
            time
            for _, time in times_in(clause.tokens)
            if time.unit == "month" and (time.year_on(line.date) or time.reach == "since")
        ),
        None,
    )
    if since is None and any(
        time.name == "ytd" and "january" in token.text for token, time in times_in(clause.tokens)
    ):
        found: tuple[int, int] | None = (line.date.year, 1)  # "since January" is also said of the year so far
    elif since is None:
        return
    else:
        found = since.month_of(line.date, ahead=False)
    if found is None:
        return
    of_fall = high is not None and _BIGGEST_FALL.search(line.text, clause.start, clause.end) is not None
    detail = "lowest_since" if low is not None or of_fall else "highest_since"
    yield line.claim(
        (clause.start, clause.end), about.about, month, "=", f"{found[0]}-{found[1]:02d}", "date", detail
    )


def forecast(line: Line, clause: Clause) -> Iterator[Claim]:
    """Yield a survey's forecast of a year, which the survey's own series may answer."""
    if (
        clause.holder in {"other", "market"}
        or not clause.has("head.cpi")
        or clause.has("basis.yoy", "basis.mom")
    ):
        return
    years = [time for _, time in times_in(clause.tokens) if time.unit == "year"]
    country = line.open.country or "us"
    if not years or country != "us":
        return
    year = years[-1].year_on(line.date) or line.date.year
    bound = year >= line.date.year and not any(time.unit == "month" for _, time in times_in(clause.tokens))
    for cell in line.cells(clause):
        if cell.quantity.kind == "pct" and (
            clause.holder == "survey" or (bound and cell.quantity.op in {"<", ">"})
        ):
            yield line.claim(
                (clause.start, clause.end), "cpi.forecast", str(year), cell.quantity.op, cell.quantity.middle, "pct",
                "consensus" if clause.holder == "survey" else "",
            )  # fmt: skip
            return
