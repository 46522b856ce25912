"""Vocabularies: closed lists of terms (themes, audiences, outlets, kinds of information) that fields of facts name.

A vocabulary is configured term by term, filled from what is configured anyway (themes of a plan, members of a group,
documents), or both. Vocabularies of one family (`themes.184`, `themes.par`) serve the same fields. This module knows no
facts of its own and no configuration files.
"""

from __future__ import annotations

import datetime as dt  # a fill's `since` is a day of its own
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, get_args

from pydantic import BaseModel, Field

from dondoc.domain.errors import Invalid
from dondoc.domain.model import Id, Model, Text
from dondoc.domain.text import fold

_FEW = 40


@dataclass(frozen=True, slots=True)
class In:
    """The mark of a field whose values are terms of a family. `free`: other words are allowed beside its terms."""

    family: str
    free: bool = False


class Term(Model):
    """A term. `within` is the term above it; `max_age` the days after which its newest entry is too old.

    `since` is the first day on which anything could be recorded about it, where that is known.
    """

    id: Id
    name: Text
    en: Text | None = None
    within: Id | None = None
    kind: Text | None = None
    body: Id | None = None
    inside: bool | None = None
    max_age: Annotated[int | None, Field(ge=1)] = None
    criteria: Text | None = None
    clauses: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    basis: Id | None = None
    since: dt.date | None = None
    also: tuple[Text, ...] = ()
    doubt: Text | None = None
    doubt_en: Text | None = None


class Fill(Model):
    """What a vocabulary is filled from: themes or acts of a plan, members of a group, documents since a day, duties."""

    themes: Id | None = None
    acts: Id | None = None
    group: Id | None = None
    documents: bool = False
    duties: bool = False
    since: dt.date | None = None


class Vocabulary(Model):
    """A list of terms, with the clauses of plans that ask for it."""

    id: Id
    name: Text
    en: Text | None = None
    clauses: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    from_: Annotated[Fill | None, Field(alias="from")] = None
    terms: tuple[Term, ...] = ()
    doubt: Text | None = None
    doubt_en: Text | None = None


@dataclass(frozen=True)
class Vocabularies:
    """All vocabularies with all their terms, in their order."""

    known: dict[str, Vocabulary] = field(default_factory=dict)

    def of(self, vocabulary: str) -> dict[str, Term]:
        """The terms of one vocabulary, by id.

        Raises:
            Invalid: there is no such vocabulary.
        """
        if vocabulary not in self.known:
            raise Invalid(
                f"There is no vocabulary {vocabulary!r}.",
                vi=f"Không có danh mục {vocabulary!r}.",
                cure=f"They are: {', '.join(self.known) or 'none'}.",
            )
        return {term.id: term for term in self.known[vocabulary].terms}

    def family(self, name: str) -> dict[str, Term]:
        """The terms of every vocabulary that is called so, or whose id begins so (`themes.184`)."""
        if name not in self._families:
            self._families[name] = {term.id: term for each in self._members(name) for term in each.terms}
        return self._families[name]

    def named(self, family: str, said: str) -> str:
        """The id of the term that somebody means by its id or name; what was said, where there is none."""
        if said in self.family(family):
            return said
        if family not in self._names:
            terms = self.family(family).values()
            names = {fold(name): t.id for t in terms for name in (*t.also, t.en or t.name, t.name, t.id)}
            self._names[family] = names
        return self._names[family].get(fold(said), said)

    def above(self, family: str, term: str) -> Iterator[str]:
        """A term and those that it lies within."""
        terms = self.family(family)
        seen: set[str] = set()
        while term and term not in seen:
            yield term
            seen.add(term)
            term = (terms[term].within if term in terms else "") or ""

    def below(self, family: str, said: str) -> list[str]:
        """The ids of a term, meant by id or name, and of all that lie within it."""
        wanted = self.named(family, said)
        return [wanted, *(t for t in self.family(family) if t != wanted and wanted in self.above(family, t))]

    def check(self, fact: BaseModel) -> None:
        """Refuse a fact that names an unknown term. A family that nobody configured is open.

        Raises:
            Invalid: names the field and the terms that are known.
        """
        for name, mark in marks(type(fact)).items():
            known = self.family(mark.family)
            if mark.free or not known:
                continue
            for value in values(getattr(fact, name)):
                if value not in known:
                    raise _unknown(name, str(value), known)

    def _members(self, family: str) -> list[Vocabulary]:
        return [each for each in self.known.values() if each.id == family or each.id.startswith(f"{family}.")]

    @cached_property
    def _families(self) -> dict[str, dict[str, Term]]:
        return {}

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        return {}


def marks(fact: type[BaseModel]) -> dict[str, In]:
    """The fields of a fact that hold terms, each with its mark."""
    return {name: mark for name, each in fact.model_fields.items() for mark in each.metadata if isinstance(mark, In)}


def inner_marks(fact: type[BaseModel], name: str) -> dict[str, In]:
    """The marks of the members of a field, where they are models of their own."""
    return {n: mark for kind in _inner(fact, name) for n, mark in marks(kind).items()}


def inner_fields(fact: type[BaseModel], name: str) -> set[str]:
    """The fields of the members of a field, where they are models of their own."""
    return {field for kind in _inner(fact, name) for field in kind.model_fields}


def _inner(fact: type[BaseModel], name: str) -> list[type[BaseModel]]:
    found = fact.model_fields.get(name)
    kinds = get_args(found.annotation) if found else ()
    return [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]


def values(value: Any) -> tuple[Any, ...]:
    """The values of a field, each by itself; none for a field that was left empty."""
    if value is None or value == "":
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _unknown(place: str, said: str, known: Iterable[str]) -> Invalid:
    names = list(known)
    few = ", ".join(names[:_FEW]) + (", ..." if len(names) > _FEW else "")
    return Invalid(
        f"There is no term {said!r} for {place!r}.",
        vi=f"Danh mục của trường {place!r} không có {said!r}.",
        place=place,
        cure=f"Write one of: {few}.",
    )
