# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads that clamd looks at first: the real one, with signatures of this test, and others that lie. What nobody has looked at is never passed."""

import contextlib
import hashlib
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import unittest

from region import ALICE, BOB, Case, Region, wait_for
import spico_tap
from spico_jmap_client import Client
from test_blobs import PIECE, download, upload

# Harmless, and in no list of signatures but the test's own.
MALWARE = b'SPICO-ANTIVIRUS-TEST-FILE-7f3c0a52'
PROBLEM = 'https://spico.esante.com/jmap/problem/'
CLEAN = b'stream: OK\0'


class Clamd:
    """The real one, on a socket in a folder of its own."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='spico-clamd-'))
        self.socket = self.folder / 'socket'
        self.log = self.folder / 'log'
        signatures = self.folder / 'signatures'
        signatures.mkdir()
        (signatures / 'test.ndb').write_text(f'Spico.Test:0:*:{MALWARE.hex()}\n')
        self.config = self.folder / 'clamd.conf'
        self.config.write_text(f'Foreground yes\nLocalSocket {self.socket}\nDatabaseDirectory {signatures}\nTemporaryDirectory {self.folder}\n'
                               f'LogFile {self.log}\nStreamMaxLength 3M\nMaxFileSize 2600K\nAlertExceedsMax yes\nMaxThreads 6\n')
        self.process = None

    def start(self):
        self.process = subprocess.Popen(['clamd', '--config-file', self.config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.answers, 'clamd answers', 60)
        return self

    def answers(self):
        assert self.process.poll() is None, self.log.read_text()
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(str(self.socket))
                connection.sendall(b'zPING\0')
                return connection.recv(10) == b'PONG\0'
            except OSError:
                return False

    def stop(self):
        self.process.terminate()
        self.process.wait()

    @contextlib.contextmanager
    def away(self):
        self.stop()
        try:
            yield
        finally:
            self.start()

    def close(self):
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder)


class Liar:
    """One that is asked as clamd is, and answers as it is told to: `behave` has its connection, after the command."""

    def __init__(self, behave):
        self.behave = behave
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.address = f'127.0.0.1:{self.listener.getsockname()[1]}'
        self.connections = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            threading.Thread(target=self.talk, args=[connection], daemon=True).start()

    def talk(self, connection):
        try:
            if self.behave(connection) is not False:
                connection.close()
        except OSError:
            pass

    def close(self):
        self.listener.close()
        for connection in self.connections:
            connection.close()


def receive(connection, length):
    data = b''
    while len(data) < length:
        more = connection.recv(length - len(data))
        if not more:
            raise OSError
        data += more
    return data


def take(connection):
    """All of a file, as clamd(8) says that it comes."""
    assert receive(connection, 10) == b'zINSTREAM\0'
    data = b''
    while length := struct.unpack('>I', receive(connection, 4))[0]:
        data += receive(connection, length)
    return data


def saying(answer):
    def behave(connection):
        take(connection)
        connection.sendall(answer)
    return behave


def hang(connection):
    take(connection)
    return False


def take_nothing(_connection):
    return False


def close_at_once(_connection):
    pass


def close_in_the_midst(connection):
    receive(connection, 1000)


def close_unanswered(connection):
    take(connection)


def answer_early(connection):
    """A word before the file has come is not about the file."""
    connection.sendall(CLEAN)


def drip(connection):
    """A byte every little while, so that no single wait is long."""
    take(connection)
    stop = threading.Event()
    while True:
        connection.sendall(b'x')
        stop.wait(0.1)


class RealClamd(Case):
    @classmethod
    def setUpClass(cls):
        cls.clamd = Clamd().start()
        cls.metrics = pathlib.Path(tempfile.mkdtemp(prefix='spico-scan-'))
        cls.config = f'[http]\nmax-size-upload-mb=5\n[attachments]\nclamd=unix:{cls.clamd.socket}\n[metrics]\nlisten=unix:{cls.metrics}/metrics\n'
        super().setUpClass()
        cls.client = cls.server.alice()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.clamd.close()
        shutil.rmtree(cls.metrics)

    def counted(self, outcome):
        page = Client(f'unix:{self.metrics}/metrics').request('GET', '/metrics').body.decode()
        [line] = [line for line in page.splitlines() if line.startswith(f'spico_scans_total{{outcome="{outcome}"}}')]
        return int(line.split()[-1])

    def nothing_is_left(self):
        wait_for(lambda: not self.server.sql('SELECT 1 FROM blob WHERE is_whole = 0'), 'the blob is gone')
        wait_for(lambda: not self.server.sql('SELECT 1 FROM blob_piece p WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.id = p.blob_id)'
                                             ' AND NOT EXISTS (SELECT 1 FROM message_attachment a WHERE a.blob_id = p.blob_id)'), 'and its pieces')

    def test_clean(self):
        """What is clean passes, at every size around a piece, and is what was sent"""
        before = self.counted('clean')
        sizes = (0, 1, PIECE - 1, PIECE, PIECE + 1, 2_500_000)
        for size in sizes:
            data = os.urandom(size)
            answer = upload(self.client, data)
            self.assertEqual(answer.status, 201, answer.body)
            self.assertEqual(answer.json['size'], size)
            self.assertEqual(download(self.client, answer.json['blobId']).body, data)
        self.assertEqual(self.counted('clean') - before, len(sizes))

    def test_found(self):
        """What is found is refused wherever it stands, destroyed, counted, and logged without a name"""
        before = self.counted('found')
        places = (MALWARE, bytes(1000) + MALWARE, bytes(PIECE - 10) + MALWARE, bytes(2 * PIECE) + MALWARE + bytes(100))
        kept = self.server.sql('SELECT count(*) FROM blob WHERE is_whole = 1')
        for data in places:
            answer = upload(self.client, data)
            self.problem(answer, 422)
            self.assertEqual(answer.json['type'], PROBLEM + 'malware')
            self.assertNotIn(b'Spico.Test', answer.body)
            self.assertIn(f'event=scan outcome=found id={answer.headers["X-Request-Id"]}', self.server.logged())
        self.nothing_is_left()
        self.assertEqual(self.server.sql('SELECT count(*) FROM blob WHERE is_whole = 1'), kept)
        self.assertEqual(self.counted('found') - before, len(places))
        for private in (ALICE, 'alice', 'Spico.Test'):
            self.assertNotIn(private, self.server.logged())

    def test_trace(self):
        """What is refused leaves no trace of an upload; what passes does"""
        self.assertEqual(upload(self.client, bytes(100) + MALWARE).status, 422)
        self.assertEqual(upload(self.client, b'Bonjour').status, 201)
        [(audited,)] = self.server.sql("SELECT count(*) FROM audit WHERE action = 'blob.create'")
        [(passed,)] = self.server.sql('SELECT (SELECT count(*) FROM blob WHERE is_whole = 1) + (SELECT count(*) FROM message_attachment)')
        self.assertEqual(audited, passed)

    def test_away_and_back(self):
        """Where clamd is away, nothing passes, and it may be sent again; once it is back, it does"""
        before = self.counted('unknown')
        with self.clamd.away():
            answer = upload(self.client, b'Bonjour')
        self.problem(answer, 503)
        self.assertEqual((answer.json['type'], answer.headers['Retry-After']), (PROBLEM + 'unscanned', '30'))
        self.nothing_is_left()
        self.assertEqual(self.counted('unknown') - before, 1)
        self.assertEqual(upload(self.client, b'Bonjour').status, 201)

    def test_larger_than_it_takes(self):
        """What is larger than clamd takes, or looks at, is not passed"""
        self.problem(upload(self.client, os.urandom(4_000_000)), 503)
        self.problem(upload(self.client, os.urandom(2_900_000)), 422)
        self.nothing_is_left()

    def test_many_at_once(self):
        """Several at once are each answered for themselves"""
        answers = {}
        clients = [self.server.alice() for _ in range(6)]

        def send(number):
            answers[number] = upload(clients[number], bytes(300_000) + (MALWARE if number % 2 else b'')).status
        threads = [threading.Thread(target=send, args=[number]) for number in range(len(clients))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, {number: 422 if number % 2 else 201 for number in range(len(clients))})

    def test_attached(self):
        """What has passed goes with a message, and who reads it is not kept waiting by a scanner that is away"""
        blob = upload(self.client, b'Bilan').json['blobId']
        conversation = self.client.call('Conversation/set', {'accountId': ALICE, 'create': {'c': {'subject': 'Bilan', 'participantIds': [BOB]}}})['created']['c']['id']
        with self.clamd.away():
            created = self.client.call('Message/set', {'accountId': ALICE, 'create': {'m': {'conversationId': conversation, 'attachments': [{'blobId': blob, 'name': 'Bilan.txt'}]}}})
            self.assertTrue(created['created'])
            self.assertEqual(download(self.server.bob(), blob, BOB).body, b'Bilan')


class HostileClamd(unittest.TestCase):
    def lie(self, behave, data=b'x' * 1000, seconds=2):
        """What the server answers to an upload then, and what it keeps."""
        liar = Liar(behave)
        try:
            with Region(config=f'[attachments]\nclamd={liar.address}\nclamd-seconds={seconds}\n') as region:
                answer = upload(region.alice(), data)
                wait_for(lambda: not region.sql('SELECT 1 FROM blob WHERE is_whole = 0'), 'what was refused is gone')
                [(kept,)] = region.sql('SELECT count(*) FROM blob')
                return answer.status, int(kept)
        finally:
            liar.close()

    def test_honest(self):
        """The words of clamd are understood, and the file that it is given is the one that was sent"""
        data = os.urandom(2 * PIECE + 7)
        taken = []

        def behave(connection):
            taken.append(hashlib.sha256(take(connection)).hexdigest())
            connection.sendall(CLEAN)
        self.assertEqual(self.lie(behave, data, 60), (201, 1))
        self.assertEqual(taken, [hashlib.sha256(data).hexdigest()])
        self.assertEqual(self.lie(saying(b'stream: X FOUND\0'), seconds=60), (422, 0))

    def test_nonsense(self):
        """Whatever is not clamd's word for « nothing found » passes nothing"""
        for answer in (b'', b'\0', b'OK\0', b'stream: OK', b'stream: OK\n', b'stream: ok\0', b'stream: OK\0\0', CLEAN + CLEAN, b'x' * 100_000, b'stream: ' + b'x' * 2000 + b' OK\0',
                       b'stream: X FOUND\nstream: OK\0', b'INSTREAM size limit exceeded. ERROR\0', b'stream: OK ERROR\0', b'HTTP/1.1 200 OK\r\n\r\n', bytes(range(256))):
            with self.subTest(answer[:40]):
                self.assertEqual(self.lie(saying(answer), seconds=60), (503, 0))

    def test_gone(self):
        """One that closes early passes nothing"""
        for behave in (close_at_once, close_in_the_midst, close_unanswered, answer_early):
            with self.subTest(behave.__name__):
                self.assertEqual(self.lie(behave, os.urandom(3_000_000), 60), (503, 0))

    def test_slow(self):
        """One that hangs, before or after it has the file, or drips, is given up, and passes nothing"""
        for behave, data in ((hang, b'x'), (take_nothing, os.urandom(8_000_000)), (drip, b'x')):
            with self.subTest(behave.__name__):
                self.assertEqual(self.lie(behave, data), (503, 0))

    def test_others_are_served(self):
        """While it hangs, others read and write, and the server can be stopped"""
        liar = Liar(hang)
        self.addCleanup(liar.close)
        with Region(config=f'[attachments]\nclamd={liar.address}\nclamd-seconds=600\n') as region:
            clients = [region.alice() for _ in range(6)]
            answers = []
            threads = [threading.Thread(target=lambda client=client: answers.append(upload(client, b'x').status)) for client in clients]
            for thread in threads:
                thread.start()
            wait_for(lambda: len(liar.connections) == 4, 'as many wait as are scanned at once')
            client = region.alice()
            for (blob,) in wait_for(lambda: len(rows := region.sql('SELECT id FROM blob')) == 6 and rows, 'all have come'):
                self.assertEqual(download(client, blob).status, 404)
            client.call('Favourite/set', {'accountId': ALICE, 'create': {'f': {'principalId': BOB}}})
            self.assertEqual(len(client.call('Favourite/get', {'accountId': ALICE, 'ids': None})['list']), 1)
            region.stop()
            for thread in threads:
                thread.join()
            self.assertEqual(answers, [503] * 6)

    def test_config(self):
        """An address that is none stops the start"""
        for address in ('/run/clamd', 'clamd', 'unix:clamd', 'localhost:0', 'localhost:x', '127.0.0.1:99999'):
            with self.subTest(address), self.assertRaises(AssertionError):
                with Region(config=f'[attachments]\nclamd={address}\n'):
                    pass


if __name__ == '__main__':
    spico_tap.main()
