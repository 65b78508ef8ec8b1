import numpy as np
from tokenizers import Tokenizer

from service.pipeline.attribution.features import paragraphs
from service.pipeline.attribution.runtime import FOLDER
from service.pipeline.attribution.windows import CLS, LIMIT, SEP, Window, windows

TOKENIZER = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


def cut(text: str, limit: int = LIMIT) -> list[Window]:
    return list(windows(paragraphs(text, TOKENIZER), text, limit))


def shown(window: Window, text: str) -> str:
    return text[window.starts[0] : window.ends[-1]]


def test_a_window_holds_whole_paragraphs_between_its_special_tokens() -> None:
    text = "One two three.\nFour five six.\nSeven eight nine."
    first, second = cut(text, 11)
    assert shown(first, text) == "One two three.\nFour five six."
    assert shown(second, text) == "Seven eight nine."
    assert (first.ids[0], first.ids[-1]) == (CLS, SEP)
    assert first.begins.tolist() == [1, 0, 0, 0, 1, 0, 0, 0]
    assert first.first.tolist() == [0, 1, 0, 0, 0, 1, 0, 0, 0, 0]


def test_heads_point_at_the_first_subword_of_every_word() -> None:
    text = "Unquestionably Zelenskyy demurred."
    (window,) = cut(text)
    pieces = [TOKENIZER.id_to_token(int(number)) for number in window.ids[window.heads]]
    assert len(pieces) == len(window.starts)
    assert not any(piece.startswith("##") for piece in pieces)


def test_a_paragraph_too_long_for_a_window_is_cut_after_a_sentence() -> None:
    text = " ".join(f"Sentence {number} is here." for number in range(200))
    parts = cut(text)
    assert all(len(part.ids) <= LIMIT for part in parts)
    assert all(shown(part, text).endswith(".") for part in parts)
    assert sum(len(part.starts) for part in parts) == 5 * 200
    assert [int(part.first.sum()) for part in parts] == [1] + [0] * (len(parts) - 1)


def test_a_single_word_longer_than_a_window_is_read_in_part_and_the_rest_goes_on() -> None:
    text = "Before it. " + "x1" * 40 + " after it."
    parts = cut(text, 12)
    assert all(len(part.ids) <= 12 for part in parts)
    assert shown(parts[-1], text).endswith("after it.")


def test_a_paragraph_that_leads_on_stays_with_the_next_one() -> None:
    text = "A b c d.\nShe said:\n“We leave at once.”"
    first, second = cut(text, 12)
    assert shown(first, text) == "A b c d."
    assert shown(second, text) == "She said:\n“We leave at once.”"


def test_every_word_of_a_text_is_in_exactly_one_window() -> None:
    text = "\n\n".join("He said that it was " + "very " * n + "late." for n in range(60))
    starts = np.concatenate([window.starts for window in cut(text)])
    assert (np.diff(starts) > 0).all()
    assert len(starts) == sum(len(paragraph.starts) for paragraph in paragraphs(text, TOKENIZER))


def test_a_text_without_words_gives_no_window() -> None:
    assert cut("") == cut(" \n\r\n ") == []
