"""Transcripts to Word and back.

``exporting`` writes one, ``plan`` says what its comments come to, ``comments`` takes them.
"""
