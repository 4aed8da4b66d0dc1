"""A call as the document builder takes it: the typed strategy, the facts of the day and the verdict."""

from __future__ import annotations

from dataclasses import dataclass

from signals.facts import Facts
from signals.rules.compiled import Rules
from signals.rules.strategy import Strategy
from signals.rules.verdict import CallVerdict, Trace


@dataclass(frozen=True, kw_only=True)
class GradedCall:
    """One strategy, judged on one day's facts. ``sha256`` is that of the bytes of the file at ``path``."""

    rules: Rules
    facts: Facts
    verdict: CallVerdict
    path: str
    sha256: str

    @property
    def strategy(self) -> Strategy:
        """Return what the strategy file says."""
        return self.rules.strategy

    @property
    def thread(self) -> str:
        """Return the name under which the call is logged: ``HSTECH~HSI``."""
        return self.rules.strategy.thread_id

    @property
    def names(self) -> tuple[str, ...]:
        """Return the facts that decide the call, in the order of the file."""
        return self.rules.facts

    @property
    def unusable(self) -> tuple[str, ...]:
        """Return those of them that no rule may compare today."""
        return tuple(name for name in self.names if name not in self.facts or not self.facts[name].usable)

    def flag_trace(self, flag_id: str) -> Trace | None:
        """Return the trigger of one of the strategy's own flags with its verdict; None where it has none."""
        return dict(self.verdict.flags).get(flag_id)

    def stop_trace(self, stop_id: str) -> Trace:
        """Return one of the strategy's invalidation rules with its verdict.

        Raises:
            KeyError: there is no such rule.
        """
        return dict(self.verdict.stops)[stop_id]
