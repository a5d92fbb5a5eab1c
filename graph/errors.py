"""What can go wrong, one class for each thing a reader can do about it.

Every message names the file or the id, the place, and the remedy, on one line.
"""

from __future__ import annotations


class GoldenThreadError(Exception):
    """The root of every error that this program raises on purpose."""


class WrongUseError(GoldenThreadError):
    """The command, parameter or address is not one the program knows: ask differently."""


class UnreadableInputError(GoldenThreadError):
    """A file cannot be read as a plan, a register or a query: mend or replace the file."""


class NotFoundError(GoldenThreadError):
    """No node, document or query has this id or name: look it up with `find` or a list."""


class GraphMissingError(GoldenThreadError):
    """There is no graph at this location yet: build one."""


class GraphBusyError(GoldenThreadError):
    """Another program is writing to this graph: wait for it to end."""


class GraphFormatError(GoldenThreadError):
    """The graph was made by another version of the program: upgrade, or build it afresh."""


class QueryRefusedError(GoldenThreadError):
    """The query is not valid, or would do more than read: write it differently."""


class QueryStoppedError(GoldenThreadError):
    """The query ran over its time or its memory and was ended: narrow it."""


class IntegrityError(GoldenThreadError):
    """What is stored no longer agrees with itself: build afresh, or restore the archive."""
