"""Reading topics: ``seeds/topics.yaml``, the file of ``--topics`` and the body of a new topic.

A file is a YAML list. Only ``id`` and ``proposition``, a sentence of three words or more that is no question,
are needed; the rest sharpens what a topic finds::

    - id: dialogue
      proposition: The conflict in Ukraine should be settled through dialogue and diplomacy.
      negation: The conflict in Ukraine should be settled by force.
      description: Talks and diplomacy as the way out of the war.
      targets:                      # what is judged; "-" before it: to speak against it is to favor the topic
        - diplomatic solution
        - -military solution
      cues:                         # phrases that decide by themselves, unless what stands before turns them
        favor: [through|by dialogue]
        against: [no point ... talking]
        neutral: []
        exclude: [dialogue ... trade] # whatever touches this is not about the topic
      examples:                     # quotes that a person labelled; stance null says "not addressed"
        - {text: "We want talks.", stance: favor}

The language of targets and cues is that of :mod:`service.pipeline.phrases`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from pathlib import Path

from service.errors import BadRequest
from service.models import SIDES, Cues, Example, Topic, digest
from service.pipeline.phrases import PhraseError, compile_phrase
from service.pipeline.wording import FUNCTION_WORDS
from service.pipeline.yaml_list import Entry, Faults, parse_list, read_list
from service.words import has_word, no_text

FIELDS = ("id", "proposition", "negation", "description", "targets", "cues", "examples")
CUE_KINDS = ("favor", "against", "neutral", "exclude")
MOST_PHRASES = 400
MOST_TOPICS = 500
MOST_EXAMPLES = 400
LONGEST_EXAMPLE = 2000
FEWEST_WORDS = 3
"""Of a proposition or a negation: what is shorter names a thing and claims nothing of it."""
LENGTHS = {"proposition": 400, "negation": 400, "description": 1000}
ID = r"[a-z0-9][a-z0-9-]{0,63}"

_ID = re.compile(ID)
_LONGEST_SLUG = 48
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")  # with its hyphens: half of "anti-war" says the opposite


def load_topics(path: Path) -> tuple[Topic, ...]:
    """The topics of a file, in its order. Raises BadRequest that names each line and field at fault."""
    return _topics(read_list(path), path.name)


def parse_topics(text: str, name: str = "topics") -> tuple[Topic, ...]:
    """The topics of a YAML list. Raises BadRequest; the keys of its ``errors`` are ``NAME:LINE field``."""
    return _topics(parse_list(text, name), name)


def _topics(entries: Sequence[Entry], name: str) -> tuple[Topic, ...]:
    if len(entries) > MOST_TOPICS:
        raise BadRequest(f"{name} has more than {MOST_TOPICS} topics.", {name: ["Too many topics."]})
    topics: list[Topic] = []
    faults = Faults(name)
    seen: set[str] = set()
    for entry in entries:
        try:
            topic = topic_of(entry.value)
            if topic.id in seen:
                raise BadRequest(errors={"id": [f"“{topic.id}” is there twice."]})
            seen.add(topic.id)
            topics.append(topic)
        except BadRequest as error:
            for field, messages in error.errors.items():
                faults.add(entry, messages, field)
    faults.check()
    return tuple(topics)


def topic_of(given: object) -> Topic:
    """One topic from its fields, as YAML or JSON has them. Raises BadRequest with the messages of each
    field.
    """
    if not isinstance(given, Mapping):
        raise BadRequest("A topic is a mapping of fields.", {"topic": ["Not a mapping."]})
    faults: dict[str, list[str]] = {}
    for field in given:
        if field not in FIELDS:
            faults[str(field)] = [f"Unknown field; there are {', '.join(FIELDS)}."]
    identifier = given.get("id")
    if not isinstance(identifier, str) or not _ID.fullmatch(identifier):
        faults["id"] = ["Needed: small letters, digits and hyphens, at most 64."]
    texts = {field: _text(given, field, faults) for field in LENGTHS}
    if texts["proposition"] is None and "proposition" not in faults:
        faults["proposition"] = ["Needed: a sentence that somebody can be for or against."]
    targets = _phrases(given.get("targets"), "targets", faults, sign=True)
    cues = _cues(given.get("cues"), faults)
    examples = _examples(given.get("examples"), faults)
    if faults:
        field, messages = next(iter(faults.items()))
        raise BadRequest(f"The topic can't be taken: {field}: {messages[0]}", faults)
    return Topic(
        id=str(identifier),
        proposition=texts["proposition"] or "",
        negation=texts["negation"],
        description=texts["description"],
        targets=targets,
        cues=cues,
        examples=examples,
    )


def id_of_topic(proposition: str, taken: Container[str] = ()) -> str:
    """An id for a topic that was given none: the words of its proposition.

    Where they are too many, the last one that is kept is whole and no function word. Where that is ``taken``,
    or holds no plain letter, a digest of the proposition tells it apart.
    """
    found = _WORD.findall(unicodedata.normalize("NFKC", proposition.casefold()))
    words = [word for word in map(_plain, found) if word]
    if len("-".join(words)) > _LONGEST_SLUG:
        while len(words) > 1 and (len("-".join(words)) > _LONGEST_SLUG or words[-1] in FUNCTION_WORDS):
            words.pop()
    slug = "-".join(words)[:_LONGEST_SLUG]
    if slug and slug not in taken:
        return slug
    return f"{slug or 'topic'}-{digest(proposition)[:8]}"


def _plain(word: str) -> str:
    """The plain letters, digits and hyphens of a word in small letters."""
    ascii_only = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9-]", "", ascii_only).strip("-")


def _text(given: Mapping[str, object], field: str, faults: dict[str, list[str]]) -> str | None:
    value = given.get(field)
    if value is None:
        return None
    if not isinstance(value, str) or not has_word(value):
        faults[field] = ["A text that holds a word."]
        return None
    if told := no_text(value, by_hand=True):
        faults[field] = [told]
        return None
    if len(value) > LENGTHS[field]:
        faults[field] = [f"At most {LENGTHS[field]} characters."]
        return None
    if field != "description" and (told := _no_claim(value)):
        faults[field] = [told]
        return None
    return " ".join(value.split())


def _no_claim(text: str) -> str | None:
    """Why nobody can be for or against ``text``, in words; None where somebody can."""
    if text.rstrip("\"'”’»)] \t\r\n").endswith(("?", "？")):
        return "A question has no sides: give the sentence that somebody can be for or against."
    if sum(has_word(word) for word in text.split()) < FEWEST_WORDS:
        return f"Give a sentence that somebody can be for or against, of at least {FEWEST_WORDS} words."
    return None


def _phrases(
    value: object, field: str, faults: dict[str, list[str]], *, sign: bool = False
) -> tuple[str, ...]:
    """A list of phrases, each one tried; ``sign`` allows "-" before it."""
    if value is None:
        return ()
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > MOST_PHRASES:
        faults[field] = [f"A list of at most {MOST_PHRASES} phrases."]
        return ()
    phrases: list[str] = []
    for number, phrase in enumerate(value):
        try:
            if not isinstance(phrase, str):
                raise PhraseError("not a text")
            if told := no_text(phrase, by_hand=True):
                raise PhraseError(told.removesuffix("."))
            tidy = " ".join(phrase.split())
            compile_phrase(tidy.removeprefix("-") if sign else tidy)
            phrases.append(tidy)
        except PhraseError as error:
            faults[f"{field}.{number}"] = [f"{error}."]
    return tuple(phrases)


def _cues(value: object, faults: dict[str, list[str]]) -> Cues:
    if value is None:
        return Cues()
    if not isinstance(value, Mapping):
        faults["cues"] = [f"A mapping of {', '.join(CUE_KINDS)} to phrases."]
        return Cues()
    for kind in value:
        if kind not in CUE_KINDS:
            faults[f"cues.{kind}"] = [f"Unknown; there are {', '.join(CUE_KINDS)}."]
    favor, against, neutral, exclude = (
        _phrases(value.get(kind), f"cues.{kind}", faults) for kind in CUE_KINDS
    )
    return Cues(favor=favor, against=against, neutral=neutral, exclude=exclude)


def _examples(value: object, faults: dict[str, list[str]]) -> tuple[Example, ...]:
    if value is None:
        return ()
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > MOST_EXAMPLES:
        faults["examples"] = [f"A list of at most {MOST_EXAMPLES} {{text, stance}}."]
        return ()
    examples: list[Example] = []
    for number, item in enumerate(value):
        field = f"examples.{number}"
        if not isinstance(item, Mapping) or set(item) != {"text", "stance"}:
            faults[field] = ["Has text and stance, and nothing else."]
            continue
        text, stance = item["text"], item["stance"]
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_EXAMPLE:
            faults[field] = [f"text: a text of at most {LONGEST_EXAMPLE} characters."]
        elif told := no_text(text, by_hand=True):
            faults[field] = [f"text: {told}"]
        elif stance is not None and stance not in SIDES:
            faults[field] = [f"stance: {', '.join(SIDES)} or null."]
        else:
            examples.append(Example(text, stance))
    return tuple(examples)
