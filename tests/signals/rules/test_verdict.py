from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, fields

import pytest

from signals.rules.verdict import LegVerdict, Trace, builder


@pytest.mark.parametrize("of", [Trace, LegVerdict])
def test_the_fast_way_builds_the_same_frozen_value(of):
    values = {field.name: f"value of {field.name}" for field in fields(of)}
    built = builder(of)(*values.values())
    assert built == of(**values)
    assert hash(built) == hash(of(**values))
    with pytest.raises(FrozenInstanceError):
        setattr(built, fields(of)[0].name, "other")


def test_a_field_too_few_is_an_error():
    with pytest.raises(TypeError, match="missing"):
        builder(Trace)("leaf")


def test_a_class_that_checks_itself_is_refused():
    @dataclass(frozen=True, slots=True)
    class Checked:
        value: int

        def __post_init__(self) -> None:
            raise ValueError

    with pytest.raises(TypeError, match="checks itself"):
        builder(Checked)
