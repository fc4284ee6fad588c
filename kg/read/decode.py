"""Bytes → text: byte order marks, UTF-8, and what is found out about the rest."""

from __future__ import annotations

import codecs
import logging

from kg.errors import ReadError

logger = logging.getLogger(__name__)

_BOMS = (  # the UTF-32 mark begins with the UTF-16 one, so it is looked for first
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
#: Code pages preferred among those that fit equally well.
_USUAL = ("cp1252", "cp1251", "cp1250")
#: Bytes that an encoding is told from; more takes long and tells no more.
_SAMPLE = 1_000_000


def decode(data: bytes, *, name: str) -> tuple[str, str]:
    """Turn bytes into text; returns `(text, encoding)` with `data.decode(encoding) == text`.

    A byte order mark decides; then UTF-8; any other encoding is detected and logged. A UTF-8 or
    UTF-16 mark is no part of the text. Line ends stay as they are.

    Raises ReadError if the bytes are no text, or in no encoding that can be told.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_marked(data, encoding=encoding, name=name), encoding
    _refuse_binary(data, name=name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = _detect(data, name=name)
        logger.info("%s is not UTF-8; read as %s", name, encoding)
        return data.decode(encoding), encoding


def encoding_of(sample: bytes, *, name: str) -> str:
    """The encoding of a text of which `sample` is the beginning, cut off anywhere.

    Raises ReadError as `decode` does.
    """
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding
    _refuse_binary(sample, name=name)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return _detect(sample, name=name)
    return "utf-8"


def _decode_marked(data: bytes, *, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name} says it is {encoding} but byte {error.start} is not; save it as UTF-8"
        ) from error
    if "\0" in text:
        raise ReadError(f"{name} is a binary file, not text; give the text as UTF-8")
    return text


def _refuse_binary(data: bytes, *, name: str) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or controls > len(data) // 10:
        raise ReadError(f"{name} is a binary file, not text; give the text as UTF-8")


def _detect(data: bytes, *, name: str) -> str:
    from charset_normalizer import from_bytes  # only the rare file needs it

    matches = from_bytes(data[:_SAMPLE])
    best = matches.best()
    if best is None:
        raise ReadError(f"cannot tell the encoding of {name}; save it as UTF-8")
    # Sister code pages read short texts alike; the commonest one is the better guess.
    rivals = {
        name
        for match in matches
        if match.chaos <= best.chaos and match.coherence >= best.coherence - 0.1
        for name in (match.encoding, *match.could_be_from_charset)
    }
    ordered = [usual for usual in _USUAL if usual in rivals] + [best.encoding]
    fitting = (encoding for encoding in ordered if _fits(data, encoding))
    found = next(fitting, None)
    if found is None:
        raise ReadError(f"cannot tell the encoding of {name}; save it as UTF-8")
    return found


def _fits(data: bytes, encoding: str) -> bool:
    """The sample may be in an encoding that the rest is not."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
