"""Numbers from values: what was coded, counted with its evidence and its limits.

``frame`` makes one tidy row per coding and case (``coded_frame``, ``suggested_frame``); ``cases``
makes the matrix of cases × codes (``case_matrix``) as a ``matrix.Matrix``; ``units`` names what is
counted and what a cell can be; ``selection`` chooses what is looked at. Below them: ``regions``
(what of a source is evidence on a case), ``scopes`` and ``windows`` (what a row sees of a text),
``falls`` and ``counts`` (codings into cells, cells into numbers), ``reasons`` and ``notes`` (words).

Import from the modules: ``units`` and ``selection`` load without numpy and pandas.
"""
