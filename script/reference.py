"""Makes docs/reference/api.md from the docstrings of the public names of dondoc: `script/reference`. Adds nothing."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import re
import sys
from collections.abc import Iterator
from types import FunctionType
from typing import Any

from pydantic import BaseModel

import dondoc

HEAD = """# The library

What `from dondoc import ...` gives, made from the docstrings by `script/reference`; a test compares the two. What of it
stays as it is, and for how long: [stability.md](stability.md). For tests of your own there is `dondoc.testing`, see
[testing-your-own](../how-to/testing-your-own.md).
"""
SECTIONS = {"Args": "Takes", "Returns": "Gives", "Raises": "Raises", "Attributes": "Holds", "Yields": "Gives"}


def document() -> Iterator[str]:
    """The page, part by part."""
    yield HEAD
    names = [name for name in dondoc.__all__ if not name.startswith("__")]
    yield ", ".join(f"[`{name}`](#{name.lower()})" for name in names) + "\n"
    for name in names:
        found = getattr(dondoc, name)
        yield from of_class(name, found) if isinstance(found, type) else of_function(name, found)


def of_function(name: str, function: Any) -> Iterator[str]:
    """A function: how it is called, and what it does."""
    yield f"## {name}\n"
    yield f"```python\n{signature(name, function)}\n```\n"
    yield from prose(inspect.getdoc(function) or "")


def of_class(name: str, kind: type) -> Iterator[str]:
    """A class: what it is, what it holds, what it does."""
    yield f"## {name}\n"
    bases = [base.__name__ for base in kind.__mro__[1:] if base.__name__ in dondoc.__all__]
    if bases:
        yield f"A kind of {', '.join(f'[`{base}`](#{base.lower()})' for base in bases)}.\n"
    yield from prose(inspect.getdoc(kind) or "")
    yield from held(kind)
    for method, function in methods(kind):
        yield f"### {name}.{method}\n"
        yield f"```python\n{signature(method, function)}\n```\n"
        yield from prose(inspect.getdoc(function) or "")


def held(kind: type) -> Iterator[str]:
    """The fields of a model or a dataclass, the members of an enumeration."""
    if issubclass(kind, enum.Enum):
        lines = [f"`{member.name}` = `{member.value!r}`" for member in kind]
    elif issubclass(kind, BaseModel):
        lines = [field(each, kind.__mro__) for each in kind.model_fields]
    elif dataclasses.is_dataclass(kind):
        lines = [f"`{each.name}: {each.type}`" for each in dataclasses.fields(kind)]
    else:
        return
    if lines:
        yield "\n".join(f"- {line}" for line in lines) + "\n"


def field(name: str, mro: tuple[type, ...]) -> str:
    """A field of a model, with its type as it is written."""
    for base in mro:
        if name in (written := inspect.get_annotations(base)):
            return f"`{name}: {written[name]}`"
    return f"`{name}`"


def methods(kind: type) -> Iterator[tuple[str, Any]]:
    """What can be called or asked of it, where it comes from us: its own first, then what it has of others."""
    seen = set()
    for base in kind.__mro__:
        if not base.__module__.startswith("dondoc"):
            continue
        for name, member in [*vars(base).items()]:
            function = getattr(member, "__func__", getattr(member, "fget", member))
            if not name.startswith("_") and name not in seen and isinstance(function, FunctionType):
                seen.add(name)
                if inspect.getdoc(function) and not validates(function, base):
                    yield name, member


def validates(function: FunctionType, base: type) -> bool:
    """Whether it only checks a field of a model."""
    decorators = getattr(base, "__pydantic_decorators__", None)
    return decorators is not None and any(
        function.__name__ in getattr(decorators, kind) for kind in ("field_validators", "model_validators")
    )


def signature(name: str, member: Any) -> str:
    """How it is called; broken into lines where it is long."""
    if isinstance(member, property):
        return f"{name}: {inspect.signature(member.fget).return_annotation}" if member.fget else name
    function = getattr(member, "__func__", member)
    found = inspect.signature(function)
    kept = [each for number, each in enumerate(found.parameters.values()) if number > 0 or each.name not in OWNERS]
    said = re.sub(r": '([^']*)'", r": \1", re.sub(r"-> '([^']*)'", r"-> \1", str(found.replace(parameters=kept))))
    prefix = "@classmethod\n" if isinstance(member, classmethod) else ""
    line = f"{prefix}{name}{said}"
    return line if len(said) + len(name) <= WIDTH else f"{prefix}{name}" + broken(found.replace(parameters=kept))


OWNERS = ("self", "cls")
WIDTH = 110


def broken(found: inspect.Signature) -> str:
    """A long signature, a line for each parameter."""
    lines, star = [], False
    for each in found.parameters.values():
        if each.kind is inspect.Parameter.KEYWORD_ONLY and not star:
            lines.append("*")
            star = True
        lines.append(re.sub(r": '([^']*)'", r": \1", str(each)))
    end = f" -> {found.return_annotation}" if found.return_annotation is not found.empty else ""
    return "(\n" + "".join(f"    {line},\n" for line in lines) + f"){end}"


def prose(text: str) -> Iterator[str]:
    """A docstring as Markdown: its sections become lists."""
    for part in re.split(r"\n\n+", text.strip()):
        head, _, rest = part.partition("\n")
        title = SECTIONS.get(head.rstrip(":")) if head.endswith(":") else None
        if title is None:
            yield part + "\n"
            continue
        entries = re.split(r"\n(?=\S)", inspect.cleandoc(rest))
        joined = [" ".join(line.strip() for line in entry.splitlines()) for entry in entries]
        yield f"{title}:\n"
        yield "\n".join(f"- {named(entry)}" for entry in joined) + "\n"


def named(entry: str) -> str:
    """An entry of a section, its name set apart."""
    name, colon, rest = entry.partition(": ")
    return f"`{name}`: {rest}" if colon and re.fullmatch(r"[\w., ]+", name) else entry


if __name__ == "__main__":
    page = "\n".join(document()).rstrip() + "\n"
    sys.stdout.write(re.sub(r"<function .+? at 0x[0-9a-f]+>", "...", page))  # a default that is a function
