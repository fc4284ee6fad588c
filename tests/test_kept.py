"""Claims and records that stay on the disk: the same build as in memory, byte for byte."""

import gc
from pathlib import Path

import pytest

from kg.build import assemble, build, write_outputs
from kg.corpus.kept import KeptClaims, StoredRecords, by_document, by_id, in_any_order
from kg.corpus.shards import Reading
from kg.corpus.store import Sources, Store, finished_build
from kg.model import Build, Settings
from kg.upkeep import update

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture
def kept(examples: Build, tmp_path: Path) -> KeptClaims:
    # as they are made: document by document, in no order of ids
    made = sorted(examples.claims, key=lambda c: (c.document, c.sentence.start, c.id))
    return KeptClaims(made, folder=tmp_path)


def test_kept_claims_are_the_sequence_that_was_given(examples: Build, kept: KeptClaims) -> None:
    assert kept == examples.claims
    assert (len(kept), kept[3], kept[-1]) == (
        len(examples.claims), examples.claims[3], examples.claims[-1]
    )  # fmt: skip
    assert kept[2:7:2] == examples.claims[2:7:2]
    assert kept != examples.claims[1:]
    with pytest.raises(IndexError):
        kept[len(kept)]


def test_kept_claims_can_be_gone_through_twice_at_once(examples: Build, kept: KeptClaims) -> None:
    pairs = list(zip(kept, in_any_order(kept), strict=True))
    assert tuple(one for one, _ in pairs) == examples.claims
    assert {other.id for _, other in pairs} == {claim.id for claim in examples.claims}


def test_kept_claims_come_in_every_order_that_exports_need(
    examples: Build, kept: KeptClaims
) -> None:
    backwards = examples.claims[::-1]
    assert list(by_id(backwards)) == list(by_id(kept)) == list(examples.claims)
    for claims in (backwards, kept):
        found = {document: {c.id for c in some} for document, some in by_document(claims)}
        assert list(found) == sorted(d.id for d in examples.documents)
        assert found == {
            d.id: {c.id for c in examples.claims if c.document == d.id} for d in examples.documents
        }


def test_kept_claims_leave_no_file_behind(examples: Build, tmp_path: Path) -> None:
    kept = KeptClaims(examples.claims, folder=tmp_path)
    file = kept._file
    assert list(tmp_path.iterdir()) == [] and not file.closed
    del kept
    gc.collect()
    assert file.closed


def test_a_build_from_the_disk_is_that_in_memory(tmp_path: Path) -> None:
    sources = Sources(inputs=(str(EXAMPLES),))
    done = update(sources, tmp_path / "disk", settings=Settings(), reading=Reading(), failed=[])
    whole = build([EXAMPLES])
    write_outputs(whole, tmp_path / "memory")
    assert isinstance(done.claims if done else None, KeptClaims)
    names = {p.relative_to(tmp_path / "memory") for p in (tmp_path / "memory").rglob("*")}
    files = sorted(name for name in names if (tmp_path / "memory" / name).is_file())
    assert len(files) > 10
    for name in files:
        assert (tmp_path / "disk" / name).read_bytes() == (tmp_path / "memory" / name).read_bytes()


def test_stored_records_come_sorted_as_often_as_wanted(tmp_path: Path) -> None:
    for name in "cab":
        (tmp_path / f"{name}.txt").write_text(f"Anna Berg met {name.upper()}im.", "utf-8")
    sources, output = Sources(inputs=(str(tmp_path),)), tmp_path / "out"
    reading = Reading(shard=1)  # a file each
    update(sources, output, settings=Settings(), reading=reading, failed=[])
    last = finished_build(output)
    assert last is not None
    records = StoredRecords(Store(output / ".kg"), reversed(last.entries))
    for _ in range(2):
        assert [r.document.id for r in records] == ["a.txt", "b.txt", "c.txt"]
    one, other = assemble(records, Settings()), assemble(list(records)[::-1], Settings())
    assert (one.claims, one.entities, one.facts) == (other.claims, other.entities, other.facts)
    assert one.documents == other.documents and len(one.documents) == 3
