"""Which language a text is in (py3langid). Only English is analysed; anything else is refused by name."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import pycountry
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from service.errors import BadArticle

ENOUGH_WORDS = 25  # below this the identifier errs too often to refuse by
SURE = 0.95
LOOKED_AT = 20_000  # characters


def check_english(text: str, declared: str | None = None) -> str:
    """``"en"``. Raises BadArticle with the language's name where ``text`` is, or is said to be, another."""
    if declared and not _is_english(declared):
        raise BadArticle(f"Only English is analysed; this one is said to be in {_name(declared)}.")
    text = text[:LOOKED_AT]
    if len(text.split()) >= ENOUGH_WORDS or _mostly_not_latin(text):
        code, probability = _identifier().classify(text)
        if code != "en" and (probability >= SURE or _mostly_not_latin(text)):
            raise BadArticle(f"Only English is analysed; this article is in {_name(code)}.")
    return "en"


def _is_english(tag: str) -> bool:
    return tag.strip().replace("_", "-").split("-")[0].lower() in ("en", "eng", "english")


def _name(tag: str) -> str:
    code = tag.strip().replace("_", "-").split("-")[0].lower()
    language = pycountry.languages.get(**{f"alpha_{len(code)}": code}) if len(code) in (2, 3) else None
    return f"{language.name} ({code})" if language else repr(tag)


def _mostly_not_latin(text: str) -> bool:
    letters = [c for c in text[:2000] if c.isalpha()]
    return (
        len(letters) >= 10 and sum("LATIN" not in unicodedata.name(c, "") for c in letters) > len(letters) / 2
    )


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
