"""Office files are zips that record when they were made; this takes the clock out of them."""

import io
import re
import zipfile
from datetime import UTC, datetime

MADE = datetime(2024, 1, 15, 9, 0, tzinfo=UTC)
STAMP = (2024, 1, 15, 9, 0, 0)
_WRITTEN = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def without_clock(data: bytes) -> bytes:
    """The same Office file with one fixed date on every part and in its properties."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _WRITTEN.sub(rb"\g<1>2024-01-15T09:00:00Z\g<3>", part)
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, part)
    return out.getvalue()
