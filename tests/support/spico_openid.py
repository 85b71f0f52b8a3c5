# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in with an OpenID provider (F002): a real one of its own, a browser, and what a client does around them."""

import base64
import hashlib
import html.parser
import http.client
import http.cookies
import json
import pathlib
import secrets
import select
import subprocess
import tempfile
import urllib.parse

from spico_jmap_client import PATIENCE

SCRIPT = pathlib.Path(__file__).resolve().parent / 'openid-provider.mjs'
CLIENT_ID = 'spico'
SECRET = 'secret of the tests'


def text_of(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


class Provider:
    """oidc-provider in a process of its own. accounts is {ID: {CLAIM: VALUE…}}."""

    def __init__(self, accounts, algorithm='RS256'):
        self._folder = tempfile.TemporaryDirectory(prefix='spico-openid-')
        self.folder = pathlib.Path(self._folder.name)
        (self.folder / 'accounts.json').write_text(json.dumps(accounts))
        self.secret_file = self.folder / 'secret'
        self.secret_file.write_text(f'{SECRET}\n')
        self.log = self.folder / 'log'
        with self.log.open('ab') as log:
            self.process = subprocess.Popen(['node', str(SCRIPT), str(self.folder / 'accounts.json'), algorithm],
                                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        line = self.process.stdout.readline() if ready else ''
        if not line.startswith('listening on '):
            self.close()
            raise AssertionError('the provider does not start: is SPICO_NODE_MODULES set? build-aux/dev test fetches what build-aux/npm names')
        self.issuer = line[len('listening on '):].strip()

    def config(self, more='', **options):
        """The server's [openid] group."""
        lines = {'issuer': self.issuer, 'client-id': CLIENT_ID, 'client-secret-file': self.secret_file, **options}
        return '[openid]\n' + ''.join(f'{key}={value}\n' for key, value in lines.items()) + more

    def control(self, **changes):
        """Does something to it; gives how often each of its paths was asked for."""
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.issuer).netloc, timeout=PATIENCE)
        try:
            connection.request('POST', '/control?' + urllib.parse.urlencode(changes))
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self._folder.cleanup()


class _Form(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.action = None

    def handle_starttag(self, tag, attrs):
        if tag == 'form':
            self.action = dict(attrs)['action']


class Page:
    def __init__(self, url, response):
        self.url = url
        self.status = response.status
        self.headers = response.headers
        self.location = response.headers.get('Location')
        self.body = response.read()


class Browser:
    """What the system's browser does: it follows redirections, keeps cookies, and does not go to the client by itself."""

    HEADERS = {
        'Connection': 'keep-alive', 'sec-ch-ua': '"Chromium";v="142", "Google Chrome";v="142", "Not_A Brand";v="99"', 'sec-ch-ua-mobile': '?0', 'sec-ch-ua-platform': '"Linux"',
        'Upgrade-Insecure-Requests': '1', 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
        'Accept': 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7',
        'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-User': '?1', 'Sec-Fetch-Dest': 'document',
        'Accept-Encoding': 'gzip, deflate, br, zstd', 'Accept-Language': 'fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7',
    }

    def __init__(self, headers=None):
        self.cookies = {}
        self.headers = {**self.HEADERS, **(headers or {})}
        self.visited = []

    def open(self, url, form=None):
        """One request; gives the Page, whatever it is."""
        parts = urllib.parse.urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)
        kept = self.cookies.setdefault(parts.netloc, {})
        headers = dict(self.headers)
        if kept:
            headers['Cookie'] = '; '.join(f'{name}={value}' for name, value in kept.items())
        if form is not None:
            headers['Content-Type'] = 'application/x-www-form-urlencoded'
        self.visited.append(url)
        try:
            connection.request('GET' if form is None else 'POST', urllib.parse.urlunsplit(('', '', parts.path, parts.query, '')),
                               body=None if form is None else urllib.parse.urlencode(form), headers=headers)
            response = connection.getresponse()
            for line in response.headers.get_all('Set-Cookie') or []:
                for name, morsel in http.cookies.SimpleCookie(line).items():
                    kept[name] = morsel.value
            return Page(url, response)
        finally:
            connection.close()

    def follow(self, page, stop):
        """Follows redirections until one leads to an address that begins with stop (which is given), or to none (then the Page is)."""
        for _ in range(12):
            if page.location is None:
                return page
            target = urllib.parse.urljoin(page.url, page.location)
            if target.startswith(stop):
                return target
            page = self.open(target)
        raise AssertionError('redirected for ever')

    def choose(self, page, account):
        """Presses an account's button on the provider's page."""
        form = _Form()
        form.feed(page.body.decode())
        return self.open(urllib.parse.urljoin(page.url, form.action), {'account': account})


class SignIn:
    """A client's side of one sign-in: its state, its secret, and where it would listen."""

    def __init__(self, url, redirect_uri='http://127.0.0.1:49152/'):
        self.url = url
        self.redirect_uri = redirect_uri
        self.state = secrets.token_urlsafe(32)
        self.verifier = secrets.token_urlsafe(48)

    def parameters(self, **changes):
        challenge = text_of(hashlib.sha256(self.verifier.encode()).digest())
        return {'response_type': 'code', 'client_id': 'spico', 'redirect_uri': self.redirect_uri, 'state': self.state, 'code_challenge': challenge, 'code_challenge_method': 'S256', **changes}

    def address(self, **changes):
        return f'{self.url}/auth/authorize?' + urllib.parse.urlencode({name: value for name, value in self.parameters(**changes).items() if value is not None})

    def go(self, browser, account, stop=None):
        """Signs in as an account of the provider; gives the parameters with which the browser comes to the client."""
        page = browser.follow(browser.open(self.address()), self.redirect_uri)
        if isinstance(page, str):
            return self.read(page)
        if page.status != 200:
            raise AssertionError(f'{page.url} answers {page.status}: {page.body[:300]}')
        target = browser.follow(browser.choose(page, account), stop or self.redirect_uri)
        if not isinstance(target, str):
            raise AssertionError(f'{target.url} answers {target.status}: {target.body[:300]}')
        return target if stop else self.read(target)

    def read(self, target):
        parts = urllib.parse.urlsplit(target)
        if f'{parts.scheme}://{parts.netloc}{parts.path}' != self.redirect_uri:
            raise AssertionError(f'{target} is not the client')
        return dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True))

    def form(self, code, **changes):
        """What /auth/token is given."""
        fields = {'grant_type': 'authorization_code', 'code': code, 'code_verifier': self.verifier, 'redirect_uri': self.redirect_uri, 'client_id': 'spico', **changes}
        return {name: value for name, value in fields.items() if value is not None}
