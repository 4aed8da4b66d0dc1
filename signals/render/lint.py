"""The screen of ``signals lint``: one line a problem, as compilers write them, or one a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from signals.rules.lint import Report
from signals.safe_text import plain
from signals.wording.messages import in_language
from sources.message import message


def screen(reports: Sequence[Report], others: Iterable[str], lang: str) -> Text:
    """Return every problem as ``file:line:column: message``, and a line for each file that is fine."""
    lines: list[Text] = []
    for report in reports:
        lines += [
            _problem(str(problem.file), str(problem.place), in_language(problem.message, lang))
            for problem in report.problems
        ]
        if not report.problems:
            lines.append(_fine(report, lang))
    lines += [Text(plain(in_language(other, lang)), style="red") for other in others]
    return Text("\n").join(lines)


def _problem(file: str, place: str, said: str) -> Text:
    return Text.assemble((plain(f"{file}:{place}: "), "bold"), (plain(said), "red"))


def _fine(report: Report, lang: str) -> Text:
    counts = message(
        " ({legs} legs, {leaves} comparisons, {examples} examples hold)",
        legs=report.legs,
        leaves=report.leaves,
        examples=report.examples,
    )
    fine = in_language(message("fine"), lang)
    return Text.assemble((plain(f"{report.path}: "), "bold"), (fine, "green"), in_language(counts, lang))
