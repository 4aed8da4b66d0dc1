"""``signals lint``: check strategies, and the other configuration, before any data is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer

from signals.cli.emit import emit
from signals.cli.options import Format, Lang, Language, OutputFormat
from signals.cli.session import EXIT_USAGE, error_boundary
from sources.message import told

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME|FILE]...",
        help="Strategies by name or path. Default: all that ship, and every other configuration file.",
    ),
]


def lint(files: Files = None, output: OutputFormat = Format.table, lang: Language = Lang.en) -> None:
    """Check strategies: facts, units, logic, weights and their own examples."""
    with error_boundary():
        from signals.opening import catalogue
        from signals.readings import vocabulary
        from signals.render.lint import screen
        from signals.render.tables_of import problem_rows
        from signals.rules.lint import lint as check
        from signals.rules.loading import find_strategy, strategy_names

        known = vocabulary(catalogue())
        reports = [check(find_strategy(name), known) for name in files or strategy_names()]
        others = [] if files else _other_problems()
        documents: list[dict[str, Any]] = [
            {
                "file": str(report.path),
                "problems": [
                    {"line": problem.place.line, "column": problem.place.column, "message": problem.message}
                    for problem in report.problems
                ],
                "legs": report.legs,
                "leaves": report.leaves,
                "examples": report.examples,
            }
            for report in reports
        ]
        found = sum(len(report.problems) for report in reports) + len(others)
        whole = {"problems": found, "strategies": documents, "others": others}
        emit(
            output,
            document=lambda: whole,
            screen=lambda: screen(reports, others, lang),
            lines=lambda: documents,
            rows=lambda: problem_rows(whole),
        )
        if found:
            raise typer.Exit(EXIT_USAGE)


def _other_problems() -> list[str]:
    """Read every other configuration file as the engine would; return what it complains of."""
    from signals.allocation.claims import read_claims
    from signals.config import ConfigError, config_root, read_toml
    from signals.opening import catalogue
    from signals.readings import vocabulary
    from signals.readings.policy.config import taxonomy

    checks: list[Callable[[], object]] = [catalogue, taxonomy]
    checks += [partial(read_toml, path) for path in sorted(config_root().glob("*.toml"))]
    checks += [
        partial(read_claims, path, vocabulary(catalogue()))
        for path in sorted((config_root() / "claims").glob("*.toml"))
    ]
    problems = []
    for check in checks:
        try:
            check()
        except ConfigError as error:
            problems.append(told(error))
    return problems
