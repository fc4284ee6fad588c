"""Keys of entities within one document; the first character says what is known of the thing.

| key        | kind         | what it is                                                    |
|------------|--------------|---------------------------------------------------------------|
| `@JP`      | `COUNTRY`    | a country of the gazetteer                                    |
| `#120-126` | `NAME`       | a named thing, by its first mention                           |
| `~trade`   | `CONCEPT`    | a common noun phrase                                          |
| `=official`| `LOCAL`      | something that this document alone speaks of                  |
| `?88`      | `UNRESOLVED` | a pronoun for which nothing was found                         |
| `+40`      | `GROUP`      | several things together; none is left in a record             |

Only `@` and `~` keys mean the same in every document.
"""

from __future__ import annotations

COUNTRY, NAME, CONCEPT, LOCAL, UNRESOLVED, GROUP = "@#~=?+"


def is_named(key: str | None) -> bool:
    """Whether a key is of a thing that has a name of its own; that of a literal, None, is not.

    >>> is_named("#120-126"), is_named("~trade"), is_named(None)
    (True, False, False)
    """
    return key is not None and key[:1] in (COUNTRY, NAME)


def is_open(key: str | None) -> bool:
    """Whether nobody knows what a key stands for.

    >>> is_open("?88"), is_open("@JP"), is_open(None)
    (True, False, False)
    """
    return key is not None and key[:1] == UNRESOLVED
