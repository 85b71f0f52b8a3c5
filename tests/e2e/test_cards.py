# SPDX-License-Identifier: GPL-3.0-or-later
"""F010, F012, F013, F018, F020: the cards of people and structures, with the real programs and registers."""

import os
import re
import sqlite3
import unittest

from spico_e2e import DEMO, Link, Person, Server, end_programs, folder, main

MAUGER = 'mauger'
SEARCH = 'Rechercher un professionnel ou une structure'
STRUCTURES = ('type;identifiant;nom;parent;categorie;adresse;code_postal;commune;telephone\n'
              'unite;U1;Unité de gériatrie aiguë;310990114;Unité;;31998;Montredort;0536490021\n')
ADDRESSES = ('Type de BAL|Adresse BAL|Identification nationale PP|Type identifiant structure|Identification Structure|\n'
             'PER|paul.escande@medecin.mssante.example|899700900048|||\n')
GROUPS = ("INSERT INTO favourite_group (id, client_id, name, description, is_active, is_public, creator_account_id, creator_person_id, created_at, name_key)"
          " VALUES ('g1', NULL, 'Équipe gériatrie & mobile', '', 1, 1, 'p899700900022', 'p899700900022', 0, 'equipe geriatrie mobile')",
          "INSERT INTO favourite_group_member (group_id, principal_id) VALUES ('g1', 'p899700900048')")


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Cards(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        for register, name, text in (('mssante', 'Extraction_Correspondance_MSSante_202610080830.txt', ADDRESSES), ('structures', 'structures.csv', STRUCTURES)):
            file = folder() / name
            file.write_text(text, encoding='utf-8')
            cls.server.ctl('import', register, file)
        with sqlite3.connect(cls.server.database) as region:
            for group in GROUPS:
                region.execute(group)
        region.close()
        cls.server.start()
        cls.cable = Link(cls.server)
        cls.alice = Person(MAUGER, cls.cable.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start().sign_in()
        cls.alice.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def open_form(self):
        self.alice.settle()
        self.alice.keys('ctrl+n')
        return self.alice.find('dialog', 'Nouvelle conversation')

    def search(self, typed, shown):
        dialog = self.open_form()
        self.alice.press(self.alice.find('button', re.compile('^Ajouter'), dialog))
        entry = self.alice.find(('text', 'entry'), SEARCH, dialog)
        self.alice.clear(entry)
        self.alice.type_in(entry, typed)
        results = self.alice.find('list', 'Résultats de la recherche', dialog)
        return self.alice.find('button', re.compile(f'^Fiche de .*{shown}'), results)

    def open_member(self, name):
        """From the open conversation, by its information."""
        self.alice.settle()
        self.alice.keys('ctrl+i')
        information = self.alice.find('dialog', 'Informations')
        row = self.alice.find('list item', re.compile(name), information)
        self.wheel_down(information)
        self.alice.click(row)
        return self.alice.find('dialog', 'Fiche')

    def wheel_down(self, node):
        """Turns the wheel over it until its end is seen."""
        x, y, width, height = self.alice.at_rest(node)
        self.alice._xdotool('mousemove', '--window', self.alice.window(), str(x + width // 2), str(y + height // 2), 'click', '--repeat', '20', '--delay', '10', '5')

    def leave(self):
        for title in ('Fiche', 'Informations', 'Nouvelle conversation'):
            if self.alice.look('dialog', title):
                self.alice.leave(title)

    def test_1_a_card_from_the_search(self):
        self.alice.press(self.search('escande', 'ESCANDE'))
        card = self.alice.find('dialog', 'Fiche')
        self.alice.find(None, re.compile('paul.escande@medecin.mssante.example'), card)
        self.alice.reads('RPPS 99700900048')
        self.alice.reads('Gériatrie')
        self.alice.reads('CENTRE HOSPITALIER DE MONTREDORT')
        self.alice.reads('05 36 49 00 20')
        self.alice.reads('Groupes publics')
        self.alice.reads('Équipe gériatrie & mobile')
        self.alice.reads('Source : RPPS')
        self.alice.reads('Source : MSSanté, extraction du 08/10/2026')
        self.alice.find('button', 'Copier paul.escande@medecin.mssante.example', card)
        self.assertIsNone(self.alice.look('button', 'Écrire', card), 'the form below is where one writes')
        picture(self.alice, 'card-person')

    def test_2_from_a_person_to_the_structure_and_to_who_works_there(self):
        card = self.alice.find('dialog', 'Fiche')
        self.alice.click(self.alice.find('list item', re.compile('CENTRE HOSPITALIER DE MONTREDORT'), card))
        self.alice.reads('FINESS 310990114')
        self.alice.reads('Entité juridique')
        self.alice.reads('Source : FINESS')
        self.alice.find('list item', re.compile('ESCANDE'), card)
        self.alice.find('list item', re.compile('Unité de gériatrie aiguë'), card)
        picture(self.alice, 'card-structure')
        self.leave()

    def test_3_a_card_from_a_member_of_a_conversation_and_writing_to_them(self):
        self.alice.open_conversation('Sortie d\'hospitalisation')
        card = self.open_member('ESCANDE')
        write = self.alice.find('button', 'Écrire', card)
        picture(self.alice, 'card-member')
        self.alice.press(write)
        form = self.alice.find('dialog', 'Nouvelle conversation')
        self.alice.gone('dialog', 'Fiche')
        self.alice.find('button', re.compile('^Retirer '), form)
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Nouvelle conversation')

    def test_4_off_line_a_card_says_that_there_is_more(self):
        self.cable.cut()
        self.alice.reads('Hors ligne')
        self.open_member('ESCANDE')
        self.alice.reads('Hors ligne, seule une partie de cette fiche est connue')
        self.alice.reads('RPPS 99700900048')
        picture(self.alice, 'card-offline')
        self.cable.plug()
        self.alice.reads('paul.escande@medecin.mssante.example')
        self.leave()

    def test_5_who_left_the_register_is_no_longer_in_the_directory(self):
        lines = (DEMO / 'rpps.txt').read_text(encoding='utf-8').splitlines(keepends=True)
        fewer = folder() / 'fewer.txt'
        fewer.write_text(''.join(line for line in lines if '|99700900048|' not in line), encoding='utf-8')
        self.server.ctl('import', 'rpps', fewer)
        self.open_member('ESCANDE')
        self.alice.reads("N'est plus dans l'annuaire")
        self.alice.find(None, re.compile('paul.escande@medecin.mssante.example'))
        picture(self.alice, 'card-withdrawn')
        self.leave()


if __name__ == '__main__':
    main()
