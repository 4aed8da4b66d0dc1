"""The screens of ``signals fetch``: what came, what did not and why; or what would be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.render.data.intake import finding_document, finding_sentence
from signals.wording.messages import in_language
from sources.fetching import Outcome, Plan
from sources.message import message
from sources.places import Place

_NAMED = 4
"""How many series a failure names; the rest are counted."""

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Fetched into {store}: {n_came} of {n} series, {n_rows} new rows",
        "columns": "series|new rows|newest period|released|gates",
        "fine": "ok",
        "missing": "Did not come:",
        "and_more": "{names} and {n} more",
        "again": "Run the same command again: what came is kept and will not be asked for twice.",
        "plan": "Would ask for {n} series; nothing was asked and nothing written.",
        "plan_columns": "series|asks|vintages after|rows known",
        "all": "all",
    },
    "zh": {
        "title": "已抓取到 {store}：{n} 个序列中的 {n_came} 个，新增 {n_rows} 行",
        "columns": "序列|新增行|最新期|发布日|质量检查",
        "fine": "通过",
        "missing": "未取得：",
        "and_more": "{names} 等，另有 {n} 个",
        "again": "再次运行同一命令即可：已取得的数据已保存，不会重复请求。",
        "plan": "将请求 {n} 个序列；未发出任何请求，也未写入任何数据。",
        "plan_columns": "序列|来源|此日之后的版本|已有行",
        "all": "全部",
    },
}


def screen(outcomes: Sequence[Outcome], store: Place, lang: str) -> RenderableType:
    """Return a row a series that came, then a line for each that did not."""
    words = _WORDS[lang]
    came = [outcome for outcome in outcomes if outcome.result == "fetched"]
    table = _table(words["columns"], right=(1,))
    for outcome in came:
        doubts = ", ".join(f"{finding.n_rows} {finding.quality}" for finding in outcome.findings)
        table.add_row(
            Text(outcome.series),
            str(outcome.added.observations + outcome.added.events),
            Text(str(outcome.newest_period or "-")),
            Text(str(outcome.newest_release or "-")),
            Text(doubts, style="yellow") if doubts else Text(words["fine"], style="green"),
        )
    title = words["title"].format(
        store=store,
        n_came=len(came),
        n=len(outcomes),
        n_rows=sum(outcome.added.observations + outcome.added.events for outcome in came),
    )
    parts: list[RenderableType] = [Text(title, style="bold")]
    if came:
        parts.append(table)
    sentences = [finding_sentence(finding, lang) for outcome in came for finding in outcome.findings]
    if sentences:
        parts += [Text(), *(Text(sentence, style="yellow") for sentence in sentences)]
    if len(came) < len(outcomes):
        parts += [Text(), Text(words["missing"], style="bold")]
        parts += [Text(sentence, style="yellow") for sentence in _failures(outcomes, words, lang)]
        parts.append(Text(words["again"], style="dim"))
    return Group(*parts)


def _failures(outcomes: Sequence[Outcome], words: dict[str, str], lang: str) -> Iterator[str]:
    """Yield each failure once, with all that it befell: ninety series of one dead server are one line."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.result != "fetched":
            groups.setdefault(_alike(outcome, lang), []).append(outcome)
    for befell in groups.values():
        first, n_more = befell[0], len(befell) - _NAMED
        names = ", ".join(outcome.series for outcome in befell[:_NAMED])
        if n_more > 0:
            names = words["and_more"].format(names=names, n=n_more)
        said = in_language(first.error, lang) if len(befell) == 1 else _alike(first, lang)
        yield in_language(message("{names}: {said}", names=names, said=said), lang)


def _alike(outcome: Outcome, lang: str) -> str:
    """Return a failure without the names that tell one series from another."""
    said = in_language(outcome.error, lang).replace(outcome.series, "…")
    return re.sub(r"(?:(?<=, )|(?<=，))[A-Z0-9]{3,} \(\w+\)", "…", said)


def document(outcomes: Sequence[Outcome], store: Place) -> dict[str, Any]:
    """Return the same as plain JSON values."""
    return {
        "store": str(store),
        "complete": all(outcome.result == "fetched" for outcome in outcomes),
        "series": [
            {
                "series": outcome.series,
                "result": outcome.result,
                "added": outcome.added.observations + outcome.added.events,
                "already_known": outcome.added.unchanged,
                "newest_period": _day(outcome.newest_period),
                "newest_release": _day(outcome.newest_release),
                "findings": [finding_document(finding) for finding in outcome.findings],
                "error": outcome.error,
            }
            for outcome in outcomes
        ],
    }


def plan_screen(plans: Sequence[Plan], lang: str) -> RenderableType:
    """Return what would be asked for, a row a series."""
    words = _WORDS[lang]
    table = _table(words["plan_columns"], right=(3,))
    for item in plans:
        table.add_row(
            Text(item.series), Text(item.asks), Text(str(item.known_until or words["all"])), str(item.n_known)
        )
    return Group(Text(words["plan"].format(n=len(plans)), style="bold"), table)


def plan_document(plans: Sequence[Plan]) -> dict[str, Any]:
    """Return the same as plain JSON values."""
    return {
        "series": [
            {
                "series": item.series,
                "asks": item.asks,
                "vintages_after": _day(item.known_until),
                "rows_known": item.n_known,
            }
            for item in plans
        ]
    }


def _table(columns: str, *, right: tuple[int, ...]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for number, name in enumerate(columns.split("|")):
        table.add_column(Text(name), justify="right" if number in right else "left", overflow="fold")
    return table


def _day(day: object) -> str | None:
    return None if day is None else str(day)
