"""Set everything up and do the main job: from the transcripts of ``corpus/`` to the matrices.

Needs Python 3.11 or newer and nothing else. Run it as often as you like: what is there is kept.
"""

from __future__ import annotations

import subprocess
import sys

import environment


def main() -> int:
    """Install what is missing, run the study in ``corpus/``, say where the results are."""
    python = environment.set_up()
    environment.say("Running: rmecode run corpus")
    study = environment.ROOT / "corpus"
    run = [str(python), "-m", "rmecode", "run", str(study), *sys.argv[1:]]
    return subprocess.run(run, cwd=environment.ROOT, check=False).returncode


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except KeyboardInterrupt:
        msg = "Interrupted. Run it again to go on."
        raise environment.stop(msg) from None
