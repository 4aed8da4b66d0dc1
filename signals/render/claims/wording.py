"""What the screen and the page of checked claims say, in both languages."""

from __future__ import annotations

from signals.claims.reader import MOST_CHARS, MOST_OF_LINE
from signals.claims.report import CheckedReport
from signals.claims.verdict import Judged
from signals.safe_text import plain
from signals.units import UNITS, amount
from signals.words import said

VERDICTS = {
    "contradicted": ("contradicted", "不符"),
    "misdated": ("misdated", "时点有误"),
    "stale": ("stale", "过时"),
    "undecided": ("undecided", "未定"),
    "untestable": ("untestable", "无法检验"),
    "confirmed": ("confirmed", "属实"),
}
"""Every verdict in English and Chinese, the gravest first."""

FALSE = ("contradicted", "misdated", "stale")
"""Verdicts on what should not be printed as it stands."""

WORDS = {
    "en": {
        "head": "{claims} claims in {sentences} sentences, as of {day}; {left} sentences left alone",
        "unread": "{unread} characters left unread: at most {line} of a line are read, and {all} of a text",
        "that_day": "that day: {value}",
        "last_true": "last true on {day}",
        "last_true_before": "read strictly, last true on {day}",
        "never_before": "read strictly, not true in the 60 days before",
        "read_as": "read as: {reading}",
        "sample": "held against the bundled sample",
        "title": "Claims checked",
        "false": "Not as the data have it",
        "none_false": "No claim is contradicted, misdated or stale.",
        "note": "to the evidence on claim {number}",
        "back": "back to the sentence",
    },
    "zh": {
        "head": "{day}：{sentences}句中读出{claims}处论断；其余{left}句未处理",
        "unread": "{unread}字未读：每行至多读{line}字，全文至多{all}字",
        "that_day": "当日：{value}",
        "last_true": "最后成立于{day}",
        "last_true_before": "按严格读法最后成立于{day}",
        "never_before": "按严格读法此前60天内未成立",
        "read_as": "读作：{reading}",
        "sample": "对照内置样本",
        "title": "论断核对",
        "false": "与数据不符之处",
        "none_false": "没有不符、时点有误或过时的论断。",
        "note": "查看论断{number}的依据",
        "back": "回到原句",
    },
}


def verdict_word(verdict: str, lang: str) -> str:
    """Return a verdict in one language."""
    return VERDICTS[verdict][1 if lang == "zh" else 0]


def counts(report: CheckedReport, lang: str) -> str:
    """Return how many claims got each verdict, on one line; empty where none was found."""
    return " · ".join(f"{verdict_word(name, lang)} {n}" for name, n in report.counts().items() if n)


def unread(report: CheckedReport, lang: str) -> str:
    """Return how much of a text lay beyond what is read of one."""
    return WORDS[lang]["unread"].format(
        unread=f"{report.unread:,}", line=f"{MOST_OF_LINE:,}", all=f"{MOST_CHARS:,}"
    )


def head(report: CheckedReport, lang: str) -> str:
    """Return the first line: how many claims, of which day, what was left alone or unread, and whose data they are."""
    words = WORDS[lang]
    left = sum(not sentence.judged for sentence in report.sentences)
    line = words["head"].format(
        claims=len(report.judged), sentences=len(report.sentences), day=report.day, left=left
    )
    if report.unread:
        line += ("; " if lang == "en" else "；") + unread(report, lang)
    return f"{line} ({words['sample']})" if report.origin == "sample" else line


def evidence(one: Judged, lang: str) -> str:
    """Return what the data of the day say, with error bar, source and, where stale, the last true day."""
    finding, words = one.finding, WORDS[lang]
    parts = []
    if finding.actual is not None:
        error = f" ± {finding.error:g}" if finding.error else ""
        value = (
            amount(finding.actual, finding.unit, lang)
            if isinstance(finding.actual, float | int) and finding.unit in UNITS and not error
            else f"{finding.actual}{error}{'%' if finding.unit == 'pct' else ''}"
        )
        parts.append(words["that_day"].format(value=value))
    parts += [said(text, lang) for text in (finding.note, finding.source) if text]
    if one.last_true is not None:
        parts.append(words["last_true"].format(day=one.last_true))
        if one.claim.reach == "before" and one.claim.about == "fed.first_move":
            strict = one.last_true_before
            parts.append(words["last_true_before"].format(day=strict) if strict else words["never_before"])
    return plain(("；" if lang == "zh" else "; ").join(parts))
