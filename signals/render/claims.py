"""The screen and the page of a report whose claims were checked."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from signals.claims.reader import MOST_CHARS, MOST_OF_LINE
from signals.claims.report import CheckedReport, CheckedSentence
from signals.claims.verdict import Judged
from signals.claims.wording import reading
from signals.safe_text import plain
from signals.units import UNITS, amount
from signals.words import said

_VERDICTS = {
    "confirmed": ("confirmed", "属实", "green"),
    "contradicted": ("contradicted", "不符", "red"),
    "stale": ("stale", "过时", "red"),
    "misdated": ("misdated", "时点有误", "red"),
    "undecided": ("undecided", "未定", "yellow"),
    "untestable": ("untestable", "无法检验", "dim"),
}
_WORDS = {
    "en": {
        "head": "{claims} claims in {sentences} sentences, as of {day}; {left} sentences left alone",
        "unread": "{unread} characters left unread: at most {line} of a line are read, and {all} of a text",
        "that_day": "that day",
        "last_true": "last true on {day}",
        "last_true_before": "read strictly, last true on {day}",
        "never_before": "read strictly, not true in the 60 days before",
        "read_as": "read as",
        "sample": "held against the bundled sample",
        "title": "Claims checked",
    },
    "zh": {
        "head": "{day}：{sentences}句中读出{claims}处论断；其余{left}句未处理",
        "unread": "{unread}字未读：每行至多读{line}字，全文至多{all}字",
        "that_day": "当日",
        "last_true": "最后成立于{day}",
        "last_true_before": "按严格读法最后成立于{day}",
        "never_before": "按严格读法此前60天内未成立",
        "read_as": "读作",
        "sample": "对照内置样本",
        "title": "论断核对",
    },
}


def verdict_word(verdict: str, lang: str) -> str:
    """Return a verdict in one language."""
    return _VERDICTS[verdict][1 if lang == "zh" else 0]


def screen(report: CheckedReport, lang: str) -> RenderableType:
    """Return the counts, and three lines a claim: verdict and quote, how it was read, what was found."""
    lines: list[Text] = [Text(_head(report, lang), style="bold")]
    counts = " · ".join(f"{verdict_word(name, lang)} {n}" for name, n in report.counts().items() if n)
    if counts:
        lines.append(Text(counts))
    for one in report.judged:
        lines += ["", *_claim(one, lang)]  # type: ignore[list-item] # a blank line
    return Group(*lines)


def unread(report: CheckedReport, lang: str) -> str:
    """Return how much of a text lay beyond what is read of one."""
    return _WORDS[lang]["unread"].format(
        unread=f"{report.unread:,}", line=f"{MOST_OF_LINE:,}", all=f"{MOST_CHARS:,}"
    )


def _head(report: CheckedReport, lang: str) -> str:
    words = _WORDS[lang]
    left = sum(not sentence.judged for sentence in report.sentences)
    head = words["head"].format(
        claims=len(report.judged), sentences=len(report.sentences), day=report.day, left=left
    )
    if report.unread:
        head += ("; " if lang == "en" else "；") + unread(report, lang)
    return f"{head} ({words['sample']})" if report.origin == "sample" else head


def _claim(one: Judged, lang: str) -> Iterator[Text]:
    quote = plain(one.claim.quote.replace("\n", " "))
    yield Text.assemble((verdict_word(one.verdict, lang), _VERDICTS[one.verdict][2] + " bold"), f"  {quote}")
    yield Text(f"    {_WORDS[lang]['read_as']}: {reading(one.claim).text(lang)}")
    found = evidence(one, lang)
    if found:
        yield Text(f"    {found}")


def evidence(one: Judged, lang: str) -> str:
    """Return what the data of the day say, with error bar, source and, where stale, the last true day."""
    finding, words = one.finding, _WORDS[lang]
    parts = []
    if finding.actual is not None:
        error = f" ± {finding.error:g}" if finding.error else ""
        value = (
            amount(finding.actual, finding.unit, lang)
            if isinstance(finding.actual, float | int) and finding.unit in UNITS and not error
            else f"{finding.actual}{error}{'%' if finding.unit == 'pct' else ''}"
        )
        parts.append(f"{words['that_day']}: {value}")
    parts += [said(text, lang) for text in (finding.note, finding.source) if text]
    if one.last_true is not None:
        parts.append(words["last_true"].format(day=one.last_true))
        if one.claim.reach == "before" and one.claim.about == "fed.first_move":
            strict = one.last_true_before
            parts.append(words["last_true_before"].format(day=strict) if strict else words["never_before"])
    return plain(("；" if lang == "zh" else "; ").join(parts))


# ---- the page ----------------------------------------------------------------------------------------------------
_STYLE = """body{font:16px/1.6 system-ui,sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
.row{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1.5rem;margin:0 0 .9rem}
.row p{margin:0;white-space:pre-wrap}.beside{font-size:13px;line-height:1.45;color:#444}
.beside div{border-left:3px solid;padding:0 0 0 .5rem;margin:0 0 .5rem}
mark{background:none;border-bottom:2px solid}.confirmed{border-color:#2e7d32}
.contradicted,.stale,.misdated{border-color:#c62828}mark.contradicted,mark.stale,mark.misdated{background:#fdecea}
.undecided{border-color:#f9a825}.untestable{border-color:#9e9e9e}b{font-weight:600}
@media(max-width:50rem){.row{grid-template-columns:1fr}}"""


def page(report: CheckedReport, lang: str) -> str:
    """Return the report itself as HTML with its claims marked and the evidence beside them.

    Self-contained; everything that came from the report is escaped.
    """
    rows = "\n".join(_rows(report, lang))
    title = html.escape(_WORDS[lang]["title"] + (f" · {plain(report.name)}" if report.name else ""))
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>\n'
        f"<style>{_STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n<p>{html.escape(_head(report, lang))}</p>\n"
        f"{rows}\n</body></html>\n"
    )


def _rows(report: CheckedReport, lang: str) -> Iterator[str]:
    """Yield a row a paragraph: its text on the left, what was found on the right."""
    lines = report.text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    of_line = {
        number: list(group)
        for number, group in groupby(report.sentences, key=lambda one: _line_of(one, starts))
    }
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        judged = [one for sentence in of_line.get(number, ()) for one in sentence.judged]
        beside = "".join(_beside(one, lang) for one in judged)
        yield f'<div class="row"><p>{_marked(line, starts[number], judged)}</p><div class="beside">{beside}</div></div>'


def _line_of(sentence: CheckedSentence, starts: Sequence[int]) -> int:
    low, high = 0, len(starts) - 1
    while low < high - 1:
        middle = (low + high) // 2
        low, high = (middle, high) if starts[middle] <= sentence.start else (low, middle)
    return low


def _marked(line: str, start: int, judged: Sequence[Judged]) -> str:
    parts, reached = [], 0
    for one in sorted(judged, key=lambda item: item.claim.start):
        first, last = max(one.claim.start - start, reached), min(one.claim.end - start, len(line))
        if last <= first:
            continue
        parts.append(html.escape(plain(line[reached:first])))
        parts.append(f'<mark class="{one.verdict}">{html.escape(plain(line[first:last]))}</mark>')
        reached = last
    return "".join([*parts, html.escape(plain(line[reached:]))])


def _beside(one: Judged, lang: str) -> str:
    found = html.escape(evidence(one, lang))
    return (
        f'<div class="{one.verdict}"><b>{verdict_word(one.verdict, lang)}</b> '
        f"{html.escape(reading(one.claim).text(lang))}<br>{found}</div>"
    )
