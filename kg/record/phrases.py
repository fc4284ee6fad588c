"""What to call a noun phrase: its compact extent and its label.

"the two former athletes from Seoul that Abe met" is drawn as "the two former athletes" and called
"two former athletes"; "the art of forensic science" keeps its complement, since "art" alone would
be another thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from kg.english.lexicon import (
    ALLOW_NOUNS,
    DESIRE_NOUNS,
    FEW,
    PARTITIVES,
    PLAN_NOUNS,
    REFUSE_NOUNS,
    REQUIRE_NOUNS,
    SINGLING,
    WAY_NOUNS,
    is_role,
)
from kg.english.nouns import EVALUATIVE, FOCUS, SOME_OF, is_deed, is_person
from kg.parse.analyze import Sentence
from kg.parse.tokens import AMOUNTS, TIMES, Token

DASHES = {"–", "—"}
#: How many words a complement may add to the label of a noun.
MOST_WORDS = 6
#: Nouns that only the clause behind them fills ("ability to fly", "way people ride").
HOLLOW = ALLOW_NOUNS | PLAN_NOUNS | DESIRE_NOUNS | REQUIRE_NOUNS | REFUSE_NOUNS | WAY_NOUNS
#: Prepositions that do not say which thing is meant.
NO_COMPLEMENT = {"including", "like", "as", "than", "such", "by", "per", "via", "during"}
#: Prepositions that behind an object mostly belong to its verb.
OF_VERBS = {"from", "with", "into", "at", "onto", "through", "after", "before", "until", "without"}
#: How many, left open: "various factors" are factors.
QUANTIFIERS = {"various", "numerous", "countless", "multiple", "such"}
#: Prepositions behind which a role is filled ("heir to the throne").
OF_ROLES = {"of", "to", "for", "from"}
#: Prepositions of where things are, and what they are against or about.
WHERE = {"in", "at", "near", "on", "against", "about", "over", "for", "under"}
#: Prepositions that behind a deed name who takes part.
OF_DEEDS = {"to", "from", "with", "into"}
QUOTES = '"“”'
ARTICLES = {"the", "a", "an", "this", "that", "these", "those"}
#: What no label ends in.
ENDINGS = ARTICLES | OF_ROLES | WHERE | OF_DEEDS | {"by", "between", "and", "or", "than", "as"}
#: How many nouns may be joined to the first behind one "of" ("a mix of jazz, folk and rock").
MOST_JOINED = 3
#: How many tokens an owner may add to a label.
LONGEST_OWNER = 5
#: How many words a label may have.
LONGEST = 12
#: Entity labels of so many of a unit.
MEASURED = frozenset({"MONEY", "PERCENT", "QUANTITY"})
#: What leads to the time in which an amount falls due or is done ("£20 a month").
A_TIME = frozenset({"a", "an", "each", "every", "per"})
PERIODS = frozenset("second minute hour day night week month quarter year annum".split())
#: What may stand left of a noun inside its phrase.
BEFORE = {
    "det", "amod", "compound", "nummod", "poss", "nmod", "predet", "quantmod", "advmod", "case",
    "punct", "npadvmod", "neg", "cc", "conj", "aux", "dep",
}  # fmt: skip


def phrase(sentence: Sentence, head: Token) -> list[Token]:
    """The compact noun phrase of a head: what stands before it, without what follows it.

    "the two former athletes from Seoul" → "the two former athletes".
    """
    last = _amount_end(sentence.tokens, head, _complement_end(head))
    first = head.i
    lefts = [child for child in head.children if child.i < head.i]
    for child in reversed(lefts):
        part = child.subtree()
        if child.dep not in BEFORE or part[-1].i != first - 1 or _clausal(part):
            break
        if any(t.text in DASHES and t.i and t.start > sentence.tokens[t.i - 1].end for t in part):
            break
        first = part[0].i
    tokens = sentence.tokens
    while first < head.i and (
        tokens[first].pos in ("PUNCT", "CCONJ") and tokens[first].text != "$"
    ):
        first += 1
    if last == head.i and _is_lettered(head, tokens[last + 1 : last + 4]):
        last += 3
    return whole_brackets(tokens, tokens[first : last + 1])


def _is_lettered(noun: Token, behind: list[Token]) -> bool:
    """ "recommendation (d)": which one, its letter says."""
    if len(behind) < 3 or noun.tag != "NN" or noun.having("det", "poss"):
        return False
    opening, letter, closing = (t.text for t in behind)
    return (opening, closing) == ("(", ")") and LETTER.fullmatch(letter) is not None


def _amount_end(tokens: list[Token], head: Token, last: int) -> int:
    """Where an amount ends: "3.1 [to 3.4]", "between 3 [and 4]", "£20 [a month]"."""
    number = is_amount(head) or is_bound(head)
    if last != head.i or not (number or head.having("nummod")):
        return last
    behind = tokens[last + 1 : last + 2]
    if number and behind and behind[0].lower == ("and" if is_bound(head) else "to"):
        last = _upper_end(head, behind[0]) or last
    rate = tokens[last + 1 : last + 3]
    if len(rate) == 2 and rate[0].lower in (*A_TIME, "plus", "+"):
        each = rate[0].lower == "per" and rate[1].tag == "NN"  # "9p per share"
        then = tokens[last + 3 : last + 4]
        since = bool(then) and rate[1].head is then[0]  # "from 79 a week earlier"
        a_time = rate[1].lower in PERIODS and not since
        last += 2 if each or a_time or _is_rate(head, rate[1]) else 0
    degree = tokens[last + 1 : last + 2]
    if tokens[last].text == "°" and degree and degree[0].start == tokens[last].end:
        last += 1  # "38.9 °C"
    while (unit := tokens[last + 1 : last + 3])[1:] and unit[0].text == "/":
        if unit[0].start != tokens[last].end or unit[1].start != unit[0].end:
            break
        last += 2  # "3.1 µmol/l"
    return last


def _is_rate(amount: Token, each: Token) -> bool:
    """ "212 crowns a share"."""
    return each.dep == "npadvmod" and each.head is amount


def _upper_end(low: Token, link: Token) -> int | None:
    """Where the upper end of a range stands, behind its "to" or "and"."""
    opened = low.dep == "pobj" and low.head.lower in ("from", "by")
    if link.lower == "to" and (link.head is not low or opened):
        return None
    highs = low.having("conj") if link.lower == "and" else link.having("pobj")
    numbers = [t for t in highs if t.pos == "NUM" or is_amount(t) or t.entity in TIMES]
    return next((t.i for t in numbers if t.subtree()[0].i == link.i + 1), None)


def is_amount(head: Token) -> bool:
    """Whether a token stands for a number, or for so many of a unit: "£3 million", "92 metres"."""
    return head.entity in MEASURED or (head.pos == "NUM" and head.entity not in TIMES)


def is_bound(number: Token) -> bool:
    """ "between 3 and 4", "between May and July": the lower end of a range."""
    counted = number.pos == "NUM" or number.entity in TIMES
    return counted and number.dep == "pobj" and number.head.lower == "between"


def whole_brackets(tokens: list[Token], run: list[Token]) -> list[Token]:
    """ "copper(II[)]": what is written in one word with a bracket ends with the bracket."""
    while run and run[-1].i + 1 < len(tokens):
        text = "".join(t.text for t in run)
        after = tokens[run[-1].i + 1]
        open_ones = text.count("(") - text.count(")") + text.count("[") - text.count("]")
        if open_ones <= 0 or after.start != run[-1].end:
            return run
        run = [*run, after]
    return run


#: The end of a sentence behind a unit, which parsers take for an abbreviation: "3.1 µmol/L."
UNIT_CLOSING = re.compile(r"/\w\.\Z")


def tidy(label: str) -> str:
    """A label without what it cannot end in: a preposition, an article, half a bracket."""
    for left, right in ("()", "[]"):
        if label.count(left) > label.count(right):
            label = label[: label.rindex(left)]
        if label.count(left) < label.count(right):
            label = label[: label.index(right)]
    for mark in QUOTES if label.count('"') % 2 or label.count("“") != label.count("”") else "":
        label = label.replace(mark, "")
    if UNIT_CLOSING.search(label):
        label = label[:-1]
    words = label.rstrip(" ,;:-–—").split(" ")
    while len(words) > 1 and words[-1].lower() in ENDINGS:
        words.pop()
    return " ".join(words)


#: "Figure 4", "Table 1.5".
NUMBER = re.compile(r"\d+(?:\.\d+)*")
#: What papers and things are numbered with: "paper S/22/17", "by-law 2023-41".
MARK = re.compile(r"(?=.*\d)[A-Z0-9]+(?:[/.-][A-Z0-9]+)+")
#: In brackets: "recommendation (d)", "option (ii)".
LETTER = re.compile(r"[a-h]|[ivx]{1,4}|\d{1,2}")


def number_behind(head: Token) -> list[Token]:
    """The number that tells "factor 1" from "factor 4", none or one token."""
    marked = [
        t for t in head.having("appos", "nummod", "npadvmod", "dep")
        if t.i == head.i + 1 and MARK.fullmatch(t.text) and not t.entity
    ]  # fmt: skip
    return marked[:1] or [
        t for t in head.having("nummod")
        if t.i == head.i + 1 and NUMBER.fullmatch(t.text)
        and t.entity not in TIMES | {"MONEY", "PERCENT"}
    ]  # fmt: skip


def _row_end(head: Token, number: Token) -> int:
    """Where a row of numbers ends: "lines 2[, 5 and 11]"."""
    row = [t for t in _chain(number) if t.pos == "NUM" and NUMBER.fullmatch(t.text)]
    between = number.subtree()
    whole = bool(row) and all(t in row or t.dep in ("cc", "punct", "nummod") for t in between)
    return row[-1].i if whole and head.tag in ("NNS", "NNPS") else number.i


def complement_label(sentence: Sentence, head: Token, room: int, *, picked: bool = False) -> str:
    """ " of forensic science": without it "the art" would be another thing.

    At most `room` words, whole phrases only; `picked`, of one that is picked from them ("one of
    the first women [to fly]").
    """
    label, end = "", head
    for _ in range(MOST_WORDS):
        # "the effects of the drug [on children]" goes on at the noun that it began with
        prep = next((p for t in (end, head) for p in t.having("prep") if p.i == end.i + 1), None)
        if end is head and prep is None:
            prep = shared_of(sentence, head)
        if prep is None or not _identifies(prep, head, first=end is head):
            break
        part, last = _complement(sentence, prep)
        if last is None or len(label.split()) + len(part.split()) > room:
            break
        label, end = label + part, last
    part = _clause_label(sentence, head, end, picked=picked)
    return label + part if len(label.split()) + len(part.split()) <= room else label


def _identifies(prep: Token, head: Token, *, first: bool) -> bool:
    """Whether what a preposition leads to says which thing is meant.

    "learned the trade from her father": there it is the verb's, and of a person only "of" tells.
    """
    noun, word, lemma = prep.head, prep.lower, prep.head.lemma.lower()
    if word == "of":
        return True
    if word in NO_COMPLEMENT or (is_role(lemma) and word not in OF_ROLES):
        return False
    if is_role(lemma) and head.dep != "dobj":
        return True  # "a teacher from Leeds", "heir to the throne"
    if head.dep == "dobj" and noun is head and (word in OF_VERBS or not (first or is_deed(lemma))):
        return False
    named = any(t.pos == "PROPN" or t.entity for t in prep.having("pobj"))
    if not named or word == "between":
        return True
    if head.dep == "dobj" and noun is head:
        return False  # "signed the treaty in Lisbon": it was signed there
    return word in WHERE or (word in OF_DEEDS and is_deed(lemma))


def _clause_label(sentence: Sentence, head: Token, end: Token, *, picked: bool) -> str:
    """ "ability [to fly]", "way [people ride bikes]", "only pilot [who landed on the glacier]".

    Such nouns say nothing, or something else, by themselves.
    """
    single = is_single(head) and (picked or not _picked_from(head))
    if head.lemma.lower() not in HOLLOW and not single:
        return ""
    for verb in head.having("acl", "relcl"):
        part = verb.subtree()
        infinitive = part[0].lower == "to" and part[0] in verb.having("aux")
        bare = verb.dep == "relcl" and part[0].tag not in ("WDT", "WP", "WRB", "IN")
        opens = [t for t in sentence.tokens[end.i + 1 : part[0].i] if t.lower != "ever"]
        if part[0].i <= end.i or opens or not (infinitive or bare or single):
            continue
        kept = sentence.tokens[end.i + 1 : _clause_end(verb, part[-1].i + 1)]
        if verb in kept:
            return " " + words_of([t for t in kept if t.tag not in ("DT", "PRP$")])
    return ""


def is_single(noun: Token) -> bool:
    """ "the first woman", "the only firm", "the youngest person": of whom, a clause behind says."""
    return any(
        t.lower in SINGLING or t.entity == "ORDINAL" or t.tag == "JJS"
        for t in noun.having("amod", "nummod")
    )


def _picked_from(noun: Token) -> bool:
    """ "one of the first women to fly": that they fly is told of the one."""
    return noun.dep == "pobj" and noun.head.lower == "of" and noun.head.head.lower == "one"


def _clause_end(verb: Token, end: int) -> int:
    """Where what is told beside a clause, or joined to it or to its object, begins."""
    more = [t for t in verb.children if t.dep in ("advcl", "punct", "ccomp", "cc", "conj")]
    for thing in verb.having("dobj"):
        more += thing.having("cc", "punct", "relcl", "acl")
    return min([end, *(t.subtree()[0].i for t in more if t.i > verb.i)])


def shared_of(sentence: Sentence, head: Token) -> Token | None:
    """The "of" that joined nouns have in common: "the rise and fall of Rome".

    What people are they are of the same body ("chair and founder of Orvik"), but not of the same
    subject ("a linguist and professor of law").
    """
    tokens = sentence.tokens
    first = head
    while first.dep == "conj" and first.head.i < first.i:
        first = first.head
    row = [first, *_chain(first)]
    if len(row) < 2 or any(t.pos not in ("NOUN", "PROPN") for t in row):
        return None
    between = [t for a, b in pairwise(row) for t in tokens[a.i + 1 : b.i]]
    if any(t.dep != "cc" and t.text != "," for t in between) or tokens[row[-1].i - 1].dep != "cc":
        return None
    behind = [p for noun in row for p in noun.having("prep") if p.i == row[-1].i + 1]
    of = next((p for p in behind if p.lower == "of"), None)
    bare = first.tag == "NN" and not first.having("det", "poss", "amod", "compound")
    if bare and not is_role(first.lemma.lower()):
        return None  # "robbery and possession of a knife"
    if of is None or not any(is_role(noun.lemma.lower()) for noun in row):
        return of
    return of if any(_is_body(t) for t in of.having("pobj")) else None


def _is_body(noun: Token) -> bool:
    """Whether a name is that of an organization, a place or a people."""
    kind = noun.phrase.type if noun.phrase is not None else ""
    return noun.pos == "PROPN" and (
        kind in ("organization", "place") or noun.entity in ("ORG", "GPE", "NORP")
    )


def _joined(token: Token, head: Token) -> bool:
    return (token.dep == "conj" and token.head is head) or (
        head.dep == "conj" and head.head is token
    )


def _of_kind(noun: Token, first: Token) -> bool:
    """ "change of this kind": of what kind, the "this" says."""
    pointing = first.dep == "det" and first.lower in ("this", "that", "these", "those")
    return pointing and noun.lemma.lower() in ("kind", "sort", "type", "nature")


def _complement(sentence: Sentence, prep: Token) -> tuple[str, Token | None]:
    """What one preposition adds to a label, and the last token of it that others may follow."""
    for verb in prep.having("pcomp"):
        if prep.lower in ("of", "for") and verb.tag == "VBG" and verb.i == prep.i + 1:
            apart = [t for t in verb.having("prt", "advmod") if t.i == verb.i + 1]  # "turning away"
            last = apart[0] if apart else verb
            made = [o for o in verb.having("dobj") if o.subtree()[0].i == last.i + 1]
            if verb.having("dobj") and not made:
                break  # without its object it would be cut to nonsense
            thing = " " + label_of(phrase(sentence, made[0]), made[0]) if made else ""
            said = words_of([verb, *apart]).lower()
            return f" {prep.lower} {said}{thing}", made[0] if made else last
    for target in prep.having("pobj"):
        dated = target.entity in TIMES
        if prep.lower == "of" and (told := _measure(sentence, target)):
            return f" of {words_of(told)}", told[-1]
        if target.pos not in ("NOUN", "PROPN") or dated:
            continue
        run = phrase(sentence, target)
        if run[0].i != prep.i + 1:
            continue
        run = [*run, *_name_behind(sentence, target, run[-1])]
        which = f"{run[0].lower} " if _of_kind(target, run[0]) else ""
        text, last = f" {prep.lower} {which}{label_of(run, target)}", run[-1]
        others = list(_chain(target))
        if len(others) > (MOST_JOINED if prep.lower in ("of", "between") else 1):
            return "", None
        for other in others:
            more = phrase(sentence, other)
            between = sentence.tokens[last.i + 1 : more[0].i]
            if other.pos not in ("NOUN", "PROPN") or any(
                t.dep not in ("cc", "punct") for t in between
            ):
                return "", None
            joint = "".join(f" {t.text}" if t.dep == "cc" else t.text for t in between)
            text, last = f"{text}{joint} {label_of(more, other)}", more[-1]
        return text, last
    return "", None


def _measure(sentence: Sentence, target: Token) -> list[Token]:
    """How much or when, right behind an "of": "a loan of [up to £3 million]", "of [1953]"."""
    run = phrase(sentence, target)
    if not run or run[0].i != target.head.i + 1:
        return []
    dated = target.entity in TIMES and (run == [target] or bool(target.having("nummod")))
    behind = sentence.tokens[run[-1].i + 1 :]
    if dated:  # "of 3 May [1958]"
        run = [*run, *takewhile(lambda t: t.entity == target.entity and not t.begins, behind)]
    return run if dated or is_amount(target) else []


def _name_behind(sentence: Sentence, noun: Token, last: Token) -> list[Token]:
    """ "daughter of the composer [Anders Lind]", "fall of the group [Varo Nord]"."""
    behind = sentence.tokens[last.i + 1 :]
    if not behind or not behind[0].begins or last is not noun or noun.tag != "NN":
        return []
    person = behind[0].entity == "PERSON" and is_person(noun.lemma.lower())
    beside = any(t.dep == "appos" and t.head is noun for t in behind[:LONGEST_OWNER])
    named = behind[0].pos == "PROPN" and behind[0].entity not in ("", *TIMES, *AMOUNTS)
    if not person and not (beside and named):
        return []
    return list(takewhile(lambda t: t is behind[0] or (t.entity and not t.begins), behind))


def _chain(head: Token) -> Iterator[Token]:
    """What is conjoined with a noun, in text order."""
    for other in head.having("conj"):
        yield other
        yield from _chain(other)


def _complement_end(head: Token) -> int:
    """Where the phrase ends: "part [of the drills]" and "secretary [of state]" go on.

    What only measures names nothing without its "of", and an office is one term with its own.
    """
    if is_gerund_subject(head):
        part = head.subtree()
        objects = [o for o in head.having("dobj", "acomp") if o.i > head.i]
        whole = part[0] is head and part[-1].i - head.i + 1 == len(part) <= MOST_WORDS
        if whole and not head.having("conj"):
            return part[-1].i
        close = [o.i for o in objects if o.i - head.i <= MOST_WORDS]
        return close[0] if close else head.i
    if number := number_behind(head):
        return _row_end(head, number[-1])
    lemma = head.lemma.lower()
    role = is_role(lemma)
    if not role and lemma not in PARTITIVES and head.pos != "NUM":
        return head.i
    for prep in head.having("prep"):
        for target in prep.having("pobj"):
            bare = target.pos in ("NOUN", "PROPN") and not target.children and not target.entity
            near = prep.lower == "of" and prep.i == head.i + 1
            if near and (target.i == prep.i + 1 if role else True) and (bare or not role):
                part = [t for t in target.subtree() if t.i <= target.i]
                simple = part[0].i == prep.i + 1 and not _clausal(part)
                return target.i if simple else head.i
    return head.i


def _clausal(part: list[Token]) -> bool:
    return any(token.dep in ("nsubj", "relcl", "advcl", "ccomp") for token in part)


def label_of(run: list[Token], head: Token) -> str:
    """What to call a noun phrase: without articles, quotes and what decorates it.

    Owners with a name or a noun stay, since they say which thing it is ("Norway's coast"), and so
    does how much of a kind is meant ("some banks"). A capital that only opens the sentence is
    taken back.
    """
    kept = list(run)
    owners = {t.i for owner in head.having("poss") for t in owner.subtree()}
    if any(_names_owner(owner) for owner in head.having("poss")):
        owners = set()
    while len(kept) > 1 and kept[0] is not head and (
        _decorates(kept[0], owners) or _is_focus(kept[0], kept[1])
    ):  # fmt: skip
        kept.pop(0)
    rates = {
        t.i for t, after in pairwise(kept)
        if t.i > head.i and t.lower in A_TIME and (after.lower in PERIODS or _is_rate(head, after))
    }  # fmt: skip
    kept = [
        t for t in kept
        if t is head or t.i in rates
        or not (
            (t.i < head.i and t.lower in EVALUATIVE and t.dep == "advmod")
            or (t.pos == "DET" and (t.i > head.i or t.lower in ARTICLES))
            or (t.tag == "PRP$" and t.i > head.i)
        )
    ]  # fmt: skip
    return opening(words_of(kept), kept[0])


def opening(text: str, first: Token) -> str:
    """A label without the capital that its first word has only from opening the sentence."""
    plain = first.pos != "PROPN" and first.entity in ("", *AMOUNTS, *TIMES)
    # "Singer-songwriter", but "Oscar-winning"
    title = first.text.istitle() or (first.text[1:].islower() and first.tag in ("NN", "NNS"))
    return text[0].lower() + text[1:] if first.i < 2 and plain and title else text


def _decorates(token: Token, owners: set[int]) -> bool:
    """Whether a word in front of a phrase may go: articles, "his", "even", "various"."""
    if token.i in owners or token.lower in FOCUS:
        return True
    if token.lower in SOME_OF:
        return False
    return (
        token.pos in ("DET", "PRON", "PUNCT", "CCONJ")
        or token.tag in ("PRP$", "DT", "PDT", "POS")
        or (token.lower in QUANTIFIERS and not _is_kind(token))
        or is_few(token)
    )


def _is_focus(word: Token, after: Token) -> bool:
    """ "only the dinner" is the dinner, "the only dinner" is no other."""
    return word.lower == "only" and (after.pos == "DET" or after.tag == "PRP$")


def _is_kind(word: Token) -> bool:
    """ "multiple sclerosis" is of a kind, and not many."""
    return word.lower == "multiple" and word.head.tag == "NN"


def is_few(word: Token) -> bool:
    """ "few came", "little rain fell": of so few it is as good as denied.

    "Has few friends" and "little boats came" deny nothing.
    """
    noun = word.head
    exists = noun.dep == "attr" and bool(noun.head.having("expl"))
    subject = (noun.dep in ("nsubj", "nsubjpass") or exists) and not noun.having("det", "poss")
    small = word.lower == "little" and noun.tag != "NN"
    return word.lower in FEW and subject and not small


def _names_owner(owner: Token) -> bool:
    """Whether an owner belongs to a label: short, with a name or a noun, no clause inside."""
    part = owner.subtree()
    return owner.pos in ("NOUN", "PROPN") and len(part) <= LONGEST_OWNER and not _clausal(part)


def is_gerund_subject(token: Token) -> bool:
    first = token.head if token.dep == "conj" else token
    return token.tag == "VBG" and first.tag == "VBG" and first.dep in ("csubj", "csubjpass")


def words_of(run: list[Token]) -> str:
    """The words of a run as one line: single spaces where the document has any white space."""
    parts = [run[0].text]
    for before, token in pairwise(run):
        parts.append((" " if token.start > before.end else "") + token.text)
    return "".join(parts)
