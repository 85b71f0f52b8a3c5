# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the groups of favourites: the longest turn of the main loop with ten thousand of them."""

import os
import pathlib
import statistics
import subprocess

PREFIX = pathlib.Path(os.environ['SPICO_PREFIX'])
PROGRAM = PREFIX.parent / 'tests' / 'bench' / 'bench-groups'
RUNS = 3


def run(*arguments):
    env = dict(os.environ, GSETTINGS_SCHEMA_DIR=str(PREFIX / 'share' / 'glib-2.0' / 'schemas'), SPICO_LOCALE_DIR=str(PREFIX.parent / 'po'))
    done = subprocess.run([PROGRAM, *arguments], env=env, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode != 0:
        raise SystemExit(f'bench: {done.stderr}')
    return dict(line.split() for line in done.stdout.splitlines() if line.startswith('groups.'))


def measure(say):
    runs = [run() | run('members') for _ in range(RUNS)]
    for name in runs[0]:
        say(name, statistics.median(float(figures[name]) for figures in runs), 'ms')
