"""A strict reader of YAML files that remembers the line of every value.

Plain scalars are text, integers, true/false or null and nothing else: no dates that become other dates, no `no` that
becomes false. Anchors, aliases, tags, merge keys, doubled keys, tabs and files of unreasonable size or depth are
refused before anything is built from them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from yaml.reader import ReaderError

from dondoc.domain.errors import ConfigInvalid, Invalid
from dondoc.domain.text import nfc

MOST_BYTES = 4_000_000
MOST_DEPTH = 20
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path_: TypeAlias = tuple[Hashable, ...]


@dataclass(frozen=True)
class Source:
    """A file's data, and for every path in it the line where it stands."""

    file: Path
    data: Any
    lines: dict[Path_, int]

    def place(self, path: Path_) -> str:
        """Where a path stands, or the nearest part of it that is there: `config/units.yaml:12`."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.file}:{self.lines.get(path, 1)}"

    def lead(self, path: Path_) -> tuple[Path_, Path_]:
        """The parts of a path that lead somewhere in the file, and those that do not.

        pydantic puts the name of a union's branch into its paths, and keys that are missing.
        """
        there: Path_ = ()
        lost: Path_ = ()
        for part in path:
            if (*there, part) in self.lines:
                there = (*there, part)
            else:
                lost = (*lost, part)
        return there, lost


def read(file: Path) -> Source:
    """The data of a YAML file.

    Raises:
        ConfigInvalid: the file is no YAML, or not of the strict kind; names file and line.
    """
    return parse(file, _text(file))


def parse(file: Path, text: str) -> Source:
    """The data of a text of YAML; `file` says in refusals where it came from.

    Raises:
        ConfigInvalid: it is no YAML, or not of the strict kind; names file and line.
    """
    if "\t" in text:
        raise _refused(
            file, _line_of(text, "\t"), "there is a tab", "có ký tự tab", "Write spaces: two for each level."
        )
    try:
        _only_plain_yaml(file, text)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        raise _refused(
            file,
            mark.line + 1 if mark else 1,
            f"this is not YAML: {wrong.problem}",
            f"đây không phải YAML: {wrong.problem}",
            "Mind indentation, and put a value that holds ': ' or ' #' into quotes.",
        ) from wrong
    except ReaderError as wrong:
        line = _line_of(text, chr(wrong.character))
        raise _refused(
            file, line, "the file holds a control character", "tệp có ký tự điều khiển", "Delete it."
        ) from wrong
    if root is None:
        raise _refused(
            file, 1, "the file is empty", "tệp trống", "Fill it in, or delete it where it is one of several."
        )
    if not isinstance(root, yaml.MappingNode):
        raise _refused(
            file, 1, "the file does not begin with a key", "tệp không bắt đầu bằng một mục", "Write key: value."
        )
    lines: dict[Path_, int] = {}
    return Source(file, _value(file, root, (), lines), lines)


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise _refused(
            file, 1, "this file is missing", "thiếu tệp này", "Add it, or name another folder with --config."
        ) from None
    except OSError as wrong:
        why = wrong.strerror
        raise _refused(
            file, 1, f"the file cannot be read ({why})", f"không đọc được tệp ({why})", "Check path and rights."
        ) from wrong
    if len(raw) > MOST_BYTES:
        raise _refused(
            file, 1, f"the file is larger than {MOST_BYTES} bytes", f"tệp lớn hơn {MOST_BYTES} byte", "Split it."
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise _refused(file, line, "the file is not UTF-8", "tệp không phải UTF-8", "Save it as UTF-8.") from wrong
    return text


def _line_of(text: str, char: str) -> int:
    return text.count("\n", 0, max(text.find(char), 0)) + 1


def _only_plain_yaml(file: Path, text: str) -> None:
    # Asked of the event stream, which is flat and comes one by one: nothing can multiply or nest before it is refused.
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            what, vi = "anchors (&) and aliases (*) are not used here", "không dùng neo (&) và bí danh (*) ở đây"
            raise _refused(file, line, what, vi, "Write the value out, or put it into quotes.")
        if tag := getattr(event, "tag", None):
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            what, vi = f"tags such as {tag} are not used here", f"không dùng thẻ {tag} ở đây"
            raise _refused(file, line, what, vi, "Delete the tag, or put the value into quotes.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MOST_DEPTH:
                what, vi = f"this is nested deeper than {MOST_DEPTH} levels", f"lồng nhau quá {MOST_DEPTH} cấp"
                raise _refused(file, line, what, vi, "Flatten it.")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _value(file: Path, node: yaml.Node, path: Path_, lines: dict[Path_, int]) -> Any:
    lines.setdefault(path, _line(node))
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(file, item, (*path, index), lines) for index, item in enumerate(node.value)]
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = _line(key_node)
        if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
            raise _refused(file, line, "a key must be a plain word", "mục phải là một từ", "Write key: value.")
        key = nfc(key_node.value)
        if key in data:
            raise _refused(
                file, line, f"the key {key!r} stands twice", f"mục {key!r} bị lặp lại", "Delete one of them."
            )
        lines[(*path, key)] = line
        data[key] = _value(file, value_node, (*path, key), lines)
    return data


def _line(at: yaml.Node | yaml.Event) -> int:
    assert at.start_mark is not None  # the loader marks whatever it reads
    return at.start_mark.line + 1


def _scalar(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.style is None or node.style == "":
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
    return nfc(text)


def _refused(file: Path, line: int, what: str, vi: str, cure: str) -> ConfigInvalid:
    en = what[0].upper() + what[1:] + "."
    return ConfigInvalid([Invalid(en, vi=f"{vi[0].upper()}{vi[1:]}.", place=f"{file}:{line}", cure=cure)])
