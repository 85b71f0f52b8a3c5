# SPDX-License-Identifier: GPL-3.0-or-later
"""F086, F092: whom one looks for by several fields, in the directory's search windows, with the real programs."""

import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for

MAUGER = 'mauger'
TABS = ('tab', 'toggle button', 'radio button', 'page tab')
TEXTS = ('text', 'entry')
PEOPLE = "Recherche d'un utilisateur"
STRUCTURES = "Recherche d'une structure"


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Directory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.start()
        cls.cable = Link(cls.server)
        cls.alice = Person(MAUGER, cls.cable.url)
        cls.alice.place = (0, 0, 1040, 900)
        cls.alice.start().sign_in()
        cls.alice.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def open_search(self, kind, button, title):
        self.alice.settle()
        if not self.alice.look('dialog', 'Nouvelle conversation'):
            self.alice.keys('ctrl+n')
        dialog = self.alice.find('dialog', 'Nouvelle conversation')
        if add := self.alice.look('button', 'Ajouter des membres', dialog):
            self.alice.press(add)
        self.alice.press(self.alice.find(TABS, 'Rechercher', dialog))
        self.alice.press(self.alice.find(TABS, kind, dialog))
        self.alice.press(self.alice.find('button', button, dialog))
        window = self.alice.find('dialog', title)
        self.alice.settle()
        return window

    def open_people(self):
        return self.open_search('Professionnels', "Recherche détaillée d'un professionnel…", PEOPLE)

    def choose_category(self, window, title, words, label):
        categories = self.alice.find('combo box', re.compile(f'^{title}'), window)
        self.alice.press(categories)
        self.alice.type_in(self.alice.find(TEXTS, None, categories), words)
        # The popover is another window, and filters a moment after the last letter.
        wait_for(lambda: self.first_category(categories, label), f'«{words}» brings {label} first')
        self.alice.keys('Down', 'Return')
        self.alice.find('label', label, categories)

    def first_category(self, categories, label):
        first = self.alice.look('list item', None, categories)
        return first is not None and bool(first.find_all('label', label))

    def rows(self, window):
        results = self.alice.find(None, 'Résultats de la recherche', window)
        return [node.name for node in results.walk() if node.role == 'table row' and ', ' in node.name]

    @staticmethod
    def is_sorted(values):
        return len(values) > 1 and values == sorted(values)

    def test_1_a_professional_by_town_and_profession(self):
        window = self.open_people()
        self.alice.reads('Indiquez un nom, une ville, une structure ou une profession')
        self.assertFalse(self.alice.find('button', 'Choisir cet utilisateur', window).sensitive)
        picture(self.alice, 'directory-start')
        self.alice.type_in(self.alice.find(TEXTS, 'Ville / Code postal', window), 'valdorse')
        self.choose_category(window, 'Sélectionner une profession', 'infirm', 'Infirmier')
        self.alice.reads('^3 résultats$')
        for name in ('BOUSQUET', 'GALTIER', 'VIGUIER'):
            self.alice.find('table row', re.compile(f'^{name}, '), window)
        rows = self.rows(window)
        self.assertEqual({row.split(',')[0] for row in rows}, {'BOUSQUET', 'GALTIER', 'VIGUIER'})
        self.assertTrue(all('31998 Valdorse' in row and 'Infirmier' in row for row in rows), rows)
        for title in ('Nom', 'Prénom', 'Adresse', 'Profession'):
            self.alice.find(None, title, window)
        picture(self.alice, 'directory-people')
        self.alice.click(self.alice.find(None, re.compile('^VIGUIER, Nadia'), window))
        picture(self.alice, 'directory-selected')
        self.alice.press(self.alice.find('button', 'Choisir cet utilisateur', window))
        self.alice.gone('dialog', PEOPLE)
        self.alice.find('button', re.compile('^Retirer .*VIGUIER'))

    def test_2_results_are_sorted_by_any_column(self):
        window = self.open_people()
        self.alice.type_in(self.alice.find(TEXTS, 'Ville / Code postal', window), '31998')
        self.choose_category(window, 'Sélectionner une profession', 'infirm', 'Infirmier')
        self.alice.find(None, re.compile('^AZEMA, Karim'), window)
        for title, place in (('Prénom', 1), ('Nom', 0)):
            results = self.alice.find('tree table', 'Résultats de la recherche', window)
            self.alice.click(self.alice.find('label', title, results))
            wait_for(lambda place=place: self.is_sorted([row.split(', ')[place] for row in self.rows(window)]), f'«{title}» sorts the rows')
        picture(self.alice, 'directory-sorted')
        self.alice.press(self.alice.find('button', 'Fermer', window))
        self.alice.gone('dialog', PEOPLE)

    def test_3_the_structure_is_searched_for_in_its_own_window(self):
        window = self.open_people()
        self.alice.press(self.alice.find(None, re.compile('^Structure de coordination'), window))
        self.alice.find('button', 'Choisir cette structure')
        self.alice.settle()
        self.choose_category(window, "Catégorie d'établissement", 'soins infirm', re.compile('^Service de Soins Infirmiers'))
        self.alice.click(self.alice.find(None, re.compile("^SSIAD DU VAL D'ORSE"), window))
        picture(self.alice, 'directory-structures')
        self.alice.press(self.alice.find('button', 'Choisir cette structure', window))
        self.alice.reads('^2 résultats$')
        self.alice.find(None, re.compile('^BOUSQUET, Franck'), window)
        picture(self.alice, 'directory-of-structure')
        self.alice.press(self.alice.find('button', 'Toutes les structures', window))
        self.alice.reads('Indiquez un nom, une ville')
        self.alice.keys('Escape')
        self.alice.gone('dialog', PEOPLE)

    def test_4_a_structure_from_the_keyboard(self):
        window = self.open_search('Structures', "Recherche détaillée d'une structure…", STRUCTURES)
        self.alice.type_in(self.alice.find(TEXTS, 'Nom de la structure', window), 'coteaux')
        self.alice.find(None, re.compile('^HAD DES COTEAUX'), window)
        self.alice.settle()
        self.alice.keys('Return')
        self.alice.settle()
        self.alice.keys('Return')
        self.alice.gone('dialog', STRUCTURES)
        self.alice.find('button', re.compile('^Retirer .*HAD DES COTEAUX'))

    def test_5_one_column_where_there_is_no_room(self):
        self.alice.put(0, 0, 360, 760)
        window = self.open_people()
        self.alice.type_in(self.alice.find(TEXTS, 'Nom ou prénom du professionnel', window), 'martinez')
        self.alice.find(None, re.compile('^MARTINEZ, Julie'), window)
        self.alice.reads('^MARTINEZ Julie$')
        self.alice.reads('34998 Garrigolles · Infirmier')
        picture(self.alice, 'directory-narrow')
        self.alice.press(self.alice.find('button', 'Fermer', window))
        self.alice.gone('dialog', PEOPLE)
        self.alice.put(0, 0, 1040, 900)

    def test_6_nobody_and_off_line(self):
        window = self.open_people()
        entry = self.alice.find(TEXTS, 'Nom ou prénom du professionnel', window)
        self.alice.type_in(entry, 'nullepart')
        self.alice.reads('^Aucun résultat$')
        picture(self.alice, 'directory-nobody')
        self.cable.cut()
        self.alice.reads('Hors ligne, la recherche porte sur vos favoris')
        self.alice.clear(entry)
        self.alice.type_in(entry, 'viguier')
        self.alice.find(None, re.compile('^VIGUIER, Nadia'), window)
        picture(self.alice, 'directory-off-line')
        self.alice.type_in(entry, 'x')
        self.alice.reads('^Aucun résultat hors ligne$')
        self.cable.plug()
        self.alice.gone(None, re.compile('Hors ligne'))
        self.alice.stop()


if __name__ == '__main__':
    main()
