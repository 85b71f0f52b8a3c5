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
FILTERS = ('Patient', 'Personne', 'Période', 'Non lus')


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
        me = cls.me = Client(cls.server.url).sign_in(ALICE, 'spico-demo').account
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
        self.alice.reads("d'un message ou du nom d'un fichier")
        picture(self.alice, 'search-nothing')
        self.write(self.long, "L'oxymètre est resté chez la patiente.")
        self.found('oxymètre est resté')

    def test_6_by_the_keyboard(self):
        """B010: down from the field to what was found; Escape leaves the search"""
        self.search('gazometrie')
        self.found('GAZOMÉTRIE de ce matin')
        self.alice.keys('ctrl+f')
        for _ in range(6):
            if self.in_sight('GAZOMÉTRIE de ce matin'):
                break
            self.alice.keys('Down')
            self.alice.settle()
        wait_for(lambda: self.in_sight('GAZOMÉTRIE de ce matin'), 'the message is shown')
        self.alice.keys('ctrl+f')
        self.alice.keys('Escape')
        self.alice.gone('label', 'Messages')
        self.found(f'^{LONG}')

    def to_filter(self, name):
        """By the keyboard: from the field on, each is a step."""
        self.alice.find('toggle button', re.compile(f'^{name}'))
        self.alice.keys('ctrl+f', *['Tab'] * (FILTERS.index(name) + 1))

    def open_choices(self, button):
        self.alice.settle()
        wait_for(lambda: len(self.alice.windows()) == 1, 'no other list is open')
        self.to_filter(button)
        self.alice.keys('Return')
        wait_for(lambda: len(self.alice.windows()) > 1, 'the choices are listed')
        self.alice.settle()

    def choose(self, button, name):
        self.open_choices(button)
        for _ in range(20):
            row = self.alice.find('list item', re.compile(f'^{name}'), self.alice.find('list', button))
            if row.has_state('focused'):
                break
            self.alice.keys('Down')
        else:
            self.fail(f'{name} is not come to')
        self.alice.keys('Return')
        self.alice.settle()

    def names(self, button):
        return [row.name for row in self.alice.find('list', button).find_all('list item')]

    def not_found(self, pattern):
        wait_for(lambda: not any(one.find_all('list item', re.compile(pattern)) for one in self.alice.find_all('list', 'Conversations')), f'«{pattern}» is not found')

    def test_61_by_the_name_of_a_file(self):
        """B004, F054: a file that went with a message is found by its name"""
        blob = self.writer.request('POST', f'/jmap/upload/{self.writer.account}/', b'%PDF-1.7 gaz du sang', {'Content-Type': 'application/pdf'}).json['blobId']
        self.writer.create('Message', {'clientId': uuid7(), 'conversationId': self.long, 'text': 'Voici', 'attachments': [{'blobId': blob, 'name': 'Échographie rénale.pdf', 'type': 'application/pdf'}]})
        self.search('echographie')
        self.found('Fichier : Échographie rénale.pdf')
        picture(self.alice, 'search-file')
        self.alice.click(self.found('Fichier : Échographie rénale.pdf'))
        wait_for(lambda: self.in_sight('Voici'), 'the message is in sight')

    def test_62_narrowed_to_a_person(self):
        """B004: « Personne » leaves what that person takes part in and has written"""
        self.search('gazometrie')
        self.found('GAZOMÉTRIE de ce matin')
        self.open_choices('Personne')
        self.alice.find('list item', re.compile('^Tout le monde'))
        picture(self.alice, 'search-people')
        self.alice.keys('Escape')
        self.choose('Personne', 'Mme Marie TOTARO')
        self.found('GAZOMÉTRIE de ce matin')
        self.choose('Personne', 'Dr Hélène BONNEFOUS')
        self.alice.reads('^Aucun résultat$')
        self.alice.press(self.alice.find('button', 'Effacer'))
        self.found('GAZOMÉTRIE de ce matin')

    def test_63_narrowed_to_a_period(self):
        """B004: « Période » is a choice, or two dates that one types; one that is not a date narrows nothing"""
        self.search('gazometrie')
        self.choose('Période', "Aujourd'hui")
        self.found('GAZOMÉTRIE de ce matin')
        self.choose('Période', 'Entre deux dates')
        first, last = (self.alice.find(('text', 'entry'), name) for name in ('Premier jour', 'Dernier jour'))
        self.alice.type_in(last, '31/12/2020')
        self.alice.reads('^Aucun résultat$')
        picture(self.alice, 'search-period')
        self.alice.clear(last)
        self.alice.type_in(first, '01/02/2020')
        self.found('GAZOMÉTRIE de ce matin')
        self.alice.clear(first)
        self.alice.type_in(first, '99/99')
        self.found('GAZOMÉTRIE de ce matin')
        self.alice.press(self.alice.find('button', 'Effacer'))
        self.alice.gone(('text', 'entry'), 'Premier jour')

    def test_64_narrowed_to_a_patient(self):
        """B004: « Patient » leaves the conversations about them, without a word too; Escape shows everything again"""
        self.search('passage 140')
        self.found(r'Passage 140\.')
        self.open_choices('Patient')
        rows = self.names('Patient')
        picture(self.alice, 'search-patients')
        self.assertEqual(rows[0], 'Tous les patients')
        self.assertGreater(len(rows), 1)
        self.alice.keys('Escape')
        self.choose('Patient', rows[1])
        self.not_found('Passage')
        self.search('')
        self.alice.settle()
        picture(self.alice, 'search-patient')
        self.not_found(f'^{LONG}')
        self.assertGreater(len(self.results().find_all('list item')), 0)
        self.alice.keys('ctrl+f')
        self.alice.keys('Escape')
        self.found(f'^{LONG}')
        self.alice.gone(('toggle button', 'button'), re.compile('^Patient'))

    def test_65_narrowed_to_what_is_unread(self):
        """B004: « Non lus » leaves what one has not read"""
        self.write(self.start(self.writer, self.me, 'Nouvelle'), 'Une gazométrie est à refaire.')
        self.search('gazometrie')
        self.found('à refaire')
        self.to_filter('Non lus')
        self.alice.keys('space')
        self.alice.gone('list item', re.compile('GAZOMÉTRIE de ce matin'))
        self.found('à refaire')
        picture(self.alice, 'search-unread')
        self.to_filter('Non lus')
        self.alice.keys('space')
        self.found('GAZOMÉTRIE de ce matin')

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
