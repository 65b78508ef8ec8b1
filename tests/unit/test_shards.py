"""The parts of a collection that machines share, and the canonical URLs that they go by."""

import pytest

from service.errors import BadArticle
from service.ingest import Shard
from service.pipeline.read import Read
from service.pipeline.urls import canonical_url
from tests.unit.test_ingest import raw

HALF_SURROGATES = ["https://example.org/?q=\ud800", "https://example.org/\ud800", "https://\ud800.example/"]


def test_the_shards_of_a_collection_are_its_parts() -> None:
    articles: list[Read] = [raw(n, url=None if n % 2 else f"https://example.org/{n}") for n in range(50)]
    parts = [[article.name for article in articles if Shard(i, 3).holds(article)] for i in (1, 2, 3)]
    assert sorted(name for part in parts for name in part) == sorted(article.name for article in articles)
    assert all(parts)


def test_an_article_is_in_the_same_shard_on_every_machine() -> None:
    here, there = raw(1, url=None, name="/data/news/1.txt"), raw(1, url=None, name="news/1.txt")
    assert [Shard(i, 7).holds(here) for i in range(1, 8)] == [Shard(i, 7).holds(there) for i in range(1, 8)]
    mobile = raw(1, url="http://www.example.org/1?utm_source=x")
    assert [Shard(i, 7).holds(raw(1)) for i in range(1, 8)] == [
        Shard(i, 7).holds(mobile) for i in range(1, 8)
    ]


@pytest.mark.parametrize("url", HALF_SURROGATES)
def test_an_address_with_half_a_character_is_refused(url: str) -> None:
    with pytest.raises(BadArticle, match="is not a URL"):
        canonical_url(url)


@pytest.mark.parametrize("url", HALF_SURROGATES)
def test_an_article_of_a_bad_address_is_in_one_shard_where_it_can_be_rejected(url: str) -> None:
    assert sum(Shard(i, 3).holds(raw(url=url)) for i in (1, 2, 3)) == 1
