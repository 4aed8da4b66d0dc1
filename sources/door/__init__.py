"""The door: whatever comes from outside is recognised, read, named and dated here, or refused with what would do."""

from sources.door.answers import NO_ANSWERS, Answers
from sources.door.entrance import Door, read_table
from sources.door.readings import Reading

__all__ = ["NO_ANSWERS", "Answers", "Door", "Reading", "read_table"]
