"""Frames of nouns."""

from __future__ import annotations

from kg.english.frames.frame import Frame, of_nouns

NOUNS: tuple[Frame, ...] = (
    of_nouns(
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
    of_nouns(
        "to",
        "attempt effort desire hope wish request call appeal demand drive push struggle"
        " willingness ambition aspiration eagerness urge invitation try fight battle quest dream"
        " step recommendation pressure endeavour endeavor",
        "desired",
        "desired",
        example="Ruth Abel made an attempt to sell the boat.",
        gives="Ruth Abel | sell | boat; desired",
    ),
    of_nouns(
        "to",
        "ability right chance opportunity power permission possibility capacity potential option"
        " freedom authority license licence capability likelihood means tendency time money"
        " resource skill strength courage",
        "possible",
        "possible",
        example="Ruth Abel has the right to sell the boat.",
        gives="Ruth Abel | sell | boat; possible",
    ),
    of_nouns(
        "to",
        "need duty obligation requirement order responsibility necessity task job",
        "required",
        "abstain",
        example="Ruth Abel has a duty to sell the boat.",
        gives="Ruth Abel | sell | boat; required",
    ),
    of_nouns(
        "to",
        "failure refusal inability unwillingness",
        "fails",
        "abstain",
        example="Ruth Abel's failure to sell the boat annoyed the bank.",
        gives="Ruth Abel | sell | boat; not",
    ),
    of_nouns(
        "that",
        "fact knowledge discovery realization realisation awareness truth recognition revelation"
        " reminder coincidence irony",
        "given",
        "given",
        example="The fact that Ruth Abel sold the boat annoyed the bank.",
        gives="Ruth Abel | sell | boat",
    ),
    of_nouns(
        "that",
        "statement report announcement warning remark testimony word message admission confession"
        " complaint promise pledge assurance vow",
        "holds",
        "doubted",
        says=True,
        example="The bank's report that Ruth Abel sold the boat annoyed the guild.",
        gives="Ruth Abel | sell | boat; says bank",
    ),
    of_nouns(
        "that",
        "evidence proof confirmation conclusion verdict ruling news finding",
        "holds",
        "doubted",
        example="The guild saw proof that Ruth Abel sold the boat.",
        gives="Ruth Abel | sell | boat",
    ),
    of_nouns(
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
    of_nouns(
        "that",
        "denial doubt lie hoax fiction fabrication",
        "doubted",
        "possible",
        says=True,
        example="The bank's denial that Ruth Abel sold the boat annoyed the guild.",
        gives="Ruth Abel | sell | boat; not; possible; says bank",
    ),
    of_nouns(
        "that should",
        "hope wish desire request proposal recommendation",
        "desired",
        "abstain",
        says=True,
        example="The bank's hope that Ruth Abel sells the boat annoyed the guild.",
        gives="Ruth Abel | sell | boat; desired; says bank",
    ),
    of_nouns(
        "that should",
        "demand requirement condition order rule insistence need",
        "required",
        "abstain",
        says=True,
        example="The guild ignored the bank's demand that Ruth Abel sell the boat.",
        gives="Ruth Abel | sell | boat; required; says bank",
    ),
    of_nouns(
        "in-ing of-ing",
        "role part hand success experience process practice habit skill",
        "holds",
        "abstain",
        example="Ruth Abel played a role in building the boat.",
        gives="Ruth Abel | build | boat",
    ),
)
