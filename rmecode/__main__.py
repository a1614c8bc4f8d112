"""``python -m rmecode``."""

from rmecode.cli import main

main()
