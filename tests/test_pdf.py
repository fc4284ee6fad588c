"""PDF: reading order, running heads, hyphens, pages, and files without a text to read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from file_makers import Placed, column, pdf
from reading import Write, blocks, outcome, read

from kg.english.hyphens import Words, is_broken
from kg.folder.layout import claim_fields
from kg.model import Document, Record

FILES = Path(__file__).parent / "files"
LEFT = (
    "Japan and Russia have negotiated about the islands for seventy years. Neither government has "
    "ever acknowledged the sovereignty of the other over Iturup, the largest one. Anna Berg ran"
)
RIGHT = (
    "the commission that met in Osaka. Ivan Petrov welcomed a proposal for a territory of its own. "
    "He did not support the treaty. Mayor Lena Ortiz announced a referendum on it in the town"
)


def page_of(document: Document, quote: str) -> int:
    return bisect_right(document.pages, document.text.index(quote))


# A typeset document: two columns, hyphenated, with running heads, notes, a list and a table.


@pytest.fixture
def talks() -> Document:
    """talks.pdf was typeset from talks.html, beside it."""
    (document,) = read(str(FILES / "talks.pdf"))
    return document


def test_every_paragraph_of_a_typeset_document_is_whole(talks: Document) -> None:
    source = (FILES / "talks.html").read_text(encoding="utf-8")
    source = re.sub(r'<span class="note">.*?</span>', "", source)
    wanted = [unescape(p) for p in re.findall(r"<(?:p|h1|h2|li)>(.*?)</(?:p|h1|h2|li)>", source)]
    assert len(wanted) > 15
    lines = [re.sub(r"^[#-]+ ", "", line) for line in talks.text.split("\n")]
    assert [text for text in lines if text in wanted] == wanted


def test_running_heads_go_and_notes_stand_between_paragraphs(talks: Document) -> None:
    assert "Harbour Review ·" not in talks.text
    assert "of 2" not in talks.text
    assert "\n\n1. Iturup is called Etorofu in Japanese.\n\n" in talks.text
    assert "the largest of them. The intergovernmental" in talks.text


def test_structure_and_title_come_from_the_page(talks: Document) -> None:
    found = blocks(talks)
    assert talks.title == "The talks on the islands and what came of them"
    assert [text for kind, text in found if kind == "heading"] == [
        "The talks on the islands and what came of them",
        "Background",
        "What was agreed",
        "What remains open",
    ]
    assert [text for kind, text in found if kind == "cell"] == [
        "Iturup", "3,139 km²", "Kunashir", "1,490 km²",
    ]  # fmt: skip
    assert ("item", "Fishing rights will be shared until 2026.") in found


def test_claims_name_the_page(talks: Document, record: Callable[..., Record]) -> None:
    assert len(talks.pages) == 2
    assert page_of(talks, "Background") == 1
    assert page_of(talks, "expected in November") == 2
    made = record(talks.text, media_type="application/pdf")
    pages = {
        claim.sentence.text.split()[-1]: claim_fields(claim, talks.pages)["sentence"]["page"]
        for claim in made.claims
    }
    assert (pages["2016."], pages["November."]) == (1, 2)


# Pages made line by line.


@pytest.mark.parametrize("order", ["by columns", "by rows"])
def test_columns_are_read_one_after_the_other(write: Write, order: str) -> None:
    left, right = column(LEFT, x=72, y=150), column(RIGHT, x=320, y=150)
    rows: list[Placed] = [line for pair in zip(left, right, strict=False) for line in pair]
    rows += left[len(right) :] + right[len(left) :]
    title: list[Placed] = [(150, 100, 18, "The talks on the islands and beyond")]
    write("a.pdf", pdf([title + (left + right if order == "by columns" else rows)]))
    (document,) = read("a.pdf")
    assert document.text == f"# The talks on the islands and beyond\n\n{LEFT} {RIGHT}\n"


def test_three_columns_below_a_paragraph_across_them(write: Write) -> None:
    texts = [f"{name} met the mayor of the town. {LEFT[:150]} {name}." for name in ("A", "B", "C")]
    across = column("An abstract goes across. " * 8, x=50, y=80, width=95)
    narrow = [column(t, x=50 + 180 * n, y=150, width=28) for n, t in enumerate(texts)]
    write("a.pdf", pdf([across + [line for lines in narrow for line in lines]]))
    (document,) = read("a.pdf")
    assert document.text.split("\n\n") == [
        ("An abstract goes across. " * 8).strip(),
        *texts[:2],
        texts[2] + "\n",
    ]


def running(number: int, body: str) -> list[Placed]:
    head = "Harbour Review" if number % 2 else f"The talks {number}"
    lines = column(body, x=72, y=100, width=80)
    return [(72, 40, 8, head), *lines, (300, 760, 8, f"- {number} -")]


def test_running_heads_and_numbers_are_no_text(write: Write) -> None:
    names = ["Anna Berg", "Ivan Petrov", "Lena Ortiz", "Tom Lee", "Ines Duarte", "Kim"]
    bodies = [f"{name} met the mayor of the town at noon." for name in names]
    write("a.pdf", pdf([running(n, body) for n, body in enumerate(bodies, start=1)]))
    (document,) = read("a.pdf")
    assert document.text.strip().split("\n\n") == bodies
    assert [page_of(document, body) for body in bodies] == [1, 2, 3, 4, 5, 6]


def test_the_first_line_of_a_page_is_no_running_head(write: Write) -> None:
    pages = [column(f"{name} met the mayor in {year}.", x=72, y=72, width=80)
             for name, year in (("Berg", 2016), ("Petrov", 1987), ("Ortiz", 2021))]  # fmt: skip
    write("a.pdf", pdf(pages))
    (document,) = read("a.pdf")
    assert [page_of(document, name) for name in ("Berg", "Petrov", "Ortiz")] == [1, 2, 3]


def test_numbered_headings_at_the_top_of_pages_stay(write: Write) -> None:
    names = ("Background", "What was agreed", "What remains open")
    texts = ("Tom Lee met the mayor².", "Anna Berg signed a treaty.", "The airfield was left out.")
    pages: list[list[Placed]] = [
        [(72, 60, 14, f"{number} {name}"), (72, 90, 10, text)]
        for number, (name, text) in enumerate(zip(names, texts, strict=True), start=1)
    ]
    write("a.pdf", pdf(pages))
    (document,) = read("a.pdf")
    assert [text for kind, text in blocks(document) if kind == "heading"] == list(names)


def test_a_sentence_goes_on_over_the_page_and_an_empty_page(write: Write) -> None:
    first = column("Anna Berg met the mayor. Ivan Petrov, who had not been asked to", x=72, y=700,
                   width=70)  # fmt: skip
    second = column("come, left the town before the meeting.", x=72, y=80, width=70)
    write("a.pdf", pdf([first, [], second]))
    (document,) = read("a.pdf")
    assert blocks(document) == [
        (
            "paragraph",
            "Anna Berg met the mayor. Ivan Petrov, who had not been asked to come, left the town "
            "before the meeting.",
        )
    ]
    assert [page_of(document, word) for word in ("Anna", "asked", "come")] == [1, 1, 3]


def test_hyphens_of_line_breaks_go_and_others_stay(write: Write) -> None:
    lines = [
        "The parliamentary subcommittee rejected the recommenda-",
        "tion. The proposal for a self-",
        "governing territory, said Ann Thomas-",
        "Greenfield, was a matter of parlia-",
        "mentary procedure in the year 2019-",
        "2020 alone.",
    ]
    write("a.pdf", pdf([[(72, 100 + 12 * n, 10, line) for n, line in enumerate(lines)]]))
    (document,) = read("a.pdf")
    assert document.text == (
        "The parliamentary subcommittee rejected the recommendation. The proposal for a "
        "self-governing territory, said Ann Thomas-Greenfield, was a matter of parliamentary "
        "procedure in the year 2019- 2020 alone.\n"
    )


def test_words_of_the_text_decide_about_a_hyphen() -> None:
    assert is_broken("under\u2010", "standing", Words(""), typeset=True)
    assert is_broken("of under-", "standing", Words("an understanding"))
    assert not is_broken("under-", "secretary", Words("an under-secretary"), typeset=True)
    assert not is_broken("grain-", "growing", Words("a grain growing"), typeset=True)


def test_a_whole_word_of_english_wins_over_its_two_parts() -> None:
    assert is_broken("peace-", "keeping", Words("peace keeping"), typeset=True)
    assert is_broken("a note-", "book", Words("a note, a book"))


def test_bold_lines_are_headings_and_markers_make_items(write: Write) -> None:
    page: list[Placed] = [
        (72, 80, 10, "Decisions", True),
        (72, 100, 10, "The council met on Monday. It decided:"),
        (80, 120, 10, "1. to sell the harbour, which has been"),
        (92, 132, 10, "empty for years, and"),
        (80, 144, 10, "2. to buy the mill."),
        (72, 170, 10, "Mayor Ortiz closed the meeting."),
    ]
    write("a.pdf", pdf([page]))
    (document,) = read("a.pdf")
    assert blocks(document) == [
        ("heading", "Decisions"),
        ("paragraph", "The council met on Monday. It decided:"),
        ("item", "to sell the harbour, which has been empty for years, and"),
        ("item", "to buy the mill."),
        ("paragraph", "Mayor Ortiz closed the meeting."),
    ]


def test_a_table_is_read_by_rows(write: Write) -> None:
    rows = [("Island", "Area", "Mayor"), ("Iturup", "3,139", "Anna Berg"),
            ("Kunashir", "1,490", "Tom Lee")]  # fmt: skip
    page: list[Placed] = [(72, 80, 10, "The islands are listed here.")]
    for n, row in enumerate(rows):
        page += [(72 + 120 * k, 110 + 14 * n, 10, cell) for k, cell in enumerate(row)]
    write("a.pdf", pdf([page]))
    (document,) = read("a.pdf")
    assert document.text.splitlines()[2:] == [f"| {' | '.join(row)} |" for row in rows]


def test_a_title_in_the_properties_counts_where_the_page_says_it(write: Write) -> None:
    page: list[Placed] = [
        (72, 80, 18, "On the islands"),
        (72, 110, 10, "A study of fishing rights and other matters by Anna Berg."),
    ]
    write("a.pdf", pdf([page], title="Microsoft Word - draft7.doc"))
    write("b.pdf", pdf([page], title="A study of fishing rights"))
    assert [d.title for d in read("a.pdf", "b.pdf")] == [
        "On the islands",
        "A study of fishing rights",
    ]
    assert [d.date for d in read("a.pdf")] == [None]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_is_read_along_its_lines(write: Write, rotate: int) -> None:
    page = column("Anna Berg met Ivan Petrov in the town of Vienna on Monday.", x=72, y=100)
    write("a.pdf", pdf([page], rotate=rotate))
    (document,) = read("a.pdf")
    assert document.text == "Anna Berg met Ivan Petrov in the town of Vienna on Monday.\n"


def test_a_file_without_a_text_to_read_is_refused(write: Write) -> None:
    whole = pdf([column(LEFT, x=72, y=100)])
    write("a.pdf", pdf([[], []]))
    write("b.pdf", (FILES / "locked.pdf").read_bytes())
    write("c.pdf", whole[:100])
    write("d.pdf", b"%PDF-1.7\n")
    write("e.pdf", b"<html>Please log in</html>")
    write("f.pdf", whole)
    found = outcome("a.pdf", "b.pdf", "c.pdf", "d.pdf", "e.pdf", "f.pdf")
    assert (
        found[0] == "a.pdf has no text layer, only images; run text recognition (OCR) on it first"
    )
    assert found[1] == "b.pdf is encrypted; save it without its password first"
    assert found[2].startswith("c.pdf is broken or cut off (Failed to load document (PDFium:")
    assert found[3].startswith("d.pdf is broken or cut off (")
    assert found[4].startswith("e.pdf is no .pdf file but an HTML page; check the file")
    assert found[5] == "f.pdf"
