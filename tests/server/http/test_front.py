# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped nginx configuration in front of the server: TLS and HTTP/2 outside, a Unix socket inside."""

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
    def connect(self):
        context = ssl.create_default_context(cafile=self.certificate)
        return http.client.HTTPSConnection('127.0.0.1', self.port, context=context, timeout=self.timeout)


class Front(unittest.TestCase):
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
                         ('/etc/ssl/spico/fullchain.pem', cls.certificate), ('/etc/ssl/spico/key.pem', str(folder / 'key.pem'))):
            assert old in text, old
            text = text.replace(old, new)
        temporary = ''.join(f'{kind}_temp_path {folder}/{kind};\n' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        (folder / 'nginx.conf').write_text(f'daemon off;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{temporary}{text}\n}}\n')
        program = shutil.which('nginx', path=os.environ.get('PATH', '') + ':/usr/sbin')
        with (folder / 'nginx.log').open('wb') as log:
            cls.nginx = subprocess.Popen([program, '-e', 'stderr', '-p', str(folder), '-c', str(folder / 'nginx.conf')], stderr=log)
        wait_for(cls.answers, 'nginx answers')
        cls.alice = cls.client().sign_in('alice', PASSWORD)
        cls.alice.load_session()

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

    def test_calls(self):
        """Signing in and calling work through it"""
        alice = self.alice
        self.assertTrue(alice.load_session()['accounts'][ALICE]['isPersonal'])
        self.assertEqual(alice.call('Core/echo', {'a': 'b'}), {'a': 'b'})
        self.assertEqual(alice.request('GET', '/nothing').status, 404)

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
        self.assertEqual(alice.post(b'{"x":"' + b'y' * 1_020_000 + b'"}').status, 413)
        self.assertEqual(alice.post(b'{"x":"' + b'y' * 1_200_000 + b'"}').status, 413)

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


if __name__ == '__main__':
    spico_tap.main()
