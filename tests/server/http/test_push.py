# SPDX-License-Identifier: GPL-3.0-or-later
"""Push subscriptions, told to a real HTTPS receiver."""

import contextlib
import http.server
import json
import pathlib
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

from region import ALICE, BOB, Region, add_favourite, drop_favourites, wait_for
import spico_tap
from spico_jmap_client import CORE, MethodError

DAY_US = 24 * 3600 * 1_000_000


class Receiver:
    """Takes pushes over HTTPS and keeps them by path; a path may answer something else, or nothing."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix='spico-push-')
        folder = pathlib.Path(self._folder.name)
        self.certificate = str(folder / 'cert.pem')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                        '-addext', 'subjectAltName=IP:127.0.0.1,DNS:push.localhost', '-keyout', folder / 'key.pem', '-out', self.certificate], check=True, capture_output=True)
        self.lock = threading.Lock()
        self.got = {}
        self.statuses = {}
        self.hanging = set()
        self.n_connections = 0
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                receiver.take(self)

            do_GET = do_POST

            def log_message(self, *_):
                pass

        class Listener(http.server.ThreadingHTTPServer):
            def get_request(self):
                receiver.n_connections += 1
                return super().get_request()

            def handle_error(self, *_):
                pass

        self.listener = Listener(('127.0.0.1', 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, folder / 'key.pem')
        # The handshake belongs to the thread of the connection.
        self.listener.socket = context.wrap_socket(self.listener.socket, server_side=True, do_handshake_on_connect=False)
        self.released = threading.Event()
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def take(self, handler):
        body = handler.rfile.read(int(handler.headers['Content-Length'] or 0))
        with self.lock:
            self.got.setdefault(handler.path, []).append((handler.command, dict(handler.headers), json.loads(body or b'null')))
            answers = self.statuses.get(handler.path, [])
            status = answers.pop(0) if answers else 201
        if handler.path in self.hanging:
            self.released.wait()
        handler.send_response(status)
        if status in (301, 302, 307, 308):
            handler.send_header('Location', f'https://127.0.0.1:{self.port}/elsewhere')
        handler.send_header('Content-Length', '0')
        handler.end_headers()

    @property
    def port(self):
        return self.listener.server_address[1]

    def url(self, path, host='127.0.0.1'):
        return f'https://{host}:{self.port}{path}'

    def bodies(self, path, kind=None):
        with self.lock:
            return [body for _, _, body in self.got.get(path, []) if kind in (None, body['@type'])]

    def close(self):
        self.released.set()
        self.listener.shutdown()
        self.listener.server_close()
        self._folder.cleanup()


def call(client, method, arguments):
    return client.call(f'PushSubscription/{method}', arguments, [CORE])


def create(client, url, **more):
    return call(client, 'set', {'create': {'s': {'deviceClientId': 'd', 'url': url, **more}}})


def refused(client, **properties):
    answer = call(client, 'set', {'create': {'s': {'deviceClientId': 'd', 'url': 'https://push.example/', **properties}}})
    return answer['notCreated']['s']


class Pushes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.receiver = Receiver()
        cls.config = f'[push]\nallow-private=true\nca-file={cls.receiver.certificate}\n'
        cls.server = Region(config=cls.config).start()
        cls.client = cls.server.alice()
        cls.client.load_session()

    @classmethod
    def tearDownClass(cls):
        cls.server.close()
        cls.receiver.close()

    def setUp(self):
        self.path = f'/{self.id()}'

    def tearDown(self):
        self.server.sql('DELETE FROM push_subscription')
        drop_favourites(self.client)

    def column(self, column, subscription, server=None):
        rows = (server or self.server).sql(f'SELECT {column} FROM push_subscription WHERE id = ?', subscription)
        return int(rows[0][0]) if rows else None

    def subscribe(self, path=None, client=None, **more):
        """A subscription that is verified."""
        path, client = path or self.path, client or self.client
        subscription = create(client, self.receiver.url(path), **more)['created']['s']['id']

        def code():
            return next((body['verificationCode'] for body in self.receiver.bodies(path, 'PushVerification') if body['pushSubscriptionId'] == subscription), None)
        answer = call(client, 'set', {'update': {subscription: {'verificationCode': wait_for(code, 'the code')}}})
        self.assertEqual(answer['updated'], {subscription: None})
        return subscription

    def changes(self, path=None):
        return [body['changed'] for body in self.receiver.bodies(path or self.path, 'StateChange')]

    def told(self, state, path=None, kind='Favourite'):
        wait_for(lambda: any(changed.get(ALICE, {}).get(kind) == state for changed in self.changes(path)), 'the change is pushed')

    def test_verified(self):
        """Nothing but its code is pushed to an address that has not brought it back"""
        subscription = create(self.client, self.receiver.url(self.path))['created']['s']['id']
        [body] = wait_for(lambda: self.receiver.bodies(self.path), 'the code')
        self.assertEqual({**body, 'verificationCode': ''}, {'@type': 'PushVerification', 'pushSubscriptionId': subscription, 'verificationCode': ''})
        command, headers, _ = self.receiver.got[self.path][0]
        self.assertEqual((command, headers['Content-Type'], headers['TTL']), ('POST', 'application/json', '86400'))
        add_favourite(self.client, BOB)
        state = drop_favourites(self.client)['newState']
        wrong = call(self.client, 'set', {'update': {subscription: {'verificationCode': 'wrong'}}})
        self.assertEqual((wrong['notUpdated'][subscription]['type'], wrong['notUpdated'][subscription]['properties']), ('invalidProperties', ['verificationCode']))
        self.assertIsNone(call(self.client, 'get', {'ids': [subscription]})['list'][0]['verificationCode'])

        other = self.subscribe(self.path + '-witness')
        state = add_favourite(self.client, BOB)['newState']
        self.told(state, self.path + '-witness')
        self.assertEqual(self.changes(), [])
        call(self.client, 'set', {'update': {subscription: {'verificationCode': body['verificationCode']}}})
        self.assertEqual(call(self.client, 'get', {'ids': [subscription]})['list'][0]['verificationCode'], body['verificationCode'])
        state = drop_favourites(self.client)['newState']
        self.told(state)
        self.assertEqual(self.changes(), [{ALICE: {'Favourite': state}}])
        self.assertEqual(call(self.client, 'set', {'destroy': [subscription, other, 'unknown']})['destroyed'], [subscription, other])

    def test_types(self):
        """Only the types that were asked for are pushed, and more when more are asked for"""
        subscription = self.subscribe(types=['Conversation', 'Unknown'])
        add_favourite(self.client, BOB)
        made = self.client.call('Conversation/set', {'accountId': ALICE, 'create': {'c': {'subject': 'S', 'participantIds': [BOB]}}})
        self.told(made['newState'], kind='Conversation')
        self.assertTrue(all(set(types) == {'Conversation'} for changed in self.changes() for types in changed.values()))
        call(self.client, 'set', {'update': {subscription: {'types': None}}})
        self.told(drop_favourites(self.client)['newState'])
        self.assertIsNone(call(self.client, 'get', {'ids': None})['list'][0]['types'])

    def test_own(self):
        """A session sees its own subscriptions, never their addresses, and no other session's"""
        subscription = self.subscribe()
        self.assertEqual(len(call(self.client, 'get', {'ids': None})['list']), 1)
        [found] = call(self.client, 'get', {'ids': None})['list']
        self.assertEqual(set(found), {'id', 'deviceClientId', 'verificationCode', 'expires', 'types'})
        self.assertEqual(call(self.client, 'get', {'ids': [subscription, 'x'], 'properties': ['types']}), {'list': [{'id': subscription, 'types': None}], 'notFound': ['x']})
        for wanted in ('url', 'keys'):
            with self.assertRaises(MethodError) as caught:
                call(self.client, 'get', {'ids': None, 'properties': [wanted]})
            self.assertEqual(caught.exception.type, 'forbidden')
        for other in (self.server.alice(), self.server.bob()):
            self.assertEqual(call(other, 'get', {'ids': [subscription]})['notFound'], [subscription])
            self.assertEqual(call(other, 'set', {'destroy': [subscription]})['notDestroyed'][subscription]['type'], 'notFound')
            self.assertEqual(call(other, 'set', {'update': {subscription: {}}})['notUpdated'][subscription]['type'], 'notFound')
        self.assertEqual(call(self.client, 'set', {'update': {subscription: {'url': 'https://push.example/'}}})['notUpdated'][subscription]['properties'], ['url'])

    def test_refused(self):
        """What cannot be subscribed to is refused by its name"""
        for properties, name in (({'url': 'http://push.example/'}, 'url'), ({'url': 3}, 'url'), ({'keys': {'p256dh': 'x', 'auth': 'y'}}, 'keys'), ({'deviceClientId': ''}, 'deviceClientId'),
                                 ({'verificationCode': 'x'}, 'verificationCode'), ({'types': ['a b']}, 'types'), ({'types': 'all'}, 'types'), ({'expires': '2001-01-01T00:00:00Z'}, 'expires'),
                                 ({'expires': 'soon'}, 'expires'), ({'nothing': 1}, 'nothing')):
            error = refused(self.client, **properties)
            self.assertEqual((error['type'], error['properties']), ('invalidProperties', [name]))
        for arguments in ({'accountId': ALICE, 'create': {}}, {'ifInState': '0'}, {'create': []}):
            with self.assertRaises(MethodError) as caught:
                call(self.client, 'set', arguments)
            self.assertEqual(caught.exception.type, 'invalidArguments')

    def test_bounds(self):
        """A session has eight subscriptions at most, for a week at most"""
        answer = call(self.client, 'set', {'create': {f's{n}': {'deviceClientId': f'd{n}', 'url': self.receiver.url(self.path)} for n in range(9)}})
        self.assertEqual(len(answer['created']), 8)
        self.assertEqual([error['type'] for error in answer['notCreated'].values()], ['overQuota'])
        first = answer['created']['s0']
        self.assertLess(abs(self.column('expires_at', first['id']) - time.time_ns() // 1000 - 7 * DAY_US), 60_000_000)
        later = call(self.client, 'set', {'update': {first['id']: {'expires': '2999-01-01T00:00:00Z'}}})
        self.assertLess(later['updated'][first['id']]['expires'], '2900')

    def test_pestering(self):
        """Nobody makes the server knock at one door after the other: sixteen in an hour that did not answer are enough"""
        for number in range(16):
            subscription = create(self.client, self.receiver.url(f'{self.path}-{number}'))['created']['s']['id']
            self.assertEqual(call(self.client, 'set', {'destroy': [subscription]})['destroyed'], [subscription])
        self.assertEqual(refused(self.client)['type'], 'overQuota')
        self.assertEqual(refused(self.server.alice())['type'], 'overQuota')
        self.assertEqual(call(self.client, 'get', {'ids': None})['list'], [])
        self.server.sql('UPDATE push_subscription SET created_at = 0')
        restarted = Region(database=self.server.database, config=self.config)
        with contextlib.closing(restarted):
            restarted.start()
            wait_for(lambda: not self.server.sql('SELECT 1 FROM push_subscription'), 'they are forgotten')
        self.subscribe()

    def test_private(self):
        """Without leave, nothing is pushed to this machine or the operator's network, under whatever name"""
        with Region() as server:
            client = server.alice()
            for host in ('127.0.0.1', 'localhost', '[::1]', '10.0.0.1', '192.168.1.1', '169.254.169.254', '[fd00::1]', '[::ffff:127.0.0.1]'):
                self.assertEqual(refused(client, url=f'https://{host}/')['properties'], ['url'], host)
            before = self.receiver.n_connections
            subscription = create(client, self.receiver.url(self.path, 'push.localhost'))['created']['s']['id']
            wait_for(lambda: self.column('attempts', subscription, server) >= 2, 'it was tried')
            self.assertEqual(self.receiver.n_connections, before)
        # The same name is reached where that is allowed.
        create(self.client, self.receiver.url(self.path, 'push.localhost'))
        wait_for(lambda: self.receiver.bodies(self.path), 'the code')

    def test_certificate(self):
        """Nothing is told to a receiver whose certificate nobody vouches for"""
        with Region(config='[push]\nallow-private=true\n') as server:
            subscription = create(server.alice(), self.receiver.url(self.path))['created']['s']['id']
            wait_for(lambda: self.column('attempts', subscription, server) >= 2, 'it was tried')
        self.assertEqual(self.receiver.bodies(self.path), [])

    def test_retried(self):
        """A push that fails is tried again until it is taken, with the states of then"""
        self.receiver.statuses[self.path] = [503, 429]
        subscription = create(self.client, self.receiver.url(self.path))['created']['s']['id']
        wait_for(lambda: len(self.receiver.bodies(self.path)) == 3 and self.column('done', subscription) == 1, 'the third try is taken')
        call(self.client, 'set', {'update': {subscription: {'verificationCode': self.receiver.bodies(self.path)[0]['verificationCode']}}})
        with self.receiver.lock:
            self.receiver.statuses[self.path] = [500, 500]
        add_favourite(self.client, BOB)
        wait_for(self.changes, 'the first try')
        self.told(drop_favourites(self.client)['newState'])
        wait_for(lambda: self.column('attempts', subscription) == 0, 'it is done')

    def test_redirected(self):
        """A redirection is not followed"""
        self.receiver.statuses[self.path] = [307, 302]
        create(self.client, self.receiver.url(self.path))
        wait_for(lambda: len(self.receiver.bodies(self.path)) == 3, 'it is tried again')
        self.assertEqual(self.receiver.bodies('/elsewhere'), [])

    def test_gone(self):
        """An address that says that it is gone is forgotten"""
        subscription = self.subscribe()
        with self.receiver.lock:
            self.receiver.statuses[self.path] = [410]
        add_favourite(self.client, BOB)
        drop_favourites(self.client)
        wait_for(lambda: call(self.client, 'get', {'ids': None})['list'] == [], 'it is gone')
        self.assertIsNone(self.column('attempts', subscription))

    def test_signed_out(self):
        """A session that ends is told nothing more"""
        ended = self.server.alice()
        subscription = self.subscribe(client=ended)
        ended.sign_out()
        self.subscribe(self.path + '-witness')
        state = add_favourite(self.client, BOB)['newState']
        self.told(state, self.path + '-witness')
        drop_favourites(self.client)
        wait_for(lambda: self.column('attempts', subscription) is None, 'it is gone')
        self.assertEqual(self.changes(), [])

    def test_delegation(self):
        """A delegated account is told of while the delegation lasts"""
        self.server.sql("INSERT INTO delegation (id, account_id, delegate_id, scope, set_by, referent, created_at) VALUES ('p', ?, ?, 'discussions', '', '', 0)", BOB, ALICE)
        self.subscribe()
        bob = self.server.bob()
        bob.load_session()
        state = bob.call('Favourite/set', {'accountId': BOB, 'create': {'f': {'principalId': ALICE}}})['newState']
        wait_for(lambda: any(changed.get(BOB, {}).get('Favourite') == state for changed in self.changes()), 'the delegate is told')
        self.server.sql("UPDATE delegation SET ended_at = 1 WHERE id = 'p'")
        n_before = len(self.changes())
        drop_favourites(bob)
        self.told(add_favourite(self.client, BOB)['newState'])
        drop_favourites(self.client)
        self.assertTrue(all(BOB not in changed for changed in self.changes()[n_before:]))

    def test_hanging(self):
        """A receiver that never answers keeps the others from nothing, and does not hold up the end"""
        with Region(config=self.config) as server:
            client = server.alice()
            client.load_session()
            self.receiver.hanging.add(self.path + '-hangs')
            for _ in range(4):
                create(client, self.receiver.url(self.path + '-hangs'))
            wait_for(lambda: len(self.receiver.bodies(self.path + '-hangs')) >= 4, 'they hang')
            self.subscribe(client=client)
            self.told(add_favourite(client, BOB)['newState'])
            start = time.monotonic()
            self.assertEqual(server.stop(), 0)
            self.assertLess(time.monotonic() - start, 8)

    def test_restarted(self):
        """What changed while nobody could push is pushed after the next start, once"""
        server = Region(config=self.config)
        with contextlib.closing(server):
            server.start()
            client = server.alice()
            client.load_session()
            add_favourite(client, BOB)
            self.subscribe(client=client)
            server.stop()
            server.sql("UPDATE state SET modseq = 77 WHERE account_id = ? AND type = 'Favourite'", ALICE)
            server.start()
            self.told('77')
            self.assertEqual(self.changes(), [{ALICE: {'Favourite': '77'}}])

    def test_processes(self):
        """Of several servers on one database one pushes, whichever was written through"""
        with Region(database=self.server.database, config=self.config) as second:
            self.subscribe()
            client = type(self.client)(second.url)
            client.access_token = self.client.access_token
            client.load_session()
            for _ in range(3):
                self.told(add_favourite(client, BOB)['newState'])
                self.told(drop_favourites(client)['newState'])
            states = [changed[ALICE]['Favourite'] for changed in self.changes()]
            self.assertEqual(len(states), len(set(states)))

    def test_expired(self):
        """A subscription ends when it said so"""
        subscription = self.subscribe()
        self.server.sql('UPDATE push_subscription SET expires_at = ? WHERE id = ?', time.time_ns() // 1000 - 1, subscription)
        self.assertEqual(call(self.client, 'get', {'ids': [subscription]})['notFound'], [subscription])
        add_favourite(self.client, BOB)
        drop_favourites(self.client)
        wait_for(lambda: self.column('attempts', subscription) is None, 'it is gone')
        self.assertEqual(self.changes(), [])

    def test_logs(self):
        """The logs name no address that is pushed to"""
        self.subscribe()
        self.assertNotIn(f':{self.receiver.port}', self.server.logged())


if __name__ == '__main__':
    spico_tap.main()
