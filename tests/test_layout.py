"""What lines say by where they stand: mails, chats, minutes, tables, fields, bylines, lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from conftest import document_of, line_of
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Claim, Record, Span
from kg.parse.structure import find_blocks
from kg.parse.structure.chat import find_minutes, find_turns
from kg.parse.structure.layout import find_layout, masked
from kg.parse.structure.mail import find_messages
from kg.parse.structure.tables import find_rows
from kg.read.dates import written_date

Records = Callable[..., Record]

MAIL = """\
From: "Nair, Priya" <priya@halden.example>
To: Jonas Falk <jonas@falk.example>
Cc: Li Min <li@halden.example>
Date: Wed, 7 Feb 2024 08:41:00 +0100
Subject: Re: Kiln inspection

Hi Jonas,

I inspected the kiln yesterday. You repaired the door on Monday. We will visit Norvik AS on
Friday.

Best regards,
Priya
Head of Works, Halden Ceramics

On Tue, 6 Feb 2024 at 17:02, Jonas Falk <jonas@falk.example> wrote:
> Priya, I sent you the drawings on Friday.
> Norvik AS wants a deposit.
> Jonas
"""


def lines(record: Record, *rules: str) -> list[str]:
    return [line_of(claim) for claim in record.claims if not rules or claim.rule in rules]


def saying(record: Record, start: str) -> Claim:
    [found] = [claim for claim in record.claims if line_of(claim).startswith(start)]
    return found


# Mails


def test_a_header_says_who_wrote_to_whom_and_when(record: Records) -> None:
    made = record(MAIL, media_type="message/rfc822")
    assert lines(made, "mail") == [
        "Priya Nair | write to | Jonas Falk",
        "Priya Nair | copy in | Li Min",
    ]
    claim = saying(made, "Priya Nair | write to | Jonas Falk")
    assert claim.time is not None
    assert (claim.time.value, claim.predicate.text) == ("2024-02-07", "To")
    assert [(q.role, q.argument.label) for q in claim.qualifiers] == [("about", "Kiln inspection")]


def test_the_writer_is_i_the_reader_is_you_and_today_is_the_day_of_the_mail(
    record: Records,
) -> None:
    made = record(MAIL, media_type="message/rfc822")
    told = {
        "Priya Nair | inspect | kiln": "2024-02-06",
        "Jonas Falk | repair | door": "2024-02-05",
        "Priya Nair | visit | Norvik AS (planned)": "2024-02-09",
    }
    for start, day in told.items():
        claim = saying(made, start)
        assert claim.time is not None
        assert claim.time.value == day


def test_what_a_mail_quotes_is_said_by_who_wrote_that(record: Records) -> None:
    made = record(MAIL, media_type="message/rfc822")
    claim = saying(made, "Jonas Falk | send | drawings")
    assert (claim.source is not None and claim.source.label) == "Jonas Falk"
    assert claim.time is not None
    assert claim.time.value == "2024-02-02"
    assert "Priya Nair" in {q.argument.label for q in claim.qualifiers}
    assert not any(line.startswith("Jonas Falk | inspect") for line in lines(made))


def test_greeting_and_signature_make_no_claim() -> None:
    shown = [block.text for block in find_blocks(document_of(MAIL))]
    assert not {"Hi Jonas,", "Best regards,", "Priya"} & set(shown)
    assert not any("Head of Works" in text for text in shown)


@pytest.mark.parametrize(
    ("text", "sender", "day"),
    [
        ("Von: Ada Moen <ada@x.example>\nGesendet: Dienstag, 12. März 2024 10:15\nAn: Tom Reed\n"
         "Betreff: Kiln\n\nI paid.\n", "Ada Moen", "2024-03-12"),
        ("FYI, I like the offer below.\n\n-----Original Message-----\nFrom: Ada Moen\n"
         "Sent: Monday, March 4, 2024 9:12 AM\nTo: Tom Reed\nSubject: Kiln\n\nI paid.\n",
         "Ada Moen", "2024-03-04"),
        ("---------- Forwarded message ---------\nFrom: Ada Moen <ada@x.example>\n"
         "Date: Mon, 11 Mar 2024 at 09:00\nSubject: Kiln\nTo: Tom Reed <t@x.example>\n\nI paid.\n",
         "Ada Moen", "2024-03-11"),
        ("Am 03.05.2023 um 09:12 schrieb Ada Moen <ada@x.example>:\n> I paid.\n",
         "Ada Moen", "2023-05-03"),
        ("On Tue, Oct 3, 2023 at 11:20 AM Ada Moen <\nada@x.example> wrote:\n\n> I paid.\n",
         "Ada Moen", "2023-10-03"),
        ("*From:* Ada Moen <ada@x.example>\n*Sent:* 4 September 2023 09:00\n*To:* Tom Reed\n"
         "*Subject:* Kiln\n\nI paid.\n", "Ada Moen", "2023-09-04"),
    ],
)  # fmt: skip
def test_headers_of_many_programs_are_read(
    record: Records, text: str, sender: str, day: str
) -> None:
    message = find_messages(text)[-1]
    assert message.sender is not None
    assert (text[slice(*message.sender)], message.sent) == (sender, day)
    assert any(line.startswith(f"{sender} | pay | -") for line in lines(record(text)))


def test_newsgroups_quote_without_a_date_and_deeper_quotes_are_of_whom_they_name(
    record: Records,
) -> None:
    text = (
        "From: Ada Moen <ada@x.example>\nNewsgroups: rec.boats\nSubject: Re: Oil\n\n"
        "Tom Reed wrote:\n\n> Ida Falk wrote:\n>> I sold the boat.\n>\n> I bought the engine.\n\n"
        "I mended the pump.\n"
    )
    assert {"Ida Falk | sell | boat", "Tom Reed | buy | engine", "Ada Moen | mend | pump"} <= {
        line.partition(" (")[0] for line in lines(record(text))
    }


@pytest.mark.parametrize(
    "text",
    [
        "From: Oslo\nTo: Bergen\nDate: 3 May 2024\n\nThe train leaves at nine.\n",
        "He wrote:\n\nThe train leaves at nine.\n",
        "On Monday the minister wrote: the talks have failed.\n",
        "On 3 May 1898, Anton Chekhov wrote:\n\nThe talks have failed.\n",
    ],
)
def test_a_journey_and_a_quotation_are_no_mail(text: str) -> None:
    assert find_messages(text) == ()


def test_a_letter_is_by_who_signs_it(record: Records) -> None:
    text = "Dear Lars,\n\nI finished the report. You lost the key.\n\nKind regards,\nIda Falk\n"
    made = record(text)
    assert "Ida Falk | finish | report" in lines(made)
    assert "Lars | lose | key" in lines(made)


def test_an_answer_without_a_header_is_by_nobody_known_from_inside(record: Records) -> None:
    text = (
        "Sure, I sold the boat.\n\n---------- Forwarded message ---------\n"
        "From: Ada Moen <ada@x.example>\nSubject: Boat\nDate: 4 January 2023\n\nI need a boat.\n"
    )
    made = record(text)
    assert not any(line.startswith("Ada Moen | sell") for line in lines(made))
    assert any(line.startswith("Ada Moen | need | boat") for line in lines(made))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Tue, 12 Mar 2024 10:15:00 +0000", "2024-03-12"),
        ("Tuesday, March 12th, 2024 10:15 AM", "2024-03-12"),
        ("12. Mai 2023", "2023-05-12"),
        ("12.03.24 10:15", "2024-03-12"),
        ("2024-03-12T10:15", "2024-03-12"),
        ("25/03/2024", "2024-03-25"),
        ("03/04/2024", None),
        ("30 February 2024", None),
        ("yesterday", None),
    ],
)
def test_dates_are_read_where_they_have_one_reading(text: str, day: str | None) -> None:
    assert written_date(text) == day


def test_what_is_asked_for_by_a_weekday_is_still_to_come(record: Records) -> None:
    text = (
        "From: Ada Moen <ada@x.example>\nTo: Tom Reed\nDate: 12 March 2024\n\n"
        "Please ask Brickline to deliver the tiles by Friday.\n"
    )
    claim = saying(record(text), "Brickline | deliver | tiles")
    assert claim.time is not None
    assert claim.time.value == "../2024-03-15"


def test_a_page_may_have_put_a_header_on_one_line_or_its_fields_apart() -> None:
    one = (
        "From: Ada Moen Sent: Monday, 4 March 2024 09:12 To: Tom Reed Subject: Boiler\n\nI paid.\n"
    )
    apart = "From: Ada Moen\n\nDate: 4 March 2024\n\nTo: Tom Reed\n\nSubject: Boiler\n\nI paid.\n"
    for text in (one, apart):
        [message] = find_messages(text)
        assert [text[slice(*person)] for person, _ in message.receivers] == ["Tom Reed"]
        assert message.sent == "2024-03-04"
        assert [text[slice(*body)] for body in message.bodies] == ["I paid."]


# Chats


@pytest.mark.parametrize(
    "text",
    [
        "Nils: I sold the boat to Petra.\nOlga: You fixed my car.\nNils: I owe you a coffee.\n",
        "[10:31] Nils: I sold the boat to Petra\n[10:32] Olga: You fixed my car\n"
        "[10:40] Nils: I owe you a coffee\n",
        "12/03/2024, 10:31 - Nils: I sold the boat to Petra.\n12/03/2024, 10:32 - Olga: You fixed "
        "my car.\n12/03/2024, 10:32 - Nils: I owe you a coffee.\n",
        "Nils  10:31 AM\nI sold the boat to Petra.\nOlga  10:33 AM\nYou fixed my car.\n"
        "Nils  10:34 AM\nI owe you a coffee.\n",
        "10:31:05 From Nils to Everyone: I sold the boat to Petra.\n10:31:40 From Olga to "
        "Everyone: You fixed my car.\n10:32:10 From Nils to Everyone: I owe you a coffee.\n",
        "**Nils:** I sold the boat to Petra.\n**Olga:** You fixed my car.\n"
        "**Nils:** I owe you a coffee.\n",
        "<Nils> I sold the boat to Petra\n<Olga> You fixed my car\n<Nils> I owe you a coffee\n",
    ],
)
def test_in_a_chat_i_am_who_speaks_and_you_the_other(record: Records, text: str) -> None:
    made = lines(record(text))
    assert "Nils | sell | boat (says Nils)" in made
    assert "Nils | fix | Olga's car (says Olga)" in made
    claim = saying(record(text), "Nils | owe | coffee")
    assert "Olga" in {q.argument.label for q in claim.qualifiers}


def test_of_more_than_two_you_is_who_is_called(record: Records) -> None:
    text = (
        "Ana: Bruno, you lost the report.\nBruno: I gave it to Carl.\n"
        "Carl: You found the keys.\nAna: I will write it again.\n"
    )
    made = lines(record(text))
    assert "Bruno | lose | report (says Ana)" in made
    assert not any(line.startswith(("Ana | find", "Bruno | find")) for line in made)


def test_he_is_neither_who_speaks_nor_who_listens(record: Records) -> None:
    text = (
        "Ivo: You owe Marek the ladder.\nSven: I brought it to him yesterday.\n"
        "Ivo: Thank you.\nSven: He was at home.\n"
    )
    claim = saying(record(text), "Sven | bring | ")
    assert "Ivo" not in {q.argument.label for q in claim.qualifiers}


@pytest.mark.parametrize(
    "text",
    [
        "Name: Orme Mill\nStaff: 310\nOwner: Moen Group\n",
        "Warning: the gate is open.\nNote: the key is lost.\nTip: ask the warden.\n",
        "Apple: A fruit that grows.\nBread: It is baked.\nCider: It is pressed.\nDill: An herb.\n",
        "The firm has two aims: growth.\nIt has one problem: debt.\nIt has one hope: you.\n",
    ],
)
def test_labels_that_nobody_bears_make_no_chat(text: str) -> None:
    assert find_turns(text) == ()


def test_a_stamp_tells_the_day_of_a_turn(record: Records) -> None:
    text = (
        "[14/05/2023, 18:02] Kim: I sold the tent yesterday\n[03/06/2023, 18:03] Lou: I bought it\n"
        "[03/06/2023, 18:04] Lou: I paid the fee yesterday\n"
    )
    days = [c.time.value for c in record(text).claims if c.time]
    assert days == ["2023-05-13", "2023-06-02"]


# Minutes

MINUTES = """\
Minutes of the Harbour Board, 3 June 2023

Attendees:
- Rosa Pinto (Chair)
- Emil Dahl (treasurer)

Apologies: Tom Brook

Emil Dahl presented the accounts.

Action: ED to pay the surveyor by 10 June
ACTION: Rosa Pinto to order the steel
TODO (Emil Dahl): call the architect

Action items:
1. Rosa Pinto: send the plans to Norvik AS
"""


@pytest.mark.parametrize(
    ("title", "meeting"),
    [
        ("Draft minutes of the lock committee", "lock committee"),
        ("Meeting notes: Harbour Board", "Harbour Board"),
        ("# Record of the meeting of 3 June 2023", "meeting of 3 June 2023"),
        ("Minutes - Harbour Board", "Harbour Board"),
        ("Harbour Board minutes", "Harbour Board minutes"),
        ("Minutes of 3 June 2023", "Minutes of 3 June 2023"),
    ],
)
def test_the_meeting_that_people_attend_is_not_its_minutes(
    title: str, meeting: str, record: Records
) -> None:
    made = record(f"{title}\n\nPresent: Rosa Pinto, Emil Dahl\n\nIt was cold.")
    assert lines(made, "attendance") == [
        f"Rosa Pinto | attend | {meeting}",
        f"Emil Dahl | attend | {meeting}",
    ]


def test_in_brackets_behind_who_was_there_stands_an_office_or_nothing(record: Records) -> None:
    there = "Rosa Pinto (Head of Repairs), Emil Dahl (minutes), Bo Lin (by phone)"
    made = record(f"Minutes of the Works Board\n\nPresent: {there}\n\nIt was cold.")
    told = [line for line in lines(made, "attendance") if "| be |" in line]
    assert told == ["Rosa Pinto | be | head of repairs"]


def test_a_day_between_a_title_and_who_wrote_it_is_when(record: Records) -> None:
    above = "Wind farm gets the go-ahead\n\nFriday 8 November 2024"
    made = record(f"{above}\nBy Ida Lund, reporter\n\nIt was cold.")
    (claim,) = [c for c in made.claims if c.rule == "byline"]
    assert claim.object and claim.object.label == "Wind farm gets the go-ahead"
    assert claim.time and claim.time.value == "2024-11-08"


def test_groups_of_people_are_parted_by_semicolons(record: Records) -> None:
    there = "Mayor Ada Lund (chair); Councillors D. Holt, B. Lindqvist; Bo Vik"
    made = record(f"Minutes of the Works Board\n\nPresent: {there}\n\nIt was cold.")
    assert lines(made, "attendance") == [
        "Mayor Ada Lund | attend | Works Board",
        "Mayor Ada Lund | be | chair",
        "D. Holt | attend | Works Board",
        "B. Lindqvist | attend | Works Board",
        "Bo Vik | attend | Works Board",
    ]


def test_minutes_say_who_was_there(record: Records) -> None:
    title = "Harbour Board, 3 June 2023"
    assert lines(record(MINUTES), "attendance") == [
        f"Rosa Pinto | attend | {title}",
        "Rosa Pinto | be | chair",
        f"Emil Dahl | attend | {title}",
        "Emil Dahl | be | treasurer",
        f"Tom Brook | attend | {title} (not)",
    ]


def test_an_action_is_required_of_who_is_named(record: Records) -> None:
    made = record(MINUTES)
    assert [(c.predicate.lemma, c.modality) for c in made.claims if c.rule == "action"] == [
        ("pay", "required"),
        ("order", "required"),
        ("call", "required"),
        ("send", "required"),
    ]
    claim = saying(made, "ED | pay | surveyor")
    assert claim.time is not None
    assert claim.time.value == "../2023-06-10"
    assert claim.subject.entity == saying(made, "Emil Dahl | present").subject.entity


def test_initials_may_look_like_any_word_and_a_line_of_minutes_needs_no_label(
    record: Records,
) -> None:
    text = (
        "Committee meeting\n\nPresent: Amy Noor, Tom Orr\n\nAN thanked the members.\n"
        "AN to call Brickline by 3 May\n"
    )
    made = record(text)
    [amy] = {c.subject.entity for c in made.claims if c.subject.label == "Amy Noor"}
    assert saying(made, "AN | thank | members").subject.entity == amy
    assert saying(made, "AN | call | Brickline (required)").subject.entity == amy


def test_initials_that_two_people_have_are_nobody(record: Records) -> None:
    text = MINUTES.replace("Rosa Pinto (Chair)", "Eva Dorn (Chair)")
    made = record(text)
    present = {c.subject.entity for c in made.claims if c.rule == "attendance"}
    assert saying(made, "ED | pay | surveyor").subject.entity not in present


def test_which_items_somebody_was_present_for_is_no_role(record: Records) -> None:
    text = MINUTES.replace("Rosa Pinto (Chair)", "Rosa Pinto (items 1-4)")
    assert not any("items" in line for line in lines(record(text)))


def test_a_text_in_which_somebody_is_present_is_no_minutes() -> None:
    text = "Present: a gift that one gives.\n\nThe action: he left.\n"
    assert find_minutes(text).attendees == ()
    assert find_minutes(text).actions == ()


def test_a_table_of_tasks_says_who_is_to_do_what(record: Records) -> None:
    text = (
        "Team meeting 2024-03-05\n\nPresent: Bo Li, Ana Cruz\n\n"
        "| Task | Owner | Due |\n|---|---|---|\n| Fix the roof | Bo Li | 12 March |\n"
    )
    claim = saying(record(text), "Bo Li | fix | roof (required)")
    assert claim.time is not None
    assert claim.time.value == "2024-03-12"


# Tables and fields


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("| Mill | Manager | Town |\n|---|---|---|\n| Orme Mill | Ada Moen | Lund |\n"
         "| Kettle Works | - | Graz |\n", "text/markdown"),
        ("Mill,Manager,Town\nOrme Mill,Ada Moen,Lund\nKettle Works,-,Graz\n", "text/plain"),
        ("Mill\tManager\tTown\nOrme Mill\tAda Moen\tLund\nKettle Works\t-\tGraz\n", "text/plain"),
        ("Mill          Manager    Town\nOrme Mill     Ada Moen   Lund\n"
         "Kettle Works  n/a        Graz\n", "text/plain"),
        ("No. | Mill | Manager | Town\n1 | Orme Mill | Ada Moen | Lund\n"
         "2 | Kettle Works | - | Graz\n", "text/plain"),
    ],
)  # fmt: skip
def test_each_cell_says_what_its_column_is_called(
    record: Records, text: str, media_type: str
) -> None:
    assert lines(record(text, media_type=media_type)) == [
        "Orme Mill | manager | Ada Moen",
        "Orme Mill | town | Lund",
        "Kettle Works | town | Graz",
    ]


def test_fields_tell_of_what_the_first_one_names(record: Records) -> None:
    text = (
        "Company: Halden Ceramics\nFounded: 1921\nEmployees: 4,100\nParent company: Moen Group\n"
        "Products: tiles; bricks\nWebsite: -\n"
    )
    made = record(text)
    assert lines(made) == [
        "Halden Ceramics | be founded in | 1921",
        "Halden Ceramics | employees | 4,100",
        "Halden Ceramics | parent company | Moen Group",
        "Halden Ceramics | products | tiles",
        "Halden Ceramics | products | bricks",
    ]
    literals = [c.object.literal for c in made.claims if c.object and c.object.datatype]
    assert literals == ["1921", "4100"]
    assert "employees" not in {mention.span.text.lower() for mention in made.mentions}


def test_fields_below_a_title_tell_of_it_and_a_birth_of_day_and_place(record: Records) -> None:
    text = "Rosa Lind\n\nBorn: 4 March 1971 in Graz\nOccupation: painter\n"
    assert lines(record(text), "key-value") == [
        "Rosa Lind | be born in | 4 March 1971",
        "Rosa Lind | be born in | Graz",
        "Rosa Lind | occupation | painter",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1.5 | 2.5 | 3.5\n2.0 | 3.0 | 4.0\n",
        "Date,Open,Close\n2024-01-01,3,4\n2024-01-02,5,6\n2024-01-03,7,8\n",
        "Anna, who sang, left.\nTom, who slept, stayed.\nLi, who cooked, ate.\n",
        "Kazakhstan | signed | agreement\nIt | is | closed\n",
        "```\nName: Orme Mill\nStaff: 310\n```\n",
        "---\nName: Orme Mill\nStaff: 310\n---\nThe mill is old.\n",
        "Staff: 310\nTown: Lund\n",
    ],
)
def test_what_has_no_header_that_is_understood_says_nothing(record: Records, text: str) -> None:
    assert lines(record(text), "table-row", "key-value") == []
    assert find_layout(text).rows == () or find_rows(text)


# Bylines and lists


def test_a_byline_says_who_wrote_what_when(record: Records) -> None:
    text = "Vote splits council\n\nBy Jane Roe and Max Poe, 3 May 2021\n\nThe council met.\n"
    made = record(text)
    assert lines(made, "byline") == [
        "Jane Roe | write | Vote splits council",
        "Max Poe | write | Vote splits council",
    ]
    assert {c.time and c.time.value for c in made.claims if c.rule == "byline"} == {"2021-05-03"}


@pytest.mark.parametrize(
    "line", ["By Monday Morning", "By Our Staff", "Image: Ian Holm.", "Photo: Jane Roe"]
)
def test_what_only_looks_like_a_byline_is_none(record: Records, line: str) -> None:
    made = record(f"Vote splits council\n\n{line}\n\nThe council met.\n")
    assert lines(made, "byline") == []
    assert not any("Holm" in text or "Roe" in text for text in lines(made))


def test_items_below_a_colon_are_what_the_sentence_lacks(record: Records) -> None:
    text = (
        "The pump has:\n- a steel housing\n- two seals\n\n"
        "The board appointed three directors:\n\n* Ada Moen\n* Tom Reed\n\n"
        "Three firms bid for the job:\n- Orbis Ltd\n- Merrow Ltd\n"
    )
    assert lines(record(text), "list-item") == [
        "pump | have | steel housing",
        "pump | have | two seals",
        "board | appoint | Ada Moen",
        "board | appoint | Tom Reed",
    ]


# Laws

SAMPLES = [MAIL, MINUTES,
           "Company: Orme\nOwner: Moen\n",
           "[10:31] Ada: Hi\n[10:32] Bo: Hi\n",
           "| Mill | Town |\n|---|---|\n| Orme | Lund |\n",
           "Title here\nBy Jane Roe\n"]  # fmt: skip


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*"\n>:|,;\t <@-é\u2028\r", *"".join(SAMPLES).splitlines(True)])),
    st.sampled_from(SAMPLES),
    st.integers(0, 200),
)
def test_odd_lines_never_raise_and_blocks_stay_apart(odd: list[str], sample: str, cut: int) -> None:
    text = sample[:cut] + "".join(odd) + sample[cut:]
    assert len(masked(text, find_layout(text))) == len(text)
    for media_type in ("text/plain", "text/markdown", "text/html"):
        blocks = find_blocks(document_of(text, media_type=media_type))
        assert all(a.end <= b.start for a, b in pairwise(blocks))


def test_all_spans_quote_their_document(record: Records) -> None:
    for text in SAMPLES:
        for claim in record(text).claims:
            for span in _spans(claim):
                assert text[span.start : span.end] == span.text


def _spans(claim: Claim) -> Iterator[Span]:
    yield from (claim.sentence, claim.subject.span, *claim.predicate.spans, *claim.cues)
    if claim.object is not None:
        yield claim.object.span
    if claim.time is not None:
        yield claim.time.span
