"""What becomes of a clause below a word: one table, governor x link.

"Kim managed to sell the boat" says that it was sold, "failed to sell" that it was not, "was accused
of selling" leaves it open. A `Frame` says this for a set of governing words and one *link*, the
form in which the clause hangs on its governor:

| link       | example                             | link      | example                         |
|------------|-------------------------------------|-----------|---------------------------------|
| `that`     | said (that) Kim left                | `ing`     | began selling boats             |
| `should`   | asked that Kim leave (subjunctive)  | `np-ing`  | saw Kim leaving                 |
| `to`       | managed to leave                    | `of-ing`  | accused Kim of leaving          |
| `np-to`    | forced Kim to leave                 | `for-ing` | (any preposition)               |
| `bare`     | helped build it                     | `small`   | considers Kim guilty            |
| `np-bare`  | let Kim leave                       | `as`      | described Kim as guilty         |

Each frame has an outcome for the governor said and one for the governor denied:

| outcome    | the clause below                                                                 |
|------------|----------------------------------------------------------------------------------|
| `holds`    | is so, as surely as the governor is: keeps its modality                           |
| `fails`    | is not so, as surely as the governor is                                           |
| `given`    | is so whatever becomes of the governor (a presupposition)                         |
| `possible` | is put under this modality, as under `planned`, `desired` and `required`; a      |
|            | denial of the governor goes down with it                                         |
| `doubted`  | is possible at most, and held to be false                                         |
| `barred`   | must not be                                                                       |
| `abstain`  | is left open: no claim is made of it                                              |

The classes follow the literature on implicatives, factives and factuality: Kiparsky and Kiparsky,
"Fact" (1970); Karttunen, "Implicative verbs" (1971); Nairn, Condoravdi and Karttunen, "Computing
relative polarity for textual inference" (2006); Saurí and Pustejovsky, "FactBank" (2009); Lotan,
Stern and Dagan, "TruthTeller" (2013). What no frame knows has the outcome that `UNKNOWN` gives its
link, mostly `abstain`.

Each frame carries an example and what it says of the clause below; a test reads them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Outcome = Literal[
    "holds", "fails", "given", "possible", "planned", "desired", "required", "doubted", "barred",
    "abstain",
]  # fmt: skip
Part = Literal["verb", "adjective", "noun"]
#: Who does what the clause below tells, where it has no subject of its own: "agent" is the
#: governor's subject, and of a passive the one behind "by".
Doer = Literal["subject", "object", "agent", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a clause below certain words in a certain form comes to.

    `said` and `denied` are outcomes for the governor as said and under a negation; `says` marks
    that the governor's subject (of a passive: its agent; of a noun: its owner) is who says so.
    `first` is the first of the words, by which the frame is called. `example` is a sentence,
    `gives` the claim of the lower clause: "subject | verb | object" and, where it is not plain
    fact, "; " and what differs.
    """

    part: Part
    links: tuple[str, ...]
    first: str
    words: frozenset[str]
    said: Outcome
    denied: Outcome
    doer: Doer = "subject"
    says: bool = False
    example: str = ""
    gives: str = ""

    @property
    def name(self) -> str:
        """A name that tells frames apart: "fail to: fails", by the first word of its list."""
        kind = "" if self.part == "verb" else f" ({self.part})"
        return f"{self.first}{kind} {self.links[0]}: {self.said}"


def _verbs(
    links: str, words: str, said: Outcome, denied: Outcome, doer: Doer = "subject",
    *, says: bool = False, example: str, gives: str,
) -> Frame:  # fmt: skip
    return _frame("verb", links, words, said, denied, doer, says, example, gives)


def _adjectives(
    links: str, words: str, said: Outcome, denied: Outcome, doer: Doer = "subject",
    *, says: bool = False, example: str, gives: str,
) -> Frame:  # fmt: skip
    return _frame("adjective", links, words, said, denied, doer, says, example, gives)


def _nouns(
    links: str, words: str, said: Outcome, denied: Outcome, doer: Doer = "subject",
    *, says: bool = False, example: str, gives: str,
) -> Frame:  # fmt: skip
    return _frame("noun", links, words, said, denied, doer, says, example, gives)


def _frame(
    part: Part, links: str, words: str, said: Outcome, denied: Outcome, doer: Doer, says: bool,
    example: str, gives: str,
) -> Frame:  # fmt: skip
    return Frame(
        part=part, links=tuple(links.split()), first=words.split()[0],
        words=frozenset(words.split()), said=said, denied=denied, doer=doer, says=says,
        example=example, gives=gives,
    )  # fmt: skip


#: What becomes of a clause that hangs on an unknown word: by part of speech and link.
UNKNOWN: dict[tuple[Part, str], Outcome] = {
    ("verb", "that"): "possible",  # "texted that ...": somebody says so
    ("verb", "should"): "desired",
    ("verb", "to"): "desired",  # an aim: "ran to catch the bus"
    ("verb", "by-ing"): "holds",
    ("verb", "after-ing"): "holds",
    ("verb", "since-ing"): "holds",
    ("verb", "upon-ing"): "holds",
    ("verb", "while-ing"): "holds",
    ("verb", "when-ing"): "holds",
    ("verb", "despite-ing"): "holds",
    ("verb", "besides-ing"): "holds",
    ("verb", "through-ing"): "holds",
    ("verb", "without-ing"): "fails",
}
#: Links whose clause, below an unknown verb, is said by the verb's subject.
SPOKEN = frozenset({"that", "should"})

FRAMES: tuple[Frame, ...] = (
    # Verbs with a that-clause
    _verbs(
        "that",
        "say tell report state announce add explain note declare assert maintain confirm warn"
        " insist reply respond answer write stress emphasize emphasise remark comment observe"
        " acknowledge admit accept concede disclose testify swear tweet contend reiterate repeat"
        " recall caution point inform notify assure remind boast complain protest agree argue"
        " claim hold promise pledge vow threaten decide resolve rule post shout whisper exclaim"
        " provide specify cry brag confess charge stipulate underline highlight blog teach read",
        "holds",
        "abstain",
        says=True,
        example="Ruth Abel said that the mill burned the letters.",
        gives="mill | burn | letters; says Ruth Abel",
    ),
    _verbs(
        "that",
        "know realize realise learn discover notice remember forget regret recognize recognise"
        " reveal resent see understand appreciate ignore overlook lament deplore mind grasp",
        "given",
        "given",
        example="The guard did not notice that Ruth Abel burned the letters.",
        gives="Ruth Abel | burn | letters",
    ),
    _verbs(
        "that",
        "find show prove demonstrate conclude establish determine verify ascertain calculate"
        " document detect infer deduce",
        "holds",
        "abstain",
        says=True,
        example="Ruth Abel found that the mill pollutes the river.",
        gives="mill | pollute | river; says Ruth Abel",
    ),
    _verbs(
        "that",
        "think believe suppose feel presume assume guess reckon imagine expect",
        "possible",
        "doubted",
        says=True,
        example="Ruth Abel does not believe that the miller burned the letters.",
        gives="miller | burn | letters; not; possible; says Ruth Abel",
    ),
    _verbs(
        "that",
        "suspect estimate consider"
        " speculate hypothesize hypothesise theorize theorise predict forecast suggest fear worry"
        " allege rumor rumour hint imply accuse project indicate hear propose dream"
        " anticipate sense intimate insinuate conjecture posit postulate bet gamble"
        " contemplate envision envisage signal",
        "possible",
        "abstain",
        says=True,
        example="Ruth Abel suspects that the miller burned the letters.",
        gives="miller | burn | letters; possible; says Ruth Abel",
    ),
    _verbs(
        "that",
        "joke quip jest kid",
        "possible",
        "possible",
        says=True,
        example="Ruth Abel joked that the mill burned the letters.",
        gives="mill | burn | letters; possible; says Ruth Abel",
    ),
    _verbs(
        "that",
        "doubt question disbelieve distrust",
        "doubted",
        "possible",
        says=True,
        example="Ruth Abel doubts that the miller burned the letters.",
        gives="miller | burn | letters; not; possible; says Ruth Abel",
    ),
    _verbs(
        "that",
        "deny dispute refute reject rebut contradict disclaim disprove negate lie pretend",
        "fails",
        "possible",
        says=True,
        example="Ruth Abel denied that the miller burned the letters.",
        gives="miller | burn | letters; not; says Ruth Abel",
    ),
    _verbs(
        "that",
        "hope wish want desire pray long",
        "desired",
        "desired",
        says=True,
        example="Ruth Abel hopes that the mill burns the letters.",
        gives="mill | burn | letters; desired; says Ruth Abel",
    ),
    _verbs(
        "that should",
        "demand require order mandate command dictate decree",
        "required",
        "required",
        says=True,
        example="Ruth Abel demanded that the mill burn the letters.",
        gives="mill | burn | letters; required; says Ruth Abel",
    ),
    _verbs(
        "that",
        "plan intend guarantee arrange vote",
        "planned",
        "planned",
        says=True,
        example="The council voted that the mill burns the letters.",
        gives="mill | burn | letters; planned; says council",
    ),
    _verbs(
        "should that",
        "recommend ask urge request beg advise plead prefer",
        "desired",
        "desired",
        says=True,
        example="Ruth Abel recommended that the mill burn the letters.",
        gives="mill | burn | letters; desired; says Ruth Abel",
    ),
    _verbs(
        "that",
        "seem appear look sound",
        "possible",
        "possible",
        "nobody",
        example="It seems that the miller burned the letters.",
        gives="miller | burn | letters; possible",
    ),
    _verbs(
        "that",
        "mean happen turn ensure be transpire emerge follow cause",
        "holds",
        "abstain",
        "nobody",
        example="It turned out that the miller burned the letters.",
        gives="miller | burn | letters",
    ),
    # Verbs with an infinitive
    _verbs(
        "to",
        "manage get come grow happen dare bother deign remember learn turn prove help serve combine"
        " go hurry hasten proceed live use begin start continue resume commence keep do rush"
        " cooperate collaborate rise climb evolve develop emerge ascend like love hate",
        "holds",
        "fails",
        example="Ruth Abel managed to sell the boat.",
        gives="Ruth Abel | sell | boat",
    ),
    _verbs(
        "to",
        "fail forget neglect omit cease",
        "fails",
        "holds",
        example="Ruth Abel failed to sell the boat.",
        gives="Ruth Abel | sell | boat; not",
    ),
    _verbs(
        "to",
        "refuse decline disdain",
        "fails",
        "possible",
        example="Ruth Abel refused to sell the boat.",
        gives="Ruth Abel | sell | boat; not",
    ),
    _verbs(
        "to",
        "hesitate",
        "possible",
        "holds",
        example="Ruth Abel did not hesitate to sell the boat.",
        gives="Ruth Abel | sell | boat",
    ),
    _verbs(
        "to",
        "pretend",
        "fails",
        "abstain",
        example="Ruth Abel pretended to own the boat.",
        gives="Ruth Abel | own | boat; not",
    ),
    _verbs(
        "to",
        "claim profess purport report admit",
        "holds",
        "possible",
        says=True,
        example="Ruth Abel claims to own the boat.",
        gives="Ruth Abel | own | boat; says Ruth Abel",
    ),
    _verbs(
        "to",
        "plan intend pledge promise vow agree decide propose offer aim commit threaten prepare"
        " schedule arrange undertake resolve opt choose elect expect set swear guarantee volunteer"
        " slate be determine consent conclude vote mean move line conspire collude plot",
        "planned",
        "planned",
        example="Ruth Abel decided to sell the boat.",
        gives="Ruth Abel | sell | boat; planned",
    ),
    _verbs(
        "to",
        "want hope wish desire seek try attempt strive endeavor endeavour struggle fight push"
        " lobby campaign beg plead appeal long yearn prefer wait ask apply petition"
        " press aspire compete work care demand crave hunger labor labour pray bid clamor"
        " advise recommend urge request encourage",
        "desired",
        "desired",
        example="Ruth Abel tried to sell the boat.",
        gives="Ruth Abel | sell | boat; desired",
    ),
    _verbs(
        "to",
        "need have ought require order",
        "required",
        "required",
        example="Ruth Abel needs to sell the boat.",
        gives="Ruth Abel | sell | boat; required",
    ),
    _verbs(
        "to",
        "seem appear tend deserve afford stand look qualify",
        "possible",
        "possible",
        example="Ruth Abel seems to own the boat.",
        gives="Ruth Abel | own | boat; possible",
    ),
    # Verbs with an object and an infinitive
    _verbs(
        "np-to",
        "force compel cause lead drive push prompt induce get"
        " help coerce trick provoke spur stimulate have see hear watch enlist",
        "holds",
        "possible",
        "object",
        example="The bank forced Ruth Abel to sell the boat.",
        gives="Ruth Abel | sell | boat",
    ),
    _verbs(
        "np-to",
        "find know show prove discover",
        "holds",
        "doubted",
        "object",
        example="Ruth Abel was found to own the boat.",
        gives="Ruth Abel | own | boat",
    ),
    _verbs(
        "np-to",
        "order command instruct direct require tell oblige obligate mandate need sentence bind",
        "required",
        "abstain",
        "object",
        example="The bank ordered Ruth Abel to sell the boat.",
        gives="Ruth Abel | sell | boat; required",
    ),
    _verbs(
        "np-to",
        "ask urge encourage invite beg request advise want like prefer warn recommend press"
        " challenge remind implore wish hate love tempt entice pay design train"
        " counsel exhort nudge lobby pressure petition call",
        "desired",
        "desired",
        "object",
        example="The bank urged Ruth Abel to sell the boat.",
        gives="Ruth Abel | sell | boat; desired",
    ),
    _verbs(
        "np-to",
        "allow permit enable let authorize authorise license entitle empower equip free teach"
        " qualify assist",
        "possible",
        "possible",
        "object",
        example="The bank allowed Ruth Abel to sell the boat.",
        gives="Ruth Abel | sell | boat; possible",
    ),
    _verbs(
        "np-to",
        "appoint assign hire send elect choose expect schedule recruit commission dispatch deploy"
        " prepare contract engage select name nominate designate summon employ set mean intend"
        " destine slate plan program persuade convince inspire motivate",
        "planned",
        "planned",
        "object",
        example="The bank hired Ruth Abel to sell the boat.",
        gives="Ruth Abel | sell | boat; planned",
    ),
    _verbs(
        "np-to",
        "forbid prohibit",
        "barred",
        "possible",
        "object",
        example="The bank forbade Ruth Abel to sell the boat.",
        gives="Ruth Abel | sell | boat; not; required",
    ),
    _verbs(
        "np-to",
        "believe consider report say think suspect allege rumor rumour presume assume"
        " understand estimate reckon hold feel claim fear imagine calculate declare deem judge"
        " adjudge perceive",
        "possible",
        "possible",
        "object",
        says=True,
        example="Ruth Abel is said to own the boat.",
        gives="Ruth Abel | own | boat; possible",
    ),
    # Bare infinitives
    _verbs(
        "bare",
        "help dare go come",
        "holds",
        "fails",
        example="Ruth Abel helped build the boat.",
        gives="Ruth Abel | help build | boat",
    ),
    _verbs(
        "np-bare",
        "make have help see hear watch feel observe notice",
        "holds",
        "fails",
        "object",
        example="The bank made Ruth Abel sell the boat.",
        gives="Ruth Abel | sell | boat",
    ),
    _verbs(
        "np-bare",
        "let bid",
        "possible",
        "fails",
        "object",
        example="The bank let Ruth Abel sell the boat.",
        gives="Ruth Abel | sell | boat; possible",
    ),
    # Gerunds
    _verbs(
        "ing",
        "begin start continue keep finish resume enjoy like love hate remember regret practise"
        " practice go come spend complete end sit stand lie commence carry celebrate relish dislike"
        " risk try",
        "holds",
        "fails",
        example="Ruth Abel began selling boats.",
        gives="Ruth Abel | begin sell | boats",
    ),
    _verbs(
        "ing",
        "admit acknowledge confess recall mention report describe",
        "holds",
        "possible",
        says=True,
        example="Ruth Abel admitted selling the boat.",
        gives="Ruth Abel | sell | boat; says Ruth Abel",
    ),
    _verbs(
        "ing",
        "deny",
        "fails",
        "possible",
        says=True,
        example="Ruth Abel denied selling the boat.",
        gives="Ruth Abel | sell | boat; not; says Ruth Abel",
    ),
    _verbs(
        "ing",
        "avoid stop quit cease resist escape abandon discontinue forgo evade miss shun suspend",
        "fails",
        "holds",
        example="Ruth Abel stopped selling boats.",
        gives="Ruth Abel | sell | boats; not",
    ),
    _verbs(
        "ing",
        "plan intend delay postpone defer schedule",
        "planned",
        "planned",
        example="Ruth Abel plans selling the boat.",
        gives="Ruth Abel | sell | boat; planned",
    ),
    _verbs(
        "ing",
        "consider contemplate envisage imagine anticipate fancy mind weigh",
        "possible",
        "possible",
        example="Ruth Abel considered selling the boat.",
        gives="Ruth Abel | sell | boat; possible",
    ),
    _verbs(
        "np-ing",
        "see hear watch find catch keep leave have get spot observe notice film photograph show"
        " depict picture set send",
        "holds",
        "fails",
        "object",
        example="The guard caught Ruth Abel selling the boat.",
        gives="Ruth Abel | sell | boat",
    ),
    _verbs(
        "np-ing",
        "stop prevent",
        "fails",
        "abstain",
        "object",
        example="The guard stopped Ruth Abel selling the boat.",
        gives="Ruth Abel | sell | boat; not",
    ),
    _verbs(
        "np-to",
        "use utilize utilise exploit",
        "holds",
        "abstain",
        "agent",
        example="Ropes were used by Ruth Abel to raise the boat.",
        gives="Ruth Abel | raise | boat",
    ),
    # Prepositions with a gerund: charges, verdicts, praise
    _verbs(
        "of-ing with-ing",
        "accuse suspect charge indict",
        "possible",
        "abstain",
        "object",
        says=True,
        example="The paper accused Ruth Abel of selling the boat.",
        gives="Ruth Abel | sell | boat; possible; says paper",
    ),
    _verbs(
        "for-ing over-ing about-ing on-ing",
        "arrest detain investigate sue blame prosecute try question criticise criticize condemn"
        " denounce attack rebuke reprimand scold fire sack dismiss expel suspend fine book hold"
        " jail imprison target seek impeach interrogate interview report cite ban sanction indict"
        " disqualify probe arraign slam censure fault accuse suspect",
        "possible",
        "abstain",
        "object",
        says=True,
        example="The paper blamed Ruth Abel for selling the boat.",
        gives="Ruth Abel | sell | boat; possible; says paper",
    ),
    _verbs(
        "of-ing for-ing",
        "acquit clear exonerate absolve",
        "doubted",
        "abstain",
        "object",
        example="The court acquitted Ruth Abel of selling the boat.",
        gives="Ruth Abel | sell | boat; not; possible",
    ),
    _verbs(
        "of-ing",
        "convict",
        "possible",
        "doubted",
        "object",
        says=True,
        example="The court convicted Ruth Abel of selling the boat.",
        gives="Ruth Abel | sell | boat; possible; says court",
    ),
    _verbs(
        "for-ing on-ing",
        "praise thank honor honour award commend congratulate credit applaud laud celebrate"
        " remember know reward salute decorate acclaim forgive pardon punish admire recognise"
        " recognize note",
        "holds",
        "abstain",
        "object",
        example="The guild praised Ruth Abel for saving the boat.",
        gives="Ruth Abel | save | boat",
    ),
    _verbs(
        "for-ing to-ing",
        "apologise apologize confess admit own plead",
        "holds",
        "possible",
        says=True,
        example="Ruth Abel confessed to selling the boat.",
        gives="Ruth Abel | sell | boat; says Ruth Abel",
    ),
    # Prepositions with a gerund: keeping from, banning from
    _verbs(
        "from-ing",
        "prevent stop keep save hinder stop protect inhibit",
        "fails",
        "possible",
        "object",
        example="The guard prevented Ruth Abel from selling the boat.",
        gives="Ruth Abel | sell | boat; not",
    ),
    _verbs(
        "from-ing",
        "ban bar prohibit block forbid exclude preclude enjoin restrain",
        "barred",
        "possible",
        "object",
        example="The court banned Ruth Abel from selling the boat.",
        gives="Ruth Abel | sell | boat; not; required",
    ),
    _verbs(
        "from-ing",
        "refrain abstain desist shrink",
        "fails",
        "holds",
        example="Ruth Abel refrained from selling the boat.",
        gives="Ruth Abel | sell | boat; not",
    ),
    # Prepositions with a gerund: the rest
    _verbs(
        "in-ing at-ing on-ing with-ing to-ing",
        "succeed concentrate focus assist participate engage persist collaborate cooperate aid"
        " involve join specialize specialise busy indulge",
        "holds",
        "fails",
        example="Ruth Abel succeeded in selling the boat.",
        gives="Ruth Abel | sell | boat",
    ),
    _verbs(
        "in-ing",
        "fail",
        "fails",
        "holds",
        example="Ruth Abel failed in selling the boat.",
        gives="Ruth Abel | sell | boat; not",
    ),
    _verbs(
        "on-ing upon-ing to-ing of-ing about-ing",
        "insist plan intend commit resort agree look decide think dream talk",
        "planned",
        "planned",
        example="Ruth Abel insisted on selling the boat.",
        gives="Ruth Abel | sell | boat; planned",
    ),
    _verbs(
        "into-ing",
        "trick force talk coerce pressure fool persuade deceive manipulate",
        "holds",
        "possible",
        "object",
        example="The bank tricked Ruth Abel into selling the boat.",
        gives="Ruth Abel | sell | boat",
    ),
    # Small clauses
    _verbs(
        "small as",
        "consider deem call label regard describe think believe view see brand dub term judge"
        " portray perceive classify rate find present characterize characterise style",
        "possible",
        "possible",
        "object",
        says=True,
        example="Ruth Abel considers the boat unsafe.",
        gives="boat | be | unsafe; possible; says Ruth Abel",
    ),
    _verbs(
        "small as",
        "appoint elect name crown ordain nominate",
        "holds",
        "abstain",
        "object",
        example="The council elected Ruth Abel as mayor.",
        gives="Ruth Abel | be | mayor",
    ),
    _verbs(
        "small",
        "make render keep leave turn paint prove set drive get",
        "holds",
        "abstain",
        "object",
        example="The council made the boat unsafe.",
        gives="boat | be | unsafe",
    ),
    _verbs(
        "small as",
        "declare pronounce proclaim",
        "holds",
        "abstain",
        "object",
        says=True,
        example="The council declared the boat unsafe.",
        gives="boat | be | unsafe; says council",
    ),
    # Adjectives
    _adjectives(
        "to",
        "able likely possible capable apt liable prone free eligible fit qualified entitled"
        " inclined known thought",
        "possible",
        "possible",
        example="Ruth Abel is able to sell the boat.",
        gives="Ruth Abel | sell | boat; possible",
    ),
    _adjectives(
        "to",
        "unlikely",
        "doubted",
        "possible",
        example="Ruth Abel is unlikely to sell the boat.",
        gives="Ruth Abel | sell | boat; not; possible",
    ),
    _adjectives(
        "to",
        "illegal unlawful forbidden prohibited impermissible unconstitutional inadmissible",
        "barred",
        "possible",
        "nobody",
        example="It is illegal for Ruth Abel to sell the boat.",
        gives="Ruth Abel | sell | boat; not; required",
    ),
    _adjectives(
        "to",
        "legal lawful permissible allowed permitted acceptable",
        "possible",
        "barred",
        "nobody",
        example="It is legal for Ruth Abel to sell the boat.",
        gives="Ruth Abel | sell | boat; possible",
    ),
    _adjectives(
        "to",
        "impossible",
        "fails",
        "possible",
        "nobody",
        example="It is impossible for Ruth Abel to sell the boat.",
        gives="Ruth Abel | sell | boat; not",
    ),
    _adjectives(
        "to",
        "unable unwilling",
        "fails",
        "possible",
        example="Ruth Abel was unable to sell the boat.",
        gives="Ruth Abel | sell | boat; not",
    ),
    _adjectives(
        "to",
        "going gonna ready set due poised prepared scheduled determined bound committed certain"
        " sure about"
        " destined slated",
        "planned",
        "planned",
        example="Ruth Abel is due to sell the boat.",
        gives="Ruth Abel | sell | boat; planned",
    ),
    _adjectives(
        "to",
        "willing eager keen anxious reluctant desperate hesitant impatient tempted",
        "desired",
        "desired",
        example="Ruth Abel is eager to sell the boat.",
        gives="Ruth Abel | sell | boat; desired",
    ),
    _adjectives(
        "to",
        "proud glad sorry sad surprised lucky fortunate pleased delighted shocked relieved happy"
        " brave wise foolish kind stupid right wrong quick slow first last next only second third",
        "holds",
        "fails",
        example="Ruth Abel was lucky to sell the boat.",
        gives="Ruth Abel | sell | boat",
    ),
    _adjectives(
        "to",
        "required obliged obligated compelled forced supposed",
        "required",
        "required",
        example="Ruth Abel is obliged to sell the boat.",
        gives="Ruth Abel | sell | boat; required",
    ),
    _adjectives(
        "that",
        "glad happy proud sorry surprised aware angry pleased sad disappointed shocked amazed"
        " unaware grateful thankful relieved ironic unfortunate lucky odd strange surprising"
        " remarkable regrettable",
        "given",
        "given",
        example="Ruth Abel is glad that the mill burned the letters.",
        gives="mill | burn | letters",
    ),
    _adjectives(
        "that",
        "clear obvious evident certain proven known apparent undeniable plain",
        "holds",
        "possible",
        example="It is clear that the mill burned the letters.",
        gives="mill | burn | letters",
    ),
    _adjectives(
        "that",
        "true correct",
        "holds",
        "fails",
        example="It is not true that the mill burned the letters.",
        gives="mill | burn | letters; not",
    ),
    _adjectives(
        "that",
        "possible likely probable plausible conceivable confident sure convinced optimistic"
        " hopeful afraid worried concerned fearful adamant positive satisfied",
        "possible",
        "possible",
        says=True,
        example="It is likely that the mill burned the letters.",
        gives="mill | burn | letters; possible",
    ),
    _adjectives(
        "that",
        "unlikely improbable doubtful implausible inconceivable sceptical skeptical questionable",
        "doubted",
        "possible",
        example="It is unlikely that the mill burned the letters.",
        gives="mill | burn | letters; not; possible",
    ),
    _adjectives(
        "that",
        "impossible untrue false incorrect",
        "fails",
        "possible",
        example="It is untrue that the mill burned the letters.",
        gives="mill | burn | letters; not",
    ),
    _adjectives(
        "that should",
        "necessary essential imperative vital crucial important mandatory critical urgent"
        " obligatory compulsory",
        "required",
        "abstain",
        example="It is essential that the mill burns the letters.",
        gives="mill | burn | letters; required",
    ),
    _adjectives(
        "that should",
        "desirable preferable better best advisable eager anxious",
        "desired",
        "abstain",
        example="It is desirable that the mill burns the letters.",
        gives="mill | burn | letters; desired",
    ),
    _adjectives(
        "of-ing",
        "capable",
        "possible",
        "possible",
        example="Ruth Abel is capable of selling the boat.",
        gives="Ruth Abel | sell | boat; possible",
    ),
    _adjectives(
        "of-ing for-ing in-ing at-ing ing",
        "famous known notable noted renowned remembered busy successful engaged"
        " involved active instrumental active celebrated praised recognized",
        "holds",
        "fails",
        example="Ruth Abel is famous for building the boat.",
        gives="Ruth Abel | build | boat",
    ),
    _adjectives(
        "to-ing",
        "guilty",
        "holds",
        "possible",
        says=True,
        example="Ruth Abel pleaded guilty to selling the boat.",
        gives="Ruth Abel | sell | boat; says Ruth Abel",
    ),
    _adjectives(
        "of-ing",
        "guilty",
        "holds",
        "doubted",
        example="Ruth Abel is guilty of selling the boat.",
        gives="Ruth Abel | sell | boat",
    ),
    # Nouns
    _nouns(
        "to",
        "plan intention pledge promise vow decision proposal offer agreement commitment threat bid"
        " scheme intent goal aim objective mission resolution deal pact mandate purpose contract"
        " campaign preparation move measure policy initiative strategy project program"
        " programme",
        "planned",
        "planned",
        example="Ruth Abel announced a plan to sell the boat.",
        gives="Ruth Abel | sell | boat; planned",
    ),
    _nouns(
        "to",
        "attempt effort desire hope wish request call appeal demand drive push struggle"
        " willingness ambition aspiration eagerness urge invitation try fight battle quest dream"
        " step recommendation pressure endeavour endeavor",
        "desired",
        "desired",
        example="Ruth Abel made an attempt to sell the boat.",
        gives="Ruth Abel | sell | boat; desired",
    ),
    _nouns(
        "to",
        "ability right chance opportunity power permission possibility capacity potential option"
        " freedom authority license licence capability likelihood means tendency time money"
        " resource skill strength courage",
        "possible",
        "possible",
        example="Ruth Abel has the right to sell the boat.",
        gives="Ruth Abel | sell | boat; possible",
    ),
    _nouns(
        "to",
        "need duty obligation requirement order responsibility necessity task job",
        "required",
        "abstain",
        example="Ruth Abel has a duty to sell the boat.",
        gives="Ruth Abel | sell | boat; required",
    ),
    _nouns(
        "to",
        "failure refusal inability unwillingness",
        "fails",
        "abstain",
        example="Ruth Abel's failure to sell the boat annoyed the bank.",
        gives="Ruth Abel | sell | boat; not",
    ),
    _nouns(
        "that",
        "fact knowledge discovery realization realisation awareness truth recognition revelation"
        " reminder coincidence irony",
        "given",
        "given",
        example="The fact that Ruth Abel sold the boat annoyed the bank.",
        gives="Ruth Abel | sell | boat",
    ),
    _nouns(
        "that",
        "statement report announcement warning remark testimony word message admission confession"
        " complaint promise pledge assurance vow",
        "holds",
        "doubted",
        says=True,
        example="The bank's report that Ruth Abel sold the boat annoyed the guild.",
        gives="Ruth Abel | sell | boat; says bank",
    ),
    _nouns(
        "that",
        "evidence proof confirmation conclusion verdict ruling news finding",
        "holds",
        "doubted",
        example="The guild saw proof that Ruth Abel sold the boat.",
        gives="Ruth Abel | sell | boat",
    ),
    _nouns(
        "that",
        "claim allegation accusation charge belief view suggestion hypothesis theory idea rumor"
        " rumour suspicion assumption opinion notion impression possibility speculation assertion"
        " argument fear concern worry danger risk chance likelihood sign indication hint prediction"
        " forecast expectation feeling thought estimate perception probability insinuation"
        " misconception myth concept story tale gossip joke talk chatter",
        "possible",
        "doubted",
        says=True,
        example="The bank's claim that Ruth Abel sold the boat annoyed the guild.",
        gives="Ruth Abel | sell | boat; possible; says bank",
    ),
    _nouns(
        "that",
        "denial doubt lie hoax fiction fabrication",
        "doubted",
        "possible",
        says=True,
        example="The bank's denial that Ruth Abel sold the boat annoyed the guild.",
        gives="Ruth Abel | sell | boat; not; possible; says bank",
    ),
    _nouns(
        "that should",
        "hope wish desire request proposal recommendation",
        "desired",
        "abstain",
        says=True,
        example="The bank's hope that Ruth Abel sells the boat annoyed the guild.",
        gives="Ruth Abel | sell | boat; desired; says bank",
    ),
    _nouns(
        "that should",
        "demand requirement condition order rule insistence need",
        "required",
        "abstain",
        says=True,
        example="The guild ignored the bank's demand that Ruth Abel sell the boat.",
        gives="Ruth Abel | sell | boat; required; says bank",
    ),
    _nouns(
        "in-ing of-ing",
        "role part hand success experience process practice habit skill",
        "holds",
        "abstain",
        example="Ruth Abel played a role in building the boat.",
        gives="Ruth Abel | build | boat",
    ),
)


@lru_cache(maxsize=1)
def _table() -> dict[tuple[Part, str, str], Frame]:
    """(part of speech, word, link) → its frame."""
    table: dict[tuple[Part, str, str], Frame] = {}
    for frame in FRAMES:
        for link in frame.links:
            for word in frame.words:
                table.setdefault((frame.part, word, link), frame)
    return table


#: Frames that are switched off, by name: for tests that ask what each of them does.
OFF: set[str] = set()


def frame_of(part: Part, word: str, link: str) -> Frame | None:
    """The frame of a governing word (a lemma) and a link; None where no frame knows the pair.

    Example::

        frame_of("verb", "fail", "to").said  # "fails"
    """
    frame = _table().get((part, word, link))
    return None if frame is None or frame.name in OFF else frame


def unknown(part: Part, link: str) -> Outcome:
    """What becomes of the clause below a word that no frame knows."""
    return UNKNOWN.get((part, link), "abstain")


def doubles() -> Iterator[tuple[Part, str, str]]:
    """(part, word, link) that more than one frame claims: there should be none."""
    seen: set[tuple[Part, str, str]] = set()
    for frame in FRAMES:
        for link in frame.links:
            for word in sorted(frame.words):
                key = (frame.part, word, link)
                if key in seen:
                    yield key
                seen.add(key)
