"""The record: the log of calls, their replay, and how they were settled."""
