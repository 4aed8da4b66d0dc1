"""How a reading stands on its day: the health of what it rests on, and the prints that should be here."""

from __future__ import annotations

from signals.calendars.releases import Release, as_known, release_calendar
from signals.facts import Status, worst
from signals.readings.inflation.inputs import CPI
from signals.readings.inflation.reading import Inflation


def status_of(reading: Inflation) -> tuple[Status, str]:
    """Return the worst status among what the model rests on, with the reason of each that is not fine."""
    reasons = [
        f"{name}: {item.reason or item.status}"
        for name, item in reading.inputs.items()
        if item.status != "ok"
    ]
    return worst(reading.inputs.values())[0], "; ".join(reasons)


def is_old(reading: Inflation) -> bool:
    """Return whether prices are too old, or a newer print is due and absent, for the reading to speak of the present."""
    return reading.latest is not None and reading.inputs[CPI].status == "stale"


def overdue(reading: Inflation) -> tuple[Release, ...]:
    """Return the releases after the newest print whose day has come, as scheduled on the reading's day."""
    if reading.latest is None:
        return ()
    newest = reading.latest.period
    return tuple(
        row
        for row in as_known(release_calendar(), reading.as_of)
        if row.period > newest and row.released_at is not None and row.released_at <= reading.as_of
    )


def overdue_words(late: tuple[Release, ...], lang: str) -> str:
    """Return which prints should be here and are not, in ``en`` or ``zh``; empty where none is."""
    if not late:
        return ""
    first, last = late[0], late[-1]
    if len(late) == 1:
        if lang == "zh":
            return f"{first.period:%Y-%m}应于{first.released_at}公布，此处没有"
        return f"{first.period:%Y-%m} was due on {first.released_at} and is not here"
    if lang == "zh":
        return f"{first.period:%Y-%m}至{last.period:%Y-%m}应于{last.released_at}前公布，此处缺{len(late)}期"
    return (
        f"{len(late)} prints from {first.period:%Y-%m} to {last.period:%Y-%m} were due by "
        f"{last.released_at} and are not here"
    )
