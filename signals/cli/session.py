"""What every command does first and last: open the data, write the result, turn errors into exit codes."""

from __future__ import annotations

import datetime as dt
import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from signals.cli.language import language
from signals.cli.waiting import at_work, quiet
from sources.message import message

if TYPE_CHECKING:
    from rich.console import Console

    from signals.panel import Panel

EXIT_FAILED, EXIT_USAGE, EXIT_DEGRADED, EXIT_KEY = 1, 2, 3, 4

_NOT_THIS_FILE = frozenset(
    {
        *(errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.EEXIST),
        *(errno.ELOOP, errno.ENAMETOOLONG),
    }
)
"""What the system says of a name that was typed wrong, or of a file that is somebody else's."""
_MOST_NAMED = 80  # characters of a name too long to be one


def now() -> dt.datetime:
    """Read the clock. The only place that does."""
    return dt.datetime.now().astimezone()


def today() -> dt.date:
    """Return the day on the user's own calendar."""
    return now().date()


def open_panel(*, as_of: dt.date | None, store: Path | None, sample: bool) -> Panel:
    """Open the store or the bundled sample and stand on ``as_of``.

    Without ``as_of``: today for a store, the last day of the bundled sample.
    """
    from signals.opening import open_reader, panel_as_of

    reader = open_reader(store=store, sample=sample)
    return panel_as_of(reader, as_of, today=today())


def consoles() -> tuple[Console, Console]:
    """Return the console of results (stdout) and that of remarks (stderr).

    Off a terminal the width is large, so that nothing is truncated or wrapped.
    """
    quiet()  # who asks for a console is going to write
    return _consoles()


def _consoles() -> tuple[Console, Console]:
    from signals.render.terminal import Screen

    wide = None if sys.stdout.isatty() else 10_000
    return Screen(width=wide, highlight=False), Screen(stderr=True, highlight=False)


def width() -> int | None:
    """Return the columns of the terminal that stdout is; None where it is none."""
    out, _ = _consoles()
    return out.width if out.is_terminal else None


@contextmanager
def error_boundary() -> Iterator[None]:
    """Turn errors that a person can act on into one message on stderr and an exit code."""
    from signals.config import ConfigError
    from sources.errors import BadTable, KeyMissing, KeyRejected, SourceError

    try:
        with at_work():
            yield
    except (ConfigError, BadTable) as error:
        _complain(error)
        raise typer.Exit(EXIT_USAGE) from error
    except (KeyMissing, KeyRejected) as error:
        _complain(error)
        raise typer.Exit(EXIT_KEY) from error
    except SourceError as error:
        _complain(error)
        raise typer.Exit(EXIT_FAILED) from error
    except OSError as error:
        if error.filename is None or error.errno not in _NOT_THIS_FILE:
            raise
        file = str(error.filename)
        named = file if len(file) <= _MOST_NAMED else f"{file[:_MOST_NAMED]}…"
        _complain(message("{file}: {said}", file=named, said=error.strerror or str(error)))
        raise typer.Exit(EXIT_USAGE) from error


def _complain(error: Exception | str) -> None:
    from signals.safe_text import plain  # what a file says reaches the terminal through its errors

    said = "\n".join(plain(row) for row in spoken(error).split("\n"))
    sys.stderr.write(f"signals: {said}\n")


def remark(what: object, *, style: str | None = None) -> None:
    """Say something beside the result: on stderr, in the reader's language, as one line of any length."""
    consoles()[1].print(spoken(what), style=style, markup=False, soft_wrap=True)


def spoken(what: object) -> str:
    """Return a message or an error in the reader's language."""
    if language() == "en":
        return str(what)
    from signals.wording.messages import in_language

    return in_language(what, language())
