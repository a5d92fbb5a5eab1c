"""What the pipeline's component and its readers tell each other, by key in `Doc.user_data`."""

GAPS = "gaps"
"""Indices at which a new piece of the cell begins."""

STARTS = "starts"
"""For each token, 1 where it begins a sentence, else -1."""

TEXTS = "texts"
"""The tokens' words, read from spaCy once."""

PLACES = "places"
"""For each token, the index of its first character."""
