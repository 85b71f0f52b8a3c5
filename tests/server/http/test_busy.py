# SPDX-License-Identifier: GPL-3.0-or-later
"""What clients see while another process holds what they want to write."""

import contextlib
import sqlite3
import subprocess
import threading
import unittest

from region import ALICE, BOB, Region, add_favourite, drop_favourites
import spico_tap
from spico_jmap_client import CORE, DISCUSSIONS

LOCK = f"UPDATE state SET modseq = modseq WHERE account_id = '{ALICE}' AND type = 'Favourite'"


@contextlib.contextmanager
def locked(database):
    """Another process that has begun to write, and does not end; gives what lets go."""
    with contextlib.ExitStack() as stack:
        if database.startswith('postgresql:'):
            other = stack.enter_context(subprocess.Popen(['psql', '--quiet', '--no-psqlrc', '--no-align', '--tuples-only', '--dbname', database],
                                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))

            def run(statement):
                other.stdin.write(f'{statement};\n\\echo done\n')
                other.stdin.flush()
                assert other.stdout.readline() == 'done\n'
            stack.callback(other.stdin.close)
        else:
            connection = sqlite3.connect(database, timeout=30, isolation_level=None, check_same_thread=False)
            stack.callback(connection.close)
            run = connection.execute
        run('BEGIN' if database.startswith('postgresql:') else 'BEGIN IMMEDIATE')
        run(LOCK)
        yield lambda: run('COMMIT')


class Busy(unittest.TestCase):
    def region(self, config):
        region = Region(config=config).start()
        self.addCleanup(region.close)
        self.alice = region.alice()
        self.alice.load_session()
        # So that there is a row to lock.
        add_favourite(self.alice, BOB)
        drop_favourites(self.alice)
        return region

    def favourites(self):
        return [item['principalId'] for item in self.alice.call('Favourite/get', {'accountId': ALICE, 'ids': None})['list']]

    def post(self):
        return self.alice.post({'using': [CORE, DISCUSSIONS], 'methodCalls': [['Favourite/set', {'accountId': ALICE, 'create': {'f': {'principalId': BOB}}}, 'c']]})

    def test_stays(self):
        """A lock that stays is answered 503, nothing is done, who reads is served, and it can be asked again"""
        region = self.region('[database]\nlock-seconds=0\n')
        with locked(region.database) as let_go:
            answer = self.post()
            self.assertEqual((answer.status, answer.headers['Content-Type']), (503, 'application/problem+json'))
            self.assertGreater(int(answer.headers['Retry-After']), 0)
            self.assertEqual(self.favourites(), [])
            self.assertEqual(self.alice.request('GET', '/healthz').status, 200)
            let_go()
            self.assertEqual(self.post().status, 200)
        self.assertEqual(self.favourites(), [BOB])

    def test_goes(self):
        """A lock that goes holds up who writes, and nobody else"""
        region = self.region('[database]\nlock-seconds=60\nquery-seconds=300\n')
        answers = []
        with locked(region.database) as let_go:
            thread = threading.Thread(target=lambda: answers.append(self.post()))
            thread.start()
            for _ in range(20):
                self.assertEqual(self.favourites(), [])
            self.assertEqual(answers, [])
            let_go()
            thread.join()
        self.assertEqual(answers[0].status, 200, answers[0].body)
        self.assertEqual(self.favourites(), [BOB])


if __name__ == '__main__':
    spico_tap.main()
