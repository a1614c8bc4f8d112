"""``rmecode memo``: add, list, show, edit, remove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rmecode.cli.memo_words import memo_kind_title, on_what, whole
from rmecode.cli.options import coder_of, coder_option, json_option, language_option, study_option
from rmecode.cli.output import one_form, print_json, show, warn
from rmecode.cli.passages import passage_options
from rmecode.cli.texts import optional_text, read_given
from rmecode.messages import _, ngettext

if TYPE_CHECKING:
    from rmecode.study import Study
    from rmecode.study.listing import Record
    from rmecode.study.placing import Passage

ABOUT = ("study", "case", "source", "turn", "code", "coding", "cell")
PLAIN_TEXT = {"ignore_unknown_options": True}
"""What lets a text begin with a hyphen, as a list in Markdown does."""


@click.group(help=_("Memos on the study, cases, sources, passages, codes, codings and cells."))
@language_option
def memo() -> None:
    """Hold the commands on memos."""


@memo.command(
    help=_("Add a memo: on the study as a whole, or on what the options name."),
    context_settings=PLAIN_TEXT,
)
@optional_text
@click.option("--file", type=click.Path(path_type=Path), help=_("Take the text from a file, or -."))
@click.option("--kind", default="analytic", help=_("analytic, methodological or theoretical."))
@click.option("--case", help=_("On this case."))
@click.option("--source", help=_("On this source, or a passage of it."))
@passage_options
@click.option("--code", help=_("On this code."))
@click.option("--coding", help=_("On this coding, such as c12."))
@click.option(
    "--cell", nargs=2, default=None, metavar="CASE CODE", help=_("On this cell of the matrix.")
)
@json_option
@coder_option
@study_option
def add(
    text: str | None,
    file: Path | None,
    kind: str,
    case: str | None,
    source: str | None,
    passage: Passage,
    code: str | None,
    coding: str | None,
    cell: tuple[str, str] | None,
    as_json: bool,
    coder: str | None,
    study: Study,
) -> None:
    """Add it, and say its id."""
    from rmecode.study.clock import now
    from rmecode.study.memos.noting import Target, add_memo, kind_of
    from rmecode.study.memos.rows import memo_rows

    said, by = read_given(text, file), coder_of(study, coder)
    target = Target(case, source, passage, code, coding, cell)
    new = add_memo(study, target, said, kind_of(kind), by=by, at=now())
    row = next(row for row in memo_rows(study) if row["id"] == f"m{new.id}")
    if as_json:
        print_json(row)
    else:
        click.echo(_("{id}: memo on {what}").format(id=row["id"], what=on_what(row)))


@memo.command("list", help=_("List memos, and what is noted on codings."))
@click.option(
    "--about", multiple=True, type=click.Choice(ABOUT), help=_("Only on things of this sort.")
)
@click.option("--case", "cases", multiple=True, help=_("Only what touches this case."))
@click.option("--source", "sources", multiple=True, help=_("Only what is on this source."))
@click.option("--code", "codes", multiple=True, help=_("Only on this code and those below it."))
@click.option("--coder", "authors", multiple=True, help=_("Only those of this coder."))
@click.option(
    "--kind", "kinds", multiple=True, help=_("Only of this kind; 'note' for notes on codings.")
)
@click.option(
    "--search", "words", default="", help=_("Only with these words, accents and capitals aside.")
)
@click.option("--md", "form", flag_value="md", help=_("Print Markdown."))
@click.option("--csv", "form", flag_value="csv", help=_("Print CSV."))
@click.option("--output", type=click.Path(path_type=Path), help=_("Write to a file (.md, .csv)."))
@click.option(
    "--identified", is_flag=True, help=_("Keep the ids of sources in the file, not neutral ones.")
)
@json_option
@study_option
def list_memos(
    about: tuple[str, ...],
    cases: tuple[str, ...],
    sources: tuple[str, ...],
    codes: tuple[str, ...],
    authors: tuple[str, ...],
    kinds: tuple[str, ...],
    words: str,
    form: str | None,
    output: Path | None,
    identified: bool,
    as_json: bool,
    study: Study,
) -> None:
    """Print or write a row per memo."""
    from rmecode.study.memos.rows import AskedMemos, asked_memos, memo_rows

    one_form({"--json": as_json, "--output" if output else f"--{form}": output or form})
    asked = AskedMemos(about, cases, sources, codes, authors, kinds, words)
    rows = asked_memos(study, memo_rows(study), asked)
    if output is not None:
        _write(study, rows, output, form, identified=identified)
    elif form is not None:
        from rmecode.study.memos.files import memos_in

        click.echo(memos_in(study, rows, form, on_what), nl=False)
    else:
        _show(rows, as_json=as_json)


def _show(rows: list[Record], *, as_json: bool) -> None:
    heads = {
        "id": _("Id"),
        "kind": _("Kind"),
        "on": _("On"),
        "author": _("Who"),
        "text": _("Memo"),
    }
    said = [{**row, "kind": memo_kind_title(str(row["kind"])), "on": on_what(row)} for row in rows]
    show(rows if as_json else said, heads, as_json=as_json)


def _write(
    study: Study, rows: list[Record], output: Path, form: str | None, *, identified: bool
) -> None:
    from rmecode.study.memos.files import format_of, write_memos

    write_memos(study, rows, output, form or format_of(output), on_what, identified=identified)
    said = ngettext("Written: {path} ({count} memo)", "Written: {path} ({count} memos)", len(rows))
    click.echo(said.format(path=output, count=len(rows)))
    if identified:
        warn([_("The file names sources as the study does: do not pass it on.")])
    else:
        warn([_("Sources have neutral ids in the file; the words of memos and quotes stay.")])


@memo.command("show", help=_("Show memos whole: m5, m7-m9; c12 is the note of coding 12."))
@click.argument("ids", nargs=-1, required=True)
@json_option
@study_option
def show_memos(ids: tuple[str, ...], as_json: bool, study: Study) -> None:
    """Print each whole."""
    from rmecode.study.memos.rows import memo_rows, rows_of_ids

    rows = rows_of_ids(memo_rows(study), ids)
    if as_json:
        print_json(rows)
    else:
        click.echo("\n\n".join("\n".join(whole(row)) for row in rows))


@memo.command(
    help=_("Write a memo anew, or give it another kind."),
    context_settings=PLAIN_TEXT,
)
@click.argument("memo", metavar="ID")
@optional_text
@click.option("--file", type=click.Path(path_type=Path), help=_("Take the text from a file, or -."))
@click.option("--kind", help=_("analytic, methodological or theoretical."))
@coder_option
@study_option
def edit(
    memo: str,
    text: str | None,
    file: Path | None,
    kind: str | None,
    coder: str | None,
    study: Study,
) -> None:
    """Change it."""
    from rmecode.study.clock import now
    from rmecode.study.memos.noting import change_memo, kind_of

    said = None if kind and text is None and file is None else read_given(text, file)
    by, to = coder_of(study, coder), kind_of(kind) if kind else None
    news = change_memo(study, memo, said, to, by=by, at=now())
    done = _("{id}: written anew") if news else _("{id}: was so already")
    click.echo(done.format(id=memo))


@memo.command(help=_("Remove memos; 'rmecode undo' brings them back. c12: clear its note."))
@click.argument("ids", nargs=-1, required=True)
@coder_option
@study_option
def remove(ids: tuple[str, ...], coder: str | None, study: Study) -> None:
    """Remove them."""
    from rmecode.study.clock import now
    from rmecode.study.memos.noting import remove_memos

    count = remove_memos(study, ids, by=coder_of(study, coder), at=now())
    said = ngettext("{count} memo removed.", "{count} memos removed.", count)
    click.echo(said.format(count=count))
