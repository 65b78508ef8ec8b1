"""Attribution by rules: who says what, from marks, cue verbs and the places where English puts a speaker.

``attribute(article)`` finds direct and mixed quotes and plain reported clauses. It takes text paragraph by
paragraph with the quoted stretches masked, so that no pattern ever reads inside quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.models import Article, Attribution, Span
from service.pipeline.cues import attitude_of, cue_forms
from service.pipeline.quotation import Quotation, join_paragraphs, quotations
from service.pipeline.sentences import paragraphs, sentences

_CLAUSE = "|".join(
    sorted(
        cue_forms("clause") - {"post", "posted", "object", "report", "sum", "state", "claim", "counter"},
        key=len,
        reverse=True,
    )
)
_NOMINAL = (
    "express(?:ed|es|ing)?|dismiss(?:ed|es)|contradict(?:ed|s)|term(?:ed|s)|reaffirm(?:ed|s)|cited|cites|"
    "voic(?:ed|es)"
)
_SPEECH = (
    rf"(?:{_CLAUSE}|according to|told|tells|telling|call(?:ed|s)|express(?:ed|es)|"
    r"quot(?:ed|es|ing)|assuring|urg(?:ed|es))"
)
_BELIEF = "believes?|believed|thinks?|thought|hopes?|hoped|maintains?|recogni[sz]es?|feels?|felt|sees?"
_PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e|who)"
_AUX = (
    r"(?:(?:has|have|had|also|previously|later|then|earlier|again|further|reportedly|repeatedly|went|on|to|is|was|not|did|do|"
    r"does|would|will|once|now|still|\w+ly|simply|quickly)\s+)*"
)
_DAY = r"(?:\s+(?:on |late |early )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|yester|to)day)\b)?"
_NOUN_PHRASE = r"[^,.;:\"()—]{1,90}?"

_AFTER = re.compile(
    rf"\s*[,—–-]?\s*(?:(?P<back>according to)\s+(?P<s1>[^,.;:\"]+)"
    rf"|(?P<c2>{_SPEECH})\s+(?P<s2>(?!that\b|on\b|in\b|at\b)[^,.;:\"]{{2,80}})"
    rf"|(?P<s3>{_NOUN_PHRASE}(?:,[^,.;:\"]{{2,80}},)?)\s+{_AUX}(?P<c3>{_SPEECH})\b[^.\"]{{0,120}})"
)
_QUOTING = re.compile(
    r"[^.\"]{0,60}?\bquot(?:ed|ing)\s+(?P<s>[^,.;:\"]+?)(?:\s+as\s+(?P<as>saying)|(?=[,.;]))"
)
_BEFORE = re.compile(
    rf"(?P<s>[^.;:\"]{{1,140}}?),?\s+{_AUX}(?P<c>{_SPEECH})\b[^.:;\"]{{0,90}}?[,:]?\s*(?:that\s*)?$"
)
_CUE = re.compile(rf"\b(?P<c>{_CLAUSE}|told|tells|telling|assuring|{_NOMINAL}|{_BELIEF})\b")
_ACCORDING = re.compile(r"\b[Aa]ccording to (?P<s>[^,.;:\"]+)")
_FILL = re.compile(rf"(?:\s+[^,:\"]{{1,60}}?)?{_DAY}\s*(?:\bthat\b)")
_DETERMINED = re.compile(
    r"(?:[Tt]he|[Aa]n?|[Tt]wo|[Ss]ome|[Mm]any|[Hh]is|[Hh]er|[Tt]heir|[A-Z][\w.’'-]*|analysts|officials|sources)\b"
)
_WHEN = re.compile(_DAY)
_NEXT_CUE = re.compile(r",\s+(?:saying|adding|insisting|stating|with)\b|\s+and\s+(?:urged|said|added)\b")
_NO_OBJECT = re.compile(r"\s*(?:[,:.;]|$|(?:to|by|in|at|on|for|as|with|of|from)\b)")
_DATELINE = re.compile(r"[A-Z][A-Z .,'’-]+(?:\([^)]*\))?\s*[:—–-]\s*")
_DIRECT_WORDS = 4
_SPLIT = 120  # characters between a cue and the rest of the utterance it splits


def attribute(article: Article) -> tuple[Attribution, ...]:
    """The attributions of an article in order of place; never one inside a furniture region."""
    text = article.text
    quoted = quotations(text)
    masked = _mask(text, quoted)
    found: list[Attribution] = []
    previous: Span | None = None
    for paragraph in paragraphs(text):
        if any(r.furniture and r.start < paragraph.end and paragraph.start < r.end for r in article.regions):
            continue
        inside = [q for q in quoted if paragraph.start <= q.outer.start < paragraph.end]
        direct = _direct(text, masked, paragraph, inside, previous)
        found += direct
        taken = [c for a in direct for c in a.content]
        found += _reported(masked, paragraph, taken)
        previous = paragraph
    return join_paragraphs(found, quoted)


def _mask(text: str, quoted: Sequence[Quotation]) -> str:
    """``text`` with quoted letters turned into q, a full stop before a closing mark kept, marks straight."""
    parts, place = [], 0
    for quotation in quoted:
        parts.append(text[place : quotation.outer.start])
        inner = re.sub(r"\S", "q", quotation.outer.of(text))
        stop = text[quotation.inner.end - 1]
        tail = (stop if stop in ".!?" else "q") + '"' if quotation.closed and len(inner) > 2 else inner[-2:]
        parts.append('"' + inner[1:-2] + tail if len(inner) > 2 else inner)
        place = quotation.outer.end
    return "".join((*parts, text[place:]))


def _direct(
    text: str, masked: str, paragraph: Span, inside: Sequence[Quotation], previous: Span | None
) -> list[Attribution]:
    """Quotations that stand for themselves, with the speaker found after, before, or nowhere."""
    found: list[Attribution] = []
    for quotation in inside:
        lead = masked[paragraph.start : quotation.outer.start].rstrip()
        stands_alone = not lead or lead[-1] in '.!?:,"—'
        if not stands_alone or (quotation.words(text) < _DIRECT_WORDS and not (lead[-1:] == ":" or not lead)):
            continue
        cue, source = _after(masked, quotation, paragraph)
        if cue is None:
            cue, source = _before(masked, lead, paragraph, previous)
        if cue is None and found and found[-1].cue and quotation.outer.start - found[-1].cue.end < _SPLIT:
            found[-1] = replace(found[-1], content=(*found[-1].content, *quotation.spans))
        elif cue is not None or quotation.words(text) >= _DIRECT_WORDS:
            found.append(Attribution(quotation.spans, cue, source))
    return found


def _after(masked: str, quotation: Quotation, paragraph: Span) -> tuple[Span | None, Span | None]:
    relayed = _QUOTING.match(masked, quotation.outer.end, paragraph.end)
    if relayed:
        word = re.compile(r"quot(?:ed|ing)").search(masked, relayed.start(), relayed.end())
        cue = relayed.span("as") if relayed.group("as") or word is None else word.span()
        source = _checked(masked, *relayed.span("s"))
        if source is not None:
            return Span(*cue), source
    match = _AFTER.match(masked, quotation.outer.end, paragraph.end)
    if match is None:
        return None, None
    for source_name, cue_name in (("s1", "back"), ("s2", "c2"), ("s3", "c3")):
        if match.group(source_name):
            source = _checked(masked, *match.span(source_name))
            return (Span(*match.span(cue_name)), source) if source else (None, None)
    return None, None


def _before(
    masked: str, lead: str, paragraph: Span, previous: Span | None
) -> tuple[Span | None, Span | None]:
    """The speaker in the words before the marks, or else in the line above when that ends in a colon."""
    start = paragraph.start
    if not lead and previous is not None and previous.of(masked).endswith(":"):
        lead, start = previous.of(masked), previous.start
    begin = max(lead.rfind(". ", 0, len(lead) - 1), lead.rfind('" ')) + 1
    match = _BEFORE.search(lead, max(0, begin))
    if match is None:
        return None, None
    cue = Span(start + match.start("c"), start + match.end("c"))
    return cue, _subject(masked, start + begin, cue.start)


def _reported(masked: str, paragraph: Span, taken: Sequence[Span]) -> Iterator[Attribution]:
    """Clauses that are reported without marks, or with marks around a part."""
    for sentence in sentences(masked, paragraph):
        end = sentence.end - (masked[sentence.end - 1] in ".!?")
        cursor = sentence.start
        for match in _CUE.finditer(masked, sentence.start, sentence.end):
            if match.start() < cursor:
                continue
            cue = Span(match.start(), match.end())
            source = _subject(masked, sentence.start, cue.start)
            if source is None:
                continue
            content = _content(masked, sentence, cue, source, end)
            if content is None or any(content.overlaps(t) for t in taken):
                continue
            yield Attribution((content,), cue, source, attitude_of(cue.of(masked)))
            cursor = content.end
        according = _ACCORDING.search(masked, sentence.start, sentence.end)
        if according and cursor == sentence.start:
            before = masked[sentence.start : according.start()].rstrip(" ,")
            first = sentence.start if before else according.end() + 2
            content = Span(first, max(first, sentence.start + len(before) if before else end))
            if content.end - content.start > 10 and not any(content.overlaps(t) for t in taken):
                cue = Span(according.start(), according.start("s") - 1)
                yield Attribution((content,), cue, Span(*according.span("s")))


def _content(masked: str, sentence: Span, cue: Span, source: Span, end: int) -> Span | None:
    word = cue.of(masked)
    stop = end
    nominal = re.fullmatch(_NOMINAL, word) is not None
    later = _NEXT_CUE.search(masked, cue.end, stop)
    stop = later.start() if later else stop
    fill = _FILL.match(masked, cue.end, stop)
    start = fill.end() if fill else cue.end
    if not fill:
        day = _WHEN.match(masked, cue.end, stop)
        start = day.end() if day else cue.end
        if not nominal and _NO_OBJECT.match(masked, start, stop):
            lead = masked[sentence.start : source.start].rstrip()
            if lead.endswith(",") and len(lead) > 20 and masked[cue.end : cue.end + 1] in ",. ":
                dateline = _DATELINE.match(lead)
                return Span(
                    sentence.start + (dateline.end() if dateline else 0), sentence.start + len(lead) - 1
                )
            return None
    body = masked[start:stop]
    start += len(body) - len(body.lstrip(" ,"))
    if (
        masked[start : start + 1] == ":"
        or masked[stop - 1] == ":"
        or stop - start < 8
        or ", quoting " in masked[start - 8 : stop]
    ):
        return None
    return Span(start, stop)


def _subject(masked: str, begin: int, end: int) -> Span | None:
    """The words that end before a cue and can be its subject; the sentence's first name for a participle."""
    stretch = masked[begin:end]
    bare = re.sub(rf"(?:^|\s+){_AUX.rstrip('*')}+$", " ", stretch + " ").rstrip()
    if re.search(r",$", bare):
        inner = re.match(r"^(?P<s>.*?[A-Z][^,]*),[^,]*,$", bare)
        if inner:
            start = max(inner.group("s").rfind(", "), inner.group("s").rfind('" ')) + 1
            return _checked(masked, begin + start, begin + len(bare) - 1)
        first = re.match(rf"(?:{_PRONOUN}\b|(?:[Tt]he |[A-Z][\w’'-]+ )*[A-Z][\w’'-]+)", bare)
        return _checked(masked, begin, begin + first.end()) if first else None
    cut = 0
    for match in re.finditer(
        r"[,;:\"]\s+|\b(?:but|and|that|which|while|as|after|before|when|because|if|although)\s+", bare
    ):
        cut = match.end()
    if (
        cut
        and re.search(r"\band\s+$", bare[:cut])
        and re.match(r"[A-Z]", bare[cut:])
        and re.search(r"[A-Z][\w]+ and $", bare[:cut])
    ):
        cut = max(0, bare.rfind(", ", 0, cut - 5) + 2 if ", " in bare[: cut - 5] else 0)
    if not bare[cut:].strip():
        first = re.match(rf"(?:{_PRONOUN}\b|(?:[Tt]he |[A-Z][\w’'-]+ )*[A-Z][\w’'-]+)", bare)
        return _checked(masked, begin, begin + first.end()) if first else None
    return _checked(masked, begin + cut, begin + len(bare))


def _checked(masked: str, start: int, end: int) -> Span | None:
    span = _trim(masked, start, end)
    return span if _plausible(span.of(masked)) else None


def _plausible(source: str) -> bool:
    """Whether words can name a speaker: a pronoun, or a short noun phrase with a name or a determiner."""
    return bool(
        0 < len(source.split()) <= 14
        and (re.fullmatch(_PRONOUN, source) or _DETERMINED.match(source))
        and not re.match(r"(?:There|This|In|On|About|At|Despite|However|But|And|For|During)\b", source)
    )


def _trim(masked: str, start: int, end: int) -> Span:
    part = masked[start:end]
    first = start + len(part) - len(part.lstrip(" ,"))
    return Span(first, max(first, start + len(part.rstrip(" ,"))))
