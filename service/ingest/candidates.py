"""The stored quotes that new ones may be variants of, kept as they would be after each article of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from service.models import Quote
from service.store import MOST_SHARED


class Candidates(Mapping[str, Sequence[Quote]]):
    """Quotes by key, from :meth:`service.store.Store.candidates`.

    Putting the articles of a batch one after the other here gives what the store would have answered had each
    been stored before the next one was joined, so that links do not depend on where a batch begins. Only a
    stock phrase stays one for the rest of a batch, whatever is taken out.
    """

    def __init__(self, stored: Mapping[str, Sequence[Quote]]) -> None:
        self._by_key = {key: list(quotes) for key, quotes in stored.items() if quotes}
        self._stock = {key for key, quotes in stored.items() if not quotes}

    def __getitem__(self, key: str) -> Sequence[Quote]:
        return self._by_key[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def replace(self, earlier: Iterable[Quote], quotes: Iterable[Quote]) -> None:
        """Take the ``earlier`` quotes of an article out and put its new ones in."""
        for quote in earlier:
            for key in quote.keys:
                if key in self._by_key:
                    self._by_key[key] = [other for other in self._by_key[key] if other.id != quote.id]
        for quote in quotes:
            for key in quote.keys:
                self._add(key, quote)

    def _add(self, key: str, quote: Quote) -> None:
        if key in self._stock:
            return
        having = self._by_key.setdefault(key, [])
        having.append(quote)
        if len(having) > MOST_SHARED:
            self._stock.add(key)
            del self._by_key[key]
