"""How a clause is stated: polarity, modality, source, and the words that say so.

What a clause stands under comes from outside (`kg.record.claims.links`); this is what it says
itself: its "not", "will", "perhaps", "if", and the "no" or "few" of its subject or object.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.english import lexicon
from kg.english.frames import Frame, Outcome
from kg.model import Modality, Polarity
from kg.parse.tokens import Token, is_somebody
from kg.record.claims.rules import reading
from kg.record.phrases import is_few


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The standing of a clause; `source` and `source_cue` are head tokens ("Kang", "said").

    `steps` are the rules that made it so, each with the token it read. `open` says in a few words
    why nothing is claimed of the clause, empty where something is.
    """

    polarity: Polarity = "positive"
    modality: Modality = "actual"
    source: Token | None = None
    source_cue: Token | None = None
    cues: tuple[Token, ...] = ()
    steps: tuple[tuple[str, Token], ...] = ()
    open: str = ""


ASSERTED = Stated()
#: Before "have" these tell mostly what did not happen: "should have asked", "could have won".
UNREAL = frozenset(("should", "could", "ought"))

#: Why nothing is claimed of what few did.
OF_FEW = "it is told of few, so neither yes nor no"

# The rules, each with its example.

_negated = reading("negation", "Kim never met Ortega.", "Kim | meet | Ortega; not")
_no = reading("negative-quantifier", "No guest thanked Ortega.", "guest | thank | Ortega; not")
_nearly = reading("nearly", "The mill nearly lost the contract.", "mill | lose | contract; not")
_modal = reading("modal", "Kim may visit Ortega.", "Kim | visit | Ortega; possible")
_adverb = reading("hedge", "Kim allegedly bribed Ortega.", "Kim | bribe | Ortega; possible")
_if = reading(
    "condition", "If it rains, Kim will visit Ortega.", "Kim | visit | Ortega; conditional"
)
_aside = reading(
    "condition-of-saying", "If you are wondering, Kim sold the mill.", "Kim | sell | mill"
)
asked = reading("question", "Did Kim visit Ortega?", "Kim | visit | Ortega; question")
_either = reading("either", "Kim sold the mill or left Rome.", "Kim | sell | mill; possible")
_is_to = reading(
    "is-to", "Kim, who was to visit Ortega, fell ill.", "Kim | visit | Ortega; planned"
)
_bid = reading(
    "subjunctive",
    "The board agreed that the mill be sold.",
    "mill | be sold | -; required; says board",
)
_till = reading(
    "until", "Kim refused to sell the mill until Ortega left.", "never: Kim | sell | mill; not"
)
_headline = reading("headline-plan", "Kim to visit Ortega", "Kim | visit | Ortega; planned")


def presupposed(stated: Stated) -> Stated:
    """What a noun phrase takes for granted, whatever its clause wants: only the source stays."""
    return Stated(source=stated.source, source_cue=stated.source_cue)


def weaken(stated: Stated, modality: Modality, *cues: Token) -> Stated:
    """Put a clause under a modality; what is already weaker than fact keeps its own."""
    if stated.modality != "actual":
        modality = stated.modality
    return replace(stated, modality=modality, cues=(*stated.cues, *cues))


def negate(stated: Stated, *cues: Token) -> Stated:
    flipped: Polarity = "positive" if stated.polarity == "negative" else "negative"
    return replace(stated, polarity=flipped, cues=(*stated.cues, *cues))


def attribute(stated: Stated, source: Token, cue: Token) -> Stated:
    return replace(stated, source=source, source_cue=cue)


def unclaimed(stated: Stated, why: str) -> Stated:
    """Nothing is claimed of a clause, for this reason; below it, only what is taken for granted."""
    return replace(stated, open=stated.open or why)


def noted(stated: Stated, rule: str, token: Token) -> Stated:
    """The standing with one more rule that made it."""
    return replace(stated, steps=(*stated.steps, (rule, token)))


def under(
    stated: Stated, frame: Frame | None, outcome: Outcome, governor: Token, *, perfect: bool = False
) -> Stated:
    """What an outcome makes of the clause below a governor that itself is `stated`.

    `perfect` says that the clause looks back: "to have left".
    """
    if frame is not None:
        stated = noted(stated, frame.name, governor)
    if stated.modality == "question":
        return unclaimed(
            stated, "it is asked of what stands above it"
        )  # "asked whether she bid him go"
    if outcome == "holds":
        return replace(stated, polarity="positive")
    if outcome == "given":
        return replace(presupposed(stated), steps=stated.steps)
    if outcome == "fails":
        return negate(replace(stated, polarity="positive"), governor)
    if outcome == "doubted":
        return negate(weaken(replace(stated, polarity="positive"), "possible"), governor)
    if outcome == "barred":
        return negate(weaken(replace(stated, polarity="positive"), "required"), governor)
    if outcome == "required" and perfect:
        outcome = "possible"  # "is supposed to have left": so people say
    if outcome == "abstain":
        word = governor.lower
        return unclaimed(stated, f"what “{word}” makes of it is not known")
    if outcome == "possible" and stated.modality in ("required", "desired", "planned"):
        stated = replace(stated, modality="actual")  # "should be allowed to sell": need not
    return weaken(stated, outcome, governor)


# What the clause says itself


def own(verb: Token, outer: Stated) -> Stated:
    """The standing of a clause: what it stands under, and its own "not", "will", "perhaps"."""
    stated = outer
    if any(asks(child, verb) for child in verb.children):
        # "has not decided whether it will": the deciding is denied, what is open is not
        stated = replace(stated, polarity="positive")
    for to in verb.having("aux", "mark"):  # "is due to": parsers take its "to" for either
        if to.lower == "to" and (name := _coming(verb, to)):
            stated = noted(weaken(stated, "planned", to), name, to)
    stated = _conditions(verb, stated)
    for child in verb.children:
        stated = _word(child, verb, stated)
    for nor in verb.head.having("cc") if verb.dep == "conj" and _negated() else ():
        if nor.lower in ("nor", "neither") and _turned(nor, verb):
            stated = noted(negate(stated, nor), "negation", nor)  # "..., nor did she buy it"
    stated = _quantified(verb, stated)
    if _no() and _leads_to_none(verb):
        stated = unclaimed(stated, "whom or what it leads to is denied")
    if (cue := either(verb)) is not None and stated.polarity == "positive":
        stated = noted(weaken(stated, "possible", cue), "either", cue)
    if verb.tag == "VBG" and _consists(verb):
        stated = unclaimed(stated, "it only describes what something consists in")
    if stated.polarity != outer.polarity and _in_part(verb):
        stated = unclaimed(stated, "it is denied only in part")
    short = any(t.lower == "short" and t.i == verb.i + 1 for t in verb.having("advmod", "acomp"))
    if verb.lemma in ("stop", "fall", "come") and short:
        stated = unclaimed(stated, "it says what was not done")  # "stopped short of denying it"
    if verb.tag == "VBN" and verb.having("auxpass") and _is_compared(verb):
        stated = unclaimed(stated, "it is so less or more than something, and not said how")
    ongoing = verb.tag == "VBG" and any(t.lemma == "be" for t in verb.having("aux"))
    if ongoing and verb.lemma in lexicon.DEATH:
        stated = unclaimed(stated, "it is not over yet")  # who "was dying" may have lived
    if (be := _subjunctive(verb)) is not None and _bid():
        stated = noted(weaken(stated, "required", be), "subjunctive", be)
    if outer.polarity == "negative" and (word := _ending(verb)) is not None and _till():
        stated = noted(unclaimed(stated, "it is denied only until then"), "until", word)
    return stated


def _is_compared(participle: Token) -> bool:
    """ "Her beginnings were less exalted": that they were exalted is not said."""
    beside = [t.lower for t in participle.having("advmod") if t.i == participle.i - 1]
    return beside in (["less"], ["more"]) and all(t.lower != "than" for t in participle.subtree())


def _subjunctive(verb: Token) -> Token | None:
    """ "RESOLVED that the fee be raised": the bare "be" of what shall be.

    So with a motion that stands alone: "That the council raise the fee."
    """
    first = min([verb, *verb.having("aux", "auxpass")], key=lambda t: t.i)
    that = [m for m in verb.having("mark") if m.lower == "that"]
    if not that or not verb.having("nsubj", "nsubjpass"):
        return None
    single = any(s.tag in ("NN", "NNP") for s in verb.having("nsubj", "nsubjpass"))
    bare = first.tag == "VB" or (first.tag == "VBP" and single and first is verb)
    moved = verb.head is verb and that[0].text == "That" and bare
    return first if moved or (first.lower == "be" and first.tag == "VB") else None


def _ending(verb: Token) -> Token | None:
    """The "until" of what somebody refuses to do until then: later they may."""
    verbs = (verb, verb.head) if verb.dep == "xcomp" else (verb,)
    marks = (m for v in verbs for clause in v.having("advcl") for m in clause.having("mark"))
    words = [*marks, *(prep for v in verbs for prep in v.having("prep"))]
    return next((t for t in words if t.lower in ("until", "till", "unless")), None)


def _consists(verb: Token) -> bool:
    """ "A good example is [calling] Asia the Far East": the example calls nobody."""
    be = any(t.lemma == "be" for t in verb.having("aux"))
    return be and any(s.lemma.lower() in lexicon.COURSES for s in verb.having("nsubj"))


def either(verb: Token) -> Token | None:
    """The "or" between a verb and one joined to it: "left Rome or joined the rebels"."""
    joined = [v for v in verb.having("conj") if v.pos in ("VERB", "AUX")]
    ors = [t for t in verb.having("cc") if t.lower == "or" and any(t.i < v.i for v in joined)]
    return ors[-1] if ors and _either() else None


def _coming(verb: Token, to: Token) -> str:
    """The rule by which a "to" tells what is to come: "was to open", "Bridge to close"."""
    if any(t.lemma == "be" and t.i < to.i for t in verb.having("aux", "auxpass")):
        return "is-to" if _is_to() else ""
    heads = verb.dep == "ROOT" and verb.tag == "VB" and verb.having("nsubj", "nsubjpass")
    return "headline-plan" if heads and _headline() else ""


def _in_part(verb: Token) -> bool:
    """ "do not always know", "is not seen anywhere else": where or when else, it may be so."""
    return any(
        t.dep == "advmod" and (
            t.lower in lexicon.WHOLLY or t.lower in lexicon.TIMES_OVER or t.lower == "elsewhere"
            or (t.lower == "only" and t.i > verb.i)
            or any(c.lower in ("else", "enough") for c in t.children)
        )
        for t in verb.children
    )  # fmt: skip


def _conditions(verb: Token, stated: Stated) -> Stated:
    clauses = [*verb.having("advcl"), *([verb] if verb.dep == "advcl" else [])]
    for clause in clauses if _if() else ():
        if clause.head is verb and _for_the_reader(clause, verb) and _aside():
            stated = noted(stated, "condition-of-saying", clause)
        elif clause.head is verb and (_is_precaution(clause, verb) or is_agreed(clause, verb)):
            continue
        elif cues := condition(clause):
            stated = noted(weaken(stated, "conditional", *cues), "condition", cues[0])
    return stated


def _is_precaution(clause: Token, verb: Token) -> bool:
    """ "took a knife in case it rained": that may not come, the knife is taken."""
    opened = [m.lower for m in clause.having("mark")][:2]
    return opened == ["in", "case"] and clause.i > verb.i


def is_agreed(clause: Token, verb: Token) -> bool:
    """ "left it to him on condition that he kept it": it was left, and he is bound."""
    opened = [m.lower for m in clause.having("mark")][:2]
    first = min([verb, *verb.having("aux", "auxpass")], key=lambda t: t.i)
    return first.tag == "VBD" and opened == ["on", "condition"] and clause.i > verb.i


def _for_the_reader(clause: Token, verb: Token) -> bool:
    """ "If you are wondering, she sold it": whom to tell depends on it, not what she did."""
    asked = [s.lower for s in clause.having("nsubj")] == ["you"]
    wants = clause.lemma.lower() in lexicon.READER_WANTS
    others = [s.lower for s in verb.having("nsubj", "nsubjpass") if s.lower not in ("you", "we")]
    indicative = not any(a.tag in ("MD", "TO") for a in verb.having("aux")) and verb.tag != "VB"
    return asked and wants and indicative and bool(others)


def _word(child: Token, verb: Token, stated: Stated) -> Stated:
    """What one word beside the verb makes of it."""
    word = child.lower
    if _negated() and negates(child, verb):
        if word in lexicon.RARELY or _since_then(child, verb):
            return unclaimed(stated, "it is denied only in part")
        return noted(negate(stated, child), "negation", child)
    if _negated() and child.dep == "advmod" and child.having("neg"):
        return unclaimed(stated, "it is denied only in part")  # "not much noticed"
    if _nearly() and word in lexicon.NEARLY and child.dep == "advmod" and _is_event(verb):
        return noted(negate(stated, child), "nearly", child)
    if child.dep == "aux" and child.i < verb.i and _modal():
        made = _under_modal(stated, child, verb)
        return made if made is stated else noted(made, "modal", child)
    if child.dep == "advmod" and word in lexicon.POSSIBLE_WORDS and _adverb():
        return noted(weaken(stated, "possible", child), "hedge", child)
    if asks(child, verb) and asked():
        return noted(weaken(stated, "question", child), "question", child)
    if child.dep == "advmod" and word in lexicon.FEW and child.i < verb.i:
        return unclaimed(stated, OF_FEW)  # "was little changed"
    but = [c for c in (*child.children, *verb.children) if c.lower == "but" and c.i == child.i + 1]
    if child.dep == "advmod" and word == "all" and but:
        return unclaimed(stated, "it is nearly so, and not quite")  # "have all but disappeared"
    if child.dep == "advmod" and word == "only" and _only_when(verb) and _if():
        return noted(weaken(stated, "conditional", child), "condition", child)
    return stated


def hedged(stated: Stated, prep: Token) -> Stated:
    """ "added later, possibly in May": it was added, and that it was in May is only possible."""
    for word in prep.having("advmod"):
        if word.lower in lexicon.POSSIBLE_WORDS and _adverb():
            return noted(weaken(stated, "possible", word), "hedge", word)
    return stated


def _since_then(child: Token, verb: Token) -> bool:
    """ "has not scored since": since when is told before, and until then it did."""
    later = (t for t in verb.having("advmod") if t.lower == "since" and t.i > verb.i)
    return child.i < verb.i and any(not t.children for t in later)


def negates(child: Token, verb: Token) -> bool:
    """Whether a word or phrase beside a verb denies it: "not", "never", "at no time"."""
    word = child.lower
    if _not_only(child, verb):
        return False
    if child.dep == "neg" or (child.dep == "preconj" and word == "neither"):
        return True
    if child.dep == "advmod" and word in lexicon.NEGATIVE_WORDS:
        return True
    if child.dep == "cc" and word in ("nor", "neither") and _turned(child, verb):
        return True
    if word == "longer" and any(c.lower == "no" for c in child.children):
        return True
    return child.dep in ("prep", "advmod") and _never(child)


def _turned(nor: Token, verb: Token) -> bool:
    """ "Nor do we suggest it": behind the word the helping verb comes first."""
    subjects = verb.having("nsubj", "nsubjpass")
    helping = verb.having("aux", "auxpass")
    return bool(subjects and helping) and nor.i < helping[0].i < subjects[0].i


def _never(prep: Token) -> bool:
    """ "at no time", "by no means", "under no circumstances", "in no way"."""
    return any(
        noun.lemma.lower() in lexicon.NEVER_NOUNS and _is_denied(noun)
        for noun in prep.having("pobj")
        if prep.lower != "with"
    )


def _is_denied(noun: Token) -> bool:
    return any(det.lower in lexicon.NEGATIVE_DETERMINERS for det in noun.having("det", "neg"))


def excluded(prep: Token) -> bool:
    """Whether a phrase names what is not there: "with no deductions", "not to Anna"."""
    if any(child.dep == "neg" or child.lower == "not" for child in prep.children):
        return True
    return any(_is_denied(noun) for noun in prep.having("pobj"))


def _not_only(child: Token, verb: Token) -> bool:
    """ "is not only useful but also cheap", "not until 1990": these deny nothing."""
    words = (*child.children, *verb.children, *(c for v in verb.children for c in v.children))
    return only_behind(child, words) or _until(child, verb)


def only_behind(child: Token, around: Sequence[Token]) -> bool:
    """Whether "only" or the like follows a "not"."""
    return child.lower in ("not", "n't", "n’t") and any(
        t.i == child.i + 1
        and t.lower in ("only", "just", "merely", "simply", "least", "until", "till")
        for t in around
    )


def _until(child: Token, verb: Token) -> bool:
    """ "did not open until 1990": it opened then."""
    when = [p for p in verb.having("prep", "advcl") if p.i > verb.i]
    marks = [
        m for p in when for m in (p, *p.having("mark", "advmod")) if m.lower in ("until", "till")
    ]
    return child.dep == "neg" and bool(marks)


def asks(mark: Token, verb: Token) -> bool:
    """ "whether it rains", "asked if it rains"."""
    if mark.dep != "mark":
        return False
    return mark.lower == "whether" or (mark.lower == "if" and verb.dep in ("ccomp", "pcomp"))


def condition(clause: Token) -> list[Token]:
    """The words that make an adverbial clause a condition: "if", or "Had" in front."""
    marks = clause.having("mark")
    opened = tuple(m.lower for m in marks)
    if imagines(clause):
        return []
    if opened not in lexicon.CONDITION_OPENINGS:
        marks = [m for m in marks if m.lower in lexicon.CONDITIONALS] or _whenever(clause)
    subject = clause.having("nsubj", "nsubjpass")
    fronted = [a for a in clause.having("aux", "auxpass") if a.lower in ("should", "had", "were")]
    if subject and fronted and fronted[0].i < subject[0].subtree()[0].i:
        marks.append(fronted[0])
    return marks


def imagines(clause: Token) -> bool:
    """ "spoke as if he owned it": he spoke, and does not own it."""
    opened = [t.lower for t in clause.having("mark", "advmod", "prep") if t.i < clause.i]
    return opened[:2] in (["as", "if"], ["as", "though"])


def _whenever(clause: Token) -> list[Token]:
    """ "When heated, the mineral turns brown": it does not, until somebody heats it."""
    main, helps = clause.head, clause.having("nsubj", "nsubjpass", "aux", "auxpass")
    general = main.tag in ("VBZ", "VBP") and not main.having("aux")
    where = [w for w in clause.having("advmod", "mark") if w.lower == "where"]
    if clause.dep == "advcl" and where and clause.i < main.i:
        # "Where manganese is lacking, strengite is produced", not "Where it stood, he built"
        return where if all(map(is_present, (clause, main))) else []
    if clause.dep != "advcl" or clause.tag not in ("VBN", "VBG") or helps or not general:
        return []
    return [w for w in clause.having("advmod", "mark") if w.lower in lexicon.EACH_TIME]


def is_present(verb: Token) -> bool:
    first = min([verb, *verb.having("aux", "auxpass")], key=lambda t: t.i)
    return first.tag in ("VBZ", "VBP", "MD")


def _under_modal(stated: Stated, aux: Token, verb: Token) -> Stated:
    word = aux.lower
    if word in lexicon.PLANNED_MODALS:
        return weaken(stated, "planned", aux)
    if word in ("would", "'d", "’d"):
        if word != "would" and (aux.lemma == "have" or verb.tag in ("VBN", "VBD")):
            return stated  # "who'd lived there" had
        if verb.having("neg") and _is_withheld(verb):
            return stated  # "would not comment": did not
        if verb.lemma in ("like", "love", "prefer", "wish"):
            return weaken(stated, "desired", aux)  # a polite wish
        if any(t.lower in lexicon.HABITS for t in verb.having("advmod")):
            return stated  # "would often perform": they did
        # In reported speech "would" is the future seen from the past.
        past = stated.source_cue is not None and stated.source_cue.tag in ("VBD", "VBN")
        dated = any(t.entity == "DATE" for p in verb.having("prep") for t in p.having("pobj"))
        coming = verb.tag == "VBG" and dated and not any(map(condition, verb.having("advcl")))
        past = past or _looks_back(verb) or coming  # "she would be leaving in May"
        return weaken(stated, "planned" if past else "conditional", aux)
    if word == "may" and any(s.i > aux.i for s in verb.having("nsubj", "nsubjpass")):
        return weaken(stated, "desired", aux)  # "may it please the court"
    perfect = any(t.lower in ("have", "'ve", "’ve", "of") for t in verb.having("aux"))
    if perfect and word in UNREAL:
        return unclaimed(stated, "it was not so, or may not have been")
    if word in lexicon.POSSIBLE_MODALS or word == "ca":
        return weaken(stated, "possible", aux)
    if word in lexicon.REQUIRED_MODALS:
        guessed = perfect  # "must have fallen": a guess at what was, and no duty
        told = verb.having("attr") if word == "must" and verb.lemma == "be" else []
        guessed = guessed or any(t.lower == "one" for t in told)  # "must be one of the best"
        return weaken(stated, "possible" if guessed else "required", aux)
    return stated


def _is_withheld(verb: Token) -> bool:
    """ "Otto would not comment": somebody who was asked did not."""
    above = verb.head if verb.dep == "conj" and not verb.having("nsubj", "nsubjpass") else verb
    who = above.having("nsubj", "nsubjpass")
    kinds = {s.phrase.type for s in who if s.phrase is not None}
    able = any(s.pos in ("PROPN", "PRON") for s in who)
    asked = able or kinds & {"person", "organization"}
    told = verb.lemma.lower() in lexicon.WITHHELD and bool(asked)
    on = any(prep.lower == "on" for prep in verb.having("prep"))
    told = told or (verb.lemma == "draw" and bool(verb.having("auxpass")) and on)
    return told and not any(condition(clause) for clause in verb.having("advcl"))


def _looks_back(verb: Token) -> bool:
    """ "the show that would air in 1968": a relative clause with a date, told afterwards."""
    told = verb.dep == "ccomp" and verb.head.tag in ("VBD", "VBN") and not verb.having("advcl")
    if told and verb.head.having("auxpass") and verb.head.i < verb.i:
        return True  # "it was agreed that it would close"
    first = min([verb.head, *verb.head.having("aux", "auxpass")], key=lambda t: t.i)
    joined = verb.dep == "conj" and first.tag == "VBD" and not verb.head.having("advcl")
    if joined and not verb.having("nsubj", "nsubjpass", "advcl"):
        return True  # "had been taped off and would not be opened before May"
    dated = any(t.entity == "DATE" for p in verb.having("prep") for t in p.having("pobj"))
    return verb.dep == "relcl" and dated and not verb.having("advcl")


def _only_when(verb: Token) -> bool:
    """ "will speak only when asked"; "came to light only when she wrote" did come to light."""
    if verb.tag == "VBD" and not verb.having("aux"):
        return False
    return any(
        c.dep == "advcl" and any(m.lower in ("when", "if", "after") for m in c.children)
        for c in verb.children
    )


def _is_event(verb: Token) -> bool:
    """Whether a verb tells what happened, not how much: "nearly drowned", not "nearly all came"."""
    return verb.pos == "VERB" and verb.tag in ("VBD", "VBN", "VBZ", "VBP")


def _quantified(verb: Token, stated: Stated) -> Stated:
    """ "No one came", "it has no plan": the quantifier denies the clause.

    Of "few came" nothing is claimed: some did, and mostly they did not.
    """
    for child in verb.having("nsubj", "nsubjpass", "dobj", "attr"):
        cue = (denying(child) or _of_none(child)) if _no() else None
        if cue is not None and cue.lower in lexicon.FEW:
            return unclaimed(stated, OF_FEW)
        if cue is not None:
            return noted(negate(stated, cue), "negative-quantifier", cue)
        for adjective in child.having("amod"):
            doubted = adjective.lower in ("possible", "potential", "alleged", "likely")
            whom = child.dep != "attr" and is_somebody(child)
            if doubted and not whom and _adverb():  # "arrested the alleged thief": they did
                stated = noted(weaken(stated, "possible", adjective), "hedge", adjective)
    return stated


def _of_none(noun: Token) -> Token | None:
    """The "no" of "is a member of no party"."""
    wholes = [t for p in noun.having("prep") if p.lower == "of" for t in p.having("pobj")]
    words = (w for t in wholes if noun.dep == "attr" for w in t.having("det"))
    return next((w for w in words if w.lower in lexicon.NEGATIVE_DETERMINERS), None)


def denying(noun: Token) -> Token | None:
    """The word of a noun phrase that denies its clause: "no", "none", "few", "hardly any"."""
    few = noun.lower in lexicon.FEW and noun.pos != "PROPN" and not noun.having("det")
    if few or noun.lower in lexicon.NOBODY:
        return noun
    for word in noun.having("det", "neg", "preconj", "cc", "advmod", "amod", "predet"):
        if word.pos == "PROPN":
            continue  # "The Man Who Knew Too Little" denies nothing
        if word.lower in lexicon.NEGATIVE_DETERMINERS | lexicon.BARELY:
            return word
        if is_few(word) and word.dep != "advmod":
            return word  # "a few" are some
        if any(c.lower in lexicon.BARELY or c.lower == "not" for c in word.children):
            return word  # "hardly any", "not all"
        subject = noun.dep in ("nsubj", "nsubjpass") and word.i + 1 < noun.i
        if word.lower == "not" and subject and not only_behind(word, noun.subtree()):
            return word
    return None


#: Before what is not there these leave the deed as it is: "left with no heir".
_BESIDE = frozenset("with for at by without".split())


def _leads_to_none(verb: Token) -> bool:
    """ "The raid led to no arrest", "charged with no crime": without the phrase it is untrue."""
    if verb.having("dobj", "attr", "acomp", "oprd", "dative", "xcomp", "ccomp"):
        return False
    passive = bool(verb.having("auxpass"))
    return any(
        denying(noun) is not None
        for prep in verb.having("prep", "agent")
        if prep.i > verb.i and (passive or prep.lower not in _BESIDE) and not _never(prep)
        for noun in prep.having("pobj")
    )


def _is_past(noun: Token) -> bool:
    """Whether the clause of a noun tells what was: "their next album appeared in 1998"."""
    above = noun
    while above.head is not above and above.pos not in ("VERB", "AUX"):
        above = above.head
    return any(t.tag == "VBD" for t in (above, *above.having("aux", "auxpass")))


def of_noun(noun: Token, stated: Stated) -> Stated:
    """The standing of what a noun phrase itself says ("China's alleged expansion")."""
    for child in noun.having("amod", "det", "advmod"):
        word = child.lower
        if word in lexicon.POSSIBLE_WORDS:
            stated = noted(weaken(stated, "possible", child), "hedge", child)
        elif word in lexicon.PLANNED_WORDS or (word == "next" and not _is_past(noun)):
            stated = weaken(stated, "planned", child)
        elif word in lexicon.NEGATIVE_DETERMINERS:
            stated = noted(negate(stated, child), "negation", child)
    return stated
