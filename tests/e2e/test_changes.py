# SPDX-License-Identifier: GPL-3.0-or-later
"""F072, F064: the title of a conversation is changed, members are removed, and leave, with the real programs."""

import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7

SUBJECT, BETTER, OFF_LINE = 'Pansement', 'Pansement du mercredi', 'Pansement du jeudi'
OTHER = 'Réunion du service'
UNSENT = 'Je voulais ajouter que'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Changes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.start()
        mauger = Client(cls.server.url).sign_in('mauger', 'spico-demo')
        ids = {login: Client(cls.server.url).sign_in(login, 'spico-demo').account for login in ('bonnefous', 'totaro')}
        for subject in (SUBJECT, OTHER):
            conversation = mauger.create('Conversation', {'clientId': uuid7(), 'subject': subject, 'participantIds': list(ids.values())})['id']
            mauger.create('Message', {'clientId': uuid7(), 'conversationId': conversation, 'text': 'Tous les deux jours.'})
        cls.cable = Link(cls.server)
        cls.alice = Person('mauger', cls.cable.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start().sign_in().sees_conversations()
        cls.bob = Person('bonnefous', cls.server.url)
        cls.bob.place = (1100, 0, 1040, 860)
        cls.bob.start().sign_in().sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def information(self, person):
        person.settle()
        person.keys('ctrl+i')
        return person.find('dialog', 'Informations')

    def close(self, person):
        person.keys('Escape')
        person.gone('dialog', 'Informations')

    def subject(self, person, dialog):
        return person.find(('text', 'entry'), 'Objet', dialog)

    def type_subject(self, person, entry, subject):
        person.clear(entry)
        person.type_in(entry, subject)

    def row(self, person, pattern):
        return person.find('list item', re.compile(pattern), person.find('list', 'Conversations'))

    def test_1_the_initiator_changes_the_title_and_everyone_sees_who_did_F072(self):
        self.alice.open_conversation(SUBJECT)
        self.bob.open_conversation(SUBJECT)
        self.alice.settle()
        self.alice.open_menu(self.alice.find('toggle button', 'Menu de la conversation'))
        # The last entry of what is done with a conversation.
        self.alice.keys('Down', 'Down', 'Down', 'Down', 'Return')
        dialog = self.alice.find('dialog', 'Informations')
        entry = self.subject(self.alice, dialog)
        wait_for(lambda: entry.has_state('focused'), 'the cursor is in the title')
        self.type_subject(self.alice, entry, BETTER)
        picture(self.alice, 'changes-title')
        self.alice.press(self.alice.find('button', 'Appliquer', dialog))
        self.alice.gone('dialog', 'Informations')
        self.alice.has_message(f'Vous avez modifié le titre : « {BETTER} »')
        self.row(self.alice, f'^{BETTER}')
        self.bob.has_message(f'Mme Stéphanie MAUGER a modifié le titre : « {BETTER} »')
        self.row(self.bob, f'^{BETTER}')
        picture(self.alice, 'changes-titled')
        picture(self.bob, 'changes-titled-seen')

    def test_2_another_member_reads_the_title_and_changes_nothing(self):
        dialog = self.information(self.bob)
        self.bob.reads(f'^{BETTER}$')
        picture(self.bob, 'changes-member')
        self.assertIsNone(self.bob.look(('text', 'entry'), 'Objet', dialog))
        self.assertIsNone(self.bob.look('button', re.compile('^Retirer '), dialog))
        self.bob.find('button', re.compile('^Quitter la conversation'), dialog)
        self.close(self.bob)

    def test_3_what_was_typed_of_a_title_and_not_applied_is_still_there(self):
        dialog = self.information(self.alice)
        self.type_subject(self.alice, self.subject(self.alice, dialog), OFF_LINE)
        self.close(self.alice)
        dialog = self.information(self.alice)
        wait_for(lambda: self.subject(self.alice, dialog).text == OFF_LINE, 'what was typed')
        self.close(self.alice)
        self.row(self.bob, f'^{BETTER}')

    def test_4_off_line_it_waits_for_the_connection(self):
        self.cable.cut()
        self.alice.reads('^Hors ligne')
        dialog = self.information(self.alice)
        entry = self.subject(self.alice, dialog)
        wait_for(lambda: entry.text == OFF_LINE, 'what was typed')
        self.type_subject(self.alice, entry, OFF_LINE)
        self.alice.press(self.alice.find('button', 'Appliquer', dialog))
        self.alice.gone('dialog', 'Informations')
        self.alice.has_message(f'Nouveau titre : « {OFF_LINE} »', 'en attente')
        self.alice.reads('^Changement de titre : en attente$')
        picture(self.alice, 'changes-waiting')
        self.cable.plug()
        self.row(self.bob, f'^{OFF_LINE}')
        dialog = self.information(self.alice)
        wait_for(lambda: self.subject(self.alice, dialog).text == OFF_LINE, 'the title is the one that was given')
        self.close(self.alice)

    def test_5_who_is_removed_sees_nothing_any_more_but_keeps_what_they_were_writing(self):
        self.bob.write(UNSENT)
        dialog = self.information(self.alice)
        self.alice.press(self.alice.find('button', re.compile('^Retirer .*BONNEFOUS'), dialog))
        self.alice.reads('Ce membre ne verra plus rien de cette conversation')
        picture(self.alice, 'changes-remove')
        self.alice.press(self.alice.find('button', 'Retirer', self.alice.find(('dialog', 'alert'), re.compile('^Retirer .*BONNEFOUS'))))
        self.alice.gone('dialog', 'Informations')
        self.alice.has_message('Vous avez retiré Dr Hélène BONNEFOUS de la conversation')
        self.bob.reads('^Ce compte ne participe plus à la conversation')
        wait_for(lambda: not any('Tous les deux jours' in row for row in self.bob.thread()), 'nothing of it is left')
        self.assertEqual(self.bob.composer().text, UNSENT)
        picture(self.bob, 'changes-removed')
        picture(self.alice, 'changes-removed-seen')

    def test_6_whoever_takes_part_may_leave(self):
        self.bob.open_conversation(OTHER)
        dialog = self.information(self.bob)
        self.bob.press(self.bob.find('button', re.compile('^Quitter la conversation'), dialog))
        self.bob.reads("^Vous n'en verrez plus rien")
        picture(self.bob, 'changes-leave')
        self.bob.press(self.bob.find('button', 'Quitter'))
        self.bob.gone('list item', re.compile(f'^{OTHER}'))
        self.alice.open_conversation(OTHER)
        self.alice.has_message('Dr Hélène BONNEFOUS a quitté la conversation')
        self.alice.reads('^Dr Hélène BONNEFOUS a modifié les membres$')
        picture(self.alice, 'changes-left')

    def test_7_in_a_narrow_window_and_in_the_dark(self):
        for name, width, scheme in (('narrow', 360, 'default'), ('dark', 1040, 'prefer-dark')):
            self.alice.stop()
            self.alice.place = (0, 0, width, 740)
            self.alice.start(ADW_DEBUG_COLOR_SCHEME=scheme)
            self.alice.sees_conversations()
            self.alice.open_conversation(OFF_LINE)
            self.alice.has_message('Vous avez modifié le titre')
            picture(self.alice, f'changes-thread-{name}')
            dialog = self.information(self.alice)
            self.subject(self.alice, dialog)
            picture(self.alice, f'changes-information-{name}')
            self.close(self.alice)


if __name__ == '__main__':
    main()
