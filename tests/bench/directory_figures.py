# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the directory: the real spicoctl loads the national stock of tests/support/make-stock.c, then the next day's, on SQLite and on PostgreSQL."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from server_figures import PREFIX, make_database, postgres, wants

KINDS = {'etalab-cs1100502-stock': 'finess', 'PS_LibreAcces_Personne_activite': 'rpps', 'Extraction_Correspondance_MSSante': 'mssante'}


def make_stock(folder, day):
    """The files of a day, in the order in which they are loaded."""
    listed = subprocess.run([PREFIX.parent / 'tests' / 'support' / 'make-stock', folder / f'day-{day}', '--day', str(day)], check=True, capture_output=True, text=True).stdout
    paths = {pathlib.Path(line.split()[0]).name.rpartition('_')[0]: pathlib.Path(line.split()[0]) for line in listed.splitlines()}
    return [(KINDS[name], paths[name]) for name in KINDS]


def load(folder, database, files):
    """The seconds that all of them take, and the most kilobytes that one of them has taken."""
    began, most = time.monotonic(), 0
    for kind, path in files:
        process = subprocess.Popen([PREFIX / 'bin' / 'spicoctl', '--database', database, 'import', kind, path], stdout=subprocess.DEVNULL, env={**os.environ, 'TMPDIR': str(folder)})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f'bench: the load of {kind} ended with {process.returncode}')
        most = max(most, usage.ru_maxrss)
    return time.monotonic() - began, most


def measure_on(folder, say, database, suffix):
    seconds, most = load(folder, database, make_stock(folder, 0))
    say(f'directory.load{suffix}', seconds, 's')
    say(f'directory.load.rss{suffix}', most, 'kB')
    say(f'directory.day{suffix}', load(folder, database, make_stock(folder, 1))[0], 's')


def measure(say, wanted):
    folder = pathlib.Path(tempfile.mkdtemp(prefix='directory-', dir=PREFIX.parent))
    try:
        if wants([name for name in wanted if not name.endswith('.postgres')], 'directory'):
            measure_on(folder, say, str(folder / 'region.db'), '')
        if any(name.endswith('.postgres') for name in wanted):
            with postgres(folder) as first:
                measure_on(folder, say, make_database(first, 'directory'), '.postgres')
    finally:
        shutil.rmtree(folder, ignore_errors=True)
