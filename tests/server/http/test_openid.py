# SPDX-License-Identifier: GPL-3.0-or-later
"""F002: signing in with an OpenID provider, a real one (oidc-provider of npm)."""

import concurrent.futures
import hashlib
import os
import tempfile
import time
import unittest
import urllib.parse

from region import ALICE, BOB, PASSWORD, Client, Region, wait_for
import spico_tap
from spico_openid import SECRET, Browser, Provider, SignIn

ALICE_NUMBER, BOB_NUMBER = '899700900001', '899700900002'
ACCOUNTS = {
    'alice': {'SubjectNameID': ALICE_NUMBER, 'given_name': 'Alice', 'family_name': 'AVRIL'},
    'bob': {'SubjectNameID': BOB_NUMBER, 'given_name': 'Bob', 'family_name': 'BRUN'},
    'stranger': {'SubjectNameID': '899700900009', 'given_name': 'Inconnue', 'family_name': 'NULLE-PART'},
    'nobody': {'given_name': 'Personne', 'family_name': 'SANS-NUMÉRO'},
    'login-bob': {'login': ' Bob', 'given_name': 'Bob'},
}


class OpenidCase(unittest.TestCase):
    """Cases that share a provider and a server."""

    algorithm = 'RS256'
    more = ''
    options = {}

    @classmethod
    def setUpClass(cls):
        cls.provider = Provider(ACCOUNTS, cls.algorithm)
        cls.addClassCleanup(cls.provider.close)
        cls.server = Region(config=cls.provider.config(cls.more, **cls.options)).start()
        cls.addClassCleanup(cls.server.close)
        for person, number in ((ALICE, ALICE_NUMBER), (BOB, BOB_NUMBER)):
            cls.server.sql('UPDATE principal SET national_id = ? WHERE id = ?', number, person)

    def post(self, **form):
        return Client(self.server.url).form('/auth/token', **form)

    def sign_in(self, account='alice', **more):
        """Signs in; gives the client, the sign-in and its code."""
        sign_in = SignIn(self.server.url)
        answer = sign_in.go(Browser(), account)
        self.assertIn('code', answer)
        client = Client(self.server.url)._keep(self.post(**sign_in.form(answer['code'], **more)))
        return client, sign_in, answer['code']


class SigningIn(OpenidCase):
    def test_sign_in(self):
        """Who has an account signs in with the provider's word for their national identification, and their session says so"""
        sign_in = SignIn(self.server.url)
        browser = Browser()
        answer = sign_in.go(browser, 'alice')
        self.assertEqual(set(answer), {'code', 'state', 'iss'})
        self.assertEqual((answer['state'], answer['iss']), (sign_in.state, self.server.url))
        self.assertRegex(answer['code'], r'^[A-Za-z0-9_-]{43}$')
        tokens = self.post(**sign_in.form(answer['code'], device_name='Poste de test'))
        self.assertEqual(tokens.status, 200, tokens.body)
        self.assertEqual(set(tokens.json), {'access_token', 'token_type', 'expires_in', 'refresh_token'})
        self.assertEqual((tokens.json['token_type'], tokens.json['expires_in']), ('Bearer', 600))
        self.assertEqual(tokens.headers['Cache-Control'], 'no-store')
        client = Client(self.server.url)._keep(tokens)
        self.assertEqual(client.load_session()['username'], 'alice')
        client.refresh().refresh()
        self.assertEqual(client.account, ALICE)
        [device] = [one for one in client.call('Device/get', {'accountId': client.account, 'ids': None})['list'] if one['isCurrent']]
        self.assertEqual(device['name'], 'Poste de test')
        self.assertEqual(self.server.sql("SELECT way FROM auth_session WHERE id = ?", device['id']), [('openid',)])
        self.assertEqual(self.server.sql("SELECT action, rule FROM audit WHERE session_id = ? AND type = 'Session'", device['id']), [('sign-in', 'openid')])
        client.sign_out()
        self.assertEqual(client.request('GET', '/.well-known/jmap').status, 401)

    def test_page(self):
        """What is answered to the browser is kept nowhere, and runs nothing"""
        sign_in = SignIn(self.server.url)
        page = Browser().open(sign_in.address())
        self.assertEqual(page.status, 302)
        self.assertEqual(page.headers['Cache-Control'], 'no-store')
        self.assertEqual(page.headers['Referrer-Policy'], 'no-referrer')
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(page.location).query))
        self.assertEqual({name: asked[name] for name in ('response_type', 'client_id', 'scope', 'acr_values', 'code_challenge_method')},
                         {'response_type': 'code', 'client_id': 'spico', 'scope': 'openid scope_all', 'acr_values': 'eidas1', 'code_challenge_method': 'S256'})
        self.assertEqual(asked['redirect_uri'], f'{self.server.url}/auth/callback')
        self.assertNotEqual(asked['state'], sign_in.state)
        self.assertNotEqual(asked['code_challenge'], sign_in.parameters()['code_challenge'])
        self.assertRegex(asked['nonce'], r'^[A-Za-z0-9_-]{43}$')

    def test_metadata(self):
        """RFC 8414: the server says in which ways people may sign in, to whoever asks"""
        answer = Client(self.server.url).request('GET', '/.well-known/oauth-authorization-server')
        self.assertEqual((answer.status, answer.headers['Cache-Control']), (200, 'max-age=60'))
        url = self.server.url
        said = answer.json
        self.assertEqual(set(said.pop('grant_types_supported')), {'password', 'authorization_code', 'refresh_token'})
        self.assertEqual(said, {'issuer': url, 'authorization_endpoint': f'{url}/auth/authorize', 'token_endpoint': f'{url}/auth/token', 'revocation_endpoint': f'{url}/auth/revoke',
                                'response_types_supported': ['code'], 'code_challenge_methods_supported': ['S256'], 'token_endpoint_auth_methods_supported': ['none'],
                                'authorization_response_iss_parameter_supported': True, 'spico_provider_name': 'Pro Santé Connect'})

    def denied(self, account, **answer):
        sign_in = SignIn(self.server.url)
        self.assertEqual(sign_in.go(Browser(), account), {**answer, 'state': sign_in.state, 'iss': self.server.url})

    def test_cancelled(self):
        """Whoever cancels at the provider comes back to the client, which is told so"""
        self.denied('', error='access_denied')

    def test_no_account(self):
        """F001: who has no account is told so, and nothing more; who has no identity either cannot be known"""
        self.denied('stranger', error='access_denied', error_description='no_account')
        self.denied('nobody', error='server_error')
        self.server.sql('UPDATE principal SET national_id = ? WHERE id = ?', ALICE_NUMBER, BOB)
        try:
            self.denied('alice', error='access_denied', error_description='no_account')
        finally:
            self.server.sql('UPDATE principal SET national_id = ? WHERE id = ?', BOB_NUMBER, BOB)

    def test_disabled(self):
        """An account that the operator has closed opens nothing, not even with a code that came before"""
        sign_in = SignIn(self.server.url)
        code = sign_in.go(Browser(), 'bob')['code']
        self.server.sql("UPDATE login SET is_enabled = 0 WHERE login = 'bob'")
        try:
            self.denied('bob', error='access_denied', error_description='account_disabled')
            self.refused(sign_in.form(code))
        finally:
            self.server.sql("UPDATE login SET is_enabled = 1 WHERE login = 'bob'")

    def refused(self, form, error='invalid_grant'):
        answer = self.post(**form)
        self.assertEqual((answer.status, answer.json), (400, {'error': error}), form)

    def test_code_twice(self):
        """A code that comes again opens nothing, and ends what it had opened, but nothing else"""
        other, _, _ = self.sign_in()
        client, sign_in, code = self.sign_in()
        client.refresh()
        session = client.call('Device/get', {'accountId': client.account, 'ids': None})['list']
        [current] = [one['id'] for one in session if one['isCurrent']]
        for _ in range(2):
            self.refused(sign_in.form(code))
        self.assertEqual(client.request('GET', '/.well-known/jmap').status, 401)
        self.assertEqual(client.form('/auth/token', grant_type='refresh_token', refresh_token=client.refresh_token).status, 400)
        self.assertEqual(other.request('GET', '/.well-known/jmap').status, 200)
        self.assertEqual(self.server.sql("SELECT action, rule FROM audit WHERE session_id = ? AND type = 'Session' ORDER BY id", current), [('sign-in', 'openid'), ('code-used-again', 'openid')])

    def test_code_race(self):
        """A code that is redeemed several times at once opens one session at most"""
        sign_in = SignIn(self.server.url)
        code = sign_in.go(Browser(), 'alice')['code']
        with concurrent.futures.ThreadPoolExecutor(8) as threads:
            statuses = sorted(threads.map(lambda _: self.post(**sign_in.form(code)).status, range(8)))
        self.assertEqual(statuses, [200] + [400] * 7)
        digest = hashlib.sha256(code.encode()).hexdigest()
        self.assertEqual(len(self.server.sql('SELECT s.id FROM auth_session s JOIN sign_in_flow f ON f.session_id = s.id WHERE f.code_hash = ? AND s.ended_at IS NOT NULL', digest)), 1)

    def test_code_stolen(self):
        """A code opens nothing without the client's own secret and address, and is spent by who tries"""
        for wrong in ({'code_verifier': 'A' * 64}, {'code_verifier': 'short'}, {'redirect_uri': 'http://127.0.0.1:49153/'}, {'redirect_uri': 'http://[::1]:49152/'}):
            sign_in = SignIn(self.server.url)
            code = sign_in.go(Browser(), 'alice')['code']
            self.refused(sign_in.form(code, **wrong))
            self.refused(sign_in.form(code))

    def test_code_old(self):
        """A code is good for a minute"""
        sign_in = SignIn(self.server.url)
        before = int(time.time() * 1e6)
        code = sign_in.go(Browser(), 'alice')['code']
        after = int(time.time() * 1e6)
        digest = hashlib.sha256(code.encode()).hexdigest()
        [(until,)] = self.server.sql('SELECT expires_at FROM sign_in_flow WHERE code_hash = ?', digest)
        self.assertTrue(before <= int(until) - 60_000_000 <= after)
        self.server.sql('UPDATE sign_in_flow SET expires_at = 1 WHERE code_hash = ?', digest)
        self.refused(sign_in.form(code))

    def test_code_wrong(self):
        """What is no code is invalid_grant; a request that lacks something is told so"""
        sign_in = SignIn(self.server.url)
        for code in ('A' * 43, 'x', '', "' OR 1=1 --", 'A' * 3000):
            self.refused(sign_in.form(code))
        self.refused(sign_in.form(None), 'invalid_request')
        for missing in ('code_verifier', 'redirect_uri'):
            self.refused(sign_in.form('A' * 43, **{missing: None}), 'invalid_request')
        self.refused(sign_in.form('A' * 43, device_name='a\nb'), 'invalid_request')
        self.refused(sign_in.form('A' * 43, client_id='another'), 'invalid_client')
        self.refused(sign_in.form('A' * 43, client_id=None), 'invalid_client')

    def no_way(self, page):
        self.assertEqual((page.status, page.location, page.headers['Content-Type']), (400, None, 'text/html; charset=utf-8'), page.url)
        self.assertIn('Fermez cette page', page.body.decode())
        self.assertNotIn('<script', page.body.decode())

    def test_wrong_requests(self):
        """What asks for anything else than a code at a port of this machine is sent nowhere"""
        sign_in = SignIn(self.server.url)
        for redirect_uri in ('http://127.0.0.1/', 'http://127.0.0.1:0/', 'http://127.0.0.1:65536/', 'http://127.0.0.1:080/', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080/x',
                             'http://127.0.0.1:8080/?a', 'http://127.0.0.1:8080/#a', 'https://127.0.0.1:8080/', 'http://localhost:8080/', 'http://127.0.0.1.evil.example:80/',
                             'http://127.0.0.1:80@evil.example/', 'http://evil.example/', 'http://[::1]:8080', 'http://[::2]:8080/', 'spico:/', '', None):
            self.no_way(Browser().open(sign_in.address(redirect_uri=redirect_uri)))
        for changes in ({'response_type': 'token'}, {'response_type': None}, {'client_id': 'other'}, {'client_id': None}, {'state': None}, {'state': ''}, {'state': 'x' * 129}, {'state': 'a b'},
                        {'state': 'a\r\nSet-Cookie: a=b'}, {'code_challenge': None}, {'code_challenge': 'A' * 42}, {'code_challenge': 'A' * 44}, {'code_challenge': '=' * 43},
                        {'code_challenge_method': 'plain'}, {'code_challenge_method': None}):
            self.no_way(Browser().open(sign_in.address(**changes)))
        for name in ('state', 'redirect_uri', 'client_id', 'code_challenge'):
            self.no_way(Browser().open(f'{sign_in.address()}&{name}=again'))
        self.no_way(Browser().open(f'{self.server.url}/auth/authorize'))
        for good in ('http://[::1]:1/', 'http://127.0.0.1:65535/'):
            self.assertEqual(Browser().open(sign_in.address(redirect_uri=good)).status, 302)

    def test_wrong_returns(self):
        """A browser that comes back with what was not given to it, or again, goes no further"""
        callback = f'{self.server.url}/auth/callback'
        for query in ('', 'state=x&code=y', f'state={"A" * 43}&code=y', f'state={"A" * 43}&error=access_denied', f'code=y', f'state={"A" * 43}', "state=' OR 1=1 --&code=y".replace(' ', '%20')):
            self.no_way(Browser().open(f'{callback}?{query}'))
        sign_in = SignIn(self.server.url)
        browser = Browser()
        back = sign_in.go(browser, 'alice', stop=callback)
        self.no_way(browser.open(f'{back}&state=again'))
        self.assertIn('code', sign_in.read(browser.open(back).location))
        self.no_way(browser.open(back))
        self.assertEqual(sign_in.go(browser, None)['state'], sign_in.state)

    def test_old_return(self):
        """A sign-in waits for ten minutes"""
        sign_in = SignIn(self.server.url)
        browser = Browser()
        back = sign_in.go(browser, 'alice', stop=f'{self.server.url}/auth/callback')
        self.server.sql('UPDATE sign_in_flow SET expires_at = 1 WHERE code_hash IS NULL')
        self.no_way(browser.open(back))

    def test_another_state(self):
        """The provider's code of one sign-in is worth nothing in another"""
        callback = f'{self.server.url}/auth/callback'
        first, second = SignIn(self.server.url), SignIn(self.server.url)
        states = []
        for sign_in, account in ((first, 'alice'), (second, 'bob')):
            states.append(dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(sign_in.go(Browser(), account, stop=callback)).query)))
        mixed = {**states[0], 'state': states[1]['state']}
        answer = second.read(Browser().open(f'{callback}?{urllib.parse.urlencode(mixed)}').location)
        self.assertEqual(answer, {'error': 'server_error', 'state': second.state, 'iss': self.server.url})

    def test_another_provider(self):
        """A browser that says that it comes from another provider is not believed (RFC 9207), nor one that does not say it"""
        callback = f'{self.server.url}/auth/callback'
        for issuer in ('https://evil.example', ''):
            sign_in = SignIn(self.server.url)
            back = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(sign_in.go(Browser(), 'alice', stop=callback)).query))
            self.assertEqual(back['iss'], self.provider.issuer)
            back['iss'] = issuer
            self.assertEqual(sign_in.read(Browser().open(f'{callback}?{urllib.parse.urlencode(back)}').location)['error'], 'server_error')
        sign_in = SignIn(self.server.url)
        back = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(sign_in.go(Browser(), 'alice', stop=callback)).query))
        del back['iss']
        self.assertEqual(sign_in.read(Browser().open(f'{callback}?{urllib.parse.urlencode(back)}').location)['error'], 'server_error')

    def test_front(self):
        """What a front server adds to the head of a browser's request leaves room for the answer"""
        sign_in = SignIn(self.server.url)
        browser = Browser({'X-Real-IP': '2001:db8:1234:5678:9abc:def0:1234:5678', 'X-Forwarded-For': '2001:db8:1234:5678:9abc:def0:1234:5678', 'X-Forwarded-Proto': 'http',
                           'X-Forwarded-Host': self.server.url.removeprefix('http://'), 'Referer': self.provider.issuer + '/'})
        self.assertIn('code', sign_in.go(browser, 'alice'))

    def test_logs(self):
        """Neither an identity, nor what opens anything, stands in a log or in an address but the client's own"""
        sign_in = SignIn(self.server.url)
        browser = Browser()
        answer = sign_in.go(browser, 'alice')
        self.post(**sign_in.form(answer['code']))
        self.denied('stranger', error='access_denied', error_description='no_account')
        logged = self.server.logged()
        for secret in (ALICE_NUMBER, ACCOUNTS['stranger']['SubjectNameID'], 'AVRIL', answer['code'], sign_in.state, sign_in.verifier, SECRET, 'subject-alice'):
            self.assertNotIn(secret, logged)
        for secret in (ALICE_NUMBER, 'AVRIL', sign_in.verifier, SECRET, 'subject-alice'):
            self.assertEqual([url for url in browser.visited if secret in url], [])
        self.assertIn('/auth/callback', logged)
        rows = self.server.sql('SELECT * FROM sign_in_flow')
        for secret in (ALICE_NUMBER, answer['code'], sign_in.verifier):
            self.assertNotIn(secret, str(rows))


class Keys(OpenidCase):
    def test_rotation(self):
        """New keys of the provider are asked for, but not whenever somebody likes"""
        self.sign_in()
        jwks = self.provider.control()['/jwks']
        self.sign_in()
        self.assertEqual(self.provider.control()['/jwks'], jwks)
        for turn in range(1, 7):
            self.provider.control(rotate=1)
            self.sign_in()
            self.assertEqual(self.provider.control()['/jwks'], jwks + turn)
        self.provider.control(rotate=1)
        self.assertEqual(SignIn(self.server.url).go(Browser(), 'alice')['error'], 'server_error')
        self.assertEqual(self.provider.control()['/jwks'], jwks + 6)
        self.assertEqual(self.provider.control()['/.well-known/openid-configuration'], 1)


class Pss(OpenidCase):
    algorithm = 'PS256'

    def test_sign_in(self):
        """An ID token that is signed with PS256, as Pro Santé Connect's may be, is believed"""
        self.assertEqual(self.sign_in()[0].account, ALICE)


class Curve(OpenidCase):
    algorithm = 'ES256'

    def test_sign_in(self):
        """An ID token that is signed with ES256 is believed"""
        self.assertEqual(self.sign_in()[0].account, ALICE)


class Away(OpenidCase):
    def test_away(self):
        """While the provider is away the client is told so at once; once it is back, people sign in"""
        callback = f'{self.server.url}/auth/callback'
        self.provider.control(away=1)
        sign_in = SignIn(self.server.url)
        answer = sign_in.read(Browser().open(sign_in.address()).location)
        self.assertEqual(answer, {'error': 'temporarily_unavailable', 'state': sign_in.state, 'iss': self.server.url})
        self.assertEqual(Client(self.server.url).sign_in('alice', PASSWORD).account, ALICE)
        self.provider.control(away=0)
        back = sign_in.go(Browser(), 'alice', stop=callback)
        self.provider.control(away=1)
        self.assertEqual(sign_in.read(Browser().open(back).location)['error'], 'temporarily_unavailable')
        self.provider.control(away=0)
        self.assertEqual(self.sign_in()[0].account, ALICE)


class NotLocal(OpenidCase):
    more = '[sign-in]\nlocal=false\n'
    options = {'name': 'Connexion de la région'}

    def test_password(self):
        """Where the operator allows no local login, a password is not even looked at"""
        self.server.sql("UPDATE login SET password_hash = '' WHERE login = 'bob'")
        for login, password in (('alice', PASSWORD), ('alice', 'wrong'), ('nobody', 'x')) * 5:
            answer = self.post(grant_type='password', username=login, password=password)
            self.assertEqual((answer.status, answer.json), (400, {'error': 'unauthorized_client'}))
        client, _, _ = self.sign_in()
        client.refresh()
        self.assertEqual(self.sign_in('bob')[0].account, BOB)

    def test_metadata(self):
        """The server says that there are no passwords, and what the provider is called"""
        said = Client(self.server.url).request('GET', '/.well-known/oauth-authorization-server').json
        self.assertEqual((set(said['grant_types_supported']), said['spico_provider_name']), ({'authorization_code', 'refresh_token'}, 'Connexion de la région'))


class ByLogin(OpenidCase):
    options = {'identity-claim': 'login', 'match': 'login', 'scope': 'openid', 'acr-values': ''}

    def test_sign_in(self):
        """Another provider's claim may be the login itself"""
        sign_in = SignIn(self.server.url)
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(Browser().open(sign_in.address()).location).query))
        self.assertNotIn('acr_values', asked)
        self.assertEqual(self.sign_in('login-bob')[0].account, BOB)
        self.assertEqual(sign_in.go(Browser(), 'alice')['error'], 'server_error')


class Bounds(OpenidCase):
    more = '[http]\ntrust-proxy=true\n'

    def begin(self, address):
        sign_in = SignIn(self.server.url)
        return Browser({'X-Real-IP': address}).open(sign_in.address()).location

    def test_by_address(self):
        """Two hundred sign-ins wait from one address; others begin elsewhere, and there too once some have ended"""
        for _ in range(200):
            self.assertTrue(self.begin('192.0.2.1').startswith(self.provider.issuer))
        self.assertIn('error=temporarily_unavailable', self.begin('192.0.2.1'))
        self.assertTrue(self.begin('192.0.2.2').startswith(self.provider.issuer))
        self.server.sql('UPDATE sign_in_flow SET expires_at = 1')
        self.assertTrue(self.begin('192.0.2.1').startswith(self.provider.issuer))

    def test_in_all(self):
        """Twenty thousand sign-ins wait in all"""
        until = int(time.time() * 1e6) + 600_000_000
        self.server.sql('INSERT INTO sign_in_flow (state_hash, address_hash, nonce, verifier, base_url, redirect_uri, client_state, challenge, expires_at, is_taken)'
                        " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT 'many' || i, 'a' || i, '', '', '', '', '', '', " + str(until) + ', 0 FROM n')
        try:
            self.assertIn('error=temporarily_unavailable', self.begin('198.51.100.1'))
        finally:
            self.server.sql("DELETE FROM sign_in_flow WHERE state_hash LIKE 'many%'")
        self.assertTrue(self.begin('198.51.100.1').startswith(self.provider.issuer))


class Operating(unittest.TestCase):
    def test_no_password(self):
        """An account that was made without a password signs in with the provider, and not locally"""
        provider = Provider(ACCOUNTS)
        self.addCleanup(provider.close)
        with Region(config=provider.config(), control=os.environ['SPICOCTL']) as server:
            server.sql("INSERT INTO principal (id, kind, name, family_name, given_name, national_id, profession_code, profession, skill, structure_name, address, postal_code, town,"
                       " telephone, source, is_listed, has_account, name_key, town_key) VALUES ('p899700900009', 'person', 'N', 'N', '', '899700900009', '', '', '', '', '', '', '', '',"
                       " 'operator', 1, 0, 'n', '')")
            said = server.ctl('account', 'create', '--login', 'nouvelle', '--principal', 'p899700900009', '--no-password')
            self.assertEqual(len(said.splitlines()), 1)
            for password in ('', PASSWORD):
                answer = Client(server.url).form('/auth/token', grant_type='password', username='nouvelle', password=password)
                self.assertEqual((answer.status, answer.json), (400, {'error': 'invalid_grant'}))
            sign_in = SignIn(server.url)
            code = sign_in.go(Browser(), 'stranger')['code']
            self.assertEqual(Client(server.url)._keep(Client(server.url).form('/auth/token', **sign_in.form(code))).account, 'p899700900009')

    def test_purge(self):
        """Sign-ins that nobody came back from are forgotten"""
        with Region() as server:
            server.sql("INSERT INTO sign_in_flow (state_hash, address_hash, nonce, verifier, base_url, redirect_uri, client_state, challenge, expires_at, is_taken)"
                       " VALUES ('old', '', '', '', '', '', '', '', 1, 0), ('new', '', '', '', '', '', '', '', ?, 0)", int(time.time() * 1e6) + 600_000_000)
            server.stop()
            server.start()
            wait_for(lambda: server.sql('SELECT state_hash FROM sign_in_flow') == [('new',)], 'the old one goes')

    def test_no_provider(self):
        """Without a provider the server says so, and nothing leads anywhere"""
        with Region() as server:
            said = Client(server.url).request('GET', '/.well-known/oauth-authorization-server').json
            self.assertEqual(set(said['grant_types_supported']), {'password', 'refresh_token'})
            self.assertEqual(said['response_types_supported'], [])
            self.assertNotIn('authorization_endpoint', said)
            self.assertNotIn('spico_provider_name', said)
            sign_in = SignIn(server.url)
            self.assertEqual(Browser().open(sign_in.address()).status, 400)
            self.assertEqual(Browser().open(f'{server.url}/auth/callback?state={"A" * 43}&code=x').status, 400)
            answer = Client(server.url).form('/auth/token', **sign_in.form('A' * 43))
            self.assertEqual((answer.status, answer.json), (400, {'error': 'unsupported_grant_type'}))

    def test_public_url(self):
        """Where the operator says where the server is, it says so, whatever the client thinks"""
        with Region(config='[http]\npublic-url=https://region.example\n') as server:
            said = Client(server.url).request('GET', '/.well-known/oauth-authorization-server', headers={'Host': 'evil.example'}).json
            self.assertEqual((said['issuer'], said['token_endpoint']), ('https://region.example', 'https://region.example/auth/token'))

    def test_wrong_settings(self):
        """A wrong setting stops the start, and is said"""
        with tempfile.NamedTemporaryFile('w') as secret, tempfile.NamedTemporaryFile('w') as empty:
            secret.write('secret\n')
            secret.flush()
            good = {'issuer': 'https://provider.example', 'client-id': 'spico', 'client-secret-file': secret.name}
            for wrong, said in (({'issuer': None}, 'issuer'), ({'issuer': 'http://provider.example'}, 'issuer'), ({'issuer': 'https://user@provider.example'}, 'issuer'),
                                ({'issuer': 'https://provider.example/#a'}, 'issuer'), ({'issuer': 'https://provider.example/?a'}, 'issuer'), ({'client-id': None}, 'client-id'),
                                ({'client-secret-file': None}, 'client-secret-file'), ({'client-secret-file': empty.name}, 'client-secret-file'), ({'client-secret-file': '/nowhere'}, '/nowhere'),
                                ({'scope': 'profile'}, 'scope'), ({'match': 'name'}, 'match'), ({'name': ''}, 'name'), ({'identity-claim': ''}, 'identity-claim')):
                lines = {**good, **wrong}
                config = '[openid]\n' + ''.join(f'{key}={value}\n' for key, value in lines.items() if value is not None)
                self.does_not_start(config, said)
        self.does_not_start('[sign-in]\nlocal=false\n', '[openid]')
        self.does_not_start('[sign-in]\nlocal=perhaps\n', 'true or false')

    def does_not_start(self, config, said):
        server = Region(config=config)
        try:
            with self.assertRaises(AssertionError) as caught:
                server.start()
            self.assertIn(said, str(caught.exception))
        finally:
            server.close()

    @unittest.skipUnless('SPICO_TEST_POSTGRES' in os.environ, 'two processes need PostgreSQL')
    def test_two_processes(self):
        """A sign-in that begins at one process ends at another, and its code at either"""
        provider = Provider(ACCOUNTS)
        self.addCleanup(provider.close)
        with Region(config=provider.config()) as first, Region(config=provider.config(), database=first.database) as second:
            first.sql('UPDATE principal SET national_id = ? WHERE id = ?', ALICE_NUMBER, ALICE)
            sign_in = SignIn(first.url)
            browser = Browser()
            back = sign_in.go(browser, 'alice', stop=f'{first.url}/auth/callback')
            answer = sign_in.read(browser.open(back.replace(first.url, second.url, 1)).location)
            self.assertEqual((answer['state'], answer['iss']), (sign_in.state, first.url))
            client = Client(second.url)._keep(Client(first.url).form('/auth/token', **sign_in.form(answer['code'])))
            self.assertEqual(client.account, ALICE)
            again = Client(second.url).form('/auth/token', **sign_in.form(answer['code']))
            self.assertEqual((again.status, again.json), (400, {'error': 'invalid_grant'}))
            self.assertEqual(client.request('GET', '/.well-known/jmap').status, 401)


if __name__ == '__main__':
    spico_tap.main()
