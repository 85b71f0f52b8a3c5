# SPDX-License-Identifier: GPL-3.0-or-later
"""Event streams: what they tell, to whom, when they end."""

import contextlib
import json
import socket
import threading
import time
import unittest
import urllib.parse

from region import ALICE, BOB, Case, Region, add_favourite, drop_favourites, wait_for
import spico_tap
from spico_jmap_client import Refused

STRUCTURE = 'f010000001'


class Events(Case):
    def setUp(self):
        self.alice = self.server.alice()
        self.alice.load_session()

    def states(self):
        return {f'{kind}': str(state) for kind, state in self.server.sql('SELECT type, modseq FROM state WHERE account_id = ?', ALICE)}

    def test_first(self):
        """A new stream tells the states as they are, so that nothing is missed in between"""
        add_favourite(self.alice, BOB)
        drop_favourites(self.alice)
        with self.alice.events() as events:
            kind, data = next(events)
            self.assertEqual((kind, data['@type']), ('state', 'StateChange'))
            self.assertEqual(data['changed'][ALICE], self.states())
            self.assertIn('Principal', data['changed']['region'])

    def test_change(self):
        """A change is told after its commit, with the state that /changes knows"""
        with self.alice.events(types='Favourite') as events:
            answer = add_favourite(self.alice, BOB)
            while True:
                changed = events.next_state()
                if changed.get(ALICE, {}).get('Favourite') == answer['newState']:
                    break
            changes = self.alice.call('Favourite/changes', {'accountId': ALICE, 'sinceState': answer['oldState']})
            self.assertEqual(changes['created'], [answer['created']['f']['id']])
            drop_favourites(self.alice)

    def test_speed(self):
        """A change is told within a second"""
        with self.alice.events(types='Favourite', closeafter='state') as events:
            start = time.monotonic()
            drop_favourites(self.alice)
            add_favourite(self.alice, BOB)
            self.assertIn(ALICE, events.next_state())
            self.assertLess(time.monotonic() - start, 1)
        drop_favourites(self.alice)

    def test_types(self):
        """Only the types asked for are told"""
        with self.alice.events(types='Message,Conversation', ping=5) as events:
            add_favourite(self.alice, BOB)
            drop_favourites(self.alice)
            kind, data = next(events)
            self.assertEqual((kind, data), ('ping', {'interval': 5}))

    def test_close_after_state(self):
        """With closeafter=state the stream ends after the first change"""
        with self.alice.events(closeafter='state') as events:
            add_favourite(self.alice, BOB)
            self.assertEqual([kind for kind, _ in events], ['state'])
        drop_favourites(self.alice)

    def test_not_others(self):
        """Nobody is told of an account that is not theirs"""
        bob = self.server.bob()
        with bob.events(ping=5) as events:
            add_favourite(self.alice, BOB)
            drop_favourites(self.alice)
            for kind, data in events:
                if kind == 'ping':
                    break
                self.assertNotIn(ALICE, data['changed'])

    def test_parameters(self):
        """Malformed parameters are refused, and pings are brought within bounds"""
        for query in ('ping=x', 'ping=-1', 'closeafter=never', 'types=*&closeafter=no&ping=1.5'):
            self.problem(self.alice.request('GET', '/jmap/eventsource/?' + query), 400)
        with self.alice.events(types='Unknown', ping=1) as events:
            start = time.monotonic()
            kind, data = next(events)
            self.assertEqual((kind, data), ('ping', {'interval': 5}))
            self.assertGreater(time.monotonic() - start, 3.5)

    def test_headers(self):
        """A stream is an event stream that nobody keeps"""
        connection = self.alice.connect()
        connection.request('GET', '/jmap/eventsource/?types=*&closeafter=no&ping=0', headers={'Authorization': f'Bearer {self.alice.access_token}'})
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.headers['Content-Type'].startswith('text/event-stream'))
        self.assertEqual(answer.headers['Cache-Control'], 'no-store')
        connection.close()

    def test_other_process(self):
        """What another process writes is told too"""
        with self.alice.events(types='Principal') as events:
            before = int(events.next_state()['region']['Principal'])
            self.server.sql("UPDATE state SET modseq = modseq + 1 WHERE account_id = 'region' AND type = 'Principal'")
            self.assertEqual(events.next_state(), {'region': {'Principal': str(before + 1)}})

    def test_signed_out(self):
        """The streams of a session end with it, and those of another go on"""
        other = self.server.alice()
        with self.alice.events() as events, other.events() as others:
            others.next_state()
            self.alice.sign_out()
            self.assertLessEqual(len(list(events)), 1)
            bob = self.server.alice()
            bob.load_session()
            add_favourite(bob, BOB)
            self.assertIn(ALICE, others.next_state())
            drop_favourites(bob)

    def test_disabled(self):
        """The streams of a disabled login end"""
        bob = self.server.bob()
        with bob.events() as events:
            self.server.sql('UPDATE login SET is_enabled = 0 WHERE person_id = ?', BOB)
            try:
                self.assertLessEqual(len(list(events)), 1)
            finally:
                self.server.sql('UPDATE login SET is_enabled = 1 WHERE person_id = ?', BOB)

    def test_delegation(self):
        """A delegation that begins, changes or ends is announced; its account is told of as far as the scope goes, then no longer"""
        self.server.sql("INSERT OR REPLACE INTO state (account_id, type, modseq, oldest) VALUES (?, 'Message', 1, 0)", STRUCTURE)
        self.server.sql("INSERT OR IGNORE INTO principal (id, kind, name, family_name, given_name, national_id, profession_code, profession, skill,"
                        " structure_name, address, postal_code, town, telephone, source, is_listed, has_account, name_key, town_key)"
                        " VALUES (?, 'structure', 's', '', '', '', '', '', '', '', '', '', '', '', 'operator', 1, 0, 's', '')", STRUCTURE)
        with self.alice.events() as events:
            self.assertNotIn(STRUCTURE, events.next_state())
            self.server.sql("INSERT INTO delegation (id, account_id, delegate_id, scope, set_by, referent, created_at)"
                            " VALUES ('d1', ?, ?, 'all', 'operator', '', 1)", STRUCTURE, ALICE)
            self.assertEqual(events.next_state()[STRUCTURE], {'Message': '1'})
            self.server.sql("INSERT OR REPLACE INTO state (account_id, type, modseq, oldest) VALUES (?, 'Dossier', 1, 0)", STRUCTURE)
            self.server.sql("UPDATE delegation SET scope = 'dossiers' WHERE id = 'd1'")
            changed = events.next_state()
            while changed.get(STRUCTURE) != {'Dossier': '1'}:
                changed = events.next_state()
            self.server.sql("UPDATE delegation SET ended_at = 2 WHERE id = 'd1'")
            changed = events.next_state()
            self.assertNotIn(STRUCTURE, changed)
            self.assertIn(ALICE, changed)
            self.server.sql('UPDATE state SET modseq = 9 WHERE account_id = ?', STRUCTURE)
            add_favourite(self.alice, BOB)
            self.assertEqual(list(events.next_state()), [ALICE])
        drop_favourites(self.alice)

    def test_streams_per_session(self):
        """A session that opens too many streams loses the oldest"""
        with contextlib.ExitStack() as stack:
            streams = [stack.enter_context(self.alice.events()) for _ in range(9)]
            self.assertLessEqual(len(list(streams[0])), 1)
            add_favourite(self.alice, BOB)
            for events in streams[1:]:
                while 'Favourite' not in events.next_state().get(ALICE, {}):
                    pass
        drop_favourites(self.alice)


class SlowReaders(Case):
    config = '[http]\nstream-timeout-seconds=2\n'

    def open_raw(self, client, types='Favourite'):
        near = socket.socket()
        near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        near.connect(('127.0.0.1', urllib.parse.urlsplit(self.server.url).port))
        near.sendall(f'GET /jmap/eventsource/?types={types}&closeafter=no&ping=0 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {client.access_token}\r\n\r\n'.encode())
        return near

    def test_dropped(self):
        """Who does not read their stream is dropped, and holds nobody up"""
        alice = self.server.alice()
        alice.load_session()
        near = self.open_raw(alice)
        ended = 'path=/jmap/eventsource/'
        with alice.events(types='Favourite') as events:
            deadline = time.monotonic() + 60
            while ended not in self.server.logged():
                self.assertLess(time.monotonic(), deadline, 'the slow reader is still there')
                last = add_favourite(alice, BOB)['newState']
                last = drop_favourites(alice)['newState']
            while events.next_state()[ALICE]['Favourite'] != last:
                pass
        near.close()

    def test_coalesced(self):
        """Who reads late is told the last state, not every one"""
        alice = self.server.alice()
        alice.load_session()
        near = self.open_raw(alice)
        near.settimeout(10)
        for _ in range(10):
            add_favourite(alice, BOB)
            last = drop_favourites(alice)['newState']
        received = b''
        while f'"Favourite":"{last}"'.encode() not in received:
            received += near.recv(512)
        self.assertLessEqual(received.count(b'event: state'), 21)
        near.close()


class Stopping(unittest.TestCase):
    def test_streams(self):
        """A server that is asked to stop ends its streams and leaves at once"""
        region = Region().start()
        alice = region.alice()
        streams = [alice.events() for _ in range(5)]
        start = time.monotonic()
        self.assertEqual(region.stop(), 0)
        self.assertLess(time.monotonic() - start, 3)
        for events in streams:
            self.assertLessEqual(len(list(events)), 1)
            events.close()
        region.close()

    def test_under_load(self):
        """What is under way when a server stops is answered: it has done nothing that it did not say"""
        region = Region().start()
        clients = [region.alice() for _ in range(4)]
        for client in clients:
            client.load_session()
        acknowledged = []
        failures = []

        def write(client):
            while True:
                try:
                    answer = client.call('Favourite/set', {'accountId': ALICE, 'create': {'f': {'principalId': BOB}}})
                    acknowledged.append(int(answer['newState']))
                    answer = drop_favourites(client)
                    acknowledged.append(int(answer['newState']))
                except Refused as refused:
                    if refused.answer.status != 503:
                        failures.append(refused)
                    return
                except (OSError, json.JSONDecodeError):
                    return
                except Exception as error:  # whatever else ends the thread is a failure of the test
                    if 'RemoteDisconnected' not in type(error).__name__ and 'BadStatusLine' not in type(error).__name__:
                        failures.append(error)
                    return

        threads = [threading.Thread(target=write, args=(client,)) for client in clients]
        with alice_events(region) as _:
            for thread in threads:
                thread.start()
            wait_for(lambda: len(acknowledged) > 50, 'writes are under way')
            self.assertEqual(region.stop(), 0)
            for thread in threads:
                thread.join()
        self.assertEqual(failures, [])
        [(state,)] = region.sql("SELECT modseq FROM state WHERE account_id = ? AND type = 'Favourite'", ALICE)
        self.assertEqual(state, max(acknowledged))
        region.close()


def alice_events(region):
    return region.alice().events()


if __name__ == '__main__':
    spico_tap.main()
