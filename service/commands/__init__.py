"""Commands of ``onrecord``, one a module of the same name; :mod:`service.cli` finds them there."""
