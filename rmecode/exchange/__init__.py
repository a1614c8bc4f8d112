"""Every file that goes out, made from values.

``csv_files`` (exact, or for Excel and back), ``json_text`` and ``text_tables`` write frames and
matrices; ``workbook`` writes the Excel workbook. ``excerpt_*`` write coded passages and ``handbook*``
the codebook, as text, Markdown, tables and Word; ``paper`` is what their Word pages share,
``markdown_words`` and ``visible`` keep what was said from turning into markup or breaking a file,
and ``timeless`` makes equal packages equal bytes. ``names`` puts pseudonyms and neutral ids in place
of what could identify people, ``exposure`` warns where a role in a case is one person, and
``files`` replaces a file whole or leaves it as it was.

Import from the modules: pandas and openpyxl load only with what needs them.
"""
