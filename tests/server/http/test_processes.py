# SPDX-License-Identifier: GPL-3.0-or-later
"""Two server processes on one PostgreSQL database."""

import os
import subprocess
import threading
import unittest

from region import ALICE, BOB, MAKE_REGION, PASSWORD, PROGRAM, Client, add_favourite, drop_favourites, new_database
import spico_tap
from spico_jmap_client import USING, Server


def cut_connections(database):
    subprocess.run(['psql', '--quiet', '--no-psqlrc', '--output=/dev/null', '--dbname', database, '--command',
                    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'], check=True)


class Processes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.database = new_database()
        subprocess.run([MAKE_REGION, cls.database, PASSWORD, 'alice', ALICE, 'bob', BOB], check=True)
        cls.servers = [Server(PROGRAM, database=cls.database).start() for _ in range(2)]

    @classmethod
    def tearDownClass(cls):
        for server in cls.servers:
            server.close()

    def clients(self):
        first = Client(self.servers[0].url).sign_in('alice', PASSWORD)
        second = Client(self.servers[1].url)
        second.access_token, second.refresh_token = first.access_token, first.refresh_token
        for client in (first, second):
            client.load_session()
        return first, second

    def test_tokens(self):
        """A token of one process opens the other, until it is revoked"""
        first, second = self.clients()
        second.refresh()
        self.assertEqual(first.request('GET', '/.well-known/jmap').status, 200)
        second.sign_out()
        self.assertEqual(first.request('GET', '/.well-known/jmap').status, 401)

    def test_recent_tokens(self):
        """A token that a process has known a moment ago writes nothing once the other has ended its session"""
        first, second = self.clients()
        add_favourite(first, BOB)
        drop_favourites(first)
        second.sign_out()
        calls = [['Favourite/set', {'accountId': ALICE, 'create': {'f': {'principalId': BOB}}}, '0']]
        self.assertEqual(first.post({'using': USING, 'methodCalls': calls}).status, 401)
        self.assertEqual(first.post('nothing that can be read').status, 401)
        again = Client(self.servers[0].url).sign_in('alice', PASSWORD)
        self.assertEqual(again.call('Favourite/get', {'accountId': ALICE, 'ids': None})['list'], [])

    def test_events(self):
        """What is written through one process is told by the other"""
        first, second = self.clients()
        with second.events(types='Favourite') as events:
            state = add_favourite(first, BOB)['newState']
            while events.next_state()[ALICE]['Favourite'] != state:
                pass
        drop_favourites(first)

    def test_relay(self):
        """What one process writes is told by the others without waiting for the review"""
        # A review that comes once a minute would come too late for the client's patience.
        servers = [Server(PROGRAM, database=self.database, config='[http]\nreview-seconds=60\n').start() for _ in range(2)]
        try:
            first = Client(servers[0].url, timeout=20).sign_in('alice', PASSWORD)
            second = Client(servers[1].url, timeout=20)
            second.access_token = first.access_token
            for client in (first, second):
                client.load_session()
            with first.events(types='Favourite') as near, second.events(types='Favourite') as far:
                for writer in (first, second) * 3:
                    add_favourite(writer, BOB)
                    state = drop_favourites(writer)['newState']
                    for events in (near, far):
                        while events.next_state()[ALICE]['Favourite'] != state:
                            pass
        finally:
            for server in servers:
                server.close()

    def test_operator(self):
        """What the operator ends is told to the streams without waiting for the next review"""
        with Server(PROGRAM, os.environ['SPICOCTL'], database=self.database, config='[http]\nreview-seconds=60\n') as server:
            # The first time the review may come by itself; the second time, the next one would come too late for the client's patience.
            for _ in range(2):
                with Client(server.url, timeout=20).sign_in('bob', PASSWORD).events() as events:
                    events.next_state()
                    server.ctl('account', 'disable', 'bob')
                    self.assertLessEqual(len(list(events)), 1)
                server.ctl('account', 'enable', 'bob')

    def test_writers(self):
        """Writers of one account in both processes wait for each other, and none is lost"""
        clients = self.clients()
        states = []
        failures = []

        def write(client):
            try:
                for _ in range(25):
                    answer = client.call('Favourite/set', {'accountId': ALICE, 'create': {'f': {'principalId': BOB}}})
                    states.append(answer['newState'])
                    states.append(drop_favourites(client)['newState'])
            except Exception as error:  # told by the thread that waits
                failures.append(error)

        threads = [threading.Thread(target=write, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertEqual(len(states), 100)
        [answer] = [client.call('Favourite/get', {'accountId': ALICE, 'ids': None}) for client in clients[:1]]
        self.assertEqual(answer['list'], [])
        self.assertEqual(int(answer['state']), max(map(int, states)))

    def test_lanes(self):
        """Who writes, reads and pins in the same conversations, through both processes and all their writers, loses nothing"""
        people = {ALICE: 'alice', BOB: 'bob'}
        # One connection a thread: two threads a person in each process.
        clients = [(Client(server.url).sign_in(login, PASSWORD), account) for server in self.servers for account, login in people.items() for _ in range(2)]
        for client, _ in clients:
            client.load_session()
        by_account = {account: client for client, account in clients}
        conversations = [by_account[ALICE].create('Conversation', {'subject': f'Conversation {n}', 'participantIds': [BOB]})['id'] for n in range(4)]
        sent, failures = [], []

        def act(client, account, turn):
            here, there = conversations[turn % 4], conversations[(turn * 3 + 1) % 4]
            message = ['Message/set', {'accountId': account, 'create': {'m': {'conversationId': here, 'text': 'Bonjour'}}}, '0']
            if turn % 5 == 1:
                pins = {here: {'isPinned': bool(turn % 2)}, there: {'isMuted': bool(turn % 3)}} if here != there else {here: {'isPinned': True}}
                client.call('Conversation/set', {'accountId': account, 'update': pins})
            elif turn % 5 == 2:
                markers = {f'{one}_{account}_{account}': {'readUpTo': 1} for one in {here, there}}
                client.call('ReadMarker/set', {'accountId': account, 'update': markers})
            elif turn % 5 == 3:
                # It reads after it has written: its own change is there.
                first, second = client.batch([message, ['Message/changes', {'accountId': account, 'sinceState': '0', 'maxChanges': 500}, '1']])
                sent.append(first[1]['created']['m']['id'])
                self.assertIn(sent[-1], second[1]['created'])
            else:
                sent.append(client.batch([message])[0][1]['created']['m']['id'])

        def write(client, account, start):
            try:
                for turn in range(start, start + 40):
                    act(client, account, turn)
            except Exception as error:  # told by the thread that waits
                failures.append(error)

        threads = [threading.Thread(target=write, args=(client, account, 7 * n)) for n, (client, account) in enumerate(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertEqual(len(sent), len(set(sent)))
        for account, client in by_account.items():
            changes = client.call('Message/changes', {'accountId': account, 'sinceState': '0'})
            self.assertEqual(sorted(changes['created']), sorted(sent))
        for one in conversations:
            seqs = [message['seq'] for message in by_account[BOB].messages(one)]
            self.assertEqual(sorted(seqs), list(range(1, len(seqs) + 1)))

    def test_database_restart(self):
        """A database whose connections were cut is found again, by readers and by the writer"""
        first, second = self.clients()
        with second.events(types='Favourite') as events:
            for client in (first, second):
                cut_connections(self.database)
                self.assertEqual(client.request('GET', '/.well-known/jmap').status, 200)
                state = add_favourite(client, BOB)['newState']
                while events.next_state()[ALICE]['Favourite'] != state:
                    pass
                drop_favourites(client)


if __name__ == '__main__':
    spico_tap.main()
