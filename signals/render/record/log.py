"""The screen of ``signals log``: every recorded call, and whether the chain holds."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.record.log import Entry, Fault, grade_in, score_in
from signals.render.call.phrases import Lang
from signals.safe_text import line
from signals.wording.messages import in_language
from signals.words import Word, score_interval
from sources.message import joined

_COLUMNS = {
    "en": ("#", "as of", "call", "model", "published", "score", "recorded", "document", ""),
    "zh": ("#", "截至", "评级对", "模型", "发布", "得分", "记录日", "文件", ""),
}
_SHORT = 8  # hex digits of a hash: enough to tell documents apart by eye


def _grade(grade: str | None, lang: Lang) -> str:
    if grade is None:
        return "暂不评级" if lang == "zh" else "no call"
    return Word.of(f"scorecard.plot_{grade}").text(lang)


def screen(log: Sequence[Entry], faults: Sequence[Fault], lang: Lang) -> RenderableType:
    """Return one row an entry, oldest first, and a verdict on the chain."""
    zh = lang == "zh"
    if not log:
        return line(
            "尚无记录；signals allocate --record 可建立"
            if zh
            else "nothing recorded yet; signals allocate --record starts a log"
        )
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    for name in _COLUMNS[lang]:
        table.add_column(line(name), overflow="fold", justify="right" if name == "#" else "left")
    for column in table.columns[1:-1]:  # days, names and scores are never cut
        column.no_wrap = True
    wrong: dict[int, list[str]] = {}
    for fault in faults:
        wrong.setdefault(fault.position, []).append(fault.problem)
    for position, entry in enumerate(log, start=1):
        scored = score_in(entry)
        table.add_row(
            str(position),
            str(entry.as_of),
            line(entry.thread_id),
            line(_grade(grade_in(entry), lang)),
            line(_grade(grade_in(entry, "published_grade"), lang)),
            score_interval(scored).replace(" … ", "…") if scored else "?",
            line(entry.recorded_at[:10]),
            line(entry.document_hash[:_SHORT]),
            Text("✗ " + in_language(joined(wrong[position], by="; "), lang), style="bold red")
            if position in wrong
            else Text("✓", style="green"),
        )
    if wrong:
        verdict = line(
            f"哈希链有{len(wrong)}处断裂"
            if zh
            else f"the chain is broken at {len(wrong)} of {len(log)} entries",
            "bold red",
        )
    else:
        verdict = line(
            f"哈希链完好（{len(log)}条）" if zh else f"the chain holds over all {len(log)} entries", "green"
        )
    return Group(table, Text(), verdict)
