"""Commands of ``onrecord`` that are more than a few lines; :mod:`service.cli` puts them together."""
