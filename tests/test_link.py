"""Names → known things: right where it is clear, nothing where it is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build import assemble
from kg.errors import ReadError
from kg.link import OwnGazetteer, bundled, choose, countries
from kg.link import Surroundings as Around
from kg.model import TYPES, Build, Record, Settings

NOTHING = Around()


def linked(
    *names: str, type: str = "Place", attached: tuple[str, ...] = (), around: Around = NOTHING
) -> str:
    """The last part of the first link, or nothing."""
    entry = choose(names, type, around, attached=attached)
    return entry.links[0].rstrip("/").rpartition("/")[2] if entry else ""


def test_every_country_has_a_code_and_a_wikidata_id() -> None:
    known = bundled().by_country
    for country in countries():
        entry = known[country.code]
        assert entry.label == country.label
        assert entry.links[0].startswith("http://www.wikidata.org/entity/Q")
    assert len({e.links[0] for e in known.values()}) == len(known)


def test_well_known_names_are_linked() -> None:
    assert linked("Paris") == "Q90"
    assert linked("Kiev") == linked("Kyiv") == "Q1899"
    assert linked("Europe") == "Q46"
    assert linked("the Mediterranean") == "Q4918"
    assert linked("UN", type="Organization") == "Q1065"
    assert linked("World Health Organization", type="Organization") == "Q7817"
    assert linked("Puerto Rico") == "Q1183"
    assert linked("Bavaria") == "Q980"


def test_ambiguous_names_stay_unlinked_without_context() -> None:
    for name in ("Georgia", "Washington", "Congo", "Springfield", "San José"):
        assert linked(name) == "", name


def test_the_document_says_which_one() -> None:
    tbilisi = bundled().find("Tbilisi")[0]
    assert linked("Georgia", around=Around(cities=frozenset({tbilisi}))) == "Q230"
    assert linked("Georgia", around=Around(countries=frozenset({"US"}))) == "Q1428"
    assert linked("Paris", attached=("Texas",)) == "4717560"
    assert linked("Athens", attached=("Georgia",)) != linked("Athens", attached=("Greece",))


def test_what_words_mean_otherwise_is_no_place() -> None:
    assert linked("Paris", type="Person") == ""
    assert linked("who", type="Organization") == ""
    assert linked("White House") == ""


@pytest.fixture(scope="module")
def build(record: Callable[..., Record]) -> Build:
    texts = {
        "a.txt": "Beijing accused Tokyo of lying. The mayor of Paris, Texas met Anna Berg.",
        "b.txt": "Anna Berg flew to Paris in France. The French capital was full.",
    }
    return assemble([record(text, id=name) for name, text in texts.items()], Settings())


def test_a_capital_that_acts_as_a_government_is_marked_and_not_merged(build: Build) -> None:
    by_label = {e.label: e for e in build.entities}
    assert by_label["Beijing"].metonym == "http://www.wikidata.org/entity/Q148"
    assert by_label["Beijing"].type == "Place"
    assert by_label["Tokyo"].metonym is None


def test_links_come_out_of_a_build(build: Build) -> None:
    paris = [e.links for e in build.entities if e.label == "Paris"]
    assert any("http://www.wikidata.org/entity/Q90" in links for links in paris)


# The user's own gazetteer

CSV = """\
label,iri,aliases,type
Anna Berg,https://staff.example/1,A. Berg;Berg of Accounting,Person
Collective self-defense,https://terms.example/csd,collective self-defence,Concept
Mercury,https://things.example/planet,,Place
Mercury,https://things.example/firm,,Organization
"""
SKOS = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
<https://staff.example/1> a schema:Person ; skos:prefLabel "Anna Berg"@en ;
    skos:altLabel "A. Berg", "Berg of Accounting"@en, "Anna vom Berg"@de .
<https://terms.example/csd> a skos:Concept ; skos:prefLabel "Collective self-defense"@en .
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def own(folder: Path, name: str, text: str) -> OwnGazetteer:
    (folder / name).write_text(text, encoding="utf-8")
    return OwnGazetteer([folder / name], types=TYPES)


@pytest.mark.parametrize("engine", ["pyoxigraph", "rdflib"])
def test_csv_and_skos_say_the_same(
    engine: str, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine == "rdflib":
        monkeypatch.setattr("kg.link.own.find_spec", lambda name: None)
    both = [own(cache, "own.csv", CSV), own(cache, "own.ttl", SKOS)]
    for gazetteer in both:
        (anna,) = gazetteer.find("berg of accounting")
        assert (anna.iri, anna.label, anna.type) == (
            "https://staff.example/1", "Anna Berg", "Person",
        )  # fmt: skip
        assert gazetteer.find("Collective  self-defense")[0].type == "Concept"
        assert gazetteer.find("Anna vom Berg") == ()


def test_own_entries_link_names_and_concepts_and_shared_labels_only_by_type(
    cache: Path, record: Callable[..., Record]
) -> None:
    own(cache, "own.csv", CSV)
    settings = Settings(gazetteers=((cache / "own.csv").as_posix(),))
    texts = {
        "a.txt": "Anna Berg praised collective self-defense. She sued the company Mercury Inc.",
        "b.txt": "Japan wants collective self-defense. Berg of Accounting met Anna Berg.",
    }
    build = assemble([record(text, id=name) for name, text in texts.items()], settings)
    links = {e.label: e.links for e in build.entities}
    assert links["Anna Berg"] == ("https://staff.example/1",)
    assert links["collective self-defense"] == ("https://terms.example/csd",)
    assert "http://www.wikidata.org/entity/Q17" in links["Japan"]


def test_an_own_entry_is_the_thing_where_the_bundled_one_is_only_close(
    cache: Path, record: Callable[..., Record]
) -> None:
    own(cache, "own.csv", "label,iri,type\nNew York,https://places.example/ny,Place\n")
    settings = Settings(gazetteers=((cache / "own.csv").as_posix(),))
    build = assemble([record("He moved to New York.", id="a.txt")], settings)
    (found,) = build.entities
    assert (found.links, found.close) == (("https://places.example/ny",), ())


def test_the_file_is_read_again_only_when_its_content_changes(cache: Path) -> None:
    own(cache, "own.csv", CSV)
    tables = cache / "cache" / "kg"
    assert len(list(tables.iterdir())) == 1
    own(cache, "copy.csv", CSV)
    assert len(list(tables.iterdir())) == 1
    changed = own(cache, "own.csv", CSV.replace("Anna Berg", "Anna Holm"))
    assert len(list(tables.iterdir())) == 2
    assert changed.find("Anna Holm")
    assert not changed.find("Anna Berg")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.csv", "name,uri\na,b\n", "needs columns label and iri"),
        ("x.csv", "label,iri\nAnna,not an iri\n", "line 2"),
        ("x.csv", "label,iri,type\nAnna,https://a.example/1,Animal\n", "unknown type 'Animal'"),
        ("x.ttl", "this is no turtle", "no Turtle file"),
    ],
)
def test_a_wrong_file_is_one_clear_line_and_leaves_no_table(
    name: str, text: str, said: str, cache: Path
) -> None:
    with pytest.raises(ReadError, match=said) as raised:
        own(cache, name, text)
    assert str(cache / name) in str(raised.value)
    assert list((cache / "cache" / "kg").iterdir()) == []


def test_a_missing_file_names_the_option() -> None:
    with pytest.raises(ReadError, match="check --gazetteer"):
        OwnGazetteer(["nowhere.csv"], types=TYPES)
