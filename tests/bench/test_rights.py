# SPDX-License-Identifier: GPL-3.0-or-later
"""What the delays of rights are measured with sees each of them: two real clients, the real server, spicoctl. Runs inside tests/support/with-session."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))

# pylint: disable=wrong-import-position
import spico_tap  # noqa: E402
from spico_jmap_client import Server  # noqa: E402

DEMO = pathlib.Path(__file__).resolve().parents[2] / 'data' / 'demo'


class Rights(unittest.TestCase):
    def test_steps(self):
        """What one person gives or takes, and what the operator announces, is seen by another who looks at it"""
        server = Server(os.environ['SPICO_SERVER'], os.environ['SPICOCTL'])
        for kind, file in (('finess', 'finess.csv'), ('rpps', 'rpps.txt'), ('discussions', 'discussions.json')):
            server.ctl('import', kind, DEMO / file)
        with server, tempfile.TemporaryDirectory() as home:
            done = subprocess.run([os.environ['SPICO_BENCH_RIGHTS'], server.url, home, server.control, server.database, '2'], stdout=subprocess.PIPE, text=True, check=True)
        self.assertEqual([line.split()[0] for line in done.stdout.splitlines()],
                         2 * ['delegation.accept', 'delegation.end', 'group.share', 'group.member', 'group.withdraw', 'member', 'announcement', 'announcement.withdraw'])


if __name__ == '__main__':
    spico_tap.main()
