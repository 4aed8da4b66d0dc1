"""The screen of ``signals diff``: what differs between two documents, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.table import Table

from signals.allocation import contract
from signals.render.call.phrases import Labels, Lang, because, grade_word, said, stance_word, weeks_words
from signals.safe_text import line
from signals.units import amount
from signals.words import score_interval


def screen(
    changes: contract.Changes,
    old: contract.AllocationDocument,
    new: contract.AllocationDocument,
    lang: Lang,
) -> RenderableType:
    """Return every change of ``new`` against ``old``; facts that no leg rests on are counted."""
    flags = {flag.id: said(flag.title, lang) for one in (old, new) for flag in one.risk_flags}
    return Group(*changes_lines(changes, new, flags, lang))


def changes_lines(
    changes: contract.Changes,
    document: contract.AllocationDocument,
    flags: Mapping[str, str],
    lang: Lang,
) -> Iterator[RenderableType]:
    """Yield what differs from the earlier document, each with its cause.

    Args:
        changes: of ``document`` against the earlier one.
        document: the later one; says what facts and grades are called.
        flags: titles of flags by id; an id without one is shown itself.
        lang: the language of the screen.
    """
    zh = lang == "zh"
    yield line(f"较{changes.against.as_of}的变化" if zh else f"Changed since {changes.against.as_of}", "bold")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for word, told in changes_rows(changes, document, flags, lang):
        grid.add_row(line(_WORDS[word][zh], "bold" if word == "grade" else "dim"), line(told))
    yield grid if grid.row_count else line("无变化" if zh else "nothing")


def changes_rows(
    changes: contract.Changes,
    document: contract.AllocationDocument,
    flags: Mapping[str, str],
    lang: Lang,
) -> Iterator[tuple[str, str]]:
    """Yield what kind of change it is, as a key of `kind_word`, and the change in words."""
    titles = {flag.id: said(flag.title, lang) for flag in changes.cleared} | dict(flags)
    yield from _calls(changes, document, lang)
    yield from _facts(changes, document, lang)
    for word, ids in (("flag", changes.flags_new), ("cleared", changes.flags_cleared)):
        yield from ((word, titles.get(flag, flag)) for flag in ids)


def kind_word(kind: str, lang: Lang) -> str:
    """Return the kind of a change in words."""
    return _WORDS[kind][lang == "zh"]


_WORDS = {
    "new": ("new", "新增"),
    "gone": ("gone", "移除"),
    "grade": ("grade", "评级"),
    "score": ("score", "得分"),
    "leg": ("reason", "理由"),
    "margin": ("distance", "距离"),
    "fact": ("fact", "事实"),
    "rest": ("", ""),
    "flag": ("new flag", "新提示"),
    "cleared": ("flag gone", "已解除"),
}


def _labels(document: contract.AllocationDocument, lang: Lang) -> Labels:
    return {fact.id: said(fact.label, lang) for fact in document.facts}


def _calls(
    changes: contract.Changes, document: contract.AllocationDocument, lang: Lang
) -> Iterator[tuple[str, str]]:
    """Yield what became of calls: grades, scores, legs, margins."""
    scales = {call.thread_id: call.rating.scale for call in document.calls}
    names = {leg.leg: said(leg.name, lang) for call in document.calls for leg in call.drivers}
    labels = _labels(document, lang)
    yield from (("new", thread) for thread in changes.calls_new)
    yield from (("gone", thread) for thread in changes.calls_gone)
    for grade in changes.grades:
        scale = scales[grade.thread_id]
        moved = f"{grade_word(scale, grade.before, lang)} → {grade_word(scale, grade.after, lang)}"
        yield "grade", f"{grade.thread_id}: {moved}{because(grade.causes, labels, lang)}"
    for one in changes.scores:
        moved = f"{score_interval(one.before_bp)} → {score_interval(one.after_bp)}"
        yield "score", f"{one.thread_id}: {moved}{because(one.causes, labels, lang)}"
    for leg in changes.legs:
        moved = f"{stance_word(leg.before, lang)} → {stance_word(leg.after, lang)}"
        yield "leg", f"{names.get(leg.leg, leg.leg)}: {moved}{because(leg.causes, labels, lang)}"
    for margin in changes.margins:
        moved = f"{weeks_words(margin.before_sigma, lang)} → {weeks_words(margin.after_sigma, lang)}"
        yield "margin", f"{names.get(margin.leg, margin.leg)}: {moved}{because(margin.causes, labels, lang)}"


def _facts(
    changes: contract.Changes, document: contract.AllocationDocument, lang: Lang
) -> Iterator[tuple[str, str]]:
    """Yield the facts that a leg rests on, and how many others moved."""
    deciding = {name for call in document.calls for leg in call.drivers for name in leg.facts}
    labels = _labels(document, lang)
    for fact in changes.facts:
        if fact.fact in deciding:
            before, after = amount(fact.before, fact.unit, lang), amount(fact.after, fact.unit, lang)
            cause = because((contract.ChangeCause(cause=fact.cause),), labels, lang)
            yield "fact", f"{labels.get(fact.fact, fact.fact)}: {before} → {after}{cause}"
    others = sum(fact.fact not in deciding for fact in changes.facts)
    if others:
        yield (
            "rest",
            f"另有{others}项非决定性事实（--format json）"
            if lang == "zh"
            else f"{others} more that no reason rests on (--format json)",
        )
