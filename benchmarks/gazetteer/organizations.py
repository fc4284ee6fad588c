"""Make `kg/data/organizations.csv.gz`: organisations that a name alone tells, with Wikidata ids.

    npm pack name-suggestion-index@8.0.20260918        (unpack it; BSD-3-Clause, Wikidata: CC0)
    python benchmarks/gazetteer/organizations.py package shared/data

The index of OpenStreetMap has companies, universities, agencies with their Wikidata label and a
description. Kept are those that a reader knows by the name: several words of which one is no
ordinary word, or one word that is no name of a person or a place and that a large company bears.
`REVIEWED` are names whose ids GUM train (CC BY 4.0) or two documents of KnowledgeNet (MIT) give; no
id is from memory. What two sources number differently is left out.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.english.given import first_names
from kg.link import bundled, find_people
from kg.link.gazetteer import fold
from kg.resolve.background import background

DATA = Path(__file__).parents[2] / "kg/data"
#: What a description says of an organisation, and what it says of anything else.
KIND = re.compile(
    r"\b(company|companies|bank|university|airline|retailer|retail|manufacturer|corporation|chain"
    r"|agency|organi[sz]ation|ministry|department|military|army|navy|force|college|institute"
    r"|conglomerate|brand|operator|carmaker|automaker|insurer|group|service|school|hospital"
    r"|charity|party|association|supplier|provider|cooperative|church|society|foundation"
    r"|authority|museum|enterprise|firm|multinational|league|union)\b",
    re.IGNORECASE,
)
OTHER = re.compile(
    r"\b(town|city|county|municipality|country|village|district|person|businessman|flag|religion"
    r"|film|book|river|lake|island|commune|borough|province|line|railway station)\b",
    re.IGNORECASE,
)
#: What makes the bearer of a single word known everywhere.
LARGE = re.compile(
    r"multinational|carmaker|car manufacturer|car company|automobile|automotive|technology|airline"
    r"|oil and gas|petroleum|telecommunication|conglomerate|pharmaceutical|worldwide|software"
    r"|electronics|mobile network",
    re.IGNORECASE,
)
#: Pages of its own elsewhere that the index knows of, at least, for one word and for several.
PAGES_ONE, PAGES = 6, 3
LETTERS = re.compile(r"[\w&’'., -]+")
ORDINARY = frozenset(
    "of the and for at in & north south east west northern southern eastern western central first"
    " national united general royal".split()
)
#: Single words that the rule lets through and that mean something else as often.
UNSURE = frozenset("proton savers comfy vauxhall mulberry spar carlin dodge fust irby".split())

#: Names that readers know, one a line; others after a bar. Their ids are looked up.
REVIEWED = """
ABC News
Academia Sinica
Aeroméxico
Agence France-Presse|AFP
Air Canada
Airbnb
Alaska Airlines
American Academy of Pediatrics
American Airlines
American Broadcasting Company
American University of Beirut
Associated Press
Australian Broadcasting Corporation
BBC|British Broadcasting Corporation
BBC News
Black Lives Matter
Boston Red Sox
Boston University
British Academy of Film and Television Arts|BAFTA
British Airways
British Red Cross
CBS
Catholic Church|Roman Catholic Church
Central Intelligence Agency|CIA
Chicago White Sox
Church of Scientology
Cleveland Browns
Cleveland Cavaliers
Cleveland Indians
Columbia University
Congressional Black Caucus
Conservatoire de Paris|Paris Conservatoire
Continental Army
Cornell University
Creative Commons
DC Comics
Delta Air Lines
Duke University
Durham University
Eastern Orthodox Church
Elsevier
Five Star Movement
Flickr
French Academy of Sciences
Harvard Law School
Harvard University
Hawaiian Airlines
Hebrew University of Jerusalem
HBO
Houston Astros
HuffPost
International Air Transport Association|IATA
JetBlue
Jet Propulsion Laboratory
Korean Central News Agency
Korean People's Army
Kyoto University
LibriVox
MTV
Major League Baseball
Marvel Studios
Massachusetts Institute of Technology|MIT
Michigan State University
Minor League Baseball
NBC
National Collegiate Athletic Association|NCAA
National Park Service
National Science Foundation
Netflix
New York Mets
Northwestern University
O'Reilly Media
Ohio State University
Pittsburgh Pirates
ResearchGate
Rice University
Royal Institute of British Architects
Royal Society
SIL International
Sirius XM
Skidmore College
Sky News
Southwest Airlines
Spirit Airlines
St. Louis Cardinals
Stanford University
Suffolk University
Supreme Court of the United States|United States Supreme Court
Tampa Bay Rays
The A.V. Club
The Canadian Press
The Cleveland Orchestra
The Globe and Mail
The New York Times
The New Zealand Herald
The Second City
The Straits Times
The Velvet Underground
The Village Voice
The Walt Disney Company|Walt Disney Company
Tsinghua University
Twitter
Ubisoft
United Airlines
United States Army
United States Army Corps of Engineers
United States Census Bureau
United States Congress
United States Court of Appeals for the Ninth Circuit|Ninth Circuit Court of Appeals
United States Court of Appeals for the Second Circuit
United States Department of Agriculture|USDA
United States Department of Defense
United States Department of Homeland Security
United States Department of State
United States Environmental Protection Agency
United States House of Representatives
United States Marine Corps
United States Military Academy
United States National Security Council
United States Navy
United States Secret Service
United States Senate
University of Basel
University of Birmingham
University of California
University of California, Berkeley|UC Berkeley|University of California at Berkeley
University of California, Santa Barbara
University of Chicago
University of Copenhagen
University of Helsinki
University of Michigan
University of North Carolina at Chapel Hill
University of Paris
University of Pisa
University of Portsmouth
University of Sheffield
University of Southern California
University of Texas at Austin
Warner Bros.|Warner Brothers
Washington State University
WestJet
Wikimedia Commons
Wikimedia Foundation
Wikinews
Wikipedia
Women's Tennis Association
Yonhap News Agency
YouTube
Princeton University
Uppsala University
Johns Hopkins University
Yale University
Russian Academy of Sciences
Moscow State University
California Institute of Technology|Caltech
Australian Labor Party
Fine Gael
Brigham Young University
University of Oxford|Oxford University
University of Cambridge|Cambridge University
Gestapo
Bank of America
Brandeis University
Nazi Party
Communist Party of the Soviet Union
United States Air Force|USAF
Royal Academy of Music
University of Stuttgart
Villanova University
University of Kiel
University of California, Los Angeles|UCLA
Royal Swedish Academy of Sciences
University College London
University of London
University of Virginia
Bell Labs|Bell Telephone Laboratories
RAND Corporation
Vanderbilt University
Georgetown University
University of Pennsylvania
New York University
Rutgers University
University of Denver
University of Kansas
Ericsson
Syracuse University
Bharatiya Janata Party
Justicialist Party
Black Panther Party
Charles University
University of Belgrade
University of Wisconsin–Madison|University of Wisconsin-Madison
Microsoft
Google
Apple Inc.|Apple
Utrecht University|University of Utrecht
Humboldt University of Berlin
Russian Social Democratic Labour Party
"""


def main(package: Path, data: Path) -> None:
    index = json.loads((package / "dist/wikidata/wikidata.json").read_text("utf-8"))["wikidata"]
    labels: dict[str, set[str]] = {}
    for id, item in index.items():
        labels.setdefault(fold(item.get("label", "")), set()).add(id)
    known = _given_ids(data)
    rows: dict[str, tuple[str, str, list[str]]] = {}
    for line in filter(None, REVIEWED.split("\n")):
        label, *aliases = line.split("|")
        given, named = known.get(fold(label), set()), labels.get(fold(label), set())
        ids = given & named or given | named
        if len(ids) != 1:
            print("left out", label, sorted(ids), file=sys.stderr)
            continue
        (id,) = ids
        rows[id] = (id, label, aliases)
    for id, item in _telling(index):
        if labels[fold(item["label"])] == {id} and id not in rows:
            rows[id] = (id, item["label"], [])
    _write([(id, label, [*aliases, *_short(label)]) for id, label, aliases in rows.values()])


def _given_ids(data: Path) -> dict[str, set[str]]:
    """The ids that GUM train and KnowledgeNet give to organisations, by folded name."""
    found: dict[str, set[str]] = {}
    for line in (data / "gum/train.jsonl").read_text("utf-8").splitlines():
        for entity in json.loads(line)["entities"]:
            if entity["wikidata"] and entity["type"] == "organization":
                title = urllib.parse.unquote(entity["wiki"]).replace("_", " ")
                found.setdefault(fold(title), set()).add(entity["wikidata"])
    seen: dict[tuple[str, str], set[str]] = {}
    names: dict[str, set[str]] = {}
    for line in (data / "knowledgenet/facts.jsonl").read_text("utf-8").splitlines():
        fact = json.loads(line)
        for _, _, text, iri in (fact["subject"], fact["object"]):
            if iri and text[:1].isupper():
                id = iri.rpartition("/")[2]
                seen.setdefault((fold(text), id), set()).add(fact["doc"])
                names.setdefault(id, set()).add(fact["doc"])
    for (name, id), _ in sorted(seen.items()):
        if len(names[id]) > 1 and name not in found:
            found.setdefault(name, set()).add(id)
    return found


def _telling(index: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The items of the index whose label tells them alone."""
    for id, item in index.items():
        label, description = item.get("label", ""), item.get("description", "")
        if not KIND.search(description) or OTHER.search(description):
            continue
        places = any(entry.type != "Organization" for entry in bundled().find(label))
        if not LETTERS.fullmatch(label) or places or find_people(label):
            continue
        words = [word.strip(".,'’-") for word in re.split("[ -]", label)]
        pages = len(item.get("identities", {}))
        if " " not in label:
            bearing = words[0].casefold() in first_names() | dict.fromkeys(background().surnames)
            known = pages >= PAGES_ONE and LARGE.search(description) and len(label) > 3
            if not known or bearing or _ordinary(words[0]) or fold(label) in UNSURE:
                continue
            if label.isupper() or not label[0].isupper():
                continue
        elif pages < PAGES or all(map(_ordinary, words)):
            continue
        elif len(words) < 4 and words[0].casefold() in first_names() and not KIND.search(label):
            continue  # "Oliver Bonas"
        yield id, item


def _ordinary(word: str) -> bool:
    small = word.casefold()
    noun = f"w:{small.removesuffix('s')}" in background().features
    return len(small) < 2 or small in ORDINARY or noun


def _short(label: str) -> list[str]:
    """ "U.S. Navy", "US Navy"."""
    rest = label.removeprefix("United States ")
    return [f"U.S. {rest}", f"US {rest}"] if rest != label else []


def _write(rows: list[tuple[str, str, list[str]]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("wikidata", "label", "aliases"))
    for id, label, aliases in sorted(rows, key=lambda row: int(row[0][1:])):
        writer.writerow((id, label, ";".join(aliases)))
    packed = gzip.compress(text.getvalue().encode(), mtime=0)
    (DATA / "organizations.csv.gz").write_bytes(packed)
    print(len(rows), "organisations,", len(packed), "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
