"""Who a mention means: names, roles, bodies and pronouns of one article, and the registry across articles.

::

    lexicon       the nouns and first names that news calls speakers by
    names         when two names may be one person
    layout        paragraphs, sentences and quotations of a text
    shapes        what a run of capitals looks like
    titles        the titles and offices in front of a name
    mentions      the names of a text, with titles split off
    roles         what somebody is said to be
    surroundings  what the words around a mention say of it
    entities      people, bodies and countries, and which of them a mention means
    cast          all the mentions of an article joined to its entities
    described     people without a name
    pronouns      he and she
    sources       what kind of thing the source of an attribution is
    speakers      an entity or a phrase, on a day, as the Speaker of a quote
    scene         all of this for one article
    bodies        sources without a name: bodies
    documents     texts
    descriptions  people, by their role
    anaphora      I, who, they and it
    references    whom each source means
"""
