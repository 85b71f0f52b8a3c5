# SPDX-License-Identifier: GPL-3.0-or-later
"""F054: a message is forwarded to the members of a group, with the real programs."""

import os
import re
import unittest

from spico_e2e import Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7

SUBJECT = 'Horaires du retour à domicile'
ASKED, ANSWERED = "L'aide à domicile peut être là", 'Oui, ce serait idéal'
GROUP = 'Équipe du pont'
QUOTED = "Le message cité ne reprend ni l'objet ni le patient de sa conversation"


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Forward(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        mauger = Client(cls.server.url).sign_in('mauger', 'spico-demo')
        ids = [Client(cls.server.url).sign_in(login, 'spico-demo').account for login in ('viguier', 'martinez')]
        mauger.create('FavouriteGroup', {'clientId': uuid7(), 'name': GROUP, 'memberIds': ids})
        cls.alice = cls.open_at(0, 'mauger')
        cls.bob = cls.open_at(1100, 'viguier')
        cls.alice.open_conversation(SUBJECT)

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @classmethod
    def open_at(cls, x, login):
        person = Person(login, cls.server.url)
        person.place = (x, 0, 1040, 860)
        person.start().sign_in().sees_conversations()
        return person

    def row(self, text):
        return self.alice.find('list item', re.compile(re.escape(text)), self.alice.find('list', 'Messages'))

    def choose_forward(self):
        """In the menu that is open, below « Répondre » and « Copier »; then there is the form, or its question."""
        self.alice.keys('Down', 'Down', 'Return')
        return self.alice.find('dialog', 'Nouvelle conversation')

    def forward(self, text):
        self.alice.settle()
        # Who has touched no key yet is shown no focus, and the first arrow then chooses the first entry.
        self.alice.keys('Tab')
        self.alice.open_menu(self.alice.find('toggle button', 'Menu du message', self.row(text)))
        return self.choose_forward()

    def written(self, dialog):
        return self.alice.composer(dialog).text

    def test_1_it_is_quoted_and_nothing_of_the_patient_goes_along(self):
        dialog = self.forward(ASKED)
        self.alice.reads(QUOTED)
        self.assertRegex(self.written(dialog), f"^Message de Mme Marie TOTARO, .* [0-9]{{2}}:[0-9]{{2}} :\n> {ASKED}")
        self.assertEqual(self.alice.find(('text', 'entry'), 'Objet *', dialog).text, '')
        self.assertIsNone(self.alice.look('button', re.compile('^Retirer ')), 'neither members nor a patient are chosen')
        picture(self.alice, 'forward-form')

    def test_2_the_members_of_a_group_receive_it(self):
        dialog = self.alice.find('dialog', 'Nouvelle conversation')
        self.alice.press(self.alice.find('button', 'Ajouter des membres', dialog))
        use = self.alice.find('button', 'VALIDER', dialog)
        self.alice.click(self.alice.find('list item', re.compile(re.escape(GROUP)), dialog))
        wait_for(lambda: use.sensitive, 'the group can be used')
        self.alice.press(use)
        self.alice.find('button', re.compile('^Retirer .*VIGUIER'), dialog)
        self.alice.press(self.alice.find('button', 'Terminé', dialog))
        self.alice.type_in(self.alice.find(('text', 'entry'), 'Objet *', dialog), 'Pour avis')
        self.alice.focus(self.alice.composer(dialog))
        self.alice.keys('ctrl+Return')
        self.alice.gone('dialog', 'Nouvelle conversation')
        self.bob.open_conversation('Pour avis')
        self.bob.has_message('tu me confirmes ?, ')
        self.assertIn('Message de Mme Marie TOTARO', self.bob.thread()[0])
        self.assertIsNone(self.bob.look(None, re.compile('LAPRUNE')))
        picture(self.bob, 'forward-received')

    def test_3_what_was_left_is_found_again_and_never_written_over(self):
        self.alice.open_conversation(SUBJECT)
        dialog = self.forward(ANSWERED)
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Nouvelle conversation')
        dialog = self.forward(ANSWERED)
        wait_for(lambda: self.written(dialog).count(ANSWERED) == 1, 'it stands there once')
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Nouvelle conversation')
        dialog = self.forward(ASKED)
        self.alice.reads('Reprendre la conversation inachevée')
        self.alice.press(self.alice.find('button', 'Abandonner et recommencer', dialog))
        wait_for(lambda: ASKED in self.written(dialog) and ANSWERED not in self.written(dialog), 'the other message is quoted')
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Nouvelle conversation')

    def test_4_the_keyboard_opens_the_menu(self):
        self.alice.focus(self.row(ASKED))
        self.alice.keys('shift+F10')
        self.alice.find('menu')
        self.alice.settle()
        picture(self.alice, 'forward-menu')
        dialog = self.choose_forward()
        wait_for(lambda: ASKED in self.written(dialog), 'the message is quoted')
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Nouvelle conversation')

    def test_5_in_a_narrow_window_and_in_the_dark(self):
        for name, width, scheme in (('narrow', 360, 'default'), ('dark', 1040, 'prefer-dark')):
            self.alice.stop()
            self.alice.place = (0, 0, width, 740)
            self.alice.start(ADW_DEBUG_COLOR_SCHEME=scheme)
            self.alice.sees_conversations()
            self.alice.open_conversation(SUBJECT)
            self.alice.has_message(ASKED)
            picture(self.alice, f'forward-thread-{name}')
            dialog = self.forward(ASKED)
            wait_for(lambda dialog=dialog: ASKED in self.written(dialog), 'the message is quoted')
            picture(self.alice, f'forward-form-{name}')
            self.alice.keys('Escape')
            self.alice.gone('dialog', 'Nouvelle conversation')


if __name__ == '__main__':
    main()
