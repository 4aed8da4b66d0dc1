"""One file through the door."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sources.contract import SeriesSpec
from sources.door.answers import NO_ANSWERS, Answers
from sources.door.files.sheets import Incoming, Sheet, open_file, readings_of
from sources.door.layouts import OWN, Layout
from sources.door.naming.names import NameBook
from sources.door.readings import Reading
from sources.door.recognise import Found, recognise
from sources.door.refusals import check_columns, unrecognised
from sources.door.remarks import Remark
from sources.door.rows.events import read_events
from sources.door.rows.survey import SPF, is_survey, read_survey
from sources.door.rows.values import read_values
from sources.door.uncollected import uncollected
from sources.door.weekly.columns import LAYOUTS
from sources.door.weekly.table import checked_table, weekly_rows, weekly_sheet
from sources.errors import BadTable
from sources.event_rules import EventRules
from sources.message import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Everything that is needed to read a stranger's file.

    Args:
        specs: the catalogue.
        names: every word under which it knows a series.
        layouts: of vendors, after our own.
        event_rules: what events may say, from the taxonomy; None means anything.
    """

    specs: Mapping[str, SeriesSpec]
    names: NameBook
    layouts: tuple[Layout, ...] = OWN
    event_rules: EventRules | None = None

    @classmethod
    def of(
        cls,
        specs: Mapping[str, SeriesSpec],
        vendors: Sequence[Layout] = (),
        event_rules: EventRules | None = None,
    ) -> Door:
        """Return the door of a catalogue."""
        return cls(specs=specs, names=NameBook.of(specs), layouts=(*OWN, *vendors), event_rules=event_rules)

    def read_path(self, path: Path, answers: Answers = NO_ANSWERS, *, source: str | None = None) -> Reading:
        """Read a file of the disk; see `read`."""
        return self.read(open_file(path), answers, source=source)

    def read(
        self, incoming: Incoming, answers: Answers = NO_ANSWERS, *, source: str | None = None
    ) -> Reading:
        """Recognise a file and read every row of it.

        Args:
            incoming: the file.
            answers: what the person added to it.
            source: said of each row that names none; default ``file:NAME``.

        Raises:
            BadTable: the first thing that is wrong, or that only a person can tell,
                with file, row, column, what was found and what would do.
        """
        with uncollected():
            return self._read(incoming, answers, source or f"file:{incoming.name}")

    def _read(self, incoming: Incoming, answers: Answers, origin: str) -> Reading:
        if (weekly := _weekly(incoming, answers, origin)) is not None:
            return weekly
        sheets, found = self._recognised(incoming)
        if found is None:
            observations = read_survey(sheets, origin=origin)
            return Reading(file=incoming.name, layout=SPF, observations=observations)
        unread = [sheet.name for sheet in sheets if sheet is not found.sheet and sheet.rows]
        remarks = (Remark(code="sheets_not_read", params={"names": ", ".join(unread)}),) if unread else ()
        if found.layout.holds == "events":
            events = tuple(read_events(found, self.event_rules, origin))
            self._some(found, bool(events))
            return Reading(file=incoming.name, layout=found.layout, events=events, remarks=remarks)
        rows, said = read_values(found, names=self.names, specs=self.specs, answers=answers, origin=origin)
        return Reading(
            file=incoming.name,
            sheet=found.sheet.name,
            layout=found.layout,
            observations=rows,
            remarks=(*said, *remarks),
        )

    def _recognised(self, incoming: Incoming) -> tuple[Sequence[Sheet], Found | None]:
        """Return the sheets as they read best and the first with a known layout; None for a survey."""
        ways = []
        for sheets in readings_of(incoming):
            if is_survey(sheets):
                return sheets, None
            ways.append(sheets)
        # A header that is known above days that are none is worth saying; it never wins over a whole fit.
        best = self._best(ways) or self._best(ways, by_header_alone=True)
        if best is None:
            raise unrecognised(ways[0] if ways else (), self.layouts)
        check_columns(best[1])
        return best

    def _best(
        self, ways: Sequence[Sequence[Sheet]], *, by_header_alone: bool = False
    ) -> tuple[Sequence[Sheet], Found] | None:
        """Return the way of reading a file whose first known sheet fits best."""
        fits = []
        for sheets in ways:
            found = (
                recognise(sheet, self.layouts, self.names, by_header_alone=by_header_alone)
                for sheet in sheets
            )
            first = next((fit for fit in found if fit), None)
            if first is not None:
                fits.append((sheets, first))
        return max(fits, key=lambda fit: fit[1].score, default=None)

    def _some(self, found: Found, there: bool) -> None:
        if not there:
            raise BadTable(
                file=found.sheet.where,
                row=found.header + 2,
                found=message("no rows below the header"),
                expected=message("at least one row"),
            )


def _weekly(incoming: Incoming, answers: Answers, origin: str) -> Reading | None:
    """Return the rows of a weekly's table; None where the file is none."""
    for sheets in readings_of(incoming):
        table = weekly_sheet(sheets, whole=True)
        if table is not None:
            return Reading(
                file=incoming.name,
                sheet=table.sheet.name,
                layout=LAYOUTS[table.kind],
                weekly_rows=weekly_rows(table, answers, origin),
                faults=checked_table(table).faults,
            )
    return None


def read_table(
    path: Path,
    *,
    known_series: Collection[str] | Mapping[str, SeriesSpec],
    event_rules: EventRules | None = None,
    source: str | None = None,
    answers: Answers = NO_ANSWERS,
) -> Reading:
    """Read one of our own tables, as the sample and tests hold them; no vendor's layout is tried.

    Args:
        path: the file, in any format.
        known_series: ids of the catalogue, or the catalogue itself.
        event_rules: what events may say; None means anything.
        source: said of each row that names none; default ``file:NAME``.
        answers: what the file does not tell.

    Raises:
        BadTable: the first thing that is wrong.
    """
    specs = known_series if isinstance(known_series, Mapping) else {}
    door = Door(
        specs=specs, names=NameBook.of(specs) if specs else NameBook(known_series), event_rules=event_rules
    )
    return door.read_path(Path(path), answers, source=source)
