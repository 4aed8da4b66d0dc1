"""What every part of the contract is made of: the model they share, closed lists with names, texts and intervals.

A closed list that has a name here has that name in the published schema, so that a generator of types
writes `FlagKind` and not `Kind3`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from typing_extensions import TypeAliasType

Grade = TypeAliasType("Grade", Literal["overweight", "neutral", "underweight"])
Holds = TypeAliasType("Holds", Literal["holds", "fails", "unknown"])
Status = TypeAliasType("Status", Literal["ok", "missing", "stale", "suspect", "unreleased"])
ClaimVerdict = TypeAliasType(
    "ClaimVerdict", Literal["confirmed", "contradicted", "misdated", "undecided", "untestable"]
)
ClaimTopic = TypeAliasType("ClaimTopic", Literal["value", "odds", "event"])
Cause = TypeAliasType(
    "Cause",
    Literal[
        "new_release",
        "revision",
        "market_move",
        "window_rolled_off",
        "time_passed",
        "rule_changed",
        "code_changed",
        "data_lost",
        "data_recovered",
        "previous_grade",
        "unexplained",
    ],
)
DataOrigin = TypeAliasType("DataOrigin", Literal["sample", "store"])
FactChoice = TypeAliasType("FactChoice", Literal["used", "all"])
InputMode = TypeAliasType("InputMode", Literal["sample", "store", "live"])
InstrumentKind = TypeAliasType("InstrumentKind", Literal["sector_index", "market_index", "basket"])
ReturnBasis = TypeAliasType("ReturnBasis", Literal["price", "total_return"])
RatingAction = TypeAliasType(
    "RatingAction", Literal["initiate", "reiterate", "upgrade", "downgrade", "abstain", "unrecorded"]
)
ConvictionCode = TypeAliasType(
    "ConvictionCode",
    Literal[
        "NEAREST_FLIP_SIGMA",
        "NEAREST_FLIP_UNKNOWN",
        "SCHEDULED_FLIP_DAYS",
        "LEGS_OPPOSED",
        "LEGS_UNKNOWN",
        "DATA_QUALITY",
        "SAMPLE_DATA",
        "EDGE_UNPROVEN",
    ],
)
ConvictionLevel = TypeAliasType("ConvictionLevel", Literal["low", "moderate", "high"])
CriterionOperator = TypeAliasType("CriterionOperator", Literal[">", "<", "within"])
BaseRateBasis = TypeAliasType("BaseRateBasis", Literal["live", "backcast", "assumption"])
TiltBinding = TypeAliasType(
    "TiltBinding", Literal["none", "active_cap", "tracking_error_cap", "not_graded", "override"]
)
TraceNode = TypeAliasType("TraceNode", Literal["leaf", "all", "any", "not", "at_least"])
Comparison = TypeAliasType("Comparison", Literal["<", "<=", ">", ">=", "==", "!="])
Stance = TypeAliasType("Stance", Literal["supports", "opposes", "neither", "unknown"])
FlagKind = TypeAliasType("FlagKind", Literal["thesis", "data", "event", "declared", "narrative"])
Severity = TypeAliasType("Severity", Literal["high", "watch", "info"])
FlagStatus = TypeAliasType("FlagStatus", Literal["new", "ongoing", "first_document"])
HouseBinding = TypeAliasType("HouseBinding", Literal["none", "budget", "tracking_error"])
TrendWord = TypeAliasType("TrendWord", Literal["falling", "rising", "stalled"])
YearMeasure = TypeAliasType("YearMeasure", Literal["average", "december_on_december"])


def _refer(name: str) -> WithJsonSchema:
    """Stand for a definition that `signals.schemas.allocation` writes once."""
    return WithJsonSchema({"x-definition": name})


def _as_object(pair: tuple[int, int]) -> dict[str, int]:
    return {"low": pair[0], "high": pair[1]}


def _from_object(raw: object) -> object:
    return (raw["low"], raw["high"]) if isinstance(raw, Mapping) and {"low", "high"} <= raw.keys() else raw


Interval = Annotated[
    tuple[int, int], BeforeValidator(_from_object), PlainSerializer(_as_object), _refer("Interval")
]
"""Lowest and highest, both attained; in basis points, as the names of its fields say."""
Value = Annotated[bool | int | float | str | None, _refer("Value")]
BasisPoints = int
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

DEFINITIONS: Mapping[str, Mapping[str, Any]] = {
    "Interval": {
        "type": "object",
        "description": "Lowest and highest value, in whole basis points; equal where it is known exactly.",
        "properties": {
            "low": {"type": "integer", "description": "The lowest value, attained."},
            "high": {"type": "integer", "description": "The highest value, attained."},
        },
        "required": ["low", "high"],
        "additionalProperties": False,
    },
    "Value": {
        "description": "A value of a fact: a number in its unit, a truth, a date as ISO text, or a word; "
        "null where nothing can be said.",
        "anyOf": [{"type": "boolean"}, {"type": "number"}, {"type": "string"}, {"type": "null"}],
    },
}
"""The definitions that fields refer to and no model stands for."""


class Model(BaseModel):
    """A part of the contract: frozen and exact.

    The strings under the fields are their descriptions; `signals.schemas.allocation` reads them when the
    schema is printed. (Pydantic could at import, for 100 ms of every run.)
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        defer_build=True,  # a part that a run does not write is never compiled
    )


class Text(Model):
    """The same sentence in English and in Chinese."""

    en: str
    """The sentence in English."""
    zh: Annotated[str, Field(alias="zh-CN")]
    """The sentence in simplified Chinese."""
