"""Web pages: the main text with its structure, and what a page states about itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from file_makers import PAGE
from reading import Write, blocks, read

FILES = Path(__file__).parent / "files"


def test_a_page_is_its_main_text_with_its_structure(write: Write) -> None:
    write("p.html", PAGE)
    (document,) = read("p.html")
    assert (document.title, document.date) == ("Talks resume", "2024-05-06")
    assert (document.url, document.media_type) == (
        "https://harbour.example/2024/talks",
        "text/html",
    )
    found = blocks(document)
    assert found[:2] == [
        ("heading", "Talks resume"),
        (
            "paragraph",
            "Japan and Russia resumed talks on Monday, the foreign ministry said. Anna Berg, who "
            "leads the Japanese delegation, met Ivan Petrov in Vienna.",
        ),
    ]
    assert found[2:-1] == [
        ("heading", "What was agreed"),
        ("item", "Fishing rights will be shared until 2026"),
        ("item", "by residents"),
        ("cell", "Iturup"),
        ("cell", "3,139 km"),
        ("quote", "We are closer than ever, Petrov said."),
    ]
    assert found[-1][1].endswith('and Berg called the meeting "useful".')


def test_what_surrounds_an_article_is_no_text(write: Write) -> None:
    """news.html has menus, sharing links, a banner, teasers, comments, a newsletter, a sidebar."""
    (document,) = read(str(FILES / "news.html"))
    assert document.title == "City council sells the harbour"
    assert [text for kind, text in blocks(document) if kind != "boilerplate"] == [
        "City council sells the harbour",
        "The city council of Vikna sold the harbour to Nordholm Shipping on Monday, Mayor Lena "
        "Ortiz announced.",
        "The company will pay 40 million euros. It had not been expected to bid.",
        "What the council decided",
        "The ferry stays.",
        "The old customs house becomes a museum.",
        'Tom Lee, who leads the opposition, criticised the sale. "Nobody asked the fishermen," he '
        "said.",
        "He will appeal.",
        "The sale enters into force in June, when the first payment is due.",
    ]


def test_an_article_of_an_encyclopedia_keeps_tables_and_lists() -> None:
    """encyclopedia.html has menus, notes, links to edit, a table of contents, a navigation box."""
    (document,) = read(str(FILES / "encyclopedia.html"))
    assert document.url == "https://openpedia.example/wiki/Vikna_Harbour"
    found = blocks(document)
    assert [text for kind, text in found if kind == "heading"] == [
        "Vikna Harbour",
        "History",
        "Ships",
        "References",
    ]
    assert [text for kind, text in found if kind == "paragraph"][1:] == [
        "Vikna Harbour is a port on the coast of Norway. It was founded by Hans Berg in 1790. The "
        "harbour belonged to the city until 2024.",
        "The first pier was built by fishermen. During the war the harbour was occupied by foreign "
        "troops, who destroyed the customs house in 1944.",
    ]
    assert "| Owner | Nordholm Shipping |\n" in document.text
    assert "| Ship | Built |\n| Aurora | 1998 |\n| Borealis | 2004 |\n" in document.text
    assert "Contents" not in document.text
    assert "Port B" not in document.text


def test_a_page_of_loose_markup_keeps_its_short_paragraphs() -> None:
    (document,) = read(str(FILES / "blog.html"))
    assert document.date == "2024-05-06"
    assert document.text.strip().split("\n\n")[-4:] == [
        "Last week I visited Vikna.",
        "The harbour was sold to Nordholm Shipping, and the mayor Lena Ortiz told me that the "
        "ferry would stay. I met Tom Lee, who leads the opposition.",
        "He said that nobody had asked the fishermen.",
        "I will go back in June.",
    ]


def test_words_of_code_stay_in_their_sentence_and_headings_of_others_go(write: Write) -> None:
    write(
        "p.html",
        "<html><body><h1>Guide</h1><p>Run <code>kg build</code> in the folder of the texts that "
        "you want to read.</p><pre>kg build\n  notes/</pre><h2>Related</h2><ul><li><a href='/'>"
        "Other</a></li></ul><h2>Output</h2><p>The program writes a page that opens in every "
        "browser.</p></body></html>",
    )
    (document,) = read("p.html")
    assert blocks(document) == [
        ("heading", "Guide"),
        ("paragraph", "Run kg build in the folder of the texts that you want to read."),
        ("code", "kg build"),
        ("code", "notes/"),
        ("heading", "Output"),
        ("paragraph", "The program writes a page that opens in every browser."),
    ]


def test_signs_of_notes_and_anchors_are_no_text(write: Write) -> None:
    write(
        "p.html",
        '<html><body><h2>History<a class="headerlink" href="#h">¶</a><span class="mw-editsection">['
        '<a href="/e">edit</a>]</span></h2><p>Vikna was founded in 1790.<sup><a href="#n1">[1]</a>'
        "</sup> The town grew<sup><a href='#n2'>a</a></sup> fast, and 3,139 km<sup>2</sup> of "
        'forest were cut, as <a href="#s">section 2</a> says.</p></body></html>',
    )
    (document,) = read("p.html")
    assert [text for _, text in blocks(document)] == [
        "History",
        "Vikna was founded in 1790. The town grew fast, and 3,139 km2 of forest were cut, as "
        "section 2 says.",
    ]


def test_a_page_of_a_few_words_is_read_whole(write: Write) -> None:
    write("p.html", "<html><body><nav><a href='/'>Home</a></nav><p>Abe left.</p></body></html>")
    assert [document.text for document in read("p.html")] == ["Abe left.\n"]


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<meta name="DC.date.issued" content="2024-05">', "2024-05"),
        ('<meta name="date" content="May 6, 2024">', None),
        ('<meta property="article:modified_time" content="2024-05-07">', None),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", '
            '"datePublished": "2020-01-01"}, {"@type": "NewsArticle", '
            '"datePublished": "2024-05-06T01:00"}]}'
            "</script>",
            "2024-05-06",
        ),
        ('<script type="application/ld+json">{broken</script>', None),
    ],
)
def test_the_date_of_a_page_is_what_it_states(write: Write, head: str, date: str | None) -> None:
    write("p.html", f"<html><head>{head}</head><body><p>Abe met Pompeo in Tokyo.</p></body></html>")
    (document,) = read("p.html")
    assert (document.date, document.text) == (date, "Abe met Pompeo in Tokyo.\n")


def test_a_page_saved_by_a_browser_keeps_its_address(write: Write) -> None:
    body = "<html><body><p>Anna Berg met Petrov.</p></body></html>"
    write("a.html", f"<!-- saved from url=(0027)https://harbour.example/a -->\n{body}")
    write(
        "b.mhtml",
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://harbour.example/b\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"{body.replace('Petrov', '=D0=9F=D0=B5=D1=82=D1=80').replace('et ', 'et =' + chr(10))}"
        "\r\n--x--\r\n",
    )
    first, second = read("a.html", "b.mhtml")
    assert (first.url, first.text) == ("https://harbour.example/a", "Anna Berg met Petrov.\n")
    assert (second.url, second.text) == ("https://harbour.example/b", "Anna Berg met Петр.\n")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_page_is_decoded_as_browsers_do(write: Write, codec: str) -> None:
    write("p.html", "<html><body><p>Café “Zoë” met Berg in Malmö.</p></body></html>".encode(codec))
    assert [document.text for document in read("p.html")] == ["Café “Zoë” met Berg in Malmö.\n"]
