"""What is wrong with a configuration: gathered finding by finding, said in Vietnamese and English.

A finding names file and line, what is wrong and what to write. pydantic's errors become findings here, in our words;
nobody who edits a YAML file should need to know of pydantic.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dondoc.config.source import Path_, Source
from dondoc.domain.errors import ConfigInvalid, Invalid

# What a name should lead to, in English and Vietnamese.
BODY = ("body", "cơ quan, đơn vị")
BODY_OR_GROUP = ("body or group", "cơ quan, đơn vị hoặc nhóm")
DOCUMENT = ("document", "văn bản")

_EXTRA = "extra_forbidden"
_MOST_SHOWN = 80
_FEW = 12
_DAY = "Write year, month and day of a day that there is, for example 2024-03-18."
# What pydantic's commonest errors mean, by its own name for them: English, Vietnamese, what to do. In braces: the
# value found, and what pydantic tells about the rule.
_SAID: dict[str, tuple[str, str, str]] = {
    "literal_error": ("{input} is none of {expected}", "{input} không thuộc {expected}", "Write one of these."),
    "enum": ("{input} is none of {expected}", "{input} không thuộc {expected}", "Write one of these."),
    "union_tag_invalid": (
        "the {discriminator} {tag!r} is none of {expected_tags}",
        "loại {tag!r} không thuộc {expected_tags}",
        "Write one of these.",
    ),
    "union_tag_not_found": (
        "it has no {discriminator}",
        "thiếu mục {discriminator}",
        "Write for example {{kind: every, ...}}.",
    ),
    "string_type": ("{input} is no text", "{input} không phải văn bản", "Write a text; put a number into quotes."),
    "string_too_short": ("the text is empty", "văn bản trống", "Write it, or delete the key where it may be left out."),
    "string_pattern_mismatch": (
        "{input} is not of the form {pattern}",
        "{input} không đúng dạng {pattern}",
        "Compare it with its neighbours.",
    ),
    "int_type": ("{input} is no whole number", "{input} không phải số nguyên", "Write a whole number without quotes."),
    "int_parsing": (
        "{input} is no whole number",
        "{input} không phải số nguyên",
        "Write a whole number without quotes.",
    ),
    "bool_type": ("{input} is neither true nor false", "{input} không phải true hay false", "Write true or false."),
    "bool_parsing": ("{input} is neither true nor false", "{input} không phải true hay false", "Write true or false."),
    "tuple_type": ("{input} is no list", "{input} không phải danh sách", "Write [a, b] or one '- ' line for each."),
    "model_type": ("{input} has no keys", "{input} không có các mục con", "Write key: value lines under it."),
    "too_short": (
        "it has {actual_length} entries, fewer than {min_length}",
        "có {actual_length} phần tử, ít hơn {min_length}",
        "Add what is missing.",
    ),
    "greater_than_equal": ("{input} is less than {ge}", "{input} nhỏ hơn {ge}", "Write a larger number."),
    "less_than_equal": ("{input} is more than {le}", "{input} lớn hơn {le}", "Write a smaller number."),
    "date_from_datetime_parsing": ("{input} is no day of the calendar", "{input} không phải là ngày có thật", _DAY),
    "date_from_datetime_inexact": ("{input} is no day of the calendar", "{input} không phải là ngày", _DAY),
    "date_parsing": ("{input} is no day of the calendar", "{input} không phải là ngày có thật", _DAY),
    "date_type": ("{input} is no day of the calendar", "{input} không phải là ngày", _DAY),
}


@dataclass
class Findings:
    """What is wrong with a configuration, gathered file by file."""

    found: list[Invalid] = field(default_factory=list)

    def add(self, source: Source, path: Path_, en: str, *, vi: str, cure: str) -> None:
        """One finding at a path of a file."""
        self.found.append(Invalid(en, vi=vi, place=source.place(path), cure=cure))

    def unknown(self, source: Source, path: Path_, kind: tuple[str, str], name: str, known: Collection[str]) -> None:
        """A name that leads nowhere; `kind` says what it should name, in English and Vietnamese."""
        en, vi = kind
        near = difflib.get_close_matches(name, sorted(known), n=3, cutoff=0.5)
        few = (
            f"Known are: {', '.join(sorted(known))}."
            if len(known) <= _FEW
            else "Define it first, or mind the spelling."
        )
        cure = f"Did you mean {' or '.join(near)}?" if near else few
        self.add(source, path, f"There is no {en} {name!r}.", vi=f"Không có {vi} {name!r}.", cure=cure)

    def must_exist(
        self, source: Source, path: Path_, kind: tuple[str, str], names: Iterable[str], known: Collection[str]
    ) -> None:
        """Report those names at a path, one or a list of them, that are not known."""
        for index, name in enumerate(names):
            if name not in known:
                self.unknown(source, (*path, index), kind, name, known)

    def shape(self, source: Source, model: type[BaseModel], wrong: ValidationError) -> None:
        """All that pydantic found wrong with the shape of a file."""
        errors = wrong.errors(include_url=False)
        meant = {(*error["loc"][:-1], _meant(model, error["loc"])) for error in errors if error["type"] == _EXTRA}
        for error in errors:
            # A misspelt key is said once, not also as missing; a wrong entry does not also make its list too short.
            misspelt = error["type"] == "missing" and error["loc"] in meant
            follows = error["type"] == "too_short" and any(_within(other["loc"], error["loc"]) for other in errors)
            if not misspelt and not follows:
                self.found.append(_finding(source, model, error))

    def refuse(self) -> None:
        """Raise all of them, if there are any."""
        if self.found:
            raise ConfigInvalid(self.found)


def _within(loc: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return loc != outer and loc[: len(outer)] == outer


def _finding(source: Source, model: type[BaseModel], error: ErrorDetails) -> Invalid:
    path, lost = source.lead(error["loc"])
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Invalid):
        path, _ = source.lead((*path, *_inner(cause.place)))
        en, vi, cure = cause.en.rstrip("."), cause.vi.rstrip(".") or "giá trị chưa đúng", cause.cure
    elif error["type"] == _EXTRA:
        key, near = str(error["loc"][-1]), _meant(model, error["loc"])
        en, vi = f"the key {key!r} is not known here", f"không có mục {key!r} ở đây"
        cure = f"Did you mean {near}?" if near else f"Delete it; known here: {', '.join(_keys(model, error['loc']))}."
        path = path[:-1] if path and path[-1] == key else path
        return _said(source, (*path, key), path, en, vi, cure)
    elif error["type"] == "missing":
        key = str(lost[-1]) if lost else ""
        en, vi, cure = f"the key {key!r} is missing", f"thiếu mục {key!r}", f"Add {key}: ..."
    else:
        en, vi, cure = _translated(error)
    return _said(source, path, path, en, vi, cure)


def _said(source: Source, path: Path_, named: Path_, en: str, vi: str, cure: str) -> Invalid:
    where = _name(source.data, named)
    return Invalid(f"{where}{en}.", vi=f"{where}{vi}.", place=source.place(path), cure=cure)


def _translated(error: ErrorDetails) -> tuple[str, str, str]:
    if error["input"] is None:
        return "there is no value", "chưa có giá trị", "Write it, or delete the key where it may be left out."
    told = {**error.get("ctx", {}), "input": _short(error["input"])}
    if error["type"] in _SAID:
        en, vi, cure = (text.format(**told) for text in _SAID[error["type"]])
        return en, vi.replace(" or ", " hoặc "), cure
    said = f"{error['msg'][0].lower()}{error['msg'][1:]} (found: {told['input']})"
    return said, f"giá trị {told['input']} chưa đúng", "See docs/reference/config.md for what may stand here."


def _short(value: object) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list):
        return "a list"
    shown = repr(value)
    return shown if len(shown) <= _MOST_SHOWN else f"{shown[: _MOST_SHOWN - 3]}..."


def _name(data: Any, path: Path_) -> str:
    """What a path is called for people: `rows 9.2, window: `."""
    words: list[str] = []
    for part in path:
        data = data[part]
        if isinstance(part, int):
            name = data.get("id") if isinstance(data, dict) else None
            words[-1:] = [f"{words[-1] if words else ''} {name or part + 1}".strip()]
        else:
            words.append(str(part))
    return f"{', '.join(words)}: " if words else ""


def _inner(place: str) -> Path_:
    """The path within the model that a rule named: `states.2` leads to the third state."""
    return tuple(int(part) if part.isdigit() else part for part in place.split(".") if part)


def _meant(model: type[BaseModel], loc: tuple[int | str, ...]) -> str:
    near = difflib.get_close_matches(str(loc[-1]), _keys(model, loc), n=1, cutoff=0.6)
    return near[0] if near else ""


def _keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand where `loc` ends."""
    here = [model]
    for part in loc[:-1]:
        if isinstance(part, int):
            continue
        fields = [f for each in here for key, f in each.model_fields.items() if part in (key, f.alias)]
        if fields:
            here = [found for f in fields for found in _models(f.annotation)]
        else:  # the name of a union's branch, which is the `kind` of one of its models
            here = [each for each in here if any(part in get_args(f.annotation) for f in each.model_fields.values())]
    return sorted({f.alias or key for each in here for key, f in each.model_fields.items()})


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
