"""What the log's actions, states and units are called in the reader's language; JSON keeps keys."""

from __future__ import annotations

from rmecode.messages import _


def action_title(action: str) -> str:
    """Return what an action of the log is called."""
    titles = {
        "accept": _("suggestions accepted"),
        "apply": _("rules applied"),
        "assign": _("turns given to a case"),
        "codebook": _("codebook recorded"),
        "done": _("marked as done"),
        "file": _("file renamed"),
        "import": _("codings imported"),
        "ingest": _("text taken"),
        "not done": _("no longer done"),
        "redo": _("done again"),
        "reject": _("suggestions rejected"),
        "remove": _("removed"),
        "reopen": _("suggestions reopened"),
        "tables": _("marks of the tables taken"),
        "unassign": _("turns no longer of one case"),
        "turns": _("turns divided anew"),
        "undo": _("undone"),
    }
    return titles.get(action, action)


def state_title(state: str) -> str:
    """Return what a state of a coding or suggestion is called."""
    titles = {
        "exact": _("exact"),
        "moved": _("moved"),
        "review": _("to be reviewed"),
        "open": _("open"),
        "accepted": _("accepted"),
        "rejected": _("rejected"),
    }
    return titles.get(state, state)
