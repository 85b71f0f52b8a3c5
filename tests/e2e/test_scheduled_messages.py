# SPDX-License-Identifier: GPL-3.0-or-later
"""« Envoyer plus tard… »: messages that are sent later, with the real programs."""

import os
import re
import sqlite3
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client

ALICE, BOB = 'mauger', 'totaro'
SUBJECT = 'Horaires du retour à domicile'
DIALOG = 'Envoyer plus tard'
MENU = 'Menu du message à envoyer plus tard'
# Longer than any time that is offered at once.
LONG = 8 * 24 * 3600 * 1000000


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Scheduled(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.client = Client(cls.server.url).sign_in(ALICE, 'spico-demo')
        cls.cable = Link(cls.server)
        cls.alice = Person(ALICE, cls.cable.url)
        cls.alice.place = (0, 0, 1100, 900)
        cls.alice.start().sign_in()
        cls.second = Person(ALICE, cls.server.url)
        cls.second.place = (1100, 0, 1000, 900)
        cls.second.start().sign_in()
        for person in (cls.alice, cls.second):
            person.sees_conversations()
            person.open_conversation(SUBJECT)

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def on_server(self):
        return {one['text']: one for one in self.client.call('ScheduledMessage/get', {'accountId': self.client.account, 'ids': None})['list']}

    def sent(self, text):
        ids = self.client.call('Message/query', {'accountId': self.client.account})['ids']
        return [one for one in self.client.call('Message/get', {'accountId': self.client.account, 'ids': ids})['list'] if one['text'] == text]

    def popover(self, person):
        """« Envoyer plus tard… », from the keyboard."""
        n_windows = len(person.windows())
        person.focus(person.composer())
        person.keys('ctrl+shift+Return')
        wait_for(lambda: len(person.windows()) > n_windows, 'the times are offered')
        person.settle()

    def schedule(self, person, text):
        """The first time that is offered, whatever it is at this time of day."""
        person.write(text)
        self.popover(person)
        person.keys('Return')

    def rows(self, person):
        """What waits, as a screen reader says it."""
        waiting = person.look('list', 'Messages à envoyer plus tard')
        return waiting.find_all('list item') if waiting else []

    def row(self, person, text, state=''):
        return wait_for(lambda: next((row for row in self.rows(person) if text in row.name and re.match(state, row.name)), None),
                        f'{person.login} sees that «{text}» waits; there is:\n{[row.name for row in self.rows(person)]}')

    def no_row(self, person, text):
        wait_for(lambda: not any(text in row.name for row in self.rows(person)), f'«{text}» waits no more')

    def deed(self, person, text, position):
        """An entry of the menu of one that waits, from the keyboard."""
        self.row(person, text)
        person.settle()
        person.open_menu(person.find(('toggle button', 'button'), MENU, self.row(person, text)))
        person.keys(*['Down'] * position, 'Return')

    def leaves_now(self):
        """Its time has come: the server finds that it has, as it starts."""
        self.server.stop()
        with sqlite3.connect(self.server.database) as region:
            region.execute('UPDATE scheduled_message SET send_at = send_at - ?', (LONG,))
        region.close()
        self.server.start()

    def test_1_scheduled_here_and_seen_there(self):
        """It is scheduled in one window, and seen in the other"""
        self.schedule(self.alice, 'À demain.')
        self.row(self.alice, 'À demain.', 'Envoi prévu')
        wait_for(lambda: self.alice.composer().text == '', 'it is not written any more')
        self.row(self.second, 'À demain.', 'Envoi prévu')
        wait_for(lambda: self.on_server()['À demain.']['status'] == 'pending', 'the server holds it')
        self.assertEqual(self.sent('À demain.'), [])
        self.alice.find('list item', re.compile('un message à envoyer plus tard'))
        picture(self.alice, 'scheduled')

    def test_2_its_time_is_changed(self):
        """Its time is chosen to the minute"""
        before = self.on_server()['À demain.']['sendAt']
        self.deed(self.alice, 'À demain.', 1)
        dialog = self.alice.find('dialog', DIALOG)
        picture(self.alice, 'schedule-dialog')
        minute = self.alice.find('spin button', 'Minute', dialog)
        self.alice.focus(minute)
        self.alice.keys('ctrl+a', '3', '7')
        self.alice.press(self.alice.find('button', 'Programmer', dialog))
        wait_for(lambda: self.on_server()['À demain.']['sendAt'] != before, 'the server knows the other time')
        self.row(self.second, 'À demain.', 'Envoi prévu[^:]*:37')

    def test_3_edited_it_is_written_on(self):
        """Edited, it comes back where one writes"""
        self.deed(self.alice, 'À demain.', 2)
        wait_for(lambda: self.alice.composer().text == 'À demain.', 'its words are written on')
        self.no_row(self.second, 'À demain.')
        self.assertEqual(self.on_server(), {})
        self.popover(self.alice)
        self.alice.keys('Return')
        self.row(self.second, 'À demain.', 'Envoi prévu')

    def test_4_cancelled_beside_what_is_written(self):
        """Cancelled, it waits until one wants its words beside what one writes"""
        self.alice.write('Autre chose.')
        self.deed(self.alice, 'À demain.', 3)
        row = self.row(self.alice, 'À demain.', 'Annulé')
        self.assertEqual(self.alice.composer().text, 'Autre chose.')
        picture(self.alice, 'scheduled-cancelled')
        self.alice.press(self.alice.find('button', 'Reprendre le texte', row))
        wait_for(lambda: self.alice.composer().text == 'Autre chose.\nÀ demain.', 'both are there')
        self.no_row(self.second, 'À demain.')
        self.alice.clear(self.alice.composer())

    def test_5_it_leaves_at_its_time(self):
        """At its time it is a message"""
        self.schedule(self.alice, 'Bien reçu.')
        self.row(self.second, 'Bien reçu.', 'Envoi prévu')
        self.leaves_now()
        wait_for(lambda: len(self.sent('Bien reçu.')) == 1, 'it is sent')
        self.no_row(self.alice, 'Bien reçu.')
        self.no_row(self.second, 'Bien reçu.')
        self.second.has_message('Bien reçu.')

    def test_6_killed_off_line_it_is_there(self):
        """Killed while it waits off line, it is there after the start, and leaves"""
        self.cable.cut()
        self.schedule(self.alice, 'Hors ligne.')
        self.row(self.alice, 'Hors ligne.', '.*pas encore envoyé au serveur')
        picture(self.alice, 'scheduled-off-line')
        self.alice.kill9()
        self.alice.start()
        self.alice.sees_conversations()
        self.alice.open_conversation(SUBJECT)
        self.row(self.alice, 'Hors ligne.', '.*pas encore envoyé au serveur')
        self.assertNotIn('Hors ligne.', self.on_server())
        self.cable.plug()
        self.row(self.second, 'Hors ligne.', 'Envoi prévu')
        self.deed(self.second, 'Hors ligne.', 0)
        wait_for(lambda: len(self.sent('Hors ligne.')) == 1, 'it is sent at once')
        self.no_row(self.alice, 'Hors ligne.')

    def test_7_on_a_narrow_window(self):
        """In a phone's width it stands within the window, and its time is chosen"""
        self.alice.put(0, 0, 360, 720)
        self.schedule(self.alice, 'Dans une fenêtre étroite, tout se lit encore.')
        row = self.row(self.alice, 'Dans une fenêtre étroite', 'Envoi prévu')
        self.alice.settle()
        left, _, width, _ = row.extents()
        self.assertTrue(left >= 0 and left + width <= 360, 'it is within the window')
        picture(self.alice, 'scheduled-narrow')
        self.deed(self.alice, 'Dans une fenêtre étroite', 1)
        dialog = self.alice.find('dialog', DIALOG)
        self.alice.settle()
        self.assertTrue(self.alice.find('button', 'Programmer', dialog).sensitive)
        picture(self.alice, 'schedule-dialog-narrow')
        self.alice.leave(DIALOG)

    def test_8_in_the_dark(self):
        self.alice.put(0, 0, 1100, 900)
        self.alice.stop()
        self.alice.start(ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        self.alice.sees_conversations()
        self.alice.open_conversation(SUBJECT)
        self.row(self.alice, 'Dans une fenêtre étroite', 'Envoi prévu')
        picture(self.alice, 'scheduled-dark')


if __name__ == '__main__':
    main()
