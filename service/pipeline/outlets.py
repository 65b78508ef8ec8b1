"""Outlets: the registry of ``seeds/outlets.yaml``, and what in an article tells which one printed it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from service.errors import BadArticle
from service.models import Outlet, Provenance, Region
from service.pipeline.yaml_list import Faults, read_list

_AGGREGATED = re.compile(
    r"^\W*(?:source link|original (?:source|article)|source\s*:|via\s*:"
    r"|this (?:article|story|post) (?:was )?(?:first|originally))",
    re.IGNORECASE,
)
_TOLD = re.compile(r"\b(?:told|tells|telling|interview (?:with|to|given to)|speaking to|spoke to) ")
_OWN = frozenset(("byline", "bio", "widget", "comments"))  # the regions in which a page speaks of itself


@dataclass(frozen=True, slots=True)
class KnownOutlet:
    """An outlet of the registry. ``credits`` are the short forms of its own picture credits."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlets:
    """The outlets that are known, found by name or by domain."""

    known: tuple[KnownOutlet, ...] = ()
    _by_name: dict[str, KnownOutlet] = field(init=False, repr=False, compare=False)
    _by_domain: dict[str, KnownOutlet] = field(init=False, repr=False, compare=False)
    _names: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name = {
            _key(name): outlet for outlet in self.known for name in (outlet.id, outlet.name, *outlet.aliases)
        }
        by_domain = {domain: outlet for outlet in self.known for domain in outlet.domains}
        printed = {name for outlet in self.known for name in (outlet.name, *outlet.aliases)}
        longest_first = sorted(printed, key=len, reverse=True)
        pattern = rf"(?<![\w.])({'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)"
        object.__setattr__(self, "_by_name", by_name)
        object.__setattr__(self, "_by_domain", by_domain)
        object.__setattr__(self, "_names", re.compile(pattern))

    def named(self, name: str, source: Provenance = "supplied") -> Outlet:
        """The outlet of a name, an id or a domain; one that is not known keeps its name.

        Raises BadArticle where the name has no letter or digit.
        """
        name = " ".join(name.split())
        known = self._by_name.get(_key(name)) or self._of_domain(name.lower())
        if known:
            return Outlet(known.id, known.name, source)
        slug = _slug(name)
        if not slug:
            raise BadArticle(f"outlet: {name!r} is not a name.")
        return Outlet(slug, name, source)

    def of_page(self, site: str | None, domain: str | None) -> Outlet | None:
        """The outlet that a page's address or its metadata name."""
        known = self._of_domain(domain) if domain else None
        if known:
            return Outlet(known.id, known.name, "stated")
        name = site or (domain.removeprefix("www.") if domain else None)
        return self.named(name, "stated") if name and _slug(name) else None

    def _of_domain(self, domain: str) -> KnownOutlet | None:
        labels = domain.lower().split(".")
        return next(
            (known for i in range(len(labels) - 1) if (known := self._by_domain.get(".".join(labels[i:])))),
            None,
        )

    def mentioned(self, text: str) -> tuple[KnownOutlet, ...]:
        """The outlets that a text names, each once, in their order."""
        return tuple(dict.fromkeys(self._by_name[_key(match[1])] for match in self._names.finditer(text)))

    def of_text(self, text: str, regions: Iterable[Region]) -> Outlet | None:
        """The outlet that an article's own page says printed it, if one does.

        It is stated where the page's furniture speaks of one outlet alone (a byline, a bio, "Follow ... on",
        "Published in ..."), and inferred where people speak "to" one outlet alone and the picture credits are
        its too. A copy that links to its source tells nothing of who made it.
        """
        regions = tuple(regions)
        if any(
            _AGGREGATED.search(text[region.start : region.end])
            for region in regions
            if region.kind == "related"
        ):
            return None
        own = {
            outlet
            for region in regions
            if region.kind in _OWN
            for outlet in self.mentioned(text[region.start : region.end])
        }
        if len(own) == 1:
            known = own.pop()
            return Outlet(known.id, known.name, "stated")
        told = {
            outlet
            for match in _TOLD.finditer(text)
            for outlet in self.mentioned(text[match.end() : match.end() + 60])[:1]
            if text.startswith((outlet.name, *outlet.aliases), match.end())
        }
        captions = [text[region.start : region.end] for region in regions if region.kind == "caption"]
        credited = {outlet for outlet in told if any(_credits(outlet, caption) for caption in captions)}
        if len(told) == 1 and credited:
            known = credited.pop()
            return Outlet(known.id, known.name, "inferred")
        return None


def _credits(outlet: KnownOutlet, caption: str) -> bool:
    """Whether a caption ends with a picture credit of the outlet."""
    tail = caption[-40:]
    return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", tail) for form in (*outlet.credits, outlet.name))


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold().removeprefix("the ")


def _slug(name: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.casefold().removeprefix("the ")).strip("-") or (
        re.sub(r"[\W_]+", "-", name.casefold()).strip("-")
    )


def load_outlets(path: Path) -> Outlets:
    """The registry in a YAML file. Raises BadRequest that names each entry at fault with its line."""
    faults = Faults(path.name)
    known: dict[str, KnownOutlet] = {}
    taken: dict[str, str] = {}
    for entry in read_list(path):
        try:
            outlet = _outlet(entry.value)
            if outlet.id in known:
                raise ValueError(f"the id {outlet.id!r} is there twice")
            _take_names(outlet, taken)
            known[outlet.id] = outlet
        except ValueError as error:
            faults.add(entry, [f"{error}."])
    faults.check()
    return Outlets(tuple(known.values()))


def _outlet(given: object) -> KnownOutlet:
    """The outlet of an entry. Raises ValueError that says what is wrong with it."""
    if not isinstance(given, dict):
        raise ValueError("not a mapping")
    unknown = sorted(map(str, given.keys() - {"id", "name", "aliases", "credits", "domains"}))
    if unknown:
        raise ValueError(f"unknown field {', '.join(unknown)}")
    if not all(isinstance(given.get(key), str) and given[key] for key in ("id", "name")):
        raise ValueError("id and name are needed")
    lists = {}
    for key in ("aliases", "credits", "domains"):
        value = given.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise ValueError(f"{key} must be a list of names")
        lists[key] = tuple(value)
    return KnownOutlet(given["id"], given["name"], **lists)


def _take_names(outlet: KnownOutlet, taken: dict[str, str]) -> None:
    """Note whose its names and domains are. Raises ValueError where one already stands for another outlet."""
    for name in (outlet.id, outlet.name, *outlet.aliases, *outlet.domains):
        owner = taken.setdefault(_key(name), outlet.id)
        if owner != outlet.id:
            raise ValueError(f"{name!r} already stands for {owner}")
