# SPDX-License-Identifier: GPL-3.0-or-later
"""The server of these tests: a real spico-server on a region of two people, alice and bob."""

import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import uuid

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


def new_database():
    """Another database of the PostgreSQL that with-postgres has started."""
    first = os.environ['SPICO_TEST_POSTGRES']
    name = 'http' + uuid.uuid4().hex
    subprocess.run(['psql', '--quiet', '--no-psqlrc', '--dbname', first, '--command', f'CREATE DATABASE {name}'], check=True)
    return re.sub(r'(?<=//)/\w*', '/' + name, first, count=1)


class Region(Server):
    """On SQLite, or on PostgreSQL where there is one."""

    def __init__(self, **options):
        if 'SPICO_TEST_POSTGRES' in os.environ and 'database' not in options:
            options['database'] = new_database()
            subprocess.run([MAKE_REGION, options['database'], PASSWORD, 'alice', ALICE, 'bob', BOB], check=True)
        super().__init__(PROGRAM, **options)
        if self.database.startswith(str(self.folder)):
            for file in _region().parent.iterdir():
                shutil.copy(file, self.folder)

    def sql(self, statement, *values):
        """Runs a statement behind the server's back, as another process would; its values are written ? (text and numbers)."""
        if self.database.startswith('postgresql:'):
            return self._psql(statement, values)
        connection = sqlite3.connect(self.database, timeout=10, isolation_level=None)
        try:
            return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def _psql(self, statement, values):
        variables = [option for number, value in enumerate(values) for option in ('--set', f'v{number}={value}')]
        for number in range(len(values)):
            statement = statement.replace('?', f":'v{number}'", 1)
        done = subprocess.run(['psql', '--quiet', '--no-psqlrc', '--tuples-only', '--no-align', '--dbname', self.database, '--set', 'ON_ERROR_STOP=1', *variables],
                              input=statement, capture_output=True, text=True, check=True)
        return [tuple(line.split('|')) for line in done.stdout.splitlines()]

    def alice(self):
        return Client(self.url).sign_in('alice', PASSWORD)

    def bob(self):
        return Client(self.url).sign_in('bob', PASSWORD)

    def logged(self):
        return self.log.read_text()


class Case(unittest.TestCase):
    """Cases that share one server."""

    config = None
    env = None

    @classmethod
    def setUpClass(cls):
        cls.server = Region(config=cls.config, env=cls.env).start()

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


__all__ = ['ALICE', 'BOB', 'MAKE_REGION', 'PASSWORD', 'PROGRAM', 'Case', 'Client', 'Region', 'add_favourite', 'drop_favourites', 'new_database', 'wait_for']
