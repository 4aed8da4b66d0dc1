"""The document itself, and how one that was written earlier or later is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from signals.allocation.contract.call import Abstention, Call
from signals.allocation.contract.changes import Changes
from signals.allocation.contract.claim_checks import ClaimCheck
from signals.allocation.contract.evidence import FactRecord, InputRecord
from signals.allocation.contract.flags import RiskFlag
from signals.allocation.contract.house import HouseView
from signals.allocation.contract.provenance import ContentHash, Provenance, Run
from signals.allocation.figures import Figures
from signals.allocation.terms import DataOrigin, FactChoice, Model, Text

SCHEMA_VERSION = "2.3.0"
SCHEMA_ID = "urn:macro-signals:schema:allocation:2"


class Header(Model):
    """Which document this is and what it could see."""

    id: str
    """`allocation-` and the day; the content hash tells two documents of one day apart."""
    as_of: dt.date
    """The day that the document stands on."""
    knowledge_cutoff: dt.date
    """Nothing released after this day, in the calendar of whoever published it, is in this document."""
    data_origin: DataOrigin
    """`sample`: the small data set bundled for a first run. `store`: the user's own data."""
    languages: tuple[str, ...]
    """The languages of every text (BCP 47)."""
    facts: FactChoice
    """`used`: only the facts that calls, flags and sentences rest on. `all`: every fact known."""
    degraded: bool
    """Whether a call abstains or rests on an input that is missing, stale or suspect."""


class AllocationDocument(Model):
    """Allocation calls as of one day, with their evidence, their distance to being wrong, and their flags."""

    schema_id: Annotated[str, Field(alias="$schema")]
    """The `$id` of the JSON Schema that this document obeys."""
    schema_version: Annotated[str, Field(pattern=r"^2\.\d+\.\d+$")]
    """Version of the contract, `major.minor.patch`."""
    document: Header
    """Which document this is."""
    headline: Text
    """The headlines of all calls."""
    calls: tuple[Call, ...]
    """Every call asked for; one that abstains has no grade and is listed in `abstentions` too."""
    abstentions: tuple[Abstention, ...]
    """The calls without a grade."""
    risk_flags: tuple[RiskFlag, ...]
    """What could make a call wrong, the gravest first."""
    claim_checks: tuple[ClaimCheck, ...]
    """Sentences of others, held against the facts of their own day."""
    facts: tuple[FactRecord, ...]
    """Facts with their provenance, by name."""
    inputs: tuple[InputRecord, ...]
    """The series behind them, with their health."""
    figures: Figures
    """What pictures and tables need beside the calls."""
    changes: Changes | None
    """Null: there was no earlier document to compare with."""
    house_view: HouseView | None = None
    """The calls as one book, where a house was asked for."""
    disclosures: tuple[Text, ...]
    """What a reader must be told."""
    provenance: Provenance
    """What the document was made from."""
    run: Run
    """When and how fast; outside the hash."""
    content_hash: ContentHash
    """The hash of everything else."""

    def as_json(self) -> dict[str, Any]:
        """Return the document as plain JSON values, keys as published."""
        return self.model_dump(mode="json", by_alias=True)


def read_document(raw: Mapping[str, Any]) -> AllocationDocument:
    """Read a document of this major version; keys that a newer writer added are ignored.

    The content hash covers unknown keys, so verify it on ``raw`` (`signals.allocation.hashing`).

    Raises:
        pydantic.ValidationError: a known field is absent or of another type.
    """
    return AllocationDocument.model_validate(raw, extra="ignore")
