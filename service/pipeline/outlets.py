"""Outlets: the registry of ``seeds/outlets.yaml``, and what in an article tells which one printed it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from service.errors import BadArticle, BadRequest
from service.models import Outlet, Provenance, Region

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
    """The registry in a YAML file. Raises BadRequest that names each entry at fault."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadRequest(f"The outlets in {path} can't be read: {error}") from error
    if not isinstance(document, list):
        raise BadRequest(f"{path.name} must be a list of outlets.")
    errors: dict[str, list[str]] = {}
    known: list[KnownOutlet] = []
    taken: dict[str, str] = {}
    for number, entry in enumerate(document, start=1):
        problem = _problem(entry) or _clash(entry, taken)
        if problem:
            errors[f"{path.name}:{number}"] = [problem]
            continue
        lists = {key: tuple(entry.get(key) or ()) for key in ("aliases", "credits", "domains")}
        known.append(KnownOutlet(entry["id"], entry["name"], **lists))
    if errors:
        first = next(iter(errors.items()))
        raise BadRequest(f"{first[0]}: {first[1][0]}", errors)
    return Outlets(tuple(known))


def _problem(entry: object) -> str | None:
    if not isinstance(entry, dict):
        return "not a mapping"
    unknown = sorted(map(str, entry.keys() - {"id", "name", "aliases", "credits", "domains"}))
    if unknown:
        return f"unknown field {', '.join(unknown)}"
    if not all(isinstance(entry.get(key), str) and entry[key] for key in ("id", "name")):
        return "id and name are needed"
    for key in ("aliases", "credits", "domains"):
        value = entry.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            return f"{key} must be a list of names"
    return None


def _clash(entry: dict[str, str], taken: dict[str, str]) -> str | None:
    """Whether a name or a domain already stands for another outlet; notes it where it does not."""
    for name in (entry["id"], entry["name"], *(entry.get("aliases") or ()), *(entry.get("domains") or ())):
        owner = taken.setdefault(_key(name), entry["id"])
        if owner != entry["id"]:
            return f"{name!r} already stands for {owner}"
    return None
