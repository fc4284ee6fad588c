"""Word, OpenDocument and EPUB: structure kept, what is not part of the text left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from file_makers import docx, epub, odt, w_p, w_r, w_table, zipped
from reading import Write, blocks, outcome, read

import kg.read.unpack

BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
TALKS = [
    ("heading", "Talks on the islands"),
    ("heading", "What was agreed"),
    ("paragraph", "Anna Berg met Petrov in Vienna."),
    ("item", "Fishing rights will be shared"),
    ("item", "by residents"),
    ("cell", "Iturup"),
    ("cell", "3,139 km"),
    ("quote", "We are closer than ever."),
    ("paragraph", "The commission has nine members."),
]


def w_talks() -> bytes:
    """Deleted and inserted words, a footnote and a comment in the middle of a sentence."""
    runs = (
        w_r("Anna Berg ")
        + '<w:del w:id="1"><w:r><w:delText>never </w:delText></w:r></w:del>'
        + f'<w:ins w:id="2">{w_r("met ")}</w:ins>'
        + w_r("Petrov")
        + '<w:r><w:footnoteReference w:id="2"/></w:r>'
        + '<w:commentReference w:id="1"/>'
        + w_r(" in Vienna.")
    )
    return docx(
        w_p("Talks on the islands", style="Title")
        + w_p("What was agreed", style="H2")
        + w_p(runs)
        + w_p("Fishing rights will be shared", level=0)
        + w_p("by residents", level=1)
        + w_table([["Island", "Area"], ["Iturup", "3,139 km"]])
        + w_p("We are closer than ever.", style="Quote"),
        notes=f'<w:footnote w:id="2">{w_p("The commission has nine members.")}</w:footnote>',
        title="Template of the ministry",
    )


ODT_TALKS = """
<text:tracked-changes><text:p>never</text:p></text:tracked-changes>
<text:h text:outline-level="1">Talks on the islands</text:h>
<text:h text:outline-level="2">What was agreed</text:h>
<text:p>Anna<text:s/>Berg <text:span>met</text:span> Petrov<text:note><text:note-citation>1\
</text:note-citation><text:note-body><text:p>The commission has nine members.</text:p>\
</text:note-body></text:note><office:annotation><text:p>Check!</text:p></office:annotation> in\
<text:tab/>Vienna.</text:p>
<text:list><text:list-item><text:p>Fishing rights will be shared</text:p><text:list><text:list-item>
<text:p>by residents</text:p></text:list-item></text:list></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Island</text:p></table:table-cell>
<table:table-cell><text:p>Area</text:p></table:table-cell></table:table-row><table:table-row>
<table:table-cell><text:p>Iturup</text:p></table:table-cell><table:table-cell><text:p>3,139 km
</text:p></table:table-cell></table:table-row></table:table>
"""


def test_a_word_document_keeps_its_structure(write: Write) -> None:
    write("t.docx", w_talks())
    (document,) = read("t.docx")
    assert blocks(document) == [*TALKS[:8], ("item", TALKS[8][1])]
    assert (document.title, document.date) == ("Talks on the islands", None)
    assert document.media_type.endswith("wordprocessingml.document")
    start = document.text.index("Anna Berg met Petrov in Vienna.")
    assert document.text[start - 2 : start] == "\n\n"


def test_an_opendocument_text_keeps_its_structure(write: Write) -> None:
    write("t.odt", odt(ODT_TALKS, title="What was agreed"))
    (document,) = read("t.odt")
    assert blocks(document) == TALKS[:7] + TALKS[8:]
    assert (document.title, document.date) == ("What was agreed", None)


def test_a_book_is_read_along_its_spine(write: Write) -> None:
    chapters = {
        "b%20two.xhtml": '<h1>Two</h1><p>Petrov left<a epub:type="noteref" href="#n">1</a> '
        "Vienna&nbsp;on Monday.</p>",
        "a.xhtml": "<h1>One</h1><ul><li>Anna Berg stayed</li></ul>",
    }
    date = (
        '<dc:date opf:event="modification">2020-01-01</dc:date><dc:date>2024-05-06T01:00Z</dc:date>'
    )
    write("b.epub", epub(chapters))
    assert outcome("b.epub") == ["b.epub lacks its part OPS/b two.xhtml; get the file again"]
    write("b.epub", epub({n.replace("%20", "_"): c for n, c in chapters.items()}, title="Talks",
                         date=date))  # fmt: skip
    (document,) = read("b.epub")
    assert blocks(document) == [
        ("heading", "Two"),
        ("paragraph", "Petrov left Vienna on Monday."),
        ("heading", "One"),
        ("item", "Anna Berg stayed"),
    ]
    assert (document.title, document.date) == ("Talks", "2024-05-06")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.docx", lambda: docx(w_p("&b;"), before=BOMB)),
        ("a.odt", lambda: odt("<text:p>&b;</text:p>", before=BOMB)),
    ],
)
def test_a_bomb_of_entities_is_refused(
    write: Write,
    name: str,
    make: Callable[[], bytes],
) -> None:
    write(name, make())
    (found,) = outcome(name)
    assert "declares entities, as a file made to do harm would" in found


def test_a_part_that_unpacks_to_much_is_refused_before_it_is_a_tree(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.read.unpack, "LONGEST_TREE", 1_000_000)
    text = " ".join(f"Anna met {n}." for n in range(100_000))
    write("a.docx", docx(w_p(text)))
    write("b.odt", odt(f"<text:p>{text}</text:p>"))
    assert outcome("a.docx", "b.odt") == [
        f"{name} is larger than 1 MB, too long for one document; split it"
        for name in ("a.docx/word/document.xml", "b.odt/content.xml")
    ]


def test_what_is_no_office_document_is_refused(write: Write, tmp_path: Path) -> None:
    write("a.docx", zipped({"x.txt": "Abe left."}))
    write("b.docx", w_talks()[:-200])
    write("c.docx", b"\xd0\xcf\x11\xe0 old or encrypted")
    write("d.docx", docx("<w:p><w:r>"))
    write("e.odt", zipped({"content.xml": "<x", "META-INF/manifest.xml": "<m/>"}))
    write(
        "f.odt", zipped({"content.xml": "", "META-INF/manifest.xml": "<m><encryption-data/></m>"})
    )
    write("g.epub", epub({"a.xhtml": "<p>x</p>"}, encrypted="OPS/a.xhtml"))
    write("h.epub", zipped({"mimetype": "application/epub+zip"}))
    write("j.pptx", zipped({"ppt/presentation.xml": ""}))
    write("k.xlsx", zipped({"xl/workbook.xml": ""}))
    write("i.epub", epub({"a.xhtml": "<p>Abe left.</p>"}, encrypted="OPS/font.otf"))
    found = outcome(*sorted(path.name for path in tmp_path.iterdir()))
    assert found[0] == "a.docx is no Word document but another archive; name it .zip"
    assert found[1].startswith("b.docx is broken or cut off (file is not a zip file)")
    assert found[2].startswith("c.docx is no .docx file but an old or encrypted office document;")
    assert found[3].startswith("d.docx: its part word/document.xml is broken (mismatched tag")
    assert found[4].startswith("e.odt: its part content.xml is broken (")
    assert found[5] == "f.odt is encrypted; save it without a password first"
    assert found[6] == "g.epub is encrypted (DRM); give a copy without it"
    assert found[7] == "h.epub lacks its part META-INF/container.xml; get the file again"
    assert found[8:] == [
        "i.epub",
        "j.pptx is a presentation; save it as PDF",
        "k.xlsx is a workbook; save the sheet that holds the texts as CSV",
    ]


def test_an_office_document_without_a_suffix_is_known_by_its_parts(write: Write) -> None:
    write("talks", w_talks())
    write("book", epub({"a.xhtml": "<p>Abe left.</p>"}))
    write("note", odt("<text:p>Kim left.</text:p>"))
    assert [d.media_type.rpartition(".")[2] for d in read("talks", "book", "note")] == [
        "application/epub+zip",
        "text",
        "document",
    ]


def test_cells_of_running_text_are_no_table(write: Write) -> None:
    long = "Anna Berg met Ivan Petrov in Vienna. " * 12
    write("t.docx", docx(w_table([["1", long], ["2", "Kim left."]])))
    (document,) = read("t.docx")
    assert blocks(document)[1] == ("paragraph", long.strip())


def test_a_line_break_inside_a_sentence_is_a_space(write: Write) -> None:
    broken = w_r("Anna Berg met") + "<w:r><w:br/></w:r>" + w_r("Ivan Petrov and")
    broken += "<w:r><w:br/></w:r>" + w_r("left.") + "<w:r><w:br/></w:r>" + w_r("Kim stayed")
    write("t.docx", docx(w_p(broken)))
    (document,) = read("t.docx")
    assert [text for _, text in blocks(document)] == [
        "Anna Berg met",
        "Ivan Petrov and left.",
        "Kim stayed",
    ]
