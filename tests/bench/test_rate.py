# SPDX-License-Identifier: GPL-3.0-or-later
"""What the client asks for, through the shipped nginx configuration: far less than that lets pass."""

import os
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(SOURCE / 'server' / 'http'), str(SOURCE / 'support')]

# pylint: disable=wrong-import-position
import spico_tap  # noqa: E402
import test_front  # noqa: E402
from spico_jmap_client import PATIENCE, Client  # noqa: E402

PASSWORD = 'spico-bench'
CONVERSATIONS, BEFORE, AFTER = 100, 1_000, 5_000
[BURST] = {int(burst) for burst in re.findall(r'zone=spico_requests burst=(\d+)', test_front.EXAMPLE.read_text())}


class Rate(test_front.Case):
    # The client's library trusts the system's certificates only: plain, on loopback.
    changes = ((' ssl;', ';'),)

    @classmethod
    def client(cls):
        return Client(f'http://127.0.0.1:{cls.port}')

    def test_catching_up(self):
        """A first synchronisation and a catching up after weeks take fewer requests than may come at one go, and none is refused"""
        stock = [os.environ['SPICO_BENCH_STOCK'], self.region.database]
        subprocess.run([*stock, 'make', '50', str(CONVERSATIONS), 'everywhere'], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*stock, 'add', str(BEFORE)], check=True)
        home = self.region.folder / 'client'
        home.mkdir()
        client = subprocess.Popen([os.environ['SPICO_BENCH_CATCHUP'], f'http://127.0.0.1:{self.port}', 'bench0', PASSWORD, str(home), str(BEFORE)],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.assertEqual(client.stdout.readline().strip(), 'ready')
        subprocess.run([*stock, 'add', str(AFTER)], check=True)
        client.communicate(f'{BEFORE + AFTER}\n', timeout=4 * PATIENCE)
        self.assertEqual(client.returncode, 0)
        asked = [line for line in self.region.logged().splitlines() if line.startswith('event=request ') and 'path=/healthz' not in line]
        print(f'# {len(asked)} requests')
        self.assertGreater(len(asked), 10)
        self.assertLess(len(asked), BURST / 2)
        self.assertEqual([line for line in asked if 'status=200' not in line], [])
        self.assertNotIn('limiting requests', (self.region.folder / 'nginx.log').read_text())


if __name__ == '__main__':
    spico_tap.main()
