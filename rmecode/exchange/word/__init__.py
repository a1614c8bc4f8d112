"""Transcripts as Word documents with a comment for each coding, and such comments read back.

``contents`` holds the values; ``writing`` writes them, with ``stretches`` for where the runs of a
paragraph change, ``colours`` for their shades and ``identity`` for the part by which the document
is known again. ``reading`` reads comments with the place of their ranges (``marks``), ``meaning``
what a comment says, and ``alignment`` finds a passage again in a text that was edited in Word.

Import from the modules: python-docx loads only with what needs it.
"""
