# SPDX-License-Identifier: GPL-3.0-or-later
"""What a day costs the client: a long conversation read through, a week's messages at once, conversations opened from morning to evening."""

import os
import pathlib
import shutil
import subprocess
import tempfile

from server_figures import PASSWORD, Stock, program, serve

PREFIX = pathlib.Path(os.environ['SPICO_PREFIX'])
LONG, WIDE, CONVERSATIONS, BURST = 100_000, 100_000, 10_000, 5_000
UNITS = {'day.first': 'ms', 'day.scroll.p99': 'ms', 'day.scroll.p99/listview': 'ratio', 'day.scroll.turn': 'ms', 'day.scroll.rss': 'ratio', 'day.scroll.messages': 'rows', 'day.scroll.setups': 'rows', 'day.scroll.binds': 'rows',
         'day.burst.ready': 'ms', 'day.burst.turn': 'ms', 'day.rss': 'kB', 'day.rss.growth': 'ratio'}


def spend(folder, kind, messages, conversations, burst):
    """The figures of a day, NAME: VALUE."""
    stock = Stock(folder / f'{kind}.db', messages, kind='everywhere', conversations=conversations)
    home = folder / kind
    home.mkdir()
    env = dict(os.environ, GSETTINGS_SCHEMA_DIR=str(PREFIX / 'share' / 'glib-2.0' / 'schemas'), SPICO_LOCALE_DIR=str(PREFIX.parent / 'po'))
    with serve(stock.database) as server:
        client = subprocess.Popen([program('day'), server.url, 'bench0', PASSWORD, home, str(messages), kind], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if client.stdout.readline().strip() != 'ready':
            raise SystemExit(f'bench: the client does not come up to date: {client.wait()}')
        stock.add(burst)
        said, _ = client.communicate(f'{messages + burst}\n', timeout=3600)
        if client.returncode != 0:
            raise SystemExit(f'bench: a day does not end: {client.returncode}')
    return {name: float(value) for name, value in (line.split() for line in said.splitlines())}


def read_long(folder):
    figures = spend(folder, 'long', LONG, 1, 1)
    figures['day.scroll.p99/listview'] = figures['day.scroll.p99'] / figures['day.scroll.bare']
    return {name: value for name, value in figures.items() if not name.startswith('day.burst')}


def measure(say, wanted):
    folder = pathlib.Path(tempfile.mkdtemp(prefix='day-', dir=PREFIX.parent))
    try:
        figures = {}
        if any(name.startswith(('day.first', 'day.scroll')) for name in wanted):
            figures |= read_long(folder)
        if any(name.startswith(('day.burst', 'day.rss')) for name in wanted):
            figures |= spend(folder, 'wide', WIDE, CONVERSATIONS, BURST)
        for name, unit in UNITS.items():
            if name in figures:
                say(name, figures[name], unit)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
