"""One reader for each file format: bytes in, canonical text out."""
