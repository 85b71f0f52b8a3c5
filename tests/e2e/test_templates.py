# SPDX-License-Identifier: GPL-3.0-or-later
"""B021: templates of messages, of a person, made, used, changed and deleted, with the real programs."""

import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client

ALICE = 'mauger'
SUBJECT = 'Horaires du retour à domicile'
NAME, TEXT = 'Refus poli', 'Nous ne pouvons pas, désolés.'
DIALOG = 'Modèles de message'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Templates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.client = Client(cls.server.url).sign_in(ALICE, 'spico-demo')
        cls.cable = Link(cls.server)
        cls.alice = Person(ALICE, cls.cable.url)
        cls.alice.place = (0, 0, 1100, 900)
        cls.alice.start().sign_in()
        cls.alice.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def dialog(self):
        return self.alice.find('dialog', DIALOG)

    def popover(self, writer):
        """« Modèles », from the keyboard."""
        n_windows = len(self.alice.windows())
        self.alice.focus(writer)
        self.alice.keys('ctrl+shift+m')
        wait_for(lambda: len(self.alice.windows()) > n_windows, 'the templates are listed')
        self.alice.settle()

    def manage(self):
        """The last entry of the list."""
        self.popover(self.alice.composer())
        self.alice.keys('shift+Tab', 'Return')
        return self.dialog()

    def fill(self, name=None, text=None):
        for label, words in ((re.compile('^Nom du modèle'), name), ('Texte du modèle', text)):
            if words is not None:
                entry = self.alice.find(('text', 'entry'), label, self.dialog())
                self.alice.clear(entry)
                self.alice.type_in(entry, words)

    def save(self):
        wait_for(lambda: self.alice.find('button', 'Enregistrer', self.dialog()).sensitive, 'it can be saved')
        self.alice.press(self.alice.find('button', 'Enregistrer', self.dialog()))

    def row(self, name):
        return self.alice.find('list item', re.compile(f'^{re.escape(name)}'), self.dialog())

    def on_server(self):
        return {one['name']: one['text'] for one in self.client.call('MessageTemplate/get', {'accountId': self.client.account, 'ids': None})['list']}

    def test_1_one_is_made_off_line_and_reaches_the_server(self):
        """B021: one is made off line and reaches the server"""
        self.alice.open_conversation(SUBJECT)
        self.cable.cut()
        self.manage()
        self.alice.press(self.alice.find('button', 'Nouveau modèle : Mes modèles', self.dialog()))
        self.alice.find(None, "Un modèle sert à plusieurs conversations : n'y mettez aucune donnée de patient.", self.dialog())
        self.fill(NAME, TEXT)
        picture(self.alice, 'template-editor')
        self.save()
        self.row(NAME)
        picture(self.alice, 'templates')
        self.assertEqual(self.on_server(), {})
        self.cable.plug()
        wait_for(lambda: self.on_server() == {NAME: TEXT}, 'the server has it')
        self.alice.leave(DIALOG)

    def test_2_its_text_comes_where_the_cursor_is_and_is_undone(self):
        """B021: its text comes where the cursor is and is undone"""
        self.alice.write('Bonjour. ')
        self.popover(self.alice.composer())
        picture(self.alice, 'templates-menu')
        self.alice.keys('Return')
        wait_for(lambda: self.alice.composer().text == 'Bonjour. ' + TEXT, f'it is in the message, not {self.alice.composer().text!r}', 8)
        wait_for(lambda: self.alice.composer().has_state('focused'), 'one writes on')
        self.alice.keys('ctrl+z')
        wait_for(lambda: self.alice.composer().text == 'Bonjour. ', 'it is taken out again')

    def test_3_what_is_written_becomes_one(self):
        """B021: what is written becomes one"""
        self.popover(self.alice.composer())
        self.alice.keys('shift+Tab', 'shift+Tab', 'Return')
        self.fill('Salutation')
        self.assertEqual(self.alice.find(('text', 'entry'), 'Texte du modèle', self.dialog()).text, 'Bonjour. ')
        self.save()
        self.row('Salutation')

    def test_4_one_is_changed_and_one_is_deleted(self):
        """B021: one is changed and one is deleted"""
        self.alice.click(self.row(NAME))
        self.fill(text='Nous ne pouvons pas.')
        self.save()
        wait_for(lambda: self.on_server().get(NAME) == 'Nous ne pouvons pas.', 'the server has the change')
        self.alice.press(self.alice.find('button', 'Supprimer Salutation', self.dialog()))
        alert = self.alice.find(('dialog', 'alert'), 'Supprimer le modèle ?')
        self.alice.press(self.alice.find('button', 'Supprimer', alert))
        wait_for(lambda: set(self.on_server()) == {NAME}, 'the server has one less')
        self.alice.leave(DIALOG)


if __name__ == '__main__':
    main()
