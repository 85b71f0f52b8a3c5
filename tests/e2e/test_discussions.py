# SPDX-License-Identifier: GPL-3.0-or-later
"""F002, F065, F071, B003, B004, B010: signing in, the list and the thread, with the real programs."""

import re
import unittest

from spico_e2e import Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7

ALICE, BEATRICE = 'totaro', 'mauger'
LONG = 'Compte rendu au fil de la journée'
MESSAGES = 150
SHORT = "Demande d'appui"


class Discussions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.writer = Client(cls.server.url).sign_in(BEATRICE, 'spico-demo')
        me = Client(cls.server.url).sign_in(ALICE, 'spico-demo').account
        cls.conversation = cls.writer.create('Conversation', {'clientId': uuid7(), 'subject': LONG, 'participantIds': [me]})['id']
        for number in range(MESSAGES):
            cls.write(f'Passage {number + 1}. ' + 'Rien à signaler. ' * (number % 9))
        cls.alice = Person(ALICE, cls.server.url)

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @classmethod
    def write(cls, text):
        cls.writer.create('Message', {'clientId': uuid7(), 'conversationId': cls.conversation, 'text': text})

    def row(self, subject):
        return self.alice.find('list item', re.compile(re.escape(subject)))

    def focused(self):
        return [node.name for node in self.alice.find_all() if node.has_state('focused')]

    def turn_to(self, name):
        """F6 until the keyboard is there."""
        pattern = re.compile(name)
        for _ in range(5):
            before = self.focused()
            self.alice.keys('F6')
            wait_for(lambda before=before: self.focused() not in ([], before), 'F6 moves the keyboard')
            if any(pattern.search(focused) for focused in self.focused()):
                return
        raise AssertionError(f'F6 never comes to «{name}»')

    def shown(self):
        """The rows of the thread that are wholly in sight, and where they stand."""
        messages = self.alice.find(None, 'Messages')
        top, height = messages.extents()[1], messages.extents()[3]
        rows = [(row.name, row.extents()[1]) for row in messages.find_all('list item')]
        return [(name, y) for name, y in rows if top <= y < top + height]

    def test_1_a_wrong_password_is_told(self):
        """F001, F002: wrong password is told"""
        self.alice.start().sign_in('faux')
        self.alice.reads('Identifiant ou mot de passe incorrect')
        self.alice.clear(self.alice.find(('password text', 'text', 'entry'), 'Mot de passe'))
        self.alice.sign_in()
        self.alice.sees_conversations()

    def test_2_a_conversation_opens_at_its_first_unread_message(self):
        self.alice.find('list item', re.compile(f'{LONG}.*{MESSAGES} non lus', re.S))
        self.alice.open_conversation(LONG)
        self.alice.reads(f'{MESSAGES} nouveaux messages')
        wait_for(lambda: any('Passage 1.' in name for name, _ in self.shown()), 'the first unread message is in sight')
        self.assertTrue(self.alice.look('list item', re.compile(f'{LONG}.*{MESSAGES} non lus', re.S)), 'nothing is read before the end is seen')

    def test_3_the_end_is_read_when_it_is_seen(self):
        self.alice.press(self.alice.find('button', re.compile('Derniers messages')))
        wait_for(lambda: any(f'Passage {MESSAGES}.' in name for name, _ in self.shown()), 'the last message is in sight')
        self.alice.keys('Shift_L')
        wait_for(lambda: 'non lu' not in self.row(LONG).name, 'the conversation is read')

    def test_4_a_message_that_comes_is_seen_at_the_bottom(self):
        self.write('Passage du soir.')
        wait_for(lambda: any('Passage du soir.' in name for name, _ in self.shown()), 'the new message is in sight')

    def test_5_further_up_nothing_moves(self):
        self.turn_to(r'MAUGER, Passage')
        self.assertTrue(any('Passage du soir.' in name for name in self.focused()), 'the keyboard comes where one reads')
        self.alice.keys(*['Page_Up'] * 6)
        self.alice.find('button', re.compile('Derniers messages'))
        before = wait_for(lambda: self._still(), 'the thread stands still')
        self.write('Passage de nuit.')
        self.alice.find('button', re.compile('Nouveaux messages'))
        self.assertEqual(self.shown(), before)

    def _still(self):
        once = self.shown()
        return once if once and once == self.shown() else None

    def test_6_unread_stays_so_until_it_is_opened_again(self):
        self.alice.open_conversation(SHORT)
        wait_for(lambda: 'non lu' not in self.row(SHORT).name, 'the conversation is read')
        self.alice.keys('ctrl+shift+u')
        wait_for(lambda: 'non lu' in self.row(SHORT).name, 'the conversation is marked as unread')
        self.alice.open_conversation('Horaires du retour')
        self.assertIn('non lu', self.row(SHORT).name)
        self.alice.open_conversation(SHORT)
        wait_for(lambda: 'non lu' not in self.row(SHORT).name, 'the conversation is read again')

    def test_7_the_keyboard_goes_everywhere_and_never_stays(self):
        composer = 'Rédiger un nouveau message (Ctrl + Entrée pour envoyer)'
        self.turn_to(re.escape(composer))
        self.alice.keys('Tab')
        wait_for(lambda: self.focused() and composer not in self.focused(), 'Tab leaves the composer')
        self.assertEqual(self.alice.composer().text, '')
        self.alice.keys('ctrl+f')
        wait_for(lambda: 'Rechercher dans les conversations' in self.focused(), 'Ctrl+F comes to the search')

    def test_8_information_tells_who_takes_part(self):
        self.alice.keys('ctrl+i')
        dialog = self.alice.find('dialog', 'Informations')
        for text in ('Objet', 'Membres de la conversation', 'Démarrée par', 'en ligne'):
            wait_for(lambda text=text: any(text in (node.name or node.text) for node in dialog.walk()), f'the dialog says «{text}»')
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Informations')

    def test_9_after_the_session_one_still_reads_and_writes(self):
        self.server.ctl('account', 'disable', ALICE)
        self.alice.reads('Votre session a pris fin')
        self.alice.write('Je reprends ce soir')
        self.alice.press(self.alice.find('button', 'Se connecter à nouveau'))
        self.alice.press(self.alice.find('button', 'Annuler'))
        self.assertEqual(self.alice.composer().text, 'Je reprends ce soir')
        self.server.ctl('account', 'enable', ALICE)
        self.alice.press(self.alice.find('button', 'Se connecter à nouveau'))
        self.alice.sign_in()
        self.alice.gone(None, re.compile('Votre session a pris fin'))
        self.alice.stop()


if __name__ == '__main__':
    main()
