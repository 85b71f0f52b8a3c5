# SPDX-License-Identifier: GPL-3.0-or-later
"""B003, B004: what was said is found again, on line or off, and shown where it stands, with the real programs."""

import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7

ALICE, BEATRICE = 'mauger', 'totaro'
LONG, OTHER = 'Suivi de la plaie', 'Gazométrie de contrôle'
SAID = 'La GAZOMÉTRIE de ce matin est rassurante, pH 7,41.'
MESSAGES, AMONG = 150, 12


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Search(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.cable = Link(cls.server)
        writer = Client(cls.server.url).sign_in(BEATRICE, 'spico-demo')
        me = Client(cls.server.url).sign_in(ALICE, 'spico-demo').account
        cls.writer = writer
        cls.long = cls.start(writer, me, LONG)
        for number in range(MESSAGES):
            cls.write(cls.long, SAID if number == AMONG else f'Passage {number + 1}.')
        cls.write(cls.start(writer, me, OTHER), 'Voici les résultats.')
        cls.alice = Person(ALICE, cls.cable.url)
        cls.alice.place = (0, 0, 1040, 760)
        cls.alice.start().sign_in()
        cls.alice.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @staticmethod
    def start(writer, other, subject):
        return writer.create('Conversation', {'clientId': uuid7(), 'subject': subject, 'participantIds': [other]})['id']

    @classmethod
    def write(cls, conversation, text):
        cls.writer.create('Message', {'clientId': uuid7(), 'conversationId': conversation, 'text': text})

    def search(self, text):
        self.alice.settle()
        entry = self.alice.find(('text', 'entry'), 'Rechercher dans les conversations')
        self.alice.clear(entry)
        if text:
            self.alice.type_in(entry, text)

    def results(self):
        return self.alice.find('list', 'Conversations')

    def found(self, pattern):
        return self.alice.find('list item', re.compile(pattern), self.results())

    def in_sight(self, pattern):
        """A message of the thread, where one sees it."""
        messages = self.alice.find('list', 'Messages')
        top, height = messages.extents()[1], messages.extents()[3]
        return [row for row in messages.find_all('list item') if re.search(pattern, row.name) and top <= row.extents()[1] < top + height]

    def test_1_conversations_and_messages_are_found(self):
        """B004: one field finds both, each below its title, accents and case forgiven"""
        self.search('gazometrie')
        self.found(f'^{OTHER}')
        self.found('GAZOMÉTRIE de ce matin')
        self.alice.find('label', 'Conversations', self.results())
        self.alice.find('label', 'Messages', self.results())
        picture(self.alice, 'search-found')

    def test_2_a_message_is_shown_where_it_stands(self):
        """B004: chosen, it is in sight among the others, however far up"""
        self.alice.click(self.found('GAZOMÉTRIE de ce matin'))
        wait_for(lambda: self.in_sight('GAZOMÉTRIE de ce matin'), 'the message is in sight')
        wait_for(lambda: self.in_sight(r'Passage 12\.'), 'so is the one before it')
        self.alice.find('list item', re.compile(f'^{OTHER}'), self.results())
        picture(self.alice, 'search-shown')

    def test_3_another_one_of_the_same_conversation(self):
        """B004: every word counts, and the conversation that is open goes to the next message"""
        self.search('passage 140')
        self.alice.click(self.found(r'Passage 140\.'))
        wait_for(lambda: self.in_sight(r'Passage 140\.'), 'the message is in sight')

    def test_4_off_line_too(self):
        """B003: what was synchronised is searched without the server"""
        self.cable.cut()
        self.alice.reads('Hors ligne')
        self.search('rassurante')
        self.alice.click(self.found('matin est rassurante'))
        wait_for(lambda: self.in_sight('GAZOMÉTRIE de ce matin'), 'the message is in sight')
        picture(self.alice, 'search-offline')
        self.cable.plug()
        self.alice.gone(None, re.compile('^Hors ligne'))

    def test_5_what_comes_is_found(self):
        """B004: the list goes on while one looks at it"""
        self.search('oxymètre')
        self.alice.reads('^Aucun résultat$')
        self.alice.reads("d'un membre, d'un patient ou d'un message")
        picture(self.alice, 'search-nothing')
        self.write(self.long, "L'oxymètre est resté chez la patiente.")
        self.found('oxymètre est resté')

    def test_6_by_the_keyboard(self):
        """B010: down from the field to what was found; Escape leaves the search"""
        self.search('gazometrie')
        self.found('GAZOMÉTRIE de ce matin')
        self.alice.keys('ctrl+f')
        self.alice.keys('Down', 'Down', 'Down')
        wait_for(lambda: self.in_sight('GAZOMÉTRIE de ce matin'), 'the message is shown')
        self.alice.keys('ctrl+f')
        self.alice.keys('Escape')
        self.alice.gone('label', 'Messages')
        self.found(f'^{LONG}')

    def test_7_on_a_narrow_window(self):
        self.alice.put(0, 0, 360, 720)
        self.alice.press(self.alice.find('button', re.compile('^(Retour|Précédent)')))
        self.search('gazometrie')
        row = self.found('GAZOMÉTRIE de ce matin')
        picture(self.alice, 'search-narrow')
        self.alice.click(row)
        wait_for(lambda: self.in_sight('GAZOMÉTRIE de ce matin'), 'the message is in sight')
        picture(self.alice, 'search-narrow-shown')

    def test_8_in_the_dark(self):
        self.alice.put(0, 0, 1040, 760)
        self.alice.stop()
        self.alice.start(ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        self.alice.sees_conversations()
        self.search('gazometrie')
        self.found('GAZOMÉTRIE de ce matin')
        picture(self.alice, 'search-dark')


if __name__ == '__main__':
    main()
