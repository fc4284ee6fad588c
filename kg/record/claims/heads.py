"""The tokens that a verb or a noun speaks of: conjoined heads, prepositions, antecedents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.english import lexicon
from kg.parse.tokens import TIMES, Token
from kg.record.phrases import is_bound

#: spaCy's entity labels of places.
PLACES = frozenset({"GPE", "LOC", "FAC"})
RELATIVE = {"who", "which", "that", "whom", "whose"}
VERBAL = {"VERB", "AUX"}
NOUNS = {"NOUN", "PROPN"}
#: Numbers that go on behind "and": "three hundred and five".
COUNTED_ON = frozenset(("hundred", "thousand", "million", "billion"))
FINITE = {"VBD", "VBZ", "VBP", "MD"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjunct:
    """A prepositional argument: the words that lead to it ("in response to") and its head."""

    words: tuple[Token, ...]
    object: Token


def conjuncts(head: Token) -> list[Token]:
    """A head and the nouns conjoined with it ("trade, North Korea and Afghanistan")."""
    found = [head]
    for child in head.having("conj"):
        dated = child.entity in TIMES and head.entity in TIMES
        if child.pos == "NUM" and head.lower in COUNTED_ON:
            continue
        if (child.pos == "NUM" or dated) and is_bound(head):
            continue  # "three hundred and five" is one number, "between 2 and 3" one range
        mine = not (_inner(child, head) or _is_above(child, head) or _is_taken(child))
        mine = mine and not _is_set_against(child, head) and not _is_afterthought(child, head)
        if child.pos not in VERBAL and mine:
            found += conjuncts(child)
    return found


def _is_set_against(child: Token, head: Token) -> bool:
    """ "light quality, rather than warmth", "to Rome and not to Lund": of these it is not said."""
    denied = any(t.lower == "not" for t in child.having("neg", "advmod", "preconj"))
    denied = denied and child.pos == "ADP"  # of nouns, see `without_denied`
    return denied or any(
        t.lower in ("than", "not") and head.i < t.i < child.i for t in head.having("cc", "neg")
    )


def _is_afterthought(child: Token, head: Token) -> bool:
    """ "worked as a censor, an experience on which she drew": it is what the clause tells of."""
    article = any(t.lower in ("a", "an") for t in child.having("det"))
    link = any(head.i < t.i < child.i for t in head.having("cc"))
    return article and not link and bool(child.having("relcl")) and child.i > head.i


def without_denied(heads: list[Token]) -> list[Token]:
    """Heads that are joined, but for "Craig, and [not] his uncle"."""
    return [
        t for t in heads
        if t.dep != "conj" or all(n.lower != "not" for n in t.having("neg", "advmod", "preconj"))
    ]  # fmt: skip


def is_means(noun: Token) -> bool:
    """ "taken by force", "sent by mail": how, and not by whom."""
    return noun.lower in lexicon.MEANS and not noun.having("det", "amod", "poss", "compound")


def after_comma(child: Token) -> bool:
    """Whether a comma stands right before a clause that follows its verb."""
    first = child.subtree()[0].i
    return any(t.text == "," and t.i == first - 1 for t in (*child.head.children, *child.children))


def own_subject(verb: Token) -> Token | None:
    """The noun right before a joined verb that the parser gave to the noun before it.

    In "Anna grew up in Oslo and Tove [taught] in Bergen", Tove teaches, and does not grow up.
    """
    tensed = [verb, *verb.having("aux", "auxpass")]
    if verb.dep != "conj" or not any(t.tag in FINITE for t in tensed):
        return None
    if verb.having("nsubj", "nsubjpass", "expl"):
        return None
    first = min(t.i for t in (verb, *verb.having("aux", "auxpass", "advmod", "neg")))
    upper = verb.head
    while upper.dep == "conj" and upper.pos in VERBAL:
        upper = upper.head
    for noun in upper.subtree():
        joined = noun.dep == "conj" and noun.pos in ("NOUN", "PROPN")
        between = joined and upper.i < noun.i < verb.i
        if between and noun.subtree()[-1].i == first - 1 and not _is_below(verb, noun):
            return noun
    return None


def _is_taken(noun: Token) -> bool:
    """Whether a conjunct is in truth the subject of the verb behind it."""
    above = noun
    while above.head is not above and above.pos not in VERBAL:
        above = above.head
    joined = above.having("conj") if above.pos in VERBAL else []
    return any(v.pos in VERBAL and own_subject(v) is noun for v in joined)


def _is_below(token: Token, top: Token) -> bool:
    while token is not top and token.head is not token:
        token = token.head
    return token is top


def _inner(child: Token, head: Token) -> bool:
    """ "a story that was told in films, books": the books belong to the clause before them."""
    between = any(head.i < clause.i < child.i for clause in head.having("relcl"))
    return between and bool(head.having("det")) and not child.having("det", "poss", "cc")


def _is_second_object(child: Token, head: Token) -> bool:
    """ "won two medals in Rome and her last medals in Oslo": what is won twice is joined."""
    verb = head.head.head
    if head.dep != "pobj" or verb.pos not in VERBAL or child.lemma == head.lemma:
        return False
    return any(o.lemma == child.lemma and o.i < head.i for o in verb.having("dobj"))


def _is_above(child: Token, head: Token) -> bool:
    """ "an author of plays, a singer and a poet": what has an article is joined to "an author"."""
    if _is_second_object(child, head):
        return True
    above = head.head.head if head.dep == "pobj" and head.head.lower == "of" else head
    return (
        above is not head
        and not head.having("det", "poss")
        and above.pos == "NOUN"
        and any(t.lower in ("a", "an") for t in above.having("det"))
        and any(t.lower in ("a", "an") for t in child.having("det"))
    )


def prepositional(
    prep: Token, words: tuple[Token, ...] = (), *, examples: bool = False
) -> Iterator[Adjunct]:
    """What a preposition leads to, conjoined heads one by one, complex prepositions whole."""
    such = any(c.lower == "such" for c in prep.children)
    if prep.lower in ("according", *lexicon.ADDING) or (
        (prep.lower == "including" or such) and not examples
    ):
        return
    if any(c.lower == "regards" and c.i == prep.i + 1 for c in prep.children):
        return  # "as regards the leak"
    if " ".join(t.lower for t in prep.subtree() if t.pos != "PUNCT") in lexicon.ASIDES:
        return
    before = tuple(
        c for c in prep.children
        if c.dep in ("amod", "advmod") and c.tag == "JJ" and c.i < prep.i
    )  # fmt: skip
    rest = tuple(
        c for c in prep.children if c.dep == "pcomp" and c.i == prep.i + 1 and not c.children
    )
    words = (*words, *before, prep, *(c for c in rest if c.tag == "IN"))  # "because of"
    for child in prep.children:
        bare = child.lower in lexicon.DISCOURSE and not child.children
        if bare and prep.lower not in ("into", "to", "from"):  # "came into effect"
            continue
        if prep.lower == "for" and child.lower in ("time", "while") and child.having("det"):
            continue  # "for a time" is how long, whatever stands behind it
        if child.lower == "order" and prep.lower == "in" and not child.having("det", "amod"):
            continue  # "in order to sell it" is an aim and no place
        inner = _complex(child)
        if inner is not None and child.lower in ("addition", "comparison", "contrast"):
            continue
        if inner is not None:
            yield from prepositional(inner, (*words, child))
        elif child.dep == "pobj":
            # "between 1,650 and 2,200 m" is one; "as a truce, not a peace" is as no peace
            found = [child] if is_bound(child) else without_denied(conjuncts(child))
            yield from (Adjunct(words=words, object=t) for t in found)
        elif prep.lower == "as" and child.pos == "ADJ" and child.dep in ("amod", "acomp"):
            # "was described as costly but right"
            yield from (Adjunct(words=words, object=t) for t in (child, *child.having("conj")))
        elif child.dep == "prep":
            # "from behind the wall" is one way there, "from 2006 to 2008" names two points.
            apart = child.i > prep.i + 1 or any(p.i < child.i for p in prep.having("pobj"))
            yield from prepositional(child, () if apart else words)
        elif child.dep == "conj" and child.pos == "ADP" and not _is_set_against(child, prep):
            yield from prepositional(child, words[:-1])


def _complex(noun: Token) -> Token | None:
    """The second half of a complex preposition ("in response [to]", "on behalf [of]")."""
    bare = noun.dep == "pobj" and noun.tag == "NN" and len(noun.children) == 1
    if not bare or noun.entity or noun.children[0].dep != "prep":
        return None
    inner = noun.children[0]
    plain = inner.i == noun.i + 1 == noun.head.i + 2 and inner.lower in ("of", "to", "with", "for")
    return inner if plain and inner.having("pobj") else None


def is_complex(noun: Token) -> bool:
    """Whether a noun is the middle of a complex preposition ("in addition to")."""
    return _complex(noun) is not None


def antecedent(verb: Token) -> Token:
    """The noun a relative clause is about; the nearest one is not always it.

    "a physicist from Lund University, who led": a place or an institution is no "who".
    "installed a pump in 1938, which drew": a date does nothing.
    """
    noun = verb.head
    who = any(t.lower == "who" and is_relative(t) for t in verb.children)
    wrong = {"DATE", "TIME"} | (PLACES | {"ORG"} if who else set())
    while noun.entity in wrong and noun.dep == "pobj":
        upper = noun.head.head
        objects = upper.having("dobj") if upper.pos in VERBAL else [upper]
        if not objects or objects[-1] is noun:
            break
        noun = objects[-1]
    upper = noun.head.head
    if noun.dep == "pobj" and upper.pos == "NOUN" and _disagree(noun, verb):
        return noun if _disagree(upper, verb) else upper  # "a tool for programs that runs"
    return noun


def _disagree(noun: Token, verb: Token) -> bool:
    """Whether a noun's number is not that of the verb whose subject a relative pronoun is."""
    if not any(is_relative(t) for t in verb.having("nsubj", "nsubjpass")) or noun.having("conj"):
        return False
    first = min([verb, *verb.having("aux", "auxpass")], key=lambda t: t.i)
    if first.tag == "VBZ" or first.lower == "was":
        return noun.tag == "NNS"
    return noun.tag == "NN" and (first.tag == "VBP" or first.lower == "were")


def modified(noun: Token, participle: Token) -> Token:
    """The noun a participle is about: set off by a comma it is about the subject, not the place
    ("The lighthouse at Cape Sorn, built in 1832, ...")."""
    upper = noun.head.head
    set_off = any(noun.i < t.i < participle.i and t.text == "," for t in noun.children)
    placed = noun.dep == "pobj" and noun.head.dep == "prep" and noun.head.lower != "of"
    subject = upper.dep in ("nsubj", "nsubjpass") and upper.pos == "NOUN"
    subject = subject and not lexicon.is_role(upper.lemma.lower())
    return upper if set_off and placed and subject and noun.entity in PLACES else noun


def is_relative(token: Token) -> bool:
    """A relative pronoun, and not the WHO."""
    return token.lower in RELATIVE and token.tag in ("WDT", "WP", "WP$", "IN")


def is_expletive(subjects: list[Token], verb: Token) -> bool:
    """ "It is clear that prices fell": "it" stands for the clause."""
    told = verb.having("acomp") and any(c.having("mark") for c in verb.having("ccomp"))
    return bool(told) and [t.lower for t in subjects] == ["it"]


def bearers(noun: Token) -> list[Token]:
    """Whom a modifier of a noun tells about: in "Anna is a nurse who sings", Anna sings.

    Also through "Anna, a nurse who sings". Not where a name follows the verb ("It was Kim who
    left"), where the identity is denied or open, or where the noun only picks one of several.
    """
    if noun.dep == "pobj" and noun.head.lower == "of" and noun.head.head.lower in ("one", "some"):
        return bearers(noun.head.head) if noun.head.head.dep == "attr" else [noun]
    verb = noun.head
    if noun.dep == "appos" and verb.pos == "PROPN" and _indefinite(noun):
        return [verb]  # "Orbis, a maker of soap founded in 1851"
    if noun.dep == "attr" and verb.lemma in ("be", "become", "remain") and _indefinite(noun):
        open_ended = verb.having("neg", "expl") or any(
            a.lemma not in ("be", "have", "do") for a in verb.having("aux")
        )
        if not open_ended and verb.dep != "advcl":
            holders = [t for s in verb.having("nsubj") for t in conjuncts(s)]
            if holders and not any(t.lower in ("it", "this", "that", "there") for t in holders):
                return holders
    return [noun]


def _indefinite(noun: Token) -> bool:
    """ "a nurse", "nurses", "the first woman", but not "the nurse"."""
    articles = [t.lower for t in noun.having("det")]
    picked = noun.pos == "NUM" or noun.lower == "one"
    return (noun.pos == "NOUN" or picked) and ("the" not in articles or singled_out(noun))


def singled_out(noun: Token) -> bool:
    """ "the first woman to fly", "the only firm to bid": they did."""
    return any(
        t.lower in lexicon.SINGLING or t.entity == "ORDINAL" or t.tag == "JJS"
        for t in noun.having("amod", "advmod", "nummod")
    )
