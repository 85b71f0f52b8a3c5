# SPDX-License-Identifier: GPL-3.0-or-later
"""F013, F016, F017, F020, F064, F069, F087: whom one writes to, found in the patient's circle, and off line, with the real programs."""

import os
import re
import sqlite3
import unittest

from spico_e2e import Link, Person, Server, end_programs, folder, main, wait_for

MAUGER = 'mauger'
SEARCH = 'Rechercher un professionnel ou une structure'
TABS = ('tab', 'toggle button', 'radio button', 'page tab')
PATIENT = 'LAPRUNE Alba'
OUTSIDE = 'Hors du cercle de soins'
CIRCLE = 'Cercle de soins'
STRUCTURES = ('type;identifiant;nom;parent;categorie;adresse;code_postal;commune;telephone\n'
              'unite;U1;Unité de gériatrie aiguë;310990114;Unité;;31998;Montredort;0536490021\n')
# Somebody of LAPRUNE's circle, whom the patient refuses here.
REFUSED, REFUSED_ID = 'DELPECH', 'p899700900113'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Picker(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        with sqlite3.connect(cls.server.database) as region:
            region.execute("UPDATE dossier_member SET refusal = 1, habilitation = 0 WHERE account_id = ? AND dossier_id = (SELECT id FROM dossier WHERE birth_name = 'LAPRUNE')", (REFUSED_ID,))
        region.close()
        structures = folder() / 'structures.csv'
        structures.write_text(STRUCTURES, encoding='utf-8')
        cls.server.ctl('import', 'structures', structures)
        cls.server.start()
        cls.cable = Link(cls.server)
        cls.alice = Person(MAUGER, cls.cable.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start().sign_in()
        cls.alice.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def open_form(self, patient=None):
        self.alice.settle()
        self.alice.keys('ctrl+n')
        dialog = self.alice.find('dialog', 'Nouvelle conversation')
        if patient is not None:
            self.alice.press(self.alice.find('button', re.compile('^Choisir'), dialog))
            self.alice.click(self.alice.find('list item', re.compile(patient), dialog))
            self.alice.find('button', re.compile(f'^Retirer .*{patient}'), dialog)
        return dialog

    def open_picker(self, dialog):
        self.alice.press(self.alice.find('button', 'Ajouter des membres', dialog))
        return self.alice.find(('text', 'entry'), SEARCH, dialog)

    def close_form(self):
        """Members and patient go first: a form that is left keeps them."""
        if done := self.alice.look('button', 'Terminé'):
            self.alice.press(done)
            self.alice.gone('button', 'Terminé')
        for chip in self.alice.find_all('button', re.compile('^Retirer ')):
            self.alice.press(chip)
        self.alice.gone('button', re.compile('^Retirer '))
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Nouvelle conversation')

    def search(self, entry, typed):
        self.alice.clear(entry)
        self.alice.type_in(entry, typed)

    def test_1_without_a_patient_there_is_no_circle(self):
        dialog = self.open_form()
        self.open_picker(dialog)
        self.alice.find(TABS, 'Favoris', dialog)
        self.assertIsNone(self.alice.look(TABS, CIRCLE))
        self.close_form()

    def test_1_units_are_found_where_they_are_asked_for(self):
        dialog = self.open_form()
        entry = self.open_picker(dialog)
        self.search(entry, 'gériatrie aiguë')
        self.alice.reads('Aucun résultat')
        self.alice.press(self.alice.find(TABS, 'Structures', dialog))
        self.alice.find('check box', 'Établissement', dialog)
        self.alice.press(self.alice.find('check box', 'Unité/service', dialog))
        unit = self.alice.find('list item', re.compile('^Unité de gériatrie aiguë.*CENTRE HOSPITALIER DE MONTREDORT'), dialog)
        picture(self.alice, 'picker-units')
        self.alice.click(unit)
        self.alice.find('button', 'Retirer Unité de gériatrie aiguë', dialog)
        self.close_form()

    def test_2_the_circle_of_the_patient_is_a_tab(self):
        dialog = self.open_form(PATIENT)
        self.open_picker(dialog)
        self.alice.find(TABS, CIRCLE, dialog)
        circle = self.alice.find('list', CIRCLE, dialog)
        member = self.alice.find('list item', re.compile('BONNEFOUS, Médecin traitant'), circle)
        picture(self.alice, 'picker-circle')
        self.alice.click(member)
        self.alice.find('button', re.compile('^Retirer .*BONNEFOUS'), dialog)
        self.assertIsNone(self.alice.look('dialog', OUTSIDE))
        self.assertIsNone(self.alice.look(None, OUTSIDE))

    def test_3_who_is_refused_cannot_be_chosen(self):
        dialog = self.alice.find('dialog', 'Nouvelle conversation')
        circle = self.alice.find('list', CIRCLE, dialog)
        self.alice.focus(self.alice.find(('text', 'entry'), SEARCH, dialog))
        self.alice.keys('Down', 'End')
        row = self.alice.find('list item', re.compile(f'{REFUSED}.*refus du patient'), circle)
        picture(self.alice, 'picker-refused')
        self.alice.click(row)
        self.alice.settle()
        self.assertIsNone(self.alice.look('button', re.compile(f'^Retirer .*{REFUSED}')))

    def test_4_who_stands_outside_is_asked_about(self):
        dialog = self.alice.find('dialog', 'Nouvelle conversation')
        entry = self.alice.find(('text', 'entry'), SEARCH, dialog)
        self.search(entry, 'lagarrigue')
        self.alice.click(self.alice.find('list item', re.compile('LAGARRIGUE'), self.alice.find('list', 'Résultats de la recherche', dialog)))
        self.alice.reads(OUTSIDE)
        self.alice.reads("LAGARRIGUE n'est pas dans le cercle de soins de ce patient")
        picture(self.alice, 'picker-outsider')
        self.alice.press(self.alice.find('button', 'Annuler'))
        self.alice.gone(None, OUTSIDE)
        self.assertIsNone(self.alice.look('button', re.compile('^Retirer .*LAGARRIGUE')))
        self.alice.click(self.alice.find('list item', re.compile('LAGARRIGUE'), dialog))
        self.alice.press(self.alice.find('button', 'Ajouter quand même'))
        self.alice.find('button', re.compile('^Retirer .*LAGARRIGUE'), dialog)
        self.close_form()

    def find_off_line(self, typed, shown):
        """Pulls the cable, and looks; it is plugged in again where the people of one's structures were not read before."""
        self.cable.cut()
        self.alice.reads('Hors ligne')
        dialog = self.open_form()
        entry = self.open_picker(dialog)
        self.search(entry, typed)
        wait_for(lambda: self.alice.look('list item', re.compile(shown)) or self.alice.look(None, 'Aucun résultat hors ligne'), 'the search has ended')
        if self.alice.look('list item', re.compile(shown)):
            return entry
        self.close_form()
        self.cable.plug()
        self.alice.gone(None, 'Hors ligne')
        return None

    def test_5_off_line_the_people_of_ones_structures_are_found(self):
        entry = wait_for(lambda: self.find_off_line('izard', 'IZARD'), 'a colleague is found off line')
        self.alice.reads('Hors ligne, la recherche porte sur vos favoris, vos correspondants, les personnes de vos structures')
        self.search(entry, 'psycho cárol')
        self.alice.find('list item', re.compile('IZARD'))
        picture(self.alice, 'picker-off-line')
        self.search(entry, 'tailhades')
        self.alice.reads('Aucun résultat hors ligne')
        picture(self.alice, 'picker-off-line-nobody')
        self.close_form()

    def test_6_off_line_the_circle_is_there(self):
        dialog = self.open_form(PATIENT)
        self.open_picker(dialog)
        self.alice.find('list item', re.compile('BONNEFOUS, Médecin traitant'), self.alice.find('list', CIRCLE, dialog))
        self.close_form()

    def test_7_back_on_line_the_answer_comes(self):
        dialog = self.open_form()
        entry = self.open_picker(dialog)
        self.search(entry, 'tailhades')
        self.alice.reads('Aucun résultat hors ligne')
        self.cable.plug()
        self.alice.find('list item', re.compile('TAILHADES'), dialog)
        self.alice.gone(None, re.compile('Hors ligne'))
        self.close_form()

    def test_8_the_latest_searches_are_on_another_computer_too(self):
        other = Person(MAUGER, self.server.url)
        other.place = (1080, 0, 1040, 860)
        other.start().sign_in()
        other.sees_conversations()
        other.settle()
        other.keys('ctrl+n')
        dialog = other.find('dialog', 'Nouvelle conversation')
        other.press(other.find('button', 'Ajouter des membres', dialog))
        other.press(other.find(TABS, 'Rechercher', dialog))
        row = other.find('list item', 'lagarrigue', other.find('list', 'Dernières recherches', dialog))
        picture(other, 'picker-latest-searches')
        other.click(row)
        other.find('list item', re.compile('LAGARRIGUE'), other.find('list', 'Résultats de la recherche', dialog))
        other.stop()
        self.alice.stop()


if __name__ == '__main__':
    main()
