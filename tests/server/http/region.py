# SPDX-License-Identifier: GPL-3.0-or-later
"""The server of these tests: a real spico-server on a region of two people, alice and bob."""

import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'support'))

from spico_jmap_client import Client, Server, wait_for  # noqa: E402

PROGRAM = os.environ['SPICO_SERVER']
MAKE_REGION = os.environ['SPICO_MAKE_REGION']
PASSWORD = 'correct horse'
ALICE = 'p810000000001'
BOB = 'p810000000002'
_template = None


def _region():
    """A database that is made once and copied for each server: hashing passwords takes its time."""
    global _template
    if _template is None:
        folder = tempfile.TemporaryDirectory(prefix='spico-region-')
        path = pathlib.Path(folder.name) / 'region.db'
        subprocess.run([MAKE_REGION, path, PASSWORD, 'alice', ALICE, 'bob', BOB], check=True)
        _template = (folder, path)
    return _template[1]


class Region(Server):
    def __init__(self, **options):
        super().__init__(PROGRAM, **options)
        if self.database.startswith(str(self.folder)):
            for file in _region().parent.iterdir():
                shutil.copy(file, self.folder)

    def sql(self, statement, *values):
        """Runs a statement behind the server's back, as another process would."""
        connection = sqlite3.connect(self.database, timeout=10, isolation_level=None)
        try:
            return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def alice(self):
        return Client(self.url).sign_in('alice', PASSWORD)

    def bob(self):
        return Client(self.url).sign_in('bob', PASSWORD)

    def logged(self):
        return self.log.read_text()


class Case(unittest.TestCase):
    """Cases that share one server."""

    config = None

    @classmethod
    def setUpClass(cls):
        cls.server = Region(config=cls.config).start()

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def problem(self, answer, status, kind=None, limit=None):
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual(answer.headers['Content-Type'], 'application/problem+json')
        self.assertEqual(answer.json['status'], status)
        if kind:
            self.assertEqual(answer.json['type'], f'urn:ietf:params:jmap:error:{kind}')
        if limit:
            self.assertEqual(answer.json['limit'], limit)


def add_favourite(client, person):
    """A change of the client's own account."""
    return client.call('Favourite/set', {'accountId': client.account, 'create': {'f': {'principalId': person}}})


def drop_favourites(client):
    ids = [item['id'] for item in client.call('Favourite/get', {'accountId': client.account, 'ids': None})['list']]
    return client.call('Favourite/set', {'accountId': client.account, 'destroy': ids})


__all__ = ['ALICE', 'BOB', 'MAKE_REGION', 'PASSWORD', 'PROGRAM', 'Case', 'Client', 'Region', 'add_favourite', 'drop_favourites', 'wait_for']
