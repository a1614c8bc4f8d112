"""What the project still holds and the tables or the codebook no longer know."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rmecode.messages import _, ngettext
from rmecode.model import Problem
from rmecode.study.codebooks.concerns import concerned
from rmecode.study.codebooks.versions import seen_version, unseen_changes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmecode.study.opening import Study


def left_over(study: Study) -> Iterator[Problem]:
    """Yield sources that the table lacks, changes nobody saw, and codes that the codebook lacks."""
    table = study.config.tables["sources"].name
    for stored in study.store.sources():
        if stored.id not in study.listed:
            what = _("{source} is in the project and in no row here, so it is evidence on no case.")
            remedy = _("Write its row, or 'rmecode source remove {source}'.")
            source = stored.id
            yield Problem(table, "", what.format(source=source), remedy.format(source=source))
    yield from unseen(study)
    gone = Counter(
        each.code for each in study.store.codings() if each.code not in study.codebook.by_id
    )
    for code, count in sorted(gone.items()):
        what = ngettext(
            "{count} coding has the code {code}, which is no longer there: no column has it.",
            "{count} codings have the code {code}, which is no longer there: no column has them.",
            count,
        )
        remedy = _("Put the code back with this id, or remove the codings.")
        book = study.config.codebook.name
        yield Problem(book, "", what.format(count=count, code=code), remedy)


def unseen(study: Study) -> Iterator[Problem]:
    """Yield that the codebook's file changed in ways that concern codings, if it did."""
    changes = unseen_changes(study.store, study.codebook_text, study.codebook)
    count = sum(
        concern.total for concern in concerned(study.store, changes, study.codebook).values()
    )
    seen = seen_version(study.store)
    if count and seen is not None:
        what = ngettext(
            "the codebook changed since version {version} in ways that concern {count} coding.",
            "the codebook changed since version {version} in ways that concern {count} codings.",
            count,
        )
        remedy = _("'rmecode codebook update' shows them.")
        book = study.config.codebook.name
        yield Problem(book, "", what.format(version=seen.number, count=count), remedy)
