"""What kind of attribution a cue makes: something said, believed or intended.

The Penn Discourse Treebank (Prasad et al. 2008; manual of PDTB 2.0, section 5) calls these communication,
propositional attitude with factive, and control. Here whatever is spoken or written counts as an assertion,
an urging, a promise or a declared side included, for it is quoted like any other speech; only a cue without
an act of speech makes a belief or an intention. A cue is a phrase ("is widely expected to"): a verb of
saying in it decides ("said he believed"), else the first word that the lexicon knows.
"""

from __future__ import annotations

import re

from service.models import Attitude

_WORD = re.compile(r"[a-z]+")


def _forms(verbs: str) -> frozenset[str]:
    """A verb's regular forms. Irregular ones are given as they are, after a slash each."""
    found = set()
    for entry in verbs.split():
        verb, *irregular = entry.split("/")
        stem = verb[:-1] if verb.endswith("e") else verb
        third = verb + "es" if re.search(r"(s|sh|ch|x|z|o)$", verb) else verb + "s"
        past = {stem + "ed"}
        if re.search(r"[^aeiou]y$", verb):
            third, past = verb[:-1] + "ies", {verb[:-1] + "ied"}
        found |= {verb, third, stem + "ing", *irregular}
        found |= set() if irregular else past
    return frozenset(found)


SAYING = _forms(
    """
    say/said tell/told speak/spoke/spoken write/wrote/written claim argue announce declare state report
    add reply respond ask answer call deny admit/admitted/admitting warn insist explain note testify
    tweet suggest assert allege accuse promise vow pledge swear/swore/sworn urge demand propose predict
    confirm acknowledge describe criticize criticise condemn praise reject welcome express stress
    emphasize emphasise repeat reiterate recall quote cite mention comment remark complain boast joke
    concede contend maintain order request recommend advise threaten invite apologize apologise
    congratulate blame question dispute challenge refuse endorse agree disagree conclude support oppose
    regret/regretted/regretting recognise recognize
    """
)
"""Verbs of communication: they make an assertion whatever else the cue holds."""

INTENDING = _forms(
    """
    want plan/planned/planning intend hope aim seek/sought try wish prepare decide choose/chose/chosen
    attempt strive/strove/striven desire mean/meant resolve aspire opt/opted/opting plot/plotted/plotting
    """
) | frozenset(
    ("intention", "intentions", "determined", "ready", "willing", "unwilling", "eager", "reluctant", "keen")
)
"""Verbs, nouns and adjectives of will; PDTB's control, where nothing is said."""

BELIEVING = _forms(
    """
    believe think/thought feel/felt know/knew/known expect suppose imagine assume consider view
    see/saw/seen regard deem fear worry doubt suspect realise realize understand/understood remember
    forget/forgot/forgotten like dislike love hate prefer/preferred/preferring trust judge reckon guess
    wonder hear/heard learn/learnt/learned perceive sense care admire respect appreciate enjoy resent
    interpret count anticipate dream envision conceive notice seem appear
    """
) | frozenset(
    (
        "belief",
        "beliefs",
        "opinion",
        "opinions",
        "feeling",
        "feelings",
        "convinced",
        "confident",
        "certain",
        "sure",
        "aware",
        "unaware",
        "afraid",
        "concerned",
        "worried",
        "skeptical",
        "sceptical",
        "optimistic",
        "pessimistic",
        "surprised",
        "shocked",
        "upset",
        "angry",
        "furious",
        "happy",
        "proud",
        "glad",
        "sorry",
        "suspicious",
        "hopeful",
    )
)
"""Words of thought, feeling and knowledge: PDTB's propositional attitude and factive."""


def attitude(cue: str) -> Attitude:
    """Assertion, belief or intention, by the cue's words; an unknown cue is an assertion."""
    words = _WORD.findall(cue.lower())
    if any(word in SAYING for word in words):
        return "assertion"
    for word in words:
        if word in INTENDING:
            return "intention"
        if word in BELIEVING:
            return "belief"
    return "assertion"
