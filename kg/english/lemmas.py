"""Lemmas by rule and table: the dictionary form of a word with a part-of-speech tag.

A table has what no rule can know ("stole"); endings of regular forms are taken off, and where
spelling leaves it open what stood there ("hoped", "hopped", "acquired"), the word is meant that the
reading model's own vocabulary has, the more frequent one if it has two.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Irregular verbs: base, past, participle where it differs; several forms are joined by "/".
_VERBS = """
arise arose arisen, awake awoke awoken, be was/were/am/is/are/'m/'re/m/re been, bear bore
borne/born, beat beat beaten, become became become, beget begot begotten, begin began begun, bend
bent, beset beset, bet bet, bid bid/bade bidden, bind bound, bite bit bitten, bleed bled, blow blew
blown, break broke broken, breed bred, bring brought, broadcast broadcast, build built, burn burnt,
burst burst, buy bought, cast cast, catch caught, choose chose chosen, cling clung, come came come,
cost cost, creep crept, cut cut, deal dealt, dig dug, do did/does/d'/doth done, draw drew drawn,
dream dreamt, drink drank drunk, drive drove driven, dwell dwelt, eat ate eaten, fall fell fallen,
feed fed, feel felt, fight fought, find found, flee fled, fling flung, fly flew flown, forbid
forbade forbidden, forecast forecast, foresee foresaw foreseen, forget forgot forgotten, forgive
forgave forgiven, forgo forwent forgone, forsake forsook forsaken, freeze froze frozen, get got
gotten, give gave given, go went/goes/gon gone, grind ground, grow grew grown, hang hung, have
had/has/'ve/ve had, hear heard, hide hid hidden, hit hit, hold held, hurt hurt, keep kept, kneel
knelt, knit knit, know knew known, lay laid, lead led, leap leapt, learn learnt, leave left, lend
lent, let let, light lit, lose lost, make made, mean meant, meet met, mislead misled, mistake
mistook mistaken, misunderstand misunderstood, mow mowed mown, offset offset, outdo outdid outdone,
outgrow outgrew outgrown, overcome overcame overcome, overdo overdid overdone, overhear overheard,
oversee oversaw overseen, overtake overtook overtaken, overthrow overthrew overthrown, partake
partook partaken, pay paid, plead pled, prove proved proven, put put, quit quit, read read, rebuild
rebuilt, redo redid redone, remake remade, rend rent, repay repaid, resell resold, reset reset,
retell retold, rethink rethought, rewrite rewrote rewritten, rid rid, ride rode ridden, ring rang
rung, rise rose risen, run ran run, saw sawed sawn, say said, see saw seen, seek sought, sell sold,
send sent, set set, sew sewed sewn, shake shook shaken, shear sheared shorn, shed shed, shine shone,
shoot shot, show showed shown, shrink shrank shrunk, shut shut, sing sang sung, sink sank sunk, sit
sat, slay slew slain, sleep slept, slide slid, sling slung, slit slit, smell smelt, sow sowed sown,
speak spoke spoken, speed sped, spell spelt, spend spent, spill spilt, spin spun, spit spat, split
split, spoil spoilt, spread spread, spring sprang sprung, stand stood, steal stole stolen, stick
stuck, sting stung, stink stank stunk, stride strode stridden, strike struck struck/stricken, string
strung, strive strove striven, swear swore sworn, sweep swept, swell swelled swollen, swim swam
swum, swing swung, take took taken, teach taught, tear tore torn, tell told, think thought, thrive
throve thriven, throw threw thrown, thrust thrust, tread trod trodden, undergo underwent/undergoes
undergone, understand understood, undertake undertook undertaken, undo undid undone, unwind unwound,
uphold upheld, upset upset, wake woke woken, wear wore worn, weave wove woven, wed wed, weep wept,
wet wet, win won, wind wound, withdraw withdrew withdrawn, withhold withheld, withstand withstood,
wring wrung, write wrote written, die died/dying, lie lied/lying, tie tied/tying, vie vied/vying,
belie belied/belying, will 'll/ll/wo, can ca, would 'd, ski skied, unite united/uniting,
free freed
"""
#: Nouns whose plural no rule makes: singular and plural.
_NOUNS = """
alumnus alumni, analysis analyses, axis axes, bacterium bacteria, calf calves,
cactus cacti, child children, crisis crises, criterion criteria, curriculum curricula, data data,
diagnosis diagnoses, die dice, elf elves, emphasis emphases, fish fish, foot feet, fungus fungi,
goose geese, half halves, hoof hooves, hypothesis hypotheses, index indices, knife knives,
larva larvae, leaf leaves, life lives, loaf loaves, louse lice, matrix matrices,
memorandum memoranda, mouse mice, nucleus nuclei, oasis oases, ox oxen, parenthesis parentheses,
phenomenon phenomena, quiz quizzes, radius radii, scarf scarves, self selves, series series,
shelf shelves, species species, spectrum spectra, stimulus stimuli, synthesis syntheses,
syllabus syllabi, thesis theses, thief thieves, tooth teeth, vertebra vertebrae, vertex vertices,
wife wives, wolf wolves, appendix appendices, alga algae, antenna antennae,
means means, news news, politics politics, headquarters headquarters, clothes clothes, pants pants,
jeans jeans, whereabouts whereabouts, barracks barracks, crossroads crossroads
"""
#: Degrees: base, comparative, superlative.
_DEGREES = """
good better best, bad worse worst, far farther farthest, far further furthest, well better best,
old elder eldest, late later latest
"""
#: Pronouns and short forms, whatever their tag.
_OTHERS = {
    "me": "I", "myself": "myself", "him": "he", "us": "we", "them": "they", "'em": "they",
    "whom": "who", "n't": "not", "n’t": "not", "'s": "'s", "i": "I",
}  # fmt: skip


def _forms(text: str) -> dict[str, str]:
    """Form → base form."""
    found: dict[str, str] = {}
    for row in text.replace("\n", " ").split(","):
        base, *forms = row.split()
        for form in [f for group in forms for f in group.split("/")]:
            found.setdefault(form, base)
    return found


def _only_past(text: str) -> frozenset[str]:
    """Forms that are a past tense and never a participle: "rose", whose participle is "risen"."""
    rows = [row.split() for row in text.replace("\n", " ").split(",")]
    whole = [row for row in rows if len(row) == 3]
    participles = {form for row in rows for form in row[-1].split("/")} | {row[0] for row in rows}
    past = {form for row in whole for form in row[1].split("/") if not form.endswith("ed")}
    return frozenset(past - participles)


def _participles(text: str) -> dict[str, tuple[str, ...]]:
    """Verb → its participles: "show" → "shown", "showed"."""
    rows = [row.split() for row in text.replace("\n", " ").split(",")]
    return {
        base: tuple(form for form in _past(forms) if form[0].isalpha() and form[-3:] != "ing")
        for base, *forms in rows
        if base not in ("will", "can", "would")
    }


def _past(forms: list[str]) -> list[str]:
    """The last form, and a past tense before it that is a participle too: "proved"."""
    regular = [form for form in forms[0].split("/") if form.endswith("ed")]
    return [*forms[-1].split("/"), *(form for form in regular if form not in forms[-1].split("/"))]


VERBS, NOUNS = _forms(_VERBS), _forms(_NOUNS)
ONLY_PAST = _only_past(_VERBS)
PARTICIPLES = _participles(_VERBS)
_IRREGULAR = frozenset(form for forms in PARTICIPLES.values() for form in forms)
ADJECTIVES = _forms(_DEGREES)
ADVERBS = ADJECTIVES | {"better": "well", "best": "well", "worse": "badly", "worst": "badly"}
VOWELS = frozenset("aeiou")
#: Rank of a word that is in no vocabulary.
UNKNOWN = 10**9


def participles(verb: str) -> tuple[str, ...]:
    """All that may be the participle of a verb, in the ways to spell it.

    >>> participles("show"), participles("marry"), participles("burn")
    (('shown', 'showed'), ('married',), ('burnt', 'burned', 'burnned'))
    """
    known = PARTICIPLES.get(verb, ())
    if known and known[0][-1] not in "dt":
        return known  # of the others some are regular as well: "burned", "wedded"
    if verb.endswith("e"):
        return (*known, f"{verb}d")
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return (*known, f"{verb[:-1]}ied")
    return (*known, f"{verb}ed", f"{verb}{verb[-1]}ed")


def is_participle(word: str) -> bool:
    """Whether a word looks like the participle of some verb, as its last part does.

    >>> [is_participle(word) for word in ("sold", "co-founded", "agreed", "seed", "bed", "holder")]
    [True, True, True, False, False, False]
    """
    word = word.rpartition("-")[2]
    stem = word.removesuffix("ed").removesuffix("e")
    return word in _IRREGULAR or (word.endswith("ed") and bool((VOWELS | {"y"}) & set(stem)))


class Lemmas:
    """Lemmas over a vocabulary: words with their ranks, the most frequent first."""

    def __init__(self, ranks: Mapping[str, int]) -> None:
        self._ranks = ranks
        self._known: dict[tuple[str, str], str] = {}

    def of(self, word: str, tag: str) -> str:
        """The lemma of a word with a PTB tag, in small letters unless it is a name.

        >>> lemmas = Lemmas({"acquire": 1, "hop": 2, "hope": 3, "bus": 4, "install": 5})
        >>> [lemmas.of(w, "VBD") for w in ("acquired", "hoped", "hopped", "installed", "stole")]
        ['acquire', 'hope', 'hop', 'install', 'steal']
        >>> lemmas.of("buses", "NNS"), lemmas.of("Olympics", "NNPS")
        ('bus', 'Olympics')
        """
        if tag in ("NNP", "NNPS"):
            return word
        found = self._known.get((word, tag))
        if found is None:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            found = self._known[word, tag] = self._make(word.lower().replace("’", "'"), tag)
        return found

    def _make(self, word: str, tag: str) -> str:
        if word in _OTHERS and not tag.startswith("V"):
            return _OTHERS[word]
        if tag in ("VB", "VBP", "MD"):
            return VERBS.get(word, word) if word in BE or tag == "MD" else word
        if tag.startswith("VB"):
            return VERBS.get(word) or self._verb(word, tag)
        if tag == "NNS":
            return NOUNS.get(word) or self._plural(word)
        if tag in ("JJR", "JJS", "RBR", "RBS"):
            table = ADJECTIVES if tag.startswith("J") else ADVERBS
            return table.get(word) or self._degree(word, "er" if tag.endswith("R") else "est")
        return word

    def _verb(self, word: str, tag: str) -> str:
        if word.endswith("s") and tag == "VBZ":
            return "be" if word == "'s" else self._plural(word)
        for ending in ("ing", "ed"):
            if word.endswith(ending) and (VOWELS | {"y"}) & set(word[: -len(ending)]):
                return self._without(word, ending)
        prefix = next((p for p in PREFIXES if word.startswith(p) and word[len(p) :] in VERBS), "")
        return prefix + VERBS[word[len(prefix) :]] if prefix else word

    def _without(self, word: str, ending: str) -> str:
        """ "hopped" → "hop", "hoped" → "hope", "studied" → "study"."""
        stem = word[: -len(ending)]
        if len(stem) < 2:
            return word
        if ending != "ing" and stem.endswith("i"):
            return stem[:-1] + "y"
        if stem[-1] == stem[-2] and stem[-1] not in VOWELS:
            double = stem[-1] in "lszf"
            if len(stem) == 3 or (double and stem in self._ranks):
                return stem
            return self._better(stem, stem[:-1], first=double)
        if _short(stem) or stem.endswith(SINGLE):
            return stem + "e"
        if not {stem, stem + "e"} & self._ranks.keys():
            for prefix in PREFIXES:
                rest = word.removeprefix(prefix)
                if rest != word and (base := self._without(rest, ending)) in self._ranks:
                    return prefix + base  # "overheated"
        return self._better(stem, stem + "e", first=not _mute(stem))

    def _better(self, one: str, other: str, *, first: bool) -> str:
        """The more frequent of two words; if neither is known, the first or not."""
        a, b = (self._ranks.get(word, UNKNOWN) for word in (one, other))
        if a == b:
            return one if first else other
        return one if a < b else other

    def _plural(self, word: str) -> str:
        """ "cities" → "city", "boxes" → "box", "policemen" → "policeman"."""
        for many, one in (("men", "man"), ("children", "child")):
            if word.endswith(many):
                return word.removesuffix(many) + one
        if not word.endswith("s") or word.endswith("ss") or len(word) < 3 or word[0].isdigit():
            return word
        if word.endswith("ies") and len(word) > 4:
            return self._better(word[:-3] + "y", word[:-1], first=True)
        if word.endswith("es"):
            stem = word[:-2]
            if not stem.endswith(("s", "x", "z", "ch", "sh", "o")):
                return stem + "e"
            if stem.endswith(SINGLE) or (len(stem) < 3 and stem + "e" in self._ranks):
                return stem + "e"  # "loses", "uses", "toes"
            plain = stem.endswith(("ss", "x", "tz", "ch", "sh", "o"))
            return self._better(stem, stem + "e", first=plain)
        return word[:-1].removesuffix("'")

    def _degree(self, word: str, ending: str) -> str:
        if not word.endswith(ending) or len(word) < len(ending) + 3:
            return word
        stem = word[: -len(ending)]
        if stem.endswith("i"):
            return stem[:-1] + "y"
        if stem[-1] == stem[-2] and stem[-1] not in VOWELS:
            return self._better(stem, stem[:-1], first=stem[-1] in "ls")
        return self._better(stem, stem + "e", first=True)


#: Words remembered at a time; prefixes of irregular verbs; forms that are never a base.
MOST_KNOWN = 100_000
PREFIXES = ("un", "re", "over", "out", "under", "mis", "fore", "with", "inter", "pre")
BE = frozenset("am are 'm 're is was were m re 've ve 'll ll 'd d".split())


#: Ends with a single "s" that no word has without an "e" ("browsing", "loses").
SINGLE = ("os", "ws", "rs", "ps")
#: Ends of stems that lost an "e".
MUTE = ("rs", "ns", "ls", "rg", "dg", "ag", "eg", "at", "ut", "as", "is", "os", "us", "ys", "ur",
        "ok", "sum", "pon", "ton", "don", "ron")  # fmt: skip


def _short(stem: str) -> bool:
    """One syllable, one vowel and one consonant behind it, which would be doubled: "hop"."""
    vowels = [i for i, c in enumerate(stem) if c in VOWELS]
    return (
        len(vowels) == 1
        and vowels[0] == len(stem) - 2
        and stem[-1] not in "wxy"
        and "y" not in stem[1:]
    )


def _mute(stem: str) -> bool:
    """Whether a stem asks for an "e": "notic", "larg", "handl", "realiz", "creat", "abid"."""
    if stem[-1] in "cuvz" or stem.endswith(MUTE):
        return True
    if len(stem) > 3 and stem[-1] == "d" and stem[-2] in "aiou" and stem[-3] not in VOWELS:
        return True
    if len(stem) > 3 and stem.endswith(("in", "ir", "ar")) and stem[-3] not in VOWELS - {"u"}:
        return stem[-3:] not in ("uin", "uar")  # "refin", "expir", "prepar"
    return len(stem) > 2 and stem[-1] == "l" and stem[-2] not in VOWELS | set("lrw")
