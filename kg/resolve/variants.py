"""Groups of different names that are one thing: renamed, abbreviated, spelt another way."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, product

from kg.record.coref.joins import COMPANY_ENDINGS, nickname_forms
from kg.resolve.background import is_common
from kg.resolve.evidence import Evidence, Seen
from kg.resolve.spellings import folded, spelling_keys, variant
from kg.resolve.work import ENOUGH, TIED, Work

#: What must speak for the only bearer of another's alias.
SOME = 2.0
#: Roots compared for one surname at most; of more, only those that share a name nearby.
MOST = 200


def join_stated(work: Work) -> None:
    """What texts themselves make one."""
    for stated in work.by.stated:
        if work.by.seen[stated.a].may_be(work.by.seen[stated.b]):
            work.join(stated.a, stated.b, "the text says so", reasons=(stated.words,))


def join_linked(work: Work) -> None:
    """One known thing is one thing."""
    first: dict[str, int] = {}
    for at in sorted(work.by.seen):
        entry = work.by.seen[at].entry
        for link in entry.links if entry is not None else ():
            if first.setdefault(link, at) != at and entry is not None:
                work.join(first[link], at, "same link", reasons=(f"both are {entry.label}",))


def join_variants(work: Work) -> None:
    """Names by themselves, from sure to unsure."""
    _join_aliases(work)
    _join_companies(work)
    _join_people(work)


def _roots(work: Work) -> dict[int, Seen]:
    """One member of each named group (its first profile), and what is known of the group."""
    found: dict[int, Seen] = {}
    roots: set[int] = set()
    for at in sorted(work.by.seen):
        root = work.groups.root(at)
        if root not in roots:
            roots.add(root)
            whole = work.whole(at)
            if whole is not None:
                found[at] = whole
    return found


def _join_aliases(work: Work) -> None:
    """ "WHO", where another document has both: "the World Health Organization (WHO)"; "Bob Dole",
    where another has 'Robert "Bob" Dole'."""
    roots = _roots(work)
    by_key: dict[str, list[int]] = {}
    for at, seen in roots.items():
        by_key.setdefault(seen.key, []).append(at)
    for at in roots:
        names = {n for i in work.groups.members(at) for n in work.by.profiles[i].names}
        names |= {form for name in names for form in nickname_forms(name)}
        maiden = {n for i in work.groups.members(at) for n in work.by.profiles[i].maiden}
        former = {n for i in work.groups.members(at) for n in work.by.profiles[i].former}
        for name in sorted(names | maiden):
            key = folded(name, person=roots[at].person)
            same = key == roots[at].key  # decided already
            others = [] if same else [b for b in by_key.get(key, ()) if not _one(work, at, b)]
            if not others or not (_tells(name) or name in former) or len(others) > MOST:
                continue
            for b in others:
                evidence = work.weigh(at, b)
                alone = len(others) == 1 and evidence.score >= SOME
                if not evidence.never and (alone or evidence.score >= ENOUGH):
                    reasons = (f"{roots[at].key.title()} is called {name} too", *evidence.reasons)
                    work.join(at, b, "known by both names", reasons=reasons)


def _join_companies(work: Work) -> None:
    """ "Acme" and "Acme Corporation", if there is no "Acme Ltd" as well."""
    roots = {at: seen for at, seen in _roots(work).items() if not seen.person}
    forms: dict[str, dict[str, list[int]]] = {}
    for at, seen in roots.items():
        bare, form = legal_form(seen.key)
        forms.setdefault(bare, {}).setdefault(form, []).append(at)
    for bare, found in sorted(forms.items()):
        common = is_common(bare, person=False, weights=work.by.weights)
        for form in sorted(found.keys() - {""}):
            keys = {roots[at].key for at in found[form]}
            single = len(keys) == len(found[form])
            for a, b in pairwise(found[form]):  # "Acme Ltd", "Acme Limited"
                if roots[a].key != roots[b].key:  # of one name it is decided already
                    _join_forms(work, a, b, certain=single and not common)
        whole = sorted(found.keys() - {""})
        if "" not in found or len(whole) != 1:
            continue
        single = len(found[""]) == len(found[whole[0]]) == 1
        for a, b in product(found[""][:MOST], found[whole[0]][:MOST]):
            _join_forms(work, a, b, certain=single and not common)


def _join_forms(work: Work, a: int, b: int, *, certain: bool) -> None:
    evidence = work.weigh(a, b)
    if not evidence.never and (certain or evidence.score >= ENOUGH):
        work.join(a, b, "company name with its legal form", reasons=evidence.reasons)


#: Legal forms written out, by their short form.
SHORT = {"limited": "ltd", "incorporated": "inc", "corporation": "corp", "company": "co"}


def legal_form(key: str) -> tuple[str, str]:
    """A folded name without its legal form, and that in short.

    >>> legal_form("zephyr shipping limited"), legal_form("zephyr shipping")
    (('zephyr shipping', 'ltd'), ('zephyr shipping', ''))
    """
    words, form = key.split(), list[str]()
    while len(words) > 1 and words[-1] in COMPANY_ENDINGS:
        word = words.pop()
        form.insert(0, SHORT.get(word, word))
    while len(words) > 1 and words[-1] == "and":
        words.pop()  # "Foss & Co"
    return " ".join(words), " ".join(form)


def _one(work: Work, a: int, b: int) -> bool:
    return work.groups.root(a) == work.groups.root(b)


def _tells(name: str) -> bool:
    """An acronym of three letters or a name of several words; "Abe" alone could be anybody."""
    bare = name.replace(".", "")
    return " " in name or (len(bare) >= 3 and bare.isupper())


# Persons


def _join_people(work: Work) -> None:
    people = {at: seen for at, seen in _roots(work).items() if seen.person}
    _join_best(work, people, _spellings(people))
    people = {at: seen for at, seen in _roots(work).items() if seen.person}
    _join_best(work, people, _surnames(people))


_Candidates = dict[int, list[tuple[int, str]]]


def _spellings(people: dict[int, Seen]) -> _Candidates:
    bearers: dict[str, list[int]] = {}
    for at, seen in people.items():
        if " " in seen.key:
            bearers.setdefault(seen.key, []).append(at)
    names_of: dict[str, list[str]] = {}
    for name in bearers:
        for key in spelling_keys(name)[0]:
            names_of.setdefault(key, []).append(name)
    found: _Candidates = {}
    for name, mine in bearers.items():
        others = {n for key in spelling_keys(name)[1] for n in names_of.get(key, ())}
        for other in sorted(others):
            if how := variant(name, other):
                for at in mine:
                    near = _sharing(at, bearers[other], people)
                    found.setdefault(at, []).extend((b, how) for b in near)
    return found


def _surnames(people: dict[int, Seen]) -> _Candidates:
    """ "Abe" in a document that never says which, among the people of that surname."""
    by_part: dict[str, list[int]] = {}
    for at, seen in people.items():
        words = seen.key.split()
        if len(words) > 1:
            by_part.setdefault(words[-1], []).append(at)
    found: _Candidates = {}
    for at, seen in people.items():
        if " " not in seen.key:
            near = by_part.get(seen.key, ())
            found[at] = [(b, "surname alone") for b in _sharing(at, near, people)]
    return found


def _sharing(at: int, near: Iterable[int], people: dict[int, Seen]) -> Iterable[int]:
    """Those of other documents; of very many, those that share a name nearby."""
    mine = people[at]
    found = [b for b in near if b != at and not people[b].documents & mine.documents]
    if len(found) > MOST:
        found = [b for b in found if people[b].context.names & mine.context.names]
    return sorted(found)


def _join_best(work: Work, people: dict[int, Seen], candidates: _Candidates) -> None:
    """Each to its best candidate, if there is enough for that one and much less for any other."""
    chosen: list[tuple[float, int, int, str, Evidence]] = []
    for at, others in candidates.items():
        scored = sorted(
            ((work.weigh(at, b), b, how) for b, how in others),
            key=lambda item: (-round(item[0].score, 6), item[1]),
        )
        scored = [item for item in scored if not item[0].never and not item[0].against]
        if not scored or scored[0][0].score < ENOUGH:
            continue
        best, b, how = scored[0]
        rivals = [e for e, other, _ in scored[1:] if not variant(people[b].key, people[other].key)]
        rivals = [e for e in rivals if e.score >= TIED * best.score]
        if not rivals:
            chosen.append((-best.score, at, b, how, best))
    for _, at, b, how, evidence in sorted(chosen, key=lambda c: c[:3]):
        work.join(at, b, how, reasons=evidence.reasons)
