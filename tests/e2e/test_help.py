# SPDX-License-Identifier: GPL-3.0-or-later
"""F101: F1 opens the page of help about what one has in front of oneself, with the support desk's address, with the real programs."""

import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for

ALICE = 'mauger'
MAIL = 'assistance@region.example'
TELEPHONE = '05 36 00 00 00'
CONFIG = f'[region]\nsupport-mail = {MAIL}\nsupport-telephone = {TELEPHONE}\nsupport-hours = du lundi au vendredi, de 8 h à 19 h\n'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Help(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(config=CONFIG).start()
        cls.cable = Link(cls.server)
        cls.alice = Person(ALICE, cls.cable.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def help_says(self, title, *texts):
        """Presses F1, reads the page, and closes it."""
        self.alice.settle()
        self.alice.keys('F1')
        page = self.alice.find('list', title, self.alice.find('dialog', 'Aide'))
        for text in texts:
            self.alice.find('list item', re.compile(text), page)
        return page

    def press_help(self, dialog, title):
        """What F1 does, by the button that says so."""
        self.alice.press(self.alice.find('button', 'Aide', dialog))
        return self.alice.find('list', title, self.alice.find('dialog', 'Aide'))

    def focused(self, within):
        return next((node for node in within.walk() if node.has_state('focused')), None)

    def close_help(self):
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Aide')

    def test_1_signing_in_has_its_page(self):
        self.alice.find('button', 'Se connecter')
        self.help_says('Se connecter', 'Vérifiez « Adresse du serveur »')
        self.alice.reads(MAIL)
        self.alice.reads(TELEPHONE)
        picture(self.alice, 'help-sign-in')
        self.close_help()
        self.alice.sign_in()
        self.alice.find('list', 'Conversations')

    def test_2_each_screen_opens_its_own_with_the_support_desk(self):
        self.help_says('Discussions', '^1. Choisissez une conversation')
        self.alice.reads(MAIL)
        self.alice.reads(TELEPHONE)
        picture(self.alice, 'help-discussions')
        self.close_help()
        self.alice.keys('alt+2')
        self.alice.find('list', 'File active')
        self.help_says('Patients')
        self.close_help()
        self.alice.keys('alt+1')
        self.alice.find('list', 'Conversations')

    def test_2b_so_do_the_profile_and_what_the_main_menu_opens(self):
        self.alice.keys('alt+3')
        self.alice.reads('Profil utilisateur')
        self.help_says('Mon profil')
        self.close_help()
        self.alice.keys('alt+1')
        self.alice.find('list', 'Conversations')
        for position, dialog, title in ((1, 'Absence', 'Absence'), (2, 'Groupes de favoris', 'Groupes de favoris'), (5, 'Annonces', 'Annonces'),
                                        (9, 'Mes appareils', 'Mes appareils')):
            self.alice.choose_in_menu(position, dialog)
            self.help_says(title)
            self.close_help()
            self.alice.keys('Escape')
            self.alice.gone('dialog', dialog)

    def test_3_a_dialog_has_its_own_and_stays_below(self):
        self.alice.keys('ctrl+n')
        dialog = self.alice.find('dialog', 'Nouvelle conversation')
        self.help_says('Nouvelle conversation', 'Agir en tant que')
        self.close_help()
        self.alice.press(self.alice.find('button', re.compile('^Ajouter'), dialog))
        self.alice.find(('text', 'entry'), 'Rechercher un professionnel ou une structure', dialog)
        self.help_says('Trouver un correspondant')
        self.close_help()
        self.alice.find('dialog', 'Nouvelle conversation')
        self.alice.keys('Escape')
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Nouvelle conversation')

    def test_3b_the_button_of_a_dialog_opens_it_too(self):
        for position, name, title in ((2, 'Groupes de favoris', 'Groupes de favoris'), (9, 'Mes appareils', 'Mes appareils')):
            dialog = self.alice.choose_in_menu(position, name)
            self.press_help(dialog, title)
            self.close_help()
            picture(self.alice, f'help-button-{position}')
            self.alice.leave(name)

    def test_3c_a_page_of_a_dialog_has_its_own_button_and_no_dialog_begins_with_it(self):
        self.alice.keys('ctrl+n')
        dialog = self.alice.find('dialog', 'Nouvelle conversation')
        self.assertNotEqual(wait_for(lambda: self.focused(dialog), 'something has the focus').name, 'Aide')
        self.press_help(dialog, 'Nouvelle conversation')
        self.close_help()
        self.alice.press(self.alice.find('button', re.compile('^Ajouter'), dialog))
        search = self.alice.find(('text', 'entry'), 'Rechercher un professionnel ou une structure', dialog)
        wait_for(lambda: search.has_state('focused'), 'the search has the focus')
        picture(self.alice, 'help-button-picker')
        self.press_help(dialog, 'Trouver un correspondant')
        self.close_help()
        self.alice.leave('Nouvelle conversation')

    def tab_to_help(self, dialog, keys):
        for _ in range(30):
            self.alice.keys(keys)
            self.alice.settle()
            if wait_for(lambda: self.focused(dialog), 'something has the focus').name == 'Aide':
                return
        self.fail(f'{keys} never comes to the help')

    def test_3d_tab_comes_to_it_both_ways_and_the_help_itself_has_none(self):
        self.alice.keys('ctrl+n')
        dialog = self.alice.find('dialog', 'Nouvelle conversation')
        self.assertNotEqual(wait_for(lambda: self.focused(dialog), 'something has the focus').name, 'Aide')
        self.tab_to_help(dialog, 'shift+Tab')
        self.alice.keys('Tab')
        self.alice.settle()
        self.assertNotEqual(wait_for(lambda: self.focused(dialog), 'something has the focus').name, 'Aide')
        self.tab_to_help(dialog, 'Tab')
        self.alice.keys('Return')
        self.alice.find('dialog', 'Aide')
        self.assertIsNone(self.alice.look('button', 'Aide', self.alice.find('dialog', 'Aide')))
        self.close_help()
        self.alice.leave('Nouvelle conversation')

    def test_3e_where_there_is_little_room_it_is_there_all_the_same(self):
        self.alice.put(0, 0, 360, 720)
        for position, name in ((1, 'Absence'), (2, 'Groupes de favoris'), (9, 'Mes appareils')):
            dialog = self.alice.choose_in_menu(position, name)
            picture(self.alice, f'help-button-narrow-{position}')
            self.press_help(dialog, name)
            self.close_help()
            self.alice.leave(name)
        self.alice.keys('ctrl+n')
        dialog = self.alice.find('dialog', 'Nouvelle conversation')
        picture(self.alice, 'help-button-narrow-new')
        self.press_help(dialog, 'Nouvelle conversation')
        self.close_help()
        self.alice.leave('Nouvelle conversation')
        self.alice.put(0, 0, 1040, 860)

    def test_4_off_line_pages_lead_to_others_and_to_the_contents(self):
        self.cable.cut()
        self.alice.reads('^Hors ligne')
        self.help_says('Discussions')
        self.alice.press(self.alice.find('button', 'Sans connexion'))
        self.alice.find('list', 'Sans connexion')
        self.alice.reads(MAIL)
        self.alice.keys('alt+Left')
        self.alice.find('list', 'Discussions')
        self.alice.keys('alt+Left')
        self.alice.find('list item', 'Groupes de favoris')
        picture(self.alice, 'help-contents')


if __name__ == '__main__':
    main()
