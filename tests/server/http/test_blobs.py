# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploading, downloading and copying blobs."""

import hashlib
import http.client
import os
import pathlib
import threading
import time
import unittest
import urllib.parse

from region import ALICE, BOB, Case, Region, wait_for
import spico_tap
from spico_jmap_client import CORE, Answer, MethodError

PIECE = 256 * 1024
DAY_US = 24 * 3600 * 1_000_000


def upload(client, data, account=ALICE, kind='application/pdf', **headers):
    return client.request('POST', f'/jmap/upload/{account}/', data, {'Content-Type': kind, **headers})


def download(client, blob, account=ALICE, name='f.pdf', kind='application/pdf', method='GET'):
    return client.request(method, f'/jmap/download/{account}/{blob}/{urllib.parse.quote(name, safe="")}?type={urllib.parse.quote(kind, safe="")}')


def copy(client, ids, source=ALICE, target=ALICE):
    return client.call('Blob/copy', {'fromAccountId': source, 'accountId': target, 'blobIds': ids}, [CORE])


def begin(client, length, account=ALICE):
    """An upload whose head has gone out."""
    connection = client.connect()
    connection.putrequest('POST', f'/jmap/upload/{account}/')
    connection.putheader('Authorization', f'Bearer {client.access_token}')
    connection.putheader('Content-Length', str(length))
    connection.endheaders()
    return connection


def peak(server):
    """The most memory that the server has taken, in kB."""
    status = pathlib.Path(f'/proc/{server.process.pid}/status').read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith('VmHWM:')))


class Blobs(Case):
    config = '[http]\nmax-size-upload-mb=3\nmax-concurrent-uploads=2\n[attachments]\nmax-size-mb=1\n'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.server.alice()

    def rows(self, table):
        return int(self.server.sql(f'SELECT count(*) FROM {table}')[0][0])

    def test_round_trip(self):
        """What was uploaded comes back, at every size around a piece"""
        for size in (0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3_000_000):
            data = os.urandom(size)
            answer = upload(self.client, data)
            self.assertEqual(answer.status, 201, answer.body)
            self.assertEqual({**answer.json, 'blobId': ''}, {'accountId': ALICE, 'blobId': '', 'type': 'application/pdf', 'size': size})
            got = download(self.client, answer.json['blobId'])
            self.assertEqual((got.status, got.headers['Content-Length']), (200, str(size)))
            self.assertEqual(hashlib.sha256(got.body).digest(), hashlib.sha256(data).digest())
            self.assertEqual(download(self.client, answer.json['blobId'], method='HEAD').headers['Content-Length'], str(size))

    def test_chunked(self):
        """An upload without a length, in chunks small and large, comes whole"""
        for size in (1000, 16_000, 700_000):
            parts = [os.urandom(size) for _ in range(max(3, 1_500_000 // size))]
            answer = self.client.request('POST', f'/jmap/upload/{ALICE}/', iter(parts))
            self.assertEqual(answer.status, 201, answer.body)
            self.assertEqual(answer.json['type'], 'application/octet-stream')
            self.assertEqual(download(self.client, answer.json['blobId']).body, b''.join(parts))

    def test_names(self):
        """A hostile name becomes a harmless one, and never another header"""
        blob = upload(self.client, b'x').json['blobId']
        for name, plain, real in (('compte rendu.pdf', 'compte rendu.pdf', 'compte rendu.pdf'),
                                  ('Évaluation.pdf', 'Evaluation.pdf', 'Évaluation.pdf'),
                                  ('../../etc/passwd', '_.._etc_passwd', '_.._etc_passwd'),
                                  ('a"\r\nSet-Cookie: x=1', 'a___Set-Cookie_ x=1', 'a___Set-Cookie_ x=1'),
                                  ('photo\u202egpj.exe', 'photo_gpj.exe', 'photo_gpj.exe'),
                                  ('C:\\autoexec.bat', 'C__autoexec.bat', 'C__autoexec.bat'),
                                  ('.bashrc', 'bashrc', 'bashrc'), ('...', 'blob', 'blob'), ('100%.pdf', '100_.pdf', '100%.pdf'),
                                  ('x' * 400, 'x' * 150, 'x' * 150), ('é' * 150, 'e' * 99, 'é' * 99), ('½' * 90, ' 1_2 ' * 30, '½' * 90)):
            answer = download(self.client, blob, name=name)
            self.assertEqual(answer.status, 200, name)
            self.assertEqual(answer.headers['Content-Disposition'], f'attachment; filename="{plain}"; filename*=UTF-8\'\'' + urllib.parse.quote(real, safe="!#$&+-.^_`|~"))
            self.assertIsNone(answer.headers['Set-Cookie'])
        answer = self.client.request('GET', f'/jmap/download/{ALICE}/{blob}/%FF%FE.pdf?type=text/plain')
        self.assertEqual(answer.status, 200)

    def test_longest(self):
        """The longest head of an answer finds its room, however long the head of the request is"""
        blob = upload(self.client, b'x').json['blobId']
        path = f'/jmap/download/{ALICE}/{blob}/{urllib.parse.quote("é" * 100)}?type=a/{"b" * 125}'
        statuses = [self.client.request('GET', path, headers={'A': 'b' * size}).status for size in range(1500, 2700, 17)]
        self.assertEqual(statuses, sorted(statuses))
        self.assertEqual(set(statuses), {200, 431})

    def test_types(self):
        """The type is the one asked for if it is one, and nothing is shown as a page"""
        blob = upload(self.client, b'<script>').json['blobId']
        for asked, given in (('text/html', 'text/html'), ('image/png', 'image/png'), ('text/html; charset=x', 'application/octet-stream'), ('x', 'application/octet-stream'),
                             ('', 'application/octet-stream'), ('a/b\r\nX: y', 'application/octet-stream'), ('a/' + 'b' * 200, 'application/octet-stream')):
            answer = download(self.client, blob, kind=asked)
            self.assertEqual(answer.headers['Content-Type'], given)
            self.assertTrue(answer.headers['Content-Disposition'].startswith('attachment;'))
            self.assertEqual(answer.headers['X-Content-Type-Options'], 'nosniff')
            self.assertIn("default-src 'none'", answer.headers['Content-Security-Policy'])
            self.assertEqual(answer.headers['Cache-Control'], 'no-store')
        self.assertEqual(upload(self.client, b'x', kind='text/plain; charset=utf-8').json['type'], 'text/plain')
        self.assertEqual(upload(self.client, b'x', kind='nonsense').json['type'], 'application/octet-stream')

    def test_rights(self):
        """A blob is its uploader's alone, and no other account can be written in"""
        blob = upload(self.client, b'secret').json['blobId']
        bob = self.server.bob()
        for client, account in ((bob, ALICE), (bob, BOB), (self.client, BOB), (self.client, 'region')):
            self.problem(download(client, blob, account), 404)
        for client, account in ((bob, ALICE), (self.client, 'region'), (self.client, 'nobody')):
            self.problem(upload(client, b'x', account), 404)
        self.problem(download(self.client, 'unknown'), 404)
        self.problem(bob.request('GET', f'/jmap/download/{ALICE}/{blob}/x', headers={'Authorization': 'Bearer wrong'}), 401)
        self.problem(self.client.request('POST', f'/jmap/upload/{ALICE}/', b'x', token=False), 401)
        before = self.rows('blob')
        self.problem(self.client.request('POST', f'/jmap/upload/{ALICE}/', bytes(2 * PIECE), {'Authorization': 'Bearer wrong'}), 401)
        self.assertEqual(self.rows('blob'), before)

    def test_too_large(self):
        """maxSizeUpload is announced, and one byte more is refused, announced or not"""
        self.assertEqual(self.client.load_session()['capabilities'][CORE]['maxSizeUpload'], 3_000_000)
        self.problem(upload(self.client, bytes(3_000_001)), 413, 'limit', 'maxSizeUpload')
        answer = self.client.request('POST', f'/jmap/upload/{ALICE}/', iter([bytes(1_000_000)] * 3 + [b'x']))
        self.problem(answer, 413, 'limit', 'maxSizeUpload')
        self.problem(Answer(begin(self.client, 10 ** 12).getresponse()), 413, 'limit', 'maxSizeUpload')
        wait_for(lambda: not self.server.sql('SELECT 1 FROM blob WHERE is_whole = 0'), 'what had come of them is gone')

    def test_too_many(self):
        """maxConcurrentUpload is announced, and one more is refused until one ends"""
        self.assertEqual(self.client.load_session()['capabilities'][CORE]['maxConcurrentUpload'], 2)
        first, second = begin(self.client, 10), begin(self.client, 10)
        for connection in (first, second):
            connection.send(b'12345')

        def refused():
            answer = upload(self.client, b'x')
            return answer if answer.status == 429 else None
        self.problem(wait_for(refused, 'the third is refused'), 429, 'limit', 'maxConcurrentUpload')
        self.assertEqual(upload(self.server.alice(), b'x').status, 201, 'another session has its own')
        self.assertEqual(self.client.post({'using': [CORE], 'methodCalls': [['Core/echo', {}, '0']]}).status, 200, 'requests are counted apart')
        first.send(b'67890')
        self.assertEqual(first.getresponse().status, 201)
        second.close()
        wait_for(lambda: upload(self.client, b'x').status == 201, 'uploads are possible again')

    def test_broken_off(self):
        """An upload that is broken off leaves nothing, and nobody could see it"""
        connection = begin(self.client, 3 * PIECE)
        connection.send(bytes(2 * PIECE + 5))
        [(blob,)] = wait_for(lambda: self.server.sql('SELECT id FROM blob WHERE is_whole = 0 AND size = ?', 2 * PIECE), 'two pieces are written')
        self.problem(download(self.client, blob), 404)
        connection.close()
        wait_for(lambda: not self.server.sql('SELECT 1 FROM blob_piece WHERE blob_id = ?', blob), 'they are removed')
        self.assertEqual(self.server.sql('SELECT 1 FROM blob WHERE id = ?', blob), [])

    def test_memory(self):
        """A large upload and a large download do not sit in memory whole, and others write meanwhile"""
        # Under the address sanitizer, what is freed would be kept for a while.
        environment = {'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=1'}
        with Region(config='[http]\nmax-size-upload-mb=40\nmax-concurrent-requests=3\n', env=environment) as server:
            client = server.alice()
            upload(client, bytes(PIECE))
            before = peak(server)
            data = os.urandom(40_000_000)
            answers = []
            thread = threading.Thread(target=lambda: answers.append(upload(client, data)))
            thread.start()
            writes = 0
            while thread.is_alive():
                client.call('Favourite/set', {'accountId': ALICE, 'create': {'f': {'principalId': BOB}}})
                writes += 1
            self.assertEqual(answers[0].status, 201, answers[0].body)
            self.assertGreater(writes, 3)
            self.assertEqual(download(client, answers[0].json['blobId']).body, data)
            self.assertLess(peak(server) - before, 20_000, 'kB more for 40 MB')
            self.held(client, answers[0].json['blobId'])

    def held(self, client, blob):
        """What is being downloaded is counted until it ends: so much memory, and no more, waits for one session"""
        connections = [client.connect() for _ in range(3)]
        responses = []
        for connection in connections:
            connection.request('GET', f'/jmap/download/{ALICE}/{blob}/x', headers={'Authorization': f'Bearer {client.access_token}'})
            responses.append(connection.getresponse())
        self.assertEqual([len(response.read(10)) for response in responses], [10] * 3)
        self.problem(download(client, blob), 429, 'limit', 'maxConcurrentRequests')
        self.assertEqual(len(responses[0].read()), 39_999_990)
        wait_for(lambda: client.request('GET', '/.well-known/jmap').status == 200, 'one more may come')
        for response, connection in zip(responses, connections):
            response.close()
            connection.close()

    def test_slow_reader(self):
        """A client that does not take its download keeps nobody waiting"""
        blob = upload(self.client, os.urandom(3_000_000)).json['blobId']
        connection = self.client.connect()
        connection.request('GET', f'/jmap/download/{ALICE}/{blob}/x', headers={'Authorization': f'Bearer {self.client.access_token}'})
        response = connection.getresponse()
        self.assertEqual(len(response.read(1000)), 1000)
        start = time.monotonic()
        for _ in range(10):
            self.assertEqual(self.client.request('GET', '/healthz').status, 200)
        self.assertLess(time.monotonic() - start, 5)
        self.assertEqual(len(response.read()), 2_999_000)
        connection.close()

    def test_copy(self):
        """Blob/copy gives a blob to another account of the person, where it has its own life"""
        self.server.sql("INSERT INTO delegation (id, account_id, delegate_id, scope, set_by, referent, created_at) VALUES ('d', 'fs', ?, 'discussions', '', '', 0)", ALICE)
        self.server.sql("INSERT INTO delegation (id, account_id, delegate_id, scope, set_by, referent, created_at) VALUES ('e', 'fo', ?, 'dossiers', '', '', 0)", ALICE)
        data = os.urandom(PIECE + 7)
        blob = upload(self.client, data).json['blobId']
        answer = copy(self.client, [blob, 'unknown'], target='fs')
        self.assertEqual(answer['copied'], {blob: blob})
        self.assertEqual(answer['notCopied']['unknown']['type'], 'notFound')
        self.assertEqual((answer['fromAccountId'], answer['accountId']), (ALICE, 'fs'))
        self.assertEqual(copy(self.client, [], target='fs')['copied'], None)
        self.server.sql('DELETE FROM blob WHERE account_id = ? AND id = ?', ALICE, blob)
        self.assertEqual(download(self.client, blob, account='fs').body, data)
        self.problem(download(self.client, blob), 404)
        for arguments, error in (((['x'], 'nobody', ALICE), 'fromAccountNotFound'), ((['x'], ALICE, 'nobody'), 'accountNotFound'), ((['x'], ALICE, BOB), 'accountNotFound'),
                                 ((['x'], ALICE, 'region'), 'accountReadOnly'), ((['x'], ALICE, 'fo'), 'accountNotSupportedByMethod'),
                                 ((['x'] * 101, ALICE, 'fs'), 'requestTooLarge'), (('x', ALICE, 'fs'), 'invalidArguments'), (([1], ALICE, 'fs'), 'invalidArguments')):
            with self.assertRaises(MethodError) as caught:
                copy(self.client, *arguments)
            self.assertEqual(caught.exception.type, error)
        self.server.sql("UPDATE delegation SET ended_at = 1 WHERE delegate_id = ?", ALICE)
        self.problem(download(self.client, blob, account='fs'), 404)

    def send(self, conversation, *blobs, account=ALICE):
        answer = self.client.call('Message/set', {'accountId': account, 'create': {'m': {
            'conversationId': conversation, 'attachments': [{'blobId': blob, 'name': 'Bilan.pdf'} for blob in blobs]}}})
        return answer['created']['m'] if answer['created'] else answer['notCreated']['m']

    def converse(self, *participants):
        return self.client.call('Conversation/set', {'accountId': ALICE, 'create': {'c': {'subject': 'Bilan', 'participantIds': participants}}})['created']['c']['id']

    def test_attachments(self):
        """Who takes part downloads what was sent, and who does not finds nothing; nor does anybody what was withdrawn"""
        bob = self.server.bob()
        data = os.urandom(2 * PIECE + 7)
        conversation = self.converse(BOB)
        blob = upload(self.client, data).json['blobId']
        self.problem(download(bob, blob, BOB), 404)
        self.assertEqual(self.send(conversation, blob)['attachments'], [{'blobId': blob, 'name': 'Bilan.pdf', 'type': 'application/pdf', 'size': len(data)}])
        for client, account in ((self.client, ALICE), (bob, BOB)):
            self.assertEqual(download(client, blob, account).body, data)
        for client, account in ((bob, ALICE), (bob, 'region'), (self.client, BOB), (self.client, 'nobody')):
            self.problem(download(client, blob, account), 404)
        self.server.sql("INSERT INTO delegation (id, account_id, delegate_id, scope, set_by, referent, created_at) VALUES ('a', ?, ?, 'discussions', '', '', 0)", BOB, ALICE)
        self.assertEqual(download(self.client, blob, BOB).body, data)
        self.server.sql("DELETE FROM delegation WHERE id = 'a'")

        self.client.call('Message/set', {'accountId': ALICE, 'create': {'m': {'conversationId': conversation, 'removedIds': [BOB]}}})
        self.problem(download(bob, blob, BOB), 404)
        self.assertEqual(download(self.client, blob).body, data)

        other = upload(self.client, data).json['blobId']
        message = self.send(conversation, other)['id']
        self.client.call('Message/set', {'accountId': ALICE, 'update': {message: {'isWithdrawn': True}}})
        self.problem(download(self.client, other), 404)

    def test_too_large_together(self):
        """maxSizeAttachmentsPerMessage is announced, and more is refused, where each by itself is not"""
        account = self.client.load_session()['accounts'][ALICE]['accountCapabilities']['https://spico.esante.com/jmap/discussions']
        self.assertEqual((account['maxSizeAttachmentsPerMessage'], account['maxAttachmentsPerMessage']), (1_000_000, 20))
        conversation = self.converse(BOB)
        first, second = (upload(self.client, bytes(size)).json['blobId'] for size in (600_000, 400_001))
        self.assertEqual(self.send(conversation, first, second)['type'], 'tooLarge')
        self.assertEqual(download(self.client, first).status, 200)
        self.assertIn('id', self.send(conversation, first))

    def test_trace(self):
        """Each upload and each copy leaves a trace"""
        blob = upload(self.client, b'x').json['blobId']
        copy(self.client, [blob])
        self.assertEqual([tuple(row) for row in self.server.sql("SELECT person_id, account_id, action, type, rule FROM audit WHERE object_id = ?", blob)],
                         [(ALICE, ALICE, 'blob.create', 'Blob', 'self/account')] * 2)
        self.assertNotIn(blob, self.server.logged())
        download(self.client, blob, name='patient.pdf')
        wait_for(lambda: 'path=/jmap/download/{accountId}/{blobId}/{name} status=200' in self.server.logged(), 'the download is logged')
        self.assertNotIn('patient', self.server.logged())

    def test_quota(self):
        """Who holds too much that nothing refers to is refused until it is gone"""
        bob = self.server.bob()
        now = time.time_ns() // 1000
        self.server.sql("INSERT INTO blob (account_id, id, person_id, type, size, is_whole, created_at) VALUES (?, 'huge', ?, '', 499999999, 1, ?)", BOB, BOB, now)
        self.assertEqual(upload(bob, b'x', BOB).status, 201)
        self.problem(upload(bob, b'x', BOB), 507)
        self.assertEqual(copy(bob, ['huge'], BOB, BOB)['notCopied']['huge']['type'], 'overQuota')
        self.server.sql("DELETE FROM blob WHERE id = 'huge'")
        self.assertEqual(upload(bob, b'x', BOB).status, 201)

    def test_stop(self):
        """A server that stops ends what is being uploaded and downloaded, and leaves"""
        with Region() as server:
            client = server.alice()
            blob = upload(client, os.urandom(8_000_000)).json['blobId']
            going_up = begin(client, 10 * PIECE)
            going_up.send(bytes(PIECE + 1))
            wait_for(lambda: server.sql('SELECT 1 FROM blob WHERE is_whole = 0 AND size = ?', PIECE), 'a piece is written')
            going_down = client.connect()
            going_down.request('GET', f'/jmap/download/{ALICE}/{blob}/x', headers={'Authorization': f'Bearer {client.access_token}'})
            response = going_down.getresponse()
            response.read(10)
            self.assertEqual(server.stop(), 0)
            with self.assertRaises((http.client.HTTPException, OSError)):
                response.read()
            going_down.close()
            going_up.close()

    def test_sweep(self):
        """A blob that nothing refers to is kept for a day, then goes by itself"""
        region = Region()
        try:
            region.start()
            client = region.alice()
            old, young = (upload(client, os.urandom(PIECE + 1)).json['blobId'] for _ in range(2))
            now = time.time_ns() // 1000
            region.sql('UPDATE blob SET created_at = ? WHERE id = ?', now - DAY_US - 1_000_000, old)
            region.sql('UPDATE blob SET created_at = ? WHERE id = ?', now - DAY_US + 3600 * 1_000_000, young)
            self.assertEqual(region.stop(), 0)
            region.start()
            wait_for(lambda: not region.sql('SELECT 1 FROM blob_piece WHERE blob_id = ?', old), 'the old one is gone')
            self.assertEqual(region.sql('SELECT id FROM blob'), [(young,)])
            self.assertEqual(len(download(region.alice(), young).body), PIECE + 1)
        finally:
            region.close()


if __name__ == '__main__':
    spico_tap.main()
