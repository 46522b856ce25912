"""What a channel is: it hands one notice over, whole, or says why not. It never decides whether to try again.

Sending the same notice twice must do no more harm than arriving twice under the same key.
"""

from __future__ import annotations

from typing import Protocol

from dondoc.domain.notice import Notice


class Channel(Protocol):
    """A way to send notices."""

    def lane(self, address: str) -> str:
        """What the address shares with those that fail together, such as the receiving host; holds no personal data."""

    def send(self, notice: Notice) -> None:
        """Hand it over. When this returns, the other side has it.

        Raises:
            NotDelivered: it has not, or may not have; nothing in the error is an address or a secret.
        """
