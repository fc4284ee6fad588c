"""The user's decisions about who is who: read from `decisions.yaml`, edited there, kept for good.

A decision names its *targets* by handles that last: an entity's label or IRI, with a document where
several share the label, or a predicate. `kg.resolve` replays all decisions on every build, so
taking one out again gives back exactly what was before.

    same:
      - [Shinzo Abe, Abe Shinzo]
      - [{predicate: confer with}, {predicate: meet}]
    different:
      - [{entity: Michael Jordan, document: nba.txt}, {entity: Michael Jordan, document: lab.txt}]
    rename:
      - {entity: Abe Shinzo, to: Shinzo Abe}
    retype:
      - {entity: Toyota, to: Organization}
    drop:
      - Read more
    mention:
      - {text: He, sentence: He left., document: nba.txt, is: nobody}
    reject:
      - {claim: 2f3ffa8d, document: nba.txt, sentence: ..., subject: He, predicate: left}
    assert:
      - {claim: 91c0e5aa, document: lab.txt, sentence: ..., subject: ..., predicate: ..., by: Ines}
    note:
      - {entity: Toyota, says: ask Ines which of the two firms}

Each may have a `note`, which says why. What stands in the section `note` is for people alone: it
changes no graph.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from kg.decisions import text as text_of
from kg.errors import DecisionError
from kg.files import read_bytes, write_bytes
from kg.model import TYPES

if TYPE_CHECKING:
    from ruamel.yaml import YAML

DecisionKind = Literal[
    "same", "different", "rename", "retype", "drop", "mention", "reject", "assert", "note"
]
KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)
#: What a mapping that names a target may hold, of an entity, a mention and a claim.
HANDLES = (
    "entity", "iri", "text", "claim", "sentence", "subject", "predicate", "object", "document",
    "sha256",
)  # fmt: skip
#: What the word that a decision gives is called in the file; lists have none.
GIVEN: dict[DecisionKind, str] = {
    "rename": "to", "retype": "to", "mention": "is", "assert": "by", "note": "says",
}  # fmt: skip
#: What a mention is that stands for nothing known.
NOBODY = "nobody"

TEMPLATE = """\
# Your decisions about this graph. This file is yours: a build reads it and never overwrites it.
# kg merge, split, rename, retype, drop, mention, reject, assert and review write here too and keep
# comments.
# Name an entity by its label or IRI; where several share a label, add the document:
#   {entity: Michael Jordan, document: nba.txt}        or a relation:   {predicate: confer with}
#
# A `note` says why:   {entity: Toyota, to: Organization, note: the firm is meant}
#
# same:          # one thing; it keeps the fuller name and the IRI of the first
#   - [Shinzo Abe, Abe Shinzo]
# different:     # never one thing
#   - [{entity: Michael Jordan, document: nba.txt}, {entity: Michael Jordan, document: lab.txt}]
#   - [{text: Anna Pike}, {text: Pike & Rowntree}]  # names that one document takes for one
# rename:        # what to call it; the IRI stays
#   - {entity: Shinzo Abe, to: Abe Shinzo}
# retype:        # Person, Organization, Country, Place, Event, CreativeWork, Product, Law, ...
#   - {entity: Toyota, to: Organization}
# drop:          # leave it out, with all claims about it
#   - Read more
# mention:       # what the words of one sentence stand for; nobody: that is left open
#   - {text: He, sentence: He left the firm., document: will.txt, is: nobody}
# reject:        # a claim that is wrong; it makes no edge
#   - {claim: 2f3ffa8d, document: will.txt, note: the clerk misread it}
# assert:        # a claim that somebody confirms; its confidence is 1
#   - {claim: 91c0e5aa, document: will.txt, by: Ines Roth}
# note:          # a remark about an entity, a claim or a document; it changes nothing
#   - {entity: Toyota, says: ask Ines which of the two firms}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a decision is about: an entity, the mentions of some words, a predicate or a claim.

    `entity` and `iri` are handles of an entity, `predicate` alone is a lemma. `text` stands for
    what the documents call exactly so, or with `sentence` for that one mention. `claim` is the id
    of a claim; `sentence`, `subject`, `predicate` and `object` are its words, by which it is found
    again when the document was edited. `document` narrows a target to that document; `sha256`, the
    first digits of the hash of its text, finds it again when its file was renamed.
    """

    entity: str = ""
    iri: str = ""
    text: str = ""
    claim: str = ""
    sentence: str = ""
    subject: str = ""
    predicate: str = ""
    object: str = ""
    document: str = ""
    sha256: str = ""

    def __str__(self) -> str:
        name = self.entity or self.iri or self.text or f"predicate {self.predicate}"
        if self == Target(document=self.document, sha256=self.sha256):
            return self.document
        if self.claim or self.subject:
            name = " ".join(filter(None, (self.subject, self.predicate, self.object)))
            name = f"“{name}”"
        return f"{name} in {self.document}" if self.document else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision and, in `note`, why.

    `to` is the new label of a rename, the new type of a retype, the entity that a mention stands
    for (`nobody` for none), the name of who asserts a claim, the words of a note; else empty.
    """

    kind: DecisionKind
    targets: tuple[Target, ...]
    to: str = ""
    note: str = ""

    def about(self) -> frozenset[Target]:
        """The targets, order aside: what two contrary decisions have in common."""
        return frozenset(self.targets)

    def __str__(self) -> str:
        named = " and ".join(map(str, self.targets))
        return f"{self.kind} {named}" + (f" {GIVEN[self.kind]} {self.to}" if self.to else "")


Decisions = tuple[Decision, ...]


def read_decisions(path: Path) -> Decisions:
    """The decisions of a file, in its order; none if there is no such file. Notes are none.

    Raises:
        DecisionError: the file is not what the template describes.
    """
    return tuple(d for d in read_all(path) if d.kind != "note")


def read_all(path: Path) -> Decisions:
    """The decisions and the notes of a file, in its order. Raises as `read_decisions`."""
    return tuple(d for _, found in _by_section(path, _read(path)) for d in found)


def read_hashed(path: Path) -> tuple[Decisions, str]:
    """The decisions of a file, and a hash of it; of nothing where it holds none."""
    text = _read(path)
    found = (d for _, section in _by_section(path, text) for d in section)
    decisions = tuple(d for d in found if d.kind != "note")
    said = text.encode("utf-8") if decisions else b""
    return decisions, hashlib.sha256(said).hexdigest()


def add_decision(path: Path, decision: Decision) -> bool:
    """Write a decision into the file, keeping what is there and its comments.

    A contrary decision goes: a `same` removes the `different` of the same targets and the other
    way round, `reject` and `assert` of one claim likewise; any decision replaces the one of its
    kind and targets, with its note. Returns False, and leaves
    the file alone, if the decision is there already. Others who write at the same time are kept
    out by `kg.upkeep.decide`, not here.
    """
    text = _read(path)
    sections = _by_section(path, text)
    if any(decision in found for _, found in sections):
        return False
    _edit(path, text, _where(sections, lambda d: _contrary(d, decision)), decision)
    return True


def remove_decision(path: Path, decision: Decision) -> bool:
    """Take a decision out of the file; False if it is not there."""
    text = _read(path)
    same = _where(_by_section(path, text), lambda d: _about_the_same(d, decision))
    if same:
        _edit(path, text, same, None)
    return bool(same)


def file_bytes(path: Path) -> bytes | None:
    """What is in the file; None where there is none. Raises DecisionError."""
    try:
        return read_bytes(path, text_of.LONGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = error.strerror or str(error)
        raise DecisionError(f"cannot read {path}: {reason}; it must be UTF-8 text") from error


@contextmanager
def put_back(path: Path) -> Iterator[Callable[[], None]]:
    """Whatever fails inside, the file is as it was. Raises DecisionError if it cannot be read.

    What is yielded is called when the file has been edited: what somebody else writes after that
    is theirs, and stays.
    """
    before, ours = file_bytes(path), list[bytes | None]()
    try:
        yield lambda: ours.append(file_bytes(path))
    except BaseException:
        with suppress(OSError):
            now = file_bytes(path)
            if now != before and (not ours or now == ours[-1]):
                if before is None:
                    path.unlink(missing_ok=True)
                else:
                    write_bytes(path.resolve(), before)
        raise


def _contrary(old: Decision, new: Decision) -> bool:
    pair = {"same": "different", "different": "same", "reject": "assert", "assert": "reject"}
    return old.kind in (new.kind, pair.get(new.kind)) and old.about() == new.about()


def _about_the_same(old: Decision, wanted: Decision) -> bool:
    return old.kind == wanted.kind and old.about() == wanted.about()


# Reading

#: The decisions of each section, in the order of the file.
_Sections = list[tuple[DecisionKind, list[Decision]]]


def _read(path: Path) -> str:
    """The text of the file, of the template where there is none. Raises DecisionError."""
    data = file_bytes(path)
    try:
        return TEMPLATE if data is None else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DecisionError(f"cannot read {path}: {error}; it must be UTF-8 text") from error


def _by_section(path: Path, text: str) -> _Sections:
    plain = text_of.plain(text)
    data = text_of.values(text, str(path)) if plain is None else plain.values()
    if data is None:
        return []
    if not isinstance(data, dict):
        raise DecisionError(f"{path}: expected sections {', '.join(KINDS)}, found {_shown(data)}")
    unknown = [_shown(kind) for kind in data if kind not in KINDS]
    if unknown:
        allowed = ", ".join(KINDS)
        raise DecisionError(f"{path}: unknown section {unknown[0]}; allowed are {allowed}")
    known: dict[str, DecisionKind] = {kind: kind for kind in KINDS}
    return [(known[k], list(_decisions(known[k], entries, path))) for k, entries in data.items()]


def _decisions(kind: DecisionKind, entries: Any, path: Path) -> Iterator[Decision]:
    if not isinstance(entries, list | None):
        raise DecisionError(f"{path}: section {kind!r} must be a list, one decision a line")
    for entry in entries or ():
        yield _decision(kind, entry, path)


#: What an entry of a section looks like.
_LOOKS: dict[DecisionKind, str] = {
    "same": "a list of two or more, such as [Shinzo Abe, Abe Shinzo]",
    "different": "a list of two or more, such as [Shinzo Abe, Abe Shinzo]",
    "rename": "a target with `to`, such as {entity: Toyota, to: Organization}",
    "retype": "a target with `to`, such as {entity: Toyota, to: Organization}",
    "mention": "{text: He, sentence: He left., document: a.txt, is: Anna Pike}; `is` may be nobody",
    "reject": "{claim: 2f3ffa8d, document: a.txt, note: why}",
    "assert": "{claim: 2f3ffa8d, document: a.txt, by: who says so}",
    "note": "{entity: Toyota, says: ask Ines which firm is meant}",
}
#: What names a target: one of these is needed.
_NEEDED: dict[DecisionKind, tuple[str, ...]] = {
    "same": ("entity", "iri", "predicate", "text"),
    "different": ("entity", "iri", "predicate", "text"),
    "mention": ("text",),
    "reject": ("claim", "subject"),
    "assert": ("claim", "subject"),
    "note": ("entity", "iri", "claim", "document"),
}


def _decision(kind: DecisionKind, entry: Any, path: Path) -> Decision:
    def wrong(expected: str) -> DecisionError:
        return DecisionError(f"{path}: {kind}: {_shown(entry)} should be {expected}")

    entry, note = _noted(entry)
    if kind in ("same", "different"):
        if not isinstance(entry, list) or len(entry) < 2:
            raise wrong(_LOOKS[kind])
        targets = tuple(_target(part, kind, wrong) for part in entry)
        return Decision(kind=kind, targets=targets, note=note)
    key = GIVEN.get(kind)
    to, named = _given(entry, key, wrong=lambda: wrong(_LOOKS[kind])) if key else ("", entry)
    if kind == "retype" and to not in TYPES:
        raise wrong(f"one of the types {', '.join(TYPES)}")
    if kind == "mention" and not (named.get("sentence") and named.get("document")):
        raise wrong(_LOOKS[kind])
    return Decision(kind=kind, targets=(_target(named, kind, wrong),), to=to, note=note)


def _given(entry: Any, key: str, *, wrong: Callable[[], DecisionError]) -> tuple[str, Any]:
    """The word that a decision gives under `key`, and the rest of its entry."""
    to = entry.get(key) if isinstance(entry, dict) else None
    if not isinstance(to, str) or not to.strip():
        raise wrong()
    return to, {name: value for name, value in entry.items() if name != key}


def _noted(entry: Any) -> tuple[Any, str]:
    """An entry without its note, and the note: one of its keys, or the last part of a list."""
    if isinstance(entry, list) and entry and isinstance(entry[-1], dict):
        last = entry[-1]
        if last.keys() == {"note"} and isinstance(last["note"], str):
            return entry[:-1], last["note"]
    if isinstance(entry, dict) and isinstance(entry.get("note"), str):
        return {key: value for key, value in entry.items() if key != "note"}, entry["note"]
    return entry, ""


def _target(entry: Any, kind: DecisionKind, wrong: Callable[[str], DecisionError]) -> Target:
    if isinstance(entry, dict):
        values = entry
        known = all(key in HANDLES and isinstance(value, str) for key, value in entry.items())
        needed = _NEEDED.get(kind, ("entity", "iri", "predicate"))
        if not known or not any(entry.get(key) for key in needed):
            raise wrong(_LOOKS.get(kind, f"named by {', '.join(HANDLES)}"))
    elif isinstance(entry, str) and entry and kind not in ("mention", "reject", "assert"):
        values = {"entity": entry}
    else:
        raise wrong(
            _LOOKS[kind] if kind in GIVEN or kind == "reject" else "an entity's label or IRI"
        )
    if "://" in values.get("entity", ""):
        values = {**values, "iri": values["entity"]}
        del values["entity"]
    return Target(**values)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:97]}..."


# Editing


def _where(sections: _Sections, test: Callable[[Decision], bool]) -> list[tuple[str, int]]:
    """The places of some decisions: section and number in it."""
    return [(kind, at) for kind, found in sections for at, d in enumerate(found) if test(d)]


def _edit(path: Path, text: str, gone: list[tuple[str, int]], added: Decision | None) -> None:
    plain = text_of.plain(text)
    if plain is None:
        edited = _edited(text, gone, added)
    else:
        kind, entry = (added.kind, _line(added)) if added is not None else ("", "")
        edited = plain.edited(gone, kind, entry)
    try:
        write_bytes(path.resolve(), edited.encode("utf-8"))  # it may be a link of the user's
    except UnicodeEncodeError as error:
        raise DecisionError(
            f"cannot write {_shown(str(added))}: it is no text; write the name in UTF-8"
        ) from error
    except OSError as error:
        raise DecisionError(
            f"cannot write {path}: {error.strerror or error}; make its folder writable, with "
            "space left"
        ) from error


def _line(decision: Decision) -> str:
    """A decision as one entry of its section: `[{entity: A}, {entity: B}]`."""
    made = [
        {h: getattr(target, h) for h in HANDLES if getattr(target, h)}
        for target in decision.targets
    ]
    listed = decision.kind in ("same", "different")
    if decision.to:
        made[0][GIVEN[decision.kind]] = decision.to
    if decision.note and listed:
        made.append({"note": decision.note})
    elif decision.note:
        made[0]["note"] = decision.note
    said = [
        ", ".join(f"{name}: {text_of.quoted(value)}" for name, value in handles.items())
        for handles in made
    ]
    return f"[{', '.join(f'{{{one}}}' for one in said)}]" if listed else f"{{{said[0]}}}"


def _edited(text: str, gone: list[tuple[str, int]], added: Decision | None) -> str:
    """The same with any YAML: ruamel keeps comments and quotes."""
    yaml = _yaml()
    data = yaml.load(text) or yaml.map()
    for kind, at in reversed(gone):
        del data[kind][at]
    if added is not None:
        if not data.get(added.kind):
            data[added.kind] = []
        data[added.kind].append(yaml.load(_line(added)))
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _yaml() -> YAML:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
