import json
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from service.models import Article, Attribution, Region
from service.pipeline.attribute import attribute, attribution_version
from service.pipeline.attribution.runtime import FOLDER

TEXT = (
    "The envoy arrived on Monday.\n\n"
    "“We will keep the border open,” Foreign Minister Anna Kowalska said on Tuesday. "
    "“Nobody will be turned away.”\n\n"
    "Officials in Warsaw said that the talks would resume within a week, according to two people familiar "
    "with the plan.\n\n"
    "Photo: Kowalska said the border is open. (Agency/A. Name)"
)


def article(text: str, *regions: Region) -> Article:
    return Article(id="a", text=text, content_hash="c", regions=regions)


def contents(found: tuple[Attribution, ...], text: str) -> list[str]:
    return [" … ".join(span.of(text) for span in item.content) for item in found]


def test_a_direct_quote_split_by_its_cue_is_found_whole_with_its_speaker_and_without_marks() -> None:
    found = attribute(article(TEXT))
    quote = next(item for item in found if item.content[0].of(TEXT).startswith("We will"))
    assert contents((quote,), TEXT) == ["We will keep the border open, … Nobody will be turned away."]
    assert quote.cue is not None
    assert quote.cue.of(TEXT).startswith("said")
    assert quote.source is not None
    assert "Kowalska" in quote.source.of(TEXT)
    assert quote.attitude == "assertion"
    assert quote.confidence > 0.7


def test_indirect_speech_is_found() -> None:
    assert any("talks would resume" in content for content in contents(attribute(article(TEXT)), TEXT))


def test_furniture_is_not_read() -> None:
    start = TEXT.index("Photo")
    found = attribute(article(TEXT, Region(start, len(TEXT), "caption")))
    assert all(item.end <= start for item in found)
    assert any(item.start > start for item in attribute(article(TEXT)))


def test_what_is_found_does_not_depend_on_what_stands_windows_away() -> None:
    filler = "Nothing much happened in the town that day, and the shops were shut.\n\n" * 60
    alone, later = attribute(article(TEXT)), attribute(article(TEXT + "\n\n" + filler))
    assert contents(later, TEXT + "\n\n" + filler)[: len(alone)] == contents(alone, TEXT)


def test_a_text_without_words_has_no_attributions() -> None:
    assert attribute(article("")) == attribute(article(" \n\n \r\n")) == ()


def test_another_process_opens_a_session_of_its_own() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(_where_and_how_many).result() == (True, len(attribute(article(TEXT))))


def _where_and_how_many() -> tuple[bool, int]:
    return os.getpid() != os.getppid(), len(attribute(article(TEXT)))


def test_the_model_says_which_version_it_is() -> None:
    config = json.loads((FOLDER / "config.json").read_text(encoding="utf-8"))
    assert attribution_version() == config["version"] != ""


def test_of_two_whom_a_cue_names_the_one_who_spoke_is_the_source() -> None:
    text = "“The harbour will be dredged before the winter,” the report quoted Ann Tarr as saying.\n"
    (quote,) = (
        item for item in attribute(article(text)) if item.content[0].of(text).startswith("The harbour")
    )
    assert quote.source is not None
    assert quote.source.of(text) == "Ann Tarr"
