"""Paragraphs and sentences of an article's text, as spans.

A rule-based splitter of a few patterns: it must run at the speed of the rest of the pipeline, and news needs
little more than abbreviations, initials and closing marks after the full stop.

These are the paragraphs of the text as it was written. The network has its own, by the line (see
:mod:`service.pipeline.attribution.features`), and so has what looks for furniture
(:mod:`service.pipeline.blocks`).
"""

from __future__ import annotations

import re
import string

from service.models import Span

_LINE = re.compile(r"[^\n\r]+")
_BLANK = string.whitespace + "\x85\u00a0\u2009\u200b\u2028\u2029\u202f\u2060\u3000\ufeff"
"""Blanks around a line; Python does not count the byte order mark and the zero widths among them."""
_SOFT_WRAP = re.compile(r"[^.!?:;”\"’'»)\]\s][^\S\r\n]*\r?\n[^\S\r\n]*(?=[a-z])")
"""One line break inside a sentence: text that was wrapped at a column. A blank line ends a paragraph."""

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?:(?=\s+[\"'“‘«(\[]?[^\sa-z])|\s*$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“‘\"'])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Col|Lt|Sgt|Capt|Cmdr|Adm|"
    r"Maj|Brig|Rev|Hon|Jr|Sr|St|Ste|vs|v|No|Nos|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Inc|Co|Corp|Ltd|"
    r"Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|"
    r"Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|Ave|Blvd|Dist|etc|al|approx|est)\.$"
)


def paragraphs(text: str) -> tuple[Span, ...]:
    """The stretches between line breaks, blanks stripped; a line wrapped mid-sentence goes on."""
    wrapped = {match.end() for match in _SOFT_WRAP.finditer(text)}
    found: list[Span] = []
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip(_BLANK))
        end = match.end() - len(line) + len(line.rstrip(_BLANK))
        if start >= end:
            continue
        if found and start in wrapped:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
    return tuple(found)


def sentences(text: str, within: Span) -> tuple[Span, ...]:
    """The sentences of one paragraph."""
    stretch = within.of(text)
    found: list[Span] = []
    start = 0
    for match in _END.finditer(stretch):
        stop = match.end()
        abbreviation = match.group().startswith(".") and _ABBREVIATION.search(
            stretch, max(0, match.start() - 24), match.start() + 1
        )
        if abbreviation and stretch[stop:].strip():
            continue
        _append(found, stretch, start, stop, within.start)
        start = stop
    _append(found, stretch, start, len(stretch), within.start)
    return tuple(found)


def _append(found: list[Span], stretch: str, start: int, stop: int, offset: int) -> None:
    part = stretch[start:stop]
    bare = part.strip()
    if bare:
        first = start + len(part) - len(part.lstrip())
        found.append(Span(offset + first, offset + first + len(bare)))
