# SPDX-License-Identifier: GPL-3.0-or-later
"""« Envoyer plus tard… »: the server that holds a message sends it at its time, once, whatever becomes of the process meanwhile."""

import datetime
import unittest

from region import ALICE, BOB, Region, wait_for
import spico_tap
from spico_jmap_client import uuid7


class Scheduled(unittest.TestCase):
    def setUp(self):
        self.server = Region()
        self.addCleanup(self.server.close)
        self.server.start()
        self.client = self.server.alice()
        self.conversation = self.client.call('Conversation/set', {'accountId': ALICE, 'create': {'c': {
            'clientId': uuid7(), 'subject': 'Sortie', 'participantIds': [BOB]}}})['created']['c']['id']

    def schedule(self, text, days=1):
        at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
        return self.client.call('ScheduledMessage/set', {'accountId': ALICE, 'create': {'m': {
            'clientId': uuid7(), 'conversationId': self.conversation, 'text': text, 'sendAt': at.strftime('%Y-%m-%dT%H:%M:%SZ')}}})['created']['m']['id']

    def let_time_pass(self):
        """Their time has come, as far as the database knows."""
        self.server.sql('UPDATE scheduled_message SET send_at = send_at - 172800000000')

    def texts(self, client, account):
        ids = client.call('Message/query', {'accountId': account, 'filter': {'conversationId': self.conversation}, 'sort': [{'property': 'seq'}]})['ids']
        return [one['text'] for one in client.call('Message/get', {'accountId': account, 'ids': ids})['list']]

    def waiting(self):
        return len(self.client.call('ScheduledMessage/get', {'accountId': ALICE, 'ids': None})['list'])

    def test_killed_before(self):
        """What came due while no server ran leaves at the next start, in order and once; another start sends nothing again"""
        self.schedule('Deux', days=1.5)
        self.schedule('Un', days=1)
        self.schedule('Pas encore', days=30)
        self.server.kill()
        self.let_time_pass()
        self.server.start()
        self.client = self.server.alice()
        wait_for(lambda: self.waiting() == 1, 'what was due has left')
        self.server.kill()
        self.server.start()
        self.client = self.server.alice()
        self.assertEqual(self.texts(self.server.bob(), BOB), ['Un', 'Deux'])
        self.assertEqual(self.waiting(), 1)

    def test_looks_when_told(self):
        """A running server looks again as soon as anything that waits is changed"""
        self.schedule('Un')
        self.let_time_pass()
        self.schedule('Une autre fois', days=3)
        wait_for(lambda: self.waiting() == 1, 'what was due has left')
        self.assertEqual(self.texts(self.server.bob(), BOB), ['Un'])


class Several(unittest.TestCase):
    def test_two_servers(self):
        """Two servers on one database send each message once"""
        first = Region()
        self.addCleanup(first.close)
        first.start()
        if not first.database.startswith('postgresql:'):
            self.skipTest('one process at a time on SQLite')
        second = Region(database=first.database)
        self.addCleanup(second.close)
        second.start()
        client = first.alice()
        conversation = client.call('Conversation/set', {'accountId': ALICE, 'create': {'c': {'clientId': uuid7(), 'subject': 'Sortie', 'participantIds': [BOB]}}})['created']['c']['id']
        at = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)).strftime('%Y-%m-%dT%H:%M:%SZ')

        def schedule(text):
            return {'clientId': uuid7(), 'conversationId': conversation, 'text': text, 'sendAt': at}

        client.call('ScheduledMessage/set', {'accountId': ALICE, 'create': {f'm{number}': schedule(str(number)) for number in range(20)}})
        first.sql('UPDATE scheduled_message SET send_at = send_at - 172800000000')
        # Both hear of it.
        client.call('ScheduledMessage/set', {'accountId': ALICE, 'create': {'last': schedule('Demain')}})
        wait_for(lambda: len(client.call('ScheduledMessage/get', {'accountId': ALICE, 'ids': None})['list']) == 1, 'all have left')
        ids = client.call('Message/query', {'accountId': ALICE, 'filter': {'conversationId': conversation}})['ids']
        texts = [one['text'] for one in client.call('Message/get', {'accountId': ALICE, 'ids': ids})['list']]
        self.assertEqual(sorted(texts, key=int), [str(number) for number in range(20)])
        self.assertEqual(len({one['seq'] for one in client.call('Message/get', {'accountId': ALICE, 'ids': ids})['list']}), 20)


if __name__ == '__main__':
    spico_tap.main()
