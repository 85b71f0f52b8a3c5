# SPDX-License-Identifier: GPL-3.0-or-later
"""F101: F1 opens the page of help about what one has in front of oneself, with the support desk's address, with the real programs."""

import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main

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
