"""Hostile inputs for every reader and for the structure of texts: what raises, hangs or swells.

    python benchmarks/fuzz.py [--limit 10000] [--seed 1] [--seconds 60] [--megabytes 1024]

Each input is made from a small valid file of some format by a chain of changes: bytes flipped,
pieces cut out, doubled or repeated thousands of times, marks of markup in rows, odd encodings, a
suffix of another format, and noise. A child process reads it (`kg.read.read_inputs`) and finds its
blocks (`kg.parse.structure.find_blocks`); one that works too long ends, and the next one goes on. A
`ReadError` is an answer; any other exception, more than `--seconds` of processor time or more than
`--megabytes` is a finding, and then the exit code is 1.
Input number N of a seed is always the same: `--only N --keep FILE` writes it to a file.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import logging
import multiprocessing
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from multiprocessing.connection import Connection
from pathlib import Path

PROSE = (
    "# Report of the year\n\nAnna Moen met Kim Reed in Oslo on 3 May 2021. She said: “It opened.”\n"
    "\n- Lund Works (founded 1998)\n- 2. Tarn Corp\n\n> quoted text\n\n```\ncode\n```\n\n"
    "| Plant | Manager | Opened |\n|-------|---------|--------|\n| Lund  | Ada Moen | 1998 |\n\n"
    "[10:31] Ada: The pump is here.\n[10:32] Tom: Good.\n[10:33] Ada: Yes.\n\n"
    "Name: Lund Works\nEmployees: 310\nParent company: Moen Group\n\nPresent: A. Moen, Tom Reed\n"
)
CUES = (
    "1\n00:00:01,000 --> 00:00:02,000\nAda: The pump is here.\n\n"
    "2\n00:00:03,000 --> 00:00:04,000\n[music]\n"
)
PAGE = (
    "<!doctype html><html><head><title>Report</title><meta charset='utf-8'></head><body><article>"
    "<h1>Report</h1><p>Anna Moen met Kim Reed in <a href='/oslo'>Oslo</a>.</p><ul><li>One</li></ul>"
    "<table><tr><th>Plant</th><td>Lund</td></tr></table></article></body></html>"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: How many bytes an input has at most.
LONGEST = 4_000_000
#: Pieces that mean something to some reader, to be repeated.
PIECES = (
    *" \n\t\r>#*_`[]()<>|-=~.,:;\"'&!{}\\/0aA\x00\x0b\x0c\x1b\u2028\u00ad\ufeff\u202e",
    "\r\n", "---\n", "...\n", "<!--", "-->", "<a>", "<div>", "</div>", "<v.a", "####", "](", "![",
    "**", "$$", "&amp;", "=?utf-8?q?a?=", "--b\r\n", "{\"a\":", "[1", "\"\"", "a,", "| a ", "- ",
    "1. ", "> > ", "(a ", "“", "On 3 May 2021, Ada wrote:\n", "From: a@b.c\n", "Ada: a\n",
    "[10:31] Ada: a\n", "By Ada Moen, ", "Page 1\n", "Ada Moen and ", "w-\n", "a.", "http://a",
)  # fmt: skip


def seeds() -> dict[str, bytes]:
    """A small valid file of each format, by suffix."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ada <a@b.c>", "Tom <t@b.c>", "The pumpe é"
    mail["Date"] = "Mon, 3 May 2021 10:00:00 +0000"
    mail.set_content("The pump is here.\n\nOn 2 May 2021, Tom wrote:\n> Where is it?\n")
    mail.add_alternative(PAGE, subtype="html")
    rows = [{"id": str(n), "date": "2021-05-03", "text": f"Anna met Kim {n}."} for n in range(3)]
    found = {
        ".txt": PROSE.encode(),
        ".md": PROSE.encode(),
        "": ("---\ntitle: Report\ndate: 2021-05-03\n---\n" + PROSE).encode(),
        ".csv": b"id,date,text\n1,2021-05-03,\"Anna met Kim, in Oslo\"\n2,,x\n",
        ".tsv": b"id\tdate\ttext\n1\t2021-05-03\tAnna met Kim\n",
        ".jsonl": "".join(json.dumps(row) + "\n" for row in rows).encode(),
        ".html": PAGE.encode(),
        ".mhtml": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        b"Content-Type: text/html\n\n" + PAGE.encode() + b"\n--b--\n",
        ".eml": bytes(mail),
        ".srt": CUES.encode(),
        ".vtt": ("WEBVTT\n\n" + CUES.replace(",", ".").replace("Ada:", "<v.loud Ada>")).encode(),
        ".docx": docx(),
        ".odt": odt(),
        ".epub": epub(),
        ".pdf": pdf(),
    }  # fmt: skip
    found[".zip"] = zipped({"a.txt": PROSE, "b.html": PAGE, "c/d.md": PROSE})
    found[".txt.gz"] = gzip.compress(PROSE.encode(), mtime=0)
    return found


def zipped(members: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return written.getvalue()


def docx() -> bytes:
    office = "http://schemas.openxmlformats.org"
    main = f"{office}/officeDocument/2006/relationships/officeDocument"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped({
        "[Content_Types].xml": f"<Types xmlns='{office}/package/2006/content-types'><Override "
        f"PartName='/word/document.xml' ContentType='{kind}'/></Types>",
        "_rels/.rels": f"<Relationships xmlns='{office}/package/2006/relationships'><Relationship "
        f"Id='r' Type='{main}' Target='word/document.xml'/></Relationships>",
        "word/document.xml": f"<w:document xmlns:w='{WORD}'><w:body><w:p><w:r><w:t>Anna met Kim."
        "</w:t></w:r></w:p></w:body></w:document>",
    })  # fmt: skip


def odt() -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<o:document-content xmlns:o='{names}:office:1.0' "
        f"xmlns:t='{names}:text:1.0'><o:body><o:text>"
        "<t:h>Report</t:h><t:p>Anna met Kim.</t:p></o:text></o:body></o:document-content>",
    })  # fmt: skip


def epub() -> bytes:
    return zipped({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:"
        "container'><rootfiles><rootfile full-path='b.opf'/></rootfiles></container>",
        "b.opf": "<package xmlns='http://www.idpf.org/2007/opf'><manifest><item id='c' "
        "href='c.xhtml' media-type='application/xhtml+xml'/></manifest>"
        "<spine><itemref idref='c'/></spine></package>",
        "c.xhtml": f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{PAGE[100:200]}</body></html>",
    })  # fmt: skip


def pdf() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources"
        b"<</Font<</F 5 0 R>>>>>>endobj\n"
        b"4 0 obj<</Length 44>>stream\nBT /F 12 Tf 20 200 Td (Anna met Kim Reed.) Tj ET\nendstream "
        b"endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def hostile(seed: int, number: int, valid: dict[str, bytes]) -> tuple[str, bytes]:
    """The name and the bytes of one input."""
    chance = random.Random(f"{seed}-{number}")
    suffix = chance.choice(sorted(valid))
    data = valid[suffix]
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice((flipped, cut, doubled, pumped, pumped, pumped, recoded, noisy))(
            data, chance
        )[:LONGEST]
    if chance.random() < 0.1:
        suffix = chance.choice(sorted(valid))
    return f"input{suffix}", data


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 30)) if data else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    a, b = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:a] if chance.random() < 0.5 else data[:a] + data[b:]


def doubled(data: bytes, chance: random.Random) -> bytes:
    """A stretch of the file again and again."""
    a, b = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:b] + data[a:b] * chance.choice((1, 10, 300)) + data[b:]


def pumped(data: bytes, chance: random.Random) -> bytes:
    """A mark thousands of times, with others between and something behind."""
    unit = "".join(chance.choices(PIECES, k=chance.choice((1, 1, 1, 2, 3))))
    times = chance.choice((30, 300, 3_000, 20_000))
    row = (unit * times + chance.choice(("", "a", "\n", "!", "b\n\n"))).encode()[:400_000]
    at = chance.choice((0, len(data), chance.randrange(len(data) + 1)))
    return data[:at] + row + data[at:]


def recoded(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    code = chance.choice(("utf-16", "utf-16-be", "utf-32", "cp1252", "cp037", "utf-7", "shift_jis"))
    return text.encode(code, "replace")


def noisy(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.choice((1, 100, 5_000))) + data[at:]


def work(pipe: Connection, seed: int, numbers: list[int], seconds: float, megabytes: int) -> None:
    """Read the inputs of some numbers; tell before and after each one."""
    logging.disable()
    warnings.simplefilter("ignore")
    for suffix, data in seeds().items():
        try_one(f"input{suffix}", data)  # so that all modules are loaded
    status = Path("/proc/self/statm")
    used = int(status.read_text().split()[0]) * resource.getpagesize() if status.exists() else 0
    limit = used + megabytes * 1_048_576
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    valid = seeds()
    for number in numbers:
        name, data = hostile(seed, number, valid)
        pipe.send((number, None))
        before = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, seconds)  # its signal ends the process
        problem = try_one(name, data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send((number, (time.process_time() - before, problem)))
    pipe.close()


def try_one(name: str, data: bytes) -> str:
    """What is wrong with how an input is read; empty where nothing is."""
    from kg.errors import ReadError
    from kg.parse.structure import find_blocks
    from kg.read import read_inputs

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            for item in read_inputs([str(path)], notes=[]):
                if not isinstance(item, ReadError):
                    for block in find_blocks(item):
                        if not 0 <= block.start <= block.end <= len(item.text):
                            return "a block outside its text"
        except ReadError:
            return ""
        except MemoryError:
            return "MemoryError"
        except Exception:
            lines = traceback.format_exc().strip().splitlines()
            return f"{lines[-1][:200]} at {lines[-3].strip() if len(lines) > 2 else ''}"
    return ""


def run(seed: int, numbers: list[int], *, seconds: float, megabytes: int) -> Iterator[str]:
    """The findings, one line each."""
    context = multiprocessing.get_context("spawn")
    while numbers:
        ours, theirs = context.Pipe()
        child = context.Process(
            target=work, args=(theirs, seed, numbers, seconds, megabytes), daemon=True
        )
        child.start()
        theirs.close()
        at, started = -1, False
        try:
            while at != numbers[-1] or started:
                at, answer = ours.recv()
                started = answer is None
                if answer and at % 500 == 499:
                    print(f"{at + 1} done", file=sys.stderr, flush=True)
                if answer and answer[1]:
                    yield f"{at}: {answer[1]} ({answer[0]:.1f} s)"
        except (EOFError, OSError):
            child.join(10)
            over = child.exitcode == -signal.SIGPROF
            what = f"over {seconds:g} s" if over else f"the process died, {child.exitcode}"
            yield f"{at}: {what}" if started else f"after {at}: {what}"
        child.kill()
        child.join()
        numbers = [number for number in numbers if number > at] if at >= 0 else []


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--megabytes", type=int, default=1_024)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    if options.only is not None and options.keep:
        name, data = hostile(options.seed, options.only, seeds())
        options.keep.write_bytes(data)
        print(f"{name}: {len(data)} bytes")
        return
    numbers = [options.only] if options.only is not None else list(range(options.limit))
    found = 0
    for line in run(options.seed, numbers, seconds=options.seconds, megabytes=options.megabytes):
        found += 1
        print(line, flush=True)
    print(f"{len(numbers)} inputs, {found} findings")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
