# SPDX-License-Identifier: GPL-3.0-or-later
"""The server is killed again and again while people write: no acknowledged message is lost, none is there twice."""

import http.client
import os
import random
import threading
import time
import unittest

from spico_e2e import PASSWORD, Server, main, wait_for
from spico_jmap_client import Client, Refused, uuid7

KILLS = int(os.environ.get('SPICO_KILLS', 50))
SEED = int(os.environ.get('SPICO_SEED', 2))
WRITERS = ('totaro', 'bonnefous', 'mauger')


class Writer(threading.Thread):
    """Sends message after message, each until it is acknowledged, as the client's outbox does."""

    def __init__(self, url, login, conversation, end):
        super().__init__(daemon=True)
        self.login = login
        self.client = Client(url, timeout=5)
        self.conversation = conversation
        self.end = end
        self.sent = []
        self.retries = 0
        self.failure = None

    def run(self):
        try:
            while not self.end.is_set():
                self.send({'clientId': uuid7(), 'conversationId': self.conversation,
                           'text': f'{self.login} {len(self.sent) + 1}'})
        except Exception as error:  # told by the test
            self.failure = error

    def send(self, message):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if self.client.refresh_token is None:
                    self.client.sign_in(self.login, PASSWORD)
                elif self.client.access_token is None:
                    # As a client does: no server lives long enough here to check a password twice.
                    self.client.refresh()
                created = self.client.create('Message', message)
                if created.get('id', message['clientId']) != message['clientId']:
                    raise AssertionError('a message got another id than the one it was sent with')
                self.sent.append(message)
                return
            except Refused as refusal:
                if refusal.answer.status == 401:
                    self.client.access_token = None
                elif refusal.answer.status not in (429, 503):
                    raise
            except (OSError, http.client.HTTPException, ValueError):
                # The answer did not come, or was cut in the middle.
                pass
            self.retries += 1
            self.end.wait(0.01)
        raise AssertionError('a message was not acknowledged within a minute')


class Storm(unittest.TestCase):
    """People write while something is killed again and again."""

    def storm(self, servers, disturb, times):
        """Three people write, each through one of the servers; disturb is called so many times; gives what became of their messages."""
        people = {login: Client(servers[0].url).sign_in(login, PASSWORD) for login in WRITERS}
        conversation = people['totaro'].create('Conversation', {
            'clientId': uuid7(), 'subject': 'Coupures',
            'participantIds': [people[login].account for login in WRITERS[1:]],
        })['id']
        end = threading.Event()
        writers = [Writer(servers[number % len(servers)].url, login, conversation, end) for number, login in enumerate(WRITERS)]
        for writer in writers:
            writer.start()
        self.await_progress(writers)
        for _ in range(times):
            disturb(writers)
        end.set()
        for writer in writers:
            writer.join(90)
            self.assertFalse(writer.is_alive())
            self.assertIsNone(writer.failure)
        self.check(people, conversation, writers)
        sent = sum(len(writer.sent) for writer in writers)
        print(f'# {times} kills, {sent} messages, {sum(writer.retries for writer in writers)} sent again')

    def await_progress(self, writers):
        """Everybody has another message acknowledged."""
        before = [len(writer.sent) for writer in writers]
        wait_for(lambda: all(writer.failure or len(writer.sent) > number for writer, number in zip(writers, before)), 'everybody writes', 60)

    def check(self, people, conversation, writers):
        for reader in WRITERS:
            people[reader].sign_in(reader, PASSWORD)
            stored = people[reader].messages(conversation)
            texts = [message['text'] for message in stored]
            self.assertEqual(len(texts), len(set(texts)), 'a message is there twice')
            self.assertEqual([message['seq'] for message in stored], list(range(1, len(stored) + 1)))
            ids = {message['id'] for message in stored}
            for writer in writers:
                self.assertGreater(len(writer.sent), 0)
                lost = [message for message in writer.sent if message['clientId'] not in ids]
                self.assertEqual(lost, [], 'acknowledged messages are lost')
                own = [text for text in texts if text.startswith(writer.login + ' ')]
                self.assertEqual(own[:len(writer.sent)], [message['text'] for message in writer.sent])


class Kills(Storm):
    def test_no_acknowledged_message_is_lost_and_none_is_twice(self):
        chance = random.Random(SEED)

        def disturb(_):
            time.sleep(chance.uniform(0.02, 0.25))
            server.kill9()
            server.start()

        with Server() as server:
            self.storm([server], disturb, KILLS)


if __name__ == '__main__':
    main()
