# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that mean harm, or are broken: each is bounded, and the others are served as if it were not there."""

import contextlib
import hashlib
import itertools
import json
import os
import pathlib
import re
import resource
import select
import socket
import threading
import time
import unittest
import urllib.parse

from region import ALICE, PASSWORD, Case, Client, Region, wait_for
from spico_jmap_client import PATIENCE
import spico_tap

IDLE = 10_000
MANY = 300
GUESSES = 40
SHARE = 65_536
HOUR_US = 3_600_000_000
FORM = {'Content-Type': 'application/x-www-form-urlencoded'}


def raise_file_limit():
    """As many files as may be opened; gives how many connections fit, room left for the rest."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return min(IDLE, hard - 1000)


class Abuse(Case):
    config = '[http]\npatience-seconds=3\n[log]\nrequests=false\n'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.port = urllib.parse.urlsplit(cls.server.url).port
        cls.alice = cls.server.alice()
        cls.alice.load_session()

    def connect(self, stack):
        return stack.enter_context(socket.create_connection(('127.0.0.1', self.port), 30))

    def check_others(self):
        """Somebody else reads, writes and hears of it."""
        bob = self.server.bob()
        bob.load_session()
        with bob.events(types='Favourite') as events:
            for _ in range(10):
                self.assertEqual(bob.call('Core/echo', {'a': 1}), {'a': 1})
                made = bob.call('Favourite/set', {'accountId': bob.account, 'create': {'f': {'principalId': ALICE}}})
                gone = bob.call('Favourite/set', {'accountId': bob.account, 'destroy': [made['created']['f']['id']]})
                while events.next_state()[bob.account]['Favourite'] != gone['newState']:
                    pass

    def await_cut(self, connections):
        """The server ends every one of them."""
        left = {near.fileno(): near for near in connections}
        poll = select.poll()
        for number in left:
            poll.register(number, select.POLLIN)

        def all_cut():
            for number, _ in poll.poll(100):
                try:
                    ended = not left[number].recv(65536)
                except OSError:
                    ended = True
                if ended:
                    poll.unregister(number)
                    del left[number]
            return not left

        wait_for(all_cut, 'the connections are cut', 60)

    def drip(self, start, many=MANY):
        """Opens many connections that begin a request and go on with a byte now and then, until the server has had enough; others are served meanwhile."""
        with contextlib.ExitStack() as stack:
            connections = [self.connect(stack) for _ in range(many)]
            for near in connections:
                near.sendall(start)
            end = threading.Event()
            dripped = [0]

            def go_on():
                while not end.wait(0.2):
                    for near in connections:
                        with contextlib.suppress(OSError):
                            near.send(b'x')
                            dripped[0] += 1

            thread = threading.Thread(target=go_on)
            thread.start()
            try:
                self.check_others()
                self.await_cut(connections)
            finally:
                end.set()
                thread.join()
            self.assertGreater(dripped[0], many)

    def test_slow_heads(self):
        """Heads that come a byte at a time are cut in the end, and hold nobody up"""
        self.drip(b'GET /healthz HTTP/1.1\r\nHost: x\r\nA: ')

    def test_slow_bodies(self):
        """Bodies that come a byte at a time are cut in the end, and hold nobody up"""
        self.drip(b'POST /jmap/api HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900000\r\nAuthorization: Bearer '
                  + self.alice.access_token.encode() + b'\r\n\r\n{')

    def test_slow_uploads(self):
        """An upload that goes on a byte at a time is cut, and what came of it is removed"""
        head = f'POST /jmap/upload/{ALICE}/ HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\nAuthorization: Bearer {self.alice.access_token}\r\n\r\n'
        self.drip(head.encode() + b'x' * 700_000, 4)
        wait_for(lambda: self.server.sql('SELECT COUNT(*) FROM blob WHERE is_whole = 0') == [(0,)], 'what came of the uploads is removed')

    def take_slowly(self, request):
        """Takes an answer a byte at a time, until the server has had enough; gives how many bytes that took."""
        with contextlib.ExitStack() as stack:
            takers = []
            for _ in range(4):
                near = stack.enter_context(socket.socket())
                near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
                near.settimeout(30)
                near.connect(('127.0.0.1', self.port))
                near.sendall(request)
                takers.append(near)
            taken, left = 0, set(takers)

            def all_cut():
                nonlocal taken
                for near in list(left):
                    # A connection that is cut with unread bytes says so by an error to who sends.
                    try:
                        taken += len(near.recv(1))
                        near.send(b'x')
                    except OSError:
                        left.discard(near)
                return not left

            all_cut()
            self.check_others()
            wait_for(all_cut, 'who takes an answer slowly is cut', 60)
            return taken

    def test_slow_takers(self):
        """Who takes a long answer a byte at a time is cut long before its end, and holds nobody up"""
        data = b'x' * 9_000_000
        blob = self.alice.request('POST', f'/jmap/upload/{ALICE}/', data, {'Content-Type': 'image/png'}).json['blobId']
        download = f'GET /jmap/download/{ALICE}/{blob}/x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.alice.access_token}\r\n\r\n'
        ask = json.dumps({'using': ['urn:ietf:params:jmap:core'], 'methodCalls': [['Core/echo', {'a': 'x' * 900_000}, '0']]}).encode()
        echo = (b'POST /jmap/api HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\nAuthorization: Bearer ' % len(ask)
                + self.alice.access_token.encode() + b'\r\n\r\n' + ask)
        for request in (download.encode(), echo):
            self.assertLess(self.take_slowly(request), 100_000)

    def test_idle(self):
        """Ten thousand connections that say nothing hold nobody up, and are closed"""
        number = raise_file_limit()
        print(f'# {number} idle connections')
        with contextlib.ExitStack() as stack:
            connections = [self.connect(stack) for _ in range(number)]
            self.check_others()
            self.await_cut(connections)
        self.check_others()

    def test_takes_no_answer(self):
        """Who asks on and on and takes no answer is dropped, and holds nobody up"""
        ask = json.dumps({'using': ['urn:ietf:params:jmap:core'], 'methodCalls': [['Core/echo', {'a': 'x' * 200_000}, '0']]}).encode()
        request = (b'POST /jmap/api HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\nAuthorization: Bearer ' % len(ask)
                   + self.alice.access_token.encode() + b'\r\n\r\n' + ask)
        with contextlib.ExitStack() as stack:
            left = {self.connect(stack): b'' for _ in range(20)}
            for near in left:
                near.setblocking(False)

            def push():
                """Sends what the server takes, which is nothing once its answers lie about; tells whether all are dropped."""
                for near, rest in list(left.items()):
                    rest = rest or request
                    try:
                        left[near] = rest[near.send(rest):]
                    except BlockingIOError:
                        pass
                    except ConnectionError:
                        del left[near]
                return not left

            for _ in range(50):
                push()
            self.assertEqual(len(left), 20)
            self.check_others()
            wait_for(push, 'who takes no answer is dropped', 60)

    def test_json_bombs(self):
        """Requests that are made to be costly are refused or answered, and hold nobody up"""
        # Texts of one hash under h * 33 + c, which a table of them would compare one with another.
        same_hash = [''.join(pairs) for pairs in itertools.islice(itertools.product(('Bb', 'CA'), repeat=15), 24_000)]
        colliding = '{' + ','.join(f'"{key}":0' for key in same_hash) + '}'
        wrap = '{"using":["urn:ietf:params:jmap:core"],"methodCalls":[["Core/echo",%s,"0"]]}'
        bombs = {
            'depth': ('[' * 900_000, 400),
            'depth of objects': ('{"a":' * 180_000, 400),
            'depth inside': (wrap % ('{"a":' + '[' * 40 + ']' * 40 + '}'), 400),
            'width': (wrap % ('{"a":[' + '0,' * 450_000 + '0]}'), 200),
            'keys of one hash': (wrap % colliding, 200),
            'created ids of one hash': ('{"using":[],"methodCalls":[],"createdIds":' + colliding.replace(':0', ':"a"') + '}', 400),
            'a huge number': (wrap % ('{"a":' + '9' * 900_000 + '}'), (200, 400)),
            'a huge exponent': (wrap % '{"a":1e999999999}', (200, 400)),
            'a huge fraction': (wrap % ('{"a":0.' + '3' * 900_000 + '}'), (200, 400)),
            'a key twice': (wrap % '{"a":1,"a":2}', 400),
            'a key twice, written otherwise': (wrap % '{"a":1,"\\u0061":2}', 400),
            'bytes that are no text': (wrap.encode() % b'{"a":"\xff\xc0\x80\xed\xa0\x80"}', 400),
            'half a character': (wrap % '{"a":"\\ud83d"}', 400),
            'a zero byte': (wrap.encode() % b'{"a":"\x00"}', 400),
            'a zero in a key': (wrap % '{"a\\u0000b":1}', 400),
            'nothing': ('', 400),
            'many calls': ('{"using":[],"methodCalls":[' + ','.join(['["Core/echo",{},"0"]'] * 40_000) + ']}', 400),
        }
        for name, (body, wanted) in bombs.items():
            answer = self.alice.post(body)
            self.assertIn(answer.status, wanted if isinstance(wanted, tuple) else (wanted,), name)
        threads = [threading.Thread(target=self.alice.post, args=(body,)) for body, _ in bombs.values() for _ in range(2)]
        for thread in threads:
            thread.start()
        self.check_others()
        for thread in threads:
            thread.join()


class SlowLines(Case):
    """Clients that are slow, and honest."""

    config = '[http]\npatience-seconds=5\n'

    def test_both_ways(self):
        """An upload and a download that take longer than the server's patience for a share of them are whole"""
        alice = self.server.alice()
        data = os.urandom(3_000_000)
        shares = [data[at:at + SHARE] for at in range(0, len(data), SHARE)]

        def slowly():
            for share in shares:
                yield share
                time.sleep(0.15)

        start = time.monotonic()
        answer = alice.request('POST', f'/jmap/upload/{ALICE}/', slowly(), {'Content-Length': str(len(data))})
        self.assertEqual(answer.status, 201, answer.body)
        self.assertGreater(time.monotonic() - start, 6)
        connection = alice.connect()
        connection.request('GET', f'/jmap/download/{ALICE}/{answer.json["blobId"]}/x', headers={'Authorization': f'Bearer {alice.access_token}'})
        response, received = connection.getresponse(), []
        while share := response.read(SHARE):
            received.append(share)
            time.sleep(0.15)
        self.assertEqual(b''.join(received), data)
        connection.close()


class Crowd(Case):
    """What so many of them may cost, who do no harm."""

    config = '[log]\nrequests=false\n'
    # Memory that is filled when it is allocated is resident, used or not.
    env = {'MALLOC_PERTURB_': '0'}
    sessions = 100

    def await_text(self, near, text):
        received = b''
        while text not in received:
            piece = near.recv(65536)
            self.assertTrue(piece, received)
            received += piece

    def hold(self, stack, requests, answer):
        """Connections that have had an answer, and stay."""
        connections = []
        for request in requests:
            near = stack.enter_context(socket.create_connection(('127.0.0.1', urllib.parse.urlsplit(self.server.url).port), 30))
            near.sendall(request)
            self.await_text(near, answer)
            connections.append(near)
        return connections

    def resident(self):
        return int(re.search(r'VmRSS:\s+(\d+) kB', pathlib.Path(f'/proc/{self.server.process.pid}/status').read_text()).group(1))

    def cost(self, requests, answer):
        """What one of them adds to the memory of the server, in kB."""
        if 'libasan' in pathlib.Path(f'/proc/{self.server.process.pid}/maps').read_text():
            self.skipTest('the memory measured would be that of the sanitizer')
        with contextlib.ExitStack() as stack:
            self.hold(stack, requests[:20], answer)
        with contextlib.ExitStack() as stack:
            before = self.resident()
            self.hold(stack, requests, answer)
            return (self.resident() - before) / len(requests)

    def test_idle(self):
        """A connection that waits for its next request costs little"""
        self.assertLess(self.cost([b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'] * 1000, b'"ok"'), 12)

    def streams(self, first):
        """Requests for as many streams as so many new sessions of alice's may have."""
        now, tokens = time.time_ns() // 1000, [f'{number:043d}' for number in range(first, first + self.sessions)]
        self.server.sql('INSERT INTO auth_session (id, login, person_id, created_at, refreshed_at, expires_at) VALUES '
                        + ', '.join(f"('{token[7:]}', 'alice', '{ALICE}', {now}, {now}, {now + HOUR_US})" for token in tokens))
        self.server.sql('INSERT INTO access_token (hash, session_id, created_at, expires_at) VALUES '
                        + ', '.join(f"('{hashlib.sha256(token.encode()).hexdigest()}', '{token[7:]}', {now}, {now + HOUR_US})" for token in tokens))
        return [b'GET /jmap/eventsource/?types=*&closeafter=no&ping=300 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n' % token.encode() for token in tokens for _ in range(8)]

    def test_streams(self):
        """An event stream on which nothing happens costs little"""
        self.assertLess(self.cost(self.streams(0), b'event: state'), 16)

    def test_review(self):
        """However many the streams are, each is told what another process has written, and ends with its session"""
        with contextlib.ExitStack() as stack:
            connections = self.hold(stack, self.streams(1000), b'event: state')
            self.server.sql("INSERT OR REPLACE INTO state (account_id, type, modseq, oldest) VALUES (?, 'Favourite', 4711, 0)", ALICE)
            for near in connections:
                self.await_text(near, b'"Favourite":"4711"')
            self.server.sql("UPDATE auth_session SET ended_at = 1 WHERE id LIKE '000000%'")
            for near in connections:
                # The last chunk.
                self.await_text(near, b'0\r\n\r\n')


class Few(Region):
    """A server that may open few files."""

    def command(self):
        return ['prlimit', '--nofile=400:400', *super().command()]


class Exhaustion(unittest.TestCase):
    def test_full(self):
        """Who takes every connection that there is loses them, and then others are served again"""
        with Few(config='[http]\npatience-seconds=1\n') as region, contextlib.ExitStack() as stack:
            address = ('127.0.0.1', urllib.parse.urlsplit(region.url).port)
            connections = [stack.enter_context(socket.create_connection(address, 30)) for _ in range(300)]
            # Behind all of them, waiting to be let in.
            self.assertEqual(Client(region.url).request('GET', '/healthz').status, 200)
            for near in connections:
                near.settimeout(30)
                self.assertEqual(near.recv(1), b'')


class Guessing(Case):
    config = '[http]\ntrust-proxy=true\n[log]\nrequests=false\n'

    def test_flood(self):
        """A flood of guesses from everywhere takes a bounded memory, and who is signed in is served meanwhile"""
        alice = self.server.alice()
        alice.load_session()
        statuses = []

        def guess(number):
            body = urllib.parse.urlencode({'grant_type': 'password', 'username': f'login{number}', 'password': 'wrong'})
            headers = {**FORM, 'X-Real-IP': f'10.{number >> 8}.{number & 255}.1'}
            # They are checked one after the other: the last waits as long as the machine takes for all.
            statuses.append(Client(self.server.url, timeout=GUESSES * PATIENCE).request('POST', '/auth/token', body, headers).status)

        threads = [threading.Thread(target=guess, args=(number,)) for number in range(GUESSES)]
        for thread in threads:
            thread.start()
        for _ in range(20):
            self.assertEqual(alice.call('Core/echo', {'a': 1}), {'a': 1})
        for thread in threads:
            thread.join()
        self.assertEqual(len(statuses), GUESSES)
        self.assertEqual(set(statuses) - {400, 429, 503}, set())
        self.assertIn(400, statuses)
        # Each guess takes 64 MiB: two at a time are 128, all of them would be 2.5 GiB.
        status = pathlib.Path(f'/proc/{self.server.process.pid}/status').read_text()
        self.assertLess(int(re.search(r'VmHWM:\s+(\d+) kB', status).group(1)), 1_500_000)
        # The flood is over: its own login opens as ever.
        self.server.client('bob', PASSWORD)


if __name__ == '__main__':
    spico_tap.main()
