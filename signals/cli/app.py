"""The application: one module a command, registered here."""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import Annotated

import typer

from signals.cli.accept import accept
from signals.cli.allocate import allocate
from signals.cli.appetite import appetite
from signals.cli.check import check
from signals.cli.diff import diff
from signals.cli.doctor import doctor
from signals.cli.events import events
from signals.cli.explain import explain
from signals.cli.facts import facts
from signals.cli.fetch import fetch
from signals.cli.inflation import inflation
from signals.cli.language import ENVIRONMENT, Root, language_asked
from signals.cli.layouts import layouts
from signals.cli.lint import lint
from signals.cli.load import load
from signals.cli.log import log
from signals.cli.options import Lang, Language
from signals.cli.path import path
from signals.cli.policy import policy
from signals.cli.replay import replay
from signals.cli.report import report
from signals.cli.schema import schema
from signals.cli.scorecard import scorecard
from signals.cli.series import series
from signals.cli.session import EXIT_FAILED
from signals.cli.tables import tables
from signals.cli.whatif import whatif
from sources.message import message

app = typer.Typer(
    name="signals",
    cls=Root,
    help="Turn macro data into allocation calls that cannot silently lie.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from signals.version import __version__

        typer.echo(f"macro-signals {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    lang: Language = Lang.en,
) -> None:
    pass


app.command()(allocate)
app.command()(explain)
app.command()(whatif)
app.command()(appetite)
app.command()(path)
app.command()(inflation)
app.command()(policy)
app.add_typer(events, name="events")
app.command()(check)
app.command()(facts)
app.command()(diff)
app.command()(report)
app.command()(tables)
app.command()(log)
app.command()(replay)
app.command()(scorecard)
app.command()(load)
app.command()(layouts)
app.command()(fetch)
app.command()(series)
app.command()(accept)
app.command()(doctor)
app.command()(lint)
app.command()(schema)


def main() -> None:
    """Run the command line; results leave as UTF-8 whatever the console's own encoding is.

    On stderr a character that the terminal cannot show becomes its escape instead of an error. A reader that went
    away (``| head``) ends the program in silence; a stdout that is closed or full is said in a line.
    """
    # A command makes many objects, most of which live to its end: looking for cycles every 700 of them, as Python
    # does, walks all of them again and again. Every 2,000,000 a first call over 80,000 rows takes a tenth less than
    # every 50,000 (benchmarks/first_call.py), and no command needs a hundredth more memory.
    gc.set_threshold(2_000_000)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - a stream for the whole run
    if sys.stdout is None:
        _tell(message("stdout is closed, so there is nowhere to write the result"))
        raise SystemExit(EXIT_FAILED)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_stdout()
    except OSError as error:
        _let_go_of_stdout()
        said = error.strerror or str(error)
        _tell(message("{file}: {said}", file=error.filename, said=said) if error.filename else said)
        raise SystemExit(EXIT_FAILED) from None


def _tell(what: str) -> None:
    """Say why the program ends, outside any command."""
    if language_asked(sys.argv[1:], os.environ.get(ENVIRONMENT)) == "zh":
        from signals.wording.messages import in_language

        what = in_language(what, "zh")
    sys.stderr.write(f"signals: {what}\n")


def _let_go_of_stdout() -> None:
    """Keep the interpreter from writing once more, on its way out, to what cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
