"""Blocks: what is running text, what is not, and where every character stood."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.model import Document
from kg.parse.structure import Block, find_blocks
from kg.parse.structure.block import LONGEST

APOSTROPHES = "`\u00b4\u02b9\u02bc\u02bb\u2032\uff07"
STRAIGHT = {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"'}


def document(text: str, *, markdown: bool = False) -> Document:
    media_type = "text/markdown" if markdown else "text/plain"
    return Document(id="d", source="d", text=text, sha256="", media_type=media_type)


def blocks(text: str, *, markdown: bool = False) -> list[tuple[str, str]]:
    """Kind and text of each block, after a check that every character is in its place."""
    found = find_blocks(document(text, markdown=markdown))
    check(text, found)
    return [(block.kind, block.text) for block in found]


def texts(text: str, *, kind: str, markdown: bool = False) -> list[str]:
    return [t for k, t in blocks(text, markdown=markdown) if k == kind]


def check(text: str, found: list[Block]) -> None:
    """The laws of a block: in order, apart, each character where it says it is."""
    for before, block in pairwise(found):
        assert before.end <= block.start
    for block in found:
        places = block.offsets or range(block.start, block.start + len(block.text))
        assert len(places) == len(block.text) <= LONGEST
        assert all(before < place for before, place in pairwise(places))
        assert (block.start, block.end) == (places[0], places[-1] + 1)
        assert block.text == " ".join(block.text.split())
        for char, place in zip(block.text, places, strict=True):
            original = text[place]
            same = char == STRAIGHT.get(original, original)
            typed = char == "'" and original in APOSTROPHES
            assert same or typed or (char == " " and original.isspace())


# Laws.

PIECES = (
    "a", "B", "be-", "Abe met Pompeo.", "7", "é", "語", "‘", "”", "\u00a0", "\u00ad", "\u200b",
    "\ufeff", " ", "  ", "\t", "\n", "\n\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c",
    "\x1c", "\x85", "\0", "-", "- ", "* ", "1. ", "(a) ", "> ", "|", "| ", "#", "# ", "---", "===",
    "*", "**", "_", "`", "```", "~~", "[", "]", "(", ")", "](x)", "![", "[x]: y", "[^1]", "\\",
    "<b>", "</p>", "<br>", "<!--", "-->", "<script>", "&amp;", "&nbsp;", "<http://x.y>", "    ",
    "Read more", "Share", "By Jane Doe", "Related articles", "title: x", ":", ".", ". ", "\ud7ff",
)  # fmt: skip
NOISE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200)


@settings(deadline=None)
@given(text=NOISE, markdown=st.booleans())
def test_every_character_stands_where_its_block_says(text: str, markdown: bool) -> None:
    check(text, find_blocks(document(text, markdown=markdown)))


@settings(deadline=None)
@given(text=NOISE, markdown=st.booleans(), data=st.data())
def test_a_later_span_never_lies_earlier(text: str, markdown: bool, data: st.DataObject) -> None:
    for block in find_blocks(document(text, markdown=markdown)):
        cuts = st.integers(0, len(block.text))
        a, b, c = sorted([data.draw(cuts), data.draw(cuts), data.draw(cuts)])
        first, second = block.original(a, b), block.original(b, c)
        assert block.start <= first[0] <= first[1] <= second[0] <= second[1] <= block.end


@settings(deadline=None)
@given(
    words=st.lists(st.from_regex(r"[a-z]{3,9}", fullmatch=True), min_size=2, max_size=30),
    markdown=st.booleans(),
)
def test_a_plain_sentence_stays_as_it_is(words: list[str], markdown: bool) -> None:
    sentence = " ".join(words).capitalize() + "."
    (block,) = find_blocks(document(sentence, markdown=markdown))
    assert (block.text, block.offsets, block.start) == (sentence, None, 0)


@settings(deadline=None)
@given(text=st.text(alphabet="zB1é -.\n", max_size=200))
def test_no_letter_of_plain_text_is_lost_but_list_markers(text: str) -> None:
    shown = "".join(block.text for block in find_blocks(document(text)))
    # What stands with a number behind a broken word is the title of a page.
    assume(not re.search(r"[zBé]-[ .]*\n\s*(1[1 .-]*[zBé]|[zBé]+ 1)", text))
    letters = [char for char in text if char in "zBé"]
    assert [char for char in shown if char in "zBé"] == letters


@pytest.mark.parametrize("span", [(-1, 1), (2, 1), (0, 99)])
def test_a_span_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    (block,) = find_blocks(document("Abe left."))
    with pytest.raises(IndexError, match="not within the 9 characters"):
        block.original(*span)


# News.

NEWS = """\
Skip to main content
Menu
Home | World | Asia
Sign in

Acme agrees to buy rival Beta for 3 billion dollars

By Jane Doe and John Smith, Tokyo correspondent
Published 3 May 2019 10:05
Share on Facebook Share on Twitter
1.2k shares

Photograph: Issei Kato/Reuters

Acme agreed to buy Beta, “the companies” said on Friday. Shareholders will vote in June. Read more

Markets fall as Acme’s bid surprises investors Read more

By Friday the price of the shares had risen by 5%.

The deal gives Acme control of the market. Share prices rose, and readers will want to read more.

Follow the money, he said. "We use cookies," the firm told the court.

Rivals fear Acme
Read more

We use cookies to improve our service.
Sign up for our daily newsletter.
Advertisement
Related articles
Beta loses its chief executive
Why Acme wants Beta
Comments (12)
Leave a reply
© 2019 Daily News Ltd. All rights reserved.
Privacy policy | Terms of use
"""


def test_furniture_of_a_news_page_is_boilerplate_and_sentences_stay() -> None:
    found = blocks(NEWS)
    assert [(kind, text) for kind, text in found if kind != "boilerplate"] == [
        ("heading", "Acme agrees to buy rival Beta for 3 billion dollars"),
        ("address", "Jane Doe"),
        ("address", "John Smith"),
        (
            "paragraph",
            'Acme agreed to buy Beta, "the companies" said on Friday. '
            "Shareholders will vote in June.",
        ),
        ("paragraph", "By Friday the price of the shares had risen by 5%."),
        (
            "paragraph",
            "The deal gives Acme control of the market. Share prices rose, "
            "and readers will want to read more.",
        ),
        (
            "paragraph",
            'Follow the money, he said. "We use cookies," the firm told the court.',
        ),
    ]
    furniture = [text for kind, text in found if kind == "boilerplate"]
    assert "Markets fall as Acme's bid surprises investors Read more" in furniture
    assert furniture.count("Read more") == 2
    assert "Rivals fear Acme" in furniture


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Comment", "Share this story", "Tweet", "Follow us on Twitter", "5 min read",
        "Sign up to receive our weekly newsletter in your inbox.", "Advertisement", "Load more",
        "Last updated: 18 September 2019 at 10.05 BST", "Wed 18 Sep 2019 10.05 BST", "BY JANE DOE",
        "(AP Photo/Jane Doe)", "Image: Getty Images", "Copyright 2019 Acme Ltd", "Page 3 of 10",
        "Tags: trade, Japan, missiles", "Read more: Pompeo visits Beijing", "340 comments",
        "By continuing to use this site, you agree to our terms of service.", "Most read",
        "https://www.example.org/a/b?c=d", "Story continues below advertisement", "Back to top",
        "Accept all cookies", "You may also like", "Subscribe now", "Click here to subscribe",
    ],
)  # fmt: skip
def test_furniture_is_known_by_its_form(line: str) -> None:
    text = f"Abe met Pompeo in Tokyo.\n\n{line}\n\nThey talked about trade."
    assert texts(text, kind="boilerplate") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Read the treaty, said Abe, and you will want more.", "Share prices rose by 5%.",
        "By 2019 the company had 300 shops.", "By Monday Abe had left Tokyo.", "Japan",
        "The comments angered Beijing.", "Twitter bought the company in 2013.", "Trade talks",
        "He was asked to comment on the story.", "Published works include three novels.",
        "She subscribes to the theory.", "Images of the site were sent to Tokyo.",
        "The page was printed in 1623.", "About 300 people signed up for the course.",
        "Click was founded in 1998 by Jane Doe.", "We follow the news from Tokyo every day.",
        "Getty Images sued Acme in London.", "Tap water is safe in Tokyo.", "Join or die.",
        "Copyright law protects authors.", "Enter Abe, the new prime minister.",
        "Home prices fell in June.", "Image processing began in the 1960s.", "Shares of Acme fell.",
        "Follow the Leader is an album by Korn.", "You agree to nothing by clicking, he said.",
    ],
)  # fmt: skip
def test_a_word_of_the_interface_does_not_make_furniture(line: str) -> None:
    text = f"Abe met Pompeo in Tokyo.\n\n{line}\n\nThey talked about trade."
    assert texts(text, kind="boilerplate") == []


def test_a_headline_and_its_subtitle_are_headings_and_the_last_line_is_text() -> None:
    text = (
        "Abe makes pledge to Pompeo\n\nVow follows meeting in Tokyo\n\nAbe met Pompeo.\n\nThe end"
    )
    assert [kind for kind, _ in blocks(text)] == ["heading", "heading", "paragraph", "paragraph"]


# Minutes, letters, lists, tables.

MINUTES = """\
MINUTES OF THE BOARD MEETING
3 May 2019

Present: Jane Doe (chair), John Smith
Apologies: Peter Müller

1. Approval of the minutes

The minutes of 5 April were approved.

2. Budget

Jane Doe presented the budget. The board
  - approved the budget of 3 million euros,
  - asked the treasurer to report in June, and to send
    the figures to all members;
  • rejected the purchase.

Actions:
(a) John Smith sends the contract to Beta Ltd.
(b) Ana Lima invites the auditors

First steps
The new plant opens in Lyon. It will employ 300 people from the region
and produce batteries.
"""


def test_minutes_have_headings_items_and_fields() -> None:
    assert blocks(MINUTES) == [
        ("heading", "MINUTES OF THE BOARD MEETING"),
        ("heading", "3 May 2019"),
        ("address", "Jane Doe"),
        ("cell", "chair"),
        ("address", "John Smith"),
        ("address", "Peter Müller"),
        ("heading", "Approval of the minutes"),
        ("paragraph", "The minutes of 5 April were approved."),
        ("heading", "Budget"),
        ("paragraph", "Jane Doe presented the budget. The board"),
        ("item", "approved the budget of 3 million euros,"),
        (
            "item",
            "asked the treasurer to report in June, and to send the figures to all members;",
        ),
        ("item", "rejected the purchase."),
        ("heading", "Actions:"),
        ("item", "John Smith sends the contract to Beta Ltd."),
        ("item", "Ana Lima invites the auditors"),
        ("heading", "First steps"),
        (
            "paragraph",
            "The new plant opens in Lyon. It will employ 300 people from the region "
            "and produce batteries.",
        ),
    ]


LETTER = """\
Dear John,

the delegation from Beta Ltd arrives in Berlin on Monday. It is led by
Maria Rossi, who has been chief executive since 2015 and who wants to
see the new plant in
Spandau. Please meet her at the airport with Peter, who is respon-
sible for security, and ask the non-
governmental partners about self-
defense too.

> Can you tell me when they arrive? I have asked the ministry
> of foreign affairs but nobody answered.
>
> > John
"""


def test_a_letter_wrapped_at_72_columns_is_joined_and_its_hyphens_judged() -> None:
    assert blocks(LETTER) == [
        ("paragraph", "Dear John,"),
        (
            "paragraph",
            "the delegation from Beta Ltd arrives in Berlin on Monday. It is led by Maria Rossi, "
            "who has been chief executive since 2015 and who wants to see the new plant in Spandau."
            " Please meet her at the airport with Peter, who is responsible for security, and ask "
            "the non-governmental partners about self-defense too.",
        ),
        (
            "quote",
            "Can you tell me when they arrive? I have asked the ministry of foreign affairs but "
            "nobody answered.",
        ),
        ("quote", "John"),
    ]


def test_a_word_broken_at_the_line_end_maps_to_both_its_halves() -> None:
    text = "The United States and the other govern-\nments of the region agreed to the plan."
    (block,) = find_blocks(document(text))
    start = block.text.index("governments")
    first, last = block.original(start, start + len("governments"))
    assert text[first:last] == "govern-\nments"


@pytest.mark.parametrize(
    "lines",
    [
        ["Japan to raise defence spending", "North Korea tests missile", "Abe wins third term"],
        ["10 Downing Street", "London", "SW1A 2AA", "United Kingdom"],
        ["apples", "pears", "red onions", "bread"],
        [
            "Shall I compare thee to a summer's day?",
            "Thou art more lovely and more temperate:",
            "Rough winds do shake the darling buds of May,",
            "And summer's lease hath all too short a date;",
        ],
        [
            "Jane Doe met John Smith in Berlin.",
            "They talked about the budget.",
            "He left at noon because his train to the city of Hamburg was early that day.",
        ],
        ["Jane: We should buy Beta.", "John: No, we should not."],
    ],
    ids=["headlines", "address", "words", "verse", "sentences", "dialogue"],
)
def test_lines_that_stand_alone_stay_apart(lines: list[str]) -> None:
    assert [text for _, text in blocks("Before.\n\n" + "\n".join(lines) + "\n\nAfter.")] == [
        "Before.",
        *lines,
        "After.",
    ]


def test_long_lines_without_blank_ones_between_are_paragraphs() -> None:
    lines = ["Abe met Pompeo in Tokyo. " * 12 + "They talked.", "Later Abe met Kim. " * 15 + "End."]
    assert [text for _, text in blocks("\n".join(lines))] == lines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_every_kind_of_line_end_is_known(end: str) -> None:
    lines = ["The meeting took place in the city of Tokyo on Monday, and", "it ended late."]
    text = f"{lines[0]}{end}{lines[1]}{end}{end}Next day they left."
    assert [t for _, t in blocks(text)] == [" ".join(lines), "Next day they left."]


def test_tables_become_cells_and_what_names_their_columns_no_text() -> None:
    bars = "| City | People |\n|------|-------:|\n| Berlin | 3.7 m |\n| Rome | |\n"
    tabs = "Name\tRole\nJane Doe\tchair\nJohn Smith\tclerk\n"
    columns = "Product      Price\nWidget       3.50\n"
    names = ("Jane Doe", "John Smith")
    assert blocks(f"{bars}\n{tabs}\n{columns}") == [
        ("name" if text in names else "cell", text)
        for text in [
            *("Berlin", "3.7 m", "Rome"),
            *("Jane Doe", "chair", "John Smith", "clerk"),
            *("Product", "Price", "Widget", "3.50"),
        ]
    ]


def test_a_wrapped_line_that_begins_like_an_item_is_none() -> None:
    text = (
        "The treaty was signed by the two prime ministers in the city of Tokyo on May\n"
        "12. It was ratified by both of the parliaments in the autumn of the same year,\n"
        "- as everybody had expected - and it is in force to this day."
    )
    assert [kind for kind, _ in blocks(text)] == ["paragraph"]


def test_soft_hyphens_and_odd_spaces_are_tidied() -> None:
    text = "The gov\u00adern\u200bment\u00a0of  Japan\u2009said ‘no’.\ufeff"
    assert blocks(text) == [("paragraph", "The government of Japan said 'no'.")]


OCR = """\
THE  HISTORY 0F THE C0MPANY\x0c
 ~ . ,;' |
The Com-
pany was found-
ed in 1S90 by M r. Smith ,and  his
brother. The company grew' rapidly. l|l
~~~~

| | ;: ' I
"""


def test_scanned_text_is_read_as_far_as_it_goes() -> None:
    assert blocks(OCR)[:2] == [
        ("heading", "THE HISTORY 0F THE C0MPANY"),
        (
            "paragraph",
            "The Company was founded in 1S90 by M r. Smith ,and his brother. "
            "The company grew' rapidly. l|l",
        ),
    ]


def test_html_in_plain_text_stays_text() -> None:
    text = "<p>Abe met Pompeo.<br>\n<script>alert(1)</script></p>"
    assert "<script>alert(1)</script></p>" in blocks(text)[-1][1]


@pytest.mark.parametrize("text", ["", "\n\n", "  \t ", "---", "…\n***\n", "\ufeff", "\u200b\u200b"])
@pytest.mark.parametrize("markdown", [False, True])
def test_text_without_a_letter_has_no_blocks(text: str, markdown: bool) -> None:
    assert blocks(text, markdown=markdown) == []


def test_a_long_line_is_cut_at_sentence_ends() -> None:
    sentence = "Abe met Pompeo in Tokyo. "
    found = find_blocks(document(sentence * 3_000))
    assert len(found) == 4
    assert all(block.text.startswith("Abe") and block.text.endswith("Tokyo.") for block in found)
    check(sentence * 3_000, found)


def test_a_long_word_is_cut_anywhere() -> None:
    text = "x" * 45_000
    assert "".join(part for _, part in blocks(text)) == text


# Markdown.

README = """\
---
title: Acme
---
# Acme *Engine* [![build](b.svg)](http://ci.example)

Acme was founded by **Jane
  Doe** in [Berlin](http://x "t"); it sells `widgets`,
R&amp;D \\*services\\* and snake_case.[^1]
<!-- hidden -->

> Beta bought “Acme”
lazily in 2019.

* [x] fast
* small and
  simple

    It has no parts.

1. Install
   - with [pip][1]

| Who | What |
|-----|------|
| Ann | `a` \\| b |

```py
import acme
```

<div align="center">
Made in <b>Berlin</b><br/>by Acme
</div>

Licence
-------
Line one  
line two ![logo](logo.png)

[1]: http://pip.example
"""


def test_markdown_is_read_without_its_syntax() -> None:
    assert blocks(README, markdown=True) == [
        ("heading", "Acme Engine"),
        (
            "paragraph",
            "Acme was founded by Jane Doe in Berlin; it sells widgets, R&D *services* and "
            "snake_case.",
        ),
        ("quote", 'Beta bought "Acme" lazily in 2019.'),
        ("item", "fast"),
        ("item", "small and simple"),
        ("item", "It has no parts."),
        ("item", "Install"),
        ("item", "with pip"),
        ("cell", "Who"),
        ("cell", "What"),
        ("cell", "Ann"),
        ("cell", "a | b"),
        ("code", "import acme"),
        ("paragraph", "Made in Berlin"),
        ("paragraph", "by Acme"),
        ("heading", "Licence"),
        ("paragraph", "Line one"),
        ("paragraph", "line two"),
    ]


def test_a_word_is_found_behind_the_link_that_hides_it() -> None:
    text = "![Abe](abe.png) [Pompeo](http://x/Abe) met **Abe**.\r\n"
    (block,) = find_blocks(document(text, markdown=True))
    assert block.text == "Pompeo met Abe."
    assert block.original(11, 14) == (text.rindex("Abe"), text.rindex("Abe") + 3)


def test_markdown_headings_are_vouched_for_by_their_markup() -> None:
    assert blocks("## Comments\n\n- Share on Facebook\n\nAbe left.", markdown=True) == [
        ("heading", "Comments"),
        ("boilerplate", "Share on Facebook"),
        ("paragraph", "Abe left."),
    ]


# Lists, rules and line ends as people and scanners make them.


def test_boxes_letters_and_roman_numbers_are_list_markers() -> None:
    text = (
        "Tasks:\n- [ ] Berg writes\n- [x] Lee met Kim\n\na. First the law.\nb. Then the budget.\n"
    )
    assert blocks(text + "\ni. One point.\nii. Another point.\n\n☐ Ann calls\n☑ Kim left\n")[
        1:
    ] == [
        ("item", "Berg writes"),
        ("item", "Lee met Kim"),
        ("item", "First the law."),
        ("item", "Then the budget."),
        ("item", "One point."),
        ("item", "Another point."),
        ("item", "Ann calls"),
        ("item", "Kim left"),
    ]


def test_lettered_items_do_not_make_an_item_of_the_heading_above() -> None:
    text = "2. BUDGET\n\n   None.\n\n3. SALE OF THE HARBOUR\n\n   a. Lee spoke.\n   b. Kim left.\n"
    assert blocks(text)[2:] == [
        ("heading", "SALE OF THE HARBOUR"),
        ("item", "Lee spoke."),
        ("item", "Kim left."),
    ]


def test_a_rule_makes_a_heading_or_columns() -> None:
    assert blocks("Next steps\n----------\n1) Berg writes\n2) Lee calls\n")[0] == (
        "heading",
        "Next steps",
    )
    table = "Name          Office\n----          ------\nLena Ortiz    Mayor\n"
    assert texts(table, kind="cell") == ["Name", "Office", "Lena Ortiz", "Mayor"]
    assert blocks("He left.\n--------\nShe stayed.")[0] == ("paragraph", "He left.")


def test_the_number_of_a_page_is_no_text() -> None:
    assert blocks("Lee left.\n\n- 3 -\n\nKim stayed.") == [
        ("paragraph", "Lee left."),
        ("paragraph", "Kim stayed."),
    ]


def test_where_many_lines_end_in_hyphens_a_program_put_them_there() -> None:
    scanned = (
        "The council sold the har-\nbour to a company on Mon-\nday. It had not been ex-\n"
        "pected to bid for a self-\ngoverning town.\n"
    )
    assert blocks(scanned) == [
        (
            "paragraph",
            "The council sold the harbour to a company on Monday. It had not been expected to bid "
            "for a self-governing town.",
        )
    ]
