"""The base of everything that is read from configuration: frozen, strict about keys, text in NFC."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from dondoc.domain.errors import Invalid
from dondoc.domain.text import hidden_characters, nfc


def clean(text: str) -> str:
    """The text in NFC with plain line ends, without invisible characters that would make it read other than it is."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as web forms and Windows send them
    if hidden := hidden_characters(text):
        raise Invalid(
            f"The text holds an invisible character ({hidden[0]}).",
            vi=f"Văn bản có ký tự ẩn ({hidden[0]}).",
            cure="Delete it and type the text again.",
        )
    return nfc(text)


_ID = re.compile(r"[a-z0-9][a-z0-9.-]*")


def _is_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise Invalid(
            f"{text!r} is not an id.",
            vi=f"{text!r} không phải mã hợp lệ.",
            cure="Write small letters a-z, digits, '.' and '-' only, for example vu-to-chuc-can-bo.",
        )
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(clean)]
Words = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(clean)]
"""Text that may be empty."""
Id = Annotated[str, AfterValidator(_is_id)]
OneOrMore = BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
"""Lets a list of one be written without its brackets."""


class Model(BaseModel):
    """A frozen model that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)
