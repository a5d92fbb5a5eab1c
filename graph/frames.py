"""Messages between the program and its workers: JSON in frames over pipes.

A frame is its length as four bytes, most significant first, then that many bytes. A message is a
frame of JSON (ASCII, so that no encoding of the system can get between); where bytes go with it,
its key `attached` says how many frames of them follow.
"""

from __future__ import annotations

import json
import struct
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LENGTH = struct.Struct(">I")
_ATTACHED = "attached"


def send(pipe: IO[bytes], message: Mapping[str, Any], attached: Sequence[bytes] = ()) -> None:
    """Write one message, and the bytes that go with it.

    Raises:
        OSError: the other end is gone.
    """
    if attached:
        message = {**message, _ATTACHED: len(attached)}
    content = json.dumps(message, separators=(",", ":"), allow_nan=False).encode("ascii")
    for frame in (content, *attached):
        pipe.write(_LENGTH.pack(len(frame)))
        pipe.write(frame)
    pipe.flush()


def receive(pipe: IO[bytes]) -> dict[str, Any] | None:
    """Read one message; None when the other end is gone, also in the middle of a frame.

    The bytes that went with it are a list under `attached`.
    """
    content = _frame(pipe)
    if content is None:
        return None
    message: dict[str, Any] = json.loads(content)
    if _ATTACHED in message:
        attached = []
        for _ in range(message[_ATTACHED]):
            frame = _frame(pipe)
            if frame is None:
                return None
            attached.append(frame)
        message[_ATTACHED] = attached
    return message


def _frame(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = pipe.read(length)
    return content if len(content) == length else None
