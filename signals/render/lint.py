"""The screen of ``signals lint``: one line a problem, as compilers write them, or one a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from signals.rules.lint import Report
from signals.safe_text import plain


def screen(reports: Sequence[Report], others: Iterable[str]) -> Text:
    """Return every problem as ``file:line:column: message``, and a line for each file that is fine."""
    lines: list[Text] = []
    for report in reports:
        lines += [
            _problem(str(problem.file), str(problem.place), problem.message) for problem in report.problems
        ]
        if not report.problems:
            lines.append(_fine(report))
    lines += [Text(plain(other), style="red") for other in others]
    return Text("\n").join(lines)


def _problem(file: str, place: str, message: str) -> Text:
    return Text.assemble((plain(f"{file}:{place}: "), "bold"), (plain(message), "red"))


def _fine(report: Report) -> Text:
    counts = f"{report.legs} legs, {report.leaves} comparisons, {report.examples} examples hold"
    return Text.assemble((plain(f"{report.path}: "), "bold"), ("fine", "green"), f" ({counts})")
