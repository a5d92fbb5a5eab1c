"""Language: what the words of a cell say, with the exact place and the rule of every reading."""

from loaders.language.reading import Language, Mention, Sentence

__all__ = ["Language", "Mention", "Sentence"]
