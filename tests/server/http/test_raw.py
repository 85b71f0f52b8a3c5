# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes that no client sends: malformed and ambiguous requests, and slow ones."""

import json
import re
import socket
import time
import urllib.parse

from region import Case, Client
import spico_tap

HEALTH = b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
ECHO = b'{"using":["urn:ietf:params:jmap:core"],"methodCalls":[["Core/echo",{},"c"]]}'


class Raw(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.token = cls.server.alice().access_token.encode()

    def exchange(self, data, wait=1):
        """Sends bytes and gives all that comes back until the server closes, or nothing more comes."""
        with socket.create_connection(('127.0.0.1', urllib.parse.urlsplit(self.server.url).port)) as near:
            near.settimeout(wait)
            received = b''
            try:
                near.sendall(data)
                while True:
                    piece = near.recv(65536)
                    if not piece:
                        break
                    received += piece
            except OSError:
                pass
            return received

    def statuses(self, data):
        return [int(status) for status in re.findall(rb'HTTP/1\.1 (\d{3}) ', self.exchange(data))]

    def post(self, headers, body):
        return (b'POST /jmap/api HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer ' + self.token + b'\r\n' + headers + b'\r\n' + body)

    def tearDown(self):
        self.assertEqual(Client(self.server.url).request('GET', '/healthz').status, 200)

    def test_smuggling(self):
        """A request whose length is said twice is refused, and nothing behind it is served"""
        length = str(len(ECHO)).encode()
        chunked = b'%x\r\n%s\r\n0\r\n\r\n' % (len(ECHO), ECHO)
        for headers, body in (
                (b'Content-Length: ' + length + b'\r\nTransfer-Encoding: chunked\r\n', chunked),
                (b'Transfer-Encoding: chunked\r\nContent-Length: ' + length + b'\r\n', chunked),
                (b'Content-Length: ' + length + b'\r\nContent-Length: 5\r\n', ECHO),
                (b'Content-Length: ' + length + b'\r\nContent-Length: ' + length + b'\r\n', ECHO),
                (b'Content-Length: ' + length + b', ' + length + b'\r\n', ECHO),
                (b'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', chunked),
                (b'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', chunked),
                (b'Transfer-Encoding: gzip, chunked\r\n', chunked),
                (b'Transfer-Encoding: xchunked\r\n', chunked),
                (b'Transfer-Encoding : chunked\r\n', chunked),
                (b' Transfer-Encoding: chunked\r\n', chunked),
                (b'Transfer-Encoding:\r\n chunked\r\n', chunked),
                (b'Transfer-Encoding: chunked\r\n , identity\r\n', chunked),
                (b'Transfer-Encoding: \x0bchunked\r\n', chunked),
                (b'Transfer-Encoding: chunked, chunked\r\n', chunked),
                (b'Content-Length: ' + length + b'\r\n\tContent-Length: 0\r\n', ECHO),
                (b'Content-Length: ' + length + b'\n', ECHO),
                (b'X: y\nContent-Length: ' + length + b'\r\n', ECHO)):
            statuses = self.statuses(self.post(headers, body + HEALTH))
            self.assertEqual(len(statuses), 1, (headers, statuses))
            self.assertGreaterEqual(statuses[0], 400, headers)

    def test_old_chunks(self):
        """HTTP/1.0 has no chunks: what stands behind such a request is not served"""
        chunked = b'%x\r\n%s\r\n0\r\n\r\n' % (len(ECHO), ECHO)
        old = self.post(b'Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n', chunked + HEALTH).replace(b'HTTP/1.1', b'HTTP/1.0', 1)
        self.assertEqual(self.statuses(old), [400])

    def test_bodies(self):
        """A body ends where its length says, with GET too, and in a trailer nothing counts"""
        get = b'GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n' % len(HEALTH) + HEALTH
        self.assertEqual(len(self.statuses(get)), 1)
        trailed = self.post(b'Transfer-Encoding: chunked\r\n', b'%x\r\n%s\r\n0\r\nContent-Length: 5\r\nAuthorization: Bearer x\r\n\r\n' % (len(ECHO), ECHO))
        self.assertEqual(self.statuses(trailed + HEALTH), [200, 200])

    def test_lengths(self):
        """A length that is no number is refused"""
        for value in (b'-1', b'+5', b'0x10', b'1e3', b'5 5', b'99999999999999999999999999', b'abc', b''):
            statuses = self.statuses(self.post(b'Content-Length: ' + value + b'\r\n', ECHO + HEALTH))
            self.assertTrue(statuses and statuses[0] >= 400, (value, statuses))
            self.assertNotIn(200, statuses, value)

    def test_chunks(self):
        """Malformed chunks, and those with extensions, are refused, and nothing behind them is served"""
        for body in (b'zz\r\nabc\r\n0\r\n\r\n', b'-5\r\nabc\r\n0\r\n\r\n', b'ffffffffffffffffff\r\nabc', b'5\r\nabcdefgh\r\n0\r\n\r\n', b'5\nabcde\n0\n\n',
                     b'0x5\r\nabcde\r\n0\r\n\r\n', b'5;a\nb\r\nabcde\r\n0\r\n\r\n', b'%x;name=value\r\n%s\r\n0\r\n\r\n' % (len(ECHO), ECHO), b'5 \r\nabcde\r\n0\r\n\r\n', b'5\r\nabcdeXX0\r\n\r\n',
                     b'00000000000000000005\r\nabc\r\n0\r\n\r\n', b'5;' + b'x' * 70_000 + b'\r\nabcde\r\n0\r\n\r\n'):
            statuses = self.statuses(self.post(b'Transfer-Encoding: chunked\r\n', body + HEALTH))
            self.assertNotIn(200, statuses, body[:40])

    def test_lines(self):
        """Malformed request lines and headers are refused"""
        for head in (b'GET /healthz\r\n\r\n', b'GET  /healthz HTTP/1.1\r\nHost: x\r\n\r\n', b'GET /healthz HTTP/2.0\r\nHost: x\r\n\r\n',
                     b'GET /healthz HTTP/1.1\r\n\r\n', b'GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n', b'GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n',
                     b'GET /healthz HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n', b'GET /healthz HTTP/1.1\r\nHost: x\r\n: empty\r\n\r\n',
                     b'GET /healthz HTTP/1.1\r\nHost: x\r\nA: b\r\n folded\r\n\r\n', b'GET /health\x00z HTTP/1.1\r\nHost: x\r\n\r\n',
                     b'GET /healthz HTTP/1.1\r\nHost: x\r\nA: b\x00c\r\n\r\n', b'GET /healthz HTTP/1.1\nHost: x\n\n', b'\x16\x03\x01\x02\x00\x01\x00',
                     b'GET /healthz HTTP/1.1\r\nHost: x\rA: b\r\n\r\n', b'get /healthz HTTP/1.1\r\nHost: x\r\n\r\n'):
            self.assertNotIn(200, self.statuses(head), head)

    def test_twice(self):
        """A token, or a type, that stands twice is refused"""
        length = b'Content-Length: %d\r\n' % len(ECHO)
        self.assertEqual(self.statuses(self.post(length + b'Authorization: Bearer x\r\n', ECHO)), [400])
        self.assertEqual(self.statuses(self.post(length + b'Content-Type: text/plain\r\n', ECHO)), [400])

    def test_giants(self):
        """Giant lines and headers are refused"""
        for head in (b'GET /' + b'a' * 200_000 + b' HTTP/1.1\r\nHost: x\r\n\r\n', b'GET /healthz HTTP/1.1\r\nHost: x\r\nA: ' + b'b' * 200_000 + b'\r\n\r\n',
                     b'GET /healthz HTTP/1.1\r\nHost: x\r\n' + b'A: b\r\n' * 50_000 + b'\r\n', b'A' * 200_000):
            self.assertNotIn(200, self.statuses(head))

    def test_heads(self):
        """A head is answered whatever its size: up to 3 kB with what it asks for, above with why not"""
        def long_header(size):
            return b'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nA: ' + b'b' * size + b'\r\n\r\n'

        def long_address(size):
            return b'GET /healthz?a=' + b'b' * size + b' HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'

        def many_headers(size):
            return b'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n' + b'A: b\r\n' * (size // 6) + b'\r\n'

        def many_parameters(size):
            return b'GET /healthz?' + b'a=b&' * (size // 4) + b' HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'

        def cookies(size):
            return b'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: ' + b'a=b; ' * (size // 5) + b'c=d\r\n\r\n'

        # What it may take, libmicrohttpd's notes of each header and parameter not counted.
        for head, fits in ((long_header, 2800), (long_address, 2800), (many_headers, 240), (many_parameters, 160), (cookies, 160)):
            sizes = [*range(0, 8000, 97), 16_000, 30_000]
            statuses = {size: self.statuses(head(size)) for size in sizes}
            for size in sizes:
                self.assertEqual(len(statuses[size]), 1, (head.__name__, size, statuses[size]))
                self.assertIn(statuses[size][0], (200,) if size <= fits else (200, 414, 431), (head.__name__, size))
            self.assertNotEqual(statuses[8000 // 97 * 97], [200], head.__name__)

    def test_head_problem(self):
        """A head that is too large is refused as a problem, whatever it asks for"""
        for method in (b'GET', b'POST', b'HEAD'):
            received = self.exchange(method + b' /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nA: ' + b'b' * 4000 + b'\r\n\r\n')
            head, _, body = received.partition(b'\r\n\r\n')
            self.assertTrue(head.startswith(b'HTTP/1.1 431 '), head)
            self.assertIn(b'Content-Type: application/problem+json', head)
            if method == b'HEAD':
                self.assertEqual(body, b'')
            else:
                self.assertEqual(json.loads(body)['status'], 431)
        self.assertIn('method=GET path=/healthz status=431', self.server.logged())

    def test_cut(self):
        """A request that is cut does nothing"""
        for data in (b'G', HEALTH[:-2], self.post(b'Content-Length: 100\r\n', ECHO[:20]), self.post(b'Transfer-Encoding: chunked\r\n', b'5\r\nab')):
            self.assertNotIn(200, self.statuses(data))

    def test_pipelined(self):
        """Requests sent together are answered in their order"""
        self.assertEqual(self.statuses(HEALTH * 3 + b'GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n' + HEALTH), [200, 200, 200, 404, 200])

    def test_idle(self):
        """A connection that says nothing is closed after ten seconds"""
        with socket.create_connection(('127.0.0.1', urllib.parse.urlsplit(self.server.url).port)) as near:
            near.settimeout(20)
            start = time.monotonic()
            near.sendall(b'GET /healthz HT')
            self.assertNotIn(b' 200 ', near.recv(4096))
            self.assertGreater(time.monotonic() - start, 5)

    def test_many(self):
        """Hundreds of connections at once are all served"""
        port = urllib.parse.urlsplit(self.server.url).port
        many = [socket.create_connection(('127.0.0.1', port)) for _ in range(400)]
        for near in many:
            near.sendall(HEALTH)
        for near in many:
            near.settimeout(20)
            self.assertTrue(near.recv(4096).startswith(b'HTTP/1.1 200'))
            near.close()


if __name__ == '__main__':
    spico_tap.main()
