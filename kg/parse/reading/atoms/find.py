"""The atoms of a document: what is one word each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.parse.reading.atoms.cases import find_cases
from kg.parse.reading.atoms.products import find_products, find_statutes, find_taxa, find_versions
from kg.parse.reading.atoms.text import Atom, Text, splits
from kg.parse.reading.atoms.titles import find_titles
from kg.parse.reading.atoms.words import ARTICLES, CONJUNCTIONS, LONGEST, SMALL, TELLING, word_set


def find_atoms(
    words: Sequence[str],
    spaces: Sequence[bool],
    *,
    italic: Sequence[bool] | None = None,
    titles: Sequence[Sequence[str]] = (),
) -> list[Atom]:
    """The atoms of one block, in order; none overlap, the longest win, quotes are outside.

    `words` are the tokens of the block without white space, `spaces[i]` whether a space follows
    word i, and `italic[i]` whether it was set in italics or otherwise emphasised; None if that is
    unknown. `titles` are known from elsewhere in the document (see `titles_of`).

    Raises ValueError if the sequences differ in length.

    >>> words = "She wrote Never Let Me Go in 2005 .".split()
    >>> find_atoms(words, [True] * 7 + [False] * 2)
    [Atom(first=2, end=6, kind='title')]
    """
    if not len(words) == len(spaces) == len(words if italic is None else italic):
        raise ValueError(f"{len(words)} words need as many spaces and italics; pass one per word")
    text = Text(words, spaces, italic)
    found = [*find_titles(text), *find_cases(text), *find_products(text)]
    known = [*titles, *(words[a.first : a.end] for a in found if a.kind != "case")]
    found += [*find_versions(text), *find_statutes(text), *find_taxa(text)]
    return _longest([*found, *_again(text, known)])


def titles_of(
    blocks: Iterable[tuple[Sequence[str], Sequence[bool], Sequence[bool] | None]],
    *,
    headings: Iterable[Sequence[str]] = (),
) -> list[list[str]]:
    """The titles and products of a document that are known where they stand bare, in order.

    `blocks` are the words, spaces and italics of each block; `headings` the words of headings and
    of the document's own title. Only what a parser would split is returned, and of the headings
    none that may be no more than names put together ("Smith and Jones", "Parks in Berlin").

    >>> words = ["He", "read", '"', "Poor", "Cow", '"', "and", '"', "Up", "the", "Hill", '"']
    >>> titles_of([(words, [True, True, False, True, False] * 2 + [True, False], None)])
    [['Up', 'the', 'Hill']]
    """
    found: dict[tuple[str, ...], None] = {}
    for heading in headings:
        if splits(heading) and not _describes(heading):
            found[tuple(heading)] = None
    for words, spaces, italic in blocks:
        for atom in find_atoms(words, spaces, italic=italic):
            title = tuple(words[atom.first : atom.end])
            if atom.kind not in ("case", "taxon") and splits(title):
                found[title] = None
    return [list(title) for title in found]


def _describes(heading: Sequence[str]) -> bool:
    """Whether a heading may be names that a conjunction or a place holds together."""
    small = {word for word in heading if word.lower() in SMALL}
    places = word_set("in at from for near")
    if not small or heading[0].lower() in ARTICLES or not TELLING.isdisjoint(heading[1:]):
        return False
    return small <= CONJUNCTIONS or not small.isdisjoint(places)


def _longest(atoms: list[Atom]) -> list[Atom]:
    """Of atoms that overlap the longest, of equally long ones the first."""
    taken: set[int] = set()
    kept = []
    for atom in sorted(set(atoms), key=lambda a: (a.first - a.end, a.first, a.kind)):
        inside = range(atom.first, atom.end)
        if taken.isdisjoint(inside):
            taken.update(inside)
            kept.append(atom)
    return sorted(kept, key=lambda a: a.first)


def _again(text: Text, titles: Iterable[Sequence[str]]) -> Iterator[Atom]:
    """Where known titles stand, letter by letter; not where one is all there is, as a heading."""
    lengths: dict[str, set[int]] = {}
    known: set[tuple[str, ...]] = set()
    for title in titles:
        if len(title) <= LONGEST and splits(title):
            words = tuple(word.replace("’", "'") for word in title)
            known.add(words)
            lengths.setdefault(words[0], set()).add(len(words))
    for i, word in enumerate(text.words if known else ()):
        for length in lengths.get(word, ()):
            found = tuple(text.words[i : i + length])
            if found in known and _has_more(text, i, i + length):
                kind = "product" if _is_product(found) else "title"
                yield Atom(i, i + length, kind)


def _has_more(text: Text, first: int, end: int) -> bool:
    """Whether the block has other words than these."""
    around = (*text.words[max(0, first - 3) : first], *text.words[end : end + 3])
    return any(word[:1].isalnum() for word in around)


def _is_product(words: Sequence[str]) -> bool:
    """Whether words that are a known atom are a product: a name, a number, no small word."""
    return any(w[0].isdigit() for w in words[1:]) and not any(w.lower() in SMALL for w in words)
