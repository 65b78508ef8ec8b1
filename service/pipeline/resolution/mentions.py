"""The capitalised names of a text: where they stand, their titles, and what kind of thing they look like.

Patterns and lists, no model: news writes its names carefully, and the kinds are settled later by everything that
an article says of a name (see :mod:`service.pipeline.resolution.entities`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from service import countries
from service.pipeline.resolution.layout import Layout
from service.pipeline.resolution.lexicon import head_kind, is_first_name, lexicon

NameKind = Literal["person", "organisation", "country", "place", "unknown"]

_PARTICLE = r"(?:bin|ibn|bint|de|del|della|der|di|da|dos|du|la|van|von|ter|den|el|al|ul|e|y)"
_CAPITAL = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Cmdr|Adm|Maj|Rev|Prof|St|Jr|Sr|Hon)\."
    r"|(?:[A-Z]\.)+(?:[A-Z]\b)?|[A-ZÀ-Þ][\w&-]*(?:[’'](?!s\b)[A-Za-z][\w-]*)*)"
)
_GAP = r"[ \xa0]+"
_RUN = re.compile(
    rf"(?<![\w@#/.])(?:(?:al|el)-)?{_CAPITAL}(?:{_GAP}(?:{_PARTICLE}{_GAP})*(?:(?:al|el)-)?{_CAPITAL})*"
)
_WORD = re.compile(rf"(?:(?:al|el)-)?{_CAPITAL}|{_PARTICLE}\b")
_JOINED = re.compile(
    rf"{_GAP}(?:(?:of|for|on|to|against|in){_GAP}(?:the{_GAP}|Our{_GAP})?|and{_GAP}|&{_GAP})(?=[A-Z])"
)
_POSSESSIVE = re.compile(r"[’']s\b|(?<=s)[’'](?=\s)")
_LOWER = re.compile(rf"{_GAP}([a-z][a-z-]+)")
_OFFICE = re.compile(
    r"(?:State|Defense|Defence|Homeland Security|Energy|Education|Labor|Commerce|Agriculture|Interior|Transportation|"
    r"Health and Human Services|Foreign Affairs|Treasury|War|Veterans Affairs|House|Representatives)\b"
)
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?|[A-Z]{2,6}(?:-[A-Z]{2,5})?|[A-Z]&[A-Z]")
_TITLE_OF = {
    "secretary",
    "minister",
    "speaker",
    "director",
    "president",
    "under-secretary",
    "undersecretary",
    "leader",
}
_OF_HEADS = frozenset(
    "department ministry university office bureau institute center centre board bank house court federation association "
    "council committee commission society union organization organisation conference league alliance party school "
    "college agency academy college coalition campaign foundation institution chamber church bar congress securities "
    "citizens americans republicans democrats veterans doctors physicians committee senate parliament friends movement".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december christmas easter thanksgiving".split()
)
_FUNCTION_WORDS = frozenset(
    "a about above according across actually additionally after again against ago ahead all almost along already also "
    "although always am amid among an and another any anyone anything are around as aside asked at away back be because "
    "been before behind being below besides between both but by call can could currently despite did do does doing done "
    "down during each earlier either else elsewhere even eventually ever every everyone everything except far few finally "
    "first five following for former formerly four from further furthermore get given had has have having he hence her "
    "here hers herself him himself his how however i if in indeed inside instead into is it its itself just last late "
    "later least less let like likewise long look many maybe me meanwhile might mine more moreover most much must my "
    "myself near nearly neither never nevertheless next no nobody none nonetheless nor not nothing now of off often ok "
    "old on once one only onto or other others otherwise our ours out over overall own perhaps please previously rather "
    "recently right said same say says second see seems several she should since six so some somebody someone something "
    "sometimes soon still such suddenly ten than thank thanks that the their theirs them themselves then there therefore "
    "these they this those though three through throughout thus to today together told too toward towards two under "
    "unfortunately unless unlike until up upon us use used using very via was watch we well were what whatever when "
    "whenever where whereas whether which while who whoever whole whom whose why will with within without would yes yesterday yet "
    "you your yours read asked asking photo image updated follow former ex-president both speaking writing citing "
    "responding appearing noting adding saying calling pressed facing unlike whatever even".split()
)
_PLACES = frozenset(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa "
    "kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska "
    "nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin wyoming california "
    "africa asia europe america antarctica manhattan brooklyn queens bronx harlem hollywood chicago boston houston dallas "
    "philadelphia phoenix detroit seattle denver atlanta miami cleveland orlando pittsburgh cincinnati baltimore "
    "milwaukee sacramento austin kashmir crimea donbas gaza punjab sindh balochistan karachi lahore mumbai".split()
) | frozenset(
    (
        "new york", "new jersey", "new hampshire", "new mexico", "new orleans", "north carolina", "south carolina",
        "north dakota", "south dakota", "west virginia", "rhode island", "los angeles", "san francisco", "las vegas",
        "puerto rico", "middle east", "west bank", "wall street", "capitol hill", "new england", "south asia",
        "central asia", "latin america", "north america", "south america", "western europe", "eastern europe",
    )
)  # fmt: skip


_TITLE_CASE_SHARE = 0.75


@dataclass(slots=True)
class Mention:
    """A name in the text. ``titles`` and ``before`` are the words in front of it in the same run of capitals.

    ``modifier`` says that it only qualifies the noun after it ("the Clinton supporter"), ``possessive`` that it
    owns what follows; ``quoted`` that it stands in quotation marks.
    """

    start: int
    end: int
    words: tuple[str, ...]
    kind: NameKind
    titles: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    possessive: bool = False
    modifier: bool = False
    quoted: bool = False
    sentence: int = 0
    paragraph: int = 0

    @property
    def name(self) -> str:
        """The name as it is written, without titles."""
        return " ".join(self.words)


def mentions(layout: Layout) -> list[Mention]:
    """Every name of the text in order; in a headline in title case only what looks like a full name."""
    text, found = layout.text, []
    lower_words = set(re.findall(r"\b[a-z]{3,}\b", text))
    headlines = {n for n, sentence in enumerate(layout.sentences) if _in_title_case(sentence.of(text))}
    held: list[
        tuple[int, int]
    ] = []  # runs in title case: only names that are known from elsewhere count in them
    place = 0
    for match in _RUN.finditer(text):
        if match.start() < place:
            continue
        if headlines and layout.sentence(match.start()) in headlines:
            held.append(match.span())
            continue
        for start, end in _pieces(text, match.start(), match.end()):
            mention = _mention(layout, start, end, lower_words)
            if mention is not None:
                mention.sentence, mention.paragraph = (
                    layout.sentence(mention.start),
                    layout.paragraph(mention.start),
                )
                mention.quoted = layout.quotation(mention.start) is not None
                found.append(mention)
                place = max(place, mention.end)
    if held:
        found += _known_names(layout, held, found)
        found.sort(key=lambda mention: mention.start)
    return found


def _in_title_case(sentence: str) -> bool:
    words = re.findall(r"[A-Za-z][\w’'-]{3,}", sentence)
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= _TITLE_CASE_SHARE * len(words)


def _known_names(layout: Layout, held: list[tuple[int, int]], known: list[Mention]) -> list[Mention]:
    """The names of ``known`` that stand in the runs of a line in title case."""
    wanted = {mention.words: mention for mention in known if mention.kind != "place"}
    wanted |= {mention.words[-1:]: mention for mention in known if mention.kind == "person"} | wanted
    found = []
    for start, end in held:
        parts = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(layout.text, start, end)]
        index = 0
        while index < len(parts):
            pair = tuple(part[0] for part in parts[index : index + 2])
            if len(pair) == 2 and is_first_name(pair[0]) and pair not in wanted and pair[1:] in wanted:
                wanted[pair] = Mention(0, 0, pair, "person")
            for length in (4, 3, 2, 1):
                words = tuple(part[0] for part in parts[index : index + length])
                if len(words) == length and words in wanted:
                    first, last = parts[index][1], parts[index + length - 1][2]
                    kind = wanted[words].kind if words == wanted[words].words else "unknown"
                    found.append(
                        Mention(
                            first,
                            last,
                            words,
                            kind,
                            possessive=_owns(layout.text, last),
                            quoted=layout.quotation(first) is not None,
                            sentence=layout.sentence(first),
                            paragraph=layout.paragraph(first),
                        )  # fmt: skip
                    )
                    index += length - 1
                    break
            index += 1
    return found


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A run cut at days, months and function words that only stand in it because a sentence or title begins."""
    pieces: list[tuple[int, int]] = []
    first: int | None = None
    last = start
    for match in _WORD.finditer(text, start, end):
        word = re.split("[’']", match.group().lower())[0] or match.group().lower()
        if word in _DAYS or (word in _FUNCTION_WORDS and match.group() not in ("Will", "US", "IT")):
            if first is not None:
                pieces.append((first, last))
            first = None
            continue
        if first is None:
            first = match.start()
        last = match.end()
    if first is not None:
        pieces.append((first, last))
    return pieces


def _mention(layout: Layout, start: int, end: int, lower_words: set[str]) -> Mention | None:
    text = layout.text
    words = [m.group() for m in _WORD.finditer(text, start, end)]
    starts = [m.start() for m in _WORD.finditer(text, start, end)]
    if not words or (len(words) == 1 and _common(text, start, words[0], lower_words)):
        return None
    if len(words) > 1 and starts_sentence(text, start) and _is_lead(words[0], lower_words):
        del words[0], starts[0]
        start = starts[0]
    cut = 0
    for index, word in enumerate(words):
        last = index + 1 == len(words)
        if _is_title(word, strict=(last and index > 0) or any(is_first_name(w) for w in words[:index])):
            cut = index + 1
    if 0 < cut < len(words) and len(words) - cut == 1 and words[-1].lower() in lexicon().name_endings:
        cut = 0
    if cut == len(words):  # nothing but a title: "the President"; "Secretary of State John Kerry"
        joined = re.compile(rf"{_GAP}of{_GAP}(?:the{_GAP})?").match(text, end)
        office = _OFFICE.match(text, joined.end()) if joined and words[-1].lower() in _TITLE_OF else None
        rest = re.compile(rf"{_GAP}(?={_CAPITAL})").match(text, office.end()) if office else None
        if office is None or rest is None:
            return None
        run = _RUN.match(text, rest.end())
        if run is None:
            return None
        name = tuple(m.group() for m in _WORD.finditer(text, run.start(), run.end()))
        title = (*words, "of", office.group())
        return Mention(run.start(), run.end(), name, "person", title, possessive=_owns(text, run.end()))
    first = cut
    while cut and first > 0 and words[first - 1].lower().rstrip(".") in lexicon().titles | _TITLE_WORDS:
        first -= 1
    if not cut and (tail := _body_length(words)):  # "Washington Post" + "Trump": two names in one run
        end = starts[tail] - 1
        while text[end - 1 : end].isspace():
            end -= 1
        words, starts = words[:tail], starts[:tail]
    name_words, name_start = words[cut:], starts[cut]
    mention = Mention(
        name_start, end, tuple(name_words), "unknown", tuple(words[first:cut]), tuple(words[:first])
    )
    if mention.titles and not _body(mention.words):
        mention.kind = "person"
    else:
        mention = Mention(start, end, tuple(words), "organisation")
        _extend(text, mention)
        mention.kind = _kind(mention)
    mention.possessive = _owns(text, mention.end)
    _qualify(text, mention)
    return mention


def _qualify(text: str, mention: Mention) -> None:
    """Looks at a noun right after a name: "Trump campaign" is a body, and in "Trump supporters" the name qualifies."""
    follower = _LOWER.match(text, mention.end)
    if follower is None or mention.possessive:
        return
    noun, head = follower.group(1), head_kind(follower.group(1))
    determined = re.search(r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Tt]his|[Tt]hat)\s+$", text[max(0, mention.start - 6) : mention.start])
    verb_like = noun.endswith("s") or noun in _ALSO_VERBS or head == "document"
    if head is None or (verb_like and not determined and head != "crowd") or noun == "will":
        return
    if head == "organisation" and mention.kind != "organisation":
        mention.end = follower.end()
        mention.words = (*mention.words, noun)
        mention.kind = "organisation"
        mention.possessive = _owns(text, mention.end)
    else:
        mention.modifier = True


_ALSO_VERBS = frozenset("state house force bar post board tank fund label group book charge host lead head pilot star press".split())
_TITLE_WORDS = frozenset(
    "foreign prime vice deputy acting interim former general house senate majority minority attorney state chief army "
    "defense defence interior finance information press white lieutenant federal national security executive managing "
    "special assistant under co senior first permanent representative high commissioner police fire supreme court district".split()
)


def _body_length(words: list[str]) -> int:
    """How many words of a run are the name of a body with something else after it; 0 for none."""
    endings = lexicon().name_endings
    for index, word in enumerate(words[1:-1], 1):
        rest = words[index + 1 :]
        if word.lower() in endings and rest[-1].lower() not in endings and not is_first_name(words[0]):
            return index + 1
    return 0


def _extend(text: str, mention: Mention) -> None:
    """Takes in what follows a body's name: "Department" + "of Justice", "Securities" + "and Exchange Commission"."""
    for _ in range(3):
        joined = _JOINED.match(text, mention.end)
        if joined is None:
            return
        run = _RUN.match(text, joined.end())
        if run is None:
            return
        link = joined.group().split()[0]
        follow = [m.group() for m in _WORD.finditer(text, run.start(), run.end())]
        last = mention.words[-1].lower()
        if link in ("and", "&"):
            fits = (
                _body(tuple(follow))
                and not _body(mention.words)
                and not is_first_name(mention.words[0])
                and len(mention.words) <= 2
                and countries.by_name(mention.name) is None
                and mention.name.lower() not in _PLACES
                and not _ACRONYM.fullmatch(mention.words[-1])
            )
        else:
            fits = last in _OF_HEADS or last.rstrip("s") in _OF_HEADS
        if not fits or follow[0].lower() in _DAYS:
            return
        mention.words = (*mention.words, *joined.group().split(), *follow)
        mention.end = run.end()


def _kind(mention: Mention) -> NameKind:
    name = mention.name
    if _body(mention.words):
        return "organisation"
    if countries.by_name(name):
        return "country"
    if name.lower() in _PLACES:
        return "place"
    if countries.by_metonym(name):
        return "country" if len(mention.words) == 1 or countries.by_metonym(name) else "place"
    if len(mention.words) == 1:
        return "organisation" if _ACRONYM.fullmatch(name) else "unknown"
    if is_first_name(mention.words[0]) or re.fullmatch(r"(?:[A-Z]\.)+", mention.words[0]):
        return "person"
    return "unknown"


def _body(words: tuple[str, ...]) -> bool:
    """Whether words name a body: an ending like Committee, or one followed by "of ..."."""
    lowered = [word.lower() for word in words]
    if lowered[-1] in lexicon().name_endings and len(words) > 1:
        return True
    return any(
        w in _OF_HEADS and lowered[i + 1 : i + 2] in (["of"], ["for"], ["on"], ["to"])
        for i, w in enumerate(lowered)
    )


def _owns(text: str, end: int) -> bool:
    return _POSSESSIVE.match(text, end) is not None


def _common(text: str, start: int, word: str, lower_words: set[str]) -> bool:
    """Whether one capitalised word is only the beginning of a sentence, or an adjective of a people."""
    if word.isupper() and len(word) > 1:
        return len(word) > 6 and "." not in word
    return (starts_sentence(text, start) and _is_lead(word, lower_words)) or (
        countries.by_demonym(word) is not None and countries.by_name(word) is None
    )


def _is_lead(word: str, lower_words: set[str]) -> bool:
    """Whether a word that begins a sentence is no part of a name: known in small letters, or a participle."""
    known = word.lower() in lower_words or head_kind(word) is not None or (word.endswith("ing") and len(word) > 5)
    return known and not is_first_name(word)


def _is_title(word: str, *, strict: bool) -> bool:
    bare = word.lower().rstrip(".")
    return bare in lexicon().titles or (not strict and bare in lexicon().persons)


def starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" \xa0")[-1:]
    return before in ("", "\n", ".", "!", "?", ":", "“", '"', "‘", "•", "—")
