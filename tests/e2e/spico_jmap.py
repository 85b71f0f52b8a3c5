# SPDX-License-Identifier: GPL-3.0-or-later
"""A small JMAP client of its own, sharing no code with the project: what another program would see of the server."""

import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request

CORE = 'urn:ietf:params:jmap:core'
VENDOR = 'https://spico.esante.com/jmap/'
USING = [CORE, VENDOR + 'discussions', VENDOR + 'dossiers', VENDOR + 'directory']


def uuid7():
    """A version 7 UUID: milliseconds, then chance."""
    number = (time.time_ns() // 1_000_000) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    text = f'{number:032x}'
    return '-'.join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


class Refused(Exception):
    """An answer of the server that is not the one hoped for."""

    def __init__(self, status, body):
        super().__init__(f'{status}: {body[:300]!r}')
        self.status = status
        self.body = body


class Jmap:
    """One signed-in person."""

    def __init__(self, url, login, password, timeout=15):
        self.url = url
        self.login = login
        self.password = password
        self.timeout = timeout
        self.token = None
        self.account = None
        self.session = None

    def _send(self, path, data=None, kind=None):
        request = urllib.request.Request(self.url + path, data=data)
        if kind:
            request.add_header('Content-Type', kind)
        if self.token:
            request.add_header('Authorization', f'Bearer {self.token}')
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read()) from None

    def sign_in(self):
        self.token = None
        form = urllib.parse.urlencode({'grant_type': 'password', 'username': self.login, 'password': self.password})
        self.token = self._send('/auth/token', form.encode(), 'application/x-www-form-urlencoded')['access_token']
        try:
            self.session = self._send('/.well-known/jmap')
        except Exception:
            # Half signed in would be taken for signed in.
            self.token = None
            raise
        self.account = self.session['primaryAccounts'][VENDOR + 'discussions']
        return self

    def call(self, *calls):
        """Runs method calls, each (name, arguments), and gives back the arguments of each answer."""
        body = {'using': USING, 'methodCalls': [[name, arguments, str(number)] for number, (name, arguments) in enumerate(calls)]}
        answers = self._send('/jmap/api', json.dumps(body).encode(), 'application/json')['methodResponses']
        for name, arguments, _ in answers:
            if name == 'error':
                raise Refused(200, json.dumps(arguments).encode())
        return [arguments for _, arguments, _ in answers]

    def create(self, kind, properties, account=None):
        """Creates one object; gives back what the server added, or raises."""
        [answer] = self.call((f'{kind}/set', {'accountId': account or self.account, 'create': {'c': properties}}))
        if 'c' not in (answer.get('created') or {}):
            raise Refused(200, json.dumps(answer).encode())
        return answer['created']['c']

    def messages(self, conversation, account=None):
        """Every message of a conversation, in its order, page by page."""
        found = []
        while True:
            account = account or self.account
            [query] = self.call(('Message/query', {'accountId': account, 'filter': {'conversationId': conversation},
                                                   'sort': [{'property': 'seq'}], 'position': len(found), 'limit': 500}))
            if not query['ids']:
                return found
            [got] = self.call(('Message/get', {'accountId': account, 'ids': query['ids']}))
            by_id = {message['id']: message for message in got['list']}
            found += [by_id[identifier] for identifier in query['ids']]
