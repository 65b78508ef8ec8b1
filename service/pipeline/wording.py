"""The content of a text as comparable words: stems without function words, near synonyms as one.

Used to tell whether two quotes are reports of one utterance. Synonyms are those that rewriters of news put
for each other; the table is short on purpose, since each class joins what a reader may hold apart.
"""

from __future__ import annotations

from functools import lru_cache

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
    "let allow permit",
    "try attempt",
    "hope expect",
    "worry concern anxiety",
    "sad sorry regret regretted lament",
    "premier prime-minister",
    "children kids",
    "doctor physician",
    "police officers",
    "car vehicle automobile",
    "law legislation act",
    "money funds cash",
    "firm company business corporation",
    "boss chief head leader",
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


def content_words(text: str) -> tuple[str, ...]:
    """The content words of a text in their order, stemmed, each by the name of its class."""
    words = (token.word for token in tokens_of(text))
    stems = (stem(word) for word in words if word not in FUNCTION_WORDS and (len(word) > 1 or word.isdigit()))
    return tuple(_SYNONYMS.get(each, each) for each in stems)
