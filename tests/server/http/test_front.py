# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped nginx configuration in front of the server: TLS and HTTP/2 outside, a Unix socket inside."""

import contextlib
import http.client
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import time
import unittest

from region import ALICE, BOB, PASSWORD, Client, Region, add_favourite, drop_favourites, wait_for
import spico_tap

EXAMPLE = pathlib.Path(__file__).resolve().parents[3] / 'data' / 'nginx' / 'spico.conf'


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class FrontClient(Client):
    source = None

    def connect(self):
        context = ssl.create_default_context(cafile=self.certificate)
        return http.client.HTTPSConnection('127.0.0.1', self.port, context=context, timeout=self.timeout, source_address=self.source)


class Case(unittest.TestCase):
    """The example, as shipped but for where it listens, where its certificate lies, and what a case changes."""

    changes = ()

    @classmethod
    def setUpClass(cls):
        cls.region = Region(config='[http]\ntrust-proxy=true\n')
        folder = cls.region.folder
        cls.region.listen = f'unix:{folder}/http'
        cls.region.start()
        cls.port = free_port()
        cls.certificate = str(folder / 'cert.pem')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                        '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', folder / 'key.pem', '-out', cls.certificate], check=True, capture_output=True)
        text = EXAMPLE.read_text()
        for old, new in (('unix:/run/spico/http', f'unix:{folder}/http'), ('listen 443 ssl;', f'listen 127.0.0.1:{cls.port} ssl;'), ('  listen [::]:443 ssl;\n', ''),
                         ('/etc/ssl/spico/fullchain.pem', cls.certificate), ('/etc/ssl/spico/key.pem', str(folder / 'key.pem')), *cls.changes):
            assert old in text, old
            text = text.replace(old, new)
        temporary = ''.join(f'{kind}_temp_path {folder}/{kind};\n' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        (folder / 'nginx.conf').write_text(f'daemon off;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{temporary}{text}\n}}\n')
        program = shutil.which('nginx', path=os.environ.get('PATH', '') + ':/usr/sbin')
        with (folder / 'nginx.log').open('wb') as log:
            cls.nginx = subprocess.Popen([program, '-e', 'stderr', '-p', str(folder), '-c', str(folder / 'nginx.conf')], stderr=log)
        wait_for(cls.answers, 'nginx answers')

    @classmethod
    def tearDownClass(cls):
        cls.nginx.terminate()
        cls.nginx.wait(30)
        cls.region.close()

    @classmethod
    def client(cls):
        client = FrontClient('https://127.0.0.1')
        client.port, client.certificate = cls.port, cls.certificate
        return client

    @classmethod
    def answers(cls):
        if cls.nginx.poll() is not None:
            raise AssertionError((cls.region.folder / 'nginx.log').read_text())
        try:
            return cls.client().request('GET', '/healthz').status == 200
        except OSError:
            return False

    def connect(self):
        """Bytes of one's own, under TLS."""
        context = ssl.create_default_context(cafile=self.certificate)
        return context.wrap_socket(socket.create_connection(('127.0.0.1', self.port), 30), server_hostname='127.0.0.1')

    def exchange(self, data):
        """All that comes back until nginx closes."""
        with self.connect() as near:
            near.sendall(data)
            received = b''
            with contextlib.suppress(OSError):
                while piece := near.recv(65536):
                    received += piece
            return received

    def check_hygiene(self, headers):
        """What every answer carries, whoever gives it, once; and what it does not say."""
        self.assertEqual(headers.get_all('X-Content-Type-Options'), ['nosniff'])
        self.assertEqual(headers.get_all('Strict-Transport-Security'), ['max-age=31536000'])
        self.assertEqual(headers.get_all('Cache-Control'), ['no-store'])
        self.assertEqual(headers.get_all('Server'), ['nginx'])

    def check_problem(self, answer, status):
        self.assertEqual(answer.status, status)
        self.assertEqual(answer.headers['Content-Type'], 'application/problem+json')
        self.assertEqual(answer.json['status'], status)
        self.assertTrue(answer.json['title'])
        self.check_hygiene(answer.headers)


class Front(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alice = cls.client().sign_in('alice', PASSWORD)
        cls.alice.load_session()

    def test_calls(self):
        """Signing in and calling work through it"""
        alice = self.alice
        self.assertTrue(alice.load_session()['accounts'][ALICE]['isPersonal'])
        self.assertEqual(alice.call('Core/echo', {'a': 'b'}), {'a': 'b'})
        self.check_problem(alice.request('GET', '/nothing'), 404)

    def test_events(self):
        """Events come through it at once"""
        alice = self.alice
        with alice.events(types='Favourite', closeafter='state') as events:
            start = time.monotonic()
            add_favourite(alice, BOB)
            self.assertIn(ALICE, events.next_state())
            self.assertLess(time.monotonic() - start, 1)
        drop_favourites(alice)

    def test_too_large(self):
        """A body that is too large is refused by one or the other"""
        alice = self.alice
        for size in (1_020_000, 1_200_000):
            answer = alice.post(b'{"x":"' + b'y' * size + b'"}')
            self.check_problem(answer, 413)
            self.assertEqual((answer.json['type'], answer.json['limit']), ('urn:ietf:params:jmap:error:limit', 'maxSizeRequest'))

    def test_blobs(self):
        """A blob larger than any request goes up and comes down, at the addresses that the session gives"""
        session = self.alice.load_session()
        origin = f'https://127.0.0.1:{self.port}'
        self.assertEqual(session['uploadUrl'], origin + '/jmap/upload/{accountId}/')
        data = os.urandom(3_000_000)
        blob = self.alice.request('POST', f'/jmap/upload/{ALICE}/', data, {'Content-Type': 'image/png'})
        self.assertEqual(blob.status, 201, blob.body)
        self.assertEqual(self.alice.request('GET', f'/jmap/download/{ALICE}/{blob.json["blobId"]}/a.png?type=image/png').body, data)

    def test_http2(self):
        """A client that speaks HTTP/2 is understood"""
        done = subprocess.run(['curl', '--silent', '--http2', '--cacert', self.certificate, '--write-out', '%{http_version} %{http_code}', '--output', '/dev/null',
                               f'https://127.0.0.1:{self.port}/healthz'], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, '2 200')

    def test_addresses(self):
        """The server sees each client's own address, whatever the client says"""
        client = self.client()
        for number in range(31):
            answer = client.request('POST', '/auth/token', f'grant_type=password&username=x{number}&password=y',
                                    {'Content-Type': 'application/x-www-form-urlencoded', 'X-Real-IP': f'192.0.2.{number}'}, token=False)
        self.assertEqual(answer.status, 429)

    def test_hygiene(self):
        """Answers say once what browsers are to do, and nothing of what runs here"""
        answer = self.alice.request('GET', '/.well-known/jmap')
        self.assertEqual(answer.status, 200)
        self.check_hygiene(answer.headers)

    def test_ways(self):
        """F002: whoever asks through the front server in which ways people may sign in is given its addresses"""
        answer = self.alice.request('GET', '/.well-known/oauth-authorization-server')
        self.assertEqual((answer.status, answer.headers['Cache-Control']), (200, 'max-age=60'))
        self.assertEqual((answer.json['issuer'], answer.json['token_endpoint']), (f'https://127.0.0.1:{self.port}', f'https://127.0.0.1:{self.port}/auth/token'))

    def test_tls(self):
        """TLS 1.3 is spoken, and nothing older"""
        context = ssl.create_default_context(cafile=self.certificate)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            context.wrap_socket(socket.create_connection(('127.0.0.1', self.port), 30), server_hostname='127.0.0.1')
        with self.connect() as near:
            self.assertEqual(near.version(), 'TLSv1.3')

    def test_plain(self):
        """Plain HTTP gets no further"""
        with socket.create_connection(('127.0.0.1', self.port), 30) as near:
            near.sendall(b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
            self.assertTrue(near.recv(65536).startswith(b'HTTP/1.1 400 '))

    def test_smuggling(self):
        """A request whose length is said twice is refused, and what stands behind it is not served"""
        behind = b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
        for headers, body in ((b'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n', b'0\r\n\r\n'),
                              (b'Content-Length: 3\r\nContent-Length: 4\r\n', b'abc'),
                              (b'Transfer-Encoding: xchunked\r\n', b'0\r\n\r\n'),
                              (b'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', b'0\r\n\r\n'),
                              (b'Content-Length : 3\r\n', b'abc')):
            received = self.exchange(b'POST /auth/revoke HTTP/1.1\r\nHost: x\r\n' + headers + b'\r\n' + body + behind)
            self.assertRegex(received, rb'\AHTTP/1\.1 (400|501) ', headers)
            self.assertNotIn(b'HTTP/1.1 200', received, headers)

    def test_giants(self):
        """Giant lines and headers are refused, as a problem"""
        for head in (b'GET /' + b'a' * 20_000 + b' HTTP/1.1\r\nHost: x\r\n\r\n', b'GET / HTTP/1.1\r\nHost: x\r\nA: ' + b'b' * 20_000 + b'\r\n\r\n',
                     b'GET / HTTP/1.1\r\nHost: x\r\n' + b'A: b\r\n' * 50_000 + b'\r\n'):
            received = self.exchange(head)
            self.assertRegex(received, rb'\AHTTP/1\.1 (400|414) ')
            self.assertIn(b'application/problem+json', received)

    def test_sign_in_flood(self):
        """A flood of tries to sign in is stopped in front, as a problem, and the rest goes on"""
        def flooded():
            answers = [self.client().form('/auth/token', grant_type='none') for _ in range(20)]
            return [answer for answer in answers if answer.status == 429]

        answer = wait_for(flooded, 'the flood is stopped')[0]
        self.check_problem(answer, 429)
        self.assertEqual(answer.headers['Retry-After'], '1')
        self.assertEqual(self.alice.call('Core/echo', {'a': 'b'}), {'a': 'b'})


class Limits(Case):
    changes = (('spico_connections 4000', 'spico_connections 4'),)

    def test_connections(self):
        """One address has no more than its share of connections, and has it again when they end"""
        alice = self.client().sign_in('alice', PASSWORD)
        alice.load_session()
        with contextlib.ExitStack() as stack:
            streams = [stack.enter_context(alice.events()) for _ in range(4)]
            for events in streams:
                events.next_state()
            self.check_problem(alice.request('GET', '/healthz'), 429)
        wait_for(lambda: alice.request('GET', '/healthz').status == 200, 'connections have ended')


class Rate(Case):
    """With a burst that is short, and never given back within the time of a test."""

    changes = (('zone=spico_requests:10m rate=200r/s', 'zone=spico_requests:10m rate=1r/m'), ('zone=spico_requests burst=400', 'zone=spico_requests burst=20'))

    @classmethod
    def elsewhere(cls, address):
        client = cls.client()
        client.source = (address, 0)
        return client

    def test_requests(self):
        """One address that asks too fast is told so, as a problem; another one is served, and who is told asks again later"""
        fast, other = self.elsewhere('127.0.0.2'), self.elsewhere('127.0.0.3').sign_in('alice', PASSWORD)
        answers = [fast.request('GET', '/healthz') for _ in range(30)]
        self.assertEqual([answer.status for answer in answers], [200] * 21 + [429] * 9)
        for answer in answers[21:]:
            self.check_problem(answer, 429)
            self.assertEqual(answer.headers['Retry-After'], '1')
        self.check_problem(fast.post('{}'), 429)
        self.assertEqual(other.call('Core/echo', {'a': 'b'}), {'a': 'b'})
        # Signing in is counted by itself.
        self.assertEqual(fast.form('/auth/token', grant_type='none').status, 400)


class Upstream(Case):
    def test_gone(self):
        """Without a server the answer is a problem, and the server is found again"""
        client = self.client()
        self.region.kill()
        answer = client.request('GET', '/healthz')
        self.check_problem(answer, 502)
        self.assertEqual(answer.headers['Retry-After'], '2')
        self.region.start()
        self.assertEqual(client.request('GET', '/healthz').status, 200)


if __name__ == '__main__':
    spico_tap.main()
