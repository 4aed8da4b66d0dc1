"""``signals scorecard``: calls settled by their own criterion, beside chance, the base rate and simple rivals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signals.cli.emit import emit
from signals.cli.options import AsOf, Format, Lang, Language, OutputFormat, Plot, Sample, StorePath
from signals.cli.session import error_boundary, open_panel
from sources.message import message

if TYPE_CHECKING:
    from signals.record.scorecard import Kind
    from signals.record.settle import Said

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="DIR", help="A folder of documents, as `signals replay -o DIR` writes it."),
]
FromLog = Annotated[
    bool,
    typer.Option("--log", help="Settle the calls on record instead; they are never added to replayed ones."),
]
Names = Annotated[
    list[str] | None,
    typer.Option(
        "--strategy", metavar="NAME|FILE", help="Whose closes settle a pair. Default: all that ship."
    ),
]


def scorecard(
    folder: Folder = None,
    log: FromLog = False,
    as_of: AsOf = None,
    strategy: Names = None,
    store: StorePath = None,
    sample: Sample = False,
    plot: Plot = None,
    output: OutputFormat = Format.table,
    lang: Language = Lang.en,
) -> None:
    """Settle calls at their checkpoints and say whether they were any better than chance."""
    if (folder is None) == (not log):
        raise typer.BadParameter(
            message("give DIR, or --log; replayed and recorded calls are never added up")
        )
    with error_boundary():
        from signals.engine import load_strategies
        from signals.record.calls import threads_of
        from signals.record.scorecard import scorecard as settle
        from signals.render.record.scorecard import document, screen
        from signals.render.tables_of import point_rows
        from signals.rules.loading import strategy_names

        panel = open_panel(as_of=as_of, store=store, sample=sample)
        calls, n_late = _calls(folder, store=store)
        shipped = [name for name in strategy_names() if name != "template"]
        threads = threads_of(calls, load_strategies(strategy or shipped), panel)
        kind: Kind = "replayed" if folder is not None else "recorded"
        cards = settle(threads, kind)
        if plot is not None:
            from signals.render.record.scorecard_plot import draw

            draw(threads, plot, kind, lang.value, origin=panel.origin)
        emit(
            output,
            document=lambda: document(cards, kind, as_of=panel.as_of.isoformat(), n_late=n_late),
            screen=lambda: screen(cards, kind, lang.value, n_late=n_late),
            rows=lambda: point_rows(document(cards, kind, as_of=panel.as_of.isoformat(), n_late=n_late)),
        )


def _calls(folder: Path | None, *, store: Path | None) -> tuple[tuple[Said, ...], int]:
    """Return the calls to settle, and how many on record came too late to count.

    Raises:
        ConfigError: there are none.
    """
    from signals.config import ConfigError
    from signals.record.calls import calls_in, recorded_calls
    from signals.record.folder import documents_in

    if folder is not None:
        return calls_in(documents_in(folder)), 0
    from signals.cli.calls import read_log
    from signals.opening import open_reader

    found = recorded_calls(read_log(open_reader(store=store, sample=False), needed=True) or ())
    if not found.calls:
        raise ConfigError(
            message("no call is on record in time; `signals allocate --record` writes one down")
        )
    return found.calls, found.n_late
