# SPDX-License-Identifier: GPL-3.0-or-later
"""B015: « Urgent », « Réponse attendue avant… », and who is told that nobody has read it, with the real programs."""

import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7
from spico_shell import Shell
from test_desktop_notifications import Colleague

SUBJECT, FALL, NEW = 'Horaires du retour à domicile', 'Chute de ce matin', 'Saturation basse'
TOTARO = 'p899700900022'
TOGGLE, REMOVE, OTHER = 'Urgence et réponse attendue', 'Ni urgent, ni réponse attendue', 'Choisir…'
EMERGENCY = "En cas d'urgence vitale, appelez le 15."
NOT_READ = "Votre message n'a pas été lu à temps\u00a0: appelez"
SECRETS = ('Chute', 'matin', 'tombée', 'TOTARO', 'Marie', 'MAUGER', 'Urgent')


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


def row_of(person, subject, more=''):
    """The row of a conversation, once it says so."""
    return person.find('list item', re.compile(f'{re.escape(subject)}.*{more}', re.S), person.find('list', 'Conversations'))


class Pressing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.link = Link(cls.server)
        cls.alice = cls.open_at(0, 'mauger', cls.link.url)
        cls.bob = cls.open_at(1100, 'totaro', cls.server.url)

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @classmethod
    def open_at(cls, x, login, url):
        person = Person(login, url)
        person.place = (x, 0, 1040, 860)
        person.start().sign_in().sees_conversations()
        return person

    def fold_out(self, within=None):
        self.alice.press(self.alice.find('toggle button', TOGGLE, within))
        self.alice.reads(f'^{re.escape(EMERGENCY)}$')

    def test_1_somebody_presses_and_it_is_seen(self):
        self.alice.open_conversation(SUBJECT)
        self.fold_out()
        self.alice.press(self.alice.find('toggle button', 'Urgent'))
        self.alice.press(self.alice.find('toggle button', re.compile('^Dans 1')))
        self.alice.reads(r'^Réponse attendue avant (demain )?\d+ h')
        self.alice.write('Fièvre à 39,5 depuis midi.')
        picture(self.alice, 'urgent-composer')
        self.alice.keys('ctrl+Return')
        self.assertRegex(self.alice.has_message('Fièvre à 39,5'), r'Urgent, Réponse attendue avant')
        self.alice.gone(None, EMERGENCY)
        row_of(self.bob, SUBJECT, 'Urgent, Réponse attendue avant')
        picture(self.bob, 'urgent-list')
        self.bob.open_conversation(SUBJECT)
        self.assertRegex(self.bob.has_message('Fièvre à 39,5'), 'Urgent, Réponse attendue avant')
        picture(self.bob, 'urgent-thread')

    def test_2_the_list_of_what_presses_and_an_answer(self):
        self.bob.open_menu(self.bob.find('toggle button', 'Conversations à afficher'))
        self.bob.keys('Down', 'Down', 'Down', 'Return')
        self.bob.reads('^Conversations urgentes$')
        row_of(self.bob, SUBJECT, 'Urgent')
        self.bob.send("J'y vais tout de suite.")
        self.bob.reads("^Rien d'urgent$")
        picture(self.bob, 'urgent-nothing')
        self.bob.press(self.bob.find('button', 'Tout afficher'))
        self.assertNotIn('Urgent', row_of(self.bob, SUBJECT).name)
        self.alice.has_message("J'y vais tout de suite.")
        wait_for(lambda: any('Fièvre' in row and 'répondu' in row for row in self.alice.thread()), 'she sees that it is answered')

    def test_3_another_time_is_chosen_and_given_up(self):
        self.fold_out()
        self.alice.press(self.alice.find('toggle button', OTHER))
        dialog = self.alice.find('dialog', 'Réponse attendue avant')
        picture(self.alice, 'urgent-other-time')
        self.alice.press(self.alice.find('button', 'Choisir', dialog))
        self.alice.gone('dialog', 'Réponse attendue avant')
        self.alice.reads('^Réponse attendue avant demain 12 h$')
        self.alice.press(self.alice.find('button', REMOVE))
        self.alice.gone(None, 'Réponse attendue avant demain 12 h')
        self.alice.press(self.alice.find('toggle button', TOGGLE))
        self.alice.gone(None, EMERGENCY)

    def test_4_it_is_kept_with_what_is_written(self):
        self.fold_out()
        self.alice.press(self.alice.find('toggle button', 'Urgent'))
        self.alice.write('À finir')
        self.alice.stop()
        self.alice.start().sees_conversations()
        self.alice.open_conversation(SUBJECT)
        self.alice.find('button', REMOVE)
        picture(self.alice, 'urgent-draft')
        self.alice.focus(self.alice.composer())
        self.alice.keys('ctrl+Return')
        self.assertIn('Urgent', self.alice.has_message('À finir'))
        self.assertIn('Urgent', self.bob.has_message('À finir'))

    def test_5_a_conversation_begins_with_something_urgent(self):
        dialog = self.alice.start_conversation([('totaro', 'Marie TOTARO')], 'LAPRUNE', NEW, 'Saturation à 84 %.')
        self.fold_out(dialog)
        self.alice.press(self.alice.find('toggle button', 'Urgent', dialog))
        picture(self.alice, 'urgent-new-conversation')
        self.alice.press(self.alice.find('button', 'Envoyer', dialog))
        self.alice.has_message('Saturation à 84 %.', 'Urgent')
        row_of(self.bob, NEW, 'Urgent')

    def test_6_in_a_narrow_window_and_in_the_dark(self):
        self.bob.open_conversation(NEW)
        for name, width, env in (('narrow', 360, {}), ('dark', 1040, {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}), ('contrast', 1040, {'ADW_DEBUG_HIGH_CONTRAST': '1'})):
            self.alice.stop()
            self.alice.start(**env).sees_conversations()
            self.alice.open_conversation(NEW)
            self.alice.put(0, 0, width, 760)
            self.fold_out()
            self.alice.press(self.alice.find('toggle button', 'Urgent'))
            self.alice.press(self.alice.find('toggle button', re.compile('^Demain')))
            self.alice.reads('^Réponse attendue avant demain 12 h$')
            picture(self.alice, f'urgent-{name}')
            self.alice.press(self.alice.find('button', REMOVE))
            self.alice.press(self.alice.find('toggle button', TOGGLE))
            self.alice.gone(None, EMERGENCY)


class Overdue(unittest.TestCase):
    """Somebody whose clock is twenty minutes ahead: what was sent a moment ago has waited too long."""

    LATER = {'LD_PRELOAD': 'libfaketime.so.1', 'LD_LIBRARY_PATH': '/usr/lib/x86_64-linux-gnu/faketime', 'FAKETIME': '+20m', 'FAKETIME_DONT_FAKE_MONOTONIC': '1'}

    @classmethod
    def setUpClass(cls):
        cls.shell = Shell()
        cls.server = Server().start()
        me = Client(cls.server.url).sign_in('mauger', 'spico-demo')
        cls.conversation = me.create('Conversation', {'clientId': uuid7(), 'subject': FALL, 'participantIds': [TOTARO]})['id']
        me.create('Message', {'clientId': uuid7(), 'conversationId': cls.conversation, 'text': 'Elle est tombée.', 'isUrgent': True})
        # First: a program that starts withdraws what an earlier run of it left on the desktop, which is the same for both.
        cls.bob = Person('totaro', cls.server.url)
        cls.bob.place = (1100, 0, 1040, 860)
        cls.bob.start().sign_in().sees_conversations()
        cls.cable = Link(cls.server)
        cls.alice = Colleague('mauger', cls.cable.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start(**cls.LATER).appears().sign_in().sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def test_1_nobody_has_read_it_and_who_wrote_it_is_told(self):
        row_of(self.alice, FALL, 'Non lu : appelez')
        self.shell.shows(NOT_READ)
        for _, _, sent in self.shell.history:
            for secret in SECRETS:
                self.assertNotIn(secret, sent)
        row_of(self.alice, FALL, 'Non lu : appelez')
        picture(self.alice, 'urgent-overdue-list')
        self.shell.click(NOT_READ)
        self.alice.keys()
        self.assertRegex(self.alice.has_message('Elle est tombée.'), r'Urgent, Non lu par Mme Marie TOTARO depuis (hier )?\d+ h.* : appelez')
        picture(self.alice, 'urgent-overdue')

    def test_2_it_is_told_once(self):
        n_before = len(self.shell.history)
        self.alice.stop()
        self.alice.start(**self.LATER).appears().sees_conversations()
        row_of(self.alice, FALL, 'Non lu : appelez')
        self.assertEqual([sent['title'] for _, sent, _ in self.shell.history[n_before:]], [])

    def test_3_off_line_it_stays_and_once_it_is_read_it_ends(self):
        self.cable.cut()
        self.alice.reads('^Hors ligne')
        row_of(self.alice, FALL, 'Non lu : appelez')
        self.bob.keys()
        self.bob.open_conversation(FALL)
        self.assertIn('Urgent', self.bob.has_message('Elle est tombée.'))
        self.cable.plug()
        wait_for(lambda: 'Non lu' not in row_of(self.alice, FALL).name, 'it is read')
        self.alice.open_conversation(FALL)
        self.assertNotIn('Non lu', self.alice.has_message('Elle est tombée.'))
        self.shell.shows()


if __name__ == '__main__':
    main()
