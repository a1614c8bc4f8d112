"""What the project still holds and the tables or the codebook no longer know."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rmecode.messages import _
from rmecode.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmecode.study.opening import Study


def left_over(study: Study) -> Iterator[Problem]:
    """Yield the sources that the table lacks, and the codes of codings that the codebook lacks."""
    table = study.config.tables["sources"].name
    for stored in study.store.sources():
        if stored.id not in study.listed:
            what = _("{source} is in the project and in no row here, so it is evidence on no case.")
            remedy = _("Write its row, or 'rmecode source remove {source}'.")
            source = stored.id
            yield Problem(table, "", what.format(source=source), remedy.format(source=source))
    gone = Counter(
        each.code for each in study.store.codings() if each.code not in study.codebook.by_id
    )
    for code, count in sorted(gone.items()):
        what = _(
            "{count} codings have the code {code}, which is no longer there: no column has them."
        )
        remedy = _("Put the code back with this id, or remove the codings.")
        book = study.config.codebook.name
        yield Problem(book, "", what.format(count=count, code=code), remedy)
