"""Who a mention means: names, roles, bodies and pronouns of one article, and the registry across articles.

::

    lexicon    the nouns and first names that news calls speakers by
    names      when two names may be one person
    mentions   the capitalised names of a text, with titles split off
    roles      what a name is said to be, before and after it
    entities   mentions joined to people, bodies and countries
    sources    what kind of thing the source of an attribution is
    pronouns   he, she, they, it, who and I
    speakers   an entity on a date, as the Speaker of a quote
"""
