# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator sees of a server: metrics, health, logs, reloading, the service's unit."""

import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import tempfile
import unittest

from prometheus_client.parser import text_string_to_metric_families

from region import ALICE, BOB, PASSWORD, PROGRAM, Client, Region, add_favourite, drop_favourites, wait_for
import spico_tap
from spico_jmap_client import USING

UNIT = pathlib.Path(__file__).resolve().parents[3] / 'data' / 'systemd' / 'spico-server.service'


def measured(**options):
    """A region whose metrics are served on a socket in its folder."""
    region = Region(**options)
    region.config = (region.config or '') + f'[metrics]\nlisten=unix:{region.folder}/metrics\n'
    return region


def page(region):
    answer = Client(f'unix:{region.folder}/metrics').request('GET', '/metrics')
    if answer.status != 200:
        raise AssertionError(answer.status)
    return answer


def samples(region):
    """Everything on the page, as a parser that nobody here wrote reads it: (name, labels) → value."""
    found = {}
    for family in text_string_to_metric_families(page(region).body.decode()):
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            assert key not in found, key
            found[key] = sample.value
    return found


def value(found, name, **labels):
    return found.get((name, tuple(sorted(labels.items()))), 0)


def requests(found, route, status, method='GET'):
    return value(found, 'spico_http_requests_total', route=route, method=method, status=str(status))


def post_favourite(client):
    return client.post({'using': USING, 'methodCalls': [['Favourite/set', {'accountId': ALICE, 'create': {'f': {'principalId': BOB}}}, 'c']]})


def no_room(region, size=1024):
    """The disk refuses files beyond a size, until what is given back is called."""
    soft, hard = resource.prlimit(region.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(region.process.pid, resource.RLIMIT_FSIZE, (size, hard))
    return lambda: resource.prlimit(region.process.pid, resource.RLIMIT_FSIZE, (soft, hard))


class Metrics(unittest.TestCase):
    def test_seals(self):
        """Rows that wait to be sealed are sealed, however many, and each is counted once"""
        with measured() as region:
            # Twice as many as are sealed at once, so that nothing is left for a third time.
            [(already,)] = region.sql('SELECT COUNT(*) FROM audit')
            region.sql("INSERT INTO audit (at, person_id, account_id, session_id, action, type, object_id, rule)"
                       f" WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {1024 - already})"
                       " SELECT i, '', '', '', '', '', '', '' FROM n")
            wait_for(lambda: region.sql('SELECT COUNT(*) FROM audit WHERE seal IS NULL') == [(0,)], 'all is sealed')
            alice = region.alice()
            alice.load_session()
            add_favourite(alice, BOB)

            def counted():
                [(sealed, waiting)] = region.sql('SELECT COUNT(seal), COUNT(*) - COUNT(seal) FROM audit')
                return waiting == 0 and value(samples(region), 'spico_audit_seals_total') == sealed

            wait_for(counted, 'each seal is counted once')

    def test_page(self):
        """Requests, latencies, groups, seals and the process are counted, and a Prometheus parser reads them"""
        with measured() as region:
            alice = region.alice()
            for _ in range(3):
                alice.load_session()
            alice.request('GET', '/nowhere/alice')
            alice.request('GET', f'/jmap/{ALICE}')
            add_favourite(alice, BOB)
            wait_for(lambda: requests(samples(region), '/jmap/api', 200, 'POST') >= 1, 'the last request is counted')
            wait_for(lambda: value(samples(region), 'spico_audit_seals_total') >= 2, 'the seals are counted')
            found = samples(region)
            self.assertGreaterEqual(requests(found, '/.well-known/jmap', 200), 3)
            self.assertEqual(requests(found, '/.well-known/jmap', 200), region.logged().count('path=/.well-known/jmap status=200'))
            self.assertEqual(requests(found, '-', 404), 2)
            self.assertEqual(requests(found, '/auth/token', 200, 'POST'), 1)
            self.assertEqual(value(found, 'spico_http_request_duration_seconds_count', route='-'), 2)
            self.assertEqual(value(found, 'spico_http_request_duration_seconds_bucket', route='-', le='+Inf'), 2)
            buckets = [count for (name, labels), count in found.items() if name == 'spico_http_request_duration_seconds_bucket' and dict(labels)['route'] == '-']
            self.assertEqual(buckets, sorted(buckets))
            self.assertGreater(value(found, 'spico_writer_group_size_count'), 1)
            self.assertGreaterEqual(value(found, 'spico_http_connections'), 0)
            self.assertEqual(value(found, 'spico_database_writable'), 1)
            wait_for(lambda: value(samples(region), 'spico_executor_waiting', queue='write') == 0, 'nothing waits')
            self.assertEqual(sum(count for (name, _), count in found.items() if name == 'spico_database_errors_total'), 0)
            for name in ('process_resident_memory_bytes', 'process_open_fds', 'process_max_fds', 'process_cpu_seconds_total', 'process_start_time_seconds', 'spico_uptime_seconds'):
                self.assertGreater(value(found, name), 0, name)
            self.assertLess(value(found, 'process_open_fds'), value(found, 'process_max_fds'))

    def test_nothing_personal(self):
        """No login, id, path, address or token stands on the page, whatever was asked for"""
        with measured() as region:
            alice = region.alice()
            alice.request('GET', f'/jmap/{ALICE}?name=alice')
            alice.request('BREW', '/alice')
            alice.form('/auth/token', grant_type='password', username='alice', password='wrong secret')
            add_favourite(alice, BOB)
            text = page(region).body.decode()
            for word in ('alice', 'BREW', 'secret', ALICE, BOB, alice.access_token, '127.0.0.1', '?'):
                self.assertNotIn(word, text)
            self.assertEqual(page(region).headers['Cache-Control'], 'no-store')

    def test_streams(self):
        """Open event streams are counted, and are no slow requests"""
        with measured() as region:
            alice = region.alice()
            with alice.events():
                wait_for(lambda: value(samples(region), 'spico_event_streams') == 1, 'a stream')
            # That a client has left shows when it is told something.
            wait_for(lambda: add_favourite(alice, BOB) and drop_favourites(alice) and value(samples(region), 'spico_event_streams') == 0, 'no stream')
            wait_for(lambda: requests(samples(region), '/jmap/eventsource/', 200) == 1, 'the stream is counted')
            self.assertEqual(value(samples(region), 'spico_http_request_duration_seconds_count', route='/jmap/eventsource/'), 0)

    def test_errors(self):
        """Errors of the disk are counted by their kind, and are no other ones"""
        with measured() as region:
            alice = region.alice()
            restore = no_room(region)
            self.assertEqual(post_favourite(alice).status, 503)
            restore()
            wait_for(lambda: value(samples(region), 'spico_database_writable') == 1, 'it can be written again')
            found = samples(region)
            self.assertGreater(value(found, 'spico_database_errors_total', kind='io') + value(found, 'spico_database_errors_total', kind='full'), 0)
            self.assertEqual(value(found, 'spico_database_errors_total', kind='unique'), 0)

    def test_where(self):
        """The page is at its own address alone, and nothing else is there"""
        with measured() as region:
            self.assertEqual(Client(region.url).request('GET', '/metrics').status, 404)
            client = Client(f'unix:{region.folder}/metrics')
            self.assertEqual(client.request('HEAD', '/metrics').raw, b'')
            for path in ('/', '/metrics/', '/healthz', '/.well-known/jmap', '/jmap/api'):
                self.assertEqual(client.request('GET', path).status, 404, path)
            answer = client.request('POST', '/metrics', b'x' * 100000)
            self.assertEqual((answer.status, answer.headers['Allow']), (405, 'GET, HEAD'))
            self.assertEqual((region.folder / 'metrics').stat().st_mode & 0o007, 0)
        self.assertFalse((region.folder / 'metrics').exists())

    def test_port(self):
        """A port is taken on loopback, and told; another address stops the start"""
        with Region(config='[metrics]\nlisten=127.0.0.1:0\n') as region:
            line = region.process.stdout.readline()
            self.assertTrue(line.startswith('metrics on 127.0.0.1:'), line)
            self.assertEqual(Client('http://' + line.split()[-1]).request('GET', '/metrics').status, 200)
        for address in ('0.0.0.0:0', 'nowhere', region.url.removeprefix('http://') + 'x'):
            self.refused(f'[metrics]\nlisten={address}\n')

    def refused(self, config):
        region = Region(config=config)
        with self.assertRaises(AssertionError):
            region.start()
        region.close()


class Health(unittest.TestCase):
    def test_disk(self):
        """A server whose disk is full says that it is not ready, lives on, and is ready again by itself"""
        with measured() as region:
            client = Client(region.url)
            alice = region.alice()
            for path in ('/healthz', '/healthz/live'):
                answer = client.request('GET', path)
                self.assertEqual((answer.status, answer.json), (200, {'status': 'ok'}))
            restore = no_room(region)
            self.assertEqual(post_favourite(alice).status, 503)
            answer = client.request('GET', '/healthz')
            self.assertEqual((answer.status, answer.json['title']), (503, 'The database cannot be written'))
            self.assertEqual(client.request('GET', '/healthz/live').status, 200)
            self.assertEqual(value(samples(region), 'spico_database_writable'), 0)
            restore()
            wait_for(lambda: client.request('GET', '/healthz').status == 200, 'ready again')
            add_favourite(alice, BOB)


class Logs(unittest.TestCase):
    def test_request_id(self):
        """Each answer has an id, its problem names it, and the log has it"""
        with Region() as region:
            client = Client(region.url)
            answers = [client.request('GET', '/healthz'), client.request('GET', '/nowhere'), client.request('GET', '/jmap/api'), region.alice().post(b'{')]
            ids = [answer.headers['X-Request-Id'] for answer in answers]
            self.assertEqual(len(set(ids)), 4)
            for answer, name in zip(answers[1:], ids[1:]):
                self.assertEqual(answer.json['instance'], f'urn:uuid:{name}')
                self.assertEqual(answer.json['status'], answer.status)
            wait_for(lambda: all(f'id={name}' in region.logged() for name in ids), 'the requests are logged')
            self.assertRegex(region.logged(), rf'event=request method=GET path=- status=404 ms=[0-9.]+ id={ids[1]} level=info time=\d{{4}}-')

    def test_failure(self):
        """A failure is logged with the id of the request that it failed for"""
        with Region() as region:
            alice = region.alice()
            # The log, which is shorter than the database's journal, still grows.
            restore = no_room(region, os.path.getsize(region.database + '-wal'))
            answer = wait_for(lambda: next((answer for answer in [post_favourite(alice)] if answer.status == 503), None), 'a failure')
            restore()
            self.assertRegex(region.logged(), f'event=failure what=request domain=\\S+ code=\\d+ message="[^"]+" id={answer.headers["X-Request-Id"]} level=error')

    def test_level(self):
        """Of a higher level less is written; a level that is none stops the start"""
        with Region(config='[log]\nlevel=error\n') as region:
            region.alice().request('GET', '/nowhere')
            self.assertEqual(region.stop(), 0)
            self.assertEqual(region.logged(), '')
        region = Region(config='[log]\nlevel=loud\n')
        with self.assertRaisesRegex(AssertionError, 'level must be error, warning or info'):
            region.start()
        region.close()

    def test_journal(self):
        """In the journal each line begins with its priority"""
        with Region(env={'JOURNAL_STREAM': '1:2'}) as region:
            Client(region.url).request('GET', '/nowhere')
            wait_for(lambda: region.logged(), 'a line')
            self.assertTrue(all(line.startswith('<6>event=') for line in region.logged().splitlines()))


class Manager:
    """The service manager's end of NOTIFY_SOCKET."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix='spico-notify-')
        self.path = f'{self.folder.name}/notify'
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.settimeout(30)

    def next(self):
        return self.socket.recv(4096).decode().split('\n')

    def close(self):
        self.socket.close()
        self.folder.cleanup()


class Reload(unittest.TestCase):
    def setUp(self):
        self.manager = Manager()
        self.addCleanup(self.manager.close)
        self.region = measured(config='[log]\nrequests=true\n', env={'NOTIFY_SOCKET': self.manager.path}).start()
        self.addCleanup(self.region.close)
        self.assertEqual(self.manager.next(), ['READY=1'])

    def reload(self, config):
        (self.region.folder / 'server.conf').write_text(config)
        self.region.process.send_signal(signal.SIGHUP)
        state = self.manager.next()
        self.assertEqual(state[0], 'RELOADING=1')
        self.assertRegex(state[1], r'^MONOTONIC_USEC=\d+$')
        self.assertEqual(self.manager.next(), ['READY=1'])

    def test_settings(self):
        """SIGHUP reads the configuration again, and tells the service manager; streams and sessions go on"""
        alice = self.region.alice()
        with alice.events(types='Favourite') as events:
            self.reload('[log]\nrequests=false\n')
            self.assertIn('event=reloaded', self.region.logged())
            n = self.region.logged().count('event=request')
            state = add_favourite(alice, BOB)['newState']
            while events.next_state()[ALICE]['Favourite'] != state:
                pass
            self.assertEqual(self.region.logged().count('event=request'), n)
        self.reload('')
        alice.request('GET', '/nowhere')
        wait_for(lambda: 'path=- status=404' in self.region.logged(), 'requests are logged again')

    def test_sessions(self):
        """A session that is opened after a reload lives as long as it says"""
        self.reload('[sign-in]\nsession-days=2\n')
        self.region.alice()
        [(days,)] = self.region.sql('SELECT (expires_at - created_at) / 86400000000 FROM auth_session')
        self.assertEqual(days, 2)

    def test_bodies(self):
        """The memory for bodies follows a reload"""
        alice = self.region.alice()
        body = b'{"x":"' + b'x' * 700_000 + b'"}'
        with socket.create_connection(('127.0.0.1', int(self.region.url.rsplit(':', 1)[1]))) as unfinished:
            head = f'POST /jmap/api HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {alice.access_token}\r\nContent-Type: application/json\r\nContent-Length: 800000\r\n\r\n'
            unfinished.sendall(head.encode() + body)
            # Of two that come at once either may be the one too many.
            wait_for(lambda: value(samples(self.region), 'spico_http_body_bytes') == len(body), 'the first body has come as far as it goes')
            self.reload('[http]\nmax-body-memory-mb=1\n')
            wait_for(lambda: alice.post(body).status == 503, 'the memory is taken')
            self.reload('')
            self.assertEqual(alice.post(body).status, 400)

    def test_wrong_file(self):
        """A file with a wrong value, or none at all, changes nothing and is told"""
        self.reload('[log]\nrequests=false\n')
        for config in ('[log]\nrequests=true\nlevel=loud\n', '[log]\nrequests=perhaps\n', 'no key file', '[sign-in]\nsession-days=0\n[log]\nrequests=true\n'):
            before = self.region.logged().count('event=failure what=reload')
            self.reload(config)
            self.assertEqual(self.region.logged().count('event=failure what=reload'), before + 1, config)
        self.region.alice().request('GET', '/nowhere')
        self.assertNotIn('path=- status=404', self.region.logged())

    def test_what_waits(self):
        """What needs a restart is named, without its value"""
        self.reload('[http]\nreaders=3\n[database]\nuri=postgresql://somebody:secret@elsewhere/x\n')
        for words in ('group=http key=readers for=restart', 'group=database key=uri for=restart'):
            self.assertIn(words, self.region.logged())
        self.assertNotIn('secret', self.region.logged())

    def test_stop(self):
        """A stop is told, ends streams, and what was answered is kept"""
        alice = self.region.alice()
        add_favourite(alice, BOB)
        with alice.events() as events:
            self.region.process.send_signal(signal.SIGTERM)
            for _ in events:
                pass
        self.assertEqual(self.manager.next(), ['STOPPING=1'])
        self.assertEqual(self.region.process.wait(30), 0)
        self.assertEqual(self.region.sql('SELECT count(*) FROM favourite'), [(1,)])
        drop_favourites(self.region.start().alice())


class Unit(unittest.TestCase):
    """The systemd unit, as systemd's own tools read it without a running systemd."""

    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix='spico-unit-')
        self.addCleanup(self._folder.cleanup)
        self.unit = pathlib.Path(self._folder.name) / 'spico-server.service'
        # The program is where it was built.
        self.unit.write_text(UNIT.read_text().replace('/usr/bin/spico-server', PROGRAM))

    def analyze(self, *arguments):
        return subprocess.run(['systemd-analyze', *arguments], capture_output=True, text=True, check=False, env={**os.environ, 'SYSTEMD_COLORS': '0', 'LC_ALL': 'C.UTF-8'})

    def test_verify(self):
        """systemd finds nothing wrong in it"""
        done = self.analyze('verify', '--man=no', str(self.unit))
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ''))
        self.unit.write_text(self.unit.read_text().replace('Restart=on-failure', 'Restart=sometimes'))
        self.assertIn('sometimes', self.analyze('verify', '--man=no', str(self.unit)).stderr)

    def test_exposure(self):
        """systemd finds it hardened: an exposure of 1.2 of 10 at most"""
        done = self.analyze('security', '--no-pager', '--offline=yes', '--threshold=12', str(self.unit))
        self.assertEqual(done.returncode, 0, done.stdout[-2000:])
        self.assertIn('Overall exposure level', done.stdout)

    def test_directives(self):
        """What matters stands in it: notification, reloading, one place to write, no new privileges"""
        lines = set(UNIT.read_text().splitlines())
        for line in ('Type=notify-reload', 'NoNewPrivileges=yes', 'ProtectSystem=strict', 'StateDirectory=spico', 'StateDirectoryMode=0700', 'CapabilityBoundingSet=',
                     'SystemCallFilter=@system-service', 'UMask=0077', 'Restart=on-failure'):
            self.assertIn(line, lines)
        self.assertRegex(UNIT.read_text(), r'(?m)^User=(?!root)\w+$')


if __name__ == '__main__':
    spico_tap.main()
