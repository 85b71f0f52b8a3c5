# SPDX-License-Identifier: GPL-3.0-or-later
"""From a key to the list on the screen: what bench-keys types, and who must come first after each key."""

import os
import pathlib
import random
import shutil
import subprocess
import tempfile

PROGRAM = pathlib.Path(os.environ['SPICO_PREFIX']).parent / 'tests' / 'bench' / 'bench-keys'
KINDS = ['person', 'structure']
MOST_TEXTS = 60
# What each part of the program does for the first time.
WARM_UP = 10


def first_id(searcher, text):
    _, answer = searcher.ask([['Principal/query', {'accountId': 'region', 'filter': {'text': text, 'kinds': KINDS}, 'limit': 50}, 'q']])
    return answer[0][1]['ids'][:1]


def plan_keys(searcher, texts):
    """What stands in the entry after a key, and who then comes first: only where it is another than before, which nobody could see come."""
    chance = random.Random(5)
    for text in chance.sample(texts, min(len(texts), MOST_TEXTS)):
        shown = []
        for length in range(2, len(text) + 1):
            found = first_id(searcher, text[:length])
            if found and found != shown:
                yield text[:length], found[0]
            shown = found


def measure_keys(url, searcher, login, password, texts):
    """The seconds of all keys after which another comes first."""
    plan = list(plan_keys(searcher, texts))
    home = tempfile.mkdtemp(prefix='spico-keys-')
    try:
        lines = ''.join(f'{text}\t{who}\n' for text, who in plan)
        done = subprocess.run([PROGRAM, url, login, password, home], input=lines, capture_output=True, text=True, check=False, timeout=600)
        if done.returncode != 0:
            raise SystemExit(f'bench: {done.stderr}')
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return [int(line) / 1e6 for line in done.stdout.split()][WARM_UP:]
