# SPDX-License-Identifier: GPL-3.0-or-later
"""F059: the « Contactez-nous » sheet of a group, written, looked at, and saved as a PDF, with the real programs."""

import os
import re
import subprocess
import unittest

from spico_e2e import Person, Server, as_read, end_programs, folder, main, wait_for
from spico_jmap_client import Client, uuid7

ALICE, BEATRICE = 'mauger', 'totaro'
OWN, PRIVATE, PUBLIC = "CPTS du Tarn – l'équipe de proximité", 'Équipe PCO', 'Maison de santé de Muret'
ABOUT = "Des soignants de l'est du Tarn."
SHEET = 'Fiche « Contactez-nous »'
HOURS = '05 61 00 00 00, du lundi au vendredi'
ROLES = ('page tab', 'toggle button', 'radio button')


def read_pdf(path):
    """Its text, in one line."""
    text = subprocess.run(['pdftotext', path, '-'], check=True, capture_output=True, text=True).stdout
    return as_read(' '.join(text.split()))


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class GroupSheet(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(config='[region]\nname = Occitanie\n').start()
        cls.make(ALICE, OWN, True)
        cls.make(ALICE, PRIVATE, False)
        cls.make(BEATRICE, PUBLIC, True)
        cls.person = Person(ALICE, cls.server.url)
        cls.person.place = (0, 0, 1440, 900)

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @classmethod
    def make(cls, login, name, is_public):
        client = Client(cls.server.url).sign_in(login, 'spico-demo')
        client.create('FavouriteGroup', {'clientId': uuid7(), 'name': name, 'description': ABOUT, 'memberIds': [client.account], 'isPublic': is_public})

    def dialog(self):
        return self.person.find('dialog', 'Groupes de favoris')

    def entry(self, name):
        return self.person.find(('text', 'entry'), re.compile(f'^{re.escape(name)}'), self.dialog())

    def open_sheet_of_own(self, name):
        self.person.press(self.person.find('button', f'Modifier {name}', self.dialog()))
        self.person.press(self.person.find(ROLES, 'Partage', self.dialog()))
        self.press_sheet()

    def press_sheet(self):
        row = self.person.find('list item', re.compile(f'^{SHEET}'), self.dialog())
        wait_for(lambda: row.sensitive, 'the group is there')
        self.person.settle()
        self.person.click(row)
        wait_for(lambda: self.person.find('button', 'Enregistrer en PDF…', self.dialog()).sensitive, 'the sheet can be saved')

    def save_as(self, path):
        self.person.press(self.person.find('button', 'Enregistrer en PDF…', self.dialog()))
        self.person.save_as('Enregistrer la fiche', path)

    def test_1_it_says_at_first_what_is_known(self):
        self.person.start().sign_in()
        self.person.sees_conversations()
        self.person.choose_in_menu(2, 'Groupes de favoris')
        self.open_sheet_of_own(OWN)
        self.assertEqual(self.entry('Titre').text, 'Contactez-nous sur Spico')
        self.assertEqual(self.entry('Qui sommes-nous ?').text, ABOUT)
        self.assertRegex(self.entry('Nous trouver dans Spico').text, '^1[.] .*\n2[.] .*recherchez le nom exact du groupe.*\n3[.] .*\n4[.] .*participent[.]$')
        self.person.reads(f'^{OWN}$')
        self.person.find('image', 'Aperçu, page 1', self.dialog())
        self.assertIsNone(self.person.look(None, re.compile('^Ce groupe est')))
        picture(self.person, 'sheet')

    def test_2_what_is_written_is_in_the_pdf(self):
        self.person.type_in(self.entry('Téléphone, horaires'), HOURS)
        path = folder() / 'fiche.pdf'
        self.save_as(path)
        wait_for(lambda: path.exists() and path.stat().st_size > 0, 'the PDF is there')
        text = read_pdf(path)
        for wanted in (OWN, 'Contactez-nous sur Spico', ABOUT, HOURS, 'Nous trouver dans Spico', 'Spico, région Occitanie'):
            self.assertIn(wanted, text)
        if 'SPICO_PICTURES' in os.environ:
            subprocess.run(['pdftoppm', '-png', '-r', '70', path, os.path.join(os.environ['SPICO_PICTURES'], 'sheet-pdf')], check=True)

    def test_3_where_it_cannot_be_saved_one_is_told(self):
        self.save_as('/usr/fiche.pdf')
        self.person.reads('^Elle ne peut pas être écrite à cet endroit')
        self.person.press(self.person.find('button', "J'ai compris"))
        self.person.gone('button', "J'ai compris")

    def test_4_without_a_title_it_is_not_made(self):
        self.person.clear(self.entry('Titre'))
        self.person.reads('^Donnez un titre à la fiche$')
        self.assertFalse(self.person.find('button', 'Enregistrer en PDF…', self.dialog()).sensitive)
        self.person.type_in(self.entry('Titre'), 'Joindre la CPTS')
        self.person.reads('^Ce que vous écrivez est gardé')

    def test_5_it_is_there_the_next_time(self):
        self.back()
        self.person.find('button', 'Partager avec…', self.dialog())
        self.person.kill9()
        self.person.start()
        self.person.sees_conversations()
        self.person.choose_in_menu(2, 'Groupes de favoris')
        self.open_sheet_of_own(OWN)
        self.assertEqual(self.entry('Titre').text, 'Joindre la CPTS')
        self.assertEqual(self.entry('Téléphone, horaires').text, HOURS)
        self.person.press(self.person.find('button', 'Reprendre les textes proposés', self.dialog()))
        wait_for(lambda: self.entry('Titre').text == 'Contactez-nous sur Spico', 'the proposed title is there again')
        self.assertEqual(self.entry('Téléphone, horaires').text, '')

    def back(self):
        self.person.settle()
        self.person.keys('Escape')

    def back_to_lists(self):
        self.back()
        self.person.find('button', 'Partager avec…', self.dialog())
        self.back()
        self.person.find('button', 'Créer un nouveau groupe', self.dialog())

    def test_6_of_a_private_group_one_is_warned(self):
        self.back_to_lists()
        self.open_sheet_of_own(PRIVATE)
        self.person.reads('^Ce groupe est privé : vos partenaires ne le trouvent pas')
        picture(self.person, 'sheet-private')

    def test_7_whoever_sees_a_public_group_makes_it(self):
        self.back_to_lists()
        self.person.click(self.person.find('table cell', PUBLIC, self.dialog()))
        self.press_sheet()
        self.person.reads(f'^{PUBLIC}$')
        self.assertIsNone(self.person.look(None, re.compile('^Ce groupe est')))

    def test_8_there_is_room_at_360_pixels(self):
        self.person.put(0, 0, 360, 700)
        self.person.settle()
        for label in ('PDF…', 'Reprendre les textes proposés'):
            x, _, width, _ = self.person.find('button', label, self.dialog()).extents()
            self.assertGreaterEqual(x, 0)
            self.assertLessEqual(x + width, 360)
        picture(self.person, 'sheet-narrow')
        self.back()
        picture(self.person, 'group-view-narrow')


if __name__ == '__main__':
    main()
