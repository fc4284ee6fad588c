"""What a brief cannot tell: what was not read, and what was read and kept back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.ask.brief.model import Line, Section
from kg.ask.stats import reason_of
from kg.corpus.store import Finished
from kg.english.foreign import NOT_ENGLISH
from kg.model import Build

#: Inputs named in a line before "and N more".
NAMED = 10


def gaps(build: Build, last: Finished | None) -> Iterator[Section]:
    """What is missing: inputs, languages, kinds of file, sentences kept back, open cases."""
    lines = [*_unread(last), *_foreign(build), *_kept_back(build), *_open(build)]
    yield Section(title="Gaps", lines=tuple(lines), intro="" if lines else "None are known.")


def _unread(last: Finished | None) -> Iterator[Line]:
    if last is None:
        yield Line(text="Which files could not be read is not known: the folder came without .kg.")
        return
    for kind, names in (("Failed", last.failed), ("Left out", last.notes)):
        yield from (Line(lead=kind, text=name) for name in names[:NAMED])
        if len(names) > NAMED:
            yield Line(lead=kind, text=f"and {len(names) - NAMED:,} more; kg status lists them.")
    if last.unread:
        kinds = ", ".join(f"{suffix} ({count:,})" for suffix, count in last.unread)
        yield Line(lead="Not read", text=f"files of kinds that kg cannot read: {kinds}.")


def _foreign(build: Build) -> Iterator[Line]:
    count = Counter(document for document, _, why in build.missed if why == NOT_ENGLISH)
    if count:
        some = ", ".join(f"{name} ({n:,})" for name, n in sorted(count.items())[:NAMED])
        left = len(count) - NAMED
        more = f", and {left:,} documents more; kg documents lists them" if left > 0 else ""
        total = sum(count.values())
        yield Line(lead="Not read", text=f"{total:,} sentences that are not English: {some}{more}.")


def _kept_back(build: Build) -> Iterator[Line]:
    hidden = Counter(reason_of(c.hidden_because) for c in build.claims if not c.shown)
    if hidden:
        text = f"{hidden.total():,} of {len(build.claims):,} claims: {_counted(hidden)}."
        yield Line(lead="Kept back", text=text)
    missed = Counter(reason_of(why) for _, _, why in build.missed if why != NOT_ENGLISH)
    if missed:
        text = f"{missed.total():,} sentences gave no claim that is shown: {_counted(missed)}."
        yield Line(lead="Nothing found", text=text)


def _counted(count: Counter[str]) -> str:
    ranked = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    return "; ".join(f"{reason} ({n:,})" for reason, n in ranked)


def _open(build: Build) -> Iterator[Line]:
    for case in build.review[:NAMED]:
        sides = (case.first, case.second)
        two = " and ".join(f"“{side.label}” of {side.mention.document}" for side in sides)
        yield Line(lead="Not decided", text=f"whether {two} are one; kg review decides it.")
    left = len(build.review) - NAMED
    if left > 0:
        yield Line(lead="Not decided", text=f"and {left:,} more; kg review lists them.")
