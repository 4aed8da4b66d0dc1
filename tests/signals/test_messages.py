"""Errors, checks and help are said in Chinese where it is asked, out of a catalogue that follows the code."""

import copy
import pickle
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message as Entry
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from rich.cells import cell_len
from typer import _click
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from signals.cli import app
from signals.cli.language import language_asked, speak_chinese
from signals.config import misread
from signals.wording.libraries import SENTENCES, read_back
from signals.wording.messages import in_language
from sources.errors import BadTable
from sources.message import Message, Named, either, joined, message
from tools.messages import sentences, translated

ENTRIES: list[Entry] = [entry for entry in translated() if entry.id]
CHINESE = re.compile("[\u4e00-\u9fff：，；（]")


def places(template: str) -> set[tuple[str, str | None, str | None]]:
    """Places with their conversion and format: ``{found!r}``, ``{value:g}``."""
    return {
        (name, how, form) for _, name, form, how in string.Formatter().parse(template) if name is not None
    }


def test_every_sentence_of_the_code_is_translated_and_nothing_else_stands_there():
    said = {str(entry.id) for entry in ENTRIES if entry.string}

    assert sentences() == said, "`just messages` brings zh.po up to the code"


def test_a_translation_speaks_of_nothing_that_the_sentence_does_not():
    strange = {str(entry.id) for entry in ENTRIES if not places(entry.string) <= places(entry.id)}

    assert not strange


def test_a_translation_is_chinese_and_ends_as_the_sentence_does():
    only_places = re.compile(r"({\w+})+")
    english = [
        entry.string
        for entry in ENTRIES
        if not CHINESE.search(entry.string) and not only_places.fullmatch(entry.string)
    ]
    halves = [entry.string for entry in ENTRIES if re.search(r"[\u4e00-\u9fff] ?[,;:?!]( |$)", entry.string)]
    begun = [entry.string for entry in ENTRIES if entry.id.startswith("; ") != entry.string.startswith("；")]

    assert (english, halves, begun) == ([], [], [])


def test_a_message_crosses_to_another_process_with_its_template():
    nested = message("{path}: {problem}", path=Path("a"), problem=message("no such file"))
    sent = pickle.loads(pickle.dumps(nested))  # noqa: S301 - our own

    assert (sent, sent.template, sent.parameters) == (nested, nested.template, nested.parameters)
    assert in_language(sent, "zh") == "a：没有这个文件"
    name = pickle.loads(pickle.dumps(Named("a table", "表")))  # noqa: S301 - our own
    assert (name, name.zh) == ("a table", "表")


def test_parameters_are_said_in_the_language_of_the_sentence():
    error = BadTable(file="a.csv", row=3, column="value", found=repr("x"), expected=message("a number"))

    assert str(error) == "a.csv, row 3, column value: found 'x'; expected a number"
    assert in_language(error, "zh") == "a.csv，第 3 行，value 列：'x'；应为：数字"
    assert str(error) == in_language(error, "en")


@pytest.mark.parametrize(
    ("said", "english", "chinese"),
    [
        (either(["a"]), "a", "a"),
        (either(["a", "b", "c"]), "a or b or c", "a 或 b 或 c"),
        (joined(["a", message("row {row}", row=2)], by=", "), "a, row 2", "a，第 2 行"),
        (message("{path} ({error})", path="p", error=ValueError("x")), "p (x)", "p（x）"),
        ("us.cpi.yoy", "us.cpi.yoy", "us.cpi.yoy"),
        (
            message("{id}, {error}", id="policy", error=OSError("Permission denied")),
            "policy, Permission denied",
            "policy，权限不够",
        ),
    ],
)
def test_marks_are_chinese_where_nothing_else_is_ours_and_names_stay(said: str, english: str, chinese: str):
    assert (in_language(said, "en"), in_language(said, "zh")) == (english, chinese)


def test_a_library_is_read_back_to_its_longest_sentence():
    for sentence in SENTENCES:
        said = Message(sentence, **{name: "7" for name, *_ in places(sentence)})
        read = read_back(said)
        assert read == said

    assert read_back("Input should be a valid integer").template == "Input should be a valid integer"  # type: ignore[union-attr]
    assert read_back("nobody says this") is None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    weight_bp: int = Field(gt=0)
    side: str = "long"

    @field_validator("side")
    @classmethod
    def _known(cls, side: str) -> str:
        if side != "long":
            raise ValueError(message("no {what} is called {name!r}{hint}", what="side", name=side, hint=""))
        return side


@pytest.mark.parametrize(
    ("content", "english", "chinese"),
    [
        ({}, "f: weight_bp: Field required", "f：weight_bp：缺少此键"),
        (
            {"weight_bp": -1},
            "f: weight_bp: Input should be greater than 0; found -1",
            "f：weight_bp：应大于 0；为 -1",
        ),
        (
            {"weight_bp": 1, "side": "up"},
            "f: side: Value error, no side is called 'up'; found 'up'",
            "f：side：没有名为 'up' 的side；为 'up'",
        ),
        ({"weight_bp": 1, "x": 2}, "f: x: Extra inputs are not permitted; found 2", "f：x：没有这个键；为 2"),
    ],
)
def test_a_configuration_file_is_told_with_place_and_problem(
    content: dict[str, object], english: str, chinese: str
):
    with pytest.raises(ValidationError) as caught:
        _File.model_validate(content)
    error = misread(Path("f"), caught.value)

    assert (str(error), in_language(error, "zh")) == (english, chinese)


@pytest.mark.parametrize(
    ("words", "environment", "asked"),
    [
        (["path", "--lang", "zh"], None, "zh"),
        (["path", "--lang=zh"], None, "zh"),
        (["path"], "zh", "zh"),
        (["path", "--lang", "en"], "zh", "en"),
        (["check", "--", "--lang", "zh"], None, "en"),
        (["path", "--lang"], None, "en"),
        ([], None, "en"),
        ([], "zh", "zh"),
    ],
)
def test_the_language_is_known_before_the_words_are_read(
    words: list[str], environment: str | None, asked: str
):
    assert language_asked(words, environment) == asked


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("SIGNALS_LANG", raising=False)
    (tmp_path / "bad.csv").write_text("date,contract,price,kind\n2024-02-16,ZQH24,5.33,settlement\n")
    return tmp_path


COMPLAINTS = [
    (["explain"], "Missing argument 'SUBJECT'.", "缺少参数 'SUBJECT'。"),
    (["replay"], "Missing option '--from'.", "缺少选项 '--from'。"),
    (["path", "--sampel"], "No such option: --sampel", "没有选项 --sampel"),
    (["path", "--method", "x"], "'x' is not one of 'fedwatch', 'fit'.", "'x' 不是 'fedwatch', 'fit' 之一"),
    (["path", "--as-of", "feb"], "expected a date such as 2024-02-16\n", "应为日期，如 2024-02-16\n"),
    (["load", ""], "is a variable of the shell unset?", "是否有未赋值的 shell 变量？"),
    (["path", "--as-of", "2024-13-01"], "found '2024-13-01'; expected a date", "为 '2024-13-01'；应为日期"),
    (["allocate", "--strategy", "hstehc"], "no strategy is called 'hstehc'", "没有名为 'hstehc' 的策略"),
    (["load", "no.csv", "--store", "s"], "found no such file; expected a table", "没有这个文件；应为：表格"),
    (["load", "bad.csv", "--store", "s"], "expected price points", "应为：价格点"),
    (["check", "us.vxi > 3 pts", "--sample"], "did you mean 'us.vix'?", "是否想写 'us.vix'？"),
]


@pytest.mark.parametrize(("words", "english", "chinese"), COMPLAINTS, ids=lambda row: str(row)[:40])
@pytest.mark.usefixtures("here")
def test_a_complaint_is_in_the_language_asked_for(words: list[str], english: str, chinese: str):
    in_english, in_chinese = CliRunner().invoke(app, words), CliRunner().invoke(app, [*words, "--lang", "zh"])

    assert in_english.exit_code == in_chinese.exit_code == 2
    assert english in in_english.stderr
    assert chinese in in_chinese.stderr
    assert not CHINESE.search(in_english.stderr)


@pytest.mark.usefixtures("here")
def test_help_is_chinese_within_eighty_columns():
    root = get_command(app)
    speak_chinese(root)
    seen = 0
    for path, command in _commands(root, ("signals",)):
        said = command.get_help(command.context_class(command, info_name=" ".join(path)))
        seen += 1
        assert said.startswith(f"用法：{' '.join(path)} "), path
        assert max(map(cell_len, said.splitlines())) <= 80, path
        own = re.sub(r"`[^`]*`|'[^']*'|\"[^\"]*\"", "", said.partition("\n")[2])
        assert not re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", own), path
    assert seen > 25


def _commands(
    command: _click.core.Command, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], _click.core.Command]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, (*path, name))


@pytest.mark.parametrize("words", [["allocate", "--help"], ["path", "--as-of", "x"], ["nix"]], ids=" ".join)
@pytest.mark.usefixtures("here")
def test_english_is_the_library_s_own_to_the_byte(words: list[str]):
    plain = copy.copy(app)
    plain.info = copy.copy(app.info)
    plain.info.cls = TyperGroup

    ours, theirs = CliRunner().invoke(app, words), CliRunner().invoke(plain, words)

    assert (ours.exit_code, ours.stdout, ours.stderr) == (theirs.exit_code, theirs.stdout, theirs.stderr)


@pytest.mark.usefixtures("here")
def test_the_environment_asks_for_a_language_too():
    shown = CliRunner(env={"SIGNALS_LANG": "zh"}).invoke(app, ["explain"])

    assert shown.stderr.endswith("错误：缺少参数 'SUBJECT'。\n")


@pytest.mark.usefixtures("here")
def test_the_language_may_be_said_before_the_command():
    before = CliRunner().invoke(app, ["--lang", "zh", "layouts"])
    behind = CliRunner().invoke(app, ["layouts", "--lang", "zh"])

    assert before.exit_code == 0, before.stderr
    assert before.stdout == behind.stdout
    assert CHINESE.search(before.stdout)
