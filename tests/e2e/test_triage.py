# SPDX-License-Identifier: GPL-3.0-or-later
"""B004: conversations are marked as handled, archived and muted, and found again, with the real programs."""

import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7

PANSEMENT, REUNION, CHUTE = 'Pansement du talon', 'Réunion du service', 'Chute cette nuit'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Triage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.start()
        cls.totaro = Client(cls.server.url).sign_in('totaro', 'spico-demo')
        mauger = Client(cls.server.url).sign_in('mauger', 'spico-demo').account
        cls.ids = {}
        for subject in (PANSEMENT, REUNION):
            cls.ids[subject] = cls.totaro.create('Conversation', {'clientId': uuid7(), 'subject': subject, 'participantIds': [mauger]})['id']
            cls.say(subject, 'Tous les deux jours.')
        cls.cable = Link(cls.server)
        cls.alice = Person('mauger', cls.cable.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start().sign_in().sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @classmethod
    def say(cls, subject, text):
        cls.totaro.create('Message', {'clientId': uuid7(), 'conversationId': cls.ids[subject], 'text': text})

    def row(self, subject):
        return self.alice.find('list item', re.compile(f'^{subject}'), self.alice.find('list', 'Conversations'))

    def not_listed(self, subject):
        wait_for(lambda: self.alice.look('list item', re.compile(f'^{subject}')) is None, f'{subject} is not in the list')

    def view(self, position):
        self.alice.settle()
        self.alice.open_menu(self.alice.find('toggle button', 'Conversations à afficher'))
        self.alice.keys(*['Down'] * position, 'Return')

    def conversation_menu(self, position):
        """Counted from the last entry, « Exporter en PDF… », above which « Archiver » is."""
        self.alice.settle()
        self.alice.open_menu(self.alice.find('toggle button', 'Menu de la conversation'))
        self.alice.keys(*['Up'] * (position + 1), 'Return')

    def undo(self):
        """By the keyboard: the toast goes after a while."""
        self.alice.settle()
        self.alice.keys('ctrl+z')

    def test_1_what_is_handled_leaves_the_list_of_what_is_to_be_handled(self):
        self.alice.open_conversation(PANSEMENT)
        self.view(2)
        self.alice.reads('^Conversations à traiter$')
        self.row(REUNION)
        self.alice.settle()
        self.alice.keys('ctrl+d')
        self.alice.reads("^Traitée, jusqu'au prochain message$")
        self.not_listed(PANSEMENT)
        picture(self.alice, 'triage-to-handle')
        self.undo()
        self.row(PANSEMENT)
        self.conversation_menu(2)
        self.not_listed(PANSEMENT)
        self.alice.press(self.alice.find('button', 'Tout afficher'))
        wait_for(lambda: self.row(PANSEMENT).name.endswith(', traitée'), 'the row says that it is handled')
        picture(self.alice, 'triage-handled')
        self.say(PANSEMENT, 'Le pansement est décollé.')
        wait_for(lambda: 'traitée' not in self.row(PANSEMENT).name, 'the next message opens it again')

    def test_2_what_is_archived_comes_back_with_the_next_message(self):
        self.alice.open_conversation(REUNION)
        self.alice.settle()
        self.alice.keys('ctrl+e')
        self.alice.reads("^Archivée, jusqu'au prochain message$")
        self.not_listed(REUNION)
        self.alice.reads('^Choisissez une conversation$')
        picture(self.alice, 'triage-archived')
        self.view(4)
        self.row(REUNION)
        self.not_listed(PANSEMENT)
        picture(self.alice, 'triage-archive')
        self.say(REUNION, 'Salle 2.')
        self.not_listed(REUNION)
        self.alice.reads("^Rien n'est archivé$")
        picture(self.alice, 'triage-nothing-archived')
        self.alice.press(self.alice.find('button', 'Tout afficher'))
        self.row(REUNION)

    def test_3_archiving_is_undone_and_a_search_finds_what_is_archived(self):
        self.alice.open_conversation(REUNION)
        self.conversation_menu(1)
        self.not_listed(REUNION)
        entry = self.alice.find(('text', 'entry'), 'Rechercher dans les conversations')
        self.alice.type_in(entry, 'réunion du')
        self.row(REUNION)
        self.alice.clear(entry)
        self.not_listed(REUNION)
        self.undo()
        self.row(REUNION)

    def test_4_off_line_it_is_done_here_and_told_later(self):
        self.cable.cut()
        self.alice.reads('^Hors ligne')
        self.alice.open_conversation(REUNION)
        self.alice.settle()
        self.alice.keys('ctrl+e')
        self.not_listed(REUNION)
        self.cable.plug()
        mauger = Client(self.server.url).sign_in('mauger', 'spico-demo')
        wait_for(lambda: mauger.call('Conversation/query', {'accountId': mauger.account, 'filter': {'isArchived': True}})['ids'] == [self.ids[REUNION]], 'the server knows')

    def test_5_what_is_muted_says_so_and_counts_for_nothing(self):
        self.alice.open_conversation(PANSEMENT)
        self.conversation_menu(3)
        wait_for(lambda: 'sans notification' in self.row(PANSEMENT).name, 'the row says that it is muted')
        self.alice.open_conversation(CHUTE)
        before = self.alice.find('button', re.compile('^Agir en tant que')).walk()
        count = [node.name for node in before if node.role == 'label' and node.name.isdigit()]
        self.say(PANSEMENT, 'Rien de pressé.')
        wait_for(lambda: '1 non lu' in self.row(PANSEMENT).name, 'it is there to be read')
        after = [node.name for node in self.alice.find('button', re.compile('^Agir en tant que')).walk() if node.role == 'label' and node.name.isdigit()]
        self.assertEqual(after, count)
        picture(self.alice, 'triage-muted')

    def test_6_only_what_is_unread(self):
        self.view(1)
        self.alice.reads('^Conversations non lues$')
        self.row(PANSEMENT)
        self.alice.open_conversation(PANSEMENT)
        self.not_listed(PANSEMENT)
        self.alice.has_message('Rien de pressé.')
        picture(self.alice, 'triage-unread')

    def test_7_in_a_narrow_window_and_in_the_dark(self):
        for name, width, scheme in (('narrow', 360, 'default'), ('dark', 1040, 'prefer-dark')):
            self.alice.stop()
            self.alice.place = (0, 0, width, 740)
            self.alice.start(ADW_DEBUG_COLOR_SCHEME=scheme)
            self.alice.sees_conversations()
            self.view(2)
            self.alice.reads('^Conversations à traiter$')
            picture(self.alice, f'triage-{name}')


if __name__ == '__main__':
    main()
