"""One file a source. A file here is found by its name: ``feed = "yahoo:^HSI"`` is ``yahoo.py``, and nothing lists it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, cast

from sources.errors import NotFound
from sources.message import message

if TYPE_CHECKING:  # the catalogue asks for the prefixes alone, in every command
    from sources.contract import SeriesSpec
    from sources.source import Adapter, Means, Source


@cache
def prefixes() -> tuple[str, ...]:
    """Return the prefixes that ``feed`` may have, sorted."""
    return tuple(
        sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_"))
    )


def adapter(prefix: str) -> Adapter:
    """Return the adapter of a prefix.

    Raises:
        NotFound: no file here has that name.
    """
    if prefix not in prefixes():
        raise NotFound(
            message(
                "{prefix}: no such source; expected one of {names}",
                prefix=prefix,
                names=", ".join(prefixes()),
            )
        )
    return cast("Adapter", importlib.import_module(f"{__name__}.{prefix}"))


def offers() -> Mapping[str, SeriesSpec]:
    """Return what adapters offer beside the series of the catalogue, by the name to fetch it under."""
    return {name: spec for prefix in prefixes() for name, spec in adapter(prefix).OFFERS.items()}


def source_of(spec: SeriesSpec, means: Means) -> Source:
    """Return the source of a series.

    Raises:
        NotFound: the catalogue names nothing to fetch it from.
        KeyMissing, KeyRejected: the source wants a credential.
    """
    if spec.fetched_from is None:
        raise NotFound(
            message(
                "{id}: nothing to fetch it from ({source}); bring a table: `signals load FILE`",
                id=spec.id,
                source=spec.source,
            )
        )
    prefix, _, what = spec.fetched_from.partition(":")
    return adapter(prefix).open_source(what, spec, means)
