"""Formats: what is read out of each, where it stands, and what is refused with one line."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import commands
import pytest
from file_makers import PAGE, docx, epub, odt, pdf, w_p, w_table, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import Write, blocks, outcome, read

import kg.read.file
import kg.read.packed
import kg.read.unpack
from kg.model import Document
from kg.parse.structure import find_blocks
from kg.read import read_inputs

FILES = Path(__file__).parent / "files"


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
    assert found[:2] == ["n.jsonl:a", "n.jsonl:000008"]
    assert found[2].startswith("n.jsonl, line 2 is no JSON: ")
    assert found[3:] == [
        "n.jsonl, row 3 has no field 'text'; name one of 'body' with --text-field",
        "n.jsonl, line 5 is no JSON object; wrap it in {}",
        "n.jsonl, row 7: id 'a' is taken by an earlier row; "
        "leave out --id-field or make ids unique",
    ]
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


def test_mail_is_its_header_and_its_plain_text(write: Write) -> None:
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
    assert document.text.startswith(
        "From: Anna Berg <anna@harbour.example>\nDate: Mon, 06 May 2024"
    )
    assert blocks(document) == [
        ("address", "Anna Berg"),
        ("heading", "Talks in Ōsaka"),
        ("paragraph", "Petrov met Berg."),
        ("quote", "Who met whom?"),
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


def test_the_header_of_a_mail_that_is_a_page_stands_above_its_text(write: Write) -> None:
    message = EmailMessage()
    message["From"] = "Jørn Dahl <jorn@x.example>"
    message["To"] = "Mia Stone <mia@x.example>"
    message["Subject"] = "Boat"
    message.set_content("<p>I sold the <b>boat</b>.</p>", subtype="html")
    write("h.eml", message.as_bytes())
    (document,) = read("h.eml")
    assert blocks(document) == [
        ("address", "Jørn Dahl"),
        ("address", "Mia Stone"),
        ("heading", "Boat"),
        ("paragraph", "I sold the boat."),
    ]


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


# Names and bytes that do not agree.

WEBLOC = (
    b'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE plist><plist version="1.0"><dict>'
    b"<key>URL</key><string>https://harbour.example/a</string></dict></plist>"
)


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
        (
            "a.url",
            b"[InternetShortcut]\r\nURL=http://a.b",
            "a.url is an address alone, not text; save",
        ),
        (
            "a.webloc",
            WEBLOC,
            "a.webloc is an address alone, not text; save the page itself, as .html",
        ),
        (
            "a.xml",
            b"<?xml version='1.0'?><a/>",
            "a.xml is an XML file, not text; convert it to HTML",
        ),
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


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(write: Write) -> None:
    path = write("a.pdf", pdf([[]]))
    with path.open("r+b") as file:
        file.truncate(200_000_000)
    assert outcome("a.pdf") == ["a.pdf is larger than 100 MB, too long for one document; split it"]


SEEDS = {
    "a.pdf": (FILES / "talks.pdf").read_bytes(),
    "a.docx": docx(w_p("Abe left.", style="H1") + w_table([["a", "b"], ["c", "d"]])),
    "a.odt": odt("<text:h>Abe</text:h><text:p>Kim left.</text:p>"),
    "a.epub": epub({"a.xhtml": "<p>Abe left.</p>"}),
    "a.html": PAGE.encode(),
    "a.mhtml": b"Content-Type: text/html\n\n<p>Abe left.",
    "a.srt": SRT.encode(),
    "a.csv": b'id,text\n1,Abe left.\n2,"Kim, left"\n',
    "a.jsonl": b'{"text": "Abe left.", "id": 1}\n',
    "a.zip": zipped({"a.txt": "Abe left.", "b.md": "# x"}),
    "a.txt.gz": gzip.compress(b"Abe left. " * 50),
    "a.eml": b"Subject: x\nContent-Type: text/plain; charset=utf-8\n\nAbe left.\n",
    "a.md": b"---\ntitle: x\n---\n# A\n\n- b\n\n| a |\n|---|\n| c |\n",
}


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_file_is_a_document_or_one_clear_line(write: Write, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(SEEDS)))
    content = bytearray(SEEDS[name])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 20))
        content[at : at + cut] = data.draw(st.binary(max_size=20))
    del content[
        data.draw(st.integers(0, len(content))) if data.draw(st.booleans()) else len(content) :
    ]
    write(name, bytes(content))
    for item in read_inputs([name]):
        if isinstance(item, Document):
            assert item.text.encode().decode() == item.text
            find_blocks(item)
        else:
            assert len(str(item).splitlines()) == 1
            assert name in str(item)


# Readers of one's own.


def test_the_reader_in_the_documentation_works(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.read, "READERS", dict(kg.read.READERS))
    text = (Path(__file__).parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")
    code = text.rpartition("```python\n")[2].partition("```")[0]
    exec(compile(code, "formats.md", "exec"), {})
    write("f/a.notes", "Agenda\nBudget\nDates\n")
    (document,) = read("f")
    assert (document.title, document.media_type) == ("Agenda", "text/x-notes")
    assert blocks(document) == [("heading", "Agenda"), ("item", "Budget"), ("item", "Dates")]


# The command line.


def test_the_rest_is_built_and_each_refusal_is_one_line(write: Write) -> None:
    write("f/notes.csv", "key,body,on\nk1,Abe met Pompeo.,2019-09-18\n")
    write("f/talks.pdf", (FILES / "talks.pdf").read_bytes())
    write("f/locked.pdf", (FILES / "locked.pdf").read_bytes())
    write("f/cut.docx", b"PK\x03\x04 cut")
    write("f/drafts/a.txt")
    options = ["--text-field", "body", "--id-field", "key", "--date-field", "on"]
    command = ["build", "f", "-o", "out", *options, "--exclude", "drafts/"]
    done = commands.kg(*command)
    assert done.returncode == 1
    assert sorted(done.stderr.splitlines()) == [
        "kg: f/cut.docx is broken or cut off (file is not a zip file); get the file again",
        "kg: f/locked.pdf is encrypted; save it without its password first",
    ]
    lines = Path("out/claims.jsonl").read_text(encoding="utf-8").splitlines()
    claims = [json.loads(line) for line in lines]
    assert {claim["document"] for claim in claims} == {"notes.csv:k1", "talks.pdf"}
    pages = {claim["sentence"].get("page") for claim in claims}
    assert pages == {None, 1, 2}


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


@pytest.mark.parametrize(
    ("name", "library", "extra"),
    [
        ("a.html", "trafilatura", "html"),
        ("a.html", "lxml", "html"),
        ("a.mhtml", "lxml", "html"),
        ("a.pdf", "pypdfium2", "pdf"),
        ("a.docx", "mammoth", "office"),
        ("a.odt", "defusedxml", "office"),
        ("a.epub", "defusedxml", "office"),
    ],
)
def test_a_missing_library_is_named_with_what_to_install(
    write: Write, monkeypatch: pytest.MonkeyPatch, name: str, library: str, extra: str
) -> None:
    write(name, SEEDS[name])
    for module in [m for m in sys.modules if m == library or m.startswith(library + ".")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, library, None)
    assert outcome(name) == [f"{name} needs {library}: pip install 'kg-with-proof[{extra}]'"]
