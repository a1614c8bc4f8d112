"""The codebook as text: the tree, and one code with everything that decides its use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmecode.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rmecode.model import Code, Codebook


def tree(codebook: Codebook, counts: Mapping[str, int] | None = None) -> Iterator[str]:
    """Yield a line per code, indented by its depth, with its count where there is one.

    Args:
        codebook: whose codes.
        counts: codings by the id of the code.
    """
    for code in codebook:
        indent = "  " * (code.depth - 1)
        number = f"  ({counts[code.id]})" if counts and counts.get(code.id) else ""
        yield f"{indent}{code.name}  [{code.id}]  {code.label}{number}"


def whole(code: Code) -> Iterator[str]:
    """Yield everything the codebook says of one code, a paragraph a line."""
    yield f"{code.path}  [{code.id}]  {code.label}"
    parts = (
        (_("Definition"), code.definition),
        (_("When to use"), code.use),
        (_("When not to use"), code.avoid),
        (_("Dimension"), code.dimension),
        (_("Source"), _source(code)),
    )
    yield from (f"{name}: {text}" for name, text in parts if text)
    yield from (f"{_('Example')}: «{example}»" for example in code.examples)
    yield from (f"{_('Rule')} {rule.id} ({rule.unit}): {rule.find}" for rule in code.rules)


def _source(code: Code) -> str:
    unpublished = "" if code.published else _("(not in the table)")
    return f"{code.source} {unpublished}".strip()
