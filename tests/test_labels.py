"""Trees of Universal Dependencies come out in the labels that the rules read.

Each example is a table: word, fine tag, head (counted from 1, 0 at the root) and relation, as a
treebank has them; behind the bar, the head and the label that come out.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.parse.reading.labels import Converted, convert

UPOS = {
    "CC": "CCONJ", "CD": "NUM", "DT": "DET", "EX": "PRON", "IN": "ADP", "JJ": "ADJ", "JJR": "ADJ",
    "MD": "AUX", "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "PDT": "DET", "POS": "PART",
    "PRP": "PRON", "PRP$": "PRON", "RB": "ADV", "RP": "ADP", "TO": "PART", "WP": "PRON",
    "WDT": "PRON", "WRB": "ADV", "UH": "INTJ", "$": "SYM",
}  # fmt: skip
BE = frozenset("am are is was were be been being".split())


@dataclass(frozen=True)
class Example:
    """One sentence, and what should come of it."""

    words: list[str]
    heads: list[int]
    relations: list[str]
    tags: list[str]
    expected: list[tuple[int, str]]

    def convert(self) -> Converted:
        upos, lemmas = [], []
        for word, tag, rel in zip(self.words, self.tags, self.relations, strict=True):
            helps = rel in ("cop", "aux", "aux:pass")
            verb = "AUX" if helps else "VERB" if tag[:2] == "VB" else ""
            upos.append(verb or UPOS.get(tag, "PUNCT"))
            lemmas.append("be" if word.lower() in BE else LEMMAS.get(word, word.lower()))
        return convert(self.words, self.heads, self.relations, upos, self.tags, lemmas)


LEMMAS = {
    "made": "make", "called": "call", "wants": "want", "asked": "ask", "became": "become",
    "gave": "give", "enables": "enable", "said": "say", "seems": "seem", "knows": "know",
    "ordered": "order",
}  # fmt: skip


def read(table: str) -> Example:
    rows = [line.replace("|", " ").split() for line in table.strip().splitlines()]
    heads = [int(row[2]) - 1 for row in rows]
    return Example(
        words=[row[0] for row in rows],
        tags=[row[1] for row in rows],
        heads=[i if head < 0 else head for i, head in enumerate(heads)],
        relations=[row[3] for row in rows],
        expected=[(i if row[4] == "0" else int(row[4]) - 1, row[5]) for i, row in enumerate(rows)],
    )


EXAMPLES = {
    "a preposition governs its noun": """
        Ann   NNP 2 nsubj | 2 nsubj
        lives VBZ 0 root  | 0 ROOT
        in    IN  4 case  | 2 prep
        Oslo  NNP 2 obl   | 3 pobj""",
    "two prepositions form a chain": """
        It    PRP 2 nsubj | 2 nsubj
        crept VBD 0 root  | 0 ROOT
        from  IN  6 case  | 2 prep
        under IN  6 case  | 3 prep
        the   DT  6 det   | 6 det
        bed   NN  2 obl   | 4 pobj""",
    "of a complex preposition the second word governs the noun": """
        Rates NNS 2 nsubj | 2 nsubj
        fell  VBD 0 root  | 0 ROOT
        due   JJ  5 case  | 2 prep
        to    IN  3 fixed | 3 prep
        fears NNS 2 obl   | 4 pobj""",
    "because of governs its noun itself": """
        Rates   NNS 2 nsubj | 2 nsubj
        fell    VBD 0 root  | 0 ROOT
        because IN  5 case  | 2 prep
        of      IN  3 fixed | 3 pcomp
        fears   NNS 2 obl   | 3 pobj""",
    "such belongs to its as": """
        pets NNS 0 root  | 0 ROOT
        such JJ  4 case  | 3 amod
        as   IN  2 fixed | 1 prep
        cats NNS 1 nmod  | 3 pobj""",
    "what stands before a preposition belongs to it": """
        He     PRP 2 nsubj  | 2 nsubj
        left   VBD 0 root   | 0 ROOT
        just   RB  5 advmod | 4 advmod
        before IN  5 case   | 2 prep
        noon   NN  2 obl    | 4 pobj""",
    "a gerund is the complement of its preposition": """
        She  PRP 2 nsubj | 2 nsubj
        won  VBD 0 root  | 0 ROOT
        by   IN  4 mark  | 2 prep
        lying VBG 2 advcl | 3 pcomp""",
    "a clause with a verb of its own keeps its conjunction": """
        She   PRP 2 nsubj | 2 nsubj
        slept VBD 0 root  | 0 ROOT
        after IN  5 mark  | 5 mark
        he    PRP 5 nsubj | 5 nsubj
        left  VBD 2 advcl | 2 advcl""",
    "a preposition governs a question": """
        They   PRP 2 nsubj  | 2 nsubj
        talked VBD 0 root   | 0 ROOT
        about  IN  6 mark   | 2 prep
        how    WRB 6 advmod | 6 advmod
        he     PRP 6 nsubj  | 6 nsubj
        left   VBD 2 advcl  | 3 pcomp""",
    "in order is a phrase above its infinitive": """
        He     PRP 2 nsubj | 2 nsubj
        worked VBD 0 root  | 0 ROOT
        in     IN  6 mark  | 2 prep
        order  NN  3 fixed | 3 pobj
        to     TO  6 mark  | 6 aux
        win    VB  2 advcl | 4 acl""",
    "be governs a noun": """
        Ann   NNP 4 nsubj | 2 nsubj
        is    VBZ 4 cop   | 0 ROOT
        a     DT  4 det   | 4 det
        nurse NN  0 root  | 2 attr
        .     .   4 punct | 2 punct""",
    "be governs an adjective, and what is said of the whole clause": """
        Ann  NNP 6 nsubj  | 2 nsubj
        is   VBZ 6 cop    | 0 ROOT
        now  RB  6 advmod | 2 advmod
        not  RB  6 advmod | 2 neg
        very RB  6 advmod | 6 advmod
        ill  JJ  0 root   | 2 acomp""",
    "be governs a place": """
        Ann  NNP 4 nsubj | 2 nsubj
        is   VBZ 4 cop   | 0 ROOT
        in   IN  4 case  | 2 prep
        Oslo NNP 0 root  | 3 pobj""",
    "be governs a whole clause": """
        The  DT  2 det         | 2 det
        fear NN  6 nsubj:outer | 3 nsubj
        is   VBZ 6 cop         | 0 ROOT
        that IN  6 mark        | 6 mark
        they PRP 6 nsubj       | 6 nsubj
        lie  VBP 0 root        | 3 ccomp""",
    "be governs an infinitive": """
        The  DT  2 det         | 2 det
        plan NN  5 nsubj:outer | 3 nsubj
        is   VBZ 5 cop         | 0 ROOT
        to   TO  5 mark        | 5 aux
        run  VB  0 root        | 3 xcomp""",
    "an infinitive belongs to the adjective that it completes": """
        Ann  NNP 3 nsubj | 2 nsubj
        is   VBZ 3 cop   | 0 ROOT
        able JJ  0 root  | 2 acomp
        to   TO  5 mark  | 5 aux
        win  VB  3 xcomp | 3 xcomp""",
    "a question has its be at the root": """
        Where WRB 0 root  | 2 advmod
        is    VBZ 1 cop   | 0 ROOT
        Ann   NNP 1 nsubj | 2 nsubj
        ?     .   1 punct | 2 punct""",
    "what there is, is a complement": """
        There EX  2 expl   | 2 expl
        are   VBP 0 root   | 0 ROOT
        two   CD  4 nummod | 4 nummod
        ways  NNS 2 nsubj  | 2 attr""",
    "it stands for the clause behind": """
        It    PRP 3 expl  | 2 nsubj
        is    VBZ 3 cop   | 0 ROOT
        clear JJ  0 root  | 2 acomp
        that  IN  6 mark  | 6 mark
        he    PRP 6 nsubj | 6 nsubj
        lied  VBD 3 csubj | 2 ccomp""",
    "passive and agent": """
        It   PRP 3 nsubj:pass | 3 nsubjpass
        was  VBD 3 aux:pass   | 3 auxpass
        read VBN 0 root       | 0 ROOT
        by   IN  5 case       | 3 agent
        Ann  NNP 3 obl:agent  | 4 pobj""",
    "who receives": """
        Ann  NNP 2 nsubj | 2 nsubj
        gave VBD 0 root  | 0 ROOT
        Bob  NNP 2 iobj  | 2 dative
        tea  NN  2 obj   | 2 dobj""",
    "who receives behind to": """
        Ann  NNP 2 nsubj | 2 nsubj
        gave VBD 0 root  | 0 ROOT
        tea  NN  2 obj   | 2 dobj
        to   IN  5 case  | 2 dative
        Bob  NNP 2 obl   | 4 pobj""",
    "becoming has a complement like being": """
        Ann    NNP 2 nsubj | 2 nsubj
        became VBD 0 root  | 0 ROOT
        rich   JJ  2 xcomp | 2 acomp""",
    "seeming has a predicate": """
        Ann   NNP 2 nsubj | 2 nsubj
        seems VBZ 0 root  | 0 ROOT
        rich  JJ  2 xcomp | 2 oprd""",
    "naming keeps object and name apart": """
        They   PRP 2 nsubj | 2 nsubj
        called VBD 0 root  | 0 ROOT
        him    PRP 2 obj   | 2 dobj
        king   NN  2 xcomp | 2 oprd""",
    "what is made of someone is a clause about them": """
        It    PRP 2 nsubj | 2 nsubj
        made  VBD 0 root  | 0 ROOT
        him   PRP 2 obj   | 4 nsubj
        angry JJ  2 xcomp | 2 ccomp""",
    "who is wanted to do something does it": """
        Ann   NNP 2 nsubj | 2 nsubj
        wants VBZ 0 root  | 0 ROOT
        him   PRP 2 obj   | 5 nsubj
        to    TO  5 mark  | 5 aux
        go    VB  2 xcomp | 2 ccomp""",
    "who is asked to do something is asked": """
        Ann   NNP 2 nsubj | 2 nsubj
        asked VBD 0 root  | 0 ROOT
        him   PRP 2 obj   | 2 dobj
        to    TO  5 mark  | 5 aux
        go    VB  2 xcomp | 2 xcomp""",
    "a relative clause": """
        the  DT  2 det       | 2 det
        man  NN  0 root      | 0 ROOT
        who  WP  4 nsubj     | 4 nsubj
        came VBD 2 acl:relcl | 2 relcl""",
    "a relative pronoun stays with its preposition": """
        the   DT  2 det       | 2 det
        town  NN  0 root      | 0 ROOT
        in    IN  4 case      | 6 prep
        which WDT 6 obl       | 3 pobj
        he    PRP 6 nsubj     | 6 nsubj
        lives VBZ 2 acl:relcl | 2 relcl""",
    "the question word belongs to its clause": """
        Ann   NNP 2 nsubj     | 2 nsubj
        knows VBZ 0 root      | 0 ROOT
        what  WP  2 obj       | 5 dobj
        he    PRP 5 nsubj     | 5 nsubj
        did   VBD 3 acl:relcl | 2 ccomp""",
    "a participle in front is about the subject": """
        Born VBN 4 acl   | 5 advcl
        poor JJ  1 xcomp | 1 acomp
        ,    ,   1 punct | 5 punct
        Ann  NNP 5 nsubj | 5 nsubj
        rose VBD 0 root  | 0 ROOT""",
    "an infinitive completes a plan": """
        his  PRP$ 2 nmod:poss | 2 poss
        plan NN   0 root      | 0 ROOT
        to   TO   4 mark      | 4 aux
        go   VB   2 acl       | 2 acl""",
    "who says governs what is said": """
        Rates NNS 2 nsubj     | 2 nsubj
        fell  VBD 0 root      | 5 ccomp
        ,     ,   5 punct     | 5 punct
        Ann   NNP 5 nsubj     | 5 nsubj
        said  VBD 2 parataxis | 0 ROOT
        .     .   2 punct     | 5 punct""",
    "sentences side by side": """
        Ann   NNP 2 nsubj     | 2 nsubj
        left  VBD 0 root      | 0 ROOT
        ;     :   5 punct     | 2 punct
        Bob   NNP 5 nsubj     | 5 nsubj
        stayed VBD 2 parataxis | 2 parataxis""",
    "who is quoted stands behind the verb": """
        every    DT  2 det        | 2 det
        guest    NN  3 nsubj      | 3 nsubj
        tastes   VBZ 6 ccomp      | 6 ccomp
        lamb     NN  3 obj        | 3 dobj
        "        ''  3 punct      | 3 punct
        insists  VBZ 0 root       | 0 ROOT
        the      DT  8 det        | 8 det
        chef     NN  6 obj        | 6 nsubj""",
    "who says it, taken for a second subject of what is said": """
        prices   NNS 2 nsubj      | 2 nsubj
        rose     VBD 6 ccomp      | 6 ccomp
        ,        ,   2 punct      | 6 punct
        a        DT  5 det        | 5 det
        dealer   NN  2 nsubj      | 6 nsubj
        said     VBD 0 root       | 0 ROOT""",
    "a court that ordered it by the way": """
        schools  NNS 2 nsubj      | 2 nsubj
        close    VBP 0 root       | 6 ccomp
        ,        ,   6 punct      | 6 punct
        the      DT  5 det        | 5 det
        court    NN  6 nsubj      | 6 nsubj
        ordered  VBD 2 parataxis  | 0 ROOT""",
    "a past tense that is no participle is no passive": """
        revenue  NN  2 nsubj:pass | 2 nsubj
        rose     VBN 0 root       | 0 ROOT""",
    "a name read as two subjects is one": """
        Highways NNP 3 nsubj      | 2 compound
        England  NNP 3 nsubj      | 3 nsubj
        denied   VBD 0 root       | 0 ROOT
        it       PRP 3 obj        | 3 dobj""",
    "a noun without an article before a name is its title": """
        They     PRP 2 nsubj      | 2 nsubj
        met      VBD 0 root       | 0 ROOT
        banker   NN  2 obj        | 5 compound
        Ann      NNP 3 appos      | 5 compound
        Moe      NNP 4 flat       | 2 dobj""",
    "a noun with an article before a name is called so": """
        They     PRP 2 nsubj      | 2 nsubj
        met      VBD 0 root       | 0 ROOT
        the      DT  4 det        | 4 det
        banker   NN  2 obj        | 2 dobj
        Ann      NNP 4 appos      | 6 compound
        Moe      NNP 5 flat       | 4 appos""",
    "an adjective in a list goes to the noun behind it": """
        plants   NNS 0 root       | 0 ROOT
        ,        ,   3 punct      | 1 punct
        growing  VBG 1 amod       | 4 amod
        children NNS 3 obj        | 1 conj""",
    "what something is used for completes the use": """
        They     PRP 2 nsubj      | 2 nsubj
        use      VBP 0 root       | 0 ROOT
        force    NN  2 obj        | 2 dobj
        to       TO  5 mark       | 5 aux
        win      VB  3 acl        | 2 xcomp""",
    "two conjunctions in two parts": """
        not   RB  3 advmod | 3 preconj
        only  RB  3 advmod | 1 advmod
        bread NN  0 root   | 0 ROOT
        but   CC  6 cc     | 3 cc
        also  RB  6 advmod | 4 advmod
        cake  NN  3 conj   | 3 conj""",
    "what something is worth hangs on a preposition": """
        deal  NN  0 root   | 0 ROOT
        worth JJ  1 acl    | 1 prep
        two   CD  4 nummod | 4 nummod
        euros NNS 2 obj    | 2 pobj""",
    "be governs what something is worth": """
        Oslo  NNP 3 nsubj | 2 nsubj
        is    VBZ 3 cop   | 0 ROOT
        worth JJ  0 root  | 2 prep
        trips NNS 3 obj   | 3 pobj""",
    "an adverb of direction governs its preposition": """
        It    PRP 2 nsubj  | 2 nsubj
        moved VBD 0 root   | 0 ROOT
        away  RB  2 advmod | 2 advmod
        from  IN  5 case   | 3 prep
        Rome  NNP 2 obl    | 4 pobj""",
    "an adverb of time does not": """
        It    PRP 2 nsubj  | 2 nsubj
        moved VBD 0 root   | 0 ROOT
        later RB  2 advmod | 2 advmod
        from  IN  5 case   | 2 prep
        Rome  NNP 2 obl    | 4 pobj""",
    "a headline says what is to come": """
        Ford NNP 0 root | 3 nsubj
        to   TO  3 mark | 3 aux
        cut  VB  1 acl  | 0 ROOT
        jobs NNS 3 obj  | 3 dobj""",
    "a chance to win is no headline": """
        A      DT 2 det  | 2 det
        chance NN 0 root | 0 ROOT
        to     TO 4 mark | 4 aux
        win    VB 2 acl  | 2 acl""",
    "an infinitive says what is used for what": """
        They PRP 2 nsubj | 2 nsubj
        use  VBP 0 root  | 0 ROOT
        oil  NN  2 obj   | 2 dobj
        to   TO  5 mark  | 5 aux
        heat VB  2 advcl | 2 xcomp""",
    "an infinitive tells a purpose": """
        They PRP 2 nsubj | 2 nsubj
        left VBD 0 root  | 0 ROOT
        Oslo NNP 2 obj   | 2 dobj
        to   TO  5 mark  | 5 aux
        rest VB  2 advcl | 2 advcl""",
    "what is decided is a complement": """
        We      PRP 2 nsubj | 2 nsubj
        decide  VBP 0 root  | 0 ROOT
        whether IN  5 mark  | 5 mark
        it      PRP 5 nsubj | 5 nsubj
        goes    VBZ 2 advcl | 2 ccomp""",
    "whether or not is no complement": """
        We      PRP 2 nsubj | 2 nsubj
        go      VBP 0 root  | 0 ROOT
        whether IN  7 mark  | 7 mark
        or      CC  3 fixed | 7 mark
        not     RB  3 fixed | 7 mark
        it      PRP 7 nsubj | 7 nsubj
        rains   VBZ 2 advcl | 2 advcl""",
    "whom is enabled is an object": """
        It      PRP 2 nsubj | 2 nsubj
        enables VBZ 0 root  | 0 ROOT
        us      PRP 2 obj   | 2 dobj
        to      TO  5 mark  | 5 aux
        rest    VB  2 xcomp | 2 xcomp""",
    "what stands before to belongs to the verb above": """
        She   PRP 2 nsubj | 2 nsubj
        wants VBZ 0 root  | 0 ROOT
        him   PRP 5 iobj  | 5 nsubj
        to    TO  5 mark  | 5 aux
        leave VB  2 xcomp | 2 ccomp""",
    "a relative that is no second object": """
        way   NN  0 root      | 0 ROOT
        that  WDT 4 obj       | 4 advmod
        they  PRP 4 nsubj     | 4 nsubj
        build VBP 1 acl:relcl | 1 relcl
        cars  NNS 4 obj       | 4 dobj""",
    "a comma at the edge belongs to what is above": """
        In    IN  2 case  | 5 prep
        Rome  NNP 5 obl   | 1 pobj
        ,     ,   2 punct | 5 punct
        it    PRP 5 nsubj | 5 nsubj
        rains VBZ 0 root  | 0 ROOT""",
    "a pronoun with an article is a name": """
        The  DT  2 det   | 2 det
        WHO  WP  3 nsubj | 3 nsubj
        says VBZ 0 root  | 0 ROOT""",
    "an adjective has no passive": """
        She    PRP 4 nsubj:pass | 3 nsubj
        has    VBZ 4 aux        | 3 aux
        been   VBN 4 aux:pass   | 0 ROOT
        candid JJ  0 root       | 3 acomp""",
    "a participle tells a state": """
        He     PRP 2 nsubj | 2 nsubj
        became VBD 0 root  | 0 ROOT
        used   VBN 2 xcomp | 2 acomp
        to     IN  5 case  | 3 prep
        it     PRP 3 obl   | 4 pobj""",
    "two names of one subject leave be its adjective": """
        city NN  5 nsubj | 4 nsubj
        ,    ,   1 punct | 4 punct
        Oslo NNP 5 nsubj | 4 nsubj
        is   VBZ 5 cop   | 0 ROOT
        rich JJ  0 root  | 4 acomp""",
    "the last word of a name governs it": """
        President NNP 2 nmod:desc | 3 compound
        Ada       NNP 4 nsubj     | 3 compound
        Stone     NNP 2 flat      | 4 nsubj
        spoke     VBD 0 root      | 0 ROOT""",
    "a number behind a noun counts it": """
        season NN 0 root | 0 ROOT
        2      CD 1 flat | 1 nummod""",
    "adjectives in names are parts of them": """
        the    DT  3 det  | 3 det
        United NNP 3 amod | 3 compound
        States NNP 0 root | 0 ROOT""",
    "a month governs day and year": """
        on   IN  3 case          | 0 ROOT
        May  NNP 3 nmod:unmarked | 1 pobj
        5    CD  0 root          | 2 nummod
        ,    ,   5 punct         | 2 punct
        2012 CD  3 nmod:unmarked | 2 nummod""",
    "an hour belongs to its half of the day": """
        at IN 2 case          | 0 ROOT
        5  CD 0 root          | 3 nummod
        pm NN 2 nmod:unmarked | 1 pobj""",
    "a number governs its currency": """
        It      PRP 2 nsubj    | 2 nsubj
        cost    VBD 0 root     | 0 ROOT
        $       $   2 obj      | 5 quantmod
        5       CD  5 compound | 5 compound
        million CD  3 nummod   | 2 dobj""",
    "a bound belongs to its number": """
        more   JJR 3 advmod | 3 amod
        than   IN  1 fixed  | 3 quantmod
        50     CD  4 nummod | 4 nummod
        people NNS 0 root   | 0 ROOT""",
    "a time stands without a preposition": """
        He   PRP 2 nsubj        | 2 nsubj
        left VBD 0 root         | 0 ROOT
        last JJ  4 amod         | 4 amod
        year NN  2 obl:unmarked | 2 npadvmod""",
    "an owner": """
        Ann  NNP 3 nmod:poss | 3 poss
        's   POS 1 case      | 1 case
        book NN  0 root      | 0 ROOT""",
    "conjuncts form a chain": """
        Ann  NNP 6 nsubj | 6 nsubj
        ,    ,   3 punct | 1 punct
        Bob  NNP 1 conj  | 1 conj
        and  CC  5 cc    | 3 cc
        Cat  NNP 1 conj  | 3 conj
        left VBD 0 root  | 0 ROOT""",
    "prepositions are conjoined": """
        Ann   NNP 2 nsubj | 2 nsubj
        lives VBZ 0 root  | 0 ROOT
        in    IN  4 case  | 2 prep
        Oslo  NNP 2 obl   | 3 pobj
        and   CC  7 cc    | 3 cc
        in    IN  7 case  | 3 conj
        Rome  NNP 4 conj  | 6 pobj""",
    "a verb may be conjoined with be": """
        Ann  NNP 3 nsubj | 2 nsubj
        was  VBD 3 cop   | 0 ROOT
        ill  JJ  0 root  | 2 acomp
        and  CC  5 cc    | 2 cc
        left VBD 3 conj  | 2 conj""",
    "as well as joins": """
        tea    NN 0 root  | 0 ROOT
        as     RB 5 cc    | 4 advmod
        well   RB 2 fixed | 4 advmod
        as     IN 2 fixed | 1 cc
        coffee NN 1 conj  | 1 conj""",
    "little words": """
        Both  CC  2 cc:preconj   | 2 preconj
        Ann   NNP 5 nsubj        | 5 nsubj
        did   VBD 5 aux          | 5 aux
        never RB  5 advmod       | 5 neg
        give  VB  0 root         | 0 ROOT
        up    RP  5 compound:prt | 5 prt
        all   PDT 9 det:predet   | 9 predet
        her   PRP$ 9 nmod:poss   | 9 poss
        land  NN  5 obj          | 5 dobj""",
    "a comparison": """
        Ann    NNP 3 nsubj | 2 nsubj
        is     VBZ 3 cop   | 0 ROOT
        taller JJR 0 root  | 2 acomp
        than   IN  5 case  | 3 prep
        Bob    NNP 3 obl   | 4 pobj""",
    "a clause of its own behind with": """
        He   PRP 2 nsubj     | 2 nsubj
        ran  VBD 0 root      | 0 ROOT
        with IN  6 mark      | 2 prep
        his  PRP$ 5 nmod:poss | 5 poss
        hair NN  6 nsubj     | 3 pobj
        wet  JJ  2 advcl     | 5 acl""",
}


@pytest.mark.parametrize("promise", EXAMPLES, ids=lambda name: name.replace(" ", "-"))
def test_labels(promise: str) -> None:
    example = read(EXAMPLES[promise])
    tree = example.convert()
    found = list(zip(tree.heads, tree.labels, strict=True))
    shown = [
        f"{word} {label} of {example.words[head]}"
        for word, (head, label) in zip(example.words, found, strict=True)
    ]
    assert found == example.expected, "; ".join(shown)


def test_coarse_tags_are_those_of_the_pipeline() -> None:
    tree = convert(
        ["Who", "'s", "whose", "have", "where"],
        [3, 3, 3, 3, 3],
        ["nsubj", "aux", "obj", "root", "advmod"],
        ["PRON", "AUX", "PRON", "VERB", "ADV"],
        ["WP", "VBZ", "WP$", "VB", "WRB"],
        ["who", "have", "whose", "have", "where"],
    )
    assert tree.pos == ("PRON", "AUX", "DET", "VERB", "SCONJ")


def test_no_mark_is_the_root_of_words() -> None:
    tree = convert(["Yes", "!"], [1, 1], ["discourse", "root"], ["INTJ", "PUNCT"], ["UH", "."],
                   ["yes", "!"])  # fmt: skip
    assert tree.heads == (0, 0)
    assert tree.labels == ("ROOT", "punct")


def test_a_mark_alone_is_the_root() -> None:
    assert convert(["!"], [0], ["root"], ["PUNCT"], ["."], ["!"]).labels == ("ROOT",)


def test_nothing_comes_of_nothing() -> None:
    assert convert([], [], [], [], [], []) == ((), (), (), ())


RELATIONS = sorted(
    {row.split()[3] for table in EXAMPLES.values() for row in table.strip().splitlines()}
    | {"goeswith", "list", "orphan", "dep", "vocative", "advcl:relcl", "obl:tmod", "nonsense"}
)
FORMS = [
    ("in", "ADP", "IN"), ("of", "ADP", "IN"), ("is", "AUX", "VBZ"), ("being", "AUX", "VBG"),
    ("to", "PART", "TO"), ("what", "PRON", "WP"), ("May", "PROPN", "NNP"), ("5", "NUM", "CD"),
    ("$", "SYM", "$"), ("and", "CCONJ", "CC"), ("said", "VERB", "VBD"), ("good", "ADJ", "JJ"),
    (",", "PUNCT", ","), ("'s", "PART", "POS"), ("there", "PRON", "EX"), ("order", "NOUN", "NN"),
    ("such", "ADJ", "JJ"), ("as", "ADP", "IN"), ("going", "VERB", "VBG"), ("X", "X", "ZZ"),
]  # fmt: skip


@st.composite
def sentences(draw: st.DrawFn) -> tuple[list[str], list[int], list[str], list[str], list[str]]:
    """Any words with any heads, circles and several roots among them, and any relations."""
    n = draw(st.integers(1, 14))
    forms = draw(st.lists(st.sampled_from(FORMS), min_size=n, max_size=n))
    heads = draw(st.lists(st.integers(-1, n), min_size=n, max_size=n))
    relations = draw(st.lists(st.sampled_from(RELATIONS), min_size=n, max_size=n))
    words, upos, tags = (list(column) for column in zip(*forms, strict=True))
    return words, heads, relations, upos, tags


@given(sentences())
def test_every_tree_gives_a_tree_with_one_root(
    sentence: tuple[list[str], list[int], list[str], list[str], list[str]],
) -> None:
    words, heads, relations, upos, tags = sentence
    lemmas = [word.lower() for word in words]
    given_ = (words, heads, relations, upos, tags, lemmas)
    before = [list(column) for column in given_]
    tree = convert(*given_)
    assert [list(column) for column in given_] == before, "what is given stays as it is"
    assert convert(*given_) == tree
    roots = [i for i, head in enumerate(tree.heads) if head == i]
    assert len(roots) == 1
    assert [i for i, label in enumerate(tree.labels) if label == "ROOT"] == roots
    for i in range(len(words)):
        steps = 0
        while tree.heads[i] != i:
            i, steps = tree.heads[i], steps + 1
            assert steps < len(words), "a circle"
    if any(tag != "PUNCT" for tag in upos):
        assert upos[roots[0]] != "PUNCT"


def test_of_two_objects_the_one_before_a_finite_verb_is_its_subject() -> None:
    tree = convert(
        ["Moss", "grows", "spores"], [1, 1, 1], ["obj", "root", "obj"],
        ["NOUN", "VERB", "NOUN"], ["NN", "VBZ", "NNS"], ["moss", "grow", "spore"],
    )  # fmt: skip
    assert tree.labels == ("nsubj", "ROOT", "dobj")
