"""Compares builds after random edits with first builds, for as long as you like.

    PYTHONPATH=tests python tests/bench/random_edits.py [--minutes 60] [--seed 1]

Each round makes one to four of `edits.EDITS` (texts, tags, dates, names, deletions, corrections,
drafts, authority files, settings, layouts, originals, attachments, pictures, pages and files of the
owner, pages changed by hand, backups, clocks that are wrong, builds that are killed, caches that
are damaged, foreign, old or of another version), builds, and compares every byte with a first build
of the same archive; if there are problems, both must find the same ones. Each second archive is
built by two workers. The first difference ends the run with the seed of its round.
"""

import argparse
import os
import random
import shutil
import tempfile
import time
from pathlib import Path

import edits

from jianbao.build import builder, workers


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    seed, made, good = options.seed, 0, 0
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory() as folder:
            # Some edits damage the cache with this machine's key, or with another one.
            os.environ["XDG_STATE_HOME"] = f"{folder}/state"
            root = Path(folder) / "archive"
            shutil.copytree(edits.TYPICAL, root)
            (root / "layouts").mkdir()
            builder.build(edits.paths(root))
            chance = random.Random(seed)
            workers.WORTH_WORKERS = (10**9, 2)[seed % 2]
            for number in range(20):
                now = chance.sample(edits.EDITS, chance.randint(1, 4))
                try:
                    good += edits.compare(root, Path(folder) / "fresh", now, chance)
                except Exception as error:
                    names = [edit.__name__ for edit in now]
                    raise AssertionError(f"seed {seed}, round {number}: {names}") from error
                made += 1
                if time.monotonic() > end:
                    break
        print(f"seed {seed}: {made} rounds, {good} of them good builds, no difference", flush=True)
        seed += 1


if __name__ == "__main__":
    main()
