"""The codebook while a team codes: its versions, its changes, and what follows for the codings.

``versions`` knows what was recorded, ``concerns`` what a change touches. ``edits``, ``splitting``,
``updating`` and ``tables`` plan changes, which ``writing`` carries out: file and database together.
"""
