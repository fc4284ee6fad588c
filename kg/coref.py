"""References → chains: who is who inside one document.

Sieves from sure to unsure, after Raghunathan et al. (EMNLP 2010) and Lee et al. (Computational
Linguistics 39, 2013): names, appositions, roles, definite nominals, pronouns. A sieve that finds
no clear antecedent abstains: the reference stays alone, and an unresolved pronoun gives no edge.
The text is never rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.analyze import Sentence, Token
from kg.lexicon import (
    COUNTRY_NOUNS,
    FEMALE,
    MALE,
    ORGANIZATION_NOUNS,
    PLACE_NOUNS,
    TITLES,
    is_role,
)
from kg.mentions import Reference
from kg.quotes import Quote, quote_at

#: Sentences looked back for a pronoun's and a definite nominal's antecedent.
PRONOUN_WINDOW = 3
NOMINAL_WINDOW = 8

FIRST_SINGULAR = set("i me my mine myself".split())
HE = set("he him his himself".split())
SHE = set("she her hers herself".split())
IT = set("it its itself".split())
THEY = set("they them their theirs themselves".split())
REFLEXIVE = set("himself herself itself themselves myself".split())
POSSESSIVE = set("my his her its their".split())

#: Where the name of an acting person stands.
AGENT_DEPS = ("nsubj", "poss")
#: "The city of X" is X; "the capital of X" is not.
NAMED_PLACES = set("city town village island state province county kingdom republic".split())

COMPANY_ENDINGS = set(
    "inc inc. corp corp. corporation ltd ltd. limited co co. company plc llc ag gmbh sa group"
    " holdings".split()
)


class Chains:
    """References in groups that mean the same: union-find that remembers each merge's rule."""

    def __init__(self, references: list[Reference]) -> None:
        self.references = references
        self._parent = list(range(len(references)))
        self._members: dict[int, list[Reference]] = {r.order: [r] for r in references}
        self.merges: list[tuple[int, int, str]] = []

    def root(self, reference: Reference) -> int:
        at = reference.order
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def members(self, reference: Reference) -> list[Reference]:
        return self._members[self.root(reference)]

    def same(self, a: Reference, b: Reference) -> bool:
        return self.root(a) == self.root(b)

    def join(self, a: Reference, b: Reference, rule: str) -> None:
        first, second = sorted((self.root(a), self.root(b)))
        if first != second:
            self._parent[second] = first
            self._members[first] += self._members.pop(second)
            self.merges.append((a.order, b.order, rule))

    def type_of(self, reference: Reference) -> str:
        """The type most names of the chain carry; ties go to the first in the text."""
        votes: dict[str, int] = {}
        for member in self.members(reference):
            if member.type:
                votes[member.type] = votes.get(member.type, 0) + 1
        return max(votes, key=lambda t: votes[t]) if votes else ""

    def gender(self, reference: Reference) -> str:
        """ "m", "f" or "" from the words of the chain: titles, roles, pronouns."""
        for member in self.members(reference):
            words = {t.lower for t in member.tokens}
            before = _before(member)
            if before is not None:
                words.add(before.lower)
            words |= {t.lower for t in member.head.having("compound")}
            if words & MALE:
                return "m"
            if words & FEMALE:
                return "f"
        return ""


def resolve_references(
    references: list[Reference], sentences: list[Sentence], quotes: list[Quote]
) -> Chains:
    """Group the references of one document; fills in `entity` of each, returns the chains."""
    chains = Chains(references)
    _join_names(chains)
    bonds = list(find_appositions(references, sentences))
    for name, role in bonds:
        chains.join(name, role, "apposition")
    _join_places(chains)
    _join_nominals(chains)
    _join_pronouns(chains, quotes)
    for reference in references:
        first = min(chains.members(reference), key=lambda r: r.order)
        reference.entity = f"#{first.first.start}-{first.last.end}"
    return chains


# Names


def _join_names(chains: Chains) -> None:
    names = [r for r in chains.references if r.kind == "name"]
    by_key: dict[str, Reference] = {}
    for name in names:
        key = f"country:{name.country.code}" if name.country else f"name:{name_key(name.label)}"
        if key in by_key:
            chains.join(by_key[key], name, "same name")
        else:
            by_key[key] = name
    _join_acronyms(chains, names)
    _join_variants(chains, names)


def name_key(label: str) -> str:
    """Fold a name for comparison: no article, title, possessive, dots or case.

    >>> name_key("The U.S. Navy"), name_key("Mr. Abe")
    ('us navy', 'abe')
    """
    words = label.replace("’", "'").replace("- ", "-").casefold().split()
    words = [word.removesuffix("'s") for word in words]
    while len(words) > 1 and (words[0] == "the" or words[0] in TITLES):
        words.pop(0)
    return " ".join(words).replace(".", "") or label


def _join_acronyms(chains: Chains, names: list[Reference]) -> None:
    long = {_initials(n.label): n for n in reversed(names) if len(n.label.split()) > 1}
    for name in names:
        short = name.label.replace(".", "")
        if 2 <= len(short) <= 6 and short.isupper() and short in long and not name.country:
            other = long[short]
            if not other.country and "Person" not in (name.type, other.type):
                chains.join(other, name, "acronym")
            elif other.type != "Person" and _defined(other, name):
                chains.join(other, name, "acronym in parentheses")


def _initials(label: str) -> str:
    return "".join(word[0] for word in label.replace("-", " ").split() if word[0].isupper())


def _defined(long: Reference, short: Reference) -> bool:
    """ "World Health Organization (WHO)": the short form in parentheses right behind."""
    between = short.first.start - long.last.end
    return 0 < between <= 3 and short.sentence is long.sentence


def _join_variants(chains: Chains, names: list[Reference]) -> None:
    """Surnames and first names to the full name before them, "Acme" to "Acme Corporation"."""
    full = [n for n in names if len(_parts(n.label)) > 1]
    for name in names:
        parts = _parts(name.label)
        if name.country:
            continue
        if name.type == "Place" and len(parts) == 1 and name.head.dep not in AGENT_DEPS:
            continue
        fits = [
            other
            for other in full
            if len(_parts(other.label)) > len(parts)
            and not chains.same(name, other)
            and _variant(parts, other, chains.type_of(other), name)
        ]
        roots = {chains.root(other) for other in fits}
        before = [other for other in fits if other.order < name.order]
        if len(roots) == 1:
            chains.join(fits[0], name, "part of a name")
        elif before and name.type in ("Person", ""):
            chains.join(before[-1], name, "part of the nearest name")


def _parts(label: str) -> list[str]:
    return name_key(label).split()


def _variant(parts: list[str], other: Reference, type: str, name: Reference) -> bool:
    whole = _parts(other.label)
    if type == "Person" and name.type == "Place":
        # "Paris laughed" in a text about Valeska Paris
        return other.order < name.order and parts == whole[-1:]
    if type == "Person" and name.type in ("Person", "Organization", ""):
        return parts == whole[-len(parts) :] or parts == whole[: len(parts)]
    if type in ("Organization", "") and name.type in ("Organization", ""):
        rest = whole[len(parts) :]
        return parts == whole[: len(parts)] and all(word in COMPANY_ENDINGS for word in rest)
    return False


# Appositions


def find_appositions(
    references: Iterable[Reference], sentences: list[Sentence]
) -> Iterable[tuple[Reference, Reference]]:
    """Pairs (name, nominal) that the sentence sets side by side.

    By the parse (`appos`) and, since parsers lose these often, by form: a definite phrase with a
    role noun, a comma, a person's name ("the US secretary of state, Mike Pompeo,").
    """
    by_head = {id(r.head): r for r in references}
    worded = {s.index for s in sentences if any(t.pos in ("VERB", "AUX") for t in s.tokens)}
    for reference in references:
        # Captions and lists set things side by side that are not the same.
        if reference.kind == "pronoun" or reference.sentence.index not in worded:
            continue
        for child in reference.head.having("appos"):
            other = by_head.get(id(child))
            if other is not None and (pair := _name_and_nominal(reference, other)):
                yield pair
        if reference.kind == "name" and reference.type in ("Person", ""):
            role = _role_before(reference, by_head)
            if role is not None:
                yield reference, role


def _name_and_nominal(a: Reference, b: Reference) -> tuple[Reference, Reference] | None:
    if a.kind == "name" and b.kind == "nominal":
        name, nominal = a, b
    elif a.kind == "nominal" and b.kind == "name":
        name, nominal = b, a
    else:
        return None
    plural = nominal.head.tag in ("NNS", "NNPS")
    listed = b.head.dep == "appos" and bool(b.head.having("conj"))
    if plural or listed or not _determined(nominal):
        return None
    if name.type == "Person" and not is_role(nominal.head.lemma.lower()):
        return None
    return name, nominal


def _determined(nominal: Reference) -> bool:
    """ "a physicist", "the capital", "Maja's grandson", "leader of the party"."""
    definite = nominal.first.pos == "DET" or bool(nominal.head.having("det", "poss"))
    return definite or is_role(nominal.head.lemma.lower())


def _role_before(name: Reference, by_head: dict[int, Reference]) -> Reference | None:
    tokens = name.sentence.tokens
    at = name.first.i - 1
    if at < 1 or tokens[at].text != ",":
        return None
    for token in reversed(tokens[max(0, at - 12) : at]):
        role = by_head.get(id(token))
        if role is None or role.kind != "nominal" or not is_role(token.lemma.lower()):
            continue
        if token.tag in ("NNS", "NNPS"):
            return None
        reach = max(t.i for t in token.subtree() if t.i < at)
        definite = any(t.lower in ("the", "his", "her", "its", "their") or t.tag == "POS"
                       for t in role.tokens)  # fmt: skip
        return (
            role if definite and (reach == at - 1 or _only_of(tokens[token.i + 1 : at])) else None
        )
    return None


def _only_of(between: list[Token]) -> bool:
    """What stands between the role and the comma is a complement ("of state for Asia")."""
    return all(t.pos in ("ADP", "NOUN", "PROPN", "ADJ", "DET", "CCONJ") for t in between)


def _join_places(chains: Chains) -> None:
    """ "The city of Zurich" is Zurich."""
    by_head = {id(r.head): r for r in chains.references if r.kind == "name"}
    for reference in chains.references:
        if reference.kind != "nominal" or reference.head.lemma.lower() not in NAMED_PLACES:
            continue
        for prep in reference.head.having("prep"):
            for target in prep.having("pobj"):
                name = by_head.get(id(target))
                near = prep.lower == "of" and prep.i == reference.head.i + 1
                if near and name is not None and name.type in ("Place", "Country"):
                    chains.join(name, reference, "place of that name")


# Definite nominals


def _join_nominals(chains: Chains) -> None:
    """ "the prime minister" to who was so called, "the company" to the nearest company."""
    roles: dict[str, list[Reference]] = {}
    for reference in chains.references:
        if reference.kind == "name":
            for title in reference.head.having("compound", "nmod", "amod"):
                if is_role(title.lemma.lower()) and title.i < reference.first.i:
                    roles.setdefault(title.lemma.lower(), []).append(reference)
        if reference.kind != "nominal":
            continue
        lemma = reference.head.lemma.lower()
        if len(chains.members(reference)) == 1 and _anaphoric(reference):
            found = _antecedent(reference, lemma, roles, chains)
            if found is not None:
                chains.join(found, reference, "definite nominal")
        if len(chains.members(reference)) > 1 and is_role(lemma):
            roles.setdefault(lemma, []).append(reference)


def _anaphoric(reference: Reference) -> bool:
    """Definite, singular, and with nothing behind it that says which one."""
    first, head = reference.first, reference.head
    if first.lower not in ("the", "this", "that") or head.tag in ("NNS", "NNPS"):
        return False
    # "the party's leader" is not "the party"
    return not head.having("prep", "relcl", "acl", "appos") and not any(
        child.dep == "poss" for child in head.children
    )


def _antecedent(
    reference: Reference, lemma: str, roles: dict[str, list[Reference]], chains: Chains
) -> Reference | None:
    if is_role(lemma):
        known = roles.get(lemma, [])
        whole = {chains.root(r) for r in known}
        return known[-1] if len(whole) == 1 else None
    words = {t.lower for t in reference.tokens if t.pos in ("NOUN", "PROPN", "ADJ")}
    near = [
        r
        for r in chains.references[: reference.order]
        if r.kind == "name" and reference.sentence.index - r.sentence.index <= NOMINAL_WINDOW
    ]
    named = [r for r in near if lemma in _parts(r.label) and words <= set(_parts(r.label))]
    if named:
        return named[-1]
    if len(words) > 1:
        return None
    wanted = _wanted(lemma)
    fits = [r for r in near if chains.type_of(r) in wanted and not _inside_other(r)]
    subjects = [r for r in fits if r.head.dep in ("nsubj", "nsubjpass")]
    return next(reversed(subjects or fits), None)


def _wanted(lemma: str) -> tuple[str, ...]:
    if lemma in ("country", "nation"):
        return ("Country",)
    if lemma in ("company", "firm", "organization", "organisation", "agency", "manufacturer"):
        return ("Organization",)
    if lemma in ("city", "town", "village", "island"):
        return ("Place",)
    return ()


def _inside_other(reference: Reference) -> bool:
    """ "Japanese" in "Japanese officials" names a country but talks about officials."""
    return reference.head.dep in ("amod", "compound", "nmod")


# Pronouns


def _join_pronouns(chains: Chains, quotes: list[Quote]) -> None:
    by_head = {id(r.head): r for r in chains.references}
    for pronoun in chains.references:
        if pronoun.kind != "pronoun":
            continue
        word = pronoun.head.lower
        if word in FIRST_SINGULAR:
            found = _speaker(pronoun, quotes, by_head)
        elif word in HE | SHE | IT | THEY and not _idle(pronoun.head):
            found = _best(pronoun, word, chains, quotes)
        else:
            found = None
        if found is not None:
            chains.join(found, pronoun, "pronoun")


def _speaker(
    pronoun: Reference, quotes: list[Quote], by_head: dict[int, Reference]
) -> Reference | None:
    quote = quote_at(quotes, pronoun.first.start)
    if quote is None or quote.speaker is None:
        return None
    return by_head.get(id(quote.speaker))


def _idle(token: Token) -> bool:
    """ "It rained", "it is clear that", "two of them": refers to nothing that can be told."""
    if token.dep == "pobj" and token.head.head.pos in ("NUM", "DET", "PRON"):
        return True
    if token.lower != "it" or token.dep not in ("nsubj", "expl", "nsubjpass"):
        return token.dep == "expl"
    verb = token.head
    weather = verb.lemma in ("rain", "snow", "seem", "appear", "happen", "turn")
    clause = bool(verb.having("ccomp", "xcomp", "csubj")) and bool(
        verb.having("acomp", "attr") or verb.lemma == "take"
    )
    inner = any(
        c.having("ccomp", "xcomp") or _for_to(c) for c in [verb, *verb.having("acomp", "attr")]
    )
    return weather or clause or (verb.lemma == "be" and inner)


def _for_to(token: Token) -> bool:
    """ "appropriate for Anna to leave": what "it" stands for comes later."""
    return any(t.lower == "to" for c in token.having("advcl") for t in c.having("aux"))


def _best(pronoun: Reference, word: str, chains: Chains, quotes: list[Quote]) -> Reference | None:
    scored: list[tuple[float, int, Reference]] = []
    for candidate in _candidates(pronoun, chains):
        if not _agrees(candidate, word, chains) or _bound(candidate, pronoun, chains):
            continue
        if quote_at(quotes, pronoun.first.start) != quote_at(quotes, candidate.first.start):
            continue
        scored.append((_salience(candidate, pronoun, chains), candidate.order, candidate))
    if not scored:
        return None
    return max(scored, key=lambda row: row[:2])[2]


def _candidates(pronoun: Reference, chains: Chains) -> Iterable[Reference]:
    for candidate in reversed(chains.references[: pronoun.order]):
        distance = pronoun.sentence.index - candidate.sentence.index
        if distance > (1 if pronoun.head.lower in THEY else PRONOUN_WINDOW):
            return
        # A heading stands above the text, not in it.
        if candidate.sentence.kind == "heading" and pronoun.sentence.kind != "heading":
            continue
        # "Norwegian" in "the Norwegian explorer" names a country but talks of the explorer.
        if _inside_other(candidate) and pronoun.head.dep != "poss":
            continue
        if candidate.kind != "pronoun" or len(chains.members(candidate)) > 1:
            yield candidate


def _agrees(candidate: Reference, word: str, chains: Chains) -> bool:
    type = chains.type_of(candidate)
    lemma = candidate.head.lemma.lower()
    # "Smith & Sons" and "the United States" are one each.
    one = candidate.kind == "name" and type in ("Organization", "Country", "Place", "Product")
    plural = not one and candidate.head.tag in ("NNS", "NNPS")
    plural = plural or any(c.i > candidate.last.i for c in candidate.head.having("conj"))
    nominal = candidate.kind == "nominal"
    if word in HE | SHE:
        person = type == "Person" or (nominal and not type and is_role(lemma))
        gender = chains.gender(candidate)
        return person and not plural and gender in ("", "m" if word in HE else "f")
    if word in IT:
        return not plural and type != "Person" and not (nominal and not type and is_role(lemma))
    subject = candidate.head.dep in ("nsubj", "nsubjpass")
    group = subject and (
        type in ("Organization", "Country", "Group") or lemma in ORGANIZATION_NOUNS
    )
    return plural or group or lemma in ("people", "police", "staff", "crew", "pair", "couple")


def _bound(candidate: Reference, pronoun: Reference, chains: Chains) -> bool:
    """Binding: "Abe met him": not both arguments of one verb; nor a phrase and a part of it."""
    head, other = pronoun.head, candidate.head
    same = candidate.sentence is pronoun.sentence
    if same and (head in candidate.tokens or _above(other, head)):
        return True
    if head.lower in REFLEXIVE or head.dep == "poss":
        return False
    return same and _governor(head) is _governor(other)


def _above(upper: Token, lower: Token) -> bool:
    """Whether `upper` governs `lower` without a clause in between (i-within-i)."""
    while lower.head is not lower and lower.dep not in ("relcl", "acl", "advcl", "ccomp"):
        lower = lower.head
        if lower is upper:
            return True
    return False


def _governor(token: Token) -> Token | None:
    """The verb a phrase belongs to, across a preposition and a conjunction."""
    while token.dep in ("conj", "pobj", "prep", "agent", "dative") and token.head is not token:
        token = token.head
    return token.head if token.head is not token else None


def _salience(candidate: Reference, pronoun: Reference, chains: Chains) -> float:
    """Higher is likelier: near, subject, named, often mentioned, same grammatical role."""
    distance = pronoun.sentence.index - candidate.sentence.index
    score = -2.0 * distance
    dep = _first_conjunct(candidate.head).dep
    if dep in ("nsubj", "nsubjpass"):
        score += 3.0 if distance else 2.5
    elif dep in ("dobj", "attr"):
        score += 1.0
    elif dep == "poss":
        score -= 1.0
    elif dep in ("amod", "compound", "nmod"):
        score -= 3.0
    if candidate.kind == "name":
        score += 2.0 if pronoun.head.lower in HE | SHE else 1.0
    # "China's expansion and its build-up": conjoined phrases share their owner.
    if pronoun.head.dep == dep == "poss" and candidate.head.head in _conjoined(pronoun.head.head):
        score += 6.0
    if candidate.kind == "pronoun" and candidate.head.lower[:2] == pronoun.head.lower[:2]:
        score += 1.0
    score += min(len(chains.members(candidate)), 8) * 0.3
    place = chains.type_of(candidate) in ("Place", "Country") and dep == "pobj"
    if pronoun.head.lower in IT and place:
        score -= 2.0
    if _modifies(pronoun.head, candidate.head):
        score += 2.0
    if pronoun.head.lower in IT and candidate.head.lemma in COUNTRY_NOUNS | PLACE_NOUNS:
        score += 0.2
    return score


def _modifies(token: Token, noun: Token) -> bool:
    """Whether a token stands in a relative clause on a noun ("gas, which raises [its] ...")."""
    while token.head is not token:
        if token.dep == "relcl":
            return token.head is noun
        token = token.head
    return False


def _conjoined(token: Token) -> list[Token]:
    """The phrases that a phrase is conjoined to, up to the first."""
    found = []
    # In "its build-up, its sale and its use" parsers take the first for an apposition.
    while token.dep in ("conj", "appos"):
        token = token.head
        found.append(token)
    return found


def _first_conjunct(token: Token) -> Token:
    while token.dep == "conj" and token.head.pos not in ("VERB", "AUX"):
        token = token.head
    return token


def _before(reference: Reference) -> Token | None:
    at = reference.first.i - 1
    return reference.sentence.tokens[at] if at >= 0 else None
