"""The YAML that is read is the plain kind: what could hide, multiply or change a value is refused at its line."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from dondoc.config.source import MOST_BYTES, MOST_DEPTH, read
from dondoc.domain.errors import ConfigInvalid, Invalid

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
REFUSED = {
    "anchor": ("b: &x 1", "anchors"),
    "alias": ("b: *a", "anchors"),
    "tag of a value": ("b: !!str 5", "tags such as !!str"),
    "tag that makes an object": ("b: !!python/object/apply:os.system [ls]", "tags"),
    "tag of one's own": ("b: !secret x", "tags such as !secret"),
    "tag that says nothing": ("b: ! x", "tags"),
    "merge": ("<<: {c: 1}", "a key must be a plain word"),
    "key that is a list": ("? [c, d]\n: 1", "a key must be a plain word"),
    "key that stands twice": ("a: 2", "stands twice"),
    "key that stands twice in another form": ("e\u0301: 1\n\u00e9: 2", "stands twice"),
    "tab": ("b:\tc", "tab"),
    "control character": ("b: c\u0007", "control character"),
    "too deep": ("b: " + "[" * MOST_DEPTH + "]" * MOST_DEPTH, "nested deeper"),
    "bad indentation": ("  b: 1", "not YAML"),
    "colon in a plain text": ("b: c: d", "not YAML"),
    "second document": ("---\nb: 1", "not YAML"),
}


@pytest.mark.parametrize(("spoilt", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused_at_its_line(tmp_path: Path, spoilt: str, said: str) -> None:
    """The place is the spoilt line, the third; for a pair that clashes, its second half."""
    file = tmp_path / "some.yaml"
    file.write_text(f"# a comment\na: 1\n{spoilt}\nz: 1\n", encoding="utf-8")
    clash = spoilt.count(": ") == 2 and "twice" in said
    with pytest.raises(ConfigInvalid) as refused:
        read(file)
    (found,) = refused.value.findings
    assert found.place == f"{file}:{4 if clash else 3}"
    assert said.lower() in found.en.lower()
    assert found.vi not in {"", Invalid.default_vi}
    assert found.cure


def test_what_is_not_utf_8_is_refused_at_its_line(
    folder: Path, spoil: Callable[..., str], findings: Callable[[], list[Invalid]]
) -> None:
    """A file saved in an old Vietnamese encoding does not become wrong letters."""
    place = spoil("units.yaml", "- id: thanh-tra-bo", "Thanh tra", "@@@")
    raw = (folder / "units.yaml").read_bytes().replace(b"@@@", "Thanh tra Bộ".encode("cp1258", "ignore") + b"\xf2")
    (folder / "units.yaml").write_bytes(raw)
    (found,) = findings()
    assert found.place == place
    assert "UTF-8" in found.en


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BOMB, id="aliases that explode"),
        pytest.param("a: " + "[" * 1_000_000, id="a million brackets"),
        pytest.param("- " * 1_000_000, id="a million dashes"),
        pytest.param("a: " + "{a: " * 500_000, id="half a million braces"),
        pytest.param("a: x\n" * (MOST_BYTES // 4), id="too large"),
    ],
)
def test_a_file_that_is_a_trap_is_refused_quickly_and_with_little_memory(tmp_path: Path, text: str) -> None:
    """Within a second of work and a few times the file's own size, before anything is built from it."""
    file = tmp_path / "trap.yaml"
    file.write_text(text, encoding="utf-8")
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(ConfigInvalid):
        read(file)
    took = time.process_time() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 1
    assert peak < 4 * MOST_BYTES


def test_plain_values_are_text_integers_true_false_or_nothing(tmp_path: Path) -> None:
    """No day becomes another type, no `no` becomes false, no `1_0`, `0x1` or `1e3` becomes a number."""
    file = tmp_path / "plain.yaml"
    file.write_text(
        "a: [2024-03-18, no, yes, True, 1_0, 0x1, 1e3, 1.0, 007, 12:30, .inf]\nb: [1, -1, 0, true, false, null, ~]\n"
        "c:\nd: '5'\n",
        encoding="utf-8",
    )
    data = read(file).data
    assert data["a"] == ["2024-03-18", "no", "yes", "True", "1_0", "0x1", "1e3", "1.0", "007", "12:30", ".inf"]
    assert data["b"] == [1, -1, 0, True, False, None, None]
    assert (data["c"], data["d"]) == (None, "5")


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    """A path leads to the line of its key or entry; one that leads nowhere, to the nearest part that is there."""
    file = tmp_path / "lines.yaml"
    file.write_text("a:\n  - b: 1\n    c: 2\n  - [x,\n     y]\n", encoding="utf-8")
    source = read(file)
    lines = {path: source.place(path) for path in [("a", 0, "c"), ("a", 1, 1), ("a", 0, "gone", 3), ("gone",)]}
    assert list(lines.values()) == [f"{file}:{line}" for line in (3, 5, 2, 1)]
    assert source.lead(("a", "tag", 0, "c", "gone")) == (("a", 0, "c"), ("tag", "gone"))
