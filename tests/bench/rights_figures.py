# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon what one person gives or takes is seen by another: two real clients, the real server, spicoctl."""

import collections
import pathlib
import shutil
import subprocess
import tempfile

from server_figures import DEMO, PREFIX, make_database, postgres, program, serve

TIMES = 20
SHARES = {'p50': 50, 'p95': 95}


def import_region(server):
    for kind, file in (('finess', 'finess.csv'), ('rpps', 'rpps.txt'), ('discussions', 'discussions.json')):
        server.ctl('import', kind, DEMO / file)


def run(folder, database):
    server = serve(database)
    import_region(server)
    home = folder / 'clients'
    home.mkdir()
    with server:
        done = subprocess.run([program('rights'), server.url, home, server.control, server.database, str(TIMES)], capture_output=True, text=True, check=False, timeout=600)
    shutil.rmtree(home)
    if done.returncode != 0:
        raise SystemExit(f'bench: {done.stdout}{done.stderr}')
    delays = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        step, microseconds = line.split()
        delays[step].append(int(microseconds) / 1000)
    return delays


def tell(say, delays, suffix):
    for step, values in delays.items():
        values.sort()
        for name, share in SHARES.items():
            say(f'rights.{step}.{name}{suffix}', values[-(-len(values) * share // 100) - 1], 'ms')


def measure(say, wanted):
    folder = pathlib.Path(tempfile.mkdtemp(prefix='rights-', dir=PREFIX.parent))
    try:
        if any(not name.endswith('.postgres') for name in wanted if name.startswith('rights.')):
            tell(say, run(folder, folder / 'region.db'), '')
        if any(name.endswith('.postgres') for name in wanted if name.startswith('rights.')):
            with postgres(folder / 'postgres') as first:
                tell(say, run(folder, make_database(first, 'rights')), '.postgres')
    finally:
        shutil.rmtree(folder, ignore_errors=True)
