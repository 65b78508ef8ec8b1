"""Where the blocks of an article stand: head, body and tail, and so what those are whose words do not tell.

The head ends with the first paragraph of running text that no mark of a head (headline again, byline, date)
comes after; the tail begins after the last paragraph of running text. What is left is the body, where short
lines without an end are headings between sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from service.models import Region, RegionKind, Span
from service.pipeline.blocks import Block, plain
from service.pipeline.bylines import is_byline
from service.pipeline.furniture import BIO, kind_of
from service.pipeline.pull_quotes import IN_MARKS, PullQuotes

HEAD_BLOCKS = 20  # a head is no longer than this
Kinds = dict[int, RegionKind]
_AROUND = frozenset(("bio", "widget", "related", "comments"))  # a short line after these is one of them

_DATELINE = re.compile(
    r"[A-Z][\w.'’-]+(?:[ ,/]{1,3}(?:[A-Z][\w.'’-]+|of|the|de|al)){0,5}"  # ISLAMABAD; Islamabad, Pakistan
    r"(?:,? (?:\w{3,9}\.? \d{1,2}|\d{1,2} \w{3,9})(?:,? \d{4})?)?"
    r"(?P<agency>\s*(?:\([A-Z][\w/ .&-]{1,25}\)|/[A-Z][\w .&-]{1,25}/))?"
    r"\s*(?P<mark>:|--|[–—]|-(?= ))\s*(?=[\w“\"‘'])"
)
_CAPITALS = re.compile(r"[A-Z]{2,}[A-Z.'’-]*")
_SAYS_LAST = re.compile(
    r"\b(?:said|says|told|tells|added|adds|asked|asks|wrote|writes|tweeted)$", re.IGNORECASE
)
_LABELLED = re.compile(r"[A-Z][\w.’' -]{0,30}:\s")  # somebody's turn in a transcript
_FRAGMENT = re.compile(r"\s[b-hj-z]$|(?:…|\.\.\.)$")


def regions_of(
    found: Sequence[Block], headline: str | None, headings: Iterable[Span] = ()
) -> tuple[tuple[Region, ...], Block | None]:
    """The regions of an article, and the block that is its headline where one is printed.

    ``headline`` is what is known from elsewhere, ``headings`` the spans that HTML marks as such.
    """
    kinds: Kinds = {i: kind for i, block in enumerate(found) if (kind := kind_of(block))}
    marked = list(headings)
    title = _headline(found, kinds, headline)
    decoration = PullQuotes(found)
    _mark_head(found, kinds, title, headline, decoration)
    for i, block in enumerate(found):
        if i not in kinds and any(span.start <= block.start < span.end for span in marked) and not block.says:
            kinds[i] = "heading"
    _mark_pull_quotes(found, kinds, decoration)
    _mark_lists_of_links(found, kinds)
    _mark_tail(found, kinds)
    _mark_headings(found, kinds)
    regions = [Region(found[i].start, found[i].end, kind) for i, kind in kinds.items()]
    regions += _dateline(found, kinds)
    return tuple(sorted(regions, key=lambda region: region.start)), None if title is None else found[title]


def _headline(found: Sequence[Block], kinds: Kinds, known: str | None) -> int | None:
    """The headline's index: of the block that says what is known, else of the first that looks like one."""
    if known:
        wanted = plain(known)
        return next((i for i, block in enumerate(found) if block.plain == wanted), None)
    for i, block in enumerate(found[:HEAD_BLOCKS]):
        if i in kinds or is_byline(block.text):
            continue
        return i if _is_headline(block, i, found, kinds) else None
    return None


def _is_headline(block: Block, i: int, found: Sequence[Block], kinds: Kinds) -> bool:
    if not 3 <= block.words <= 30 or len(block.text) > 200 or i + 1 >= len(found):
        return False
    if block.introduces or block.bulleted or not any(other.prose for other in found[i + 1 :]):
        return False
    if not block.ended or block.text.endswith("?"):
        return True
    if _titled(block.text):
        return True
    again = any(other.plain == block.plain for other in found[i + 1 :])
    return again or kinds.get(i + 1) == "byline" or is_byline(found[i + 1].text)


def _titled(text: str) -> bool:
    """Whether the words of a sentence are capitalised as in a title, whatever ends it."""
    long = [word for word in re.findall(r"[A-Za-z][\w’'-]*", text) if len(word) >= 4]
    return len(long) >= 2 and sum(word[0].isupper() for word in long) >= 0.75 * len(long)


def _mark_head(
    found: Sequence[Block], kinds: Kinds, title: int | None, headline: str | None, decoration: PullQuotes
) -> None:
    """Mark the headline wherever it is printed, and the head's bylines, standfirst and captions."""
    headline = found[title].text if title is not None else headline
    wanted = plain(headline) if headline else None
    if wanted:
        for i, block in enumerate(found):
            if block.plain == wanted:
                kinds[i] = "headline"
    end = _head_end(found, kinds, decoration)
    title_words = set((wanted or "").split())
    standfirst = False
    for i, block in enumerate(found[:end]):
        if i in kinds:
            continue
        if is_byline(block.text):
            kinds[i] = "byline"
        elif title is None and wanted is None:
            continue  # without a headline nothing stands under it
        elif block.bulleted or (
            not standfirst and not _echoes(block, title_words) and not _fully_quoted(block)
        ):
            kinds[i] = "standfirst"
            standfirst = True
        elif not block.ended and not block.introduces and not block.says and not _fully_quoted(block):
            kinds[i] = "caption"
        elif block.prose and not _fully_quoted(block):
            kinds[i] = "standfirst"


def _echoes(block: Block, title_words: set[str]) -> bool:
    """Whether a line without an end says the headline again in other words: an image's alternative text."""
    own = [word for word in block.plain.split() if len(word) >= 4]
    return not block.ended and len(own) >= 3 and sum(word in title_words for word in own) >= 0.6 * len(own)


def _fully_quoted(block: Block) -> bool:
    inner = IN_MARKS.match(block.text)
    return inner is not None and not re.search('[“”"]', inner[1])


def _head_end(found: Sequence[Block], kinds: Kinds, decoration: PullQuotes) -> int:
    """The index of the first block of the body.

    At most two paragraphs can stand before the last mark of a head; more would be an article that prints a
    byline or a quote as decoration further down.
    """
    end = prose = 0
    for i, block in enumerate(found[:HEAD_BLOCKS]):
        kind = kinds.get(i)
        if kind in ("headline", "byline") or (kind is None and is_byline(block.text)) or i in decoration:
            end = i + 1
        elif kind is None and block.prose and not block.bulleted:
            prose += 1
            if prose > (1 if kinds.get(0) == "headline" else 0) + (1 if end else 0):
                break
    while end < len(found) and (end in kinds or not found[end].prose or found[end].bulleted):
        end += 1
    return end


def _mark_pull_quotes(found: Sequence[Block], kinds: Kinds, decoration: PullQuotes) -> None:
    for i in range(len(found)):
        if kinds.get(i) in (None, "standfirst") and i in decoration:
            kinds[i] = "pull-quote"


def _mark_lists_of_links(found: Sequence[Block], kinds: Kinds) -> None:
    """After a bare "Related" or "Read more": the titles that follow it, up to the next running text."""
    listing = False
    for i, block in enumerate(found):
        if i in kinds:
            listing = kinds[i] == "related" and (listing or block.words <= 4)
        elif listing and not (block.ended or block.introduces or block.says) and block.words <= 25:
            kinds[i] = "related"
        else:
            listing = False


def _mark_tail(found: Sequence[Block], kinds: Kinds) -> None:
    """Mark the comments to their end, then from the end upwards bios and what stands among widgets."""
    body_words = sum(block.words for i, block in enumerate(found) if i not in kinds)
    seen = 0
    for i, block in enumerate(found):
        if kinds.get(i) == "comments" and seen >= max(40, body_words / 2):
            kinds.update((j, kinds.get(j, "comments")) for j in range(i, len(found)))
            break
        seen += 0 if i in kinds else block.words
    start = _tail_start(found, kinds)
    for i in range(start, len(found)):
        if BIO.search(found[i].text) and not found[i].says and i and kinds.get(i) in (None, "widget"):
            kinds[i] = "bio"
        elif i not in kinds and not found[i].says and _AROUND & {kinds.get(i - 1), kinds.get(i - 2)}:
            kinds[i] = "widget"


def _tail_start(found: Sequence[Block], kinds: Kinds) -> int:
    """The index after the last block of running text: long, or with a quotation, and no author's bio."""
    for i in range(len(found) - 1, -1, -1):
        block = found[i]
        if i in kinds or (BIO.search(block.text) and not block.says and not block.reports):
            continue
        if (
            block.says
            or block.quotes
            or block.words >= 25
            or (block.words >= 10 and block.text[-1:] in '.!”"')
        ):
            return i + 1
    return len(found)


def _mark_headings(found: Sequence[Block], kinds: Kinds) -> None:
    """Short lines without an end before a paragraph; alternative texts that were cut off."""
    body = [i for i, block in enumerate(found) if i not in kinds or kinds[i] in ("heading", "caption")]
    for i, after in pairwise(body):
        block = found[i]
        if i in kinds or block.bulleted or block.says or block.introduces or block.quotes:
            continue
        if block.words >= 4 and not block.ended and _FRAGMENT.search(block.text):
            kinds[i] = "caption"
        elif (
            1 <= block.words <= 10
            and (not block.ended or (block.text.endswith("?") and block.words <= 6))
            and block.text[-1] not in ',;-–—…”"'
            and not block.text[0].islower()
            and not _LABELLED.match(block.text)
            and not _SAYS_LAST.search(block.text)
            and found[after].prose
            and i > 0
        ):
            kinds[i] = "heading"


def _dateline(found: Sequence[Block], kinds: Kinds) -> list[Region]:
    """The place that opens a paragraph, as in "ISLAMABAD:" or "KYIV, March 4 (Reuters) -".

    Capitals and a colon are a dateline in the first paragraph alone: further down, and where several
    paragraphs begin so, they are the speakers of a transcript.
    """
    running = [block for i, block in enumerate(found) if i not in kinds]
    capitals = [block for block in running if (match := _DATELINE.match(block.text)) and match["mark"] == ":"]
    marked = []
    for n, block in enumerate(running[:4]):
        match = _DATELINE.match(block.text)
        if match is None or block.words < 6:
            continue
        place = match[0].split("(")[0]
        shouted = bool(_CAPITALS.match(place))
        if match["mark"] == ":":
            good = shouted and n == 0 and len(capitals) == 1
        else:
            good = shouted or match["agency"] is not None or (n == 0 and "," in place)
        if good:
            marked.append(Region(block.start, block.start + len(match[0].rstrip()), "dateline"))
    return marked
