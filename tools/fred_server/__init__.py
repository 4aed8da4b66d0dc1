"""A server that answers as FRED does, out of real observations, and fails on demand.

For tests and demonstrations; it is not part of the wheel.
"""

from tools.fred_server.archive import Archive, Change, archive_of_sample
from tools.fred_server.faults import FAULTS, Fault
from tools.fred_server.server import KEY, FredServer

__all__ = ["FAULTS", "KEY", "Archive", "Change", "Fault", "FredServer", "archive_of_sample"]
