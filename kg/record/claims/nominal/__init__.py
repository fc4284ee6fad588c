"""What noun phrases say: appositions, titles, kin, lives, places, lists, owners.

| rule         | text                                    | claim                               |
|--------------|-----------------------------------------|-------------------------------------|
| `apposition` | Kim Jong-un, the supreme leader         | (Kim Jong-un, be, supreme leader)   |
| `apposition` | one of the two pilots, Jan Hoek         | (Hoek, be, one of two pilots)       |
| `title`      | spokesman Lu Kang                       | (Lu Kang, be, spokesman)            |
| `role-of`    | Japan's prime minister Shinzo Abe       | (Abe, be prime minister of, Japan)  |
| `role-of`    | Lena identified Viktor's wife               | (Lena, be wife of, Viktor)          |
| `life`       | Emil Karsten (1852-1911)                | (Karsten, be born in, 1852)         |
| `based`      | the London-based retailer Orbis         | (Orbis, be based in, London)        |
| `born`       | the Lund-born painter Ada Holm          | (Ada Holm, be born in, Lund)        |
| `possessive` | the party's leader                      | (party, have, party's leader)       |
| `example`    | weapons such as catapults               | (weapons, include, catapults)       |
| `example`    | it has two directors: Fox and Lee       | (it, have director, Fox)            |
| `noun-prep`  | the museum in Vienna                    | (museum in Vienna, in, Vienna)      |
| `noun-prep`  | Halvor Museum in Tulsa, Oklahoma        | (Tulsa, in, Oklahoma)               |
| `noun-prep`  | Ingrid Berg of Oslo University          | (Ingrid Berg, of, Oslo University)  |
| `noun-of`    | China's acquisition of technology       | (China, acquisition of, technology) |
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.parse.analyze import Sentence
from kg.record.claims.arguments import Arguments
from kg.record.claims.nominal.behind import find_behind, owned
from kg.record.claims.nominal.lists import examples
from kg.record.claims.nominal.lives import life
from kg.record.claims.nominal.made import Nominal
from kg.record.claims.nominal.places import located
from kg.record.claims.nominal.roles import (
    explained,
    held_at,
    identified,
    one_of_several,
    picked,
    posts_beside,
    role,
    titles,
)
from kg.record.claims.nominal.seats import based, born
from kg.record.claims.stated import Stated
from kg.record.coref import find_appositions
from kg.record.mentions import Reference

__all__ = ["Nominal", "find_behind", "find_nominals", "held_at"]


def find_nominals(
    sentence: Sentence,
    references: list[Reference],
    reader: Arguments,
    standing: dict[int, Stated],
) -> Iterator[Nominal]:
    """All claims of the noun phrases of one sentence.

    `standing` gives each token's clause standing by position, so that a phrase inside "Lu said
    that ..." is attributed to Lu.
    """
    yield from picked(sentence, reader, standing)
    bound = {id(what.head): name for name, what in find_appositions(references, [sentence])}
    for reference in references:
        if reference.kind == "pronoun":
            continue
        head = reference.head
        stated = standing.get(head.i, Stated())
        listed = list(examples(sentence, reference, reader, stated))
        yield from listed
        if id(head) in bound:
            yield from role(bound[id(head)], reference, reader, stated)
            yield from based(bound[id(head)], reference, reader, stated)
            yield from born(bound[id(head)], reference, reader, stated)
            for other in posts_beside(reference, reader):
                yield from role(bound[id(head)], other, reader, stated)
        if reference.kind == "name":
            yield from titles(reference, reader, stated)
            yield from one_of_several(reference, reader, stated)
            yield from life(reference, reader, stated)
            yield from located(reference, reader, stated)
            yield from based(reference, reference, reader, stated)
            yield from born(reference, reference, reader, stated)
        elif id(head) not in bound:
            yield from explained(reference, reader, stated)
            yield from identified(reference, reader, stated)
            if not listed:
                yield from owned(sentence, reference, reader, stated)
