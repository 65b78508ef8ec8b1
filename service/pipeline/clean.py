"""A raw article -> an :class:`Article`: what of its page is no running text, and what the page says of it.

``text`` is never changed: furniture is marked as regions, so that offsets stay those of the file. A value
that was supplied holds; else what the article states; else what was given for articles that state nothing, or
was inferred. What nobody knows is None.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from service.errors import BadArticle
from service.models import (
    Article,
    Outlet,
    Provenance,
    PublicationDate,
    RawArticle,
    Region,
    RegionKind,
    digest,
)
from service.pipeline.blocks import Block, blocks
from service.pipeline.bylines import authors_of, stated_date
from service.pipeline.dates import supplied_date
from service.pipeline.language import check_english
from service.pipeline.layout import regions_of
from service.pipeline.outlets import Outlets
from service.pipeline.pages import Page, parse_page
from service.pipeline.urls import canonical_url, is_whole_site
from service.words import no_text

MOST_CHARACTERS = 500_000
AHEAD = dt.timedelta(days=1)
"""How far after today, which is UTC's, an article may say that it was printed: where it was, it may be so."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What an article shows of itself: its regions, and the words of some of them."""

    text: str
    regions: tuple[Region, ...]
    headline: Block | None

    def of_kind(self, kind: RegionKind) -> list[str]:
        return [self.text[region.start : region.end] for region in self.regions if region.kind == kind]


def clean(
    raw: RawArticle,
    outlets: Outlets,
    most_characters: int = MOST_CHARACTERS,
    *,
    today: dt.date | None = None,
) -> Article:
    """The article in ``raw``. Raises BadArticle where there is none, it is too long, or not English.

    Nothing is printed before it is: with ``today``, a date after it that was given is refused, and one that
    the article states is not known.
    """
    page = parse_page(raw.html, raw.url) if raw.html is not None else None
    text = page.text if page else raw.text or ""
    _check_text(text, most_characters)
    url = raw.url or (page.url if page else None)
    canonical = canonical_url(url) if url else None
    if raw.url is None and canonical and is_whole_site(canonical):
        # Some sites' pages all state the home page as their address, which would make them one article.
        url = canonical = None
    found = blocks(text)
    headline = raw.headline or (page.headline if page else None)
    regions, printed = regions_of(found, headline, page.headings if page else ())
    body = _body(found, regions)
    if not body:
        raise BadArticle("Nothing but a headline and page furniture.")
    seen = _Seen(text, regions, printed)
    language = check_english(" ".join(block.text for block in body), raw.language)
    outlet = _outlet(raw, page, canonical, seen, outlets)
    published = _published(raw, page, seen, today + AHEAD if today else dt.date.max)
    title = headline or (printed.text if printed else None)
    authors = (
        raw.authors
        or (page.authors if page else ())
        or authors_of(seen.of_kind("byline"), seen.of_kind("bio"))
    )
    return Article(
        id=digest("url", canonical) if canonical else digest("text", text),
        text=text,
        content_hash=digest(text, outlet, title, authors, published and repr(published), canonical, language),
        outlet=outlet,
        headline=title,
        authors=authors,
        published=published,
        url=url,
        language=language,
        regions=regions,
        source_name=raw.name,
    )


def _check_text(text: str, most_characters: int) -> None:
    if len(text) > most_characters:
        raise BadArticle(f"Longer than {most_characters:,} characters.")
    if told := no_text(text):
        raise BadArticle(told)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadArticle(f"Not a text: half a surrogate pair at character {error.start}.") from error
    if not any(character.isalnum() for character in text):
        raise BadArticle("No text.")


def _body(found: Sequence[Block], regions: Sequence[Region]) -> list[Block]:
    """The blocks that are neither a headline nor furniture from end to end."""
    covered = {(r.start, r.end) for r in regions if r.furniture or r.kind == "headline"}
    return [block for block in found if (block.start, block.end) not in covered]


def _outlet(
    raw: RawArticle, page: Page | None, url: str | None, seen: _Seen, outlets: Outlets
) -> Outlet | None:
    given = outlets.named(raw.outlet, _giver(raw, "outlet")) if raw.outlet else None
    if given and not _yields(raw, "outlet"):
        return given
    domain = page.domain if page else url.split("/")[2] if url else None
    stated = outlets.of_page(page.site if page else None, domain) or outlets.of_text(seen.text, seen.regions)
    if stated and stated.source == "stated":
        return stated
    return given or stated


def _published(raw: RawArticle, page: Page | None, seen: _Seen, latest: dt.date) -> PublicationDate | None:
    given = supplied_date(raw.published, _giver(raw, "published")) if raw.published else None
    if given and given.day > latest:
        raise BadArticle(f"published: {given} is in the future; leave it out where it is not known.")
    if given and not _yields(raw, "published"):
        return given
    if page and page.published:
        stated: PublicationDate | None = supplied_date(page.published, "stated")
    else:
        stated = stated_date(seen.of_kind("byline")) or stated_date(seen.of_kind("dateline"))
    return stated if stated and stated.day <= latest else given


def _giver(raw: RawArticle, field: str) -> Provenance:
    return "inferred" if field in raw.inferred else "supplied"


def _yields(raw: RawArticle, field: str) -> bool:
    """Whether what was given for ``field`` gives way to what the article itself states."""
    return field in raw.inferred or field in raw.fallback
