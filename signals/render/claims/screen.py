"""The screen of a report whose claims were checked: three lines a claim."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from signals.claims.report import CheckedReport
from signals.claims.verdict import Judged
from signals.claims.wording import reading
from signals.render.claims.wording import WORDS, counts, evidence, head, verdict_word
from signals.safe_text import plain

_STYLES = {
    "confirmed": "green",
    "contradicted": "red",
    "stale": "red",
    "misdated": "red",
    "undecided": "yellow",
    "untestable": "dim",
}


def screen(report: CheckedReport, lang: str) -> RenderableType:
    """Return the counts, and three lines a claim: verdict and quote, how it was read, what was found."""
    lines = [Text(head(report, lang), style="bold")]
    summary = counts(report, lang)
    if summary:
        lines.append(Text(summary))
    for one in report.judged:
        lines += [Text(), *_claim(one, lang)]
    return Group(*lines)


def _claim(one: Judged, lang: str) -> Iterator[Text]:
    quote = plain(one.claim.quote.replace("\n", " "))
    yield Text.assemble((verdict_word(one.verdict, lang), _STYLES[one.verdict] + " bold"), f"  {quote}")
    yield Text("    " + WORDS[lang]["read_as"].format(reading=reading(one.claim).text(lang)))
    found = evidence(one, lang)
    if found:
        yield Text(f"    {found}")
