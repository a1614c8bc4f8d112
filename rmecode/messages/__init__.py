"""Every message to a person, in English (the text in the code) and Spanish (the catalogue).

The language is that of ``--lang``, else of ``RMECODE_LANG``, else of the locale; Spanish where none
of these names one that is known.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("es", "en")
CATALOGUES: Final = Path(__file__).parent / "locale"

_state: dict[str, gettext.NullTranslations] = {}
_language: list[str] = []


def activate(language: str | None = None) -> str:
    """Choose the language of all messages that follow, and return it (``es`` or ``en``).

    Libraries that translate by gettext's global domain (click) follow.
    """
    chosen = language if language in LANGUAGES else preferred()
    _state["current"] = _catalogue(chosen)
    _language[:] = [chosen]
    os.environ["LANGUAGE"] = chosen
    gettext.bindtextdomain("rmecode", str(CATALOGUES))
    gettext.textdomain("rmecode")
    return chosen


def active() -> str:
    """Return the language that messages come in now."""
    return _language[-1] if _language else activate()


def preferred() -> str:
    """Return the language that the environment asks for; Spanish if it asks for none we have."""
    asked = (os.environ.get(name) for name in ("RMECODE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    known = (value[:2].lower() for value in asked if value)
    return next((value for value in known if value in LANGUAGES), LANGUAGES[0])


def _(message: str) -> str:
    """Return the message in the active language."""
    return _current().gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of the message that goes with the number, in the active language."""
    return _current().ngettext(singular, plural, number)


def _current() -> gettext.NullTranslations:
    if "current" not in _state:
        activate()
    return _state["current"]


def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("rmecode", CATALOGUES, [language], fallback=True)
