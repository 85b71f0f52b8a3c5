# SPDX-License-Identifier: GPL-3.0-or-later
"""The longest turns of the main loop: with ten thousand groups of favourites, and with a long conversation; and the search of a million messages."""

import os
import pathlib
import statistics
import subprocess

PREFIX = pathlib.Path(os.environ['SPICO_PREFIX'])
PROGRAMS = PREFIX.parent / 'tests' / 'bench'
RUNS = 3
# What a conversation opens with, where it was read before and where nothing of it was.
FIRST, UNREAD = 64, 512
MESSAGES, CONVERSATIONS = 1_000_000, 10_000


def run(program, *arguments):
    env = dict(os.environ, GSETTINGS_SCHEMA_DIR=str(PREFIX / 'share' / 'glib-2.0' / 'schemas'), SPICO_LOCALE_DIR=str(PREFIX.parent / 'po'))
    done = subprocess.run([PROGRAMS / f'bench-{program}', *map(str, arguments)], env=env, capture_output=True, text=True, check=False, timeout=1800)
    if done.returncode != 0:
        raise SystemExit(f'bench: {done.stderr}')
    return dict(line.split() for line in done.stdout.splitlines() if line.startswith(f'{program}.'))


def tell(say, runs):
    for name in runs[0]:
        say(name, statistics.median(float(figures[name]) for figures in runs), 'ms')


def run_thread():
    long = run('thread', UNREAD)
    return {**run('thread', FIRST), 'thread.open.long': long['thread.open'], 'thread.scroll': long['thread.scroll']}


def measure(say, wanted):
    if any(name.startswith('groups.') for name in wanted):
        tell(say, [run('groups') | run('groups', 'members') for _ in range(RUNS)])
    if any(name.startswith('thread.') for name in wanted):
        tell(say, [run_thread() for _ in range(RUNS)])
    if any(name.startswith('search.') for name in wanted):
        tell(say, [run('search', MESSAGES, CONVERSATIONS)])
