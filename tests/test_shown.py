"""Every claim is kept; what is not shown says why, and makes no edge anywhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from builds import any_build, build_of, document_of, small_build, span_of
from hypothesis import given
from hypothesis import settings as examples_of
from test_build import kg

from kg.cli.app import counts, summary
from kg.corpus.kept import KeptClaims
from kg.corpus.store import renamed
from kg.export.html.data import page_data
from kg.export.rdf import FORMATS, generate_turtle
from kg.model import (
    MIN_CONFIDENCE,
    MIN_WORTH,
    Argument,
    Build,
    Claim,
    Predicate,
    Qualifier,
    Record,
    Settings,
    Step,
)
from kg.resolve.facts import Called, Predicates, below, facts_of, resolve_claims

TEXT = "Vera Lund runs a bakery in Aalborg. Half of the mills closed. The mills closed the mills."
MILL = document_of(TEXT, id="mills", source="mills.txt")
WHERE = {key: Called(iri=f"e:{key}", label=key) for key in ("#0-9", "~bakery", "=mills")}


def about(quote: str, key: str) -> Argument:
    return Argument(span=span_of(MILL, quote), label=quote, entity=key)


def claim(id_: str, verb: str, subject: Argument, object_: Argument | None, **fields: Any) -> Claim:
    predicate = Predicate(lemma=fields.pop("lemma", verb), spans=(span_of(MILL, verb),))
    sentence = fields.pop("sentence", "Vera Lund runs a bakery in Aalborg.")
    given = {"confidence": 0.8, "rule": "svo", **fields}
    return Claim(
        id=id_, document="mills", sentence=span_of(MILL, sentence), subject=subject,
        predicate=predicate, object=object_, **given,
    )  # fmt: skip


def resolved(*claims: Claim, **settings: Any) -> dict[str, Claim]:
    record = Record(document=MILL, mentions=(), claims=claims)
    found = resolve_claims(
        record,
        WHERE,
        predicates=Predicates(names={}),
        settings=Settings(**{"min_confidence": 0, "min_worth": 0, **settings}),
    )
    return {c.id: c for c in found}


LUND, BAKERY = about("Vera Lund", "#0-9"), about("bakery", "~bakery")
RUNS = claim("a", "runs", LUND, BAKERY, confidence=0.4, worth=0.3)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({}, ""),
        ({"min_confidence": 0.4, "min_worth": 0.3}, ""),
        ({"min_confidence": 0.5}, "confidence 0.40 is below 0.5"),
        ({"min_worth": 0.35}, "worth 0.30 is below 0.35"),
        ({"min_confidence": 0.5, "min_worth": 0.5}, "confidence 0.40 is below 0.5"),
    ],
)
def test_a_claim_below_the_settings_is_kept_and_says_which_figure(
    settings: dict[str, float], why: str
) -> None:
    kept = resolved(RUNS, **settings)["a"]
    assert (kept.hidden_because, kept.shown) == (why, not why)


def test_a_figure_never_reads_as_what_it_is_below() -> None:
    close = replace(RUNS, confidence=0.4999)
    assert below(close, Settings(min_confidence=0.5)) == "confidence 0.49 is below 0.5"


def test_what_the_record_has_against_a_claim_stands_before_the_settings() -> None:
    cut = replace(RUNS, hidden_because="its object is cut off")
    kept = resolved(cut, min_confidence=0.9)["a"]
    assert kept.hidden_because == "its object is cut off"


def test_only_what_is_shown_hides_what_repeats_it() -> None:
    mill = about("mills", "=mills")
    short = claim("short", "runs", LUND, BAKERY, lemma="make")
    way = replace(BAKERY, span=short.object.span if short.object else BAKERY.span)
    long = claim("long", "runs", LUND, mill, lemma="make bakery in", rule="svo-of")
    long = replace(long, qualifiers=(Qualifier(role="object", argument=way),))
    assert resolved(short, long)["short"].hidden_because == "says what another claim says"
    unsure = replace(long, hidden_because="its object is cut off")
    found = resolved(short, unsure)
    assert (found["short"].shown, found["long"].shown) == (True, False)


def test_amounts_and_loops_are_kept_back_and_unknown_pronouns_are_left_out() -> None:
    half = Argument(span=span_of(MILL, "Half"), label="Half", literal="0.5", datatype="xsd:decimal")
    mills = about("mills", "=mills")
    it = Argument(span=span_of(MILL, "The"), label="it", entity="?70")
    sentence = "Half of the mills closed."
    found = resolved(
        claim("amount", "closed", half, None, sentence=sentence),
        claim("loop", "closed", mills, mills, sentence=sentence),
        claim("he", "closed", it, None, sentence=sentence),
    )
    assert {id_: c.hidden_because for id_, c in found.items()} == {
        "amount": "is about an amount, not about a thing",
        "loop": "relates a thing to itself",
    }


def test_events_of_two_documents_are_two_and_a_renamed_record_has_those_of_its_name() -> None:
    said = replace(RUNS, event="e1")
    record = Record(document=MILL, mentions=(), claims=(said, replace(said, id="b")))
    one, again = resolved(*record.claims).values()
    assert one.event == again.event != "e1"
    other = renamed(record, replace(MILL, id="copy", text=""))
    assert {c.event for c in other.claims} == {"e1"}
    told = [
        c.event
        for c in resolve_claims(
            other,
            WHERE,
            predicates=Predicates(names={}),
            settings=Settings(min_confidence=0, min_worth=0),
        )
    ]
    assert len(set(told)) == 1
    assert told[0] not in ("e1", one.event)


def test_the_defaults_are_the_constants() -> None:
    assert (Settings().min_confidence, Settings().min_worth) == (MIN_CONFIDENCE, MIN_WORTH)


def test_facts_nodes_and_counts_rest_on_what_is_shown() -> None:
    build = small_build()
    assert "c8" not in {id_ for fact in build.facts for id_ in fact.claims}
    assert "https://kg.example/entity/office" not in build.graph
    assert "https://kg.example/entity/office" in {entity.iri for entity in build.entities}
    assert (len(build.claims), build.shown) == (8, 7)
    assert summary(build) == "1 documents, 7 entities, 7 facts, 8 claims (7 shown, 1 kept back)"
    assert counts(build)["kept_back"] == 1


@examples_of(deadline=None, max_examples=25)
@given(any_build())
def test_no_fact_rests_on_a_claim_that_is_kept_back(build: Build) -> None:
    hidden = {c.id for c in build.claims if c.hidden_because}
    texts = {d.id: d.sha256 for d in build.documents}
    assert not hidden & {id_ for fact in build.facts for id_ in fact.claims}
    assert facts_of([c for c in build.claims if c.shown], texts) == build.facts


@examples_of(deadline=None, max_examples=25)
@given(any_build())
def test_a_record_gives_back_every_field_of_its_claims(build: Build) -> None:
    sayable = [c for c in build.claims if not any(map(_half, msgspec.to_builtins(c).values()))]
    data = msgspec.json.encode(sayable)
    assert msgspec.json.decode(data, type=list[Claim]) == sayable


def _half(value: object) -> bool:
    """Whether there is half a surrogate pair in it, which no record has."""
    return any("\ud800" <= char <= "\udfff" for char in str(value)) or "\\ud" in repr(value)


def test_claims_kept_on_the_disk_keep_their_steps_and_reasons(tmp_path: Path) -> None:
    claims = small_build().claims
    kept = KeptClaims(claims, folder=tmp_path)
    assert tuple(kept) == tuple(claims)
    assert kept[0].steps == (
        Step(rule="verb", span=span_of(small_build().documents[0], "met")),
        Step(rule="place", span=span_of(small_build().documents[0], "in Tokyo")),
    )


def test_rdf_says_why_a_claim_is_kept_back_and_asserts_nothing_of_it(tmp_path: Path) -> None:
    build = small_build()
    text = "".join(generate_turtle(build))
    node = text[text.index("claim:c8 a rdf:Statement") :].partition(" .\n")[0]
    assert "kg:shown false ;" in node
    assert 'kg:hiddenBecause "confidence 0.31 is below 0.5" ;' in node
    assert "rel:take ent:office" not in text
    met = text[text.index("claim:c1 a rdf:Statement") :].partition(" .\n")[0]
    for line in ("kg:worth 0.75 ;", 'kg:appliedRule "place", "verb" ;', "kg:event event:e1 ;"):
        assert line in met
    FORMATS["trig"](build, tmp_path / "graph.trig")
    assert "rel:take ent:office" not in (tmp_path / "graph.trig").read_text("utf-8")


def test_the_page_has_rules_and_worth_and_nothing_that_is_kept_back() -> None:
    build = replace(small_build(), settings=Settings(min_confidence=0.5, min_worth=0.2))
    data = page_data(build)
    claims = data.rest["claims"]
    at = claims["id"].index("c1")
    assert (claims["worth"][at], claims["rules"][at]) == (0.75, ["verb", "place"])
    assert "c8" not in claims["id"]
    assert all(node["label"] != "office" for node in data.nodes)
    assert (data.rest["about"]["claims"], data.rest["about"]["keptBack"]) == (7, 1)
    wanted = "claims below 50% confidence or 20% worth"
    assert data.rest["about"]["settings"]["Kept back"] == wanted


# ------------------------------------------------------------------ as users run it

LETTER = "Vera Lund opened a bakery in Aalborg. Lund did not sell the bakery to Otto Krag.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shown")
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    for name, least in (("all", "0"), ("none", "1")):
        done = kg(
            "build", str(folder / "letter.txt"), "-o", str(folder / name), "--workers", "1",
            "--min-confidence", least, "--min-worth", "0",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert " shown, " in done.stdout
    return folder


def claims_of(output: Path) -> list[dict[str, Any]]:
    lines = (output / "claims.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_settings_change_what_is_shown_and_never_what_is_kept(built: Path) -> None:
    some, none = claims_of(built / "all"), claims_of(built / "none")
    assert [c["id"] for c in some] == [c["id"] for c in none]
    assert any(c["shown"] for c in some)
    assert not any(c["shown"] for c in none)
    assert any(" is below 1" in c["hidden_because"] for c in none)
    assert json.loads((built / "none" / "graph.json").read_text("utf-8"))["links"] == []
    counted = json.loads(kg("stats", str(built / "none"), "--json").stdout)
    assert (counted["claims"], counted["kept back"]) == (0, len(none))
    assert "confidence is below 1" in counted["because"]


def test_why_prints_the_sentence_the_flags_and_what_each_rule_read(built: Path) -> None:
    (sale,) = (c for c in claims_of(built / "all") if c["predicate"]["lemma"] == "sell")
    text = kg("why", sale["id"][:8], "-o", str(built / "all")).stdout
    assert "“Lund did not sell the bakery to Otto Krag.”" in text
    assert "\nshown\n" in text
    assert "polarity    negative" in text
    assert "confidence" in text
    assert "worth" in text
    for step in sale["steps"]:
        assert f"“{step['text']}”" in text
        assert step["rule"] in text
    found = json.loads(kg("why", sale["id"], "-o", str(built / "all"), "--json").stdout)
    assert {k: found[k] for k in sale} == sale
    assert sale["id"] not in {other["id"] for other in found["same_event"]}


def test_why_says_what_keeps_a_claim_back_and_what_else_its_clause_says(built: Path) -> None:
    claims = claims_of(built / "none")
    events = [c["event"] for c in claims if c["event"]]
    several = [c for c in claims if events.count(c["event"]) > 1]
    for claim in claims[:1] + several[:1]:
        text = kg("why", claim["id"], "-o", str(built / "none")).stdout
        assert f"kept back: {claim['hidden_because']}"[:60] in text
        assert ("the same clause says" in text) == (claim in several)


def test_a_card_lists_what_is_kept_back_when_asked(built: Path) -> None:
    out = str(built / "none")
    card = json.loads(kg("show", "Vera Lund", "-o", out, "--json").stdout)
    assert card["claims"] == []
    assert all(" is below 1" in c["because"] for c in card["kept_back"])
    assert (
        f"kept back ({len(card['kept_back'])}); --all shows them"
        in kg("show", "Vera Lund", "-o", out).stdout
    )
    everything = kg("show", "Vera Lund", "-o", out, "--all").stdout
    assert f"[{card['kept_back'][0]['id'][:8]}]: confidence" in " ".join(everything.split())


def test_an_unknown_claim_is_named_with_where_ids_are_listed(built: Path) -> None:
    unknown = kg("why", "nobody", "-o", str(built / "all"))
    assert unknown.returncode == 1
    assert "no claim has the id 'nobody'" in unknown.stderr
    assert "kg why A B" in unknown.stderr


def test_extract_prints_what_is_shown_as_tsv_and_all_as_json(built: Path) -> None:
    file = str(built / "letter.txt")
    assert kg("extract", file, "--format", "tsv", "--min-confidence", "1").stdout == ""
    lines = kg("extract", file, "--min-confidence", "1").stdout.splitlines()
    assert {json.loads(line)["id"] for line in lines} == {c["id"] for c in claims_of(built / "all")}


def test_a_build_of_nothing_shows_nothing() -> None:
    assert build_of((), (), ()).shown == 0
