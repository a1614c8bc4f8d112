"""Tests of transcripts in Word and of their comments."""
