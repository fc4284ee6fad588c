"""Named questions answer as the cookbook does, with proof, and never take a plan for a fact."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from builds import build_of
from cookbook import cookbook_build
from test_build import kg
from test_query import COOKBOOK
from werkzeug.test import Client

from kg.ask import Answers, ask, questions
from kg.ask import query as queries
from kg.ask.brief.contents import brief, brief_of
from kg.ask.named import sparql_of
from kg.ask.query import ENGINES
from kg.ask.query.engines import Engine, open_graph
from kg.ask.table import arguments, question_of, written
from kg.build import assemble, build, write_outputs
from kg.errors import BusyError, QueryError
from kg.model import Claim, Record, Settings
from kg.restore import restore
from kg.serve import Limits, Pool, Service

#: What a question that needs something is asked about in the cookbook's graph.
ABOUT = {
    "related-to": ["Tom Okoro"], "timeline": ["Tom Okoro"], "when": ["Ida Berg"],
    "where-is": ["Northwind"], "who-is": ["Tom Okoro"],
}  # fmt: skip
#: What its texts say nothing of.
SILENT = ("where-is", "who-accuses-whom", "who-paid-whom")
NAMES = [question.name for question in questions()]
RECIPES = {title: sparql for title, sparql, _ in COOKBOOK}


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("harbour")
    write_outputs(cookbook_build(), folder)
    return folder


def rows(answers: Answers, *columns: str, facts: bool = True) -> set[tuple[str, ...]]:
    found = answers.facts if facts else answers.statements
    return {tuple(dict(row.cells)[name] for name in columns) for row in found}


def recipe(harbour: Path, title: str) -> set[tuple[str, ...]]:
    """What a query of the cookbook gives, entities by their label."""
    answer = queries.query(harbour, RECIPES[title])
    labels = {entity.iri: entity.label for entity in cookbook_build().entities}

    def shown(value: str) -> str:
        relation = "https://kg.example/relation/"
        if value.startswith(relation):
            return value.removeprefix(relation).replace("_", " ")
        return labels.get(value, value)

    return {tuple(shown(cell.value) if cell else "" for cell in row) for row in answer.rows}


# The same answers as the cookbook's


def test_who_met_whom_and_who_works_for_whom_are_the_cookbooks(harbour: Path) -> None:
    assert rows(ask(harbour, "who-met-whom"), "who", "whom") == recipe(harbour, "Who met whom?")
    works = rows(ask(harbour, "who-works-for-whom"), "who", "whom")
    assert works == recipe(harbour, "Who works for whom?") == {("Jonas Vik", "Northwind")}


def test_who_denies_what_is_the_cookbooks(harbour: Path) -> None:
    found = ask(harbour, "who-denies-what")
    said = rows(found, "subject", "relation", "object", "who", facts=False)
    assert said == recipe(harbour, "What is denied, and by whom?")
    assert said == {("port authority", "sell", "old quay", "Tom Okoro")}


def test_what_is_planned_is_among_what_the_cookbook_calls_not_so(harbour: Path) -> None:
    found = rows(ask(harbour, "what-is-planned"), "subject", "relation", "object", facts=False)
    title = "What is only planned, possible, wished, required?"
    assert found == {row[1:4] for row in recipe(harbour, title) if row[0] == "planned"}


def test_what_happened_in_a_period_is_the_cookbooks(harbour: Path) -> None:
    found = ask(harbour, "what-happened", ["between", "2020", "and", "2021"])
    columns = ("when", "subject", "relation", "object")
    assert rows(found, *columns) == recipe(harbour, "What happened in a period?")
    assert [row.cells[0][1] for row in found.rows] == sorted(row.cells[0][1] for row in found.rows)
    assert rows(ask(harbour, "what-happened", ["in", "2020"]), "when") == {("2020",), ("2019/..",)}


def test_everything_about_one_entity_holds_what_the_cookbook_has(harbour: Path) -> None:
    found = rows(ask(harbour, "related-to", ["Tom Okoro"]), "subject", "relation", "object")
    stated = recipe(harbour, "Everything asserted about one entity")
    assert {row[1:] for row in found if row[0] == "Tom Okoro"} == stated
    assert ("Mara Lindqvist", "meet", "Tom Okoro") in found


def test_owners_lead_as_far_as_the_cookbook_goes(harbour: Path) -> None:
    owned = rows(ask(harbour, "owns-what"), "who", "what")
    found, last = set[str](), {"Northwind"}
    while last:
        last = {who for who, what in owned if what in last} - found
        found |= last
    title = "Who is behind a company, however many steps away?"
    assert {(who,) for who in found} == recipe(harbour, title)


def test_what_someone_says_of_something_is_the_cookbooks(harbour: Path) -> None:
    found = ask(harbour, "who-says-what", ["Tom Okoro", "about", "port authority"])
    said = {(*row, "negative") for row in rows(found, "subject", "relation", "object", facts=False)}
    assert said == recipe(harbour, "What did someone claim about something?")
    assert [row.status for row in found.rows] == ["negative"]


# Proof and status


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_has_a_quote_that_stands_in_its_document(harbour: Path, name: str) -> None:
    texts = {document.id: document.text for document in cookbook_build().documents}
    found = ask(harbour, name, ABOUT.get(name, []))
    assert bool(found.rows) is (name not in SILENT)
    for row in found.rows:
        assert texts[row.document][row.place.start : row.place.end] == row.quote
        assert row.status != "asserted" or row.source is None
        assert row.place.text.startswith("line ")


@pytest.mark.parametrize("name", NAMES)
def test_denials_and_plans_are_never_among_the_facts(harbour: Path, name: str) -> None:
    found = ask(harbour, name, ABOUT.get(name, []))
    known = {claim.id: claim for claim in cookbook_build().claims}
    assert all(known[row.claim].actual for row in found.facts if row.claim)
    assert {row.status for row in found.facts} <= {"asserted", "reported"}


def test_a_denied_meeting_is_told_apart_from_meetings(tmp_path: Path) -> None:
    build = cookbook_build()

    def denied(claim: Claim) -> Claim:
        met = claim.predicate.lemma == "meet" and claim.subject.label == "Tom Okoro"
        return replace(claim, polarity="negative") if met else claim

    claims = tuple(map(denied, build.claims))
    write_outputs(build_of(build.documents, build.entities, claims), tmp_path / "o")
    found = ask(tmp_path / "o", "who-met-whom")
    assert rows(found, "who", "whom") == {("Mara Lindqvist", "Tom Okoro")}
    assert rows(found, "who", "whom", facts=False) == {("Tom Okoro", "Ida Berg")}


def test_a_guess_is_neither_a_fact_nor_in_a_brief(tmp_path: Path) -> None:
    build = cookbook_build()
    [works] = [fact for fact in build.typed if fact.predicate.endswith("worksFor")]
    for chance, count in ((0.3, 0), (0.9, 1)):
        alone = replace(works, claims=(), confidence=chance)
        typed = tuple(alone if fact is works else fact for fact in build.typed)
        output = tmp_path / str(count)
        write_outputs(replace(build, typed=typed), output)
        found = ask(output, "who-works-for-whom")
        assert [row.quote for row in found.rows] == ["Northwind employs Jonas Vik."] * count
        texts = {document.id: document.text for document in build.documents}
        told = brief_of(replace(build, typed=typed), texts=texts)
        named = [section.title for section in told.sections]
        assert named.count("Works for") == count


def test_a_reported_answer_names_its_source(harbour: Path) -> None:
    [sold] = [r for r in ask(harbour, "what-happened", ["in", "2020"]).rows if r.source]
    assert (sold.status, sold.source) == ("reported", "Ida Berg")
    assert sold.quote.startswith("According to Ida Berg")


@pytest.mark.parametrize("name", NAMES)
def test_engines_give_equal_answers(harbour: Path, name: str) -> None:
    one, other = (ask(harbour, name, ABOUT.get(name, []), engine=engine) for engine in ENGINES)
    assert one == other


# Arguments


def test_entities_are_found_as_kg_show_finds_them(harbour: Path) -> None:
    whole = ask(harbour, "who-met-whom", ["Tom Okoro"])
    assert ask(harbour, "who-met-whom", ["okoro"]).rows == whole.rows
    assert whole.arguments == (("WHO", "Tom Okoro"),)
    with pytest.raises(QueryError, match="no entity is called 'Okor'; did you mean Tom Okoro"):
        ask(harbour, "who-met-whom", ["Okor"])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["who-pays-whom"], "no question is called 'who-pays-whom'; did you mean who-paid-whom"),
        (["zzz"], "no question is called 'zzz'; kg ask lists them"),
        (["when"], 'WHAT is missing; kg ask when WHAT, for example: kg ask when "Falk War"'),
        (["who-met-whom", "Ida Berg", "Tom Okoro"], "'Tom Okoro' does not fit"),
        (["what-happened", "between", "2020"], "'between' does not fit"),
        (["what-happened", "in", "spring"], "'spring' is no date; write 2019"),
        (
            ["what-happened", "between", "2020", "and", "2010"],
            "2010 is before 2020; give",
        ),
        (["what-happened", "between", "2010", "and", "2020", "in", "2015"], "two times are given"),
        (["what-happened", "in", "2015", "between", "2010", "and", "2020"], "two times are given"),
    ],
)
def test_what_is_wrong_is_one_line_with_a_way_out(
    harbour: Path, given: list[str], says: str
) -> None:
    with pytest.raises(QueryError) as caught:
        ask(harbour, given[0], given[1:])
    assert says in str(caught.value)


def test_parts_with_a_word_in_front_come_in_any_order() -> None:
    question = question_of("what-happened")
    one = arguments(question, ["to", "Bergen", "between", "2019", "and", "2020"])
    assert one == arguments(question, ["Between", "2019", "and", "2020", "to", "Bergen"])
    assert one == {"WHOM": "Bergen", "FROM": "2019", "TO": "2020"}


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_every_question_gives_each_argument_what_follows_its_word(name: str) -> None:
    question = question_of(name)
    _, *words = shlex.split(question.example)
    given = arguments(question, words)
    named = [word for part in question.parts for word in part.words]
    assert len(given) == sum(word not in named for word in words) > 0
    assert not {*given.values()} & {*named}


def test_a_word_of_a_question_is_no_name() -> None:
    question = question_of("who-says-what")
    assert arguments(question, ["about", "Orbis Bank"]) == {"WHAT": "Orbis Bank"}
    both = {"WHO": "Ida Berg", "WHAT": "Orbis Bank"}
    assert arguments(question, ["Ida Berg", "about", "Orbis Bank"]) == both
    assert arguments(question, ["about", "Orbis Bank", "Ida Berg"]) == both


def test_an_entity_cannot_leave_its_place_in_the_query(harbour: Path) -> None:
    with pytest.raises(QueryError, match="no entity is called"):
        ask(harbour, "who-met-whom", ["x> } UNION { ?s ?p ?o } #"])


# The table


@pytest.mark.parametrize("name", NAMES)
def test_every_question_is_plain_sparql_with_help_and_an_example(harbour: Path, name: str) -> None:
    question = question_of(name)
    build = cookbook_build()
    text, _ = sparql_of(question, arguments(question, ABOUT.get(name, [])), build)
    assert "#+" not in text
    assert queries.query(harbour, text).columns[-1] == "fact"
    assert question.help.endswith(".")
    assert question.example.split()[0] == name
    assert not re.search(r"\$[A-Z]", text)


def test_a_line_for_an_argument_counts_only_where_it_is_given() -> None:
    question = question_of("who-met-whom")
    assert "FILTER (<x:a> IN" in written(question, {"WHO": "<x:a>"})
    assert "WHO" not in written(question, {})


# The command


def test_the_command_lists_asks_and_prints_queries(harbour: Path) -> None:
    listed = kg("ask").stdout
    assert all(f"\n{name}" in f"\n{listed}" for name in NAMES)
    told = kg("ask", "who-met-whom", "-o", str(harbour)).stdout
    assert "Mara Lindqvist met Tom Okoro in Bergen on Monday (15 March 2021). [" in told
    assert "news/harbour.txt, line 1: “Mara Lindqvist met Tom Okoro in Bergen on Monday.”" in (
        " ".join(told.split())
    )
    assert "kg ask when WHAT" in kg("ask", "when", "--help").stdout
    query = kg("ask", "who-met-whom", "okoro", "-o", str(harbour), "--sparql").stdout
    assert "entity/Tom_Okoro>" in query
    assert queries.query(harbour, query).rows
    found = json.loads(kg("ask", "who-denies-what", "-o", str(harbour), "--json").stdout)
    [denial] = found["statements"]
    assert denial["words"] == "did not sell"
    assert (denial["who"], denial["status"]) == ("Tom Okoro", "negative")
    missing = kg("ask", "who-is", "Nobody", "-o", str(harbour))
    assert (missing.returncode, len(missing.stderr.splitlines())) == (1, 1)
    assert (
        kg("ask", "where-is", "Northwind", "-o", str(harbour)).stdout
        == "nothing found; kg show NAME lists what else is known\n"
    )


def test_an_amount_comes_from_the_same_clause(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Northwind Bank paid Fjord Holding 2.4 million euros on 3 March 2021. "
        "Fjord Holding employs 310 people.",
        encoding="utf-8",
    )
    done = kg("build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "o"),
              "--min-confidence", "0", "--min-worth", "0")  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = ask(tmp_path / "o", "who-paid-whom")
    assert rows(found, "who", "whom", "amount", "when") == {
        ("Northwind Bank", "Fjord Holding", "2.4 million euros", "2021-03-03")
    }


def test_who_receives_is_paid_and_who_holds_a_share_owns(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Northwind Bank received £84,000 from Fjord Holding. "
        "Northwind Bank received a letter from Lang Oil.\n\n"
        "The remaining 25 per cent is held by Fjord Holding. Lang Oil holds a licence.",
        "utf-8",
    )
    write_outputs(build([tmp_path / "a.txt"]), tmp_path / "o")
    paid = rows(ask(tmp_path / "o", "who-paid-whom"), "who", "whom", "amount")
    assert paid == {("Fjord Holding", "Northwind Bank", "£84,000")}
    owned = rows(ask(tmp_path / "o", "owns-what"), "who", "what")
    assert owned == {("Fjord Holding", "The remaining 25 per cent")}


PAID = (
    "Northwind Bank paid 2.4 million euros to Fjord Holding for the old quay. "
    "Northwind Bank sent 20 pounds of butter to Lang Oil. Northwind Bank paid the bill."
)


@pytest.fixture
def paid(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(PAID, encoding="utf-8")
    done = kg("build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "o"),
              "--min-confidence", "0", "--min-worth", "0")  # fmt: skip
    assert done.returncode == 0, done.stderr
    return tmp_path / "o"


def test_who_is_paid_is_whom_the_money_goes_to(paid: Path) -> None:
    found = rows(ask(paid, "who-paid-whom"), "who", "whom", "amount")
    assert found == {("Northwind Bank", "Fjord Holding", "2.4 million euros")}
    money = next(s for s in brief(paid).sections if s.title == "Money")
    assert [line.cells[1:] for line in money.lines] == [
        ("Northwind Bank", "Fjord Holding", "2.4 million euros")
    ]


def test_a_payment_names_the_payee_that_is_the_object_of_its_verb(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Northwind Bank paid Fjord Holding 2.4 million euros. Northwind Bank paid the bill.",
        encoding="utf-8",
    )
    done = kg("build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "o"))
    assert done.returncode == 0, done.stderr
    money = next(s for s in brief(tmp_path / "o").sections if s.title == "Money")
    assert [line.cells[1:] for line in money.lines] == [
        ("Northwind Bank", "Fjord Holding", "2.4 million euros")
    ]


def test_an_amount_that_somebody_rejected_is_told_nowhere(paid: Path) -> None:
    [amount] = [
        claim
        for claim in restore(paid).claims
        if claim.object is not None and claim.object.label == "2.4 million euros"
    ]
    assert kg("reject", amount.id, "-o", str(paid)).returncode == 0
    found = ask(paid, "who-paid-whom")
    assert {row.cells[1][1] for row in found.rows} == {"Fjord Holding"}
    told = [*(row.sentence for row in found.rows), *(str(row.cells) for row in found.rows)]
    told += [line.text for s in brief(paid).sections for line in s.lines]
    assert not any("2.4" in text for text in told)


def test_what_is_kept_back_is_counted_and_not_told(tmp_path: Path) -> None:
    build = cookbook_build()

    def hidden(claim: Claim) -> Claim:
        if not claim.actual:  # a typed fact has it as its proof all the same
            return replace(claim, hidden_because="confidence 0.30 is below 0.84")
        met = claim.predicate.lemma == "meet"
        return replace(claim, hidden_because="is not sure") if met else claim

    claims = tuple(map(hidden, build.claims))
    made = build_of(build.documents, build.entities, claims)
    assert "possible" in {fact.status for fact in made.typed}
    write_outputs(made, tmp_path / "o")
    for name in ("who-met-whom", "who-denies-what", "what-is-planned"):
        found = ask(tmp_path / "o", name)
        assert (found.rows, bool(found.kept_back)) == ((), True), name
    works = ask(tmp_path / "o", "who-works-for-whom").rows
    assert [row.sentence for row in works] == ["Northwind employs Jonas Vik."]
    met = ask(tmp_path / "o", "who-met-whom")
    assert met.ending == "nothing found; 2 claims kept back: kg show NAME --all lists them"
    texts = {document.id: document.text for document in build.documents}
    told = [line.text for s in brief_of(made, texts=texts).sections for line in s.lines]
    assert not any(re.search(r"plans|did not sell|may join", text) for text in told)


def test_of_typed_facts_alone_nobody_says_that_nothing_was_kept_back(harbour: Path) -> None:
    found = ask(harbour, "who-works-for-whom", ["Bergen"])
    assert (found.rows, found.kept_back, found.ending) == ((), None, "nothing found")
    met = ask(harbour, "who-met-whom", ["Northwind"])
    assert (met.kept_back, met.ending) == (
        0,
        "nothing found; kg show NAME lists what else is known",
    )


def test_an_answer_is_there_also_where_nobody_can_count_what_was_kept_back(harbour: Path) -> None:
    class Busy(Direct):
        def ask(self, sparql: str) -> queries.Answer:
            if "kg:shown false" in sparql:
                raise BusyError("no answer within 10 seconds")
            return super().ask(sparql)

    client = Client(Service(harbour, cast(Pool, Busy(harbour))))
    status, text = page(client, name="who-met-whom", WHO="okoro")
    assert (status, "Mara Lindqvist met Tom Okoro in Bergen" in text) == (200, True)
    status, text = page(client, name="where-is", WHAT="Northwind")
    assert (status, "nothing found" in text, "lists what else is known" in text) == (
        200,
        True,
        False,
    )


@pytest.mark.parametrize("did", ["paid", "awarded", "gave", "wired", "reimbursed", "sent"])
def test_money_goes_by_the_same_verbs_in_an_answer_and_in_a_brief(
    record: Callable[..., Record], tmp_path: Path, did: str
) -> None:
    text = f"Orbis Bank {did} Otto Falk 3 million euros."
    made = assemble([record(text)], Settings(min_confidence=0, min_worth=0))
    write_outputs(made, tmp_path / "o")
    answers = rows(ask(tmp_path / "o", "who-paid-whom"), "who", "whom", "amount")
    assert answers == {("Orbis Bank", "Otto Falk", "3 million euros")}
    [money] = [s for s in brief_of(made, texts={"d": text}).sections if s.title == "Money"]
    assert [line.cells[1:] for line in money.lines] == [(*next(iter(answers)),)]


def test_a_question_opens_the_graph_once(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def opening(path: Path, engine: str) -> Engine:
        opened.append(path)
        return open_graph(path, engine)

    monkeypatch.setattr(queries, "open_graph", opening)
    assert ask(harbour, "who-met-whom").rows
    assert opened == [harbour / "graph.ttl"]


def test_what_was_kept_back_is_counted_below_answers_too(tmp_path: Path) -> None:
    build = cookbook_build()
    met = next(claim for claim in build.claims if claim.predicate.lemma == "meet")
    kept = replace(met, hidden_because="is not sure")
    claims = tuple(kept if claim is met else claim for claim in build.claims)
    write_outputs(build_of(build.documents, build.entities, claims), tmp_path / "o")
    found = ask(tmp_path / "o", "who-met-whom")
    assert found.rows
    assert met.id not in {row.claim for row in found.rows}
    ending = "1 claim kept back: kg show NAME --all lists them"
    assert found.ending == ending
    assert kg("ask", "who-met-whom", "-o", str(tmp_path / "o")).stdout.endswith(f"\n{ending}\n")
    direct = Client(Service(tmp_path / "o", cast(Pool, Direct(tmp_path / "o"))))
    assert ending in page(direct, name="who-met-whom")[1]


# The page of `kg serve`


class Direct:
    """What answers in place of processes of their own."""

    limits = Limits()

    def __init__(self, output: Path) -> None:
        self._output = output

    def ask(self, sparql: str) -> queries.Answer:
        return queries.query(self._output, sparql)


@pytest.fixture
def client(harbour: Path) -> Client:
    return Client(Service(harbour, cast(Pool, Direct(harbour))))


def page(client: Client, **fields: str) -> tuple[int, str]:
    reply = client.get("/ask", query_string=fields, headers={"Host": "127.0.0.1"})
    return reply.status_code, " ".join(reply.get_data(as_text=True).split())


def test_the_page_has_a_form_for_each_question(client: Client) -> None:
    status, text = page(client)
    assert status == 200
    assert all(f'href="/ask?name={name}"' in text for name in NAMES)
    _, form = page(client, name="what-happened")
    assert all(f'name="{field}"' in form for field in ("WHOM", "FROM", "TO", "WHEN"))


def test_the_page_answers_with_proof_and_a_way_to_sparql(client: Client) -> None:
    status, text = page(client, name="who-met-whom", WHO="okoro")
    assert status == 200
    assert "Mara Lindqvist met Tom Okoro in Bergen on Monday (15 March 2021)." in text
    assert "“Mara Lindqvist met Tom Okoro in Bergen on Monday.”" in text
    assert "news/harbour.txt, line 1" in text
    assert 'href="/?query=SELECT' in text
    _, text = page(client, name="what-happened", FROM="2020", TO="2020")
    assert '<span class="status">reported</span>' in text
    assert "Tom Okoro met" not in text
    assert (
        "nothing found; kg show NAME lists what else is known"
        in page(client, name="where-is", WHAT="Northwind")[1]
    )


def test_what_is_wrong_stands_on_the_page_and_is_no_markup(client: Client) -> None:
    status, text = page(client, name="who-met-whom", WHO="<b>Nobody")
    assert status == 400
    assert "no entity is called &#39;&lt;b&gt;Nobody&#39;" in text
    assert page(client, name="what-happened", FROM="2020")[0] == 400
    assert "did you mean who-met-whom" in page(client, name="who-meets-whom")[1]
    assert client.post("/ask", headers={"Host": "127.0.0.1"}).status_code == 405
