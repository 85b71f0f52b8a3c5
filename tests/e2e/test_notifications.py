# SPDX-License-Identifier: GPL-3.0-or-later
"""F015, F073: who is not there is told by mail who wants to reach them; the real programs, and a real SMTP server (aiosmtpd)."""

import contextlib
import os
import re
import sqlite3
import unittest

from spico_e2e import Person, Server, end_programs, main, wait_for
from spico_relay import Relay, plain

SEARCH = 'Rechercher un professionnel ou une structure'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Notifications(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.relay = Relay()
        cls.server = Server(config=cls.relay.config).start()
        cls.alice = Person('mauger', cls.server.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start().sign_in()
        cls.alice.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        cls.relay.close()
        end_programs()

    def test_1_who_has_no_account_is_told_once_written_to(self):
        self.alice.settle()
        dialog = self.alice.start_conversation([('lacaze', 'LACAZE')], 'LAPRUNE', 'Sortie de Mme Laprune', 'Bonjour, pouvez-vous me rappeler ?')
        self.alice.reads('Sans compte : ne pourra pas lire ce message')
        picture(self.alice, 'notification-before-sending')
        self.alice.focus(self.alice.composer(dialog))
        self.alice.keys('ctrl+Return')
        self.alice.gone('dialog', 'Nouvelle conversation')
        wait_for(lambda: self.relay.mails, 'the mail is there')
        _, mail = self.relay.mails[0]
        text = plain(mail)
        self.assertIn('Mme Stéphanie MAUGER souhaite vous joindre', text)
        for word in ('Laprune', 'LAPRUNE', 'rappeler', 'Sortie'):
            self.assertNotIn(word, text)
            self.assertNotIn(word, mail['subject'])

    def open_card(self, name):
        self.alice.settle()
        self.alice.keys('ctrl+i')
        information = self.alice.find('dialog', 'Informations')
        self.alice.click(self.alice.find('list item', re.compile(name), information))
        return self.alice.find('dialog', 'Fiche')

    def leave(self):
        for title in ('Fiche', 'Informations'):
            if self.alice.look('dialog', title):
                self.alice.leave(title)

    def test_2_before_each_message_it_is_said_again(self):
        self.alice.find('list', 'Messages')
        self.alice.reads('LACAZE.*Sans compte : ne pourra pas lire ce message')

    def test_3_a_notification_is_asked_for_once_a_day(self):
        card = self.open_card('LACAZE')
        notify = self.alice.find('button', 'Envoyer une notification', card)
        picture(self.alice, 'notification-card')
        self.alice.press(notify)
        self.alice.reads('Cette personne a déjà été notifiée aujourd')
        self.assertEqual(len(self.relay.mails), 1)
        with contextlib.closing(sqlite3.connect(self.server.database, timeout=10)) as region, region:
            region.execute("UPDATE notification SET day = '2026-01-01'")
        self.leave()
        card = self.open_card('LACAZE')
        self.alice.press(self.alice.find('button', 'Envoyer une notification', card))
        self.alice.reads('Notification demandée')
        picture(self.alice, 'notification-asked')
        wait_for(lambda: len(self.relay.mails) == 2, 'the mail is there')


if __name__ == '__main__':
    main()
