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
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from kg.errors import DecisionError
from kg.model import TYPES

if TYPE_CHECKING:
    from ruamel.yaml import YAML

DecisionKind = Literal["same", "different", "rename", "retype", "drop"]
KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)
#: What a mapping that names a target may hold.
HANDLES = ("entity", "iri", "document", "sha256", "predicate")

TEMPLATE = """\
# Your decisions about this graph. This file is yours: a build reads it and never overwrites it.
# kg merge, kg split, kg rename, kg retype, kg drop and kg review write here too and keep comments.
# Name an entity by its label or IRI; where several share a label, add the document:
#   {entity: Michael Jordan, document: nba.txt}        or a relation:   {predicate: confer with}
#
# same:          # one thing; it keeps the name and IRI of the first
#   - [Shinzo Abe, Abe Shinzo]
# different:     # never one thing
#   - [{entity: Michael Jordan, document: nba.txt}, {entity: Michael Jordan, document: lab.txt}]
# rename:        # what to call it; the IRI stays
#   - {entity: Shinzo Abe, to: Abe Shinzo}
# retype:        # Person, Organization, Country, Place, Event, CreativeWork, Product, Law, ...
#   - {entity: Toyota, to: Organization}
# drop:          # leave it out, with all claims about it
#   - Read more
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a decision is about: an entity by any of its handles, or a predicate by its lemma.

    `document` narrows it to what that document calls so; `sha256`, the first digits of the hash of
    the document's text, finds the document again when its file was renamed.
    """

    entity: str = ""
    iri: str = ""
    document: str = ""
    sha256: str = ""
    predicate: str = ""

    def __str__(self) -> str:
        name = self.entity or self.iri or f"predicate {self.predicate}"
        return f"{name} in {self.document}" if self.document else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision. `to` is the new label of a rename, the new type of a retype, else empty."""

    kind: DecisionKind
    targets: tuple[Target, ...]
    to: str = ""

    def about(self) -> frozenset[Target]:
        """The targets, order aside: what two contrary decisions have in common."""
        return frozenset(self.targets)

    def __str__(self) -> str:
        named = " and ".join(map(str, self.targets))
        return f"{self.kind} {named}" + (f" to {self.to}" if self.to else "")


Decisions = tuple[Decision, ...]


def read_decisions(path: Path) -> Decisions:
    """The decisions of a file, in its order; none if there is no such file.

    Raises:
        DecisionError: the file is not what the template describes.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(f"cannot read {path}: {error}; it must be UTF-8 text") from error
    return tuple(_decisions(_load(text, path), path))


def add_decision(path: Path, decision: Decision) -> bool:
    """Write a decision into the file, keeping what is there and its comments.

    A contrary decision goes: a `same` removes the `different` of the same targets and the other
    way round, a rename, retype or drop replaces the one of its target. Returns False, and leaves
    the file alone, if the decision is there already.
    """
    current = read_decisions(path)
    if decision in current:
        return False
    _edit(path, [d for d in current if _contrary(d, decision)], decision)
    return True


def remove_decision(path: Path, decision: Decision) -> bool:
    """Take a decision out of the file; False if it is not there."""
    same = [d for d in read_decisions(path) if _about_the_same(d, decision)]
    if same:
        _edit(path, same, None)
    return bool(same)


def _contrary(old: Decision, new: Decision) -> bool:
    pair = {"same": "different", "different": "same"}
    return old.kind == pair.get(new.kind, new.kind) and old.about() == new.about()


def _about_the_same(old: Decision, wanted: Decision) -> bool:
    return old.kind == wanted.kind and old.about() == wanted.about()


# YAML


def _yaml() -> YAML:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _load(text: str, path: Path) -> Any:
    from ruamel.yaml.error import YAMLError

    try:
        return _yaml().load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise DecisionError(f"{path}{line}: {problem}; mend it or restore an older copy") from error


def _decisions(data: Any, path: Path) -> Iterator[Decision]:
    if data is None:
        return
    if not isinstance(data, dict):
        raise DecisionError(f"{path}: expected sections {', '.join(KINDS)}, found {data!r}")
    for kind, entries in data.items():
        if kind not in KINDS:
            raise DecisionError(f"{path}: unknown section {kind!r}; allowed are {', '.join(KINDS)}")
        if not isinstance(entries, list | None):
            raise DecisionError(f"{path}: section {kind!r} must be a list, one decision a line")
        for entry in entries or ():
            yield _decision(kind, entry, path)


def _decision(kind: DecisionKind, entry: Any, path: Path) -> Decision:
    def wrong(expected: str) -> DecisionError:
        return DecisionError(f"{path}: {kind}: {_plain(entry)!r} should be {expected}")

    if kind in ("same", "different"):
        if not isinstance(entry, list) or len(entry) < 2:
            raise wrong("a list of two or more, such as [Shinzo Abe, Abe Shinzo]")
        return Decision(kind=kind, targets=tuple(_target(part, wrong) for part in entry))
    if kind == "drop":
        return Decision(kind=kind, targets=(_target(entry, wrong),))
    if not isinstance(entry, dict) or not isinstance(entry.get("to"), str):
        raise wrong("a target with `to`, such as {entity: Toyota, to: Organization}")
    named = {key: value for key, value in entry.items() if key != "to"}
    if kind == "retype" and entry["to"] not in TYPES:
        raise wrong(f"one of the types {', '.join(TYPES)}")
    return Decision(kind=kind, targets=(_target(named, wrong),), to=str(entry["to"]))


def _target(entry: Any, wrong: Any) -> Target:
    if isinstance(entry, dict):
        bad = [key for key in entry if key not in HANDLES]
        values = {key: str(value) for key, value in entry.items()}
        if bad or not (set(values) & {"entity", "iri", "predicate"}):
            raise wrong(f"named by {', '.join(HANDLES)}")
    elif isinstance(entry, str | int | float):
        values = {"entity": str(entry)}
    else:
        raise wrong("an entity's label or IRI")
    if "://" in values.get("entity", ""):
        values["iri"] = values.pop("entity")
    return Target(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value


# Editing


def _edit(path: Path, gone: list[Decision], added: Decision | None) -> None:
    text = path.read_text("utf-8") if path.exists() else TEMPLATE
    data = _load(text, path)
    if data is None:  # nothing but comments, which YAML readers lose
        text = text.rstrip("\n") + "\n" + (_dump(_section(added)) if added else "")
    else:
        for kind in KINDS:
            entries = data.get(kind) or []
            for at in reversed(range(len(entries))):
                if _decision(kind, entries[at], path) in gone:
                    del entries[at]
        if added is not None:
            if not data.get(added.kind):
                data[added.kind] = []
            data[added.kind].append(_entry(added))
        text = _dump(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8", newline="\n")
    fresh.replace(path)


def _section(decision: Decision) -> dict[str, list[Any]]:
    return {decision.kind: [_entry(decision)]}


def _entry(decision: Decision) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    made = []
    for target in decision.targets:
        handles = {h: getattr(target, h) for h in HANDLES if getattr(target, h)}
        mapping = CommentedMap(handles)
        mapping.fa.set_flow_style()
        made.append(mapping)
    if decision.kind in ("same", "different"):
        entry = CommentedSeq(made)
        entry.fa.set_flow_style()
        return entry
    if decision.to:
        made[0]["to"] = decision.to
    return made[0]


def _dump(data: Any) -> str:
    out = io.StringIO()
    _yaml().dump(data, out)
    return out.getvalue()
