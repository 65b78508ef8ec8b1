"""The content of a text as comparable words: stems without function words, near synonyms as one.

Used to tell whether two quotes are reports of one utterance. Synonyms are those that rewriters of news put
for each other; the table is short on purpose, since each class joins what a reader may hold apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

from service.pipeline.phrases import tokens_of

_FUNCTION_WORDS = """
a about above after again all also although am an and any are aren't as at be because been before being
between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down each
either even ever every few for from further had hadn't has hasn't have haven't having he her here hers
him his how however i if in into is isn't it its itself just let may me might more most mr mrs ms much
must my neither no nor not now of off on once one only or other our out over own per quite rather really
said same say says shall she should so some still such than that the their theirs them then there these
they this those through thus to too toward towards under until up upon us very via was wasn't we well
were weren't what when where whether which while who whom whose why will with within without won't would
wouldn't yet you your it's we're we've we'll i'm i've i'll they're they've he's she's that's there's
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())

_CLASSES = (
    "relation relationship ties tie link links rapport",
    "country countries nation nations state states",
    "inform informed brief briefed notify notified apprise",
    "implication implications impact consequence consequences effect effects fallout repercussions",
    "war conflict hostilities fighting",
    "invasion incursion assault attack offensive aggression",
    "avert prevent avoid forestall",
    "resolve resolved settle settled solve solved",
    "talks negotiation negotiations dialogue",
    "global worldwide international world",
    "condemn denounce deplore",
    "support back endorse",
    "urge press exhort",
    "stress stressed underline underscore emphasise emphasize highlight",
    "want wants wish desire seek",
    "soldiers troops forces",
    "kill killed slay slain murder",
    "important crucial vital key essential significant",
    "big large huge major",
    "begin start commence launch",
    "end finish conclude",
    "help aid assist assistance",
    "buy purchase acquire",
    "job jobs employment",
    "chance opportunity",
    "quick fast rapid swift",
    "leave quit depart",
    "choose pick select",
    "duty responsibility obligation onus",
    "danger risk threat peril",
    "increase raise rise grow",
    "decrease reduce cut lower",
    "show demonstrate",
    "allow permit",
    "try attempt",
    "hope expect",
    "worry concern anxiety",
    "sad sorry regret regretted lament",
    "children kids",
    "doctor physician",
    "police officers",
    "car vehicle automobile",
    "law legislation",
    "money funds cash",
    "firm company business corporation",
    "boss chief",
    "mistake error blunder",
)

_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball stem of a folded word."""
    return str(_STEMMER.stemWord(word))


_SYNONYMS: dict[str, str] = {
    stem(word): stem(words.split()[0]) for words in _CLASSES for word in words.split()
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The content words of a text in their order, stemmed, each by the name of its class.

    ``names`` says of each whether it is written with a capital; ``distinct`` and ``neighbours`` are the words
    and the pairs of neighbours as sets.
    """

    words: tuple[str, ...]
    names: tuple[bool, ...]
    distinct: frozenset[str]
    neighbours: frozenset[tuple[str, str]]


@lru_cache(maxsize=16384)
def wording_of(text: str) -> Wording:
    """The wording of a text, remembered: a quote is compared with many."""
    tokens = [
        token
        for token in tokens_of(text)
        if token.word not in FUNCTION_WORDS and (len(token.word) > 1 or token.word.isdigit())
    ]
    stems = (stem(token.word) for token in tokens)
    words = tuple(_SYNONYMS.get(each, each) for each in stems)
    names = tuple(token.name for token in tokens)
    return Wording(words, names, frozenset(words), frozenset(pairwise(words)))


def content_words(text: str) -> tuple[str, ...]:
    """The words of :func:`wording_of` alone."""
    return wording_of(text).words
