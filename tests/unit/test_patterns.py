"""No pattern of the pipeline may be made to run long by the text of an article."""

import importlib
import itertools
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import service.pipeline
from service.pipeline.blocks import blocks
from service.pipeline.furniture import kind_of
from service.pipeline.layout import regions_of
from service.pipeline.quotation import quotations
from service.pipeline.sentences import paragraphs, sentences

PARTS = (
    "a|A|1| |\n|.|/|“|”|‘|’|'|(|[|<|>|{|-|\r\n|. |.\"|a |A |1 |a.|A. |a, |A, |a-|a’|s’ |‘a |“a |a” |a\n"
    "|A: |A: B |/ a | / A|share to |share, |view all |a+- |1k |and |The |an Editor, |News-based |is A "
    "| facebook messenger| Watch: The| of|Jane Roe, |by |By A and |said |photo |more on "
)
LEADS = ("", "via AFP", "Share this", "Watch", "is a")
LIMIT = 1.0  # seconds of work for all of these; what is linear takes a few hundredths


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.walk_packages(service.pipeline.__path__, "service.pipeline."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name.removeprefix('service.pipeline.')}.{name}", value


PATTERNS = {name: pattern for pattern, name in {pattern: name for name, pattern in patterns()}.items()}


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_can_be_made_to_run_long(name: str) -> None:
    for part, lead in itertools.product(PARTS.split("|"), LEADS):
        started = time.process_time()
        # Few first: what is exponential shows before it hangs. What stands before many makes no difference.
        for times in (16, 20, 150) if not lead else (16, 20):
            text = f"{lead}{part * times} zebra"
            PATTERNS[name].search(text)
            PATTERNS[name].fullmatch(text)
            assert time.process_time() - started < LIMIT, f"{lead!r} + {part!r} * {times}"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "share to " * 18 + "zebra",
            "." * 20_000 + "a",
            "." * 20_000,
            " " * 20_000 + "a" + " " * 20_000 + "b",
        ),
        *(
            "‘a " * 10_000,
            "s’ a " * 5_000,
            "a\n" + "\n" * 20_000 + "b",
            "".join(f"“A b c {n} d e”\n" for n in range(1500)),
        ),
    ],
)
def test_a_text_is_taken_apart_in_time_that_grows_with_its_length(text: str) -> None:
    started = time.process_time()
    regions_of(blocks(text), None)
    for paragraph in paragraphs(text):
        sentences(text, paragraph)
    quotations(text)
    assert time.process_time() - started < 2


def test_a_row_of_buttons_is_known_whatever_comes_between_them() -> None:
    (share, both, running) = blocks(
        "Share to Facebook, Twitter | Copy link\nview all comments\nShare to the zebra"
    )
    assert (kind_of(share), kind_of(both), kind_of(running)) == ("widget", "comments", None)


def test_a_blank_line_ends_a_paragraph_whatever_the_next_one_begins_with() -> None:
    assert len(paragraphs("By John Smith\n\nde Gaulle said so.")) == 2
    assert len(paragraphs("a line that was\r\nwrapped")) == 1
