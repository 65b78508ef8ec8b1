"""A quote as the rules read it: speaker, cue and content as one row of tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service import countries
from service.models import Article, Quote
from service.pipeline.classify.lexicon import CLAUSE_BREAKS, MEDIA, REVERSAL_SECOND, REVERSALS, SUBJECTS
from service.pipeline.phrases import Token, tokens_of

LEAD = 24
"""Characters between a cue and its content that still belong to the cue."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The tokens of one quote.

    ``tokens`` holds the speaker's mention (for phrases such as "Russia ... bilateral ties"), then the cue
    from ``cue_at`` on and the content from ``content_at`` on, wherever they stand in the article. Cue and
    speaker belong to the content's first sentence. ``reversed`` says that the cue turns the content around.
    """

    article: Article
    quote: Quote
    tokens: tuple[Token, ...]
    cue_at: int
    content_at: int
    reversed: bool
    asks: frozenset[int]  # the sentences that end with a question mark

    @property
    def country(self) -> str | None:
        """The country that the speaker speaks for, as far as it is known."""
        return self.quote.speaker.country

    def sentence(self, at: int) -> range:
        """The token numbers of cue and content in the sentence of token ``at``."""
        number = self.tokens[at].sentence
        first = last = at
        while first - 1 >= self.cue_at and self.tokens[first - 1].sentence == number:
            first -= 1
        while last + 1 < len(self.tokens) and self.tokens[last + 1].sentence == number:
            last += 1
        return range(first, last + 1)

    def clause(self, at: int) -> range:
        """The part of the content's sentence around token ``at`` that no "but" or "while" cuts off."""
        whole = self.sentence(at)
        first, last = at, at
        while first - 1 >= max(whole.start, self.content_at) and not self._parted(first):
            first -= 1
        while last + 1 < whole.stop and not self._parted(last + 1):
            last += 1
        return range(first, last + 1)

    def _parted(self, at: int) -> bool:
        """Whether a clause ends between token ``at`` and the one before it."""
        before, here = self.tokens[at - 1], self.tokens[at]
        if before.word in CLAUSE_BREAKS or here.word in CLAUSE_BREAKS:
            return True
        between = self.article.text[before.end : here.start]
        return ";" in between or (here.word in SUBJECTS and ("," in between or before.word == "and"))

    def stretch(self, at: Sequence[int]) -> tuple[int, int]:
        """The smallest stretch of the article that holds these tokens, the speaker's mention aside."""
        held = [self.tokens[i] for i in at if i >= self.cue_at] or [self.tokens[self.content_at]]
        return min(t.start for t in held), max(t.end for t in held)


def read_quote(article: Article, quote: Quote) -> Reading | None:
    """A quote's reading, or None where its content has no word."""
    content: list[Token] = []
    for span in quote.spans:
        sentence = content[-1].sentence if content else 0
        content += tokens_of(article.text, span.start, span.end, sentence)
    if not content:
        return None
    cue = _flat(tokens_of(article.text, quote.cue.start, _cue_end(quote, article.text))) if quote.cue else []
    mention = quote.speaker.mention
    speaker = _flat(tokens_of(article.text, mention.start, mention.end)) if mention else []
    if quote.cue:  # a cue inside its own content, as in: the text “deplores” the attack
        content = [t for t in content if not quote.cue.start <= t.start < quote.cue.end] or content
    tokens = (*speaker, *cue, *content)
    return Reading(
        article,
        quote,
        tokens,
        cue_at=len(speaker),
        content_at=len(speaker) + len(cue),
        reversed=_reverses(cue),
        asks=_questions(article.text, content),
    )


def is_medium(quote: Quote, article: Article) -> bool:
    """Whether the speaker is a newspaper or an agency: it relays and has no stance."""
    speaker = quote.speaker
    if speaker.kind != "organisation":
        return False
    names = {name.casefold() for name in (speaker.name, speaker.stated) if name}
    if article.outlet and article.outlet.name.casefold() in names:
        return True
    stated = speaker.stated or speaker.name or speaker.description or ""
    words = [token.word for token in tokens_of(stated)]
    return bool(words) and (words[-1] in MEDIA or words[0] in ("radio", "daily"))


def country_of(words: Sequence[Token]) -> str | None:
    """The code of the first country that tokens name: by name, people or seat of government."""
    for size in (2, 1):
        for at in range(len(words) - size + 1):
            if not words[at].name:
                continue
            said = " ".join("US" if t.word == "usa" else t.word.title() for t in words[at : at + size])
            found = (
                countries.by_name(said)
                or countries.by_demonym(said)
                or countries.by_metonym(said, speaking=True)
            )
            if found:
                return found.code
    return None


def _flat(tokens: list[Token]) -> list[Token]:
    return [Token(t.start, t.end, t.word, 0, t.name) for t in tokens]


def _cue_end(quote: Quote, text: str) -> int:
    """Where the cue ends with the few words that lead over to the content: "contradicted reports that"."""
    cue = quote.cue
    if (
        cue is None
        or not 0 <= quote.start - cue.end <= LEAD
        or re.search(r"[.!?\n]", text[cue.end : quote.start])
    ):
        return cue.end if cue else 0
    return quote.start


def _reverses(cue: Sequence[Token]) -> bool:
    words = [token.word for token in cue]
    for at, word in enumerate(words):
        if word in REVERSALS:
            second = next((s for verb, s in REVERSAL_SECOND.items() if word.startswith(verb)), None)
            if second is None or second in words[at + 1 :]:
                return True
    return False


def _questions(text: str, content: Sequence[Token]) -> frozenset[int]:
    last = {token.sentence: token for token in content}
    return frozenset(
        number
        for number, token in last.items()
        if text[token.end : token.end + 4].lstrip(" ”\"'").startswith("?")
    )
