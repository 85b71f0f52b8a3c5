# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the directory: the real spicoctl loads the national stock of tests/support/make-stock.c, then the next day's, on SQLite and on PostgreSQL; and what is searched for there."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from directory_search import CASES, measure_search
from server_figures import PREFIX, make_database, postgres, wants

KINDS = {'etalab-cs1100502-stock': 'finess', 'PS_LibreAcces_Personne_activite': 'rpps', 'Extraction_Correspondance_MSSante': 'mssante'}


SEARCHES = ('index', 'right', *(f'{kind}.p{share}' for kind in ('prefix', 'words', 'typo', 'keys') for share in (50, 95, 99)))


def make_stock(folder, day):
    """The files of a day, in the order in which they are loaded, with the people and places of cases.csv."""
    listed = subprocess.run([PREFIX.parent / 'tests' / 'support' / 'make-stock', folder / f'day-{day}', '--day', str(day)], check=True, capture_output=True, text=True).stdout
    paths = {pathlib.Path(line.split()[0]).name.rpartition('_')[0]: pathlib.Path(line.split()[0]) for line in listed.splitlines()}
    for name, own in (('etalab-cs1100502-stock', 'sites.csv'), ('PS_LibreAcces_Personne_activite', 'people.txt')):
        with paths[name].open('a', encoding='utf-8') as file:
            file.write((CASES / own).read_text(encoding='utf-8').partition('\n')[2])
    return [(KINDS[name], paths[name]) for name in KINDS] + [('structures', CASES / 'units.csv')]


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


def measure_on(folder, say, wanted, database, suffix):
    seconds, most = load(folder, database, make_stock(folder, 0))
    say(f'directory.load{suffix}', seconds, 's')
    say(f'directory.load.rss{suffix}', most, 'kB')
    if wants(wanted, f'directory.day{suffix}'):
        say(f'directory.day{suffix}', load(folder, database, make_stock(folder, 1))[0], 's')
    if wants(wanted, *(f'directory.{what}{suffix}' for what in SEARCHES)):
        measure_search(folder, say, wanted, database, suffix)


def measure(say, wanted):
    folder = pathlib.Path(tempfile.mkdtemp(prefix='directory-', dir=PREFIX.parent))
    try:
        if any('.postgres' not in name for name in wanted if name.startswith('directory.')):
            measure_on(folder, say, wanted, str(folder / 'region.db'), '')
        if any('.postgres' in name for name in wanted if name.startswith('directory.')):
            with postgres(folder) as first:
                measure_on(folder, say, wanted, make_database(first, 'directory'), '.postgres')
    finally:
        shutil.rmtree(folder, ignore_errors=True)
