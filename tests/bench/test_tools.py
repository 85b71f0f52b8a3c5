# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server's figures are made with does what it says; how fast is another matter (build-aux/dev bench)."""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))

import spico_tap  # noqa: E402
from spico_jmap_client import CORE, DISCUSSIONS, Server  # noqa: E402

STOCK, LOAD = os.environ['SPICO_BENCH_STOCK'], os.environ['SPICO_BENCH_LOAD']
MESSAGES = 200


class Tools(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.database = str(self.folder / 'region.db')
        listed = subprocess.run([STOCK, self.database, 'make', '20', '2', 'spread'], check=True, capture_output=True, text=True).stdout
        self.conversation, *people = listed.splitlines()[0].split()
        self.person = int(people[0])
        subprocess.run([STOCK, self.database, 'add', str(MESSAGES)], check=True)

    def sql(self, statement):
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute(statement).fetchone()[0]
        finally:
            connection.close()

    def load(self, server, token):
        calls = [['Message/set', {'accountId': f'p8{self.person:011d}', 'create': {'m': {
            'clientId': '@clientId@', 'conversationId': self.conversation, 'text': 'Une mesure.'}}}, 's']]
        plan = self.folder / 'plan'
        plan.write_text(f'{token}\t' + json.dumps({'using': [CORE, DISCUSSIONS], 'methodCalls': calls}))
        return subprocess.run([LOAD, '--protocol', 'http', '--port', server.url.rpartition(':')[2], '--plan', plan, '--expect', '"created":{"m":', '--connections', '4', '--seconds', '1'],
                              capture_output=True, text=True, check=False, timeout=60)

    def test_the_stock_is_what_the_server_would_have_written(self):
        self.assertEqual(self.sql('SELECT COUNT(*) FROM message'), MESSAGES)
        self.assertEqual(self.sql("SELECT COUNT(*) FROM change WHERE type = 'Message'"), 5 * MESSAGES)
        with Server(os.environ['SPICO_SERVER'], database=self.database) as server:
            client = server.client()
            client.access_token = f'{self.person:043d}'
            found = client.call('Message/query', {'accountId': client.account, 'filter': {'conversationId': self.conversation}, 'calculateTotal': True})
            self.assertEqual(found['total'], MESSAGES / 2)

    def test_what_is_counted_as_sent_is_stored(self):
        with Server(os.environ['SPICO_SERVER'], database=self.database) as server:
            done = self.load(server, f'{self.person:043d}')
        self.assertEqual(done.returncode, 0, done.stderr)
        counted = json.loads(done.stdout)['count']
        self.assertGreater(counted, 0)
        self.assertGreaterEqual(self.sql('SELECT COUNT(*) FROM message'), MESSAGES + counted)

    def test_what_is_refused_is_no_figure(self):
        with Server(os.environ['SPICO_SERVER'], database=self.database) as server:
            done = self.load(server, '9' * 43)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(json.loads(done.stdout)['count'], 0)
        self.assertEqual(self.sql('SELECT COUNT(*) FROM message'), MESSAGES)


if __name__ == '__main__':
    spico_tap.main()
