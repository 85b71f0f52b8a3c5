# SPDX-License-Identifier: GPL-3.0-or-later
"""A protocol client for the tests: the standard library alone, nothing of the project's own code.

    client = Client('http://127.0.0.1:8080')        # or 'unix:/path/of/socket'
    client.sign_in('mauger', 'spico-demo')
    answer = client.call('Principal/query', {'accountId': 'region', 'filter': {'text': 'mart'}})
    with client.events(types='Message') as events:
        kind, data = next(events)
"""

import contextlib
import gzip
import http.client
import json
import os
import pathlib
import secrets
import select
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

CORE = 'urn:ietf:params:jmap:core'
DIRECTORY = 'https://spico.esante.com/jmap/directory'
DISCUSSIONS = 'https://spico.esante.com/jmap/discussions'
DOSSIERS = 'https://spico.esante.com/jmap/dossiers'
RELATIONS = 'https://spico.esante.com/jmap/relations'
USING = [CORE, DIRECTORY, DISCUSSIONS, DOSSIERS, RELATIONS]
PATIENCE = float(os.environ.get('SPICO_PATIENCE', 30))


def uuid7():
    """A version 7 UUID: milliseconds, then chance."""
    number = (time.time_ns() // 1_000_000) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    text = f'{number:032x}'
    return '-'.join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def wait_for(condition, what, patience=None):
    """Calls condition until it gives something true, and gives that back."""
    deadline = time.monotonic() + (patience or PATIENCE)
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise AssertionError(f'not in time: {what}')
        time.sleep(0.01)


class Answer:
    """An HTTP answer, read whole."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.raw = response.read()
        self.body = gzip.decompress(self.raw) if response.headers.get('Content-Encoding') == 'gzip' else self.raw

    @property
    def json(self):
        return json.loads(self.body)


class Refused(Exception):
    """An answer that is not the one hoped for."""

    def __init__(self, answer):
        super().__init__(f'{answer.status}: {answer.body[:300]!r}')
        self.answer = answer


class MethodError(Exception):
    """A method call that was answered with an error."""

    def __init__(self, arguments):
        super().__init__(json.dumps(arguments))
        self.type = arguments['type']
        self.arguments = arguments


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path, timeout):
        super().__init__('localhost', timeout=timeout)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class Events:
    """An event stream: an iterator of (event, data), where data is the decoded JSON."""

    def __init__(self, connection, response):
        self._connection = connection
        self._response = response

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __iter__(self):
        return self

    def __next__(self):
        kind, data = None, []
        while True:
            line = self._response.readline()
            if not line:
                raise StopIteration
            line = line.decode().rstrip('\n')
            if line.startswith('event: '):
                kind = line[7:]
            elif line.startswith('data: '):
                data.append(line[6:])
            elif not line and kind:
                return kind, json.loads('\n'.join(data))

    def next_state(self):
        """The next StateChange's changes, past any ping."""
        for kind, data in self:
            if kind == 'state':
                return data['changed']
        raise AssertionError('the stream has ended')

    def close(self):
        # The response holds its own reference to the socket.
        with contextlib.suppress(OSError):
            self._connection.sock and self._connection.sock.shutdown(socket.SHUT_RDWR)
        self._response.close()
        self._connection.close()


class Client:
    """One client; signed in, one person."""

    def __init__(self, url, timeout=PATIENCE):
        self.url = url
        self.timeout = timeout
        self.access_token = None
        self.refresh_token = None
        self.session = None

    def connect(self):
        """A connection of its own to the server."""
        if self.url.startswith('unix:'):
            return _UnixConnection(self.url[5:], self.timeout)
        return http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc, timeout=self.timeout)

    def request(self, method, path, body=None, headers=None, token=True):
        """One request on a connection of its own; gives the Answer, whatever its status."""
        connection = self.connect()
        headers = dict(headers or {})
        if token and self.access_token:
            headers.setdefault('Authorization', f'Bearer {self.access_token}')
        try:
            connection.request(method, path, body=body, headers=headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def form(self, path, **fields):
        return self.request('POST', path, urllib.parse.urlencode(fields), {'Content-Type': 'application/x-www-form-urlencoded'}, token=False)

    def _keep(self, answer):
        if answer.status != 200:
            raise Refused(answer)
        self.access_token = answer.json['access_token']
        self.refresh_token = answer.json['refresh_token']
        return self

    def sign_in(self, login, password):
        return self._keep(self.form('/auth/token', grant_type='password', username=login, password=password))

    def refresh(self):
        return self._keep(self.form('/auth/token', grant_type='refresh_token', refresh_token=self.refresh_token))

    def sign_out(self):
        return self.form('/auth/revoke', token=self.refresh_token)

    def load_session(self):
        answer = self.request('GET', '/.well-known/jmap')
        if answer.status != 200:
            raise Refused(answer)
        self.session = answer.json
        return self.session

    @property
    def account(self):
        """The account of the person who is signed in."""
        return (self.session or self.load_session())['primaryAccounts'][DISCUSSIONS]

    def post(self, body, headers=None):
        """Posts bytes, text or an object to the API; gives the Answer."""
        if not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        return self.request('POST', '/jmap/api', body, {'Content-Type': 'application/json', **(headers or {})})

    def batch(self, calls, using=None):
        """Runs method calls, each (name, arguments) or (name, arguments, id); gives methodResponses as they come."""
        numbered = [[call[0], call[1], call[2] if len(call) > 2 else str(number)] for number, call in enumerate(calls)]
        answer = self.post({'using': using or USING, 'methodCalls': numbered})
        if answer.status != 200:
            raise Refused(answer)
        return answer.json['methodResponses']

    def call(self, method, arguments, using=None):
        """Runs one method call; gives the arguments of its answer, or raises MethodError."""
        name, result, _ = self.batch([(method, arguments)], using)[0]
        if name == 'error':
            raise MethodError(result)
        return result

    def create(self, kind, properties, account=None):
        """Creates one object; gives what the server added, or raises MethodError."""
        answer = self.call(f'{kind}/set', {'accountId': account or self.account, 'create': {'c': properties}})
        if 'c' not in (answer.get('created') or {}):
            raise MethodError(answer['notCreated']['c'])
        return answer['created']['c']

    def messages(self, conversation, account=None):
        """Every message of a conversation, in its order, page by page."""
        account = account or self.account
        found = []
        while True:
            query = self.call('Message/query', {'accountId': account, 'filter': {'conversationId': conversation},
                                                'sort': [{'property': 'seq'}], 'position': len(found), 'limit': 500})
            if not query['ids']:
                return found
            got = self.call('Message/get', {'accountId': account, 'ids': query['ids']})
            by_id = {message['id']: message for message in got['list']}
            found += [by_id[identifier] for identifier in query['ids']]

    def events(self, types='*', closeafter='no', ping=30):
        """Opens an event stream; the context manager closes it."""
        connection = self.connect()
        query = urllib.parse.urlencode({'types': types, 'closeafter': closeafter, 'ping': ping})
        connection.request('GET', f'/jmap/eventsource/?{query}', headers={'Authorization': f'Bearer {self.access_token}'})
        response = connection.getresponse()
        if response.status != 200:
            answer = Answer(response)
            connection.close()
            raise Refused(answer)
        return Events(connection, response)


class Server:
    """A spico-server of its own on a free port of 127.0.0.1, or at another address, in a folder that goes with it.

    program and control are the paths of spico-server and spicoctl.
    """

    def __init__(self, program, control=None, listen='127.0.0.1:0', database=None, config=None, env=None):
        self.program = program
        self.control = control
        self.listen = listen
        self._folder = tempfile.TemporaryDirectory(prefix='spico-server-')
        self.folder = pathlib.Path(self._folder.name)
        self.database = database or str(self.folder / 'region.db')
        self.config = config
        self.env = env
        self.process = None
        self.url = None
        self.log = self.folder / 'server.log'

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.close()

    def command(self):
        command = [str(self.program), '--database', self.database, '--listen', self.listen]
        if self.config is not None:
            path = self.folder / 'server.conf'
            path.write_text(self.config)
            command += ['--config', str(path)]
        return command

    def start(self):
        with self.log.open('ab') as log:
            self.process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True,
                                            env=None if self.env is None else {**os.environ, **self.env})
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        line = self.process.stdout.readline() if ready else ''
        if not line.startswith('listening on '):
            self.kill()
            raise AssertionError(f'the server does not start: {self.log.read_text()}')
        address = line[len('listening on '):].strip()
        self.url = address if address.startswith('unix:') else f'http://{address}'
        return self

    def stop(self):
        """Asks the server to stop and gives its exit status."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.process.stdout.close()

    def kill(self):
        """Ends it as a power cut would."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def close(self):
        if self.process is not None and self.process.poll() is None:
            status = self.stop()
            if status != 0:
                said = [line for line in self.log.read_text(errors='replace').splitlines() if not line.startswith('event=request ')]
                raise AssertionError('\n'.join([f'the server ended with {status}', *said[:60]]))
        self._folder.cleanup()

    def ctl(self, *arguments, stdin=None):
        """Runs spicoctl on the server's database; gives its output."""
        done = subprocess.run([str(self.control), '--database', self.database, *map(str, arguments)], input=stdin,
                              capture_output=True, text=True, check=False, timeout=300)
        if done.returncode != 0:
            raise AssertionError(f'spicoctl {arguments[0]} ended with {done.returncode}: {done.stderr}')
        return done.stdout

    def client(self, login=None, password='spico-demo'):
        client = Client(self.url)
        return client.sign_in(login, password) if login else client
