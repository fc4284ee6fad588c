"""Formats: what is read out of each, where it stands, and what is refused with one line."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from email.message import EmailMessage

import pytest
from file_makers import zipped
from reading import Write, blocks, outcome, read

import kg.read.file
import kg.read.packed
import kg.read.unpack
from kg.model import Document
from kg.read import read_again

# Tables and JSON lines.


def test_each_row_of_a_table_is_a_document(write: Write) -> None:
    write(
        "n.csv", 'id,text,date,title,url\nx1,"Abe, who left,\nmet Kim.",2019-09-18,T,http://a.b\n'
    )
    (document,) = read("n.csv")
    assert (document.id, document.source, document.part) == ("n.csv:x1", "n.csv", ":x1")
    assert document.text == "Abe, who left,\nmet Kim."
    assert (document.date, document.title, document.url) == ("2019-09-18", "T", "http://a.b")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_fields_is_found(write: Write, mark: str) -> None:
    write("n.csv", f"a{mark}body\r\n1{mark}Abe left.\r\n2{mark}Kim came.\r\n")
    assert [(d.id, d.text) for d in read("n.csv", text_field="body")] == [
        ("n.csv:000001", "Abe left."),
        ("n.csv:000002", "Kim came."),
    ]


def test_fields_of_json_lines_may_be_nested_and_numbers(write: Write) -> None:
    rows = [{"n": 7, "data": {"text": "Abe left.", "on": "2019-09-18T10:00:00Z"}}]
    write("n.jsonl", "\n".join(json.dumps(row) for row in rows))
    (document,) = read("n.jsonl", text_field="data.text", id_field="n", date_field="data.on")
    assert (document.id, document.text, document.date) == ("n.jsonl:7", "Abe left.", "2019-09-18")


def test_a_bad_row_costs_only_itself(write: Write, caplog: pytest.LogCaptureFixture) -> None:
    rows = ['{"text": "A left.", "id": "a"}', "{", '{"body": 1}', "", "[]", '{"text": " "}']
    write("n.jsonl", "\n".join([*rows, '{"text": "B.", "id": "a"}', '{"text": "\\ud800 C."}']))
    found = outcome("n.jsonl")
    assert found[0] == "n.jsonl:a"
    assert found[1].startswith("n.jsonl, line 2 is no JSON: ")
    assert found[2:5] == [
        "n.jsonl, row 3 has no field 'text'; name one of 'body' with --text-field",
        "n.jsonl, line 5 is no JSON object; wrap it in {}",
        "n.jsonl, row 7: id 'a' is taken by an earlier row; "
        "leave out --id-field or make ids unique",
    ]
    assert found[5:] == ["n.jsonl:000008"]
    assert "n.jsonl: 1 rows without text left out" in caplog.text


def test_a_table_without_the_column_says_which_it_has(write: Write) -> None:
    write("n.csv", "head,body\n1,2\n")
    write("m.csv", "text\nAbe left.\n")
    assert outcome("n.csv", "m.csv") == [
        "m.csv:000001",
        "n.csv has no column 'text'; name one of 'head', 'body' with --text-field",
    ]
    assert outcome("n.csv", text_field="body", id_field="key") == [
        "n.csv has no column 'key'; name one of 'head', 'body' with --id-field"
    ]


def test_a_row_may_be_longer_than_the_csv_module_allows_by_itself(write: Write) -> None:
    write("n.csv", "text\n" + '"' + "Abe left.\n" * 20_000 + '"\n')
    assert [len(document.text) for document in read("n.csv")] == [200_000]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_table_may_be_in_any_encoding(write: Write, codec: str) -> None:
    write("n.csv", "id,text\r\né,Les députés ont voté la loi à l'unanimité.\r\n".encode(codec))
    (document,) = read("n.csv")
    assert document.text == "Les députés ont voté la loi à l'unanimité."
    assert document.id == "n.csv:é"


# Archives.


def test_the_members_of_an_archive_are_read_like_a_folder(write: Write) -> None:
    members: dict[str, str | bytes] = {
        "b.txt": "B left.",
        "a/x.md": "# X\n\nText.",
        "rows.csv": "text\nR left.\n",
        ".hidden.txt": "no",
        "__MACOSX/a.txt": "no",
        "drafts/d.txt": "no",
        "p.png": b"\x89PNG",
    }
    write("z.zip", zipped(members))
    found = read("z.zip", exclude=("drafts/",))
    assert [(d.id, d.part, d.title) for d in found] == [
        ("z.zip/a/x.md", "/a/x.md", "X"),
        ("z.zip/b.txt", "/b.txt", "b"),
        ("z.zip/rows.csv:000001", "/rows.csv:000001", "rows"),
    ]
    assert {d.source for d in found} == {"z.zip"}


def test_a_gzip_file_is_what_its_inner_name_says(write: Write) -> None:
    write("2019-09-18.md.gz", gzip.compress(b"# On Peace\n\nAbe left."))
    write("n.jsonl.gz", gzip.compress(b'{"text": "Kim left."}'))
    first, second = read("2019-09-18.md.gz", "n.jsonl.gz")
    assert (first.id, first.media_type, first.title) == (
        "2019-09-18.md.gz",
        "text/markdown",
        "On Peace",
    )
    assert (first.date, second.id) == ("2019-09-18", "n.jsonl.gz:000001")


def test_members_that_point_elsewhere_are_left_out_and_the_rest_is_read(write: Write) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in ("../up.txt", "/root.txt", "c:\\x.txt", "a\\..\\..\\b.txt", "good.txt"):
            archive.writestr(name, "Abe left.")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    write("z.zip", data.getvalue())
    found = outcome("z.zip")
    assert "z.zip/good.txt" in found
    assert sum("points outside the archive; left out" in line for line in found) == 4
    assert "z.zip: member 'link.txt' is a link; left out" in found
    assert len(found) == 6


def test_a_bomb_is_refused_while_the_rest_is_read(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.read.unpack, "_SMALL", 100_000)
    bomb = b"\0" * 5_000_000
    write("b.gz", gzip.compress(bomb))
    write("b.txt.gz", gzip.compress(b"A" * 5_000_000))
    write("z.zip", zipped({"a.txt": b"A" * 5_000_000, "good.txt": "Abe left."}))
    found = outcome("b.gz", "b.txt.gz", "z.zip")
    assert found[2].startswith("z.zip/a.txt unpacks to more than ")
    assert found[3] == "z.zip/good.txt"
    assert all("as an archive made to do harm would; unpack it yourself" in f for f in found[:3])


def test_too_much_in_all_is_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.read.packed, "MOST_BYTES", 25)
    monkeypatch.setattr(kg.read.unpack, "MOST_MEMBERS", 4)
    write("z.zip", zipped({f"{n}.txt": "Abe left." for n in range(4)}))
    write("y.zip", zipped({f"{n}.txt": "Abe left." for n in range(5)}))
    assert outcome("z.zip", "y.zip") == [
        "y.zip has 5 members, more than 4; unpack it first",
        "z.zip/0.txt",
        "z.zip/1.txt",
        "z.zip unpacks to more than 0 MB; split it",
    ]


def test_broken_archives_are_one_line_each(write: Write) -> None:
    whole = zipped({"a.txt": "Abe left. " * 100, "b.txt": "Kim left. " * 100})
    write("cut.zip", whole[:-30])
    write("cut.txt.gz", gzip.compress(b"Abe left. " * 1000)[:-10])
    damaged = bytearray(zipped({"a.txt": "Abe left. " * 100, "b.txt": "Kim."}))
    damaged[45] ^= 0xFF
    write("damaged.zip", bytes(damaged))
    write("nested.zip", zipped({"in.zip": whole, "c.txt": "Ann left."}))
    write("none.zip", zipped({}))
    found = outcome("cut.zip", "cut.txt.gz", "damaged.zip", "nested.zip", "none.zip")
    assert found[0].startswith("cut.txt.gz is broken or cut off (")
    assert found[1].startswith("cut.zip is broken or cut off (")
    assert found[2].startswith("damaged.zip/a.txt is broken or cut off (")
    assert found[3:] == [
        "damaged.zip/b.txt",
        "nested.zip/c.txt",
        "no text in archive none.zip; unpack it to see what it holds",
    ]


def test_an_encrypted_member_is_named(write: Write) -> None:
    data = bytearray(zipped({"a.txt": "Abe left.", "b.txt": "Kim left."}, method=0))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1  # the flag that says so
    write("z.zip", bytes(data))
    assert outcome("z.zip") == [
        "z.zip/a.txt is encrypted; unpack it with its password first",
        "z.zip/b.txt",
    ]


# Mail.


def test_mail_is_its_subject_and_its_plain_text(write: Write) -> None:
    message = EmailMessage()
    message["From"] = "Anna Berg <anna@harbour.example>"
    message["Subject"] = "Talks in Ōsaka"
    message["Date"] = "Mon, 6 May 2024 23:30:00 -0700"
    message.set_content("Petrov met Berg.\n\n> Who met whom?\n\nRegards, Anna\n")
    message.add_alternative("<p>Petrov met <b>Berg</b>.</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    write("m.eml", message.as_bytes())
    (document,) = read("m.eml")
    assert (document.title, document.date) == ("Talks in Ōsaka", "2024-05-06")
    assert blocks(document) == [
        ("heading", "Talks in Ōsaka"),
        ("paragraph", "Petrov met Berg."),
        ("quote", "Who met whom?"),
        ("paragraph", "Regards, Anna"),
    ]


def test_mail_in_html_alone_and_with_flowing_lines(write: Write) -> None:
    message = EmailMessage()
    message["Subject"] = "Talks"
    message.set_content("<h1>Hi</h1><p>Petrov met <b>Berg</b>.</p>", subtype="html")
    write("h.eml", message.as_bytes())
    flowed = "Content-Type: text/plain; format=flowed\n\nPetrov and \nBerg met.\n> He \n> left.\n"
    write("f.eml", flowed)
    first, second = read("f.eml", "h.eml")
    assert first.text == "Petrov and Berg met.\n> He left."
    assert second.text == "# Talks\n\n# Hi\n\nPetrov met Berg.\n"


def test_what_is_no_mail_is_refused(write: Write) -> None:
    write("a.eml", "Abe left.\n")
    write("b.eml", "Content-Type: text/plain; charset=nonsense\n\n\xe9\n")
    found = outcome("a.eml", "b.eml")
    assert found[0] == "a.eml is no mail: it does not begin with header fields; check it"
    assert found[1].startswith("b.eml: the text cannot be decoded (")


# Subtitles.

SRT = """\
1
00:00:01,000 --> 00:00:03,000
<i>The minister said</i>
that talks

2
00:00:03,100 --> 00:00:05,000
had failed.

3
00:00:05,100 --> 00:00:06,000
- Who met {\\an8}<b>Anna Berg</b>?
- Nobody did.

4
00:00:06,100 --> 00:00:07,000
[APPLAUSE]

5
00:00:20,000 --> 00:00:22,000
JOHN: We left
"""


def test_cues_are_joined_to_sentences_and_speakers_kept_apart(write: Write) -> None:
    write("a.srt", SRT.replace("\n", "\r\n"))
    vtt = SRT.replace(",", ".").replace("<i>", "<v.loud Tom Lee>").replace("We", "We &amp; all")
    write("b.vtt", "WEBVTT\n\nNOTE none\n\n" + vtt)
    first, second = read("a.srt", "b.vtt")
    said = ["Who met Anna Berg?", "Nobody did.", "JOHN: We left"]
    assert first.text.split("\n\n") == ["The minister said that talks had failed.", *said[:2],
                                        said[2] + "\n"]  # fmt: skip
    assert second.text.startswith("Tom Lee: The minister said that talks had failed.\n\nWho")
    assert second.text.endswith("JOHN: We & all left\n")


def test_subtitles_without_times_are_refused(write: Write) -> None:
    write("a.srt", "Abe left.\n")
    assert outcome("a.srt") == ["a.srt holds no subtitles with times; check the file"]


# Web pages.

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Talks resume | Harbour Times</title>
<link rel="canonical" href="https://harbour.example/2024/talks">
<meta property="article:published_time" content="2024-05-06T10:00:00Z">
<script>var x = "Ignore me";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<main><article><h1>Talks resume</h1>
<p>Japan and Russia resumed talks on Monday, the <b>foreign ministry</b> said. Anna Berg, who
leads the Japanese delegation, met Ivan&nbsp;Petrov in Vienna.</p>
<h2>What was agreed</h2>
<ul><li>Fishing rights will be shared until 2026<ul><li>by residents</li></ul></li></ul>
<table><tr><th>Island</th><th>Area</th></tr><tr><td>Iturup</td><td>3,139 km</td></tr></table>
<blockquote><p>We are closer than ever, Petrov said.</p></blockquote>
<p>The next round will be held in Oslo in June. Petrov did not rule out an agreement before the
summit, and Berg called the meeting &ldquo;useful&rdquo;.</p></article></main>
<aside><h3>Related</h3><a href="/x">Other story about cats</a></aside>
<footer>© 2024 Harbour Times. <a href="/privacy">Privacy</a></footer></body></html>"""


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
        ("cell", "Island"),
        ("cell", "Area"),
        ("cell", "Iturup"),
        ("cell", "3,139 km"),
        ("quote", "We are closer than ever, Petrov said."),
    ]
    assert found[-1][1].endswith('and Berg called the meeting "useful".')


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


# Names and bytes that do not agree.


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"%PDF-1.7", "a.txt is a PDF file, not text; name it .pdf if it is to be read"),
        (
            "a.md",
            b"PK\x03\x04",
            "a.md is a ZIP archive, not text; name it .zip if it is to be read",
        ),
        ("a.txt", b"<!doctype html><p>x", "a.txt is an HTML page, not text; name it .html if it"),
        (
            "a.zip",
            b"Abe left.",
            "a.zip is no .zip file but something else; check the file, or give",
        ),
        ("a.zip", b"\x89PNG", "a.zip is no .zip file but a PNG image; run text recognition (OCR)"),
        ("a.gz", b"", "a.gz is empty; get the file again"),
        ("a.csv", b"\0\1\2", "a.csv is a binary file, not text; give the text as UTF-8"),
        (
            "a.tar",
            b"\0" * 257 + b"ustar\x0000",
            "a.tar is a tar archive, not text; unpack it first",
        ),
    ],
)
def test_a_mislabelled_file_is_told_by_its_bytes(
    write: Write, name: str, content: bytes, message: str
) -> None:
    write(name, content)
    (found,) = outcome(name)
    assert found.startswith(message)


def test_a_file_without_a_suffix_is_what_its_bytes_say(write: Write) -> None:
    write("page", PAGE)
    write("archive", zipped({"a.txt": "Abe left."}))
    assert [document.id for document in read("page", "archive")] == ["archive/a.txt", "page"]


def test_a_document_that_is_too_long_is_refused(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.read.file, "LONGEST", 2_000_000)
    write("a.txt", b"Abe left. " * 200_001)
    write("b.txt")
    assert outcome("a.txt", "b.txt") == [
        "a.txt is larger than 2 MB, too long for one document; split it",
        "b.txt",
    ]


# Folders.


def test_patterns_leave_files_out(write: Write, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("a.txt", "b.txt", "drafts/c.txt", "x/drafts/d.txt", "x/keep.txt", "x/e.md"):
        write(f"f/{name}")
    assert outcome("f", exclude=("drafts/", "*.md")) == ["a.txt", "b.txt", "x/keep.txt"]
    assert outcome("f", exclude=("/drafts/", "b*", "!b.txt", "*.md")) == [
        "a.txt",
        "b.txt",
        "x/drafts/d.txt",
        "x/keep.txt",
    ]
    write("f/.kgignore", "# not these\n*.txt\n!keep.txt\n")
    write("f/x/drafts/.kgignore", "!d.txt\n")
    assert outcome("f") == ["x/drafts/d.txt", "x/e.md", "x/keep.txt"]
    assert outcome("f", exclude=("!a.txt", "drafts/")) == ["a.txt", "x/e.md", "x/keep.txt"]


def test_a_named_file_is_read_although_a_pattern_would_leave_it_out(write: Write) -> None:
    write("f/a.txt")
    assert outcome("f/a.txt", exclude=("*.txt",)) == ["a.txt"]
    assert outcome("f", exclude=("*.txt",)) == [
        "no text in folder f; the patterns exclude all of it, or name a file"
    ]


# Proof.


def test_a_changed_or_missing_source_is_told(write: Write) -> None:
    path = write("a.txt")
    write("z.zip", zipped({"b.txt": "Kim left."}))
    documents = read("a.txt", "z.zip")
    path.write_text("Abe met Kim.")
    write("z.zip", zipped({"c.txt": "Kim left."}))
    found = [again for _, again in read_again(documents)]
    assert isinstance(found[0], Document)
    assert found[0].text == "Abe met Kim."
    assert str(found[1]) == "z.zip holds this document no longer; build again"
    path.unlink()
    (gone,) = [again for _, again in read_again(documents[:1])]
    assert str(gone).startswith("cannot read a.txt: no such file or directory")


def test_missing_parts_are_named_with_what_to_install(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    write("p.html", PAGE)
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert outcome("p.html") == ['p.html needs trafilatura: pip install "kg[html]"']
