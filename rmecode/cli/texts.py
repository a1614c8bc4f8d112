"""Texts that people type on the command line, or give in a file."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def text_argument(command: Callable[..., object]) -> Callable[..., object]:
    """Add TEXT; it may begin with a hyphen, where the command lets unknown options through."""
    return click.argument("text", callback=lambda _context, _argument, text: _checked(text))(
        command
    )


def optional_text(command: Callable[..., object]) -> Callable[..., object]:
    """Add TEXT that may be left out, where a file can give it."""
    return click.argument(
        "text", required=False, callback=lambda _context, _argument, text: _checked(text)
    )(command)


def _checked(text: str | None) -> str | None:
    """Return the text; an option that was mistyped is no text.

    Raises:
        click.NoSuchOption: it looks like an option.
    """
    if text and re.match(r"--[a-z-]+(=|$)", text):
        raise click.NoSuchOption(text.partition("=")[0])
    return text


def read_given(text: str | None, file: Path | None) -> str:
    """Return the text that was typed, or that a file holds (``-`` for the input).

    Raises:
        click.UsageError: there is none, or both.
        FileUnreadableError: the file cannot be read.
    """
    if (text is None) == (file is None):
        raise click.UsageError(_("Give the text, or --file FILE."))
    if text is not None:
        return sys.stdin.read() if text == "-" else text
    if str(file) == "-":
        return sys.stdin.read()
    from rmecode.study.memos.noting import read_text_file

    return read_text_file(file)  # type: ignore[arg-type]  # it is a path here
