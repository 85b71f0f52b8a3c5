# SPDX-License-Identifier: GPL-3.0-or-later
"""F002: a provider that says what a real one never does, or that somebody else says in its place: none of it signs anybody in."""

import base64
import hashlib
import hmac
import http.server
import json
import pathlib
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse

from region import ALICE, Region, wait_for
import spico_tap
from spico_openid import Browser, SignIn, text_of

NUMBER = '899700900001'


class Key:
    """An RSA key, which openssl makes and signs with."""

    def __init__(self, folder, name, bits=2048):
        self.path = folder / name
        self.kid = name
        subprocess.run(['openssl', 'genrsa', '-out', self.path, str(bits)], check=True, capture_output=True)
        said = subprocess.run(['openssl', 'rsa', '-in', self.path, '-noout', '-modulus'], check=True, capture_output=True, text=True).stdout
        self.modulus = bytes.fromhex(said.strip().split('=')[1])
        self.public = subprocess.run(['openssl', 'rsa', '-in', self.path, '-pubout'], check=True, capture_output=True).stdout

    def jwk(self, **changes):
        jwk = {'kty': 'RSA', 'kid': self.kid, 'use': 'sig', 'alg': 'RS256', 'n': text_of(self.modulus), 'e': 'AQAB', **changes}
        return {name: value for name, value in jwk.items() if value is not None}

    def sign(self, text):
        return subprocess.run(['openssl', 'dgst', '-sha256', '-sign', self.path], input=text.encode(), check=True, capture_output=True).stdout


class Liar(http.server.ThreadingHTTPServer):
    """A provider that is told what to say: each part of its answers may be changed, or replaced by bytes."""

    daemon_threads = True

    def __init__(self, key, tls=None):
        super().__init__(('127.0.0.1', 0), LiarHandler)
        self.key = key
        self.issuer = f'{"https" if tls else "http"}://127.0.0.1:{self.server_port}'
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.nonce = None
        self.asked = []
        self.gate = threading.Event()
        self.tell_truth()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """Whoever hangs up does what they should."""

    def tell_truth(self):
        self.header, self.claims, self.tokens, self.userinfo, self.metadata, self.keys = {}, {}, {}, {}, {}, None
        self.raw = {}  # path → (status, headers, body)
        self.signer = None
        self.mangle = None
        self.slow = None

    def id_token(self):
        now = int(time.time())
        header = {'alg': 'RS256', 'kid': self.key.kid, **self.header}
        claims = {'iss': self.issuer, 'sub': 'subject', 'aud': 'spico', 'iat': now, 'exp': now + 60, 'nonce': self.nonce,
                  'at_hash': text_of(hashlib.sha256(b'access').digest()[:16]), 'acr': 'eidas1', **self.claims}
        text = '.'.join(text_of(json.dumps({name: value for name, value in part.items() if value is not None}).encode()) for part in (header, claims))
        signature = self.signer(text) if self.signer else self.key.sign(text)
        token = f'{text}.{text_of(signature)}'
        return self.mangle(token) if self.mangle else token

    def answer(self, path):
        if path == '/.well-known/openid-configuration':
            return {'issuer': self.issuer, 'authorization_endpoint': f'{self.issuer}/authorize', 'token_endpoint': f'{self.issuer}/token', 'userinfo_endpoint': f'{self.issuer}/userinfo',
                    'jwks_uri': f'{self.issuer}/jwks', **self.metadata}
        if path == '/jwks':
            return {'keys': self.keys if self.keys is not None else [self.key.jwk()]}
        if path == '/token':
            return {'access_token': 'access', 'token_type': 'Bearer', 'id_token': self.id_token(), **self.tokens}
        return {'sub': 'subject', 'SubjectNameID': NUMBER, **self.userinfo}


class LiarHandler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def reply(self):
        server = self.server
        path = urllib.parse.urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get('Content-Length', 0))).decode()
        server.asked.append((path, self.headers.get('Authorization'), body))
        if server.slow == path:
            server.gate.wait(30)
        status, headers, body = server.raw.get(path) or (200, {}, json.dumps({name: value for name, value in server.answer(path).items() if value is not None}).encode())
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass

    do_GET = do_POST = reply


class LiarCase(unittest.TestCase):
    """Cases with a provider that may lie, and a server, each."""

    tls = None
    more = ''
    env = None

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix='spico-liar-')
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.key, cls.other = Key(cls.folder, 'key'), Key(cls.folder, 'other')
        (cls.folder / 'secret').write_text('a:b c/+&\n')

    def setUp(self):
        self.liar = Liar(self.key, self.tls)
        self.addCleanup(self.liar.server_close)
        self.addCleanup(self.liar.shutdown)
        self.addCleanup(self.liar.gate.set)
        self.server = Region(config=f'[openid]\nissuer={self.liar.issuer}\nclient-id=spico\nclient-secret-file={self.folder / "secret"}\n{self.more}', env=self.env).start()
        self.addCleanup(self.server.close)
        self.server.sql('UPDATE principal SET national_id = ? WHERE id = ?', NUMBER, ALICE)

    def go(self, **back):
        """Goes there and back; gives the parameters that the client gets."""
        sign_in = SignIn(self.server.url)
        page = Browser().open(sign_in.address())
        self.assertEqual(page.status, 302, page.body)
        if page.location.startswith(sign_in.redirect_uri):
            return sign_in.read(page.location)
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(page.location).query))
        self.liar.nonce = asked['nonce']
        query = urllib.parse.urlencode({'state': asked['state'], 'code': 'provider code', **back})
        return sign_in.read(Browser().open(f'{self.server.url}/auth/callback?{query}').location)

    def refuses(self, error='server_error'):
        answer = self.go()
        self.assertEqual(answer.get('error'), error, answer)
        self.assertNotIn('code', answer)
        self.liar.tell_truth()

    def believes(self):
        self.assertIn('code', self.go())
        self.liar.tell_truth()


class Lies(LiarCase):
    def test_truth(self):
        """What a provider says rightly is believed, and it is asked as it wants to be"""
        self.believes()
        [(authorization, body)] = [(authorization, body) for path, authorization, body in self.liar.asked if path == '/token']
        self.assertEqual(authorization, 'Basic ' + base64.b64encode(b'spico:a%3Ab%20c%2F%2B%26').decode())
        form = dict(urllib.parse.parse_qsl(body))
        self.assertEqual((form['grant_type'], form['code'], form['redirect_uri']), ('authorization_code', 'provider code', f'{self.server.url}/auth/callback'))
        self.assertRegex(form['code_verifier'], r'^[A-Za-z0-9_-]{43}$')
        self.assertNotIn('client_secret', form)
        self.assertEqual([authorization for path, authorization, _ in self.liar.asked if path == '/userinfo'], ['Bearer access'])

    def test_secret_posted(self):
        """A provider that wants the secret in the form has it there"""
        self.liar.metadata = {'token_endpoint_auth_methods_supported': ['client_secret_post', 'private_key_jwt']}
        self.believes()
        [(authorization, body)] = [(authorization, body) for path, authorization, body in self.liar.asked if path == '/token']
        self.assertIsNone(authorization)
        form = dict(urllib.parse.parse_qsl(body))
        self.assertEqual((form['client_id'], form['client_secret']), ('spico', 'a:b c/+&'))

    def test_claims(self):
        """An ID token of another issuer, for another client, of another sign-in or of another time is not believed"""
        now = int(time.time())
        for claims in ({'iss': 'https://evil.example'}, {'iss': None}, {'iss': self.liar.issuer + '/'}, {'aud': 'other'}, {'aud': None}, {'aud': []}, {'aud': ['other']},
                       {'aud': ['spico', 'other']}, {'aud': ['spico', 'other'], 'azp': 'other'}, {'azp': 'other'}, {'azp': 7}, {'nonce': 'A' * 43}, {'nonce': None}, {'nonce': ''}, {'acr': None}, {'acr': ''}, {'acr': 'eidas'}, {'acr': 'eidas12'}, {'acr': ['eidas1']}, {'acr': 1},
                       {'exp': now - 3600}, {'exp': None}, {'exp': 'never'}, {'iat': now - 3600}, {'iat': now + 3600}, {'iat': None}, {'nbf': now + 3600}, {'sub': None}, {'sub': ''},
                       {'sub': 'x' * 256}, {'sub': 7}, {'sub': 'a\0b'}, {'at_hash': 'A' * 22}, {'at_hash': 7}, {'at_hash': ''}):
            self.liar.claims = claims
            with self.subTest(claims=claims):
                self.refuses()
        for claims in ({'aud': ['spico']}, {'aud': ['other', 'spico'], 'azp': 'spico'}, {'azp': 'spico'}, {'at_hash': None}, {'exp': now + 300.5}):
            self.liar.claims = claims
            with self.subTest(claims=claims):
                self.believes()

    def test_signature(self):
        """An ID token that nobody, or somebody else, has signed is not believed"""
        def unsigned(_text):
            return b''

        def by_secret(secret):
            return lambda text: hmac.new(secret, text.encode(), hashlib.sha256).digest()

        for header, signer in (({}, self.other.sign), ({}, unsigned), ({}, lambda text: bytes(256)), ({'alg': 'none'}, unsigned), ({'alg': 'none', 'kid': None}, unsigned),
                               ({'alg': 'None'}, unsigned), ({'alg': 'HS256'}, by_secret(self.key.public)), ({'alg': 'HS256', 'kid': None}, by_secret(b'a:b c/+&')), ({'alg': 'RS384'}, None),
                               ({'alg': 'ES256'}, None), ({'alg': 'PS256'}, None), ({'alg': None}, None), ({'alg': 7}, None), ({'crit': ['exp']}, None), ({'kid': 7}, None), ({'kid': ''}, None),
                               ({'jwk': self.other.jwk()}, self.other.sign), ({'jku': f'{self.liar.issuer}/other'}, self.other.sign)):
            self.liar.header, self.liar.signer = header, signer
            with self.subTest(header=header):
                self.refuses()
        self.assertNotIn('/other', [path for path, _, _ in self.liar.asked])

    def test_mangled(self):
        """What is no ID token, or one whose parts were changed, is not believed"""
        def swap(token):
            header, claims, signature = token.split('.')
            changed = json.loads(base64.urlsafe_b64decode(claims + '=='))
            changed['sub'] = 'other'
            return f'{header}.{text_of(json.dumps(changed).encode())}.{signature}'

        for mangle in (swap, lambda token: token + 'A', lambda token: token[:-4], lambda token: token.rsplit('.', 1)[0], lambda token: token + '.' + token, lambda token: 'x',
                       lambda token: '...', lambda token: '.' + token, lambda token: 'A' * 40_000, lambda token: 'A' * 6000 + '.' + token, lambda token: 7, lambda token: None, lambda token: ''):
            self.liar.mangle = mangle
            self.refuses()

    def test_userinfo(self):
        """The rest of the claims is not believed where it speaks of somebody else, or says nothing that can be an identity"""
        for userinfo in ({'sub': 'other'}, {'sub': None}, {'SubjectNameID': None}, {'SubjectNameID': ''}, {'SubjectNameID': 7}, {'SubjectNameID': [NUMBER]}, {'SubjectNameID': 'x' * 256},
                         {'SubjectNameID': NUMBER + '\0'}):
            self.liar.userinfo = userinfo
            with self.subTest(userinfo=userinfo):
                self.refuses()
        for number in (NUMBER + ' ', ' ' + NUMBER, NUMBER[:-1], NUMBER + "' OR '1'='1", '%', '_' * 12):
            self.liar.userinfo = {'SubjectNameID': number}
            with self.subTest(number=number):
                self.refuses('access_denied')
        self.liar.claims, self.liar.userinfo = {'SubjectNameID': NUMBER}, {'SubjectNameID': None}
        self.believes()

    def test_answers(self):
        """What is too long, no JSON, or leads elsewhere is not followed"""
        for path in ('/jwks', '/token', '/userinfo'):  # the keys are asked for until they are known
            for status, headers, body in ((302, {'Location': f'{self.liar.issuer}/elsewhere'}, b''), (200, {}, b'<html>'), (200, {}, b''), (200, {}, b'[]'), (200, {}, b'{' * 10_000),
                                          (401, {}, b'{"error":"invalid_client"}'), (400, {}, b'{"error":"invalid_grant"}'), (200, {}, b'{"a":"\xff"}')):
                self.liar.raw[path] = (status, headers, body)
                with self.subTest(path=path, status=status, body=body[:20]):
                    self.refuses()
            for status, headers, body in ((200, {}, b' ' * 300_000 + b'{}'), (500, {}, b''), (503, {}, b'{}')):
                self.liar.raw[path] = (status, headers, body)
                with self.subTest(path=path, status=status, length=len(body)):
                    self.refuses('temporarily_unavailable')
        self.assertNotIn('/elsewhere', [path for path, _, _ in self.liar.asked])
        for tokens in ({'token_type': 'DPoP'}, {'token_type': None}, {'access_token': None}, {'access_token': 'a\r\nX-Evil: 1'}, {'id_token': None}):
            self.liar.tokens = tokens
            with self.subTest(tokens=tokens):
                self.refuses()
        self.believes()

    def test_metadata(self):
        """A provider that calls itself otherwise, or whose endpoints are in clear elsewhere, is not used; once it is right, it is"""
        for metadata in ({'issuer': 'https://evil.example'}, {'issuer': None}, {'issuer': self.liar.issuer + '/'}, {'authorization_endpoint': None}, {'token_endpoint': None}, {'jwks_uri': None},
                         {'token_endpoint': 'http://192.0.2.1/token'}, {'token_endpoint': 'file:///etc/passwd'}, {'jwks_uri': 'gopher://127.0.0.1/'},
                         {'authorization_endpoint': 'https://user:password@evil.example/'}, {'authorization_endpoint': 'https://a.example/' + 'x' * 400},
                         {'authorization_endpoint': 'https://a.example/\r\nSet-Cookie: a=b'}, {'authorization_endpoint': 'javascript:alert(1)'}):
            self.liar.metadata = metadata
            with self.subTest(metadata=metadata):
                self.refuses()
        self.liar.metadata = {'userinfo_endpoint': None}
        self.liar.claims = {'SubjectNameID': NUMBER}
        self.believes()

    def test_keys(self):
        """A key that is weak, secret, for something else, or one of two that could be meant, is not used"""
        weak = Key(self.folder, 'weak', 1024)
        for keys, header, signer in (([weak.jwk()], {'kid': 'weak'}, weak.sign), ([self.key.jwk(use='enc')], {}, None), ([self.key.jwk(alg='PS256')], {}, None), ([self.key.jwk(n='AQAB')], {}, None),
                                     ([self.key.jwk(e=None)], {}, None), ([{'kty': 'oct', 'kid': 'key', 'k': text_of(b'secret')}], {}, None), ([], {}, None), ([7, None, 'x', [], {}], {}, None),
                                     ([self.key.jwk(), self.other.jwk()], {'kid': None}, None), ([self.key.jwk(kid='x' * 256)], {}, None)):
            self.liar.keys, self.liar.header, self.liar.signer = keys, header, signer
            with self.subTest(keys=[sorted(key) if isinstance(key, dict) else key for key in keys]):
                self.refuses()
            # The keys that are known would do for the next one.
            self.server.stop()
            self.server.start()
        self.liar.keys, self.liar.header = [7, weak.jwk(), self.key.jwk(kid=None, alg=None, use=None)], {'kid': None}
        self.believes()

    def test_errors(self):
        """What the provider says instead of a code reaches the client in its own words"""
        for said, error in (('access_denied', 'access_denied'), ('login_required', 'access_denied'), ('consent_required', 'access_denied'), ('temporarily_unavailable', 'temporarily_unavailable'),
                            ('invalid_request', 'server_error'), ('<script>', 'server_error'), ('', 'server_error')):
            answer = self.go(error=said, error_description='secret')
            self.assertEqual((answer['error'], 'error_description' in answer), (error, False))
        self.assertNotIn('/token', [path for path, _, _ in self.liar.asked])

    def test_slow(self):
        """A provider that answers nothing keeps nobody else waiting, nor the server from stopping"""
        self.believes()
        self.liar.slow = '/token'
        results = []
        waiting = threading.Thread(target=lambda: results.append(self.go()))
        waiting.start()
        wait_for(lambda: [path for path, _, _ in self.liar.asked].count('/token') == 2, 'the provider is asked')
        self.assertEqual(self.server.alice().account, ALICE)
        self.assertEqual(self.server.stop(), 0)
        waiting.join()
        self.assertEqual(results[0]['error'], 'temporarily_unavailable')
        self.server.start()
        self.liar.slow = None
        self.liar.gate.set()
        self.believes()


class Tls(LiarCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        certificate = cls.folder / 'cert.pem'
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                        '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', cls.folder / 'tls-key.pem', '-out', certificate], check=True, capture_output=True)
        cls.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        cls.tls.load_cert_chain(certificate, cls.folder / 'tls-key.pem')

    def test_stranger(self):
        """A provider whose certificate nobody vouches for is told nothing"""
        self.refuses('temporarily_unavailable')
        self.assertEqual(self.liar.asked, [])


class Vouched(Tls):
    # A proxy of the environment is not asked either: nothing listens there.
    env = {name: 'http://127.0.0.1:9' for name in ('http_proxy', 'https_proxy', 'HTTPS_PROXY', 'ALL_PROXY', 'all_proxy')}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.more = f'ca-file={cls.folder / "cert.pem"}\n'

    def test_stranger(self):
        """A provider whose certificate the operator vouches for is asked, without the environment's proxy, and stays under TLS"""
        self.believes()
        self.liar.metadata = {'jwks_uri': self.liar.issuer.replace('https', 'http') + '/jwks'}
        self.server.stop()
        self.server.start()
        self.refuses()


if __name__ == '__main__':
    spico_tap.main()
