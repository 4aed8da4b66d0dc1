"""What the configuration says that verdicts on rows rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from signals.calendars.fed import calendars
from signals.config import config_root, read_toml
from sources.contract import SeriesSpec
from sources.door.judging.evidence import ActSize, Decision, Evidence, TargetRange


def read_evidence(specs: Mapping[str, SeriesSpec]) -> Evidence:
    """Return the evidence of the active configuration.

    Raises:
        ConfigError: a file of it breaks its format.
    """
    fed = calendars()
    policy = read_toml(config_root() / "policy.toml")
    kinds = policy.get("kind", {})
    levels = policy.get("level", {}).values()
    return Evidence(
        specs=specs,
        targets=tuple(
            TargetRange(
                effective_on=change.effective_on,
                lower_pct=change.lower_bp / 100,
                upper_pct=change.upper_bp / 100,
            )
            for change in fed.targets
        ),
        targets_through=fed.target_verified_through,
        meetings=tuple(
            Decision(
                decision_date=meeting.decision_date,
                known_from=meeting.known_from,
                withdrawn_on=meeting.withdrawn_on,
            )
            for meeting in fed.meetings
        ),
        also_read=frozenset(level["series"] for level in levels if "series" in level),
        acts={name: _act_size(kind) for name, kind in kinds.items()},
    )


def _act_size(kind: Mapping[str, Any]) -> ActSize:
    """Half the usual step is the smallest there is: 25 bp of 50 for the reserve requirement, 5 of 10 for the LPR."""
    usual = kind.get("standard_size")
    return ActSize(
        unit=kind.get("unit"),
        smallest=usual / 2 if usual is not None else None,
        largest=kind.get("max_size"),
        is_step=kind.get("binding") == "step",
    )
