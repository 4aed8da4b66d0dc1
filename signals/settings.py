"""What the environment says: the key, where FRED is, where the store is. The key never leaves as text."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from signals.config import ConfigError, complaint
from sources.message import joined, message
from sources.places import Place, ServerAddress, place_of

FRED_BASE_URL = "https://api.stlouisfed.org/fred"


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
        raise ValueError(message("expected an address such as https://host/fred, without user name or query"))
    return text.rstrip("/")


def _place(text: str | Path | ServerAddress | None) -> Place | None:
    return None if text is None else place_of(text)


class Settings(BaseSettings):
    """Settings from environment variables; nothing else is read. Servers of other sources: see `base_url`."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    fred_api_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("SIGNALS_FRED_API_KEY", "FRED_API_KEY")
    )
    fred_base_url: Annotated[str, AfterValidator(_web_address)] = Field(
        default=FRED_BASE_URL, validation_alias="SIGNALS_FRED_BASE_URL"
    )
    fred_pace_seconds: float = Field(
        default=0.6, ge=0, le=60, validation_alias="SIGNALS_FRED_PACE_SECONDS"
    )  # between requests of all processes; FRED allows 120 a minute and answers 429 above
    named_store: Annotated[Path | ServerAddress | None, BeforeValidator(_place)] = Field(
        default=None, validation_alias="SIGNALS_STORE"
    )

    def base_url(self, prefix: str, usual: str) -> str:
        """Return where the source of a prefix is: ``SIGNALS_<PREFIX>_BASE_URL``, or its usual address.

        Raises:
            ConfigError: the variable holds no address.
        """
        name = f"SIGNALS_{prefix.upper()}_BASE_URL"
        if prefix == "fred":
            return self.fred_base_url
        try:
            return _web_address(os.environ.get(name) or usual)
        except ValueError as error:
            raise ConfigError(message("environment: {name}: {error}", name=name, error=error)) from None

    @property
    def store(self) -> Place:
        """The default store: ``SIGNALS_STORE``, a path or a server's address, or where this system keeps a program's data."""
        if self.named_store is not None:
            return self.named_store
        import platformdirs  # noqa: PLC0415 - only the default needs it

        return Path(platformdirs.user_data_dir("macro-signals", appauthor=False)) / "store.sqlite"


def read_settings() -> Settings:
    """Read the environment.

    Raises:
        ConfigError: a variable will not do; the message names it and not what it holds.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = [
            message("{name}: {problem}", name=item["loc"][0], problem=complaint(item))
            for item in error.errors(include_input=False)
        ]
        raise ConfigError(message("environment: {wrong}", wrong=joined(wrong, by="; "))) from None
