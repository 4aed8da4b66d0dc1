"""What ``signals replay`` shows: from when each leg is known, and what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.record.coverage import LegCoverage
from signals.render.call.phrases import Lang
from signals.safe_text import line

_COLUMNS = {
    "en": ("call", "reason", "known from", "days known", "last unknown", "what was missing before"),
    "zh": ("评级对", "理由", "起始可判", "可判天数", "最近不可判", "此前缺少"),
}


def coverage_screen(legs: Sequence[LegCoverage], lang: Lang) -> RenderableType:
    """Return one row a leg: from when it is known, and why not before."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in _COLUMNS[lang]:
        table.add_column(line(name), overflow="fold")
    for leg in legs:
        table.add_row(
            line(leg.thread),
            line(leg.name_zh if lang == "zh" else leg.name_en),
            line(str(leg.known_from or ("从未" if lang == "zh" else "never"))),
            f"{leg.n_known}/{leg.n_days}",
            line(str(leg.last_unknown or "")),
            line("；".join(leg.missing_zh) if lang == "zh" else "; ".join(leg.missing)),
        )
    return table


def screen(folder: Path, grades: Mapping[str, Counter[str]], lang: Lang) -> RenderableType:
    """Return how many documents the folder holds and how often each grade was given."""
    zh = lang == "zh"
    rows: list[RenderableType] = []
    for thread, counts in grades.items():
        said = ", ".join(f"{grade} {count}" for grade, count in counts.most_common())
        rows.append(line(f"{thread}: {said}"))
    total = max((sum(counts.values()) for counts in grades.values()), default=0)
    rows.append(Text())
    rows.append(
        line(
            f"{folder}：{total}份文件；signals scorecard {folder} 给出记分卡"
            if zh
            else f"{folder}: {total} documents; signals scorecard {folder} settles them"
        )
    )
    return Group(*rows)
