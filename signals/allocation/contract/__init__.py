"""The contract: every field of an allocation document, its type, its unit and what it means.

What is written is exact: an unknown key raises here. What is read ignores
unknown keys (`read_document`), so that a newer writer never breaks an older
reader. The sentence under each field is its description in the published
JSON Schema; the rules for consumers are in ``docs/contract.md``.

A field added after 1.0.0 has a default, so that earlier documents still read.
Weights, scores and tilts are whole basis points (10 000 = 1), in fields that
end in ``_bp``. Numbers in other units were rounded by `signals.allocation.digits`.
"""

from __future__ import annotations

from signals.allocation.contract.call import (
    Abstention,
    Call,
    Conviction,
    ConvictionReason,
    Instrument,
    Override,
    Rating,
    Scale,
    Score,
)
from signals.allocation.contract.changes import (
    Against,
    ChangeCause,
    Changes,
    ClearedFlag,
    FactMove,
    GradeChange,
    LegChange,
    MarginChange,
    ScoreChange,
)
from signals.allocation.contract.claim_checks import ClaimCheck, ClaimForm, ClaimPart, ClaimPlace, ClaimSource
from signals.allocation.contract.criterion import BaseRate, Checkpoint, Criterion, Entry, Horizon, Probability
from signals.allocation.contract.document import (
    SCHEMA_ID,
    SCHEMA_VERSION,
    AllocationDocument,
    Header,
    read_document,
)
from signals.allocation.contract.drivers import Driver, Trace
from signals.allocation.contract.evidence import FactRecord, InputRecord, Period
from signals.allocation.contract.flags import RiskFlag, ThreatenedLeg, Trigger
from signals.allocation.contract.flips import FactChange, Flips, FlipSet, Invalidation, ScheduledFlip
from signals.allocation.contract.house import HouseMember, HouseView
from signals.allocation.contract.provenance import Code, ContentHash, Provenance, Ruleset, Run
from signals.allocation.contract.tilt import ActiveWeight, Tilt, TiltCaps
from signals.allocation.figures import Figures
from signals.allocation.terms import (
    Cause,
    FactChoice,
    Grade,
    Holds,
    HouseBinding,
    Interval,
    Model,
    Status,
    Text,
    Value,
    YearMeasure,
)
from signals.allocation.terms import ClaimVerdict as Verdict

__all__ = [
    "SCHEMA_ID",
    "SCHEMA_VERSION",
    "Abstention",
    "ActiveWeight",
    "Against",
    "AllocationDocument",
    "BaseRate",
    "Call",
    "Cause",
    "ChangeCause",
    "Changes",
    "Checkpoint",
    "ClaimCheck",
    "ClaimForm",
    "ClaimPart",
    "ClaimPlace",
    "ClaimSource",
    "ClearedFlag",
    "Code",
    "ContentHash",
    "Conviction",
    "ConvictionReason",
    "Criterion",
    "Driver",
    "Entry",
    "FactChange",
    "FactChoice",
    "FactMove",
    "FactRecord",
    "Figures",
    "FlipSet",
    "Flips",
    "Grade",
    "GradeChange",
    "Header",
    "Holds",
    "Horizon",
    "HouseBinding",
    "HouseMember",
    "HouseView",
    "InputRecord",
    "Instrument",
    "Interval",
    "Invalidation",
    "LegChange",
    "MarginChange",
    "Model",
    "Override",
    "Period",
    "Probability",
    "Provenance",
    "Rating",
    "RiskFlag",
    "Ruleset",
    "Run",
    "Scale",
    "ScheduledFlip",
    "Score",
    "ScoreChange",
    "Status",
    "Text",
    "ThreatenedLeg",
    "Tilt",
    "TiltCaps",
    "Trace",
    "Trigger",
    "Value",
    "Verdict",
    "YearMeasure",
    "read_document",
]
