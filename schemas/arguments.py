"""The parameters of every route. Each loads into a word of :mod:`service.query`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, validates_schema

from schemas.fields import (
    ChoiceField,
    DateField,
    FlagField,
    ListField,
    NamesField,
    OneField,
    ShareField,
    TextField,
    WholeField,
    WordField,
)
from schemas.quote import QUOTE_FIELDS
from schemas.strict import Strict
from service.models import ATTITUDES, QUOTE_TYPES, SIDES, SPEAKER_KINDS
from service.query import FACETS, INTERVALS, SORTS
from service.summary import GROUPS, MOST_PERIODS

MAX_PAGE = 200
MOST_NAMES = 20
"""Of speakers, or of outlets, in one request: each may have the store walk through all of them."""


def _limit(about: str = "How many at most.", default: int = 25) -> WholeField:
    return WholeField(about, low=1, high=MAX_PAGE, default=default)


def _cursor() -> WordField:
    return WordField("Where to go on: `page.next` of the page before.", most=500)


class Dates(Strict):
    """Bounds of the publication date."""

    since = DateField("Printed on or after this day, month or year.", data_key="from")
    until = DateField("Printed on or before the end of this day, month or year.", data_key="to", end=True)
    undated = OneField(
        "Whether bounds let in what has no date; they don't, unless told.",
        values=("include", "exclude"),
        default=None,
    )

    @validates_schema
    def _in_order(self, data: Mapping[str, Any], **_: Any) -> None:
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            raise ValidationError("from is after to.", "from")


class QuoteFilters(Dates):
    """Which quotes."""

    q = TextField('Words of the quote\'s text, in any order: words, "a phrase", -word, -"a phrase".')
    speaker = ChoiceField(
        "Id of a speaker, or words of a name: everybody one of whose names holds them all.", most=MOST_NAMES
    )
    role = ChoiceField(
        'Words of the speaker\'s role, or `"all of it"` in quotation marks, which are doubled within.',
        quotable=True,
    )
    affiliation = ChoiceField("The same of the body that the speaker belongs to.", quotable=True)
    country = ChoiceField("The speaker's country: ISO 3166 code or name.")
    outlet = ChoiceField("Id or name of an outlet.", most=MOST_NAMES)
    topic = ChoiceField("Id of a topic that the quote takes a stance on.")
    stance = ChoiceField("The side it takes; with `topic`, on that topic.", values=SIDES)
    type = ChoiceField("How the quote is reported.", values=QUOTE_TYPES)
    kind = ChoiceField("What kind of speaker.", values=SPEAKER_KINDS)
    attitude = ChoiceField(
        "What the speaker does with it; `any` for all.",
        values=(*ATTITUDES, "any"),
        default=("assertion",),
    )
    article = ChoiceField("Id of an article.")
    statement = ChoiceField("Id of a statement.")
    represents_state = FlagField("Whether the speaker speaks for their state.")
    resolved = FlagField("Whether it is known who speaks, or for which country or body.")
    own = FlagField("Whether the stance must be the speaker's own, with no other holder.")
    min_confidence = ShareField(
        "Least confidence: of the stance where `topic` or `stance` is given, else of the attribution."
    )


class QuoteArguments(QuoteFilters):
    """Which quotes, in which order, and how much of them."""

    sort = OneField("The order; what has no date comes last.", values=SORTS, default="-published")
    limit = _limit()
    cursor = _cursor()
    fields_ = NamesField("Fields of a quote to give; `id` always is.", values=QUOTE_FIELDS, key="fields")
    facets = NamesField("Fields whose commonest values to count.", values=FACETS)
    collapse = OneField(
        "`statement` gives one quote a statement, the first in the order, and counts statements in "
        "`page.total`; facets count quotes all the same.",
        values=("statement",),
        default=None,
    )
    highlight = FlagField("Whether to give the text with the words of `q` marked.")

    @validates_schema
    def _relevant_to_words(self, data: Mapping[str, Any], **_: Any) -> None:
        text = data.get("q")
        if data.get("sort") == "relevance" and not (text and text.wanted):
            raise ValidationError("Relevance needs words: give q.", "sort")


class ExportArguments(QuoteFilters):
    """Which quotes to export, in which order, and what of each."""

    sort = OneField("The order; what has no date comes last.", values=SORTS[:2], default="-published")
    fields_ = NamesField("Fields of a quote to give; `id` always is.", values=QUOTE_FIELDS, key="fields")


class QuoteSearchBody(QuoteArguments):
    """The same as a JSON body."""

    def on_bind_field(self, field_name: str, field_obj: Any) -> None:
        """Read lists as JSON arrays."""
        super().on_bind_field(field_name, field_obj)
        if isinstance(field_obj, ListField):
            field_obj.for_body()


class VariantArguments(Strict):
    """How many other reports of a statement."""

    limit = _limit()
    cursor = _cursor()


class TimelineArguments(QuoteFilters):
    """Which quotes, counted by which period."""

    interval = OneField("Length of a period.", values=INTERVALS, default="month")
    split = OneField("Field by whose values to split each period.", values=FACETS, default=None)


class StanceArguments(QuoteFilters):
    """Which quotes' stances to sum up, and by what."""

    group_by = NamesField(
        "One or two things to group by.", values=GROUPS, most=2, default=("topic",), shown=["topic"]
    )
    interval = OneField(
        "Adds a timeline with periods of this length, from the first statement to the last: "
        f"{MOST_PERIODS} at most.",
        values=INTERVALS,
        default=None,
    )
    evidence = WholeField("How many quotes to give with each cell.", low=0, high=5, default=2)
    limit = _limit("How many groups at most.")
    cursor = _cursor()


class ShiftArguments(QuoteFilters):
    """Whose position to compare before a day and from it on, and on what."""

    group_by = NamesField(
        "One or two things to group by, the topic among them unless `topic` names the one.",
        values=GROUPS,
        most=2,
        default=("speaker", "topic"),
        shown=["speaker", "topic"],
    )
    at = DateField(
        "The day that parts before from after; without it every month is tried, which asks for more.",
        data_key="at",
    )
    evidence = WholeField("How many quotes to give with each side.", low=0, high=5, default=2)
    limit = _limit("How many groups at most.")
    cursor = _cursor()

    @validates_schema
    def _on_one_topic(self, data: Mapping[str, Any], **_: Any) -> None:
        if "topic" not in data.get("group_by", ()) and len(data["topic"].any_of) != 1:
            raise ValidationError(
                "A position is one on a topic: group by topic too, or filter by one.", "group_by"
            )


class ArticleArguments(Dates):
    """Which articles."""

    outlet = ChoiceField("Id or name of an outlet.", most=MOST_NAMES)
    sort = OneField("The order.", values=("-published", "published"), default="-published")
    limit = _limit()
    cursor = _cursor()


class OutletArguments(Strict):
    """Which outlets."""

    q = WordField("Words of the name.", most=200)
    limit = _limit()
    cursor = _cursor()


class SpeakerArguments(OutletArguments):
    """Which speakers."""

    kind = ChoiceField("What kind of speaker.", values=SPEAKER_KINDS)
    country = ChoiceField("ISO 3166 code or name of a country.")


class CorrectionArguments(Strict):
    """Which corrections."""

    limit = _limit()
    cursor = _cursor()


class SuggestArguments(Strict):
    """What was typed so far."""

    q = WordField("The beginning of a name.", most=200, required=True)
    limit = WholeField("How many at most.", low=1, high=50, default=10)
