"""The policy path implied by fed funds futures: meeting by meeting, with error bars."""

from signals.rate_path.read import NoPath, days_with_prices, read, read_range
from signals.rate_path.reading import Bucket, Estimate, Method, RatePath
from signals.rate_path.statements import facts, facts_range
from signals.rate_path.track_record import HorizonError, track_record
from signals.rate_path.vocabulary import FACTS

__all__ = [
    "FACTS",
    "Bucket",
    "Estimate",
    "HorizonError",
    "Method",
    "NoPath",
    "RatePath",
    "days_with_prices",
    "facts",
    "facts_range",
    "read",
    "read_range",
    "track_record",
]
