"""A trivial balancer: it hands each new line to the next server that takes it. It knows nothing of what is said."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Sequence


class Balancer:
    """Stands before servers on ports of this machine."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._turns = itertools.cycle(range(len(ports)))
        self._ports = ports
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return  # it was closed
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = self._server()
        if server is None:
            client.close()
            return
        back = threading.Thread(target=hand_on, args=(server, client), daemon=True)
        back.start()
        hand_on(client, server)
        back.join()
        client.close()
        server.close()

    def _server(self) -> socket.socket | None:
        first = next(self._turns)
        for number in range(len(self._ports)):
            try:
                return socket.create_connection(("127.0.0.1", self._ports[(first + number) % len(self._ports)]), 1)
            except OSError:
                continue  # the next one
        return None

    def close(self) -> None:
        """Take no more lines."""
        self._listening.close()


def hand_on(from_: socket.socket, to: socket.socket) -> None:
    """Hand on what comes until one side ends it; then end the other."""
    try:
        from_.settimeout(None)
        while said := from_.recv(1 << 16):
            to.sendall(said)
    except OSError:
        pass  # one of them is gone, which is what the other is told now
    for line in (from_, to):
        try:
            line.shutdown(socket.SHUT_RDWR)
        except OSError:
            continue  # it was cut already
