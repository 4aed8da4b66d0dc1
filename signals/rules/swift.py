"""A faster way to build the frozen values of which a history has millions.

The constructor of a frozen, slotted dataclass sets each field through
``object.__setattr__``; it took more than half of the time of a verdict
(5.3 us a trace against 1.8 us here, Python 3.11, 2026-11).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

_T = TypeVar("_T")


def builder(of: type[_T]) -> Callable[..., _T]:
    """Return a function that builds a frozen, slotted dataclass from all its fields in their order.

    No default is filled in and ``__post_init__`` is not run: for classes that have none.
    """
    names = [field.name for field in fields(of)]  # type: ignore[arg-type] # a dataclass; typing cannot say so
    if hasattr(of, "__post_init__"):
        raise TypeError(f"{of.__name__} checks itself when it is built; use its constructor")
    setters = tuple(getattr(of, name).__set__ for name in names)

    def build(*values: Any) -> _T:  # noqa: ANN401 # as many kinds as the class has fields
        built = object.__new__(of)
        for setter, value in zip(setters, values, strict=True):
            setter(built, value)
        return built

    return build
