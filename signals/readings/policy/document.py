"""The policy reading for programs: plain JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from signals.calendars.upcoming import Ahead, FutureEvent
from signals.facts import fact_document
from signals.readings.policy.config import taxonomy
from signals.readings.policy.levels import LevelReading, LevelStep
from signals.readings.policy.reading import Policy
from signals.readings.policy.windows import RollOff, Window
from sources.contract import PolicyEvent


def document(reading: Policy, coming: Ahead) -> dict[str, Any]:
    """Return the reading as JSON-ready values; dates are ISO, absent values are null."""
    return {
        "as_of": reading.as_of.isoformat(),
        "origin": reading.origin,
        "windows": [_window_json(window) for window in reading.windows],
        "impulse": fact_document(reading.impulse),
        "days_since_rrr_cut": fact_document(reading.since_rrr),
        "stances": [fact_document(stance) for stance in reading.stances],
        "events": [_event(event, reading) for event in reading.events],
        "roll_offs": [_roll_off_json(change) for change in reading.roll_offs],
        "levels": [_level_json(level) for level in reading.levels],
        "ahead": [_future_json(event) for event in coming.events],
        "warnings": [*map(str, reading.warnings), *map(str, coming.warnings)],
    }


def _event(event: PolicyEvent, reading: Policy) -> dict[str, Any]:
    """Return an event of the reading: when it was withdrawn, what it was before a correction, what repeats it."""
    withdrawal = reading.withdrawn.get(event.event_id)
    before = reading.corrected.get(event.event_id)
    found = event_json(event)
    if withdrawal is not None:
        found["weight"] = 0.0
    return {
        **found,
        "withdrawn_at": _iso(withdrawal.announced_at) if withdrawal else None,
        "corrected_from": event_json(before) if before else None,
        "tellings": [telling.event_id for telling in reading.tellings.get(event.event_id, ())],
    }


def event_json(event: PolicyEvent) -> dict[str, Any]:
    """Return one event as JSON-ready values, with the weight that windows give its stage."""
    return {
        "id": event.event_id,
        "announced_at": event.announced_at.isoformat(),
        "effective_at": _iso(event.effective_at),
        "jurisdiction": event.jurisdiction,
        "kind": event.kind,
        "stage": event.stage,
        "direction": event.direction,
        "magnitude": event.magnitude,
        "unit": event.unit,
        "tier": event.tier,
        "issuer": event.issuer,
        "title_en": event.title_en,
        "title_zh": event.title_zh,
        "confirmations": event.confirmations,
        "evidence": event.evidence,
        "quote": event.quote,
        "source": event.source,
        "weight": taxonomy().stage[event.stage].window,
    }


def _window_json(window: Window) -> dict[str, Any]:
    return {
        "fact": window.fact.name,
        "value": window.fact.value,
        "unit": window.fact.unit,
        "status": window.fact.status,
        "reason": str(window.fact.reason),
        "released_at": _iso(window.fact.released_at),
        "days": window.days,
        "events": [event.event_id for event in window.events],
    }


def _roll_off_json(change: RollOff) -> dict[str, Any]:
    return {
        "on": change.on.isoformat(),
        "fact": change.fact,
        "unit": change.unit,
        "before": change.before,
        "after": change.after,
        "events": [event.event_id for event in change.events],
    }


def _level_json(level: LevelReading) -> dict[str, Any]:
    now, pending = level.in_force, level.pending
    return {
        "level": level.id,
        "pct": now.pct if now else None,
        "effective_at": _iso(now.effective_at) if now else None,
        "announced_at": _iso(now.announced_at) if now else None,
        "status": level.fact.status,
        "reason": str(level.fact.reason),
        "steps": [_step_json(step) for step in level.steps],
        "pending": _step_json(pending) if pending else None,
    }


def _step_json(step: LevelStep) -> dict[str, Any]:
    return {
        "pct": step.pct,
        "effective_at": step.effective_at.isoformat(),
        "announced_at": step.announced_at.isoformat(),
    }


def _future_json(event: FutureEvent) -> dict[str, Any]:
    return {
        "on": event.on.isoformat(),
        "until": _iso(event.until),
        "what": event.what,
        "en": event.en,
        "zh": event.zh,
        "certainty": event.certainty,
        "source": event.source,
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
