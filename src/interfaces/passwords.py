"""Passwords: which are strong enough, how they are kept, how one is compared. The only contact with their libraries.

A password is compared in Unicode's form C, whole, whatever keyboard typed it. It is kept as argon2id and never shown,
logged or sent.
"""

from __future__ import annotations

import threading
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from dondoc.domain.errors import Invalid
from dondoc.domain.text import nfc

if TYPE_CHECKING:  # slow to import, and needed by few commands
    from pwdlib import PasswordHash

LEAST, MOST = 15, 200
"""How many characters a password has."""
STRONG = 3
"""The score of zxcvbn, 0 to 4, from which a password is safe against those who guess slowly and fast."""
_LOOKED_AT = 72
"""How many characters zxcvbn looks at."""
AT_ONCE = threading.BoundedSemaphore(4)
"""Each comparison takes 46 MiB: however many people log in at once, the process stays small."""


def make_sure() -> None:
    """Make sure that passwords can be compared here.

    Raises:
        Invalid: the libraries that do so are not installed.
    """
    if missing := [name for name in ("pwdlib", "argon2", "zxcvbn") if find_spec(name) is None]:
        raise Invalid(
            f"Nobody can log in: {', '.join(missing)} is not installed.",
            vi=f"Chưa thể đăng nhập: thiếu thư viện {', '.join(missing)}.",
            place="pip",
            cure="Install dondoc with its extra `auth`: pip install 'dondoc[auth,cli,web]'.",
        )


@cache
def _kept() -> PasswordHash:
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    # OWASP's first choice: argon2id with 46 MiB, here with two rounds; about 60 ms.
    return PasswordHash((Argon2Hasher(time_cost=2, memory_cost=47_104, parallelism=1),))


@cache
def _nobodys() -> str:
    """The hash that is compared where there is no account: it takes as long as any other."""
    return _kept().hash("a password that nobody has")


def check(password: str, account: str) -> str:
    """The password as it is kept, where it is strong enough.

    Raises:
        Invalid: it is too short, too long or easy to guess.
    """
    from zxcvbn import zxcvbn

    found = nfc(password)
    if not LEAST <= len(found) <= MOST:
        raise Invalid(
            f"A password has {LEAST} to {MOST} characters.",
            vi=f"Mật khẩu phải có từ {LEAST} đến {MOST} ký tự; nên dùng vài từ không liên quan tới nhau.",
            place="password",
            cure="Use several words that have nothing to do with each other.",
        )
    known = [account, *account.split("-"), "dondoc", "đôn đốc", "bộ nội vụ", "bonoivu", "mật khẩu", "matkhau"]
    if zxcvbn(found[:_LOOKED_AT], user_inputs=known)["score"] < STRONG:
        raise Invalid(
            "This password is easy to guess.",
            vi="Mật khẩu này dễ đoán. Hãy dùng vài từ không liên quan tới nhau, không lặp lại, không theo dãy phím.",
            place="password",
            cure="Use several words that have nothing to do with each other.",
        )
    return found


def hashed(password: str) -> str:
    """How a password is kept."""
    with AT_ONCE:
        return _kept().hash(nfc(password))


def matches(password: str, kept: str) -> tuple[bool, str]:
    """Whether a password is the one that is kept, and its newer hash where that is due, else empty.

    It takes the same time where nothing is kept (`kept` empty), and is no match then.
    """
    from pwdlib.exceptions import UnknownHashError

    said = nfc(password)
    with AT_ONCE:
        try:
            # What is longer than any password is nobody's: hashing it would only cost time.
            same, newer = _kept().verify_and_update(said if len(said) <= MOST else "", kept or _nobodys())
        except UnknownHashError:
            same, newer = False, None
    return same and bool(kept), newer or ""
