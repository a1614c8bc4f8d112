"""The tokens of one text as arrays: what the language pass makes and the index is built from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rmecode.model import Span

    Numbers = NDArray[np.int32]

_EDGES: Final = re.compile(r"^[\W_]+|[\W_]+$")
_WORDS: Final = re.compile(r"[^\W_](?:[^\W_]|(?:_+|[.'’@&])(?=[^\W_])|[,:](?=\d)(?<=\d[,:]))*")


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text to read, known by ``hash``; ``words`` are the stretches that were said or noted.

    What lies outside of them (labels, times, headings) gives no tokens; ``None`` reads all.
    """

    source: str
    hash: str
    text: str
    words: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of one text in order: words and punctuation, no white space.

    All arrays are int32 with one entry per token: ``start`` and ``end`` in code points; ``form``
    an index into ``forms`` (lower case, accents kept, punctuation around it stripped, empty for
    a token that is not a word); ``lemma`` an index into ``lemmas`` (folded: no case, no accents);
    ``sentence`` and ``clause`` count from 0 and never decrease. ``forms`` and ``lemmas`` hold
    each string once, in no order that means anything.
    """

    start: Numbers
    end: Numbers
    form: Numbers
    lemma: Numbers
    sentence: Numbers
    clause: Numbers
    forms: tuple[str, ...]
    lemmas: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.start)

    @property
    def is_word(self) -> NDArray[np.bool_]:
        """Tell for each token whether it has a letter or a digit."""
        nothing = self.forms.index("") if "" in self.forms else -1
        found: NDArray[np.bool_] = self.form != nothing
        return found


def bare(form: str) -> str:
    """Return the form in lower case without the punctuation around it; empty for no word."""
    return _EDGES.sub("", form.lower())


def words_in(text: str) -> list[str]:
    """Return the words of something typed, cut where the language pass cuts a text.

    White space, hyphens and slashes cut; a point between letters (``EE.UU``) or a mark between
    digits (``10:30``) does not.
    """
    return _WORDS.findall(text)
