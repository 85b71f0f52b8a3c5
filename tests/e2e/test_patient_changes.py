# SPDX-License-Identifier: GPL-3.0-or-later
"""F064, F068: a patient is attached to a conversation that there is, and detached from it, with the real programs."""

import os
import re
import sqlite3
import unittest

from spico_e2e import Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7

SUBJECT, REFUSED = 'Pansement', 'Réunion du service'
# In the circle of the first both members are, in that of the second one is not; the patient of the third refuses one.
ALBA, YVETTE, GERMAINE = 'LAPRUNE', 'FOURCADE', 'SERIEYS'
BONNEFOUS = 'p899700900030'
DIALOG = 'Associer un patient'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class PatientChanges(unittest.TestCase):
    way = ['Down'] * 5

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        with sqlite3.connect(cls.server.database) as region:
            region.execute("UPDATE dossier_member SET refusal = 1, habilitation = 0 WHERE account_id = ? AND dossier_id = (SELECT id FROM dossier WHERE birth_name = ?)",
                           (BONNEFOUS, GERMAINE))
        cls.server.start()
        mauger = Client(cls.server.url).sign_in('mauger', 'spico-demo')
        ids = {login: Client(cls.server.url).sign_in(login, 'spico-demo').account for login in ('bonnefous', 'totaro')}
        for subject in (SUBJECT, REFUSED):
            conversation = mauger.create('Conversation', {'clientId': uuid7(), 'subject': subject, 'participantIds': list(ids.values())})['id']
            mauger.create('Message', {'clientId': uuid7(), 'conversationId': conversation, 'text': 'Tous les deux jours.'})
        cls.alice = Person('mauger', cls.server.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start().sign_in().sees_conversations()
        cls.bob = Person('bonnefous', cls.server.url)
        cls.bob.place = (1100, 0, 1040, 860)
        cls.bob.start().sign_in().sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def menu(self, person):
        """« Associer un patient… », or « Dissocier le patient », is the sixth entry."""
        # Keys would begin at an entry below the pointer.
        person._xdotool('mousemove', '2190', '990')
        person.settle()
        person.open_menu(person.find('toggle button', 'Menu de la conversation'))
        person.keys(*self.way, 'Return')
        # A menu remembers the entry that was chosen last, and both stand in the same place.
        type(self).way = []

    def choose(self, person, name):
        """Gives the dialog, with the patient chosen."""
        self.menu(person)
        dialog = person.find('dialog', DIALOG)
        picture(person, f'patient-choice-{name.lower()}')
        person.click(person.find('list item', re.compile(name), dialog))
        person.find('button', re.compile('^Retirer .*' + name), dialog)
        return dialog

    def header(self, person):
        """What is read in the conversation that stands open: in the list, others are about the same patients."""
        return [node.name for node in person.find('grouping', re.compile(f'^({SUBJECT}|{REFUSED})')).walk()]

    def shown(self, person, name):
        wait_for(lambda: any(name in text for text in self.header(person)), f'{person.login} sees {name}')

    def not_shown(self, person, name):
        wait_for(lambda: not any(name in text for text in self.header(person)), f'{person.login} sees nothing of {name}')

    def test_1_all_see_who_is_attached_and_who_did_it_F064(self):
        self.alice.open_conversation(SUBJECT)
        self.bob.open_conversation(SUBJECT)
        dialog = self.choose(self.alice, ALBA)
        self.alice.reads("^Tous les membres de la conversation verront l'identité du patient")
        picture(self.alice, 'patient-attach')
        self.alice.press(self.alice.find('button', 'Associer', dialog))
        self.alice.gone('dialog', DIALOG)
        self.alice.reads('^Patient associé$')
        self.alice.has_message('Vous avez associé un patient à la conversation')
        self.shown(self.alice, ALBA)
        self.bob.has_message('Mme Stéphanie MAUGER a associé un patient à la conversation')
        self.shown(self.bob, ALBA)
        self.assertFalse(any(ALBA in row for row in self.bob.thread()), 'the line does not say who it is')
        picture(self.alice, 'patient-attached')
        picture(self.bob, 'patient-attached-seen')

    def test_2_detached_nobody_sees_who_it_was_and_it_is_taken_back(self):
        self.menu(self.alice)
        self.alice.reads('^Patient dissocié$')
        self.alice.has_message('Vous avez dissocié le patient de la conversation')
        self.bob.has_message('Mme Stéphanie MAUGER a dissocié le patient de la conversation')
        self.not_shown(self.bob, ALBA)
        picture(self.bob, 'patient-detached-seen')
        self.alice.settle()
        self.alice.keys('ctrl+z')
        self.shown(self.alice, ALBA)
        self.shown(self.bob, ALBA)
        self.menu(self.alice)
        self.not_shown(self.alice, ALBA)
        self.not_shown(self.bob, ALBA)

    def test_3_who_stands_outside_the_circle_is_asked_about(self):
        dialog = self.choose(self.alice, YVETTE)
        self.alice.press(self.alice.find('button', 'Associer', dialog))
        question = self.alice.find(('dialog', 'alert'), 'Hors du cercle de soins')
        self.alice.reads('TOTARO.* verra')
        picture(self.alice, 'patient-outside')
        self.alice.press(self.alice.find('button', 'Annuler', question))
        self.alice.gone(('dialog', 'alert'), 'Hors du cercle de soins')
        self.alice.leave(DIALOG)
        self.not_shown(self.bob, YVETTE)


if __name__ == '__main__':
    main()
