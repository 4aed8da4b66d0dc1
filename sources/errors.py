"""What can go wrong with the outside world, sorted by what the caller should do.

    SourceError
    ├── Retriable        the same request may succeed later: wait, then try again
    │   ├── RateLimited  …and the source said how long to wait
    │   └── Unreachable  no answer within the deadline
    ├── Fatal            trying again cannot help: ask a person
    │   ├── KeyMissing   no credential was given (exit code 4)
    │   ├── KeyRejected  the source refused the credential
    │   ├── NotFound     the source does not know the series
    │   ├── MissingExtra an optional package is not installed
    │   └── StoreError   the store cannot be read or written as it is: Locked,
    │                    ReadOnly, Full, Corrupt, Newer, Missing, CallChainMoved
    └── BadPayload       an answer came and cannot be trusted: keep what we had
        └── BadTable     …in a file that a person wrote: file, row, column

Messages name the source, the thing asked for, what arrived and what would do.
They never hold a URL: credentials travel in URLs.
"""

from __future__ import annotations

from sources.message import joined, message


class SourceError(Exception):
    """Something about a source, a file or the store that a person can act on."""


class Retriable(SourceError):
    """The same request may succeed later."""


class RateLimited(Retriable):
    """The source asked us to slow down.

    ``retry_after_seconds`` is its own figure, or None where it gave none.
    """

    def __init__(self, message: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Unreachable(Retriable):
    """No usable answer within the deadline."""


class Fatal(SourceError):
    """Trying again cannot help; a person has to change something."""


class KeyMissing(Fatal):
    """No credential was given."""


class KeyRejected(Fatal):
    """The source refused the credential."""


class NotFound(Fatal):
    """The source does not know what was asked for."""


class MissingExtra(Fatal):
    """An optional package is not installed; the message says how to install it."""


class StoreError(Fatal):
    """The store cannot be read or written as it is."""


class StoreMissing(StoreError):
    """There is no store at the path."""


class StoreLocked(StoreError):
    """Another process is writing to the store."""


class StoreReadOnly(StoreError):
    """The file, its folder or its medium cannot be written."""


class StoreFull(StoreError):
    """The disk has no room, or refuses to write."""


class StoreCorrupt(StoreError):
    """The file is damaged, or is no store."""


class StoreNewer(StoreError):
    """A later release wrote the store."""


class CallChainMoved(StoreError):
    """Another process recorded a call first; read the last entry again and retry."""


class InterruptedAfterwards(SourceError):
    """Somebody stopped the program after the rows were written: they are in the store."""


class BadPayload(SourceError):
    """An answer arrived and cannot be trusted."""


class BadTable(BadPayload):
    """A table that a person wrote breaks its contract.

    The message reads ``file, row, column: found …; expected …``. Rows count
    from 1 for the header, as a spreadsheet shows them.
    """

    def __init__(
        self,
        *,
        file: str,
        found: str,
        expected: str,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        where = [file]
        if row is not None:
            where.append(message("row {row}", row=row))
        if column is not None:
            where.append(message("column {column}", column=column))
        super().__init__(
            message(
                "{where}: found {found}; expected {expected}",
                where=joined(where, by=", "),
                found=found,
                expected=expected,
            )
        )
        self.file, self.row, self.column = file, row, column
        self.found, self.expected = found, expected
