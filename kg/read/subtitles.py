"""Subtitles (`.srt`, `.vtt`): what is said, cues joined to sentences, speakers apart."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.blocks import Part, written
from kg.read.decode import decode
from kg.read.file import Extract, File, ReadOptions, one_line

if TYPE_CHECKING:
    from pysubs2 import SSAFile

_VOICE = re.compile(r"<v(?:\.[\w.-]+)?[ \t]++([^<>\r\n]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>|<\d[\d:.]*>")
_TURN = re.compile(r"(?:[-–—]\s*|>>\s*)(?=\S)")
_LABEL = re.compile(r"[A-Z][\w .'’-]{0,40}:\s")
_SOUND = re.compile(r"[♪♫#\s]*(?:[\[(][^\])]*[\])][♪♫#\s]*)?$|[♪♫].*[♪♫]$")
_FINAL = re.compile(r"[.!?…][\"'”’)\]]*$")
#: A film has some two thousand.
MOST_CUES = 100_000
_PAUSE = 2_000  # milliseconds of silence that end a paragraph once its sentence is complete


def read_subtitles(file: File, options: ReadOptions) -> Iterator[Extract]:
    """What is said in SubRip or WebVTT subtitles; sounds in brackets and music are left out."""
    text, encoding = decode(file.load(), name=file.name)
    said = [Part("paragraph", one_line(paragraph)) for paragraph in _paragraphs(_parse(text, file))]
    media_type = "text/vtt" if file.suffix == ".vtt" else "application/x-subrip"
    yield Extract(text=written(said)[0], media_type=media_type, encoding=encoding)


def _parse(text: str, file: File) -> SSAFile:
    import pysubs2

    if text.count("-->") > MOST_CUES:
        raise ReadError(f"{file.name} has more than {MOST_CUES:,} subtitles; split it")
    format_ = "vtt" if text.lstrip().startswith("WEBVTT") else "srt"
    text = _VOICE.sub(r"\1: ", text)
    try:
        cues = pysubs2.SSAFile.from_string(text, format_=format_)
    except (pysubs2.Pysubs2Error, ValueError) as error:
        raise ReadError(f"{file.name}: {one_line(str(error))}; check the subtitles") from error
    if not cues and text.strip():
        raise ReadError(f"{file.name} holds no subtitles with times; check the file")
    return cues


def _paragraphs(cues: SSAFile) -> Iterator[str]:
    """Cues joined until somebody else speaks, or a pause follows a complete sentence."""
    spoken: list[str] = []
    before, end = "", 0
    for cue in sorted(cues, key=lambda cue: cue.start):
        for raw in cue.plaintext.split("\n"):
            line = html.unescape(_TAG.sub("", raw)).strip()
            if not line or line == before or _SOUND.match(line):
                continue  # captions that roll repeat the line above
            turn = _TURN.match(line)
            apart = _FINAL.search(before) and cue.start - end > _PAUSE
            if spoken and (turn or apart or _LABEL.match(line)):
                yield " ".join(spoken)
                spoken = []
            spoken.append(line[turn.end() :] if turn else line)
            before, end = line, cue.end
    if spoken:
        yield " ".join(spoken)
