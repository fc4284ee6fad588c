"""A brief says what claims say, no more, and proves each sentence; a changed source is named."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import commands
import pytest
from builds import any_build
from conftest import document_of
from cookbook import TEXTS, cookbook_build
from hypothesis import given, settings

from kg.ask.brief import Brief, Line, Note, Section, as_html, as_markdown, brief, write_brief
from kg.ask.brief.contents import brief_of
from kg.ask.brief.gaps import gaps
from kg.ask.brief.word import as_docx
from kg.ask.dates import date_of
from kg.ask.money import is_money, is_sum
from kg.ask.place import Place, place_of
from kg.ask.sentences import sentence
from kg.ask.tellable import told_claims
from kg.build import assemble, write_outputs
from kg.errors import ExportError, QueryError
from kg.model import Build, OpenCase, Record, Settings, Witness

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cookbook's graph beside its sources; the folder with them is the current one."""
    for name, (_, _, text) in TEXTS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    write_outputs(cookbook_build(), tmp_path / "graph")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "graph"


def kg(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return commands.kg(*arguments, folder=cwd)


def section(made: Brief, title: str) -> Section:
    return next(section for section in made.sections if section.title == title)


def texts(made: Brief, title: str) -> list[str]:
    return [line.text for line in section(made, title).lines]


# What it says


def test_sections_hold_what_the_texts_say(harbour: Path) -> None:
    made = brief(harbour)
    assert section(made, "What this covers").intro.startswith(
        "3 documents from 15 March 2021 to 2 April 2021, and 1 without a date."
    )
    people = {line.lead: line.text for line in section(made, "People").lines}
    assert people["Jonas Vik"] == "also called Vik; named in 1 document."
    assert people["Tom Okoro"].startswith("mayor of Bergen since 2019; also called")
    assert texts(made, "Met") == [
        "Tom Okoro met Ida Berg in April 2021.",
        "Mara Lindqvist met Tom Okoro in Bergen on Monday (15 March 2021).",
    ]
    assert [line.lead for line in section(made, "Chronology").lines] == [
        "from 2011 to 2015", "since 2019", "2020", "15 March 2021", "April 2021",
    ]  # fmt: skip


def test_what_is_not_so_stands_apart_with_its_source(harbour: Path) -> None:
    made = brief(harbour)
    assert texts(made, "Denied") == [
        "According to Tom Okoro, the port authority did not sell the old quay."
    ]
    assert texts(made, "Planned") == ["Northwind plans to buy the old quay."]
    assert texts(made, "Only possible") == ["Jonas Vik may join the port authority (“last week”)."]
    facts = [
        line.text
        for found in made.sections
        if found.title not in ("Denied", "Planned", "Only possible", "Contradictions")
        for line in found.lines
    ]
    assert not any(re.search(r"buy the old quay|may join|did not sell", text) for text in facts)
    assert any(
        text == "According to Ida Berg, the port authority sold the old quay in 2020."
        for text in facts
    )


def test_contradictions_show_both_sides(harbour: Path) -> None:
    [line] = section(brief(harbour), "Contradictions").lines
    assert line.text == (
        "According to Ida Berg, the port authority sold the old quay in 2020. "
        "But: According to Tom Okoro, the port authority did not sell the old quay."
    )
    assert len(line.notes) == 2


def test_gaps_are_told(harbour: Path) -> None:
    told = " ".join(f"{line.lead}: {line.text}" for line in section(brief(harbour), "Gaps").lines)
    assert "Kept back: 1 of 14 claims: says what another claim says (1)." in told
    assert "is not known" in told  # the folder came without .kg


def test_a_brief_of_one_entity_says_nothing_of_others(harbour: Path) -> None:
    made = brief(harbour, ["Northwind"])
    assert made.title == "Brief: Northwind"
    said = [line.text for found in made.sections[1:] for line in found.lines]
    assert "Northwind belongs to Fjord Holding." in said
    assert not any("Ida Berg" in text or "Bergen" in text for text in said)
    assert section(made, "Organisations").lines[0].lead == "Northwind"
    with pytest.raises(QueryError, match="no entity is called 'Nobody'"):
        brief(harbour, ["Nobody"])


def test_long_sections_are_cut_and_say_so(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.ask.brief.contents.MOST", 2)
    made = brief(harbour)
    assert texts(made, "Chronology")[-1] == "And 3 more in the graph; kg brief --all tells them."
    assert len(texts(brief(harbour, everything=True), "Chronology")) == 5


# Proof


def test_every_sentence_about_the_world_has_a_footnote_that_quotes(harbour: Path) -> None:
    made = brief(harbour)
    notes = {note.number: note for note in made.notes}
    assert list(notes) == list(range(1, len(notes) + 1))
    for found in made.sections:
        if found.title in ("What this covers", "Gaps"):
            continue
        for line in found.lines:
            assert line.notes or line.text.startswith(("named in", "also called")), line
    for note in notes.values():
        assert TEXTS[note.document][2][note.place.start : note.place.end] == note.quote
    assert made.stamp == (
        f"{len(notes)} quotes were compared with their sources as they are now: all verified."
    )


def test_a_changed_and_a_lost_source_are_named(harbour: Path) -> None:
    Path("news/harbour.txt").write_text("Nothing of this is left.", encoding="utf-8")
    Path("letters/northwind.md").unlink()
    made = brief(harbour)
    assert not made.verified
    assert "the source has changed (news/harbour.txt)" in made.stamp
    assert "the source is gone (letters/northwind.md)" in made.stamp
    checks = {(note.document, note.check) for note in made.notes}
    assert checks == {
        ("news/harbour.txt", "source changed"), ("news/council.txt", "verified"),
        ("letters/northwind.md", "source gone"),
    }  # fmt: skip
    assert "source changed since" in as_markdown(made)


@settings(max_examples=30)
@given(build=any_build())
def test_any_build_has_a_brief_with_proof_in_every_form(build: Build) -> None:
    texts = {document.id: document.text for document in build.documents}
    made = brief_of(build, texts=texts)
    assert made.verified is (made.notes != ())
    for note in made.notes:
        assert texts[note.document][note.place.start : note.place.end] == note.quote
    assert as_html(made).count("<script") == 1
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", as_markdown(made))
    assert "word/footnotes.xml" in parts(as_docx(made))


def test_the_order_of_claims_does_not_matter() -> None:
    build = cookbook_build()
    texts = {document.id: document.text for document in build.documents}
    turned = replace(build, claims=tuple(reversed(build.claims)), typed=build.typed[::-1])
    assert brief_of(build, texts=texts) == brief_of(turned, texts=texts)


# As a file


def test_markdown_has_a_footnote_for_each_mark(harbour: Path) -> None:
    text = as_markdown(brief(harbour))
    marks = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert marks == set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)) != set()
    assert "- **April 2021:** Tom Okoro met Ida Berg.[^" in text


def test_the_page_needs_nothing_and_lists_what_was_checked(harbour: Path) -> None:
    made = brief(harbour)
    text = as_html(made)
    assert "http" not in re.sub(r'http-equiv="Content-Security-Policy"', "", text)
    assert "@media print" in text
    [listed] = re.findall(
        r'<script type="application/json" id="kg-brief">\n(.*?)</script>', text, re.S
    )
    found = json.loads(listed)
    assert found["verified"] is True
    assert [note["number"] for note in found["notes"]] == [note.number for note in made.notes]
    assert found["notes"][0]["place"]["start"] == made.notes[0].place.start
    anchors = set(re.findall(r'<li id="n(\d+)" data-check="verified">', text))
    assert set(re.findall(r'<a href="#n(\d+)">', text)) == anchors


HOSTILE = "</script><script>alert(1)</script> & [x](y) | * <b> \x1b[31m \ud800"


def hostile() -> Brief:
    note = Note(
        number=1, document="a<b>.txt", title=HOSTILE, date="", quote=HOSTILE, check="verified",
        place=Place(start=0, end=len(HOSTILE), text=f"“{HOSTILE}”"),
    )  # fmt: skip
    lines = (Line(text=HOSTILE, notes=(1, 1), lead=HOSTILE, tag="denied"),)
    table = Section(title="Money", columns=("A", "B"), lines=(replace(lines[0], cells=(HOSTILE,)),))
    return Brief(
        title=HOSTILE, stamp=HOSTILE, notes=(note,),
        sections=(Section(title=HOSTILE, intro=HOSTILE, lines=lines), table),
    )  # fmt: skip


def test_words_of_documents_are_no_markup(tmp_path: Path) -> None:
    page = as_html(hostile())
    assert page.count("<script") == 1
    assert "<b>." not in page
    assert "alert(1)</script>" not in page
    text = as_markdown(hostile())
    assert "[x](y)" not in text
    assert "<script>" not in text.replace("\\<script", "")
    for name in ("a.html", "a.md", "a.docx"):
        write_brief(hostile(), tmp_path / name)
        assert (tmp_path / name).stat().st_size > 500
    assert b"\x1b" not in (tmp_path / "a.html").read_bytes() + (tmp_path / "a.md").read_bytes()


def parts(data: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: ElementTree.fromstring(packed.read(name)) for name in packed.namelist()}


def test_word_has_a_real_footnote_for_each_reference(harbour: Path) -> None:
    made = brief(harbour)
    found = parts(as_docx(made))
    asked = [e.get(f"{W}id") for e in found["word/document.xml"].iter(f"{W}footnoteReference")]
    notes = {
        e.get(f"{W}id"): "".join(t.text or "" for t in e.iter(f"{W}t"))
        for e in found["word/footnotes.xml"].iter(f"{W}footnote")
    }
    assert asked == [str(n) for n in range(1, len(asked) + 1)]
    assert set(notes) == {"-1", "0", *asked}
    assert len(asked) == sum(len(line.notes) for s in made.sections for line in s.lines)
    assert any(
        "“Tom Okoro met Ida Berg in April 2021.” news/council.txt" in n for n in notes.values()
    )
    assert parts(as_docx(hostile()))["word/document.xml"].tag == f"{W}document"


def test_other_programs_read_the_word_document(harbour: Path, tmp_path: Path) -> None:
    import mammoth

    write_brief(brief(harbour), tmp_path / "b.docx")
    with (tmp_path / "b.docx").open("rb") as file:
        html = mammoth.convert_to_html(file).value
    assert "<h1>Brief</h1>" in html
    assert "Northwind plans to buy the old quay." in html
    assert 'id="footnote-1"' in html


@pytest.mark.parametrize("suffix", ["md", "html", "docx"])
def test_the_same_graph_gives_the_same_bytes(harbour: Path, tmp_path: Path, suffix: str) -> None:
    one, other = tmp_path / f"1.{suffix}", tmp_path / f"2.{suffix}"
    write_brief(brief(harbour), one)
    write_brief(brief(harbour), other)
    assert one.read_bytes() == other.read_bytes()


def test_other_suffixes_are_refused(harbour: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"can be \.html, \.docx or \.md, not 'b\.pdf'"):
        write_brief(brief(harbour), tmp_path / "b.pdf")


def test_the_command_takes_entities_and_a_folder(harbour: Path, tmp_path: Path) -> None:
    done = kg("brief", "Northwind", str(harbour), "-o", "n.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("n.html: ")
    assert "all verified" in done.stdout
    assert "<title>Brief: Northwind</title>" in (tmp_path / "n.html").read_text("utf-8")
    printed = kg("brief", str(harbour), "--title", "The quay", cwd=tmp_path).stdout
    assert printed.startswith("# The quay\n")
    missing = kg("brief", "Nobody", str(harbour), cwd=tmp_path)
    assert (missing.returncode, len(missing.stderr.splitlines())) == (1, 1)


# Sentences


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mara Lindt met Otto Falk in Graz on 3 March 2021.",
         "Mara Lindt met Otto Falk in Graz on 3 March 2021."),
        ("According to Ida Brandt, Orbis Bank paid Otto Falk 30,000 euros in 2020.",
         "According to Ida Brandt, Orbis Bank paid 30,000 euros to Otto Falk in 2020."),
        ("Mara Lindt denied that she met Otto Falk.", "Mara Lindt denied that she met Otto Falk."),
        ("Otto Falk denied that Orbis Bank sold the mill.",
         "Otto Falk denied that Orbis Bank sold the mill."),
        ("Orbis Bank may lose its licence.", "Orbis Bank may lose its licence."),
        ("Orbis Bank plans to buy the old mill.", "Orbis Bank plans to buy the old mill."),
        ("Mara Lindt declared no interest.", "Mara Lindt did not declare any interest."),
        ("Detectives have arrested Mara Lindt.", "Detectives have arrested Mara Lindt."),
        ("Mara Lindt did not sign the contract with Orbis Bank.",
         "Mara Lindt did not sign the contract with Orbis Bank."),
        ("Mara Lindt has been the mayor of Graz since 2016.",
         "Mara Lindt has been the mayor of Graz since 2016."),
        ("Mara Lindt was wrongly convicted of fraud.",
         "Mara Lindt was wrongly convicted of fraud."),
        ("Orbis Bank sold the mill to Otto Falk.", "Orbis Bank sold the mill to Otto Falk."),
        ("Orbis Bank filed for bankruptcy on 3 February 2023.",
         "Orbis Bank filed for bankruptcy on 3 February 2023."),
        ("Mara Lindt has serious reservations about the planned sale.",
         "Mara Lindt has serious reservations about the planned sale."),
        ("Orbis Bank was the owner of the mill.", "Orbis Bank was the owner of the mill."),
        ("Orbis Bank may have paid Otto Falk.", "Orbis Bank may have paid Otto Falk."),
        ("Mara Lindt was born in Graz on 4 July 1961.",
         "Mara Lindt was born in Graz on 4 July 1961."),
    ],
)  # fmt: skip
def test_sentences_say_what_the_text_says_and_no_more(
    record: Callable[..., Record], text: str, said: str
) -> None:
    claims = assemble([record(text)], Settings(min_confidence=0, min_worth=0)).claims
    found = [sentence(claim, claims) for claim in claims if claim.shown]
    assert any(said in told for told in found), found


@pytest.mark.parametrize(
    "when",
    [
        "by 2020", "before 2020", "after 2020", "around 2020", "in spring 2020",
        "in the spring of 2020", "in 2019 or 2020", "until March 2020", "in early 2020",
        "since 2016", "between 2011 and 2015", "during 2011", "as early as 2018", "not until 2020",
        "in the 1990s", "in 2020", "on 3 March 2020",
    ],
)  # fmt: skip
def test_a_time_is_told_in_the_words_of_the_text(record: Callable[..., Record], when: str) -> None:
    text = f"Orbis Bank sold the mill {when}."
    claims = assemble([record(text)], Settings(min_confidence=0, min_worth=0)).claims
    told = {sentence(claim, claims) for claim in claims if claim.shown}
    assert told == {text}
    [lead] = {date_of(claim) for claim in claims if claim.shown}
    assert lead == re.sub("^(in|on) (the )?", "", when)


def test_a_time_that_only_the_day_of_the_text_dates_is_told_with_its_date(
    record: Callable[..., Record],
) -> None:
    text = "Orbis Bank sold the mill on Monday."
    dated = assemble([record(text, date="2021-03-17")], Settings(min_confidence=0, min_worth=0))
    [claim] = [claim for claim in dated.claims if claim.shown]
    assert sentence(claim) == "Orbis Bank sold the mill on Monday (15 March 2021)."
    assert date_of(claim) == "15 March 2021"
    claims = assemble([record(text)], Settings(min_confidence=0, min_worth=0)).claims
    [claim] = [claim for claim in claims if claim.shown]
    assert sentence(claim) == "Orbis Bank sold the mill (“on Monday”)."


def test_a_fact_of_the_wrong_kind_makes_nothing_tellable(record: Callable[..., Record]) -> None:
    made = assemble([record("Mara Lindt was born in 1952.")], Settings())
    claims = tuple(replace(claim, hidden_because="is not sure") for claim in made.claims)
    [born] = made.typed
    for ontology in (made.ontology, None):  # None stands for kg's own
        told = replace(made, claims=claims, ontology=ontology)
        assert [claim.object.label for claim in told_claims(told) if claim.object] == ["1952"]
        words = replace(born, datatype="xsd:string")
        assert told_claims(replace(told, typed=(words,))) == []


def test_a_heading_keeps_both_parentheses_of_a_date(record: Callable[..., Record]) -> None:
    text = "Orbis Bank sold the mill by May."
    dated = assemble([record(text, date="2023-08-01")], Settings(min_confidence=0, min_worth=0))
    assert {date_of(claim) for claim in dated.claims} == {"by May (May 2023)"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Orbis Bank will pay Otto Falk if the court agrees.",
         ["Orbis Bank will pay Otto Falk if the court agrees.",
          "Only as a condition: if the court agrees."]),
        ("Unless the court objects, Orbis Bank will buy the mill.",
         ["Unless the court objects, Orbis Bank will buy the mill.",
          "Only as a condition: unless the court objects."]),
        ("Ida Brandt said that Falk Oil would sell the mill provided that the court agrees.",
         ["According to Ida Brandt, Falk Oil would sell the mill provided that the court agrees."]),
        ("Had the court agreed, Orbis Bank would have sold the mill.",
         ["Had the court agreed, Orbis Bank would have sold the mill.",
          "Only as a condition: if the court had agreed."]),
        ("When heated, the mineral turns brown.",
         ["When heated, the mineral would turn brown.",
          "Only as a condition: when the mineral was heated."]),
        ("Once opened, the bottle keeps for three days.",
         ["Once opened, the bottle would keep for three days."]),
        ("Orbis Bank will leave the market if, as expected, Otto Falk wins.",
         ["Orbis Bank will leave the market if Otto Falk wins.",
          "Only as a condition: if Otto Falk wins."]),
        ("If, as Ida Brandt said, the court agrees, Orbis Bank will pay Otto Falk.",
         ["According to Ida Brandt, if the court agrees, Orbis Bank will pay Otto Falk."]),
    ],
)  # fmt: skip
def test_what_is_said_on_a_condition_is_told_with_it(
    record: Callable[..., Record], text: str, told: list[str]
) -> None:
    claims = assemble([record(text)], Settings(min_confidence=0, min_worth=0)).claims
    found = {sentence(claim, claims) for claim in claims if claim.modality == "conditional"}
    assert {*told} <= found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In 2012, Otto Falk sold the mill.", "In 2012, Otto Falk sold the mill."),
        ("Since winning a prize, Otto Falk has been hinting at a sale.",
         "Since winning a prize, Otto Falk has been hinting at a sale."),
        ("In Beijing, Otto Falk said the two countries would discuss a visit.",
         "In Beijing, Otto Falk said “the two countries would discuss a visit”."),
        ("Otto Falk secretly met Mara Lindt in Graz.",
         "Otto Falk secretly met Mara Lindt in Graz."),
        ("Otto Falk did not knowingly pay Mara Lindt.",
         "Otto Falk did not knowingly pay Mara Lindt."),
        ("“Our stance is consistent,” Otto Falk said.",
         "According to Otto Falk, “our stance” is consistent."),
        ("Measurements do not support this claim.", "Measurements do not support this claim."),
    ],
)  # fmt: skip
def test_what_stands_in_front_stays_there_and_a_phrase_keeps_its_owner(
    record: Callable[..., Record], text: str, told: str
) -> None:
    claims = assemble([record(text)], Settings(min_confidence=0, min_worth=0)).claims
    assert told in [sentence(claim, claims) for claim in claims]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Otto Falk said he would not resign.",
         "Otto Falk said that Otto Falk would not resign."),
        ("Mara Lindt said that her company had lost the letters.",
         "Mara Lindt said that Mara Lindt's company had lost the letters."),
        ("Otto Falk told Mara Lindt that he was ill.",
         "Otto Falk told Mara Lindt that Otto Falk was ill."),
        ("Mara Lindt claimed Otto Falk stole the letters.",
         "Mara Lindt claimed “Otto Falk stole the letters”."),
    ],
)  # fmt: skip
def test_only_words_of_the_text_stand_in_quotes(
    record: Callable[..., Record], text: str, told: str
) -> None:
    claims = assemble([record(text)], Settings(min_confidence=0, min_worth=0)).claims
    made = [sentence(claim, claims) for claim in claims]
    assert told in made
    quoted = re.findall("“([^”]*)”", " ".join(made))
    assert [words for words in quoted if words not in text] == []


def test_no_sentence_loses_its_denial_or_its_source(record: Callable[..., Record]) -> None:
    text = (
        "Mara Lindt said that Otto Falk did not pay Orbis Bank. Otto Falk never met Ida Berg. "
        "Ida Berg denied that the mill burned. Orbis Bank will not sell the mill, said Mara Lindt."
    )
    claims = assemble([record(text)], Settings(min_confidence=0, min_worth=0)).claims
    denied = [claim for claim in claims if claim.polarity == "negative"]
    assert len(denied) >= 4
    for claim in denied:
        told = sentence(claim)
        assert re.search(r"\b(not|denied)\b", told), told
        assert claim.source is None or claim.source.label in told


@pytest.mark.parametrize(
    ("words", "money"),
    [("9 million euros", True), ("$30", True), ("EUR 3.5", True), ("30 people", False),
     ("the euro", False), ("12 marketing plans", False)],
)  # fmt: skip
def test_amounts_of_money_are_known(words: str, money: bool) -> None:
    assert is_money(words) is money


def test_a_place_is_a_page_a_heading_or_a_line() -> None:
    text = "# Tides\n\nLow.\n\n## Spring tides\n\nHigh."
    document = document_of(text, id="a.md", media_type="text/markdown")
    assert place_of(document, text.index("High"), len(text)).text == "“Spring tides”, line 7"
    pages = replace(document, pages=(0, 10, 20))
    assert place_of(pages, 12, 14).text == "page 2"
    page = document_of(text, id="a.html", media_type="text/html")
    assert place_of(page, text.index("Low"), 12).text == "“Tides”, paragraph 2"
    assert place_of(replace(page, title="Tides"), text.index("Low"), 12).text == "paragraph 2"


def test_a_brief_without_quotes_is_not_called_verified(harbour: Path) -> None:
    build = replace(cookbook_build(), claims=(), typed=(), facts=())
    made = brief_of(build, texts={})
    assert made.notes == ()
    assert made.stamp == "Nothing is quoted, so nothing was compared with a source."
    assert not made.verified


@pytest.mark.parametrize(("did", "do"), [("met", "meet"), ("praised", "praise")])
def test_each_contradiction_is_told_once(record: Callable[..., Record], did: str, do: str) -> None:
    texts = {
        "a.txt": f"Mara Lindt {did} Otto Falk. Mara Lindt did not {do} Otto Falk.",
        "b.txt": f"Mara Lindt {did} Otto Falk.",
    }
    records = [record(text, id=name) for name, text in texts.items()]
    made = brief_of(assemble(records, Settings(min_confidence=0, min_worth=0)), texts={**texts})
    [line] = section(made, "Contradictions").lines
    assert line.text == f"Mara Lindt {did} Otto Falk. But: Mara Lindt did not {do} Otto Falk."
    assert len(line.notes) == 3


def test_what_somebody_was_is_not_told_as_what_they_are(record: Callable[..., Record]) -> None:
    text = (
        "Mara Lindt was a lawyer. Ida Brandt, then mayor of Graz, met Lee Sand. "
        "Lee Sand is a judge. Otto Falk is accused of being a spy. "
        "Lee Sand called Otto Falk a thief."
    )
    made = brief_of(assemble([record(text)], Settings(min_confidence=0, min_worth=0)), texts={})
    people = {line.lead: line.text for line in section(made, "People").lines}
    assert people["Mara Lindt"].startswith("was lawyer; ")
    assert people["Ida Brandt"].startswith("was then mayor of Graz; ")
    assert people["Lee Sand"].startswith("judge; ")
    assert not re.search("spy|thief", people["Otto Falk"])


def test_a_suffix_is_looked_at_before_any_work(tmp_path: Path) -> None:
    done = kg("brief", "nowhere/", "-o", "b.pdf", cwd=tmp_path)
    assert done.returncode == 1
    assert "a brief can be .html, .docx or .md, not 'b.pdf'" in done.stderr


@pytest.mark.parametrize(
    ("text", "amount", "money"),
    [
        ("Orbis Bank bought 500 pounds of flour.", "500 pounds", False),
        ("Orbis Bank paid 500 pounds.", "500 pounds", True),
        ("Orbis Bank lost 2 million pounds of savings.", "2 million pounds", True),
    ],
)
def test_pounds_of_goods_are_no_money(
    record: Callable[..., Record], text: str, amount: str, money: bool
) -> None:
    claims = assemble([record(text)], Settings(min_confidence=0, min_worth=0)).claims
    found = [c for c in claims if c.object is not None and c.object.label == amount]
    assert [is_sum(c.object, c) for c in found if c.object] == [money]


def test_open_cases_that_are_left_out_are_counted(harbour: Path) -> None:
    build = cookbook_build()
    mention = build.entities[0].mentions[0]
    side = Witness(label="Lee", mention=mention, sentence=mention.span)
    case = OpenCase(label="Lee", reasons=(), against=(), first=side, second=side)
    [section] = gaps(replace(build, review=(case,) * 13), None)
    assert section.lines[-1].text == "and 3 more; kg review lists them."
