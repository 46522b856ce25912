"""Signed notes (C2SP signed-note): a text, and below it lines by whoever signs it, each with an Ed25519 key by name.

The only file that imports `cryptography`. It keeps no key and reads no file.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dondoc.domain.errors import Invalid

ED25519, COSIGNATURE = 1, 4
"""The kinds of keys: of a log that signs the note as it stands, of a witness that signs it with the time."""
SECRET = "PRIVATE+KEY+"  # noqa: S105  # how the line of a signing key begins
MOST_BYTES = 65_536
NAME = re.compile(r"[^\s+\x00-\x1f\x7f]{1,128}")
_LINE = re.compile(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_BAD_NOTE = {"vi": "Bản ghi điểm kiểm tra không đúng khuôn.", "cure": "See docs/reference/audit-format.md."}


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half: what a signature under this name must be good for. `kind` is ED25519 or COSIGNATURE."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def id(self) -> bytes:
        """The four bytes that a signature names its key by."""
        said = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(said).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """The key that such a line gives: NAME+ID+KEY.

        Raises:
            Invalid: it is none.
        """
        name, id_, key = _three(text.strip(), "verifier key")
        found = cls(name, key[1:], key[0])
        if len(key) != 33 or found.kind not in {ED25519, COSIGNATURE} or found.id.hex() != id_:  # noqa: PLR2004  # kind and 32 bytes
            raise _bad_key("verifier key")
        return found

    def signed(self, text: str, signature: bytes) -> bool:
        """Whether this key signed the text, as its kind signs."""
        said = text.encode()
        if self.kind == COSIGNATURE:
            said, signature = cosigned(text, int.from_bytes(signature[:8])), signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, said)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private half; never in the database, the log or a message."""

    name: str
    seed: bytes = field(repr=False)

    def verifier(self, kind: int = ED25519) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self._key().public_key().public_bytes_raw(), kind)

    def secret(self) -> str:
        """The line of the key file: PRIVATE+KEY+NAME+ID+KEY."""
        key = base64.b64encode(bytes([ED25519]) + self.seed).decode()
        return f"{SECRET}{self.name}+{self.verifier().id.hex()}+{key}"

    @classmethod
    def parse(cls, line: str) -> SigningKey:
        """The key of a line of a key file.

        Raises:
            Invalid: it is none; the line is not shown.
        """
        name, id_, key = _three(line.strip().removeprefix(SECRET), "signing key")
        if len(key) != 33 or key[0] != ED25519:  # noqa: PLR2004  # kind and 32 bytes
            raise _bad_key("signing key")
        found = cls(name, key[1:])
        if not line.startswith(SECRET) or found.verifier().id.hex() != id_:
            raise _bad_key("signing key")
        return found

    def sign(self, text: str) -> str:
        """The signature line of a text."""
        return _line(self.verifier(), self._key().sign(text.encode()))

    def cosign(self, text: str, seconds: int) -> str:
        """The line by which a witness says that it saw the text at that time (seconds since 1970, UTC)."""
        signature = self._key().sign(cosigned(text, seconds))
        return _line(self.verifier(COSIGNATURE), seconds.to_bytes(8) + signature)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends with a line end, and its signatures by name of key, id of key and bytes."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    @classmethod
    def parse(cls, said: str) -> Note:
        """The note of its whole bytes; of signatures nothing is checked yet.

        Raises:
            Invalid: it is none.
        """
        text, gap, lines = said.rpartition("\n\n")
        if not gap or not lines.endswith("\n") or len(said) > MOST_BYTES or _control(said):
            raise Invalid("This is not a signed note.", **_BAD_NOTE)
        found = [_signature(line) for line in lines[:-1].split("\n")]
        return cls(f"{text}\n", tuple(found))

    def signers(self, keys: Sequence[VerifierKey]) -> list[VerifierKey]:
        """Those of the keys whose signature is there and good.

        Raises:
            Invalid: a signature names one of the keys and is not good.
        """
        found: list[VerifierKey] = []
        for name, id_, signature in self.signatures:
            for key in keys:
                if (key.name, key.id) != (name, id_):
                    continue
                if not key.signed(self.text, signature):
                    raise Invalid(
                        f"The signature by {name} is not good.", vi=f"Chữ ký của {name} không đúng.",
                        cure="The note was altered or cut; get it from where it was kept.",
                    )  # fmt: skip
                found.append(key)
        return list(dict.fromkeys(found))


def signed(text: str, keys: Sequence[SigningKey]) -> str:
    """The note of a text, signed with each of the keys."""
    return text + "\n" + "".join(key.sign(text) + "\n" for key in keys)


def cosigned(text: str, seconds: int) -> bytes:
    """What a witness signs."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _line(key: VerifierKey, signature: bytes) -> str:
    return f"\u2014 {key.name} {base64.b64encode(key.id + signature).decode()}"


def _signature(line: str) -> tuple[str, bytes, bytes]:
    found = _LINE.fullmatch(line)
    said = decoded(found[2]) if found else b""
    if found is None or len(said) <= 4:  # noqa: PLR2004  # the id of the key comes before the signature
        raise Invalid("A signature line of the note is malformed.", **_BAD_NOTE)
    return found[1], said[:4], said[4:]


def decoded(text: str) -> bytes:
    """The bytes of base64 in its one right spelling; none for any other."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return found if base64.b64encode(found).decode() == text else b""


def _three(text: str, what: str) -> tuple[str, str, bytes]:
    parts = text.split("+", 2)
    key = decoded(parts[2]) if len(parts) == 3 else b""  # noqa: PLR2004  # name, id, key
    if not key or not NAME.fullmatch(parts[0]):
        raise _bad_key(what)
    return parts[0], parts[1], key


def _bad_key(what: str) -> Invalid:
    return Invalid(
        f"This is not a {what}.", vi="Khóa không đúng khuôn.", place="key",
        cure="A public key is one line NAME+ID+KEY, as `dondoc key show` prints it.",
    )  # fmt: skip


def _control(said: str) -> bool:
    return any(ord(letter) < 32 and letter != "\n" for letter in said)  # noqa: PLR2004  # below a space
