"""Does a witness that is killed at any instant ever sign two logs under one name?

    python benchmarks/witnessing.py [KILLS]

It starts `dondoc witness serve` in a folder of its own, lets a log grow before it, kills it (-9) at a random instant,
starts it again, and offers it an older and a forked log. Exit status 1 when it signed one or forgot what it had signed.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from random import Random

from dondoc.transparency import proofs
from dondoc.transparency.checkpoint import Checkpoint
from dondoc.transparency.keyfile import add_key
from dondoc.transparency.note import SigningKey
from dondoc.transparency.tree import leaf_hash, node_hash
from dondoc.transparency.witness import Asked

LOG = SigningKey("theo-doi.example", bytes(range(32)))
STEP = 3
SIGNED = 200


class Tree:
    """A log in memory; two of another name are two logs."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._kept: dict[tuple[int, int], bytes] = {}

    def node(self, height: int, index: int) -> bytes:
        """The root of a complete subtree."""
        if (height, index) not in self._kept:
            below = (self.node(height - 1, 2 * index), self.node(height - 1, 2 * index + 1)) if height else ()
            self._kept[height, index] = node_hash(*below) if below else leaf_hash(f"{self._name} {index}".encode())
        return self._kept[height, index]

    def asked(self, old: int, size: int) -> bytes:
        """The request to sign a size, from the old one on."""
        note = Checkpoint(LOG.name, size, proofs.root(self.node, size)).signed([LOG])
        return Asked(old, tuple(proofs.consistency(self.node, old, size)), note).body.encode()


class Running:
    """A witness as a process of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        command = ["witness", "serve", "--log", str(LOG.verifier()), "--port", str(port)]
        command += ["--state", str(folder / "state"), "--key-file", str(folder / "key")]
        code = "import sys; from dondoc.interfaces.cli.main import main; sys.exit(main(sys.argv[1:]))"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([sys.executable, "-c", code, *command], **quiet)  # noqa: S603  # dondoc itself
        self._port = port
        until = time.monotonic() + 60
        while self.post(b"") == 0:
            if time.monotonic() > until:
                raise TimeoutError("the witness does not begin")
            time.sleep(0.05)

    def post(self, body: bytes) -> int:
        """The status of the answer; 0 for none."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        try:
            connection.request("POST", "/add-checkpoint", body)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def end(self) -> None:
        """Kill it, wherever it is."""
        self.process.kill()
        self.process.wait()


def grow(witness: Running, tree: Tree, signed: int) -> int:
    """Let the log grow until nobody answers; the last size whose signature arrived."""
    while witness.post(tree.asked(signed, signed + STEP)) == SIGNED:
        signed += STEP
    return signed


def main() -> int:
    """Kill it so many times; the exit status."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    chance, wrong = Random(kills), 0  # noqa: S311  # the same instants in every run, as far as a machine allows
    with tempfile.TemporaryDirectory() as name, socket.socket() as free:
        folder = Path(name)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        add_key(folder / "key", "nhan-chung.example")
        tree, forked, signed = Tree("one"), Tree("another"), 0
        witness = Running(folder, port)
        for number in range(kills):
            killer = threading.Timer(chance.uniform(0.05, 0.6), witness.end)
            killer.start()
            signed = grow(witness, tree, signed)
            killer.join()
            witness = Running(folder, port)
            # It has seen the last size whose signature arrived, or the one that was on its way when it died.
            seen = next(
                (size for size in (signed, signed + STEP) if witness.post(tree.asked(size, size)) == SIGNED), -1
            )
            fork = [witness.post(forked.asked(old, size)) for old in (0, signed, seen) for size in (seen, seen + 1)
                    if 0 <= old <= size]  # fmt: skip
            smaller = witness.post(tree.asked(max(signed - 1, 0), max(signed - 1, 0))) if signed > 1 else 0
            if seen < 0 or SIGNED in [*fork, smaller]:
                wrong += 1
                print(f"kill {number}: signed {signed}, saw {seen}, fork {fork}, smaller {smaller}")
            signed = max(seen, 0)
        witness.end()
    print(f"{kills} kills, the log grew to {signed} events: {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
