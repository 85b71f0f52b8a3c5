# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in, refreshing, signing out, and guessing."""

import hashlib
import sqlite3
import time
import urllib.parse

from region import ALICE, PASSWORD, Case, Client, Region, wait_for
import spico_tap

FORM = {'Content-Type': 'application/x-www-form-urlencoded'}


class SigningIn(Case):
    def post(self, body, path='/auth/token', headers=None):
        return Client(self.server.url).request('POST', path, body, headers or FORM)

    def refused(self, body, error, headers=None):
        answer = self.post(body, headers=headers)
        self.assertEqual((answer.status, answer.json), (400, {'error': error}), body)

    def test_tokens(self):
        """A password gives a pair of opaque tokens"""
        answer = self.post(urllib.parse.urlencode({'grant_type': 'password', 'username': ' Alice', 'password': PASSWORD}))
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers['Cache-Control'], 'no-store')
        tokens = answer.json
        self.assertEqual((tokens['token_type'], tokens['expires_in']), ('Bearer', 600))
        self.assertRegex(tokens['access_token'], r'^[A-Za-z0-9_-]{43}$')
        self.assertRegex(tokens['refresh_token'], r'^[A-Za-z0-9_-]{43}$')
        self.assertEqual(set(tokens), {'access_token', 'token_type', 'expires_in', 'refresh_token'})

    def test_wrong_grants(self):
        """What proves nothing is invalid_grant, and an unknown login looks like a wrong password"""
        for login, password in (('alice', 'wrong'), ('alice', ''), ('nobody', PASSWORD), ('', ''), ('a b', PASSWORD), ('x' * 300, PASSWORD),
                                ("alice' --", PASSWORD), ('alice', PASSWORD + ' '), ('alice', 'x' * 5000), ('élodie', 'ç')):
            self.refused(urllib.parse.urlencode({'grant_type': 'password', 'username': login, 'password': password}), 'invalid_grant')
        for token in ('', 'x', 'A' * 43, 'A' * 3000):
            self.refused(urllib.parse.urlencode({'grant_type': 'refresh_token', 'refresh_token': token}), 'invalid_grant')
        self.server.alice()

    def test_wrong_requests(self):
        """A request that is none is told so"""
        for body in (b'', b'{}', b'grant_type=password', b'grant_type=password&username=alice', b'grant_type=refresh_token',
                     b'grant_type=password&username=alice&username=bob&password=x', b'username=%FF', b'grant_type=password&username=a%00b&password=x'):
            self.refused(body, 'invalid_request')
        self.refused(b'grant_type=client_credentials', 'unsupported_grant_type')
        self.refused(b'{"grant_type":"password"}', 'invalid_request', {'Content-Type': 'application/json'})
        self.assertEqual(self.post(b'grant_type=password&password=' + b'x' * 20_000).status, 413)

    def test_unknown_takes_as_long(self):
        """An unknown login takes about as long as a wrong password"""
        def measure(login):
            times = []
            for _ in range(3):
                start = time.monotonic()
                self.post(urllib.parse.urlencode({'grant_type': 'password', 'username': login, 'password': 'wrong again'}))
                times.append(time.monotonic() - start)
            return min(times)

        # Hashing takes tens of milliseconds, a look-up less than one.
        self.assertGreater(measure('somebody'), measure('bob') / 3)

    def test_rotation(self):
        """Refreshing goes on and on, and old tokens go"""
        client = self.server.alice()
        seen = {client.refresh_token}
        for _ in range(10):
            client.refresh()
            self.assertNotIn(client.refresh_token, seen)
            seen.add(client.refresh_token)
            self.assertEqual(client.request('GET', '/.well-known/jmap').status, 200)

    def test_lost_reply(self):
        """A lost reply signs nobody out"""
        client = self.server.alice()
        token = client.refresh_token
        for _ in range(3):
            self.assertEqual(client.form('/auth/token', grant_type='refresh_token', refresh_token=token).status, 200)
        client.refresh().refresh()
        self.assertEqual(client.request('GET', '/.well-known/jmap').status, 200)

    def test_reuse(self):
        """A refresh token that comes again after its successor ends the session"""
        client = self.server.alice()
        other = self.server.alice()
        stolen = client.refresh_token
        client.refresh().refresh()
        answer = client.form('/auth/token', grant_type='refresh_token', refresh_token=stolen)
        self.assertEqual((answer.status, answer.json), (400, {'error': 'invalid_grant'}))
        self.assertEqual(client.request('GET', '/.well-known/jmap').status, 401)
        self.assertEqual(client.form('/auth/token', grant_type='refresh_token', refresh_token=client.refresh_token).status, 400)
        self.assertEqual(other.request('GET', '/.well-known/jmap').status, 200)

    def test_revoke(self):
        """Signing out ends the session, and is always 200"""
        client = self.server.alice()
        self.assertEqual(client.sign_out().status, 200)
        self.assertEqual(client.request('GET', '/.well-known/jmap').status, 401)
        self.assertEqual(client.sign_out().status, 200)
        self.assertEqual(client.form('/auth/revoke', token='unknown').status, 200)
        self.assertEqual(client.form('/auth/revoke').status, 400)

    def test_erase(self):
        """B019: a device that is signed out from another hears that it must erase, its streams end at once, and it confirms"""
        lost = Client(self.server.url)
        lost._keep(lost.form('/auth/token', grant_type='password', username='alice', password=PASSWORD, device_name='Portable égaré'))
        here = self.server.alice()
        devices = here.call('Device/get', {'accountId': here.account, 'ids': None})['list']
        [device] = [device for device in devices if device['name'] == 'Portable égaré']
        self.assertEqual([one['isCurrent'] for one in devices if one['isCurrent']], [True])
        self.assertFalse(device['isCurrent'])
        with lost.events() as events:
            done = here.call('Device/set', {'accountId': here.account, 'update': {device['id']: {'mustErase': True}}})
            self.assertIn(device['id'], done['updated'])
            list(events)
        self.assertEqual(lost.request('GET', '/.well-known/jmap').status, 401)
        for _ in range(2):
            answer = lost.form('/auth/token', grant_type='refresh_token', refresh_token=lost.refresh_token)
            self.assertEqual((answer.status, answer.json), (400, {'error': 'invalid_grant', 'erase': True}))
        self.assertTrue(here.call('Device/get', {'accountId': here.account, 'ids': [device['id']]})['list'][0]['mustErase'])
        self.assertEqual(lost.sign_out().status, 200)
        self.assertEqual(here.call('Device/get', {'accountId': here.account, 'ids': [device['id']]})['notFound'], [device['id']])
        answer = lost.form('/auth/token', grant_type='refresh_token', refresh_token=lost.refresh_token)
        self.assertEqual((answer.status, answer.json), (400, {'error': 'invalid_grant'}))
        self.assertEqual(here.request('GET', '/.well-known/jmap').status, 200)

    def test_erase_while_locked(self):
        """B019: a device that is locked asks with the digest of its token, which opens nothing"""
        lost = Client(self.server.url)
        lost._keep(lost.form('/auth/token', grant_type='password', username='alice', password=PASSWORD, device_name='Portable verrouillé'))
        here = self.server.alice()
        digest = hashlib.sha256(lost.refresh_token.encode()).hexdigest()
        stranger = Client(self.server.url)
        access = hashlib.sha256(lost.access_token.encode()).hexdigest()

        def ask(**form):
            answer = stranger.form('/auth/erasure', **form)
            self.assertEqual(answer.status, 200)
            return answer.json

        # Before anybody asked for it, it confirms nothing, and ends nothing.
        for one in (digest, access, 'a' * 64, '', "' OR 1=1 --", 'A' * 5000):
            self.assertEqual(ask(token_digest=one), {'erase': False})
            self.assertEqual(ask(token_digest=one, erased='true'), {'erase': False})
        self.assertEqual(lost.request('GET', '/.well-known/jmap').status, 200)
        self.refused(urllib.parse.urlencode({'grant_type': 'refresh_token', 'refresh_token': digest}), 'invalid_grant')

        [device] = [one for one in here.call('Device/get', {'accountId': here.account, 'ids': None})['list'] if one['name'] == 'Portable verrouillé']
        here.call('Device/set', {'accountId': here.account, 'update': {device['id']: {'mustErase': True}}})
        for _ in range(2):
            self.assertEqual(ask(token_digest=digest), {'erase': True})
        self.assertEqual(ask(token_digest=access, erased='true'), {'erase': False})
        self.assertTrue(here.call('Device/get', {'accountId': here.account, 'ids': [device['id']]})['list'][0]['mustErase'])
        self.assertEqual(ask(token_digest=digest, erased='true'), {'erase': True})
        self.assertEqual(here.call('Device/get', {'accountId': here.account, 'ids': [device['id']]})['notFound'], [device['id']])
        self.assertEqual(ask(token_digest=digest), {'erase': False})
        for body in (b'', b'token_digest', b'erased=true', b'token_digest=a&erased=yes', b'token_digest=a&token_digest=b'):
            answer = self.post(body, '/auth/erasure')
            self.assertIn((answer.status, answer.json), [(400, {'error': 'invalid_request'})], body)

    def test_device_names(self):
        """The name of a device is one short line"""
        for name in ('x' * 101, 'a\nb', 'a\x1bb'):
            self.refused(urllib.parse.urlencode({'grant_type': 'password', 'username': 'alice', 'password': PASSWORD, 'device_name': name}), 'invalid_request')

    def test_restart(self):
        """Tokens outlive the server's process"""
        with Region() as region:
            client = region.alice()
            region.kill()
            region.start()
            client.url = region.url
            self.assertEqual(client.request('GET', '/.well-known/jmap').status, 200)
            client.refresh()

    def test_strangers(self):
        """Tokens of strangers do not take the writer's time"""
        client = self.server.alice()
        lock = sqlite3.connect(self.server.database, isolation_level=None)
        lock.execute('BEGIN IMMEDIATE')
        try:
            self.refused('grant_type=refresh_token&refresh_token=' + 'A' * 43, 'invalid_grant')
            self.assertEqual(client.form('/auth/revoke', token='A' * 43).status, 200)
        finally:
            lock.execute('ROLLBACK')
            lock.close()

    def test_seen(self):
        """Signing in tells when a person was last seen, and a stream that they are there"""
        client = self.server.alice()
        now = time.time() * 1e6
        [(seen,)] = self.server.sql('SELECT last_seen_at FROM presence WHERE person_id = ?', ALICE)
        self.assertLess(abs(now - seen), 60e6)
        bob = self.server.bob()
        with client.events():
            wait_for(lambda: bob.call('Principal/get', {'accountId': 'region', 'ids': [ALICE]})['list'][0]['presence'] == 'online', 'they are there')


class Guessing(Case):
    config = '[http]\ntrust-proxy=true\n'

    def guess(self, login, address, password='wrong'):
        body = urllib.parse.urlencode({'grant_type': 'password', 'username': login, 'password': password})
        return Client(self.server.url).request('POST', '/auth/token', body, {**FORM, 'X-Real-IP': address})

    def test_login(self):
        """Guessing at one login is slowed down, from anywhere, even with the right password"""
        for number in range(5):
            self.assertEqual(self.guess('alice', f'192.0.2.{number}').status, 400)
        answer = self.guess('Alice', '192.0.2.77', PASSWORD)
        self.assertEqual((answer.status, answer.json), (429, {'error': 'slow_down'}))
        self.assertGreaterEqual(int(answer.headers['Retry-After']), 1)
        self.assertEqual(self.guess('bob', '192.0.2.1', PASSWORD).status, 200)
        wait_for(lambda: self.guess('alice', '192.0.2.77', PASSWORD).status == 200, 'the wait is over')

    def test_address(self):
        """Guessing at many logins from one address is slowed down"""
        statuses = [self.guess(f'login{number}', '198.51.100.9').status for number in range(31)]
        self.assertEqual(statuses, [400] * 30 + [429])
        self.assertEqual(self.guess('bob', '198.51.100.10', PASSWORD).status, 200)


if __name__ == '__main__':
    spico_tap.main()
