"""The screen of ``signals diff``: what differs between two documents, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.table import Table

from signals.allocation import contract
from signals.allocation.words import amount, score_interval
from signals.render.phrases import Labels, Lang, because, cause_word, grade_word, said, sigma_words
from signals.render.safe import line


def screen(
    changes: contract.Changes,
    old: contract.AllocationDocument,
    new: contract.AllocationDocument,
    lang: Lang,
) -> RenderableType:
    """Return every change of ``new`` against ``old``."""
    scales = {call.thread_id: call.rating.scale for call in new.calls}
    labels = {fact.id: said(fact.label, lang) for fact in (*old.facts, *new.facts)}
    return Group(*changes_lines(changes, scales, labels, lang))


def changes_lines(
    changes: contract.Changes,
    scales: Mapping[str, contract.Scale],
    labels: Labels,
    lang: Lang,
) -> Iterator[RenderableType]:
    """Yield what differs from the earlier document, each with its cause."""
    zh = lang == "zh"
    title = "较此前的变化" if zh else "Changed since"
    yield line(f"{title} {changes.against.as_of}", "bold")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for thread in changes.calls_new:
        grid.add_row(line("新增" if zh else "new", "dim"), line(thread))
    for thread in changes.calls_gone:
        grid.add_row(line("移除" if zh else "gone", "dim"), line(thread))
    for grade in changes.grades:
        scale = scales[grade.thread_id]
        before, after = grade_word(scale, grade.before, lang), grade_word(scale, grade.after, lang)
        grid.add_row(
            line("评级" if zh else "grade", "bold"),
            line(f"{grade.thread_id}: {before} → {after}{because(grade.causes, labels, lang)}"),
        )
    for one in changes.scores:
        grid.add_row(
            line("得分" if zh else "score", "dim"),
            line(
                f"{one.thread_id}: {score_interval(one.before_bp)} → {score_interval(one.after_bp)}"
                f"{because(one.causes, labels, lang)}"
            ),
        )
    for leg in changes.legs:
        grid.add_row(
            line("支柱" if zh else "leg", "dim"),
            line(f"{leg.leg}: {leg.before or '-'} → {leg.after or '-'}{because(leg.causes, labels, lang)}"),
        )
    for margin in changes.margins:
        moved = f"{sigma_words(margin.before_sigma)} → {sigma_words(margin.after_sigma)}"
        grid.add_row(
            line("距离" if zh else "margin", "dim"),
            line(f"{margin.leg}: {moved}{because(margin.causes, labels, lang)}"),
        )
    for fact in changes.facts:
        before, after = amount(fact.before, fact.unit, lang), amount(fact.after, fact.unit, lang)
        grid.add_row(
            line("事实" if zh else "fact", "dim"),
            line(f"{labels.get(fact.fact, fact.fact)}: {before} → {after} ({cause_word(fact.cause, lang)})"),
        )
    for word, ids in (("new flag", changes.flags_new), ("flag gone", changes.flags_cleared)):
        for flag in ids:
            zh_word = "新提示" if word == "new flag" else "已解除"
            grid.add_row(line(zh_word if zh else word, "dim"), line(flag))
    yield grid if grid.row_count else line("无变化" if zh else "nothing")
