"""What a web page leaves in a text, recognised by its form.

A line is boilerplate when it is made of the words of an interface alone ("Leave a Comment",
"Share on Facebook"), ends in a call to click ("... Read more"), or has the shape of a byline, a
publishing time, a photo credit, a copyright notice, a counter or a request for consent. Sentences
stay: a word of the interface inside a sentence proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.parse.structure.block import Block, part

_LONGEST = 300
_EDGE = 8  # blocks at the start and end of a document where a page keeps its furniture

#: Words that the furniture of a page is made of, and that say nothing alone.
_WORDS = frozenset(
    "a about accept account add advertisement alerts all also an and app apps article articles at "
    "author back bookmark breaking by click close comment comments conditions contact content "
    "continue conversation cookie cookies copy daily day discussion don't download e-mail "
    "edition editor's email facebook faq feed feeds find flipboard follow for free from full "
    "gallery get help here home in instagram it join latest leave less like link linkedin "
    "links list listen live load log login main manage may me menu messenger might miss mobile "
    "month more most my navigation news newsletter newsletters next now of on open options or "
    "our out page pages pdf photo photos picks pinterest play policy popular post posts "
    "preferences prev previous print privacy read reader readers reading recommended reddit "
    "register reject related replies reply report reuse rss save search see send service settings "
    "share shared show sign site skip sms sponsored stories story submit subscribe tags "
    "telegram terms the this tiktok to today top topic topics trending tumblr tweet twitter up "
    "update updates us use via video videos view viewed watch web website week weekly whatsapp "
    "with write x you your youtube".split()
)
#: What makes a line of such words furniture wherever it stands.
_CALL = re.compile(
    r"\b(?:shares?|tweet|subscribe|newsletters?|advertisement|sponsored|login|bookmark|comments|"
    r"sign (?:in|up|out)|log (?:in|out)|skip to|click|rss|trending now|breaking news|"
    r"(?:read|show|load|see|view|find out|more) (?:more|less|all|next|also|from|stories|news)|"
    r"(?:leave|post|write|add|submit|view|load) (?:a|your|the)? ?(?:comment|reply)s?|"
    r"(?:continue|keep) reading|reply to|follow (?:us|me|on)|join (?:us|the)|"
    r"(?:contact|about|like) us|(?:copy|get) (?:the |this )?(?:link|app)|back to (?:top|home)|"
    r"(?:print|e-?mail|save|report|like|listen to) this|up next|download (?:the|our) app|"
    r"(?:most|more|top|latest|related|popular|recommended|editor's) (?:read|viewed|shared|popular|"
    r"stories|articles|news|posts|links|topics|picks|videos|for you)|you (?:may|might) also|"
    r"privacy policy|terms (?:of|and) (?:use|service|conditions)|cookies? (?:policy|settings)|"
    r"(?:manage|accept|reject) (?:all )?(?:cookies|preferences|settings))\b"
)
#: Headings of lists of links to other pages.
_OPENER = re.compile(
    r"(?:related|most (?:read|popular|viewed|shared)|more (?:on this|from|stories|news|in)|"
    r"recommended|you (?:may|might) also|top stories|trending|latest (?:news|stories)|read (?:more|"
    r"next|also)|editor's picks)\b"
)
_LAST_WORDS = frozenset("more reading here story article all less on".split())
_CALL_AT_END = re.compile(
    r"(?:^|(?<=\s))(?:(?:Read|See|View|Show|Learn|Discover|Find [Oo]ut) "
    r"(?:[Mm]ore|[Aa]ll|[Ll]ess|[Oo]n|(?:the )?(?:[Ff]ull )?(?:[Ss]tory|[Aa]rticle))|"
    r"Continue [Rr]eading|Click [Hh]ere|Full [Ss]tory)[\s.…»›→>]*$"
)
_FINAL = re.compile(r"[.!?][\"')\]]*\s*$")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")

_NAME = r"(?:[A-Z][\w'.-]*|de|van|von|der|den|la|le|al|bin|di|da)"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_TIME = rf"(?:{_MONTH}|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        # bylines: "By Jane Doe and John Smith, Tokyo correspondent"
        rf"(?:[Bb]y|BY|(?:Words|Text|Reporting|Written|Posted|Edited|Photographs?) by) "
        rf"(?!{_TIME.replace('(?:', '(?i:', 1)}\b){_NAME}(?:[ ,|&·]+(?:and|in|for|{_NAME}))+"
        r"(?:, [\w' -]{1,40})?$",
        # publishing times: "Published 3 May 2019 10:05", "Wed 18 Sep 2019 10.05 BST"
        r"(?i:(?:first )?(?:published|updated|posted|modified|last (?:updated|modified|edited)"
        rf")(?: on| at)?\b)(?i:[\s,:|@–—./+-]|\d|\b(?:{_TIME}|at|on|[ap]\.?m\.?|ago|hours?|"
        r"minutes?|days?|th|st|nd|rd|[A-Z]{2,4})\b)++$",
        rf"(?i:(?:[\s,|–—-]|\b(?:{_TIME}|at|\d{{1,2}}|\d{{4}}|\d{{1,2}}(?:th|st|nd|rd))\b)+"
        r"\d{1,2}[.:]\d{2}(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?)$",
        # credits: "Photograph: Issei Kato/Reuters", "(AP Photo/Jane Doe)"
        r"(?:Photo(?:graph)?|Image|Picture|Illustration|Composite)s?"
        r"(?: by| credit| courtesy(?: of)?)?\s*[:©|/] ?\S.{0,120}$",
        r"\((?:AP|AFP|Reuters|EPA|Getty)\b.{0,80}\)$",
        r"(?:[A-Z]\w+(?: [A-Z]\w+){0,3}/)?(?:Getty Images|Shutterstock|Reuters|AFP|EPA)"
        r"(?:/[\w /]+)?$",
        # copyright
        r"(?:©|\([cC]\) ?\d{4}|[Cc]opyright (?:©|\([cC]\)|\d{4})).{0,200}$",
        r".{0,120}\b[Aa]ll [Rr]ights [Rr]eserved\.?$",
        # counters: "1.2k shares", "5 min read", "Comments (12)"
        r"(?i:(?:shares?|likes?|comments?|views?)?\s*\(?[\d.,]+\s*+[km]?\+?\)?\s*"
        r"(?:shares?|likes?|comments?|views?|retweets?|followers?|claps?|replies|votes?|"
        r"min(?:ute)?s? read))$",
        r"(?i:(?:shares?|likes?|comments?|views?)\s*(?:[:(]\s*)?[\d.,]+\s*[km]?\)?)$",
        r"Page \d+(?: (?:of|/) \d+)?$",
        # labels of links and tags
        r"(?i:read more|read also|also read|see also|more on this|related(?: \w+)?|don't miss|"
        r"recommended|watch|listen|tags?|filed under|posted in|follow us|share this)"
        r"(?: \w+){0,2}\s*[:|»›].{0,160}[^.]$",
        r"Home\s*[|>»›/·]\s*\S.{0,160}$",
        r"(?:https?://|www\.)\S+$",
        # a call to the reader: "Sign up for our daily newsletter."
        r"(?:[Pp]lease )?(?:[Ss]ubscribe|[Ss]ign up|[Ss]ign in|[Ll]og in|[Rr]egister|[Ff]ollow us|"
        r"[Ll]ike us|[Jj]oin us|[Cc]lick|[Tt]ap|[Dd]ownload|[Ee]nter|[Gg]et)\b"
        r"(?=.*\b(?:our|us|your|here|newsletters?|email|inbox|app|comment|free)\b)"
        r"(?=.*\b(?:newsletters?|emails?|inbox|app|comment|here|Facebook|Twitter|Instagram|X|"
        r"subscriptions?|account|updates|alerts|notifications)\b).{0,180}$",
        # the foot of a mail
        r"This (?:e-?mail|message)\b(?=.*\b(?:confidential|intended recipient|addressee)\b)"
        r"[^\"]*$",
        # consent: "By continuing to use this site, you agree ..."
        r"(?:We|This (?:web)?site|Our (?:web)?site|This page) uses? cookies\b[^\"]*$",
        r"(?i:by (?:continuing|clicking|using|browsing|signing up|subscribing)\b[^\"]*\byou "
        r"(?:agree|accept|consent|acknowledge)\b[^\"]*)$",
        r"[^\"]*\b(?:[Uu]nsubscribe at any time|protected by reCAPTCHA)\b[^\"]*$",
        r"(?:Story|Article) continues (?:below|after)\b.{0,40}$",
    )
)
#: First words or signs that one of the shapes can begin with; the rest ends in a telling way.
_STARTS = frozenset(
    "also apr april article aug august by click comment comments composite composites "
    "copyright dec december don't download edited enter feb february filed first follow fri "
    "friday get home illustration illustrations image images jan january join jul july jun "
    "june last like likes listen log mar march may modified mon monday more nov november oct "
    "october our page photo photograph photographs photos picture pictures please posted "
    "published read recommended register related reporting sat saturday see sep sept september "
    "share shares sign story subscribe sun sunday tag tags tap text this thu thurs thursday "
    "tue tues tuesday updated view views watch we wed wednesday words written".split()
)
_TELLING = re.compile(
    r"^[\d(©]|^https?:|^www\.|[Rr]eserved\.?$|unsubscribe|reCAPTCHA|/|Images$|Reuters$|AFP$|EPA$"
    r"|Shutterstock$"
)


def mark_boilerplate(blocks: Sequence[Block], text: str, *, headings: bool = True) -> list[Block]:
    """Give the furniture of web pages the kind `boilerplate`; nothing is removed.

    A call at the end of a sentence becomes a block of its own. Tables, quotes and code stay what
    they are, and so do headings unless `headings`: markup vouches for them.
    """
    found: list[Block] = []
    total = len(blocks)
    for number, block in enumerate(blocks):
        edge = number < _EDGE or number >= total - _EDGE
        if not _open(block, headings=headings):
            found.append(block)
        elif _is_boilerplate(block.text, edge=edge):
            found.append(_mark(block))
        else:
            found.extend(_cut_call(block))
    return _mark_neighbours(found, text, headings=headings)


def _open(block: Block, *, headings: bool) -> bool:
    kinds = ("paragraph", "item", "heading") if headings else ("paragraph", "item")
    return len(block.text) <= _LONGEST and block.kind in kinds


def _mark(block: Block) -> Block:
    return replace(block, kind="boilerplate")


def _is_boilerplate(text: str, *, edge: bool) -> bool:
    first = text[: text.find(" ")] if " " in text else text
    likely = first.lower().rstrip(":,|()") in _STARTS or _TELLING.search(text)
    if likely and any(shape.match(text) for shape in _SHAPES):
        return True
    return len(text) <= 80 and _is_interface(text, edge=edge)


def _is_interface(text: str, *, edge: bool) -> bool:
    """Is a line made of the words of an interface alone, and does it call to do something?"""
    if _FINAL.search(text) and not edge:
        return False
    return _interface(text) and bool(_CALL.search(text.lower()))


def _interface(text: str) -> bool:
    words = _WORD.findall(text.lower())
    return 0 < len(words) <= 10 and all(word in _WORDS for word in words)


def _cut_call(block: Block) -> Iterator[Block]:
    """A teaser with "Read more" at its end is furniture; after a full stop only the call is."""
    tail = block.text.rstrip(" .…»›→>")
    call = None
    if tail[tail.rfind(" ") + 1 :].lower() in _LAST_WORDS:
        call = _CALL_AT_END.search(block.text)
    if call is None:
        yield block
        return
    before = block.text[: call.start()].rstrip()
    if _FINAL.search(before) and not before.endswith(".."):
        yield part(block, 0, len(before))
        yield _mark(part(block, call.start(), len(block.text)))
    else:
        yield _mark(block)


def _mark_neighbours(blocks: list[Block], text: str, *, headings: bool) -> list[Block]:
    """Mark what only its place gives away: teasers and fragments among furniture."""
    if not any(block.kind == "boilerplate" for block in blocks):
        return blocks
    found = list(blocks)
    for number, block in enumerate(found):
        if block.kind != "boilerplate":
            continue
        if number and _CALL_AT_END.match(block.text) and _teases(found[number - 1], block, text):
            found[number - 1] = _mark(found[number - 1])
        if _OPENER.match(block.text.lower()) and len(block.text) < 60:
            _mark_teasers(found, number + 1)
    _mark_weak(found, headings=headings)
    _mark_fragments(found, headings=headings)
    return found


def _teases(before: Block, block: Block, text: str) -> bool:
    """Does a headline stand on the line right above its call?"""
    gap = text[before.end : block.start]
    close = gap.strip() == "" and len(gap.splitlines()) <= 1 and "\n\n" not in gap
    return close and before.kind in ("heading", "paragraph") and not _FINAL.search(before.text)


def _mark_teasers(blocks: list[Block], begin: int) -> None:
    """Below "Related articles" stand headlines of other pages, until a sentence ends."""
    end = begin
    while end < len(blocks) and end < begin + 10 and _is_fragment(blocks[end], words=20):
        end += 1
    followed = end < len(blocks) and blocks[end].kind != "boilerplate"
    if followed and end > begin and blocks[end - 1].kind == "heading":
        end -= 1  # the last one may be the heading of what follows
    for number in range(begin, end):
        blocks[number] = _mark(blocks[number])


def _mark_weak(blocks: list[Block], *, headings: bool) -> None:
    """Mark lines of interface words alone, such as "Menu", that stand next to furniture."""
    total = len(blocks)
    for step in (1, -1):
        for number in range(total)[::step]:
            edge = number < _EDGE or number >= total - _EDGE
            beside = 0 <= number - step < total and blocks[number - step].kind == "boilerplate"
            block = blocks[number]
            if edge and beside and _open(block, headings=headings) and _interface(block.text):
                blocks[number] = _mark(block)


def _mark_fragments(blocks: list[Block], *, headings: bool) -> None:
    """Mark a few words between furniture, and after it at the end of the document."""
    total = len(blocks)
    for number in range(1, total):
        edge = number < _EDGE or number >= total - _EDGE
        if not edge or blocks[number - 1].kind != "boilerplate":
            continue
        closed = number == total - 1 or blocks[number + 1].kind == "boilerplate"
        fragment = _is_fragment(blocks[number], words=3)
        if closed and fragment and _open(blocks[number], headings=headings):
            blocks[number] = _mark(blocks[number])


def _is_fragment(block: Block, *, words: int) -> bool:
    short = block.kind in ("heading", "paragraph", "item") and block.text.count(" ") < words
    return short and not _FINAL.search(block.text)
