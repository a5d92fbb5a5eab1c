"""Opens the ZIP that an Office document is, without trusting what it says of itself.

Nothing is written to disk and nothing is read that was not asked for. Before anything is unpacked
its parts are counted, the sizes they declare are added up, and no two of them may share bytes (as
in a bomb that unpacks one part many times). Each part is then unpacked no further than it declared.

Source of the format: PKWARE's APPNOTE.TXT, and ECMA-376 part 2 (which methods Office may use).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from graph.errors import UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loaders.limits import Limits

_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = b"PK\x03\x04"
_LOCAL_LENGTH = 30
_NAME_LENGTHS = struct.Struct("<HH")
_MOST_PARTS = 10_000
_ENCRYPTED = 0x1
_PIECE = 256 * 1024
_SMALL = 20 * 1024 * 1024
_STEEPEST = 300
"""Times its packed size: XML that an office program wrote packs far worse than this."""


class Packed:
    """A ZIP whose parts can be read one by one.

    Attributes:
        path: the file, for messages.
        names: its parts as they are written, in the order of its directory.
    """

    def __init__(self, path: Path, original: bytes, parts: dict[str, zipfile.ZipInfo]) -> None:
        """Hold the parts that `open_packed` has checked, by their names in lower case."""
        self.path = path
        self.names = tuple(map(_name, parts.values()))
        self._original = original
        self._parts = parts

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a part of this name; as in Office, case does not count."""
        return name.lower() in self._parts

    def size(self, name: str) -> int:
        """Return the bytes that a part declares to unpack to."""
        return self._parts[name.lower()].file_size

    def read(self, name: str, most: int = _SMALL) -> bytes:
        """Return a part.

        Args:
            name: the part's name, in any case.
            most: bytes that it may hold: what is read whole should be small.

        Raises:
            UnreadableInputError: there is no such part, it is larger, or it is damaged.
        """
        if name not in self:
            raise UnreadableInputError(
                f"{self.path}: is damaged (its part {name} is missing); {_AGAIN}"
            )
        if self.size(name) > most:
            raise UnreadableInputError(
                f"{self.path}: its part {name} unpacks to {self.size(name):,} bytes, more than the "
                f"{most:,} that such a part may have; save it again with Word or Excel"
            )
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Unpack a part piece by piece.

        Raises:
            UnreadableInputError: it is damaged, or holds more than it declares.
        """
        part = self._parts[name.lower()]
        start = _data_start(self._original, part)
        packed = memoryview(self._original)[start : start + part.compress_size]
        left, checksum = part.file_size, 0
        for piece in _inflated(packed, part.compress_type):
            if piece is None:
                raise self._damaged(part)
            left -= len(piece)
            if left < 0:
                raise UnreadableInputError(
                    f"{self.path}: its part {part.filename} holds more than it says, as a zip bomb "
                    "does; ask for the document again from where it came"
                )
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if left or checksum != part.CRC:
            raise self._damaged(part)

    def _damaged(self, part: zipfile.ZipInfo) -> UnreadableInputError:
        return UnreadableInputError(
            f"{self.path}: is cut short or damaged (in its part {part.filename}); {_AGAIN}"
        )


_AGAIN = "fetch it again, or open and save it with the program that made it"


def open_packed(path: Path, original: bytes, limits: Limits) -> Packed:
    """Open a ZIP.

    Args:
        path: the file's name, for messages.
        original: its bytes.
        limits: `unpacked` bounds what its parts may unpack to, all together.

    Raises:
        UnreadableInputError: no whole ZIP, locked, packed in an unusual way, or a zip bomb.
    """
    # Each entry of the directory begins with these bytes, so this many is the most it can have.
    if original.count(_DIRECTORY_ENTRY) > _MOST_PARTS:
        raise UnreadableInputError(
            f"{path}: has more than {_MOST_PARTS:,} parts, as no document has; "
            "save it again with Word or Excel"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(original)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise UnreadableInputError(f"{path}: is cut short or damaged; {_AGAIN}") from error
    parts = {_name(entry).lower(): entry for entry in entries}
    if len(parts) < len(entries):
        raise _suspect(path, "two of its parts have the same name")
    _check(path, original, entries, limits)
    return Packed(path, original, parts)


def _name(entry: zipfile.ZipInfo) -> str:
    # Some programs write Windows' separators.
    return entry.filename.replace("\\", "/").lstrip("/")


def _check(path: Path, original: bytes, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    limits.check(path, "unpacked", sum(entry.file_size for entry in entries), "bytes when unpacked")
    free = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableInputError(
                f"{path}: is locked with a password; save a copy without one"
            )
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableInputError(
                f"{path}: is packed in a way that Word and Excel do not use; save it again with one"
            )
        start = _data_start(original, entry)
        if start < 0 or start + entry.compress_size > len(original):
            raise UnreadableInputError(f"{path}: is cut short or damaged; {_AGAIN}")
        if entry.header_offset < free:
            raise _suspect(path, "its parts overlap, as in a zip bomb")
        if entry.file_size > max(_SMALL, entry.compress_size * _STEEPEST):
            raise _suspect(
                path,
                f"its part {entry.filename} unpacks to {entry.file_size:,} bytes, more than "
                f"{_STEEPEST} times its size, as in a zip bomb",
            )
        free = start + entry.compress_size


def _suspect(path: Path, why: str) -> UnreadableInputError:
    return UnreadableInputError(
        f"{path}: is not read, because {why}; ask for the document again from where it came"
    )


def _data_start(original: bytes, entry: zipfile.ZipInfo) -> int:
    """Return where a part's bytes begin; -1 where no part begins that the directory names."""
    at = entry.header_offset
    if at < 0 or original[at : at + 4] != _LOCAL_HEADER or at + _LOCAL_LENGTH > len(original):
        return -1
    name, extra = _NAME_LENGTHS.unpack_from(original, at + _LOCAL_LENGTH - _NAME_LENGTHS.size)
    return at + _LOCAL_LENGTH + int(name) + int(extra)


def _inflated(packed: memoryview, method: int) -> Iterator[bytes | None]:
    """Unpack; None where it cannot go on."""
    if method == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _PIECE):
            yield bytes(packed[at : at + _PIECE])
        return
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    fed = 0
    while not engine.eof:
        rest = engine.unconsumed_tail
        if not rest:
            rest = bytes(packed[fed : fed + _PIECE])
            fed += len(rest)
        try:
            piece = engine.decompress(rest, _PIECE)
        except zlib.error:
            yield None
            return
        if not piece and not rest:
            yield None
            return
        yield piece
