# SPDX-License-Identifier: GPL-3.0-or-later
"""Routes, methods, tokens, bodies and limits."""

import json
import os
import resource
import socket
import sqlite3
import subprocess
import tempfile
import threading
import unittest

from region import ALICE, BOB, PASSWORD, PROGRAM, Case, Region, add_favourite, drop_favourites, wait_for
import spico_tap
from spico_jmap_client import USING, Client

ROUTES = {
    '/.well-known/jmap': 'GET, HEAD',
    '/jmap/eventsource/': 'GET, HEAD',
    '/announcements': 'GET, HEAD',
    '/support': 'GET, HEAD',
    '/healthz': 'GET, HEAD',
    '/healthz/live': 'GET, HEAD',
    '/jmap/download/p/b/name': 'GET, HEAD',
    '/jmap/api': 'POST',
    '/jmap/upload/p/': 'POST',
    '/auth/token': 'POST',
    '/auth/revoke': 'POST',
    '/auth/erasure': 'POST',
}
ECHO = {'using': ['urn:ietf:params:jmap:core'], 'methodCalls': [['Core/echo', {'a': 1}, 'c']]}


class Routes(Case):
    def test_health(self):
        """Health needs no signing in"""
        answer = Client(self.server.url).request('GET', '/healthz')
        self.assertEqual((answer.status, answer.json), (200, {'status': 'ok'}))

    def test_unknown_path(self):
        """An unknown path is a 404 problem, with a token and without"""
        for client in (Client(self.server.url), self.server.alice()):
            for path in ('/', '/jmap', '/jmap/api/', '/JMAP/api', '/jmap/upload/', '/jmap/upload/x', '/jmap/upload/x/y', '/jmap/download/a/b', '/jmap/download/a/b/', '/%2e%2e/etc/passwd', '/healthz/'):
                self.problem(client.request('GET', path), 404)

    def test_methods(self):
        """A wrong method is refused and the right ones are named"""
        client = self.server.alice()
        for path, allowed in ROUTES.items():
            for method in ('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'):
                if method not in allowed:
                    answer = client.request(method, path)
                    self.assertEqual(answer.status, 405, (method, path))
                    self.assertEqual(answer.headers['Allow'], allowed)

    def test_head(self):
        """HEAD is GET without its body"""
        answer = Client(self.server.url).request('HEAD', '/healthz')
        self.assertEqual((answer.status, answer.raw), (200, b''))

    def test_headers(self):
        """No answer is kept, framed or sniffed"""
        client = self.server.alice()
        for answer in (client.request('GET', '/healthz'), client.request('GET', '/nothing'), client.post(ECHO), client.request('GET', '/.well-known/jmap')):
            self.assertEqual(answer.headers['Cache-Control'], 'no-store')
            self.assertEqual(answer.headers['X-Content-Type-Options'], 'nosniff')
            self.assertIn("default-src 'none'", answer.headers['Content-Security-Policy'])

    def test_session(self):
        """The session object comes to who is signed in"""
        session = self.server.alice().load_session()
        self.assertTrue(session['accounts'][ALICE]['isPersonal'])
        self.assertIn('region', session['accounts'])
        self.assertNotIn(BOB, session['accounts'])

    def test_region_name(self):
        """The region bears the name that the operator gives it, and otherwise the one that it has by itself"""
        self.assertEqual(self.server.alice().load_session()['accounts']['region']['name'], 'region')
        named = Region(config='[region]\nname = Occitanie\n').start()
        self.addCleanup(named.close)
        self.assertEqual(named.alice().load_session()['accounts']['region']['name'], 'Occitanie')

    def test_support(self):
        """F101: the session says how the support desk is reached, and so does a path of its own to whoever cannot sign in"""
        directory = 'https://spico.esante.com/jmap/directory'
        self.assertEqual(self.server.alice().load_session()['capabilities'][directory]['support'], {'mail': '', 'telephone': '', 'hours': ''})
        known = Region(config='[region]\nsupport-mail = assistance@region.example\nsupport-telephone = 05 36 00 00 00\nsupport-hours = de 8 h à 19 h\n').start()
        self.addCleanup(known.close)
        support = {'mail': 'assistance@region.example', 'telephone': '05 36 00 00 00', 'hours': 'de 8 h à 19 h'}
        session = known.alice().load_session()
        self.assertEqual(session['capabilities'][directory]['support'], support)
        self.assertNotEqual(session['state'], self.server.alice().load_session()['state'], 'clients hear of another address')
        answer = Client(known.url).request('GET', '/support')
        self.assertEqual((answer.status, answer.json), (200, support))

    def test_announcements(self):
        """F008: whoever cannot sign in is told of incidents and maintenances, not of what is new; answers are kept for a moment, so that asking often costs nothing"""
        region = Region().start()
        self.addCleanup(region.close)
        region.sql("INSERT INTO announcement (id, kind, title, text, starts_at, ends_at, created_at) VALUES ('a1', 'incident', 'Les courriels tardent', 'Nous cherchons.', 1, NULL, 1)")
        region.sql("INSERT INTO announcement (id, kind, title, text, starts_at, ends_at, created_at) VALUES ('a2', 'release', 'Version 3.1', '', NULL, NULL, 2)")
        asked = Client(region.url).request('GET', '/announcements')
        told = {'list': [{'id': 'a1', 'kind': 'incident', 'title': 'Les courriels tardent', 'text': 'Nous cherchons.', 'startsAt': '1970-01-01T00:00:00.000001Z', 'endsAt': None,
                          'createdAt': '1970-01-01T00:00:00.000001Z'}]}
        self.assertEqual((asked.status, asked.json), (200, told))
        self.assertRegex(asked.headers['Cache-Control'], r'max-age=\d+')
        region.sql("DELETE FROM announcement WHERE id = 'a1'")
        self.assertEqual(Client(region.url).request('GET', '/announcements').json, told, 'the database is not asked again at once')

    def test_offline_hours(self):
        """F030: the session says for how many hours clients may read without the server, 72 unless the operator says another number from 1 to 720"""
        relations = 'https://spico.esante.com/jmap/relations'
        session = self.server.alice().load_session()
        self.assertEqual(session['capabilities'][relations], {'offlineHours': 72})
        with Region(config='[region]\noffline-hours = 720\n') as region:
            other = region.alice().load_session()
            self.assertEqual(other['capabilities'][relations], {'offlineHours': 720})
            self.assertNotEqual(other['state'], session['state'], 'clients hear of another number')

    def test_session_addresses(self):
        """The session's addresses are whole, as the client has found the server, and a wrong Host adds nothing to them"""
        client = self.server.alice()
        for headers, origin in (({}, self.server.url), ({'Host': 'region.example'}, 'http://region.example'), ({'X-Forwarded-Proto': 'https', 'Host': 'region.example:8443'}, 'https://region.example:8443'),
                                ({'Host': 'a"b'}, ''), ({'Host': 'a/b'}, ''), ({'Host': 'x' * 300}, '')):
            session = client.request('GET', '/.well-known/jmap', headers=headers).json
            self.assertEqual(session['apiUrl'], origin + '/jmap/api')
            self.assertEqual(session['eventSourceUrl'], origin + '/jmap/eventsource/?types={types}&closeafter={closeafter}&ping={ping}')
        with Region(config='[http]\npublic-url=https://spico.example\n') as server:
            self.assertEqual(server.alice().load_session()['downloadUrl'], 'https://spico.example/jmap/download/{accountId}/{blobId}/{name}?type={type}')
        for wrong in ('http://spico.example', 'https://spico.example/', 'https://a@spico.example', 'spico', 'https://'):
            server = Region(config=f'[http]\npublic-url={wrong}\n')
            with self.assertRaises(AssertionError):
                server.start()
            server.close()

    def test_slow_query(self):
        """A query that takes too long is given up, says so, and holds up nobody"""
        with Region(config='[database]\nquery-seconds=1\n') as server:
            client = server.alice()
            server.sql('ALTER TABLE favourite RENAME TO slow')
            server.sql('CREATE VIEW favourite AS SELECT slow.* FROM slow, (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT COUNT(*) FROM n)')
            client.load_session()
            answer = client.post({'using': USING, 'methodCalls': [['Favourite/get', {'accountId': ALICE, 'ids': None}, '0']]})
            self.problem(answer, 503)
            self.assertEqual(answer.headers['Retry-After'], '30')
            self.assertEqual(client.call('Conversation/query', {'accountId': ALICE})['ids'], [])
            self.assertIn('event=failure what=query', server.logged())

    def test_keep_alive(self):
        """A connection serves many requests, refused ones too"""
        client = self.server.alice()
        connection = client.connect()
        headers = {'Authorization': f'Bearer {client.access_token}', 'Content-Type': 'application/json'}
        for _ in range(20):
            for path, body, status in (('/jmap/api', json.dumps(ECHO), 200), ('/jmap/api', '{', 400), ('/nowhere', 'x' * 5000, 404)):
                connection.request('POST', path, body, headers)
                answer = connection.getresponse()
                answer.read()
                self.assertEqual(answer.status, status)
        connection.close()


class Tokens(Case):
    def refused(self, answer):
        self.problem(answer, 401)
        self.assertEqual(answer.headers['WWW-Authenticate'], 'Bearer')

    def test_without_token(self):
        """Without a token every path that has something to say is closed"""
        client = Client(self.server.url)
        self.refused(client.request('GET', '/.well-known/jmap'))
        self.refused(client.request('GET', '/jmap/eventsource/?types=*&closeafter=no&ping=0'))
        self.refused(client.post(ECHO))

    def test_wrong_tokens(self):
        """What is not an access token opens nothing"""
        client = self.server.alice()
        good = client.access_token
        for value in ('Bearer x', 'Bearer ' + 'A' * 43, 'Bearer ' + good + 'A', 'Bearer ' + good[:-1], 'Bearer ' + client.refresh_token, 'Basic ' + good,
                      'Bearer', good, 'Bearer ' + 'A' * 2000, "Bearer ' OR '1'='1"):
            self.refused(client.post(ECHO, {'Authorization': value}))
        self.assertEqual(client.post(ECHO, {'Authorization': 'bearer ' + good}).status, 200)

    def test_expired(self):
        """A token that has expired opens nothing, and refreshing gives one that does"""
        client = self.server.alice()
        self.server.sql('UPDATE access_token SET expires_at = 1')
        self.refused(client.post(ECHO))
        client.refresh()
        self.assertEqual(client.post(ECHO).status, 200)

    def test_foreign(self):
        """A token opens its own person's account and nobody else's"""
        alice = self.server.alice()
        for method in ('Favourite/get', 'Conversation/get', 'Dossier/get'):
            name, result, _ = alice.batch([(method, {'accountId': BOB, 'ids': []})])[0]
            self.assertEqual((name, result['type']), ('error', 'accountNotFound'))

    def test_disabled(self):
        """A disabled login is out at once"""
        client = self.server.bob()
        self.server.sql('UPDATE login SET is_enabled = 0 WHERE person_id = ?', BOB)
        try:
            self.refused(client.post(ECHO))
            self.assertEqual(client.form('/auth/token', grant_type='refresh_token', refresh_token=client.refresh_token).json, {'error': 'invalid_grant'})
            self.assertEqual(client.form('/auth/token', grant_type='password', username='bob', password=PASSWORD).json, {'error': 'invalid_grant'})
        finally:
            self.server.sql('UPDATE login SET is_enabled = 1 WHERE person_id = ?', BOB)


class Bodies(Case):
    def test_malformed(self):
        """What is no JSON, or no request, is told apart"""
        client = self.server.alice()
        for body in (b'', b'{', b'{"using":', b'\xff\xfe', b'{"a":"\xff"}', b'[' * 5000, b'nonsense', b'{}{}'):
            self.problem(client.post(body), 400, 'notJSON')
        for body in (b'[]', b'{}', b'"x"', b'{"using":[],"methodCalls":{}}', b'{"using":["urn:ietf:params:jmap:core"],"methodCalls":[["Core/echo",{}]]}'):
            self.problem(client.post(body), 400, 'notRequest')

    def test_content_type(self):
        """A body that is not said to be JSON is not read as JSON"""
        client = self.server.alice()
        for kind in ('text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''):
            self.problem(client.post(ECHO, {'Content-Type': kind}), 400, 'notJSON')
        self.assertEqual(client.post(ECHO, {'Content-Type': 'Application/JSON; charset=utf-8'}).status, 200)

    def test_too_large(self):
        """A body that is too large is refused, announced or not"""
        client = self.server.alice()
        text = json.dumps({'using': ['urn:ietf:params:jmap:core'], 'methodCalls': [['Core/echo', {'x': 'y' * 1_200_000}, 'c']]}).encode()
        self.problem(client.post(text), 413, 'limit', 'maxSizeRequest')

        def pieces():
            for start in range(0, len(text), 50_000):
                yield text[start:start + 50_000]

        connection = client.connect()
        connection.request('POST', '/jmap/api', pieces(), {'Content-Type': 'application/json', 'Authorization': f'Bearer {client.access_token}'},
                           encode_chunked=True)
        self.assertEqual(connection.getresponse().status, 413)
        connection.close()
        self.assertEqual(client.post(ECHO).status, 200)

    def test_huge(self):
        """A body announced as huge is refused before it comes"""
        client = self.server.alice()
        connection = client.connect()
        connection.putrequest('POST', '/jmap/api')
        for name, value in (('Content-Type', 'application/json'), ('Authorization', f'Bearer {client.access_token}'), ('Content-Length', str(10 ** 12))):
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.headers['Connection']), (413, 'close'))
        connection.close()

    def test_largest(self):
        """A body of exactly maxSizeRequest is served"""
        client = self.server.alice()
        limit = client.load_session()['capabilities']['urn:ietf:params:jmap:core']['maxSizeRequest']
        text = json.dumps(ECHO)
        text = text[:-1] + ' ' * (limit - len(text)) + text[-1]
        self.assertEqual(client.post(text).status, 200)
        self.assertEqual(client.post(text + ' ').status, 413)

    def test_gzip(self):
        """Long answers are compressed for who accepts it"""
        client = self.server.alice()
        request = {'using': ['urn:ietf:params:jmap:core'], 'methodCalls': [['Core/echo', {'x': 'y' * 100_000}, 'c']]}
        plain = client.post(request)
        for accepted in ('gzip', 'deflate, gzip;q=0.5', 'br, gzip'):
            packed = client.post(request, {'Accept-Encoding': accepted})
            self.assertEqual(packed.headers['Content-Encoding'], 'gzip')
            self.assertLess(len(packed.raw), 2000)
            self.assertEqual(packed.json, plain.json)
        for refused in ('gzip;q=0', 'identity', 'br'):
            self.assertIsNone(client.post(request, {'Accept-Encoding': refused}).headers['Content-Encoding'])
        self.assertIsNone(client.post(ECHO, {'Accept-Encoding': 'gzip'}).headers['Content-Encoding'])

    def test_gzip_of_writes(self):
        """The long answer of a write is compressed too"""
        client = self.server.alice()
        calls = [('Core/echo', {'x': 'y' * 100_000}), ('Favourite/set', {'accountId': ALICE, 'destroy': ['none']})]
        using = ['urn:ietf:params:jmap:core', 'https://spico.esante.com/jmap/directory', 'https://spico.esante.com/jmap/discussions']
        request = {'using': using, 'methodCalls': [[name, arguments, 'c'] for name, arguments in calls]}
        packed = client.post(request, {'Accept-Encoding': 'gzip'})
        self.assertEqual(packed.headers['Content-Encoding'], 'gzip')
        self.assertEqual(packed.json['methodResponses'][1][0], 'Favourite/set')


class BusyDatabase(Case):
    def setUp(self):
        self.lock = sqlite3.connect(self.server.database, isolation_level=None, check_same_thread=False)
        self.alice = self.server.alice()
        self.alice.load_session()
        self.body = {'using': ['urn:ietf:params:jmap:core', 'https://spico.esante.com/jmap/directory', 'https://spico.esante.com/jmap/discussions'],
                     'methodCalls': [['Favourite/set', {'accountId': ALICE, 'destroy': ['none']}, 'c']]}

    def tearDown(self):
        self.lock.close()

    def send(self, n, client=None):
        answers = []
        threads = [threading.Thread(target=lambda: answers.append((client or self.alice).post(self.body))) for _ in range(n)]
        for thread in threads:
            thread.start()
        return answers, threads

    def test_waits(self):
        """Another process's write is waited for, and readers go on meanwhile"""
        self.lock.execute('BEGIN IMMEDIATE')
        answers, threads = self.send(4)
        for _ in range(20):
            self.assertEqual(self.alice.post(ECHO).status, 200)
        self.assertEqual(answers, [])
        self.lock.execute('ROLLBACK')
        for thread in threads:
            thread.join()
        self.assertEqual([answer.status for answer in answers], [200] * 4)

    def test_concurrent_requests(self):
        """More requests at once than announced are refused, and other sessions are served"""
        limit = self.alice.session['capabilities']['urn:ietf:params:jmap:core']['maxConcurrentRequests']
        bob = self.server.bob()
        self.lock.execute('BEGIN IMMEDIATE')
        answers, threads = self.send(limit + 3)
        wait_for(lambda: len(answers) == 3, 'three are refused')
        for answer in answers:
            self.problem(answer, 429, 'limit', 'maxConcurrentRequests')
        self.assertEqual(bob.post(ECHO).status, 200)
        self.lock.execute('ROLLBACK')
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(answer.status for answer in answers), [200] * limit + [429] * 3)
        self.assertEqual(self.alice.post(ECHO).status, 200)

    def test_group(self):
        """Writes that waited together are all done"""
        bob = self.server.bob()
        bob.load_session()
        self.lock.execute('BEGIN IMMEDIATE')
        done = []
        threads = [threading.Thread(target=lambda client=client, person=person: done.append(add_favourite(client, person)))
                   for client, person in ((self.alice, BOB), (bob, ALICE))]
        for thread in threads:
            thread.start()
        self.lock.execute('ROLLBACK')
        for thread in threads:
            thread.join()
        for answer in done:
            self.assertIn('f', answer['created'])
        self.assertEqual(len(self.server.sql('SELECT 1 FROM favourite')), 2)


class Overload(Case):
    config = '[http]\nmax-waiting=16\nmax-concurrent-requests=100\nmax-body-memory-mb=1\n'

    def test_queue(self):
        """When too much waits, requests are sent away and told when to come back; what waited is done"""
        alice = self.server.alice()
        alice.load_session()
        lock = sqlite3.connect(self.server.database, isolation_level=None)
        lock.execute('BEGIN IMMEDIATE')
        answers = []
        body = {'using': USING, 'methodCalls': [['Favourite/set', {'accountId': ALICE, 'destroy': ['none']}, 'c']]}
        threads = [threading.Thread(target=lambda: answers.append(alice.post(body))) for _ in range(80)]
        for thread in threads:
            thread.start()
        # At most 16 wait, and 32 are in the writer's hands.
        wait_for(lambda: len(answers) >= 80 - 48, 'the others are sent away')
        for answer in answers:
            self.problem(answer, 503)
            self.assertGreaterEqual(int(answer.headers['Retry-After']), 1)
        lock.execute('ROLLBACK')
        lock.close()
        for thread in threads:
            thread.join()
        self.assertIn(200, [answer.status for answer in answers])
        self.assertEqual({answer.status for answer in answers}, {200, 503})
        self.assertEqual(alice.post(body).status, 200)

    def test_bodies(self):
        """The bodies being received share a bounded memory, which comes back"""
        alice = self.server.alice()
        half = []
        for _ in range(2):
            connection = alice.connect()
            connection.putrequest('POST', '/jmap/api')
            for name, value in (('Content-Type', 'application/json'), ('Authorization', f'Bearer {alice.access_token}'), ('Content-Length', '900000')):
                connection.putheader(name, value)
            connection.endheaders(b' ' * 700_000)
            half.append(connection)
        for connection in half:
            connection.send(b' ' * 200_000)
        statuses = sorted(connection.getresponse().status for connection in half)
        self.assertEqual(statuses, [400, 503])
        for connection in half:
            connection.close()
        self.assertEqual(alice.post(json.dumps(ECHO) + ' ' * 900_000).status, 200)


class Listening(unittest.TestCase):
    def run_program(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=30, check=False)

    def test_loopback_only(self):
        """Plain HTTP is refused on any address but loopback"""
        with Region() as region:
            for address in ('0.0.0.0:0', '[::]:0', '192.0.2.1:8080'):
                done = self.run_program('--database', region.database, '--listen', address)
                self.assertEqual(done.returncode, 1)
                self.assertIn('Plain HTTP', done.stderr)

    def test_unix(self):
        """A Unix socket serves as a port does"""
        region = Region()
        region.listen = f'unix:{region.folder}/socket'
        with region:
            self.assertEqual(region.alice().post(ECHO).status, 200)

    def test_manager(self):
        """The service manager is told when the server is ready, and when it stops"""
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(folder + '/notify')
            manager.settimeout(10)
            region = Region(env={'NOTIFY_SOCKET': folder + '/notify'}).start()
            self.assertEqual(manager.recv(100), b'READY=1')
            region.close()
            self.assertEqual(manager.recv(100), b'STOPPING=1')

    def test_ipv6(self):
        """The IPv6 loopback serves too"""
        with Region(listen='[::1]:0') as region:
            self.assertEqual(Client(region.url).request('GET', '/healthz').status, 200)

    def test_options(self):
        """Wrong options stop the start with a sentence"""
        with Region() as region:
            config = region.folder / 'bad.conf'
            for text, words in (('[http]\nreaders=many\n', 'readers'), ('[http]\nreaders=0\n', 'readers'), ('[log]\nrequests=perhaps\n', 'requests'),
                                ('[region]\nsupport-mail=nobody\n', 'support-mail'), (f'[region]\nsupport-hours={"h" * 201}\n', 'support-hours'),
                                ('[region]\noffline-hours=0\n', 'offline-hours'), ('[region]\noffline-hours=721\n', 'offline-hours'),
                                ('[database]\nkey-file=/nonexistent\n', '/nonexistent')):
                config.write_text(text)
                done = self.run_program('--database', region.database, '--listen', '127.0.0.1:0', '--config', str(config))
                self.assertEqual(done.returncode, 1)
                self.assertIn(words, done.stderr)
        self.assertEqual(self.run_program().returncode, 1)
        self.assertEqual(self.run_program('--nonsense').returncode, 2)
        self.assertEqual(self.run_program('--version').returncode, 0)

    def test_encrypted(self):
        """With a key file, the database is made encrypted"""
        region = Region()
        (region.folder / 'key').write_bytes(bytes(range(32)))
        region.database = str(region.folder / 'other.db')
        region.config = f'[database]\nkey-file={region.folder}/key\n'
        with region:
            self.assertEqual(Client(region.url).request('GET', '/healthz').status, 200)
            with open(region.database, 'rb') as file:
                self.assertNotEqual(file.read(15), b'SQLite format 3')


class Faults(Case):
    def test_full_disk(self):
        """On a full disk what was written can be read, writes fail without harm, and work again once there is room"""
        alice = self.server.alice()
        alice.load_session()
        before = add_favourite(alice, BOB)
        soft, hard = resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (os.path.getsize(self.server.database + '-wal'), hard))
        failed = 0
        for _ in range(20):
            answer = alice.post({'using': USING, 'methodCalls': [['Favourite/set', {'accountId': ALICE, 'destroy': ['none']}, 'c'],
                                                                 ['Favourite/set', {'accountId': ALICE, 'create': {'f': {'principalId': ALICE}}}, 'd']]})
            if answer.status != 200:
                self.problem(answer, 503)
                failed += 1
        self.assertGreater(failed, 0)
        found = alice.call('Favourite/get', {'accountId': ALICE, 'ids': None})
        self.assertIn(before['created']['f']['id'], [item['id'] for item in found['list']])
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (soft, hard))
        drop_favourites(alice)
        self.assertEqual(alice.call('Favourite/get', {'accountId': ALICE, 'ids': None})['list'], [])


class Logs(unittest.TestCase):
    def test_nothing_personal(self):
        """The log names routes and statuses, and nobody"""
        with Region() as region:
            alice = region.alice()
            alice.request('GET', '/a-person-was-here?name=alice')
            alice.form('/auth/token', grant_type='password', username='alice', password='wrong secret')
            add_favourite(alice, BOB)
            wait_for(lambda: region.logged().count('path=/jmap/api') >= 1, 'the last request is logged')
            text = region.logged()
            for word in ('alice', 'secret', 'person', PASSWORD, ALICE, BOB, alice.access_token, alice.refresh_token, '127.0.0.1'):
                self.assertNotIn(word, text)
            self.assertIn('event=request method=POST path=/auth/token status=200 ms=', text)
            self.assertIn('event=request method=GET path=- status=404 ms=', text)


if __name__ == '__main__':
    spico_tap.main()
