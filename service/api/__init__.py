"""HTTP: one module a resource, and the few that all of them stand on.

A route is thin: its arguments are loaded by a schema, ``interpret`` turns them into a word of
:mod:`service.query`, the store answers, a schema dumps. ``problems`` maps every error in one place.
"""
