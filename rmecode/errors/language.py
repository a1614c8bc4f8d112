"""Errors of the language pass."""

from __future__ import annotations

from rmecode.errors import RmecodeError
from rmecode.messages import _


class ModelMissingError(RmecodeError):
    """The trained pipeline that ``study.toml`` names is not installed."""

    def __init__(self, model: str) -> None:
        self.model = model
        super().__init__(
            _(
                "study.toml names the spaCy pipeline {model}, which is not installed or cannot be "
                "loaded. Install it, or take its name out to use the dictionary that is built in."
            ).format(model=model)
        )
