"""Kiểm chứng một gói bằng chứng của dondoc. Checks an evidence bundle of dondoc.

    python3 kiem-chung.py BUNDLE.zip [NAME+ID+KEY ...]

It needs Python 3.9 or newer and nothing else: no database, no network, no package. With a public key that you got from
elsewhere, it says who signed; without one it takes the key in the bundle, which proves only that the bundle fits
together. Exit status 0: everything holds; 1: something does not; 2: it is no bundle.

This file is also put into every bundle, so it imports nothing of dondoc.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, Dict, Optional, Tuple

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE = (4 * pow(5, P - 2, P) % P).to_bytes(32, "little")
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
COLUMNS = ("position", "stream", "version", "name", "data", "event_id", "on_day", "actor", "office", "on_behalf_of",
           "command_id", "correlation_id", "causation_id", "basis", "recorded_at")  # fmt: skip
MOST_BYTES = 200_000_000
LINE = "{position}  {on_day}  {recorded_at}  {actor} ({office})  {stream}  {name}  {data}"
Point = Tuple[int, int, int, int]


class Bad(Exception):
    """Something does not hold."""


def add(one: Point, two: Point) -> Point:
    """The sum of two points of the curve, in extended coordinates (RFC 8032, 5.1.4)."""
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Point) -> Point:
    """A point so many times."""
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = add(found, point)
        point, number = add(point, point), number >> 1
    return found


def unpacked(said: bytes) -> Optional[Point]:
    """The point of 32 bytes; None where there is none (5.1.3)."""
    y = int.from_bytes(said, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature is good (5.1.7)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    base, key, r = unpacked(BASE), unpacked(public), unpacked(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if base is None or key is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    one, two = times(s, base), add(r, times(h, key))
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


def bytes_of(said: str) -> bytes:
    """The bytes of base64 in its one right spelling."""
    try:
        found = base64.b64decode(said, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise Bad("base64 sai / not base64") from None
    if base64.b64encode(found).decode() != said:
        raise Bad("base64 sai / not base64")
    return found


def checkpoint_of(note: str, keys: Sequence[str]) -> Tuple[str, int, bytes, Sequence[str]]:
    """Origin, size, root and signers of a note, of those keys that signed it."""
    text, gap, lines = note.rpartition("\n\n")
    text += "\n"
    parts = text.split("\n")
    if not gap or len(parts) < 4 or not parts[1].isdigit() or str(int(parts[1])) != parts[1] or lines[-1:] != "\n":
        raise Bad("điểm kiểm tra sai khuôn / not a checkpoint")
    root = bytes_of(parts[2])
    if len(root) != 32:
        raise Bad("điểm kiểm tra sai khuôn / not a checkpoint")
    signers = []
    for line in lines[:-1].split("\n"):
        dash, name, said = [*line.split(" "), "", "", ""][:3]
        signature = bytes_of(said)
        if dash != "\u2014" or len(line.split(" ")) != 3:
            raise Bad("dòng chữ ký sai khuôn / not a signature line")
        for key in keys:
            key_name, key_id, public = key_of(key)
            if (key_name, key_id) == (name, signature[:4]) and name == parts[0]:
                if not signed(public, text.encode(), signature[4:]):
                    raise Bad("chữ ký của điểm kiểm tra không đúng / the signature of the checkpoint is not good")
                signers.append(key)
    return parts[0], int(parts[1]), root, signers


def key_of(said: str) -> Tuple[str, bytes, bytes]:
    """Name, id and bytes of a public key NAME+ID+KEY."""
    name, id_, key = [*said.split("+", 2), "", ""][:3]
    public = bytes_of(key)
    found = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    if len(public) != 33 or public[0] != 1 or found.hex() != id_:
        raise Bad("khóa công khai sai khuôn / not a public key: " + said[:80])
    return name, found, public[1:]


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the leaf stands at that index of the tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    found, at, last = hashlib.sha256(b"\x00" + leaf).digest(), index, size - 1
    for each in proof:
        if last == 0 or len(each) != 32:
            return False
        if at & 1 or at == last:
            found = hashlib.sha256(b"\x01" + each + found).digest()
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\x01" + found + each).digest()
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def event_of(leaf: bytes) -> Dict[str, Any]:
    """The columns of a leaf."""
    found = json.loads(leaf.decode("utf-8", "surrogateescape"))
    if not isinstance(found, list) or len(found) != len(COLUMNS) or type(found[0]) is not int:
        raise Bad("sự kiện sai khuôn / not an event")
    return dict(zip(COLUMNS, found))  # noqa: B905  # Python 3.9 knows no strict; the lengths were compared


def check(bundle: Dict[str, Any], keys: Sequence[str]) -> Iterator[str]:
    """Hold a bundle's events against its checkpoint; lines that say what holds. Raises Bad."""
    own = keys or [bundle["key"]]
    origin, size, root, signers = checkpoint_of(bundle["checkpoint"], own)
    if not signers:
        raise Bad("không khóa nào đã cho ký điểm kiểm tra này / none of the keys signed this checkpoint")
    yield f"Nhật ký / log: {origin}; {size} sự kiện / events"
    for key in signers:
        where = "đã cho / given" if keys else "NẰM TRONG GÓI, hãy so với nơi khác / IN THE BUNDLE, compare it elsewhere"
        yield f"Khóa / key: {key} ({where})"
    before = 0
    for each in bundle["events"]:
        leaf = bytes_of(each["leaf"])
        event = event_of(leaf)
        if event["position"] != each["position"] or event["position"] <= before:
            raise Bad(f"thứ tự sai tại vị trí / out of order at position {each['position']}")
        before = event["position"]
        proof = [bytes_of(hash_) for hash_ in each["proof"]]
        if not included(leaf, before - 1, size, proof, root):
            raise Bad(f"bằng chứng không khớp tại vị trí / the proof does not hold at position {before}")
        yield LINE.format(**event)


def printable(said: str) -> str:
    """Without characters that a terminal would obey."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in said)


def main(arguments: Sequence[str]) -> int:
    """Check the bundle that is named; the exit status."""
    if not arguments:
        sys.stdout.write(f"{__doc__}\n")
        return 2
    try:
        with zipfile.ZipFile(arguments[0]) as kept:
            if kept.getinfo("bundle.json").file_size > MOST_BYTES:
                raise zipfile.BadZipFile("quá lớn / too large")  # noqa: TRY301  # it is one more way to be no bundle
            bundle = json.loads(kept.read("bundle.json"))
        said = [printable(line) for line in check(bundle, arguments[1:])]
    except Bad as wrong:
        sys.stdout.write(f"KHÔNG ĐÚNG / DOES NOT HOLD: {printable(str(wrong))}\n")
        return 1
    # Whatever a hostile file makes go wrong is said in a line.
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, zipfile.BadZipFile) as wrong:
        sys.stdout.write(f"KHÔNG PHẢI GÓI BẰNG CHỨNG / NOT A BUNDLE: {wrong!r}\n")
        return 2
    sys.stdout.write("\n".join([*said, f"ĐÚNG / HOLDS: {len(bundle['events'])} sự kiện / events", ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
