"""The canonical form of an article's URL: what two addresses of one page have in common."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from service.errors import BadArticle

_TRACKING = ("utm_", "at_", "ns_", "mc_", "pk_", "cmp", "wt.mc")
_TRACKERS = frozenset(
    (
        "fbclid",
        "gclid",
        "dclid",
        "msclkid",
        "igshid",
        "ocid",
        "ref",
        "ref_src",
        "smid",
        "partner",
        "share",
        "src",
        "via",
    )
)
_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """``url`` as https, lower-case host without ``www.``, without fragment, trackers and a slash at the end.

    Raises BadArticle where it is no http(s) URL with a host.
    """
    try:
        url.encode()  # half a surrogate pair is no character, in the path as little as in the query
        return _canonical(url)
    except ValueError as error:
        raise BadArticle(f"url: {url!r} is not a URL: {error}.") from error


def is_whole_site(canonical: str) -> bool:
    """Whether a canonical URL is a host alone, the home page of a site."""
    parts = urlsplit(canonical)
    return parts.path == "/" and not parts.query


def _canonical(url: str) -> str:
    parts = urlsplit(url.strip())
    port = parts.port
    if parts.scheme.lower() not in _PORTS or not parts.hostname:
        raise BadArticle(f"url: {url!r} is not an http or https URL.")
    host = parts.hostname.removeprefix("www.")
    if ":" in host:  # an IPv6 address, of which urlsplit takes the brackets off
        host = f"[{host}]"
    if port is not None and port != _PORTS[parts.scheme.lower()]:
        host = f"{host}:{port}"
    query = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if key.lower() not in _TRACKERS and not key.lower().startswith(_TRACKING)
    ]
    return urlunsplit(("https", host, parts.path.rstrip("/") or "/", urlencode(sorted(query)), ""))
