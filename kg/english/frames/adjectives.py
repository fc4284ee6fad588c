"""Frames of adjectives."""

from __future__ import annotations

from kg.english.frames.frame import Frame, of_adjectives

ADJECTIVES: tuple[Frame, ...] = (
    of_adjectives(
        "to",
        "able likely possible capable apt liable prone free eligible fit qualified entitled"
        " inclined known thought",
        "possible",
        "possible",
        example="Ruth Abel is able to sell the boat.",
        gives="Ruth Abel | sell | boat; possible",
    ),
    of_adjectives(
        "to",
        "unlikely",
        "doubted",
        "possible",
        example="Ruth Abel is unlikely to sell the boat.",
        gives="Ruth Abel | sell | boat; not; possible",
    ),
    of_adjectives(
        "to",
        "illegal unlawful forbidden prohibited impermissible unconstitutional inadmissible",
        "barred",
        "possible",
        "nobody",
        example="It is illegal for Ruth Abel to sell the boat.",
        gives="Ruth Abel | sell | boat; not; required",
    ),
    of_adjectives(
        "to",
        "legal lawful permissible allowed permitted acceptable",
        "possible",
        "barred",
        "nobody",
        example="It is legal for Ruth Abel to sell the boat.",
        gives="Ruth Abel | sell | boat; possible",
    ),
    of_adjectives(
        "to",
        "impossible",
        "fails",
        "possible",
        "nobody",
        example="It is impossible for Ruth Abel to sell the boat.",
        gives="Ruth Abel | sell | boat; not",
    ),
    of_adjectives(
        "to",
        "unable unwilling",
        "fails",
        "possible",
        example="Ruth Abel was unable to sell the boat.",
        gives="Ruth Abel | sell | boat; not",
    ),
    of_adjectives(
        "to",
        "going gonna ready set due poised prepared scheduled determined bound committed certain"
        " sure about"
        " destined slated",
        "planned",
        "planned",
        example="Ruth Abel is due to sell the boat.",
        gives="Ruth Abel | sell | boat; planned",
    ),
    of_adjectives(
        "to",
        "willing eager keen anxious reluctant desperate hesitant impatient tempted",
        "desired",
        "desired",
        example="Ruth Abel is eager to sell the boat.",
        gives="Ruth Abel | sell | boat; desired",
    ),
    of_adjectives(
        "to",
        "proud glad sorry sad surprised lucky fortunate pleased delighted shocked relieved happy"
        " brave wise foolish kind stupid right wrong quick slow first last next only second third",
        "holds",
        "fails",
        example="Ruth Abel was lucky to sell the boat.",
        gives="Ruth Abel | sell | boat",
    ),
    of_adjectives(
        "to",
        "required obliged obligated compelled forced supposed",
        "required",
        "required",
        example="Ruth Abel is obliged to sell the boat.",
        gives="Ruth Abel | sell | boat; required",
    ),
    of_adjectives(
        "that",
        "glad happy proud sorry surprised aware angry pleased sad disappointed shocked amazed"
        " unaware grateful thankful relieved ironic unfortunate lucky odd strange surprising"
        " remarkable regrettable",
        "given",
        "given",
        example="Ruth Abel is glad that the mill burned the letters.",
        gives="mill | burn | letters",
    ),
    of_adjectives(
        "that",
        "clear obvious evident certain proven known apparent undeniable plain",
        "holds",
        "possible",
        example="It is clear that the mill burned the letters.",
        gives="mill | burn | letters",
    ),
    of_adjectives(
        "that",
        "true correct",
        "holds",
        "fails",
        example="It is not true that the mill burned the letters.",
        gives="mill | burn | letters; not",
    ),
    of_adjectives(
        "that",
        "possible likely probable plausible conceivable confident sure convinced optimistic"
        " hopeful afraid worried concerned fearful adamant positive satisfied",
        "possible",
        "possible",
        says=True,
        example="It is likely that the mill burned the letters.",
        gives="mill | burn | letters; possible",
    ),
    of_adjectives(
        "that",
        "unlikely improbable doubtful implausible inconceivable sceptical skeptical questionable",
        "doubted",
        "possible",
        example="It is unlikely that the mill burned the letters.",
        gives="mill | burn | letters; not; possible",
    ),
    of_adjectives(
        "that",
        "impossible untrue false incorrect",
        "fails",
        "possible",
        example="It is untrue that the mill burned the letters.",
        gives="mill | burn | letters; not",
    ),
    of_adjectives(
        "that should",
        "necessary essential imperative vital crucial important mandatory critical urgent"
        " obligatory compulsory",
        "required",
        "abstain",
        example="It is essential that the mill burns the letters.",
        gives="mill | burn | letters; required",
    ),
    of_adjectives(
        "that should",
        "desirable preferable better best advisable eager anxious",
        "desired",
        "abstain",
        example="It is desirable that the mill burns the letters.",
        gives="mill | burn | letters; desired",
    ),
    of_adjectives(
        "of-ing",
        "capable",
        "possible",
        "possible",
        example="Ruth Abel is capable of selling the boat.",
        gives="Ruth Abel | sell | boat; possible",
    ),
    of_adjectives(
        "of-ing for-ing in-ing at-ing ing",
        "famous known notable noted renowned remembered busy successful engaged"
        " involved active instrumental active celebrated praised recognized",
        "holds",
        "fails",
        example="Ruth Abel is famous for building the boat.",
        gives="Ruth Abel | build | boat",
    ),
    of_adjectives(
        "to-ing",
        "guilty",
        "holds",
        "possible",
        says=True,
        example="Ruth Abel pleaded guilty to selling the boat.",
        gives="Ruth Abel | sell | boat; says Ruth Abel",
    ),
    of_adjectives(
        "of-ing",
        "guilty",
        "holds",
        "doubted",
        example="Ruth Abel is guilty of selling the boat.",
        gives="Ruth Abel | sell | boat",
    ),
)
