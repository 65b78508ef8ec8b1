"""Resolution's time grows with the length of an article and not with its square, on nasty texts too."""

import re
import time

import pytest

from service.models import Article, Attribution, Span, digest
from service.pipeline.resolution.registry import Registry
from service.pipeline.resolve import resolve

NASTY = {
    "words that all speak": "said ",
    "short quotes": '"a" said B. ',
    "one minister": "“We will act on this matter soon,” said Minister Anna Berg. The council met. ",
    "capitals": "Aa ",
    "commas": "Anna Berg, ",
    "initials": "A. ",
    "pronouns": "He said that she said it was his. ",
    "nesting": "he told him, quoting ",
    "roles": "The mayor said no. The agency said so. His lawyer said no. The poll said yes. ",
}


def seconds(text: str) -> float:
    """The quickest of two runs, with every word as content and as source of an attribution."""
    words = [Span(match.start(), match.end()) for match in re.finditer(r"\w+", text)]
    attributions = [Attribution((word,), None, word) for word in words]
    article, registry, runs = Article(digest(text), text, digest(text)), Registry.of(()), []
    for _ in range(2):
        start = time.process_time()
        resolve(article, attributions, registry)
        runs.append(time.process_time() - start)
    return min(runs)


@pytest.mark.parametrize("unit", NASTY.values(), ids=NASTY.keys())
def test_four_times_the_text_takes_at_most_ten_times_as_long(unit: str) -> None:
    short = unit * (3000 // len(unit))
    assert seconds(short * 4) <= 10 * max(seconds(short), 0.02)


def test_many_people_and_bodies_are_no_more_than_linear_either() -> None:
    def text(size: int) -> str:
        codes = (f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(size))
        return " ".join(
            f"Mayor Q{code} Berg met the X{code} Council. The mayor said no. The council said so. Berg left."
            for code in codes
        )

    assert seconds(text(160)) <= 10 * max(seconds(text(40)), 0.02)
