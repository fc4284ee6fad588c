"""Reading: what becomes a document, under which id, and what is refused."""

from __future__ import annotations

import hashlib
import io
import itertools
import logging
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import Write

from kg.errors import ReadError
from kg.model import Document
from kg.read import check_date, decode, front_matter, read_inputs


def read(*inputs: str, date: str | None = None, lines: bool = False) -> list[Document]:
    """The documents of inputs that can all be read."""
    items = list(read_inputs(inputs, date=date, lines=lines))
    assert [item for item in items if isinstance(item, ReadError)] == []
    return [item for item in items if isinstance(item, Document)]


def refused(*inputs: str) -> list[str]:
    """The messages of those that cannot."""
    return [str(item) for item in read_inputs(inputs) if isinstance(item, ReadError)]


# Text, unaltered.


def test_a_file_becomes_a_document_exactly_as_it_is(write: Write) -> None:
    text = "Abe met\r\nPompeo.\r  Ça va? \u2028“Yes”\x0c\n\n"
    write("notes/abe.txt", text)
    assert read("notes/abe.txt") == [
        Document(
            id="abe.txt",
            source="notes/abe.txt",
            text=text,
            title="abe",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )
    ]


@given(text=st.text(max_size=100).filter(lambda text: "\0" not in text))
def test_decoding_undoes_utf_8(text: str) -> None:
    controls = sum(ord(c) < 32 or ord(c) == 127 for c in text)
    starts_alike = text.startswith(("\ufeff", "%PDF-", "{\\rtf", "PK", "GIF8", "Rar!"))
    if controls == 0 and not starts_alike:
        assert decode(text.encode(), name="x") == (text, "utf-8")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_names_the_encoding_and_is_no_text(write: Write, codec: str) -> None:
    write("a.txt", "Tōkyō, 東京".encode(codec))
    (document,) = read("a.txt")
    assert (document.text, document.encoding) == ("Tōkyō, 東京", codec)


@pytest.mark.parametrize(
    ("text", "codec", "told"),
    [
        ("Les députés ont voté la loi à l'unanimité, a déclaré le président.", "latin-1", "cp1252"),
        ("Die Bundesregierung hat beschlossen, dass Bürger künftig zahlen.", "cp1252", "cp1252"),
        ("Abe met Pompeo at his “Tokyo residence” – and left.", "cp1252", "cp1252"),
        ("Президент России прибыл в Пекин с визитом.", "cp1251", "cp1251"),
        ("日本の首相は米国の国務長官と会談した。北朝鮮について話し合った。", "shift_jis", "cp932"),
    ],
)
def test_other_encodings_are_detected_and_reported(
    write: Write, caplog: pytest.LogCaptureFixture, text: str, codec: str, told: str
) -> None:
    write("a.txt", text.encode(codec))
    with caplog.at_level(logging.INFO, logger="kg.read"):
        (document,) = read("a.txt")
    assert (document.text, document.encoding) == (text, told)
    assert f"a.txt is not UTF-8; read as {told}" in caplog.text


def test_the_named_encoding_decodes_the_file_again(write: Write) -> None:
    for codec in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        path = write("a.txt", "São Paulo, naïve café".encode(codec))
        (document,) = read("a.txt")
        assert path.read_bytes().decode(document.encoding) == document.text


def test_an_empty_file_is_a_document_without_text(
    write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    write("a.txt", "")
    assert [document.text for document in read("a.txt")] == [""]
    assert "a.txt holds no text" in caplog.text


# What is refused, while the rest is read.


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04...", "a is broken or cut off (file is not a zip file); get the file again"),
        (b"Rar!...", "a is a RAR archive, not text; unpack it first"),
        (b"\x89PNG\r\n...", "a is a PNG image, not text; run text recognition (OCR)"),
        (b"Abe\0met", "a is a binary file, not text; give the text as UTF-8"),
        (bytes(range(1, 32)) * 4, "a is a binary file, not text; give the text as UTF-8"),
        ("a\0b".encode("utf-16"), "a is a binary file, not text"),
        (b"\xff\xfea", "a says it is utf-16 but byte 2 is not; save it as UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_the_next_step(
    write: Write, content: bytes, message: str
) -> None:
    write("a", content)
    (found,) = refused("a")
    assert found.startswith(message)
    assert "\n" not in found


def test_a_bad_input_leaves_the_others_readable(write: Write) -> None:
    write("good.txt")
    write("bad.txt", b"\0")
    items = list(read_inputs(["bad.txt", "gone.txt", "good.txt"]))
    assert [item.id if isinstance(item, Document) else str(item) for item in items] == [
        "no such file or folder: gone.txt; check the path",
        "bad.txt is a binary file, not text; give the text as UTF-8",
        "good.txt",
    ]


def test_a_folder_without_text_is_an_error(write: Write) -> None:
    write("f/picture.png")
    (found,) = refused("f")
    assert found.startswith("no text in folder f; it reads .csv ")
    assert found.endswith(", or name a file")


def test_an_unreadable_file_names_the_reason(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt")

    def deny(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", deny)
    assert refused("a.txt") == [
        "cannot read a.txt: permission denied; check the file and its permissions"
    ]


# Folders and ids.


def test_a_folder_is_read_in_order_without_hidden_and_foreign_files(write: Write) -> None:
    for name in (
        "b.txt",
        "a/z.MD",
        "a/LICENSE",
        ".git/x.txt",
        "a/.hidden.txt",
        "c.py",
        "d.markdown",
    ):
        write(f"docs/{name}")
    assert [(d.id, d.source, d.media_type) for d in read("docs")] == [
        ("a/LICENSE", "docs/a/LICENSE", "text/plain"),
        ("a/z.MD", "docs/a/z.MD", "text/markdown"),
        ("b.txt", "docs/b.txt", "text/plain"),
        ("d.markdown", "docs/d.markdown", "text/markdown"),
    ]


def test_a_named_file_may_have_any_suffix(write: Write) -> None:
    write("a.log")
    assert [document.id for document in read("a.log")] == ["a.log"]


def test_ids_do_not_change_when_the_folder_moves(write: Write, tmp_path: Path) -> None:
    write("docs/a/x.txt")
    before = [document.id for document in read("docs")]
    (tmp_path / "docs").rename(tmp_path / "elsewhere")
    assert [d.id for d in read(str(tmp_path / "elsewhere"))] == before == ["a/x.txt"]


def test_files_of_one_name_get_their_folders_into_the_id_in_any_order(write: Write) -> None:
    inputs = ["a/report.txt", "b/report.txt", "b/c/a/report.txt", "b/other.txt"]
    for name in inputs:
        write(name)
    for order in itertools.permutations(inputs):
        assert [(d.id, d.source) for d in read(*order)] == [
            ("b/report.txt", "b/report.txt"),
            ("c/a/report.txt", "b/c/a/report.txt"),
            ("other.txt", "b/other.txt"),
            (f"{Path.cwd().name}/a/report.txt", "a/report.txt"),
        ]


def test_two_folders_with_like_files_clash_only_where_they_do(write: Write) -> None:
    for name in ("a/x.txt", "b/x.txt", "b/y.txt"):
        write(name)
    assert [d.id for d in read("b", "a")] == ["a/x.txt", "b/x.txt", "y.txt"]


def test_a_file_given_twice_is_one_document(write: Write, tmp_path: Path) -> None:
    write("f/a.txt")
    os.symlink(tmp_path / "f/a.txt", tmp_path / "f/link.txt")
    ways = ["f", "f/a.txt", str(tmp_path / "f/a.txt"), "f/../f/a.txt", "f/link.txt"]
    for order in itertools.permutations(ways, 3):
        assert [document.id for document in read(*order, "f")] == ["a.txt"]


def test_a_link_to_a_folder_makes_no_loop(
    write: Write, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write("f/a.txt")
    os.symlink(tmp_path / "f", tmp_path / "f/again")
    assert [document.id for document in read("f")] == ["a.txt"]
    assert "f/again links to a folder; not followed" in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="file names need not be UTF-8 on Linux only")
def test_a_file_name_that_is_no_utf_8_gives_an_id_that_is(write: Write) -> None:
    write("f/a.txt")
    for name in (b"f/\xff.txt", b"f/\xfe.txt"):
        Path(os.fsdecode(name)).write_text("Abe left.")
    ids = [document.id for document in read("f")]
    assert ids == ["\\xfe.txt", "\\xff.txt", "a.txt"]
    assert "".join(ids).encode()


def test_standard_input_is_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:
        buffer = io.BytesIO(b"Abe left.\r\n")

    monkeypatch.setattr(sys, "stdin", Piped())
    (document,) = read("-", "-")
    assert (document.id, document.source, document.text) == ("stdin", "-", "Abe left.\r\n")
    assert document.title is None


# One document a line.


def test_every_line_can_be_a_document(write: Write) -> None:
    write("s_2019-09-18.txt", "Abe left.\r\n\r\nHe\u2028met Kim.\rEnd")
    documents = read("s_2019-09-18.txt", lines=True)
    assert [(d.id, d.text) for d in documents] == [
        ("s_2019-09-18.txt:000001", "Abe left."),
        ("s_2019-09-18.txt:000002", ""),
        ("s_2019-09-18.txt:000003", "He\u2028met Kim."),
        ("s_2019-09-18.txt:000004", "End"),
    ]
    assert {d.date for d in documents} == {"2019-09-18"}
    assert documents[1].sha256 == hashlib.sha256(b"").hexdigest()


# Title and date.


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "---\ntitle: 'On Peace'\n---\n# Other", "On Peace"),
        ("a.txt", '+++\ntitle = "On War"\n+++\nText', "On War"),
        ("a.md", "```\n# no\n```\n\nText.\n\n## The *real* [title](x) #\n", "The real title"),
        ("a.md", "Abe meets Pompeo\n====\n", "Abe meets Pompeo"),
        ("a.md", "**Abe** meets Kim\n\nText.", "Abe meets Kim"),
        ("a.txt", "\n  Abe meets  Pompeo \r\n\r\nAbe met Pompeo.", "Abe meets Pompeo"),
        ("a.txt", "# Abe meets Kim\n\nText.", "# Abe meets Kim"),
        ("a.txt", "Abe met Pompeo.\n\nThey talked.", "a"),
        ("a.txt", "Abe met\nPompeo", "a"),
        ("a.txt", "----\n\nText.", "a"),
        ("notes 1.2.txt", "", "notes 1.2"),
    ],
)
def test_the_title_is_found(write: Write, name: str, text: str, title: str) -> None:
    write(name, text)
    assert [document.title for document in read(name)] == [title]


@pytest.mark.parametrize(
    ("name", "text", "date"),
    [
        ("2018-01-01.md", "---\ndate: 2019-09-18T10:00:00Z\n---\nText", "2019-09-18"),
        ("a.md", '---\ndate: "2019/09/18"\n---\nText', "2019-09-18"),
        ("a.md", "---\ndate: 2019-09\n---\nText", "2019-09"),
        ("2019-09-18-report.txt", "Text", "2019-09-18"),
        ("report_20190918.txt", "Text", "2019-09-18"),
        ("report 2019_09_18 v2.txt", "Text", "2019-09-18"),
        ("report-20191399.txt", "Text", "2000"),
        ("id-120190918.txt", "Text", "2000"),
        ("2019-09_18.txt", "Text", "2000"),
        ("a.txt", "On 2019-09-18 Abe left.", "2000"),
        ("a.md", "---\ndate: next week\n---\nText", "2000"),
    ],
)
def test_the_date_is_found(write: Write, name: str, text: str, date: str) -> None:
    write(name, text)
    assert [document.date for document in read(name, date="2000")] == [date]


def test_no_date_is_no_date(write: Write) -> None:
    write("a.txt")
    assert [document.date for document in read("a.txt")] == [None]


@pytest.mark.parametrize("value", ["2019", "2019-09", "2019-09-18", "2020-02-29"])
def test_iso_dates_pass(value: str) -> None:
    assert check_date(value) == value


@pytest.mark.parametrize(
    "value",
    ["", "18.9.2019", "2019-9-18", "2019-13", "2019-02-29", "20190918", "yesterday", "٢٠١٩"],
)
def test_other_dates_are_refused_before_anything_is_read(value: str) -> None:
    with pytest.raises(ValueError, match="is no date; write 2019-09-18, 2019-09 or 2019"):
        read_inputs(["gone.txt"], date=value)


def test_prose_between_two_rules_is_no_front_matter() -> None:
    assert front_matter("---\nAbe met Pompeo.\nNote: he left.\n---\nText") == ({}, 0)
    assert front_matter("---\nTitle: X\ntags:\n  - a\n# b\n---\nText")[0]["title"] == "X"
