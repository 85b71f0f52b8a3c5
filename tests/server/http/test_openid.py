# SPDX-License-Identifier: GPL-3.0-or-later
"""F002: signing in with an OpenID provider, a real one (oidc-provider of npm)."""

import unittest

from region import ALICE, BOB, Client, Region
import spico_tap
from spico_openid import Browser, Provider, SignIn

ALICE_NUMBER, BOB_NUMBER = '899700900001', '899700900002'
ACCOUNTS = {
    'alice': {'SubjectNameID': ALICE_NUMBER, 'given_name': 'Alice', 'family_name': 'AVRIL'},
    'bob': {'SubjectNameID': BOB_NUMBER, 'given_name': 'Bob', 'family_name': 'BRUN'},
    'stranger': {'SubjectNameID': '899700900009', 'given_name': 'Inconnue', 'family_name': 'NULLE-PART'},
    'nobody': {'given_name': 'Personne', 'family_name': 'SANS-NUMÉRO'},
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


if __name__ == '__main__':
    spico_tap.main()
