"""What the libraries say that this program quotes: their sentences carry no templates, so they are read back.

Only what a person meets by a slip of the keyboard or a broken file stands here; the
rest of what a library may say is shown in its own words.
"""

from __future__ import annotations

import re
from functools import cache

from sources.message import Message

COMMAND_LINE = (
    "No such option: {option} (Possible options: {options})",
    "No such option: {option} Did you mean {near}?",
    "No such option: {option}",
    "No such command {command}. Did you mean {near}?",
    "No such command {command}.",
    "Missing command.",
    "Missing argument {name}.",
    "Missing option {name}.",
    "Missing parameter: {name}",
    "Option {option} requires an argument.",
    "Option {option} does not take a value.",
    "Got unexpected extra argument{s} ({words})",
    "Invalid value for {name}: {problem}",
    "Invalid value: {problem}",
    "{value} is not one of {names}.",
    "{value} is not a valid integer.",
    "{value} is not a valid int.",
    "{value} is not a valid float.",
    "{value} is not a valid boolean.",
    "{value} is not in the range {bounds}.",
    "{kind} {path} is a directory.",
    "{kind} {path} is a file.",
    "{kind} {path} does not exist.",
    "{kind} {path} is not readable.",
    "{kind} {path} is not writable.",
    "Aborted!",
)
DATES = (
    "Invalid isoformat string: {text}",
    "year must be in 1..9999, not {year}",
    "year {year} is out of range",
    "month must be in 1..12",
    "month must be in 1..12, not {month}",
    "day is out of range for month",
    "day {day} must be in range {range} for month {month} in year {year}",
)
SYSTEM = (
    "[Errno {number}] {problem}: {path}",
    "No such file or directory",
    "Permission denied",
    "Operation not permitted",
    "Is a directory",
    "Not a directory",
    "File exists",
    "File name too long",
    "Directory not empty",
    "No space left on device",
    "Read-only file system",
    "Input/output error",
    "Too many open files",
    "Too many levels of symbolic links",
    "Disk quota exceeded",
    "Broken pipe",
    "Bad file descriptor",
    "Connection refused",
)
STORE = (
    "database is locked",
    "database disk image is malformed",
    "file is not a database",
    "disk I/O error",
    "database or disk is full",
    "unable to open database file",
    "attempt to write a readonly database",
)
TEXTS = (
    "'{codec}' codec can't decode byte {byte} in position {place}: {problem}",
    "'{codec}' codec can't decode bytes in position {place}: {problem}",
    "Compressed file ended before the end-of-stream marker was reached",
    "Not a gzipped file ({start})",
    "invalid start byte",
    "invalid continuation byte",
    "unexpected end of data",
    "{problem}: line {line} column {column} (char {char})",
    "Expecting value",
    "Expecting property name enclosed in double quotes",
    "Expecting ',' delimiter",
    "Expecting ':' delimiter",
    "Extra data",
    "Unterminated string starting at",
    "Invalid control character at",
    "Illegal trailing comma before end of object",
    "Illegal trailing comma before end of array",
)
TOML = (
    "{problem} (at line {line}, column {column})",
    "{problem} (at end of document)",
    "Invalid statement",
    "Invalid value",
    "Invalid date or datetime",
    "Invalid hex value",
    "Invalid initial character for a key part",
    "Expected '=' after a key in a key/value pair",
    "Expected ']' at the end of a table declaration",
    "Expected ']]' at the end of an array declaration",
    "Expected newline or end of document after a statement",
    "Expected '{wanted}'",
    'Expected "{wanted}"',
    "Found invalid character {character}",
    "Illegal character {character}",
    "Cannot declare {key} twice",
    "Cannot overwrite a value",
    "Cannot mutate immutable namespace {key}",
    "Duplicate inline table key {key}",
    "Unclosed array",
    "Unclosed inline table",
    "Unescaped '\\' in a string",
    "Unterminated string",
    "Escaped character is not a Unicode scalar value",
)
VALUES = (  # of configuration files: pydantic
    "Value error, {problem}",
    "Field required",
    "Extra inputs are not permitted",
    "Input should be a valid string",
    "Input should be a valid integer",
    "Input should be a valid integer, unable to parse string as an integer",
    "Input should be a valid integer, got a number with a fractional part",
    "Input should be a valid number",
    "Input should be a valid number, unable to parse string as a number",
    "Input should be a finite number",
    "Input should be a valid boolean",
    "Input should be a valid boolean, unable to interpret input",
    "Input should be a valid date",
    "Input should be a valid date in the format YYYY-MM-DD",
    "Input should be a valid date in the format YYYY-MM-DD, {problem}",
    "Input should be a valid date or datetime, {problem}",
    "Input should be a valid datetime",
    "Datetimes provided to dates should have zero time - e.g. be exact dates",
    "Input should be a valid list",
    "Input should be a valid tuple",
    "Input should be a valid set",
    "Input should be a valid dictionary",
    "Input should be a valid dictionary or instance of {name}",
    "Input should be an object",
    "Input should be None",
    "Input should be greater than {bound}",
    "Input should be greater than or equal to {bound}",
    "Input should be less than {bound}",
    "Input should be less than or equal to {bound}",
    "Input should be a multiple of {number}",
    "Input should be {names} or {last}",
    "Input should be {name}",
    "String should match pattern {pattern}",
    "String should have at least {number} character{s}",
    "String should have at most {number} character{s}",
    "{kind} should have at least {number} item{s} after validation, not {n_found}",
    "{kind} should have at most {number} item{s} after validation, not {n_found}",
    "input is too short",
    "month value is outside expected range of 1-12",
    "day value is outside expected range",
    "invalid character in year",
    "invalid character in month",
    "invalid character in day",
    "invalid date separator, expected `-`",
    "unexpected extra characters at the end of the input",
)

SENTENCES = (*COMMAND_LINE, *DATES, *SYSTEM, *STORE, *TEXTS, *TOML, *VALUES)


def read_back(text: str) -> Message | None:
    """Return a library's sentence as a message; None where it is none that is known."""
    for template, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return Message(template, **found.groupdict())
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return what sentences look like, those with the longest fixed part first: they say the most."""
    fixed = {template: re.sub(r"{\w+}", "", template) for template in SENTENCES}
    ordered = sorted(fixed, key=lambda template: -len(fixed[template]))
    return tuple((template, _pattern(template)) for template in ordered)


def _pattern(template: str) -> re.Pattern[str]:
    places = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.*)", re.escape(template))
    return re.compile(places, re.DOTALL)
