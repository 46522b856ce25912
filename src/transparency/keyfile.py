"""The file of signing keys: one line a key, readable by its owner only. All of its keys sign; the newest is the last.

A line that holds a public key only is a key that signs no more: what it signed is still known as ours. The file lies
outside the database and is made by an explicit command, never by the way.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dondoc.domain.errors import Conflict, Invalid, NotFound
from dondoc.transparency.note import NAME, SECRET, SigningKey, VerifierKey

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one log: those that sign, and all that are known as its own."""

    signing: tuple[SigningKey, ...]
    known: tuple[VerifierKey, ...]

    @property
    def origin(self) -> str:
        """The name of the log."""
        return self.known[-1].name


def read_keys(file: Path) -> Keys:
    """The keys of a file.

    Raises:
        NotFound: there is no such file.
        Invalid: others may read it, or it holds no keys.
    """
    try:
        others = file.stat().st_mode & _OTHERS
        lines = file.read_text(encoding="ascii").splitlines()
    except FileNotFoundError as wrong:
        raise NotFound(
            f"There is no signing key at {file}.", vi=f"Chưa có khóa ký tại {file}.", place="DONDOC_SIGNING_KEY",
            cure="Make one with `dondoc key new`, as the user that runs dondoc.",
        ) from wrong  # fmt: skip
    except (OSError, ValueError) as wrong:
        raise _unreadable(file) from wrong
    if others:
        raise Invalid(
            f"Others may read or change {file}.", vi=f"Người khác có thể đọc hoặc sửa {file}.", place=str(file),
            cure=f"Take it from them: chmod 600 {file}. If others may have read it, make a new key.",
        )  # fmt: skip
    lines = [line for line in lines if line.strip()]
    signing = tuple(SigningKey.parse(line) for line in lines if line.startswith(SECRET))
    retired = tuple(VerifierKey.parse(line) for line in lines if not line.startswith(SECRET))
    known = (*retired, *(key.verifier() for key in signing))
    if not signing or len({key.name for key in known}) != 1:
        raise _unreadable(file)
    return Keys(signing, known)


def add_key(file: Path, name: str) -> SigningKey:
    """Make a new key: a new file, or one line more in the file that there is, whose keys sign on.

    Raises:
        Invalid: the name cannot stand in a note, or the file cannot be written.
        Conflict: the keys that are there bear another name.
    """
    if not NAME.fullmatch(name):
        raise Invalid(
            f"{name!r} cannot name a log.", vi=f"{name!r} không đặt tên nhật ký được.", place="DONDOC_ORIGIN",
            cure="Write a name without spaces and plus signs, such as theo-doi.bo-noi-vu.example.",
        )  # fmt: skip
    before = read_keys(file) if file.exists() else None
    if before and before.origin != name:
        raise Conflict(
            f"The keys in {file} are of {before.origin}, not of {name}.",
            vi=f"Khóa trong {file} là của {before.origin}.", place="DONDOC_ORIGIN",
            cure="A log keeps its origin; name another file for another log.",
        )  # fmt: skip
    key = SigningKey(name, Ed25519PrivateKey.generate().private_bytes_raw())
    old = file.read_text(encoding="ascii") if before else ""
    replace_file(file, f"{old}{key.secret()}\n")
    return key


def replace_file(file: Path, said: str) -> None:
    """Put a private file down, whole and on disk, or leave what was there.

    Raises:
        Invalid: it cannot be written.
    """
    beside = file.with_name(f".{file.name}.new")
    try:
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as target:
            target.write(said)
            target.flush()
            os.fsync(target.fileno())
        beside.replace(file)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as wrong:
        raise Invalid(
            f"{file} cannot be written ({wrong.strerror}).", vi=f"Không ghi được {file}.", place=str(file),
            cure="Name a file in a folder that is there and that this user may write to.",
        ) from wrong  # fmt: skip


def _unreadable(file: Path) -> Invalid:
    return Invalid(
        f"{file} holds no signing keys of one log that can be read.", vi=f"Không đọc được khóa ký trong {file}.",
        place=str(file), cure="Put the right file back; `dondoc key new` makes another in a new place.",
    )  # fmt: skip
