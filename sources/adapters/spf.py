"""The Survey of Professional Forecasters from the Philadelphia Fed's public workbooks.

Two small workbooks hold the medians of CPI, and a text its release days. The
server answers names that it does not know with status 200 and a page, so that
what comes must look like what was asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from sources.contract import Observation, SeriesSpec
from sources.door.files.sheets import Incoming, decoded, readings_of
from sources.door.rows.survey import read_survey
from sources.door.writing.days import full_year
from sources.errors import BadPayload, BadTable, Fatal, NotFound
from sources.message import message
from sources.source import Download, Means, Source
from sources.transport import Answer, Transport

EXTRA: str | None = None
BY_DEFAULT = True
OFFERS: Mapping[str, SeriesSpec] = {}

BASE_URL = (
    "https://www.philadelphiafed.org/-/media/frbp/assets/surveys-and-data/survey-of-professional-forecasters"
)
WORKBOOKS = ("data-files/files/median_cpi_level.xlsx", "data-files/files/median_cpi10_level.xlsx")
RELEASE_DAYS = "spf-release-dates.txt"

_SURVEY = re.compile(
    r"^\s*(?:\d{4})?\s*Q(?P<quarter>[1-4])\s+\S+\s+(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{2,4})"
)


def open_source(what: str, spec: SeriesSpec, means: Means) -> Source:
    """Return the survey; its workbooks are downloaded once a run."""
    del what, spec  # the workbook's own columns say which series is which
    return SpfSource(means)


class SpfSource:
    """All median forecasts of CPI that the survey has, as one download."""

    name = "Philadelphia Fed"

    def __init__(self, means: Means) -> None:
        self._means = means

    def download(
        self,
        series: str,
        *,
        since: dt.date | None = None,
        known_until: dt.date | None = None,
        from_period: dt.date | None = None,
    ) -> Download:
        """Return every survey of one series; see `sources.source.Source`.

        Raises:
            BadPayload: what came is no such workbook.
            NotFound: the workbooks hold no such series.
            Fatal: the server refuses.
        """
        del known_until, from_period  # a survey is never revised
        rows = [row for row in self._surveys() if row.series == series]
        if not rows:
            raise NotFound(
                message("{name}, {series}: its workbooks hold no such series", name=self.name, series=series)
            )
        return Download(rows=tuple(row for row in rows if since is None or row.released_at >= since))

    def _surveys(self) -> tuple[Observation, ...]:
        memory = self._means.memory
        if "spf" not in memory:
            transport = self._means.reach("spf", BASE_URL, self.name)
            released = _release_days(transport)
            read = [row for path in WORKBOOKS for row in _workbook(transport, path, released)]
            memory["spf"] = tuple(row for row in read if row.released_at <= self._means.today)
        rows: tuple[Observation, ...] = memory["spf"]
        return rows


def _workbook(
    transport: Transport, path: str, released: Mapping[dt.date, dt.date]
) -> tuple[Observation, ...]:
    name = path.rpartition("/")[2]

    def read(answer: Answer) -> tuple[Observation, ...]:
        _check(answer, name, begins=b"PK\x03\x04")
        try:
            sheets = next(readings_of(Incoming(name=name, content=answer.body)))
            return read_survey(sheets, origin=f"spf:{name}", released=released)
        except BadTable as error:
            raise BadPayload(message("Philadelphia Fed, {error}", error=error)) from error

    return transport.get(path, {}, asked_for=name, read=read)


def _release_days(transport: Transport) -> Mapping[dt.date, dt.date]:
    """Return release days by the first day of the survey's quarter: lines of ``2024 Q1  2/6/24  2/9/24``."""

    def read(answer: Answer) -> Mapping[dt.date, dt.date]:
        _check(answer, RELEASE_DAYS, begins=b"")
        days = parse_release_days(decoded(answer.body, file=RELEASE_DAYS))
        if not days:
            raise BadPayload(
                message("Philadelphia Fed, {release_days}: not one survey in it", release_days=RELEASE_DAYS)
            )
        return days

    return transport.get(RELEASE_DAYS, {}, asked_for=RELEASE_DAYS, read=read)


def parse_release_days(text: str) -> dict[dt.date, dt.date]:
    """Read the list of release days; the year stands in its first line, with the first quarter."""
    days: dict[dt.date, dt.date] = {}
    year: int | None = None
    for line in text.splitlines():
        found = _SURVEY.match(line)
        stated = re.match(r"\s*(\d{4})\b", line)
        year = int(stated[1]) if stated else year
        if found and year:
            quarter = dt.date(year, 3 * int(found["quarter"]) - 2, 1)
            days[quarter] = dt.date(full_year(found["year"]), int(found["month"]), int(found["day"]))
    return days


def _check(answer: Answer, name: str, *, begins: bytes) -> None:
    if answer.status != 200:
        raise Fatal(
            message("Philadelphia Fed, {name}: refused with status {status}", name=name, status=answer.status)
        )
    if not answer.body.startswith(begins) or answer.body.lstrip()[:1] == b"<":
        raise BadPayload(message("Philadelphia Fed, {name}: a page came instead of the file", name=name))
