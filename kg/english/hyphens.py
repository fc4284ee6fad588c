"""Words broken at a line end: was the hyphen put there by the line break?"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from importlib import resources

_SUFFIX = re.compile(
    r"(?:[bcdfgklmnprstv]?(?:ing|ings|ed|er|ers|able|ible|al|ally|ance|ances|ence|ences|ant|ent|"
    r"ents|ive|ively|ity|ities|ism|ist|ists|ize|ized|ise|ised|ous|ously|ary|ory|ate|ated|ation|"
    r"ations|ition|ment|ments|mental|tion|tions|tional|sion|sions|cial|tial|cian|cians)|"
    r"ly|ness|ful|fully|less|ship|ture|tures|sure|nment|nments|ernment|ernments)$"
)
_PREFIXES = frozenset(
    "all anti co counter cross ex half high ill inter low mid mini multi non off out over post pre "
    "pro re self semi sub super two three four five un under well".split()
)
#: Those that stand before a hyphen of their own, not of a program.
_ALWAYS = frozenset("self well half cross non high two three four five".split())
_AT_LINE_END = re.compile(r"[a-z][-\u2010][ \t]*\r?\n[ \t]*[a-z]")
_DIVIDED = re.compile(r"(?<!\w)\w+[-\u2010\u00ad][ \t]*\r?\n[ \t]*\w+")
_TAIL = re.compile(r"[^\W\d_]+(?=.$)")
_HEAD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """The 20,000 most frequent words or so, which the reading model knows by heart."""
    text = (resources.files("kg") / "data" / "kg_en" / "vocab.txt").read_text("utf-8")
    return frozenset(filter(str.isalpha, text.split()))  # pieces of words go


class Words:
    """The lower-case words of a text but those that a line end divides, collected when asked."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def found(self) -> frozenset[str]:
        whole = _DIVIDED.sub(" ", self._text.lower())
        return frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", whole))

    @cached_property
    def typeset(self) -> bool:
        """Do so many lines end in a hyphen that a program must have put them there?"""
        times = len(_AT_LINE_END.findall(self._text))
        return times >= 3 and times >= 0.04 * self._text.count("\n")


def is_broken(left: str, right: str, words: Words, *, typeset: bool = False) -> bool:
    """Does the word at the end of the line `left`, hyphen included, go on without it in `right`?

    The other words of the text tell first, then whether English has the whole word. If in doubt,
    no; but yes in `typeset` text, where programs hyphenate, unless both parts are words of their
    own.

    >>> is_broken("the recommenda-", "tion of the committee", Words(""))
    True
    >>> is_broken("a well-", "known proposal", Words(""), typeset=True)
    False
    """
    if left[-1] == "\u00ad":
        return True
    tail, head = _TAIL.search(left), _HEAD.match(right)
    if not tail or not head or not head[0].islower():
        return False
    before, after = tail[0].lower(), head[0]
    if f"{before}-{after}" in words.found:
        return False
    if before + after in words.found or (before not in _ALWAYS and before + after in _known()):
        return True
    if typeset:
        known = words.found | _known()
        own = before in _ALWAYS or (before in _PREFIXES | known and after in known)
        return left[-1] == "\u2010" or not own
    if before in _PREFIXES:
        return False
    return len(before) > 2 and bool(_SUFFIX.match(after))


_LINE_END = re.compile(r"(?<![^\W\d_])([^\W\d_]+)(?:[-\u2010][ \t]*\r?\n|\u00ad)\s*(?=[a-z])")


def one_line(text: str) -> str:
    """The words of a stretch of text with single spaces, a word broken at a line end made whole.

    >>> one_line("the Commissioner  of Agri-\\nculture")
    'the Commissioner of Agriculture'
    """
    if "\n" in text or "\u00ad" in text:
        text = _LINE_END.sub(lambda m: m[1] + "-" * (m[1].lower() in _ALWAYS), text)
    return " ".join(text.split())
