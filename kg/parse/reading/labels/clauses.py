"""Clauses: what they are of their verbs; commas."""

from __future__ import annotations

from kg.english import lexicon
from kg.parse.reading.labels.tree import SUBJECTS, Tree


def inverted(tree: Tree) -> None:
    """ "“...,” insists the chef": a finite verb behind what is said has a subject."""
    for verb in range(len(tree.heads)):
        if tree.tags[verb] not in ("VBD", "VBZ", "VBP") or tree.having(verb, *SUBJECTS):
            continue
        above = [tree.heads[verb]] if tree.rels[verb] == "parataxis" else []
        said = [i for i in [*above, *tree.having(verb, "ccomp")] if i < verb]
        objects = [i for i in tree.having(verb, *BEHIND) if i > verb]
        for clause in said[-1:]:
            subjects = tree.having(clause, "nsubj", "nsubj:pass")
            between = [i for i in subjects if clause < i < verb]
            if between and subjects[0] < clause:
                tree.move(between[-1], verb, "nsubj")  # "..., a spokesman said"
            elif len(objects) == 1:
                tree.rels[objects[0]] = "nsubj"


#: What the subject behind a verb is taken for.
BEHIND = ("obj", "iobj", "obl:unmarked", "vocative")


#: Verbs that tell by the way what is said: "..., the court ordered".
DECIDING = lexicon.KNOW | lexicon.DOUBT | lexicon.REQUIRE


QUOTES = frozenset("\"”'’»")


def reports(tree: Tree) -> None:
    """ "Prices rose, he said": the verb of saying governs what is said."""
    for verb in range(len(tree.heads)):
        if tree.rels[verb] != "parataxis" or not _says(tree, verb):
            continue
        if not tree.having(verb, "nsubj") or tree.having(verb, "obj", "ccomp", "mark", "xcomp"):
            continue
        said = tree.heads[verb]
        if tree.rels[said] in ("root", "conj", "ccomp", "parataxis") and verb > said:
            stops = [i for i in tree.having(said, "punct") if i > verb]
            tree.lift(verb, said, tree.rels[said], "ccomp")
            for i in stops:
                tree.move(i, verb)


def _says(tree: Tree, verb: int) -> bool:
    """A verb of saying; behind a closing quote any verb, behind a comma what tells by the way."""
    lemma = tree.lemmas[verb]
    begin = min([verb, *(tree.first(i) for i in tree.below[verb] if tree.rels[i] != "punct")])
    before = tree.lower[begin - 1] if begin else ""
    if lemma in lexicon.SAY | lexicon.SPEAK:
        return True
    closed = before in QUOTES or (before == "," and lemma in DECIDING)
    return tree.tags[verb] in ("VBD", "VBZ", "VBP") and closed


#: Verbs whose object is the subject of the infinitive below them; others keep it as their own.
RAISING_TO_OBJECT = frozenset(
    "let make have get help see hear watch feel want need like love hate prefer allow cause expect"
    " consider find believe think know imagine wish notice observe intend mean".split()
)


#: Verbs that say with a noun or an adjective what becomes of their object.
NAMING = frozenset(
    "call name elect appoint dub entitle title keep paint declare label rename crown choose turn"
    " nickname pronounce designate term brand style christen vote color colour set hold drive"
    " render leave have get".split()
)


def complements(tree: Tree) -> None:
    """ "became a nurse", "made him angry", "wants him to go", "called him a liar"."""
    for i in range(len(tree.heads)):
        if tree.rels[i] != "xcomp":
            continue
        verb = tree.heads[i]
        _give_back(tree, i)
        objects = [o for o in tree.having(verb, "obj", "iobj", "expl") if verb < o < i]
        if _is_state(tree, i, verb):
            tree.upos[i], tree.tags[i] = "ADJ", "JJ"
        verbal = tree.is_verbal(i)
        if not verbal and (not objects or tree.lemmas[verb] in NAMING):
            tree.rels[i] = _predicate(tree, i, verb, named=bool(objects))
        elif objects and (not verbal or _raises(tree, verb, i)):
            _small_clause(tree, i, objects[-1])


#: Verbs behind which a participle tells a state.
LINKING = frozenset("become seem remain stay look feel appear sound".split())


def _is_state(tree: Tree, participle: int, verb: int) -> bool:
    """ "became used to it", "looks tired"."""
    bare = not tree.having(participle, "mark", "aux", "aux:pass", "cop")
    return tree.tags[participle] == "VBN" and bare and tree.lemmas[verb] in LINKING


def _give_back(tree: Tree, verb: int) -> None:
    """ "allows us to go", read as one clause: what stands before the "to" belongs above it."""
    marks = [i for i in tree.having(verb, "mark") if tree.is_to(i)]
    for thing in tree.having(verb, "obj", "iobj", "nsubj"):
        if marks and tree.heads[verb] < thing < marks[0] and tree.tags[thing][:1] != "W":
            tree.move(thing, tree.heads[verb], "obj")


def _raises(tree: Tree, verb: int, told: int) -> bool:
    """ "wants him to go", "helped him find it", and not "helped him to find it"."""
    helps = tree.lemmas[verb] == "help" and tree.is_infinitive(told)
    return tree.lemmas[verb] in RAISING_TO_OBJECT and not helps


def _predicate(tree: Tree, i: int, verb: int, *, named: bool) -> str:
    if tree.upos[i] == "ADV" and not named:
        return "advmod"
    if tree.upos[verb] not in ("VERB", "AUX"):
        return "xcomp"
    passive = bool(tree.having(verb, "aux:pass")) and tree.tags[verb] == "VBN"
    if named or passive or tree.lemmas[verb] in NAMING | {"seem"} - {"get", "turn"}:
        return "oprd"
    return "acomp" if tree.upos[i] in ("ADJ", "VERB") else "attr"


def _small_clause(tree: Tree, told: int, subject: int) -> None:
    """Make the object of a verb the subject of what is said of it."""
    tree.move(subject, told, "nsubj:pass" if tree.having(told, "aux:pass") else "nsubj")
    tree.rels[told] = "ccomp"


def subjects(tree: Tree) -> None:
    """ "There is a house", "it is clear that ...": what stands for the subject, and what for it."""
    for verb in range(len(tree.heads)):
        for expletive in tree.having(verb, "expl"):
            if tree.lower[expletive] == "there":
                for i in tree.having(verb, "nsubj", "nsubj:pass"):
                    if i > expletive and tree.tags[i] != "PRP":
                        tree.rels[i] = "attr"
            elif tree.upos[expletive] == "PRON":
                passive = bool(tree.having(verb, "aux:pass"))
                tree.rels[expletive] = "nsubj:pass" if passive else "nsubj"
        pronouns = any(tree.lower[i] == "it" for i in tree.having(verb, "nsubj", "nsubj:pass"))
        for clause in tree.having(verb, "csubj", "csubj:pass"):
            if clause > verb and (pronouns or not tree.having(verb, "attr")):
                tree.rels[clause] = "xcomp" if _is_bare(tree, clause) else "ccomp"


def _is_bare(tree: Tree, verb: int) -> bool:
    """An infinitive or a gerund without a subject of its own."""
    no_subject = not tree.having(verb, "nsubj", "nsubj:pass")
    return no_subject and (tree.is_infinitive(verb) or tree.is_gerund(verb))


#: Nouns that an infinitive completes ("the decision to leave"); other nouns have a role in it.
COMPLETED = (
    lexicon.PLAN_NOUNS
    | lexicon.DESIRE_NOUNS
    | lexicon.ALLOW_NOUNS
    | lexicon.REQUIRE_NOUNS
    | lexicon.REFUSE_NOUNS
    | lexicon.CLAIM_NOUNS
    | lexicon.OPINION_NOUNS
)


#: Verbs below which "how" and "why" ask for what is known or told.
ASKING = lexicon.SAY | lexicon.KNOW | frozenset("ask wonder understand decide see".split())


def modifying(tree: Tree) -> None:
    """Clauses below nouns, and clauses that a "which" opens."""
    for verb in range(len(tree.heads)):
        rel, head = tree.rels[verb], tree.heads[verb]
        if rel == "acl" and verb < head and tree.rels[head] in ("nsubj", "nsubj:pass"):
            tree.move(verb, tree.heads[head], "advcl")  # "Born in Rome, the king ..."
        elif rel == "acl" and tree.is_infinitive(verb) and tree.upos[head] in ("NOUN", "PROPN"):
            tree.rels[verb] = "acl" if tree.lemmas[head] in COMPLETED else "relcl"
        elif rel == "advcl:relcl":
            nominal = tree.upos[head] in ("NOUN", "PROPN", "PRON")
            tree.rels[verb] = "relcl" if nominal else "advcl"


def completing(tree: Tree) -> None:
    """Clauses behind verbs and adjectives that say what, and not when or what for."""
    for verb in range(len(tree.heads)):
        rel, head = tree.rels[verb], tree.heads[verb]
        if (
            rel in ("acl", "relcl")
            and tree.rels[head] in ("obj", "dobj")
            and tree.lemmas[tree.heads[head]] == "use"
        ):
            if tree.is_infinitive(verb):
                tree.move(verb, tree.heads[head], "xcomp")  # "uses [force to win]"
            continue
        if rel not in ("advcl", "ccomp") or verb < head:
            continue
        if rel == "ccomp":
            tree.rels[verb] = "xcomp" if _is_bare(tree, verb) else rel
        elif _is_completing(tree, verb, head):
            tree.rels[verb] = "xcomp"
        elif _is_asked(tree, verb, head):
            tree.rels[verb] = "ccomp"


#: How long something takes.
UNITS = frozenset("time second minute hour day week month year decade century while age".split())


#: Verbs of which the infinitive says to what somebody is brought, and no purpose.
PERSUADING = frozenset(
    "ask tell order force allow permit enable persuade urge encourage invite require instruct"
    " advise warn teach cause compel command authorize forbid inspire motivate convince beg tempt"
    " oblige elect appoint entitle".split()
)


def _is_completing(tree: Tree, verb: int, head: int) -> bool:
    """ "easy to see", "uses force to win", "asks him to go", "took years to build": no purpose."""
    marks = tree.having(verb, "mark")
    if len(marks) != 1 or not tree.is_infinitive(verb) or tree.having(verb, "nsubj"):
        return False
    if tree.upos[head] in ("ADJ", "ADV") or tree.lemmas[head] == "use":
        return True
    if tree.lemmas[head] in PERSUADING:
        return bool(tree.having(head, "obj", "iobj", "aux:pass"))
    extent = tree.having(head, "obj", "obl:unmarked", "obl:npmod")
    return tree.lemmas[head] == "take" and any(tree.lemmas[i] in UNITS for i in extent)


def _is_asked(tree: Tree, verb: int, head: int) -> bool:
    """ "saw how it went", "decided whether it will go"; not "goes whether or not it rains"."""
    first = tree.lower[tree.below[verb][0]] if tree.below[verb] else ""
    if first in ("how", "why", "where"):
        return tree.lemmas[head] in ASKING and not _is_bare(tree, verb)
    whether = first == "whether" and len(tree.having(verb, "mark")) == 1
    return whether and not tree.having(head, "obj", "ccomp", "xcomp")


def datives(tree: Tree) -> None:
    """ "told him": whoever is told is the object, unless something else is."""
    for i in range(len(tree.heads)):
        verb = tree.heads[i]
        if tree.rels[i] == "iobj" and not tree.having(verb, "obj"):
            tree.rels[i] = "obj"
        elif tree.rels[i] == "prep" and tree.lower[i] == "to" and tree.lemmas[verb] in GIVING:
            tree.rels[i] = "dative" if tree.having(verb, "obj", "nsubj:pass") else "prep"


#: Verbs whose receiver may stand behind "to".
GIVING = frozenset("give send offer show sell hand teach grant lend award pay bring".split())


#: Marks that stand between two phrases and belong to neither.
BETWEEN = frozenset(", ; : - -- – —".split())


def commas(tree: Tree) -> None:
    """ "In Rome, he ...": a comma at the edge of a phrase belongs to what governs the phrase."""
    for comma in range(len(tree.heads)):
        if tree.rels[comma] != "punct" or tree.lower[comma] not in BETWEEN:
            continue
        head = tree.heads[comma]
        while tree.heads[head] != head and comma in (tree.first(head), tree.last(head)):
            head = tree.heads[head]
            tree.move(comma, head)
