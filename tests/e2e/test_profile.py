# SPDX-License-Identifier: GPL-3.0-or-later
"""F004: « Mon profil » of the person, and of the structure that they act for, with the real programs."""

import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, folder, main, wait_for

MAUGER, STRUCTURE = 'mauger', 'EHPAD LES TROIS TILLEULS'
ADDRESSES = ('Type de BAL|Adresse BAL|Identification nationale PP|Type identifiant structure|Identification Structure|\n'
             'PER|stephanie.mauger@infirmier.mssante.example|899700900014|||\n')


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Profile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        file = folder() / 'Extraction_Correspondance_MSSante_202610080830.txt'
        file.write_text(ADDRESSES, encoding='utf-8')
        cls.server.ctl('import', 'mssante', file)
        cls.server.start()
        cls.cable = Link(cls.server)
        cls.alice = Person(MAUGER, cls.cable.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start().sign_in()
        cls.alice.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def tab(self, name):
        self.alice.click(self.alice.find('list item', name, self.alice.find('list', 'Mon profil')))

    def act_as(self, name):
        self.alice.press(self.alice.find(('toggle button', 'button'), re.compile('^Agir en tant que')))
        self.alice.click(self.alice.find('list item', re.compile(rf'^{re.escape(name)}')))
        self.alice.find('toggle button', f'Agir en tant que {name}')

    def reads_all(self, *texts):
        wait_for(lambda: not set(texts) - set(self.alice.texts()), f'all is read of {texts}')

    def test_1_the_registers_say_who_one_is(self):
        self.alice.settle()
        self.alice.keys('alt+3')
        self.alice.find('list', 'Mon profil')
        self.reads_all('Mon profil', 'Profil utilisateur', 'Mme Stéphanie MAUGER', 'Profession', 'Infirmier', 'Numéro national', 'RPPS 99700900014', 'Identifiant', 'mauger', 'Structures', STRUCTURE)
        picture(self.alice, 'profile-user')

    def test_2_the_addresses_of_mssante_stand_in_their_tab(self):
        self.tab('Profil MSSanté')
        self.reads_all('Adresses MSSanté', 'stephanie.mauger@infirmier.mssante.example', 'Personnelle')
        picture(self.alice, 'profile-mssante')

    def test_3_the_groups_are_those_of_their_dialog(self):
        self.tab('Groupes de favoris')
        self.alice.press(self.alice.find('button', 'Créer un nouveau groupe'))
        dialog = self.alice.find('dialog', 'Groupes de favoris')
        self.alice.type_in(self.alice.find(('text', 'entry'), re.compile('^Nom'), dialog), 'Équipe du mardi')
        self.alice.press(self.alice.find('button', 'Enregistrer', dialog))
        self.alice.reads('^Tout est enregistré$')
        while self.alice.look('dialog', 'Groupes de favoris'):
            self.alice.keys('Escape')
            self.alice.settle()
        self.alice.find('tree table', "Groupes que j'administre")
        picture(self.alice, 'profile-groups')

    def test_4_a_structure_has_its_own(self):
        self.tab('Profil MSSanté')
        self.act_as(STRUCTURE)
        self.alice.reads('Aucune adresse MSSanté')
        self.tab('Profil utilisateur')
        self.reads_all(STRUCTURE, 'FINESS 310990106', 'Catégorie', 'Adresse')
        self.assertNotIn('RPPS 99700900014', self.alice.texts())
        self.assertNotIn('Identifiant', self.alice.texts())
        picture(self.alice, 'profile-structure')
        self.tab('Profil MSSanté')

    def test_5_off_line_it_says_what_is_missing(self):
        self.cable.cut()
        self.alice.reads('Hors ligne')
        self.act_as('Mme Stéphanie MAUGER')
        self.alice.reads("s'affichent au retour de la connexion")
        self.tab('Profil utilisateur')
        self.alice.reads('Hors ligne, seule une partie de ce profil est connue.')
        self.alice.reads('RPPS 99700900014')
        self.cable.plug()
        self.alice.gone(None, re.compile('seule une partie'))
        self.tab('Profil MSSanté')
        self.alice.reads('stephanie.mauger@infirmier.mssante.example')

    def back(self):
        self.alice.press(self.alice.find('button', re.compile('^(Retour|Précédent)')))

    def test_6_there_is_room_at_360_pixels(self):
        self.alice.put(0, 0, 960, 720)
        picture(self.alice, 'profile-middle')
        self.alice.put(0, 0, 360, 720)
        self.alice.reads('stephanie.mauger@infirmier.mssante.example')
        picture(self.alice, 'profile-narrow-tab')
        self.back()
        picture(self.alice, 'profile-narrow')
        self.tab('Groupes de favoris')
        self.alice.find('tree table', "Groupes que j'administre")
        picture(self.alice, 'profile-narrow-groups')
        self.alice.find('button', 'Créer un nouveau groupe')


if __name__ == '__main__':
    main()
