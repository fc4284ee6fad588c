"""Titles, cases and products: one thing each to the parser, and nothing else is."""

from __future__ import annotations

import re
import time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.parse.reading.atoms import find_atoms, titles_of

NLP = spacy.blank("en")
MARKS = re.compile(r"[\[\]*]")


def tokens(text: str) -> tuple[list[str], list[bool]]:
    doc = NLP.make_doc(text)
    return [t.text for t in doc], [bool(t.whitespace_) for t in doc]


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """The plain text, where it has [brackets], and where it has *italics*."""
    places: dict[str, list[int]] = {"[": [], "]": [], "*": []}
    for shift, mark in enumerate(MARKS.finditer(marked)):
        places[mark.group()].append(mark.start() - shift)
    stars = places["*"]
    brackets = list(zip(places["["], places["]"], strict=True))
    return MARKS.sub("", marked), brackets, list(zip(stars[::2], stars[1::2], strict=True))


def marked_again(marked: str, titles: list[list[str]] | None = None) -> str:
    """The text with its brackets where the atoms are."""
    text, _, italics = unmarked(marked)
    doc = NLP.make_doc(text)
    words, spaces = tokens(text)
    italic = [any(a <= t.idx < b for a, b in italics) for t in doc] if italics else None
    atoms = find_atoms(words, spaces, italic=italic, titles=titles or ())
    marks = [(doc[a.first].idx, 1, "[") for a in atoms]
    marks += [(doc[a.end - 1].idx + len(doc[a.end - 1]), 0, "]") for a in atoms]
    for at, _, mark in sorted(marks, reverse=True):
        text = text[:at] + mark + text[at:]
    return text


ATOMS = [
    # bare, behind a verb or a noun that goes with titles
    "She wrote [Never Let Me Go].",
    "She wrote [Never Let Me Go], [When We Were Orphans] and [A Pale View of Hills].",
    "He directed [Gone with the Wind] for the studio.",
    "In 1968 the director filmed the novel [Up the Junction].",
    "Her second book, [What We Never Told You], sold badly.",
    "He is remembered for the film [Who Killed the Miller] and little else.",
    "Critics praised the play [The Sound of the Well].",
    "[I Know Why the Caged Bird Sings] is a 1969 autobiography.",
    "She starred in [The Keeper of the Lamp] before she was ten.",
    "The band recorded [Where Is My Coat] in Leeds in 1994.",
    "The novel [Pride and Prejudice] is on the list.",
    "We saw the musical [Don't Look Down] in Hull.",
    "They watched the film [The King's Speech] twice.",
    "Her debut novel [Finnegan's Week] appeared in 1993.",
    "Ishiguro's [Never Let Me Go] won no prize.",
    "He has read [Not Without My Boots] to his class.",
    "Films: [Gone with the Wind] (1939), [A Star Is Born] (1937), Rebecca (1940)",
    "The show [What We Do in the Shadows] was renewed.",
    "She wrote two novels: [Why We Left] and [A House of Glass].",
    # in quotes
    'The film "[Gone with the Wind]" (1939) is four hours long.',
    "The film “[Gone with the Wind]” (1939) is four hours long.",
    "Her novel '[Poor Cow]' was filmed at once.",
    "Her novel ‘[Poor Cow]’ was filmed at once.",
    "He sang «[The Road to the Isles]» to the crowd.",
    'Her first novel, "[Poor Cow]," she said, made her rich.',
    'They ended with "[The House on the Hill]".',
    'She wrote "[Gone with the Tide]."',
    'His album "[Never Say Maybe]" was recorded in Bath.',
    'The play "[Who\'s Afraid of Virginia Woolf?]" is by Albee.',
    '"[Who Put the Cat Out?]" (1962) ran for two years.',
    'The article "[Attention is all you need]" changed the field.',
    'He published a paper titled "[How rivers forget their beds]" in 2011.',
    "The essay 'The Beatles' Last Tour' was lost.".replace("'The", "'[The").replace(
        "r' w", "r]' w"
    ),
    'He directed "[Emma]", "[The Long Way Home]" and "[Rain]".',
    'Loach\'s "[Poor Cow]" was shown again.',
    'The song "[Speed]" was a hit.',
    'The critics liked "[Under the Skin of the City]," a drama by a newcomer.',
    "\"I read '[The Man in the Loft]' at school,\" she said.",
    'The song "[Never Gonna Give Up]" was played, and "[You Are Gonna Miss It]".',
    "The song „[The Road to the Isles]“ is old.",
    'The song "[Speed]" was a hit. Nobody sings "[Speed]" today.',
    'They played "[Leave It to Ola]", "[Worry]" and "[A Walk with Him]".',
    # in italics
    "Her books include *[Poor Cow]* and *[Up the Junction]*.",
    "He reviewed *[Finnegan's Week]*, which he disliked.",
    "In *[The Lion, the Witch and the Wardrobe]* it snows.",
    "The film *[Speed]* made him famous.",
    "She was reading *[A Pale View of Hills]* on the train.",
    "A copy of *[I Know Why the Caged Bird Sings]* was found.",
    # cases
    "In [Roe v. Wade] the court held otherwise.",
    "The rule goes back to [Regina v. Dudley and Stephens].",
    "[Brown v. Board of Education] (1954) ended it.",
    "Lawyers cited [Roe v Wade] and [Doe v. Bolton].",
    "[United States v. Nixon] was decided in July.",
    "Overturning [Roe v. Wade] took decades.",
    "After [Citizens United v. Federal Election Commission], money flowed.",
    "The decision in the case [Brown vs. Board of Education] was unanimous.",
    "The court distinguished [Marbury v. Madison]'s holding.",
    "See [Smith v. Jones, Inc.], where the court of appeals agreed.",
    "In [Holm, Inc. v. the State of Oregon] it was settled.",
    "*[Berg v. Holm]* followed *[In re Gault]* at once.",
    # products
    "It was a [Boeing 747-8] on its way to Lagos.",
    "The [iPhone 15 Pro] was shown in autumn.",
    "An [iPhone 15] costs more. He sold his [iPhone 15].",
    "He still ran a [Windows 95] machine; [Windows 95] was slow.",
    "The airline flew [Boeing 737-800] jets.",
    "She bought a [PlayStation 5].",
    "A [Falcon 9] rocket stood there.",
]

NO_ATOMS = [
    # speech, slogans, headlines, scare quotes, nicknames
    'He said: "Stop the War Now".',
    'She asked, "Who Are You?"',
    '"Stop the War," she said.',
    'The crowd was chanting "Stop the War Now" for hours.',
    'They carried a sign reading "Make Them Pay for It".',
    'He told them "We are lost" and left.',
    '"The minister is wrong. He should go," the paper wrote.',
    'The so-called "peace process" has failed.',
    'A "good enough" answer will do.',
    'Dwayne "The Rock" Johnson was there.',
    'He wrote: "I Will Not Go with the Wind".',
    'The word "of" is small.',
    'The letter was signed "Yours truly".',
    '"No." "Yes." "Never."',
    'The article "said nothing new" to him.',
    'He calls himself a "Man of Steel" and means it.',
    # unbalanced quotes and apostrophes
    'He read "Gone with the sun and left.',
    "The Joneses' house and the dogs' food are gone.",
    "It's the farmers' market, isn't it?",
    'An inch mark 12" is no quote, nor is 7".',
    # capitals of other kinds
    "THE KING OF THE ROAD WROTE NEVER LET ME GO.",
    "The Prime Minister of Japan and the King of Spain met.",
    "Smith and Jones wrote to Brown and Green.",
    "He directed Tom Hanks and Meg Ryan.",
    "The University of Leeds and the Bank of England agreed.",
    "Minister of State for Trade Anna Berg resigned.",
    "Storm Kills Two in the North as Rivers Rise",
    "Ministers Say They Will Never Go Back to the Table",
    "When We met Shinzo Abe, he wrote a note.",
    "In The Hague the judges read the file.",
    "I Know him. He Is here.",
    "He was named Head Coach of the Swiss national team.",
    "She worked on the albums Meadow and Brook.",
    "Queen Anne of the Thousand Days was unhappy.",
    "She wrote Emma for the BBC in London.",
    "He directed Hamlet at the Old Vic.",
    "The doctor wrote to Anna Berg in Oslo.",
    "Yesterday Anna Berg visited the House of Lords.",
    "She has read the minutes and Anna Berg of Oslo has not.",
    "*Anna Berg and Ola Holm* were there.",
    # no cases
    "It is the company v. market forces.",
    "Company v. market is the question.",
    "The Lakers vs. Celtics rivalry is old.",
    "George V. ruled. Volume v. 2 is lost.",
    "Harvard v. the odds is a headline.",
    # no products
    "On March 15 people gathered.",
    "Boeing 500 workers were told to go home.",
    "The Boeing 500 employees were told to leave.",
    "Arsenal 3-1 Chelsea was the score.",
    "They beat the Lakers 101-99 at home.",
    "By May 2024 the bridge stood.",
    "Only 95 were left. In Berlin 20 were hurt.",
    "Berg 52 percent, Holm 48 percent.",
    "See Smith 1998 and Brown 2004 for more.",
    # emphasis
    "He did *not* go, and *never* will.",
    "*Stop the War Now.*",
    "It is *Homo sapiens* that did it.",
]


@pytest.mark.parametrize("marked", ATOMS)
def test_one_thing_is_one_atom(marked: str) -> None:
    assert marked_again(marked) == marked.replace("*", "")


@pytest.mark.parametrize("text", NO_ATOMS)
def test_a_clause_is_no_atom(text: str) -> None:
    assert marked_again(text) == text.replace("*", "")


def of(text: str) -> tuple[list[str], list[bool], None]:
    return *tokens(text), None


def test_a_title_found_by_its_quotes_is_known_where_it_stands_bare() -> None:
    first = 'He read "The Man in the Loft" at school.'
    known = titles_of([of(first)])
    assert known == [["The", "Man", "in", "the", "Loft"]]
    later = "Nobody likes [The Man in the Loft] today."
    assert marked_again(later) == later.replace("[", "").replace("]", "")
    assert marked_again(later, known) == later
    again = "The film “[Up the Hill]” is long. [Up the Hill] has no end."
    assert marked_again(again) == again


def test_a_product_found_by_its_article_is_known_without() -> None:
    known = titles_of([of("He has a Windows 95.")])
    assert marked_again("[Windows 95] users complain.", known) == "[Windows 95] users complain."


def test_a_heading_is_known_in_the_running_text_if_a_parser_would_split_it() -> None:
    headings = ["The Sound of the Well", "Smith and Jones", "Introduction", "The war in the north"]
    headings += ["Parks in Berlin", "Churches in the Netherlands"]
    known = titles_of([], headings=[heading.split() for heading in headings])
    assert known == [["The", "Sound", "of", "the", "Well"]]
    text = "Of all her work [The Sound of the Well] is best."
    assert marked_again(text, known) == text


def test_a_heading_is_no_atom_of_itself() -> None:
    title = "Mayor Meets With Farmers"
    assert find_atoms(*tokens(title), titles=[title.split()]) == []


def test_kinds_tell_titles_cases_and_products_apart() -> None:
    text = "He read the novel Never Let Me Go and Roe v. Wade on a Boeing 747-8."
    assert [atom.kind for atom in find_atoms(*tokens(text))] == ["title", "case", "product"]


def test_lists_that_do_not_fit_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="2 words"):
        find_atoms(["a", "b"], [True])
    with pytest.raises(ValueError, match="2 words"):
        find_atoms(["a", "b"], [True, True], italic=[True])


BITS = st.sampled_from(
    "the The of and wrote novel film Never Let Me Go A View In It v. vs. Roe Boeing 747 - 8 iPhone"
    " 1939 ( ) , . ! ? : ; said 's n't ' ’ ‘ \" “ ” « » `` '' Dudley Stephens Wade by I is".split()
)
WORDS = st.lists(st.tuples(BITS | st.text(min_size=1, max_size=4), st.booleans(), st.booleans()))


@given(block=WORDS, titles=st.lists(st.lists(BITS, max_size=5), max_size=3), known=st.booleans())
@settings(deadline=None)
def test_atoms_lie_in_the_block_in_order_and_apart(
    block: list[tuple[str, bool, bool]], titles: list[list[str]], known: bool
) -> None:
    words, spaces, italic = [list(x) for x in zip(*block, strict=True)] or [[], [], []]
    before = (list(words), list(spaces), list(italic), [list(title) for title in titles])
    atoms = find_atoms(words, spaces, italic=italic if known else None, titles=titles)
    assert (words, spaces, italic, titles) == before
    assert atoms == find_atoms(words, spaces, italic=italic if known else None, titles=titles)
    end = 0
    for atom in atoms:
        assert end <= atom.first < atom.end <= len(words)
        assert atom.kind in ("title", "case", "product")
        assert words[atom.first] not in ('"', "“", "”", "«", "»")
        end = atom.end
    found = titles_of([(words, spaces, italic)], headings=titles)
    assert all(len(title) > 1 for title in found)


@pytest.mark.parametrize(
    "words",
    [
        "He wrote Never Let Me Go and A Pale View of Hills , then The Man in the Loft .".split(),
        ["Never", "Let", "Me", "of", "the"],
        ['"'],
        ['"', "Gone"],
        ["'", "Boys'", "'"],
        ["Roe", "v."],
        ["novel", "Go"],
        ["(", "1939"],
        ["a", "b"],
    ],
)
def test_time_grows_with_the_block_and_not_with_its_square(words: list[str]) -> None:
    def spent(size: int) -> float:
        long = (words * (size // len(words) + 1))[:size]
        start = time.process_time()
        find_atoms(long, [True] * size, italic=[i % 7 > 2 for i in range(size)])
        return time.process_time() - start

    # four times the words: sixteen times as long if it were the square; the least of three tries
    assert min(spent(48_000) / max(spent(12_000), 0.01) for _ in range(3)) < 9


@pytest.mark.parametrize(
    "marked",
    [
        "[Angular 17.1] supersedes [Angular 16.2].",
        "The bug affects [Firefox 115.2] and [Chrome 116.0].",
        "In Madrid 2.5 million people live, and Tesla 3.5 % up.",
        "Section 4.2 covers fees, and EUR 3.5 is due.",
        "The clerk cited [18 U.S.C. § 922] and [410 U.S. 113].",
        "It was 42 U.S. ships that left.",
        "[E. coli K-12] and [S. aureus] grow, J. Smith says.",
    ],
)
def test_versions_laws_and_organisms_are_atoms(marked: str) -> None:
    assert marked_again(marked) == marked
