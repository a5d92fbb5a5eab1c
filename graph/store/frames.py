"""Messages between the program and its workers: JSON in frames over pipes.

A frame is its length as four bytes, most significant first, then that many bytes of JSON (ASCII, so
that no encoding of the system can get between).
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any

_LENGTH = struct.Struct(">I")


def send(pipe: IO[bytes], message: dict[str, Any]) -> None:
    """Write one message.

    Raises:
        OSError: the other end is gone.
    """
    content = json.dumps(message, separators=(",", ":"), allow_nan=False).encode("ascii")
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> dict[str, Any] | None:
    """Read one message; None when the other end is gone, also in the middle of a frame."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = pipe.read(length)
    if len(content) < length:
        return None
    message: dict[str, Any] = json.loads(content)
    return message
