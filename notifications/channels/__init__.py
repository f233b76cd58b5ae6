"""Ways to reach a person, one file each. A channel that sends is tried again for ever; the inbox never waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class Reachable(Protocol):
    email: str


@dataclass(frozen=True)
class Letter:
    """A message ready to be sent: an address and neutral words. `id`: the notification's, the same at every attempt."""

    id: int
    address: str
    subject: str
    body: str


@dataclass(frozen=True)
class Channel:
    """`reaches`: has this person an address here? `opens`: one connection for many letters (None: nothing to send)."""

    name: str
    reaches: Callable[[Any], bool]
    opens: Callable[[], Any] | None = None

    @property
    def sends(self) -> bool:
        return self.opens is not None


class Line(Protocol):
    """An open connection. `send` raises `Undeliverable` if this letter failed, any other error if the line broke."""

    def __enter__(self) -> "Line": ...
    def __exit__(self, *error: object) -> None: ...
    def send(self, letter: Letter) -> None: ...


class Undeliverable(Exception):
    """This one letter was refused; the line works. Says why without an address in it."""


from notifications.channels import email, inbox  # noqa: E402  (they need the classes above)

CHANNELS: dict[str, Channel] = {module.CHANNEL.name: module.CHANNEL for module in (inbox, email)}
