# SPDX-License-Identifier: GPL-3.0-or-later
"""What catching up costs on the wire, counted: the real client library, its encrypted store, the real server. Runs inside tests/support/with-session."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))

# pylint: disable=wrong-import-position
import spico_tap  # noqa: E402
from meter import Meter  # noqa: E402
from spico_jmap_client import Server  # noqa: E402

STOCK, CATCHUP = os.environ['SPICO_BENCH_STOCK'], os.environ['SPICO_BENCH_CATCHUP']
PASSWORD = 'spico-bench'
CONVERSATIONS = 200
BEFORE, AFTER = 400, 4000
# 20,000 changes are to be at most 2 MB: requests, heads and whatever else passes included.
MOST_BYTES = 104
# One for requests, one for the event stream; another where the first is still busy.
MOST_CONNECTIONS = 3


class CatchingUp(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.database = str(self.folder / 'region.db')
        subprocess.run([STOCK, self.database, 'make', '200', str(CONVERSATIONS), 'everywhere'], check=True, stdout=subprocess.DEVNULL)
        self.add(BEFORE)

    def add(self, messages):
        subprocess.run([STOCK, self.database, 'add', str(messages)], check=True)

    def test_bytes(self):
        """A client that was away catches up with at most 104 bytes a change, both ways, over connections that it keeps"""
        home = self.folder / 'client'
        home.mkdir()
        with Server(os.environ['SPICO_SERVER'], database=self.database) as server:
            meter = Meter(int(server.url.rpartition(':')[2]))
            client = subprocess.Popen([CATCHUP, f'http://127.0.0.1:{meter.port}', 'bench0', PASSWORD, home, str(BEFORE)],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.assertEqual(client.stdout.readline().strip(), 'ready')
            self.add(AFTER)
            meter.reset()
            client.communicate(f'{BEFORE + AFTER}\n', timeout=120)
        self.assertEqual(client.returncode, 0)
        self.assertLessEqual(meter.bytes / AFTER, MOST_BYTES)
        self.assertLessEqual(meter.connections, MOST_CONNECTIONS)


if __name__ == '__main__':
    spico_tap.main()
