"""Where clauses begin inside a sentence: a plain rule that a researcher can foresee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from rmecode.language.listed import listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

MARKS: Final = listed(", ; : — – - ( ) [ ] . ? ! ¿ ¡ … ...")
"""After these a new clause begins."""

CONJUNCTIONS: Final = listed("""pero porque aunque sino mientras pues entonces but because""")
"""With these a new clause begins; not *y*, which as often joins two nouns."""


def number_clauses(
    sentence: NDArray[np.int32], marks: NDArray[np.bool_], conjunctions: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """Return the clause number of each token, counting from 0 over the whole text.

    Args:
        sentence: Sentence number per token.
        marks: Whether a token is a mark, so that the next one begins a clause.
        conjunctions: Whether a token begins a clause itself.
    """
    if not len(sentence):
        return sentence
    begins = conjunctions.copy()
    begins[0] = False
    begins[1:] |= marks[:-1] | (sentence[1:] != sentence[:-1])
    return np.cumsum(begins, dtype=np.int32)
