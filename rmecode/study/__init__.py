"""A study: finding and opening it, its tables, the notebook API, and the tasks that join rooms."""

from rmecode.study.opening import Study, open_study

__all__ = ["Study", "open_study"]
