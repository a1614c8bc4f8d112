"""What the log's actions, states and units are called in the reader's language; JSON keeps keys."""

from __future__ import annotations

from rmecode.messages import _


def action_title(action: str) -> str:
    """Return what an action of the log is called."""
    return action_titles().get(action, action)


def action_titles() -> dict[str, str]:
    """Return what each action of the log is called."""
    return {
        "accept": _("suggestions accepted"),
        "apply": _("rules applied"),
        "assign": _("turns given to a case"),
        "code": _("codings added"),
        "codebook": _("codebook recorded"),
        "codebook add": _("code added"),
        "codebook import": _("codebook taken from a table"),
        "codebook merge": _("codes merged"),
        "codebook move": _("code moved"),
        "codebook remove": _("code removed"),
        "codebook rename": _("code renamed"),
        "codebook split": _("code split"),
        "codebook update": _("codebook updated"),
        "done": _("marked as done"),
        "edit memo": _("memo changed"),
        "erase": _("erased for good"),
        "file": _("file renamed"),
        "import": _("codings imported"),
        "import word": _("comments of a Word document taken"),
        "ingest": _("text taken"),
        "keep": _("codings confirmed"),
        "memo": _("memo written"),
        "move": _("coding moved"),
        "not done": _("no longer done"),
        "note": _("note of a coding written"),
        "recode": _("codings recoded"),
        "redo": _("done again"),
        "reject": _("suggestions rejected"),
        "remove": _("removed"),
        "remove memo": _("memo removed"),
        "reopen": _("suggestions reopened"),
        "repair": _("repaired"),
        "restore": _("backup put back"),
        "search": _("hits suggested"),
        "tables": _("marks of the tables taken"),
        "unassign": _("turns no longer of one case"),
        "turns": _("turns divided anew"),
        "undo": _("undone"),
    }


def state_title(state: str) -> str:
    """Return what a state of a coding or suggestion is called."""
    titles = {
        "exact": _("exact"),
        "moved": _("moved"),
        "review": _("to be reviewed"),
        "reread": _("to be reread"),
        "open": _("open"),
        "accepted": _("accepted"),
        "rejected": _("rejected"),
    }
    return titles.get(state, state)


def kind_title(kind: str) -> str:
    """Return what a kind of coder is called."""
    return {"person": _("person"), "simulated": _("simulated")}.get(kind, kind)


def readable_time(at: str) -> str:
    """Return a time of the log as people read it: to the minute, in UTC as it stands there."""
    return at[:16].replace("T", " ") or "-"


def change_title(kind: str) -> str:
    """Return what a kind of change of a codebook is called."""
    titles = {
        "added": _("added"),
        "removed": _("removed"),
        "merged": _("merged"),
        "renamed": _("renamed"),
        "moved": _("moved"),
        "redefined": _("redefined"),
        "details": _("details"),
        "rules": _("rules"),
    }
    return titles.get(kind, kind)


def backup_title(kind: str) -> str:
    """Return what a kind of backup is called."""
    titles = {
        "automatic": _("automatic"),
        "manual": _("made by hand"),
        "migration": _("before an update"),
        "restore": _("before one was put back"),
    }
    return titles.get(kind, kind)
