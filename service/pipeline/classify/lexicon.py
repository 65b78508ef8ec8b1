"""The words by which people judge, want, refuse and withhold: what the rules of every topic share.

Each list holds words as they are written, ``*`` for any ending. A polarity is +1 or -1: how a predicate turns
what stands under it. "Abandon neutrality" turns neutrality around, "bolster ties" leaves ties as they are,
and "refuses to abandon neutrality" turns twice (Polanyi and Zaenen 2006 call such words valence shifters).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


class WordList:
    """A set of words, some of them with any ending."""

    def __init__(self, words: str) -> None:
        every = words.split()
        self._exact = frozenset(word for word in every if not word.endswith("*"))
        self._prefixes = tuple(word[:-1] for word in every if word.endswith("*"))

    def __contains__(self, word: str) -> bool:
        return word in self._exact or word.startswith(self._prefixes)

    def any_of(self, words: Iterable[str]) -> bool:
        """Whether one of ``words`` is in the list."""
        return any(word in self for word in words)


GOOD = WordList(
    "accept accepted accepts advis* advocat* affirm* agree agreed agrees appeal* applaud* appreciat* "
    "approv* aspir* attach* backed backing backs benefici* benefit* best better bolster* broaden* call* "
    "celebrat* champion* cherish* closer commend* commit* constructive continu* cooperat* cordial* "
    "crucial deepen* deeper defend* demand* deserv* desir* eager emphasi* encourag* endors* enhanc* "
    "ensur* essential excellent expand* fair favor* favour* friend* fruitful good great hail* help "
    "helped helpful helps hope hoped hopes hoping imperative importan* important improv* indispensab* "
    "justif* keen key laud* legitim* maintain* necess* need needed needs overdue pledg* positive prais* "
    "prefer* prefers preserv* prioriti* priority promis* promot* protect* prudent pursu* push pushes "
    "pushing ready reaffirm* recommend* reinforc* reiterat* respect* resum* safeguard* seek* sensible "
    "should solid sought stands strength* stress* strong* success* support* sustain* thank* underlin* "
    "underscor* uphold* urg* valu* viable vital vow* want* warm* welcom* willing wise wish*"
)
BAD = WordList(
    "abandon* abhor* abolish* absurd* abus* aggressi* anger angri* angry anti appall* atroci* avoid* "
    "axe bad ban banned banning bans barbar* barbaric baseless biased bitter* block* boycott* brutal* "
    "calamit* cancel* catastroph* cease ceased ceases compromis* condemn* contempt* contradict* costly "
    "crime* criminal* critici* cruel* curb* curtail* cut cuts cutting cynical damag* danger* deadly "
    "decr* defective defund* denied denies denounc* deny deplor* deprive* derail* despi* destroy* "
    "detest* devastat* dire disagree* disapprov* disast* discard* disgrac* dismiss* disputed distort* "
    "ditch* doom* drop dropped dump* evil fail* false* farce* fatal* fault* flawed flout* fool* forbid* "
    "forgo* forsak* fruitless futil* halt* harm* hate hated hateful hates hatred heinous horr* hurt* "
    "ill-* illegal* immoral* inadequate inappropriate incorrect* indefensib* indiscriminat* inexcusab* "
    "injust* insult* invalid irresponsib* jeopard* lack lacked lacking lacks lament* leave leaves "
    "leaving lesser lie lies lying meaningless misguided misinterpret* mislead* misrepresent* mistake* "
    "mistaken mock* monstrous naive nonsense objected objecting objection* objects obstruct* offensive "
    "one-sided onesided oppos* outrag* pointless poor predatory prevent* protest* quit* rebuk* reckless "
    "refus* refut* reject* relinquish* renounc* repeal* reprehensib* repudiat* repugnant rescind* "
    "resist* revers* revok* ridicul* ruin* sabotag* scorn* scrap* sever severing shame* shortsighted "
    "shun* slam* stop* suspend* terminat* terribl* threat* torpedo* tragic unacceptabl* unbalanced "
    "undermin* unfair* unfounded unhelpful unilateral* unjust* unlawful* unprovoked untrue unwise "
    "useless veto* vicious violat* weaken* withdraw* worst worthless wreck* wrong*"
)
DESCRIPTIVE = WordList(
    "chill* cool* deteriorat* difficult* feud* frost* rift* sour* spat* strain* tens* thaw* worsen*"
)
"""Words for how bad a relation is. To describe bad relations is not to oppose good ones: they count when
denied.
"""

NEGATIONS = WordList(
    "cannot hardly neither never no nobody none nor not nothing rarely scarcely unlikely without"
)

REVERSALS = WordList(
    "brush* challeng* contradict* debunk* deni* deny* disagree* disavow* dismiss* disput* mock* push* "
    "rebut* refut* reject* repudiat* ridicul* rubbish* rule* scoff* shrug*"
)
"""Verbs of attribution that turn what follows around."""
REVERSAL_SECOND = {"brush": "aside", "shrug": "off", "rule": "out", "push": "back"}
"""Those of them that do so only together with a second word."""

CLAIMS = WordList(
    "accusation* allegation* assertion* characteri* claim claims criticism* depict* describ* fear fears "
    "idea* impression* insinuat* interpret* label* labell* myth* narrativ* notion* perception* portray* "
    "report reports rumor* rumour* say saying speculation* suggestion* view"
)
FALSE = WordList(
    "absurd* baseless contradictory fabricat* false* fiction* groundless inaccurate incorrect* lie lies "
    "misinterpret* mislead* misperce* misrepresent* mistaken nonsense* ridiculous rubbish unfair* "
    "unfounded untrue wrong*"
)

WITHHOLDING = WordList(
    "abstain* avoid* declin* dodg* evad* held hesitat* hold holds refrain* refus* reluctan* resist* "
    "shied short shy shying unwilling"
)
"""Words that hold back what follows them: "refused to condemn", "stopped short of condemning"."""
JUDGING = WordList(
    "back* blam* censur* condemn* criticis* criticiz* denounc* deplor* endors* join* judg* object* "
    "prais* rebuk* reprimand* side sided siding support* vote voted voting"
)
"""Verbs of taking a side: to withhold them is neutral, and to forbid them is a side."""

CRITICISING = WordList(
    "blam* censur* condemn* criticis* criticiz* denounc* deplor* judg* rebuk* reprimand* vote voted"
)
"""Those of which even a plain "did not" is no side; "do not support" is one."""

NEUTRAL = WordList(
    "abstain* abstention* alarm* concern* noncommittal regret* restraint sadden* sorrow* uncertain "
    "unclear undecided unease worr*"
)
"""Words that speak to something and withhold a side."""

TELLING = frozenset(
    {"comment", "commenting", "say", "answer", "discuss", "disclose", "reveal", "speak", "weigh"}
)
"""What is withheld where nobody takes a side: "refused to comment on", "declined to say whether"."""

GOVERNED = {"call": "for", "calls": "for", "called": "for", "calling": "for"}
"""Words that speak for something only before another word: "called for talks", not "called talks a farce"."""

PRAISING = WordList(
    "applaud* approv* back backed backing backs celebrat* commend* defend* endors* fair favor* favour* "
    "good hail* justif* laud* legitim* necess* prais* support* welcom*"
)
"""Those good words that excuse something bad: to "maintain a balance on" a war is not to praise it."""

OBLIGATIONS = WordList("cannot mistake need ought reason should wrong")
CONDITIONS = WordList("if once provided supposing unless until whether")
UNIVERSALS = WordList(
    "all always any anywhere every everywhere regardless whatever whenever wherever whoever"
)
SUBJECTS = frozenset({"we", "i", "they", "he", "she", "it", "you"})
"""Pronouns that open a clause of their own after a comma or an \"and\"."""

CLAUSE_BREAKS = WordList("although but despite however though whereas while whilst yet")
MENTAL = WordList(
    "believe* consider* demand* eager expect* favor* favour* fear* feel feels felt hope hoped hopes "
    "insist* keen like likes oppos* prefer* press* push* regard* saw see seek seeking seeks sees sought "
    "support* think* trying urg* view* want wanted wanting wants willing wish*"
)
SPEAKING = WordList(
    "added argued argues assured claimed claims conveyed described explained informed insisted insists "
    "let noted notes recalled said say says stated states stressed tell tells told warned"
)
MEDIA = WordList(
    "afp agency bbc broadcaster* cnn dawn gazette guardian herald magazine newspaper* newswire* outlet* "
    "post radio reuters tass telegraph television times tribune tv voa xinhua"
)


@lru_cache(maxsize=65536)
def polarity(word: str) -> int:
    """+1, -1 or 0: how a word turns what stands under it. Ambiguous words count as nothing."""
    good, bad = word in GOOD, word in BAD
    return (good - bad) if good != bad else 0


def negates(word: str) -> bool:
    """Whether a word is a negation, "isn't" and "won't" included."""
    return word in NEGATIONS or word.endswith("n't")
