"""Two articles whose quotes tests correct, and how they do over HTTP."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from service.models import Quote, Speaker
from tests.conftest import KEY
from tests.factories import a_quote, a_stance, an_article

BEARER = {"Authorization": f"Bearer {KEY}"}
ARTICLE = an_article("a", text="We want peace. They want war. " * 10)
OTHER = an_article("b", text="We want talks. " * 10)
LAVROV = Speaker("person", id="sergei-lavrov", name="Sergei Lavrov", country="RU", names=("Sergei Lavrov",))
SAID = {"by": "Ann Editor", "reason": "The next paragraph names him."}


def quote_of(text: str, start: int, **fields: Any) -> Quote:
    fields = {"stances": (a_stance("neutrality", "favor"), a_stance("sovereignty", "favor")), **fields}
    return a_quote(ARTICLE, text, start, keys=(text,), **fields)


PEACE, WAR = quote_of("We want peace", 0), quote_of("They want war", 15)


def address(quote: Quote) -> str:
    return f"/v1/quotes/{quote.id}/correction"


def correct(client: FlaskClient, quote: Quote, **what: Any) -> Any:
    answer = client.put(address(quote), json={**SAID, **what})
    assert answer.status_code in (200, 201), answer.json
    return answer.json
