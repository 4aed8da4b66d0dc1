"""From a document to what the templates show: every sentence and number made here, none in a template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from signals.allocation import contract
from signals.allocation.figures import Ahead, IndexLevel, Inflation, PolicyAct, PolicyWindow, RatePath
from signals.render.call.brief import leg_leaves, move_words
from signals.render.call.diff import changes_rows, kind_word
from signals.render.call.phrases import (
    Labels,
    Lang,
    criterion_words,
    grade_word,
    plain_rule_words,
    said,
    status_word,
    telling,
    trace_leaves,
    untried_words,
)
from signals.render.page import charts
from signals.render.page.tables import tables_of
from signals.render.page.words import t
from signals.units import amount
from signals.words import plain_condition, score, score_interval

MARKS = {"supports": "▲", "opposes": "▼", "neither": "·", "unknown": "?", "holds": "✓", "fails": "✗"}
SEVERITY_MARKS = {"high": "!!", "watch": "!", "info": "·"}
CLAIM_MARKS = {"confirmed": "✓", "contradicted": "✗", "misdated": "✗", "undecided": "~", "untestable": "?"}
_AGAINST_STYLES = {"holds": "fails", "fails": "dim", "unknown": "unknown"}
"""An objection that holds is bad news, and one that does not is none."""
MOST_FLIPS = 6
_RANK = {"high": 0, "moderate": 1, "low": 2, None: 3}

Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One document in one language."""

    calls: list[Row]
    ranked: list[Row]
    house: Row | None
    path: Markup | None
    heat: Markup | None
    path_note: str
    fan: Markup | None
    inflation: list[tuple[str, str]]
    fan_note: str
    windows: Markup | None
    acts: list[Row]
    ahead: list[tuple[str, str, str]]
    indices: list[Row]
    tables: list[Row]
    claims: list[Row]
    changes: list[str] | None
    inputs: list[Row]
    inputs_say: str
    disclosures: list[str]


def view(document: contract.AllocationDocument, lang: Lang, key: str, *, figures: bool = True) -> View:
    """Return what the page shows of a document; ``key`` makes its ids unique.

    ``figures`` False leaves out path, inflation, policy and markets, which an earlier document of the
    same day shows already.
    """
    labels = {fact.id: said(fact.label, lang) for fact in document.facts}
    calls = [
        _call(document, call, labels, lang, f"{key}-c{place}") for place, call in enumerate(document.calls)
    ]
    order = sorted(range(len(calls)), key=lambda place: _RANK[document.calls[place].conviction.level])
    drawn = document.figures
    path, prices = (drawn.rate_path, drawn.inflation) if figures else (None, None)
    ill = [item for item in document.inputs if item.status != "ok"]
    return View(
        calls=calls,
        ranked=[calls[place] for place in order],
        house=None if document.house_view is None else _house(document.house_view, lang),
        path=charts.steps(path, lang, f"{key}-path") if path else None,
        heat=charts.heat(path, lang, f"{key}-heat") if path else None,
        path_note=_path_note(path, lang) if path else "",
        fan=charts.fan(prices, lang, f"{key}-fan") if prices else None,
        inflation=list(_inflation(prices, lang)) if prices else [],
        fan_note=_fan_note(prices, lang) if prices else "",
        windows=charts.windows(_rested_on(document), document.document.as_of, lang, f"{key}-windows")
        if figures
        else None,
        acts=[_act(act, lang) for act in drawn.policy_acts] if figures else [],
        ahead=[_ahead(event, lang) for event in drawn.ahead] if figures else [],
        indices=[_index(level, lang, f"{key}-i{place}") for place, level in enumerate(drawn.indices)]
        if figures
        else [],
        tables=tables_of(drawn, lang) if figures else [],
        claims=[_claim(check, lang) for check in document.claim_checks],
        changes=None if document.changes is None else list(_changes(document, lang)),
        inputs=[_input(item, lang) for item in ill],
        inputs_say=t("ill_inputs", lang, n=len(document.inputs), ill=len(ill))
        if ill
        else t("ok_inputs", lang, n=len(document.inputs)),
        disclosures=[said(words, lang) for words in document.disclosures],
    )


def _path_note(path: RatePath, lang: Lang) -> str:
    """Say what prices the path is read from and how; a kind or method that has no word stays as it is."""
    kind, method = (_word_or(name, lang) for name in (f"kind_{path.price_kind}", f"method_{path.method}"))
    return t("path_note", lang, day=path.price_date, kind=kind, method=method)


def _word_or(key: str, lang: Lang) -> str:
    try:
        return t(key, lang)
    except KeyError:
        return key.partition("_")[2]


def _house(house: contract.HouseView, lang: Lang) -> Row:
    error = house.tracking_error_bp
    return {
        "title": said(house.title, lang),
        "weights": " · ".join(f"{one.id} {one.active_bp / 100:+.2f} pp" for one in house.weights) or "—",
        "limits": t(
            "house_limits",
            lang,
            gross=f"{house.gross_bp / 100:.2f}",
            budget=f"{house.budget_bp / 100:.2f}",
            error="?" if error is None else f"{error / 100:.2f}",
            most=f"{house.max_tracking_error_bp / 100:.2f}",
            binding=t(f"house_binds_{house.binding}", lang),
        ),
        "reason": said(house.reason, lang),
    }


def _rested_on(document: contract.AllocationDocument) -> list[PolicyWindow]:
    """Return the windows that a leg rests on; all of them where no leg rests on any."""
    names = {name for call in document.calls for leg in call.drivers for name in leg.facts}
    every = document.figures.policy_windows
    return [window for window in every if window.fact in names] or list(every)


def _call(
    document: contract.AllocationDocument, call: contract.Call, labels: Labels, lang: Lang, anchor: str
) -> Row:
    flips = list(_flips(call, labels, lang))
    coming = next((flip for flip in call.flips.scheduled if flip.changes_grade), None)
    nearest = call.flips.nearest
    active = call.tilt.active[0].active_bp
    low, high = call.score.range_bp
    following = "—"
    if coming is not None:
        following = str(coming.on)
    elif nearest is not None and nearest.cost_sigma is not None:
        following = t("far", lang, sigma=f"{nearest.cost_sigma:.1f}")
    return {
        "anchor": anchor,
        "thread": call.thread_id,
        "grade": said(call.rating.label, lang),
        "style": call.rating.published_grade or "unknown",
        "headline": said(call.headline, lang),
        "level": t(call.conviction.level or "none", lang),
        "score": f"{score_interval(call.score.interval_bp)} ({score(low)}…{score(high)})",
        "weight": f"{active / 100:+.2f} pp" if active else "0",
        "next": following,
        "gauge": charts.gauge(call, lang, f"{anchor}-g"),
        "base_rates": charts.base_rates(call, lang, f"{anchor}-b"),
        "summary": list(_summary(document, call, lang)),
        "needs": list(_needs(document, call, labels, lang)),
        "legs": [_leg(leg, labels, lang) for leg in call.drivers],
        "flips": flips[:MOST_FLIPS],
        "untried": untried_words(call, lang),
        "more_flips": max(0, len(flips) - MOST_FLIPS),
        "flags": [_flag(document, flag, lang) for flag in document.risk_flags if flag.id in call.risk_flags],
    }


def _summary(
    document: contract.AllocationDocument, call: contract.Call, lang: Lang
) -> Iterator[tuple[str, str]]:
    yield t("conviction", lang), t(call.conviction.level or "none", lang)
    capping = sorted(
        (reason for reason in call.conviction.reasons if reason.caps_at != "high"),
        key=lambda reason: {"low": 0, "moderate": 1}[reason.caps_at],
    )
    if capping:
        joined = ("；" if lang == "zh" else "; ").join(said(reason.text, lang) for reason in capping)
        yield t("because", lang), joined
    yield t("tilt", lang), _tilt(call, lang)
    if call.criterion is not None:
        yield t("right_if", lang), criterion_words(call, call.criterion, document.document.as_of, lang)
    yield t("odds", lang), _odds(call, lang)
    yield t("record", lang), _record(call, lang)
    override = call.rating.override
    if override is not None:
        model = grade_word(call.rating.scale, call.rating.model_grade, lang)
        yield (
            t("grade", lang),
            t("override", lang, by=override.by, model=model, reason=override.reason, day=override.expires_on),
        )


def _tilt(call: contract.Call, lang: Lang) -> str:
    tilt = call.tilt
    if tilt.binding in {"not_graded", "override"}:
        return t("no_tilt", lang)
    sides = " / ".join(f"{one.id} {one.active_bp / 100:+.2f} pp" for one in tilt.active)
    return t("tilt_says", lang, sides=sides, error=f"{tilt.tracking_error_bp / 100:.2f}")


def _odds(call: contract.Call, lang: Lang) -> str:
    odds = call.probability
    primary = next((rate for rate in odds.base_rates if rate.primary), None) if odds else None
    if odds is None or odds.met_pct is None or primary is None:
        return t("no_odds", lang)
    return t("odds_says", lang, share=f"{odds.met_pct:g}", point=primary.checkpoint, window=primary.window)


def _record(call: contract.Call, lang: Lang) -> str:
    rating = call.rating
    if rating.previous_grade is None:
        return t("no_record", lang)
    grade = grade_word(rating.scale, rating.previous_grade, lang)
    words = t("record_says", lang, grade=grade, day=rating.previous_as_of)
    return words + (t("since", lang, day=rating.in_force_since) if rating.in_force_since else "")


def _needs(
    document: contract.AllocationDocument, call: contract.Call, labels: Labels, lang: Lang
) -> Iterator[str]:
    abstention = next((one for one in document.abstentions if one.thread_id == call.thread_id), None)
    facts = {fact.id: fact for fact in document.facts}
    for name in abstention.needs if abstention else ():
        fact = facts.get(name)
        state = status_word(fact.status if fact else "missing", lang)
        reason = said(fact.reason, lang) if fact else ""
        colon = "：" if lang == "zh" else ": "
        yield f"{labels.get(name, name)}{colon}{state}{f' ({reason})' if reason else ''}"


def _leg(leg: contract.Driver, labels: Labels, lang: Lang) -> Row:
    first = [leaf for leaf, _ in leg_leaves(leg)]
    sides = [(leg.supports, False), (leg.opposes, True)]
    if leg.stance == "opposes" or leg.supports is None:
        sides.reverse()
    leaves: list[Row] = []
    shown: set[str | None] = set()
    for trace, against in sides:
        found = sorted(
            (leaf for leaf in trace_leaves(trace) if leaf.fact not in shown),
            key=lambda leaf: first.index(leaf) if leaf in first else len(first),
        )
        leaves += [_leaf(leaf, labels, lang, against=against) for leaf in found]
        shown.update(leaf.fact for leaf in found)
    low, high = leg.contribution_bp
    return {
        "name": said(leg.name, lang),
        "stance": leg.stance,
        "mark": MARKS[leg.stance],
        "weight": f"{leg.weight_bp / 10_000:.2f}",
        "adds": score(low) if low == high else score_interval((low, high)),
        "leaves": leaves,
    }


def _leaf(leaf: contract.Trace, labels: Labels, lang: Lang, *, against: bool) -> Row:
    value = amount(leaf.actual, leaf.unit, lang)
    if leaf.status is not None and leaf.status != "ok":
        value = f"{value} ({status_word(leaf.status, lang)})"
    there = f"{leaf.op} {amount(leaf.threshold, leaf.unit, lang, literal=True)}"
    sigma = leaf.margin_sigma
    return {
        "label": labels.get(leaf.fact or "", leaf.fact or ""),
        "against": against,
        "verdict": leaf.verdict,
        "mark": MARKS[leaf.verdict],
        "style": _AGAINST_STYLES[leaf.verdict] if against else leaf.verdict,
        "value": value,
        "needs": plain_condition(there, lang),
        "margin": "—" if sigma is None else f"{sigma:+.1f}",
        "known": str(leaf.released_at) if leaf.actual is not None and leaf.released_at else "—",
    }


def _flips(call: contract.Call, labels: Labels, lang: Lang) -> Iterator[tuple[str, str, str]]:
    scale = call.rating.scale
    for rule in call.invalidation:
        words = plain_rule_words(rule.rule, labels, lang)
        yield t("stop_now" if rule.in_force else "stop", lang), words, said(rule.then, lang)
    for coming in telling(call):
        before = amount(coming.from_value, coming.unit, lang)
        after = amount(coming.to_value, coming.unit, lang)
        yield (
            t("by_calendar", lang, day=coming.on),
            f"{labels.get(coming.fact, coming.fact)} {before} → {after}",
            f"{grade_word(scale, coming.new_grade, lang)} ({score_interval(coming.new_score_bp)})",
        )
    for flip in call.flips.minimal_sets:
        joined = ("，且" if lang == "zh" else " and ").join(
            move_words(change, labels, lang)
            + (
                ""
                if change.distance_sigma is None
                else f" ({t('far', lang, sigma=f'{change.distance_sigma:.1f}')})"
            )
            for change in flip.changes
        )
        kind = t("alone" if len(flip.changes) == 1 else "together", lang)
        yield kind, joined, f"{grade_word(scale, flip.new_grade, lang)} ({score_interval(flip.new_score_bp)})"


def _flag(document: contract.AllocationDocument, flag: contract.RiskFlag, lang: Lang) -> Row:
    names = {
        (call.thread_id, leg.leg): said(leg.name, lang) for call in document.calls for leg in call.drivers
    }
    legs = dict.fromkeys(names.get((leg.thread_id, leg.leg), leg.leg) for leg in flag.threatens_legs)
    notes = []
    if legs:
        notes.append(t("threatens", lang, legs=("、" if lang == "zh" else ", ").join(legs)))
    if flag.kind == "declared":
        state = {True: "is_materialising", False: "not_materialising", None: "untested"}[flag.materialising]
        notes.append(t(state if flag.testable else "untestable", lang))
    return {
        "severity": flag.severity,
        "mark": SEVERITY_MARKS[flag.severity],
        "title": said(flag.title, lang),
        "note": ("；" if lang == "zh" else "; ").join(notes),
    }


def _inflation(prices: Inflation, lang: Lang) -> Iterator[tuple[str, str]]:
    for one in prices.directions:
        words = t("trend_odds", lang, word=t(f"trend_{one.word}", lang), odds=f"{100 * one.p_falling:.0f}")
        yield t("trend_over", lang, n=one.months), words
    for outcome in prices.outcomes:
        yield (
            t(f"outcome_{outcome.measure}", lang, year=prices.year),
            t(
                "outcome_says",
                lang,
                median=f"{outcome.median_pct:.1f}",
                low=f"{outcome.low_pct:.1f}",
                high=f"{outcome.high_pct:.1f}",
            ),
        )


def _fan_note(prices: Inflation, lang: Lang) -> str:
    return t(
        "fan_note",
        lang,
        trend=amount(prices.trend_pct, "pct", lang),
        error=amount(prices.trend_error_pp, "pp", lang).lstrip("+"),
        day=prices.next_release or t("not_known", lang),
    )


def _act(act: PolicyAct, lang: Lang) -> Row:
    note = t("withdrawn", lang) if act.withdrawn_by else t("repeated", lang) if act.repeats else ""
    return {
        "announced": str(act.announced_on),
        "in_force": str(act.in_force_on or "—"),
        "title": said(act.title, lang),
        "note": note,
        "size": amount(act.size, act.unit, lang) if act.size and act.unit in {"bp", "pct", "pp"} else "",
        "issuer": act.issuer or "",
    }


def _ahead(event: Ahead, lang: Lang) -> tuple[str, str, str]:
    day = f"{event.on} – {event.until}" if event.until else str(event.on)
    return (
        f"{t('about', lang)} {day}" if event.certainty == "approximate" else day,
        said(event.name, lang),
        event.source,
    )


def _index(level: IndexLevel, lang: Lang, name: str) -> Row:
    return {
        "name": said(level.name, lang),
        "date": str(level.date),
        "close": f"{level.close:,.2f}",
        "week": _pct(level.change_1w_pct),
        "quarter": _pct(level.change_13w_pct),
        "off_high": _pct(level.off_52w_high_pct),
        "chart": charts.closes(level, lang, name),
    }


def _pct(value: float | None) -> str:
    return "—" if value is None else f"{value:+.1f} %"


def _claim(check: contract.ClaimCheck, lang: Lang) -> Row:
    return {
        "claim": said(check.claim, lang),
        "verdict": check.verdict,
        "mark": CLAIM_MARKS[check.verdict],
        "summary": said(check.summary, lang),
        "source": f"{check.source.document}, {check.source.date}",
    }


def _changes(document: contract.AllocationDocument, lang: Lang) -> Iterator[str]:
    """Yield what changed since the earlier document, each with its kind before it."""
    changes = document.changes
    if changes is None:
        return
    flags = {flag.id: said(flag.title, lang) for flag in document.risk_flags}
    for kind, words in changes_rows(changes, document, flags, lang):
        before = kind_word(kind, lang)
        yield f"{before}{'：' if lang == 'zh' else ': '}{words}" if before else words


def _input(item: contract.InputRecord, lang: Lang) -> Row:
    reason = said(item.reason, lang)
    state = status_word(item.status, lang)
    period = item.period
    return {
        "series": item.series,
        "status": f"{state}{'：' if lang == 'zh' else ': '}{reason}" if reason else state,
        "period": "—" if period is None else str(period.first),
        "released": str(item.released_at or "—"),
        "source": item.source,
    }
