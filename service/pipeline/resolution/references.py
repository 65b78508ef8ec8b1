"""Whom each source of an article means: names, roles, bodies, pronouns and what stands before a colon.

Sources are taken in the order of the text, since "he", "they" and a quote without a source lean on what came
before. Where nothing is clear the answer is a speaker without a name, described by the mention: a wrong name is
the worst that this service can say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from service import countries
from service.countries import Country
from service.models import Article, Attribution, Passage, ResolvedBy, Span, Speaker
from service.pipeline.registry import Registry
from service.pipeline.resolution.entities import Cast, Entity, cast
from service.pipeline.resolution.layout import Layout
from service.pipeline.resolution.lexicon import head_kind, singular
from service.pipeline.resolution.mentions import mentions
from service.pipeline.resolution.names import words_of
from service.pipeline.resolution.pronouns import Pronouns
from service.pipeline.resolution.roles import GENERIC, Role, country_in, matches, read_role
from service.pipeline.resolution.sources import Source, read_source, speaking_country
from service.pipeline.resolution.speakers import Namer

_COUNTERPART = re.compile(r"\bcounterpart\b")
_TOGETHER = " and "
_TEXTS_ALIKE = ({"article", "piece", "story", "feature", "report", "column", "editorial"}, {"poll", "survey", "study"})
_BODY_REACH = 6  # sentences in which "the agency" or "it" may look for a body
_ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those)\s+", re.IGNORECASE)


class References:
    """The speakers of one article's attributions."""

    def __init__(self, article: Article, attributions: Sequence[Attribution], registry: Registry) -> None:
        self.layout = Layout.of(article.text)
        self._text = article.text
        self._namer = Namer(article, registry)
        self._article = article
        self._attributions = attributions
        places = [(a.source.start, a.source.end) for a in attributions if a.source]
        self.cast: Cast = cast(self.layout, mentions(self.layout), places)
        self._know(registry)
        self.pronouns = Pronouns(self.layout, self.cast, places)
        self._said: list[
            tuple[int, Attribution, Speaker, Entity | None]
        ] = []  # in the order they were resolved

    def speakers(self) -> list[Speaker]:
        """One speaker for each attribution, in the order given."""
        order = sorted(range(len(self._attributions)), key=lambda n: self._place(self._attributions[n]))
        found: dict[int, Speaker] = {}
        for number in order:
            attribution = self._attributions[number]
            speaker, entity = self._speaker(attribution)
            found[number] = speaker
            self._said.append((self._place(attribution), attribution, speaker, entity))
        return [found[number] for number in range(len(self._attributions))]

    def describe(self, span: Span) -> str | None:
        """A name, or else the words, for somebody who relays a quote."""
        speaker, _ = self._read(Attribution((span,), None, span))
        return speaker.name or speaker.description

    def _place(self, attribution: Attribution) -> int:
        return attribution.source.start if attribution.source else attribution.start

    def _know(self, registry: Registry) -> None:
        """Takes genders and offices from the registry for those it knows."""
        for entity in self.cast.entities:
            if entity.kind != "person":
                continue
            known = self._namer.known(entity)
            if known is not None:
                entity.gender = entity.gender or known.gender
                if known.gender:
                    entity.gender = known.gender
                published = self._article.published
                for office in known.offices:
                    over = published and office.until and office.until < published.day
                    if published and (over or office.held_on(published.day, published.last_day)):
                        country = countries.find(office.country) if office.country else None
                        role = read_role(f"former {office.role}" if over else office.role)
                        if role is not None:
                            entity.roles.append(replace(role, country=country))

    def _speaker(self, attribution: Attribution) -> tuple[Speaker, Entity | None]:
        if attribution.source is None:
            return self._carried(attribution)
        return self._read(attribution)

    def _carried(self, attribution: Attribution) -> tuple[Speaker, Entity | None]:
        """A quote without a source: the speaker before goes on, in the same paragraph or the next."""
        here = self.layout.paragraph(attribution.start)
        for _, earlier, speaker, entity in reversed(self._said):
            if earlier.start >= attribution.start:
                continue
            gap = here - self.layout.paragraph(earlier.end - 1)
            if gap <= 1 and (
                attribution.cue is not None or self.layout.quotation(attribution.start) is not None
            ):
                return replace(speaker, mention=None, resolved_by="context"), entity
            break
        return self._namer.unnamed("anonymous", "", None, None), None

    def _read(self, attribution: Attribution) -> tuple[Speaker, Entity | None]:
        span = attribution.source
        assert span is not None  # noqa: S101
        passage = Passage(span.start, span.end, span.of(self._text))
        source = read_source(self.layout, self.cast, span)
        if source.pronoun is not None:
            return self._pronoun(attribution, source, passage)
        if source.entities:
            return self._named(source, passage)
        return self._phrase(source, passage)

    # ------------------------------------------------------------ names

    def _named(self, source: Source, passage: Passage) -> tuple[Speaker, Entity | None]:
        if len(source.entities) == 1:
            return self._entity(source.entities[0], source, passage), source.entities[0]
        speakers = [
            self._entity(entity, replace(source, mention=entity.mentions[0]), passage) for entity in source.entities
        ]
        return self._namer.together(speakers, passage), None

    def _entity(self, entity: Entity, source: Source, passage: Passage) -> Speaker:
        mention = source.mention
        if entity.kind == "person":
            full = mention is not None and len(mention.words) >= len(entity.name.split())
            how: ResolvedBy = "apposition" if source.apposed else "name" if full else "partial-name"
            return self._namer.person(entity, passage, how)
        written = mention.name if mention else entity.name
        place = speaking_country(written)
        house = countries.by_house(written)
        if house is not None:
            return self._namer.house(written, house, passage)
        if place is not None:
            named = countries.by_name(written) is not None
            return self._namer.country(place, passage, "name" if named else "metonym")
        return self._namer.body(entity, passage, "organisation", nearby=self._nearby(written))

    def _nearby(self, name: str) -> Country | None:
        """The country of a ministry that is named without one: that of the same body elsewhere in the article."""
        tail = words_of(name)
        for entity in self.cast.entities:
            other = words_of(entity.name)
            if entity.kind == "organisation" and len(other) > len(tail) and other[-len(tail) :] == tail:
                found = country_in(entity.name)
                if found is not None:
                    return found
        return None

    # ------------------------------------------------------------ noun phrases

    def _phrase(self, source: Source, passage: Passage) -> tuple[Speaker, Entity | None]:
        phrase = source.phrase or passage.text
        if source.head == "person" and source.role is not None:
            entity = self._by_role(source, source.role)
            if entity is not None:
                return self._namer.person(entity, passage, "role"), entity
            known = self._namer.holder(source.role) if source.definite else None
            if known is not None:
                return self._namer.from_registry(known, source.role, passage), None
        elif source.head == "organisation":
            return self._body(source, phrase, passage)
        elif source.head == "document":
            return self._document(source, phrase, passage), None
        return self._namer.unnamed("anonymous", phrase, passage, None), None

    def _document(self, source: Source, phrase: str, passage: Passage) -> Speaker:
        """A text that speaks; "the poll" is the one that the article has called by a fuller name before."""
        stated = _ARTICLE.sub("", phrase)
        if len(stated.split()) > 1 or not source.definite:
            return self._namer.unnamed("document", phrase, passage, None, stated=stated)
        tail = re.compile(rf"\s+(?:[a-z-]+\s+){{0,2}}{re.escape(source.noun)}\b")
        for mention in reversed(self.cast.mentions):  # "a Quinnipiac University poll"
            match = tail.match(self._text, mention.end) if mention.end < source.span.start else None
            if match:
                fuller = self._text[mention.start : match.end()]
                return self._namer.unnamed("document", phrase, passage, "role", stated=fuller)
        for _, _, speaker, _ in reversed(self._said):
            if speaker.kind == "document" and speaker.stated and _same_text(speaker.stated, source.noun):
                return replace(speaker, mention=passage, resolved_by="role")
        return self._namer.unnamed("document", phrase, passage, None)

    def _by_role(self, source: Source, role: Role) -> Entity | None:
        """The person of the article who holds a role; an indefinite phrase needs a qualifier that fits."""
        if _COUNTERPART.search(role.text.lower()):
            return self._counterpart(source, role)
        if not source.definite and (role.head in GENERIC or len(role.words) < 2):
            return None
        best: list[tuple[int, int, Entity]] = []
        for entity in self.cast.entities:
            if entity.kind != "person" or entity is source.owner:
                continue
            score = matches(role, self._owned(source, entity))
            if not source.definite:
                score = score if self._all_said(role, entity) else 0
            if score > 0:
                best.append((score, self.pronouns.last_seen(entity, source.span.start), entity))
        if not best:
            return None
        seen = [row for row in best if row[1] >= 0] or best
        return max(seen, key=lambda row: row[:2])[2]

    def _owned(self, source: Source, entity: Entity) -> list[Role]:
        """The roles of an entity that a phrase may mean; "his lawyer" is the lawyer of that one alone."""
        owner = source.owner or (self._possessor(source) if source.possessive in ("his", "her", "their") else None)
        if source.possessive is None and (owner is None or owner.kind != "person"):
            return entity.roles
        family = set(words_of(owner.name)[-1:]) if owner else set()
        return [
            role
            for role in entity.roles
            if (family and not family.isdisjoint(role.words)) or re.match(r"(?:his|her|their)\b", role.text, re.IGNORECASE)
        ]

    def _all_said(self, role: Role, entity: Entity) -> bool:
        """Whether some role of the entity holds every word of the phrase."""
        return any(role.words <= held.words | set(held.head.split()) for held in entity.roles)

    def _counterpart(self, source: Source, role: Role) -> Entity | None:
        """ "His Russian counterpart": who holds, in that country, an office that the last speaker holds in theirs."""
        mine = {held.head for _, _, _, entity in self._said[-3:] if entity for held in entity.roles}
        found = [
            entity
            for entity in self.cast.entities
            if entity.kind == "person"
            and role.country is not None
            and any(
                held.country == role.country and (held.head in mine or held.head == "counterpart")
                for held in entity.roles
            )
        ]
        return found[0] if len(found) == 1 else None

    def _body(self, source: Source, phrase: str, passage: Passage) -> tuple[Speaker, Entity | None]:
        core = re.split(r"\s(?:of|for|that|which|who)\b|,", phrase)[0]
        country = country_in(core)
        if country is not None and re.search(r"\b(?:government|administration|regime|authorities)\b", core):
            return self._namer.country(country, passage, "organisation", _ARTICLE.sub("", core)), None
        owner = source.owner or (self._possessor(source) if source.possessive in ("his", "her") else None)
        if owner is not None and source.noun:
            last = owner.name.split()[-1] if source.possessive is None else owner.name
            entity = Entity("organisation", f"{last} {source.noun}")
            return self._namer.body(entity, passage, "organisation", nearby=None), entity
        if source.definite:
            entity_found = self._last_body(source.noun, source.span.start)
            if entity_found is not None:
                return self._namer.body(entity_found, passage, "role", nearby=None), entity_found
        stated = _ARTICLE.sub("", phrase)
        bare = source.definite and len(stated.split()) == 1  # "the agency": whichever it is
        return self._namer.unnamed("organisation", phrase, passage, None, stated=None if bare else stated), None

    def _possessor(self, source: Source) -> Entity | None:
        start = source.span.start
        lead = re.match(r"\W*", self._text[start : source.span.end])
        return self.pronouns.at(start + (lead.end() if lead else 0))

    def _last_body(self, noun: str, before: int) -> Entity | None:
        """The last organisation whose name fits a noun ("the agency", "the committee")."""
        sentence = self.layout.sentence(before)
        fitting: list[tuple[int, Entity]] = []
        for entity in self.cast.entities:
            if entity.kind not in ("organisation", "unknown"):
                continue
            places = [m.start for m in entity.mentions if m.start < before]
            if not places:
                continue
            own = noun.lower() in words_of(entity.name)
            near = sentence - self.layout.sentence(places[-1]) <= _BODY_REACH
            if own or (near and entity.kind == "organisation" and _fits(noun, entity)):
                fitting.append((places[-1] + (10**9 if own else 0), entity))
        return max(fitting, key=lambda row: row[0])[1] if fitting else None

    # ------------------------------------------------------------ pronouns

    def _pronoun(
        self, attribution: Attribution, source: Source, passage: Passage
    ) -> tuple[Speaker, Entity | None]:
        word = source.pronoun or ""
        at = self._text.lower().find(word, source.span.start)
        entity: Entity | None = None
        if word in ("he", "she", "him", "her", "his", "himself", "herself"):
            entity = self.pronouns.at(at)
        elif word in ("i", "we", "my", "our", "me", "us"):
            return self._first_person(attribution, word, passage)
        elif word in ("who", "which", "that", "whose", "whom"):
            return self._relative(at, word, passage)
        elif word in ("they", "it", "them", "its", "their", "all", "both"):
            return self._they(attribution, word, passage)
        if entity is not None:
            return self._namer.person(entity, passage, "pronoun"), entity
        return self._namer.unnamed("anonymous", passage.text, passage, None), None

    def _first_person(
        self, attribution: Attribution, word: str, passage: Passage
    ) -> tuple[Speaker, Entity | None]:
        """I, in a quote, is who speaks there; outside it is the author."""
        quotation = self.layout.quotation(passage.start)
        if quotation is not None:
            for _, earlier, speaker, entity in reversed(self._said):
                if any(quotation.outer.overlaps(c) for c in earlier.content):
                    return replace(speaker, mention=passage, resolved_by="pronoun"), entity
            return self._namer.unnamed("anonymous", passage.text, passage, None), None
        if word in ("i", "my", "me") and len(self._article.authors) == 1:
            author = Entity("person", self._article.authors[0])
            return self._namer.person(author, passage, "pronoun"), author
        return self._namer.unnamed("anonymous", passage.text, passage, None), None

    def _relative(self, at: int, word: str, passage: Passage) -> tuple[Speaker, Entity | None]:
        """Who and which: what stands right before them, past a comma or an apposition."""
        lead = self._text[:at].rstrip(" ,\xa0")
        sentence = self.layout.sentence(at)
        wanted = ("person", "unknown") if word in ("who", "whose", "whom") else ("organisation", "country", "unknown")
        before = [m for m in self.cast.mentions if m.start < at and m.sentence == sentence]
        for mention in reversed(before[-5:]):
            owner = self.cast.owner[mention.start]
            between = self._text[mention.end : len(lead)]
            direct = not between.strip(" ,)(")
            if mention.possessive or (mention.modifier and direct) or owner.kind not in wanted:
                continue
            if direct or re.fullmatch(r",\s[^,.;“”]{1,90}", between):
                return self._entity(owner, Source(Span(at, at), entities=(owner,), mention=mention), passage), owner
        phrase = re.search(r"(?:[\w’'-]+\s){0,4}[\w’'-]+$", lead[-80:])
        return self._namer.unnamed(
            "anonymous", phrase.group() if phrase else passage.text, passage, None
        ), None

    def _they(self, attribution: Attribution, word: str, passage: Passage) -> tuple[Speaker, Entity | None]:
        """They and it go on with the last speaker that can be one, or with the body that the sentence is about."""
        here = self.layout.sentence(passage.start)
        for place, earlier, speaker, entity in reversed(self._said):
            if here - self.layout.sentence(place) > 2:
                break
            one = word in ("it", "its")
            bodies = ("organisation", "country", "document") if one else ("organisation",)
            many = speaker.kind == "anonymous" or _TOGETHER in (speaker.name or "")
            if (speaker.kind in bodies and (speaker.name or speaker.stated)) or (many and not one):
                return replace(speaker, mention=passage, resolved_by="pronoun"), entity
        body = self._subject_body(passage.start, here)
        if body is not None and (word in ("it", "its") or body.kind == "organisation"):
            return self._entity_as_pronoun(body, passage), body
        return self._namer.unnamed("anonymous", passage.text, passage, None), None

    def _entity_as_pronoun(self, entity: Entity, passage: Passage) -> Speaker:
        if entity.country is not None and entity.kind == "country":
            return self._namer.country(entity.country, passage, "pronoun")
        return self._namer.body(entity, passage, "pronoun", nearby=self._nearby(entity.name))

    def _subject_body(self, at: int, sentence: int) -> Entity | None:
        """The body or country that begins this sentence or the one before."""
        for number in (sentence, sentence - 1):
            if not 0 <= number < len(self.layout.sentences):
                continue
            start = self.layout.sentences[number].start
            for mention in self.cast.mentions:
                if (
                    start <= mention.start < min(start + 30, at)
                    and not mention.possessive
                    and not mention.modifier
                ):
                    owner = self.cast.owner[mention.start]
                    if owner.kind in ("organisation", "country"):
                        return owner
        return None


_KINDS_OF_BODY = {
    "agency": {
        "agency",
        "administration",
        "service",
        "bureau",
        "department",
        "fbi",
        "cia",
        "nsa",
        "irs",
        "epa",
    },
    "newspaper": {
        "times",
        "post",
        "journal",
        "tribune",
        "herald",
        "news",
        "globe",
        "guardian",
        "telegraph",
        "dawn",
    },
    "paper": {"times", "post", "journal", "tribune", "herald", "globe", "guardian", "telegraph"},
    "network": {"news", "cnn", "nbc", "abc", "cbs", "msnbc", "fox", "tv"},
    "union": {"union", "association", "federation", "brotherhood", "teamsters"},
    "group": {
        "association",
        "alliance",
        "coalition",
        "foundation",
        "council",
        "institute",
        "center",
        "fund",
        "league",
    },
    "organization": {
        "association",
        "alliance",
        "organization",
        "foundation",
        "council",
        "institute",
        "center",
        "committee",
    },
    "organisation": {
        "association",
        "alliance",
        "organisation",
        "foundation",
        "council",
        "institute",
        "centre",
        "committee",
    },
    "panel": {"committee", "commission", "council", "subcommittee"},
    "company": {"inc", "corp", "co", "company", "corporation", "group"},
    "magazine": {"magazine", "review", "weekly"},
    "ministry": {"ministry", "office"},
}


def _same_text(stated: str, noun: str) -> bool:
    words = {singular(word) for word in words_of(stated)}
    return noun in words or any(noun in alike and not alike.isdisjoint(words) for alike in _TEXTS_ALIKE)


def _fits(noun: str, entity: Entity) -> bool:
    words = set(words_of(entity.name))
    return not words.isdisjoint(_KINDS_OF_BODY.get(noun.lower(), ())) or (
        head_kind(noun) == "organisation" and noun.lower() in words
    )
