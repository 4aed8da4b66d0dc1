"""How a path stands on its day: what it cannot see for want of a price, and what has happened since."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from signals.readings.rate_path.path import RatePath
from sources.contract import contract_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Meetings inside the span of the strip that cannot be read, and the contracts without a usable price."""

    meetings: tuple[dt.date, ...]
    contracts: tuple[str, ...]

    @property
    def en(self) -> str:
        """Return the sentence in English, without a full stop."""
        return f"no usable price for {', '.join(self.contracts)}, so {_meetings_en(self.meetings)} cannot be read"

    @property
    def zh(self) -> str:
        """Return the sentence in Chinese, without a full stop."""
        return f"{'、'.join(self.contracts)}没有可用价格，故{_meetings_zh(self.meetings)}无法读出"


def _meetings_en(days: tuple[dt.date, ...]) -> str:
    if len(days) == 1:
        return f"the meeting of {days[0]}"
    return f"the {len(days)} meetings from {days[0]} to {days[-1]}"


def _meetings_zh(days: tuple[dt.date, ...]) -> str:
    return f"{days[0]}的会议" if len(days) == 1 else f"{days[0]}至{days[-1]}的{len(days)}次会议"


def hole_in(path: RatePath) -> Hole | None:
    """Return what a path cannot see for want of a price inside its strip; None where nothing is lost.

    A path ends with the meeting before the first that it cannot read, so
    everything behind a hole is lost with it. Meetings beyond the last contract,
    and those that price noise drowns at the far end of a full strip, are out
    of reach and no hole.
    """
    lost = tuple(
        day for month in path.months if month.covered for day in month.coming if day not in path.meetings
    )
    if not lost:
        return None
    start = path.meetings[-1] if path.meetings else path.strip.date
    unpriced = tuple(
        contract_code(path.strip.root, month.first)
        for month in path.months
        if not month.priced and month.covered and month.first >= start.replace(day=1)
    )
    return Hole(meetings=lost, contracts=unpriced) if unpriced else None


def is_stale(path: RatePath) -> bool:
    """Return whether the prices are too old, or from before a decision, to speak of the present."""
    return path.inputs[0].status == "stale"


def decided_since(path: RatePath) -> tuple[dt.date, ...]:
    """Return the meetings of a path that took place before its day: their decisions are known."""
    return tuple(meeting for meeting in path.meetings if meeting < path.as_of)


def coming_move(path: RatePath, meeting: dt.date | None) -> dt.date | None:
    """Return a first meeting of ``first_cut`` or ``first_hike`` unless it has passed."""
    return None if meeting is None or meeting < path.as_of else meeting
