"""A question → the sentences that answer it, and the entities and facts that lead there."""

from kg.retrieve.search import Index, Quote, retrieve
from kg.retrieve.sentences import Sentence, sentences_of

__all__ = ["Index", "Quote", "Sentence", "retrieve", "sentences_of"]
