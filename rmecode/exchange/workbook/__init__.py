"""The Excel workbook: ``contents`` says what goes in, ``writing`` writes it.

``words`` keeps what was said as it was said; ``pen`` makes cells; ``tables`` lays out a sheet with
one real Excel table; ``matrices``, ``excerpts``, ``listings`` and ``cover`` are the sheets.
"""
