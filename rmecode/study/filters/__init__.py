"""``--where`` and choices by name: which codings, suggestions and sources are meant.

``sifting`` finds codings without reading them all (``bounds``, ``columns``); ``rows`` filters
rows that are there already.
"""
