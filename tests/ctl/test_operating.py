#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit's chain, backups and moves, with the real spicoctl beside the real spico-server, on SQLite or PostgreSQL."""

import functools
import hashlib
import json
import os
import pathlib
import random
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))

import spico_tap  # noqa: E402
from spico_jmap_client import Client, Server, uuid7, wait_for  # noqa: E402

CONTROL = os.environ['SPICOCTL']
DEMO = pathlib.Path(os.environ['SPICO_DEMO'])
POSTGRES = os.environ.get('SPICO_TEST_POSTGRES')
PASSWORD = 'correct horse'
ALICE = 'p810000000001'
BOB = 'p810000000002'
ENVIRONMENT = {**os.environ, 'LC_ALL': 'C.UTF-8'}


def control(*arguments, **options):
    """Runs spicoctl and gives how it ended, with what it said."""
    return subprocess.run([CONTROL, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=300, env=ENVIRONMENT, **options)


def new_postgres():
    name = 'op' + uuid.uuid4().hex
    subprocess.run(['psql', '--quiet', '--no-psqlrc', '--dbname', POSTGRES, '--command', f'CREATE DATABASE {name} TEMPLATE template0'], check=True)
    return f'postgresql:///{name}?{urllib.parse.urlsplit(POSTGRES).query}'


def run_sql(database, statement):
    """Runs a statement behind everybody's back; gives the first column of its rows, as texts."""
    if database.startswith('postgres'):
        done = subprocess.run(['psql', '--quiet', '--no-psqlrc', '--tuples-only', '--no-align', '--dbname', database, '--command', statement],
                              check=True, capture_output=True, text=True)
        return done.stdout.split('\n')[:-1]
    connection = sqlite3.connect(database, timeout=10, isolation_level=None)
    try:
        return [str(row[0]) for row in connection.execute(statement).fetchall()]
    finally:
        connection.close()


@functools.cache
def template():
    """A backup of a region of alice and bob: each test restores it, which costs less than hashing their passwords."""
    folder = tempfile.TemporaryDirectory(prefix='spico-region-')
    path = pathlib.Path(folder.name)
    subprocess.run([os.environ['SPICO_MAKE_REGION'], path / 'region.db', PASSWORD, 'alice', ALICE, 'bob', BOB], check=True)
    done = control('--database', path / 'region.db', 'backup', path / 'region.backup')
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return folder, path / 'region.backup'


def digests(output):
    """The lines of a backup, a restoration or a move, by table; the audit grows by what is told in it."""
    return {line.split()[1]: tuple(line.split()[::2]) for line in output.splitlines() if re.match(r'[0-9a-f]{64}  ', line)}


def chain_hash(previous, row):
    """The hash of a row, as docs/operations.md says."""
    values = [previous, row['seal'], row['id'], row['atMicroseconds'], row['person'], row['account'], row['session'], row['action'], row['type'], row['object'], row['rule']]
    data = b''.join(b'%d:%s,' % (len(value), value) for value in (str(value).encode() for value in values))
    return hashlib.sha256(data).hexdigest()


class Case(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix='spico-operating-')
        self.addCleanup(self._folder.cleanup)
        self.folder = pathlib.Path(self._folder.name)
        self.database = self.new_database()
        self.good('restore', template()[1])

    def new_database(self, postgres=None):
        """An empty database of this run's kind, or of the one asked for."""
        if POSTGRES if postgres is None else postgres:
            return new_postgres()
        return str(self.folder / f'{uuid.uuid4().hex}.db')

    def serve(self, database=None, **options):
        server = Server(os.environ['SPICO_SERVER'], CONTROL, database=database or self.database, **options).start()
        self.addCleanup(server.close)
        return server

    def good(self, *arguments, database=None):
        done = control('--database', database or self.database, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def bad(self, *arguments, said, database=None):
        done = control('--database', database or self.database, *arguments)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn(said, done.stderr)

    def act(self, server):
        """Something that leaves rows; gives the client that did it."""
        client = Client(server.url).sign_in('alice', PASSWORD)
        client.call('Favourite/set', {'accountId': ALICE, 'create': {'f': {'principalId': BOB}}})
        wait_for(lambda: self.count('SELECT count(*) FROM audit WHERE seal IS NULL') == 0, 'the seals')
        return client

    def sql(self, statement, database=None):
        return run_sql(database or self.database, statement)

    def count(self, statement, database=None):
        return int(self.sql(statement, database)[0])


class Writer:
    """Someone who writes without a pause, while something else is done."""

    def __init__(self, server):
        self.client = Client(server.url).sign_in('alice', PASSWORD)
        self.stops = threading.Event()
        self.n = 0
        self.failure = None
        self.thread = threading.Thread(target=self.write)

    def write(self):
        try:
            answer = self.client.call('Conversation/set', {'accountId': ALICE, 'create': {'c': {'subject': 'Objet', 'participantIds': [BOB]}}})
            self.conversation = conversation = answer['created']['c']['id']
            while not self.stops.is_set():
                answer = self.client.call('Message/set', {'accountId': ALICE, 'create': {'m': {'clientId': uuid7(), 'conversationId': conversation, 'text': 'Bonjour'}}})
                self.n += bool(answer['created'])
        except Exception as error:  # told by the thread that waits
            self.failure = error

    def attach(self, contents):
        """Sends a file, and gives its blob."""
        blob = self.client.request('POST', f'/jmap/upload/{ALICE}/', contents, {'Content-Type': 'application/octet-stream'}).json['blobId']
        answer = self.client.call('Message/set', {'accountId': ALICE, 'create': {'m': {'conversationId': self.conversation, 'attachments': [{'blobId': blob, 'name': 'Bilan.pdf'}]}}})
        assert answer['created'], answer
        return blob

    def download(self, blob):
        return self.client.request('GET', f'/jmap/download/{ALICE}/{blob}/file?type=application/octet-stream').body

    def __enter__(self):
        self.thread.start()
        wait_for(lambda: self.n > 0 or self.failure, 'a first message')
        return self

    def __exit__(self, *_):
        self.stops.set()
        self.thread.join()
        if self.failure:
            raise self.failure


class Audit(Case):
    def test_chain(self):
        """A server seals what is done; whoever reads the export can follow the chain with SHA-256 alone"""
        server = self.serve()
        self.act(server)
        rows = [json.loads(line) for line in self.good('audit', 'export').splitlines()]
        sealed = sorted((row for row in rows if 'seal' in row), key=lambda row: row['seal'])
        self.assertGreater(len(sealed), 2)
        previous = ''
        for number, row in enumerate(sealed, 1):
            self.assertEqual(row['seal'], number)
            previous = chain_hash(previous, row)
            self.assertEqual(row['hash'], previous)
        verdict = self.good('audit', 'verify')
        found = re.search(r'--anchor (\d+):([0-9a-f]{64})', verdict)
        self.assertGreaterEqual(int(found[1]), len(sealed))
        self.good('audit', 'verify', '--anchor', f'{len(sealed)}:{previous}')
        logged = wait_for(lambda: re.search(r'event=audit-anchor anchor=(\S+)', server.log.read_text()), 'the anchor is logged')
        self.good('audit', 'verify', '--anchor', logged[1])

    def test_tampering(self):
        """An altered, a removed and an added row are found, with the seal, and the tool ends with 1"""
        self.act(self.serve())
        self.good('audit', 'verify')
        last = self.count('SELECT max(seal) FROM audit')
        self.sql("UPDATE audit SET object_id = object_id || 'x' WHERE seal = 2")
        self.bad('audit', 'verify', said='broken at seal 2: the row is not the one that was sealed')
        self.sql('UPDATE audit SET object_id = substr(object_id, 1, length(object_id) - 1) WHERE seal = 2')
        self.good('audit', 'verify')
        self.sql("INSERT INTO audit (at, person_id, account_id, session_id, action, type, object_id, rule, seal, seal_hash)"
                 f" SELECT at, person_id, account_id, session_id, action, type, object_id, rule, {last + 1}, seal_hash FROM audit WHERE seal = 1")
        self.bad('audit', 'verify', said=f'broken at seal {last + 1}: a row was added there')
        self.sql(f'DELETE FROM audit WHERE seal IN (2, {last + 1})')
        self.bad('audit', 'verify', said='broken at seal 2: the row is missing')

    def test_anchors(self):
        """What is no anchor is not understood, and a wrong one is refused"""
        self.act(self.serve())
        for anchor in ('', '1', '1:', '0:' + '0' * 64, 'x:' + '0' * 64, '1:abc'):
            self.assertEqual(control('--database', self.database, 'audit', 'verify', '--anchor', anchor).returncode, 2, anchor)
        self.bad('audit', 'verify', '--anchor', '1:' + '0' * 64, said='broken at seal 1: the chain was made anew')

    def test_export(self):
        """An export is cut by person, account, dossier and day, holds no text, and stands in the audit itself"""
        server = self.serve()
        client = self.act(server)
        answer = client.call('Conversation/set', {'accountId': ALICE, 'create': {'c': {'subject': 'Un objet secret', 'participantIds': [BOB]}}})
        conversation = answer['created']['c']['id']
        client.call('Message/set', {'accountId': ALICE, 'create': {'m': {'clientId': uuid7(), 'conversationId': conversation, 'text': 'Un texte secret'}}})
        self.sql(f"UPDATE conversation SET dossier_id = 'd1' WHERE id = '{conversation}'")
        Client(server.url).sign_in('bob', PASSWORD)

        def export(*options):
            return [json.loads(line) for line in self.good('audit', 'export', *options).splitlines()]

        everything = self.good('audit', 'export')
        self.assertNotIn('secret', everything)
        self.assertEqual({row['person'] for row in export('--person', BOB)}, {BOB})
        self.assertEqual({row['account'] for row in export('--account', ALICE)}, {ALICE})
        of_dossier = export('--dossier', 'd1')
        self.assertEqual({row['type'] for row in of_dossier}, {'Conversation', 'Message', 'Audit'} & {row['type'] for row in of_dossier})
        self.assertIn(conversation, {row['object'] for row in of_dossier})
        self.assertIn('Message', {row['type'] for row in of_dossier})
        self.assertEqual(export('--until', '2000-01-01'), [])
        self.assertEqual(export('--from', '2200-01-01'), [])
        self.assertGreater(len(export('--from', '2000-01-01', '--until', '2200-01-01T00:00:00Z')), 3)
        self.assertGreaterEqual(self.count("SELECT count(*) FROM audit WHERE action = 'audit.export' AND person_id = 'operator' AND object_id = 'd1'"), 1)
        self.assertEqual(control('--database', self.database, 'audit', 'export', '--from', 'yesterday').returncode, 2)

    def test_export_to_a_file(self):
        """An export goes into a new file of its owner alone, never over another one"""
        self.act(self.serve())
        path = self.folder / 'audit.jsonl'
        self.assertIn('Rows: ', self.good('audit', 'export', '--output', path))
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        before = path.read_bytes()
        n = self.count("SELECT count(*) FROM audit WHERE action = 'audit.export'")
        self.bad('audit', 'export', '--output', path, said=str(path))
        self.assertEqual(path.read_bytes(), before)
        self.assertEqual(self.count("SELECT count(*) FROM audit WHERE action = 'audit.export'"), n)


class Backup(Case):
    def setUp(self):
        super().setUp()
        self.file = self.folder / 'region.backup'


class Backups(Backup):
    def leftovers(self):
        return sorted(path.name for path in self.folder.iterdir() if path.suffix != '.db' and '.db-' not in path.name)

    def test_while_serving(self):
        """A backup made while messages are written is one moment of the region: no message without its conversation, none in part"""
        server = self.serve()
        with Writer(server) as writer:
            before = writer.n
            self.good('backup', self.file)
            after = writer.n
        self.assertEqual(self.leftovers(), ['region.backup'])
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        for postgres in {False, bool(POSTGRES)}:
            target = self.new_database(postgres)
            self.good('restore', self.file, database=target)
            n = self.count('SELECT count(*) FROM message', target)
            self.assertTrue(before <= n <= after + 1, (before, n, after))
            self.assertEqual(self.count('SELECT last_message_seq FROM conversation', target), n)
            self.assertEqual(self.count("SELECT count(*) FROM creation WHERE type = 'Message'", target), n)
            self.assertEqual(self.count("SELECT count(*) FROM audit WHERE action IN ('region.backup', 'region.restore')", target), 4)

    def test_served_again(self):
        """A restored region is served, on the other database too, and goes on: signing in, writing, what messages have with them, the audit's chain"""
        contents = os.urandom(300_000)
        with Writer(self.serve()) as writer:
            blob = writer.attach(contents)
        self.good('backup', self.file)
        for postgres in {False, bool(POSTGRES)}:
            target = self.new_database(postgres)
            restored = digests(self.good('restore', self.file, database=target))
            self.assertEqual(restored, digests(self.good('verify', self.file)))
            with Writer(self.serve(target)) as writer:
                self.assertEqual(writer.download(blob), contents)
            wait_for(lambda: self.count('SELECT count(*) FROM audit WHERE seal IS NULL', target) == 0, 'the seals')
            self.good('audit', 'verify', database=target)

    def test_name_taken(self):
        """A backup never goes over a file, a link or a folder, and leaves nothing behind"""
        for make in (lambda: self.file.write_text('mine'), lambda: self.file.symlink_to('elsewhere'), self.file.mkdir):
            make()
            n = self.count('SELECT count(*) FROM audit')
            self.bad('backup', self.file, said='There is a file of this name already')
            self.assertEqual(self.count('SELECT count(*) FROM audit'), n)
            self.assertEqual(self.leftovers(), ['region.backup'])
            self.file.rmdir() if self.file.is_dir() else self.file.unlink()

    def test_no_room(self):
        """A backup for which there is no room is no file at all"""
        def narrow():
            resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))

        target = self.database if POSTGRES else str(self.folder / 'copy.db')
        if not POSTGRES:
            # The audit's row of the backup itself must have room.
            self.good('port', '--to', target)
        done = control('--database', target, 'backup', self.file, preexec_fn=narrow)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(self.count("SELECT count(*) FROM audit WHERE action = 'region.backup'", target), 2)
        self.assertEqual(self.leftovers(), [])

    def test_target_in_use(self):
        """Restoring over a region, or over anything else, changes nothing"""
        self.good('backup', self.file)
        before = digests(self.good('verify', self.file))
        self.bad('restore', self.file, said='is not empty')
        again = self.folder / 'again.backup'
        self.good('backup', again)
        after = digests(self.good('verify', again))
        before.pop('audit'), after.pop('audit')
        self.assertEqual(after, before)
        other = self.new_database()
        self.sql('CREATE TABLE something (id BIGINT)', other)
        self.bad('restore', self.file, said='is not empty', database=other)
        self.bad('backup', self.folder / 'other.backup', said='holds no region', database=other)
        tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'" if POSTGRES else "SELECT count(*) FROM sqlite_schema"
        self.assertEqual(self.count(tables, other), 1)

    def test_killed(self):
        """A restoration that is killed leaves an empty region, which can be restored, or the whole one; a killed backup is no file"""
        self.good('backup', self.file)
        whole = digests(self.good('verify', self.file))
        chance = random.Random(20261125)
        for number in range(8):
            target = self.new_database()
            with subprocess.Popen([CONTROL, '--database', target, 'restore', self.file], stdout=subprocess.PIPE, env=ENVIRONMENT) as process:
                try:
                    process.wait(0.005 + chance.random() * (0.2 if POSTGRES else 0.05))
                except subprocess.TimeoutExpired:
                    process.kill()
            again = control('--database', target, 'restore', self.file)
            if again.returncode == 0:
                self.assertEqual(digests(again.stdout), whole)
            else:
                # It was committed before the end.
                self.assertEqual(again.returncode, 1)
                self.assertEqual(self.count('SELECT count(*) FROM login', target), 2)
            backup = self.folder / f'{number}.backup'
            with subprocess.Popen([CONTROL, '--database', self.database, 'backup', backup], stdout=subprocess.PIPE, env=ENVIRONMENT) as process:
                try:
                    process.wait(0.005 + chance.random() * 0.05)
                except subprocess.TimeoutExpired:
                    process.kill()
            self.assertEqual(control('verify', backup).returncode, 0 if backup.exists() else 1)
        self.good('audit', 'verify')

    def test_usage(self):
        """What is not understood ends with 2"""
        for arguments in (('backup',), ('restore',), ('verify',), ('port',), ('backup', 'a', 'b'), ('port', 'x')):
            self.assertEqual(control('--database', self.database, *arguments).returncode, 2, arguments)
        self.assertEqual(control('backup', self.file).returncode, 2)


class Moves(Case):
    def test_there_and_back(self):
        """A region that moves to a SQLite file and back is the same, table by table, and is served after each move"""
        contents = os.urandom(300_000) + b'\0\\x00'
        server = self.serve()
        with Writer(server) as writer:
            blob = writer.client.request('POST', f'/jmap/upload/{ALICE}/', contents, {'Content-Type': 'application/octet-stream'}).json['blobId']
            sent = writer.attach(contents[::-1])
        server.stop()
        self.good('backup', self.folder / 'first')
        first = digests(self.good('verify', self.folder / 'first'))
        middle = self.new_database(False)
        moved = digests(self.good('port', '--to', middle))
        self.assertEqual(moved, first)
        server = self.serve(middle)
        with Writer(server):
            pass
        server.stop()
        last = self.new_database()
        back = digests(self.good('port', '--to', last, database=middle))
        self.assertEqual(set(back), set(first))
        with Writer(self.serve(last)) as writer:
            answer = writer.client.request('GET', f'/jmap/download/{ALICE}/{blob}/file?type=application/octet-stream')
            self.assertEqual((answer.status, answer.body), (200, contents))
            self.assertEqual(writer.download(sent), contents[::-1])
        wait_for(lambda: self.count('SELECT count(*) FROM audit WHERE seal IS NULL', last) == 0, 'the seals')
        self.good('audit', 'verify', database=last)

    def test_into_use(self):
        """A region never moves into one that is there, itself included"""
        other = self.new_database()
        self.good('restore', template()[1], database=other)
        for target in (other, self.database):
            self.bad('port', '--to', target, said='is not empty')


if POSTGRES:
    class Processes(Case):
        def test_processes(self):
            """Of two servers on one database one seals; when it is killed, the other goes on with the same chain"""
            servers = [self.serve(), self.serve()]
            self.act(servers[0])
            [holder] = self.sql("SELECT holder FROM lease WHERE name = 'audit'")
            self.act(servers[1])
            # Whose lease it is, the servers do not tell: each in turn is killed, and the one that is left must seal.
            servers[0].kill()
            self.act(servers[1])
            servers.append(self.serve())
            servers[1].kill()
            self.act(servers[2])
            self.assertNotEqual(self.sql("SELECT holder FROM lease WHERE name = 'audit'"), [holder])
            self.good('audit', 'verify')
else:
    class Files(Backup):
        """What is so whatever the region's database."""

        def test_damage(self):
            """A file with changed bytes is refused, or holds exactly what it held; restoring a refused one makes nothing"""
            self.good('backup', self.file)
            good = digests(self.good('verify', self.file))
            whole = self.file.read_bytes()
            chance = random.Random(20261125)
            n_refused = 0
            for _ in range(40):
                damaged = bytearray(whole)
                for _ in range(chance.choice((1, 64, 4096))):
                    damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
                self.file.write_bytes(damaged)
                done = control('verify', self.file)
                if done.returncode == 0:
                    self.assertEqual(digests(done.stdout), good)
                    continue
                self.assertEqual(done.returncode, 1)
                n_refused += 1
            self.assertGreater(n_refused, 10)

            damaged = bytearray(whole)
            for place in range(4096, len(damaged), 512):
                damaged[place] ^= 255
            self.file.write_bytes(damaged)
            target = str(self.folder / 'target.db')
            self.bad('restore', self.file, database=target, said='damaged')
            self.assertFalse(os.path.exists(target))

        def test_altered_rows(self):
            """A backup whose rows were changed with a SQL tool is refused, and so is one without its manifest"""
            for statement in ("UPDATE login SET is_enabled = 0", "DELETE FROM login WHERE login = 'bob'", "UPDATE backup_table SET n_rows = 0 WHERE name = 'login'",
                              'DELETE FROM backup_manifest', 'DROP TABLE backup_table', 'DROP TABLE login', 'UPDATE backup_manifest SET version = 1', 'DELETE FROM schema_migration',
                              "UPDATE schema_migration SET checksum = 'x'"):
                self.good('backup', self.file)
                run_sql(str(self.file), statement)
                self.bad('verify', self.file, said='damaged')
                self.file.unlink()

        def test_what_is_no_backup(self):
            """A text, a cut file, an empty one, a served region and nothing at all are no backups"""
            self.good('backup', self.file)
            whole = self.file.read_bytes()
            for contents in (b'', b'hello', whole[:4096], whole[:-4096], whole[: len(whole) // 2]):
                self.file.write_bytes(contents)
                self.assertEqual(control('verify', self.file).returncode, 1, len(contents))
            self.bad('verify', self.folder / 'nothing', said='There is no such file')
            self.bad('verify', self.folder, said='There is no such file')
            plain = self.new_database(False)
            self.good('port', '--to', plain)
            self.bad('verify', plain, said='not a backup')

        def test_keyed(self):
            """The backup of an encrypted region is encrypted, opens with its key alone, and is restored encrypted"""
            key, other = self.folder / 'key', self.folder / 'other'
            key.write_bytes(os.urandom(32))
            other.write_bytes(os.urandom(32))
            keyed = str(self.folder / 'keyed.db')
            self.good('port', '--to', keyed, '--to-key-file', key)
            done = control('--database', keyed, '--key-file', key, 'backup', self.file)
            self.assertEqual(done.returncode, 0, done.stderr)
            contents = self.file.read_bytes()
            self.assertFalse(contents.startswith(b'SQLite format 3'))
            for word in (b'alice', b'login', ALICE.encode()):
                self.assertNotIn(word, contents)
            self.assertEqual(control('--key-file', key, 'verify', self.file).returncode, 0)
            for options in ((), ('--key-file', other)):
                self.assertEqual(control(*options, 'verify', self.file).returncode, 1)
            target = str(self.folder / 'target.db')
            done = control('--database', target, '--key-file', other, 'restore', '--backup-key-file', key, self.file)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertFalse(pathlib.Path(target).read_bytes().startswith(b'SQLite format 3'))
            self.assertEqual(control('--database', target, '--key-file', key, 'backup', self.folder / 'x').returncode, 1)
            damaged = bytearray(contents)
            damaged[len(damaged) // 2] ^= 1
            self.file.write_bytes(damaged)
            self.assertEqual(control('--key-file', key, 'verify', self.file).returncode, 1)


    class Locks(Case):
        def test_writers_wait(self):
            """Nothing can be written to a SQLite region while it moves: what is answered is never left behind"""
            target = self.new_database()
            with Writer(self.serve()) as writer:
                before = writer.n
                self.good('port', '--to', target)
            n = self.count('SELECT count(*) FROM message', target)
            self.assertGreaterEqual(n, before)
            self.assertEqual(self.count('SELECT last_message_seq FROM conversation', target), n)


if __name__ == '__main__':
    spico_tap.main()
