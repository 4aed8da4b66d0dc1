"""The point-in-time store: an append-only log of what was heard, and when it became known.

One SQLite file, rollback journal, full synchronisation, one transaction per
append. Rows are never changed or deleted; triggers in the file see to that.
"""

from __future__ import annotations

from sources.store.appending import Added
from sources.store.calls import CallEntry
from sources.store.store import Store

__all__ = ["Added", "CallEntry", "Store"]
