# SPDX-License-Identifier: GPL-3.0-or-later
"""F053, F064, F073: members are added to a conversation that there is, with the real programs."""

import os
import re
import sqlite3
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7

SUBJECT, PLAIN = 'Horaires du retour à domicile', 'Réunion du service'
SEARCH = 'Rechercher un professionnel ou une structure'
TITLE = 'Ajouter des membres'
HISTORY = 'toute la conversation depuis le début'
GROUP = 'Équipe du pont'
# Somebody of LAPRUNE's circle, whom the patient refuses here.
REFUSED_ID = 'p899700900113'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Members(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        with sqlite3.connect(cls.server.database) as region:
            region.execute("UPDATE dossier_member SET refusal = 1, habilitation = 0 WHERE account_id = ? AND dossier_id = (SELECT id FROM dossier WHERE birth_name = 'LAPRUNE')", (REFUSED_ID,))
        region.close()
        cls.server.start()
        mauger = Client(cls.server.url).sign_in('mauger', 'spico-demo')
        ids = {login: Client(cls.server.url).sign_in(login, 'spico-demo').account for login in ('totaro', 'viguier', 'martinez')}
        mauger.create('FavouriteGroup', {'clientId': uuid7(), 'name': GROUP, 'memberIds': list(ids.values())})
        plain = mauger.create('Conversation', {'clientId': uuid7(), 'subject': PLAIN, 'participantIds': [ids['totaro']]})['id']
        mauger.create('Message', {'clientId': uuid7(), 'conversationId': plain, 'text': 'Salle 2, à 14 h.'})
        cls.cable = Link(cls.server)
        cls.alice = Person('mauger', cls.cable.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start().sign_in().sees_conversations()
        cls.bob = cls.open_beside('bonnefous')

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @classmethod
    def open_beside(cls, login):
        person = Person(login, cls.server.url)
        person.place = (1100, 0, 1040, 860)
        person.start().sign_in().sees_conversations()
        return person

    def open_by_menu(self, person):
        person.settle()
        person.open_menu(person.find('toggle button', 'Menu de la conversation'))
        # The fourth entry of the menu.
        person.keys('Down', 'Down', 'Down', 'Return')
        return person.find('dialog', TITLE)

    def open_by_information(self, person, name=None):
        person.settle()
        person.keys('ctrl+i')
        information = person.find('dialog', 'Informations')
        if name:
            picture(person, name)
        person.press(person.find('button', TITLE, information))
        return person.find('dialog', TITLE)

    def choose(self, person, dialog, typed, shown, is_asked=False):
        entry = person.find(('text', 'entry'), SEARCH, dialog)
        person.clear(entry)
        person.type_in(entry, typed)
        person.click(person.find('list item', re.compile(shown), person.find('list', 'Résultats de la recherche', dialog)))
        if is_asked:
            person.reads(f"{shown} n'est pas dans le cercle de soins de ce patient")
            person.press(person.find('button', 'Ajouter quand même'))
        self.chip(person, dialog, shown)

    def chip(self, person, dialog, shown):
        return person.find('button', re.compile(f'^Retirer .*{shown}'), dialog)

    def is_there(self, person, text):
        """The server has it, and somebody may have read it already."""
        return wait_for(lambda: next((row for row in person.thread() if text in row and ('envoyé' in row or 'lu' in row)), None), f'«{text}» is sent')

    def add(self, person, dialog):
        person.press(person.find('button', 'Ajouter', dialog))

    def added(self, person, dialog):
        self.add(person, dialog)
        person.gone('dialog', TITLE)

    def test_1_who_is_added_finds_all_that_was_said_and_no_more_than_one_to_read(self):
        self.alice.open_conversation(SUBJECT)
        dialog = self.open_by_menu(self.alice)
        self.alice.reads(HISTORY)
        self.alice.reads("et l'identité du patient")
        self.assertFalse(self.alice.find('button', 'Ajouter', dialog).sensitive)
        circle = self.alice.find('list', 'Cercle de soins', dialog)
        self.alice.click(self.alice.find('list item', re.compile('BONNEFOUS'), circle))
        self.chip(self.alice, dialog, 'BONNEFOUS')
        picture(self.alice, 'members-dialog')
        self.added(self.alice, dialog)
        self.is_there(self.alice, 'Vous avez ajouté Dr Hélène BONNEFOUS')
        picture(self.alice, 'members-added')

        row = self.bob.find('list item', re.compile(re.escape(SUBJECT)), self.bob.find('list', 'Conversations'))
        self.assertIn('1 non lu', row.name)
        self.bob.reads('Mme Stéphanie MAUGER a ajouté des membres')
        picture(self.bob, 'members-list')
        self.bob.open_conversation(SUBJECT)
        self.bob.has_message('Mme Stéphanie MAUGER a ajouté Dr Hélène BONNEFOUS')
        self.assertGreater(len(self.bob.thread()), 2, 'what was said before is there')
        self.bob.reads('^1 nouveau message$')
        picture(self.bob, 'members-seen')

    def test_2_who_takes_part_is_not_added_again(self):
        dialog = self.open_by_information(self.alice)
        self.alice.type_in(self.alice.find(('text', 'entry'), SEARCH, dialog), 'totaro')
        row = self.alice.find('list item', re.compile('TOTARO'), self.alice.find('list', 'Résultats de la recherche', dialog))
        self.assertEqual(row.description, 'Participe déjà')
        self.alice.click(row)
        self.alice.settle()
        self.assertIsNone(self.alice.look('button', re.compile('^Retirer .*TOTARO')))
        self.assertFalse(self.alice.find('button', 'Ajouter', dialog).sensitive)
        self.alice.keys('Escape')
        self.alice.gone('dialog', TITLE)

    def test_3_who_is_chosen_and_not_added_is_still_there(self):
        dialog = self.open_by_information(self.alice)
        self.choose(self.alice, dialog, 'escande', 'ESCANDE')
        self.alice.keys('Escape')
        self.alice.gone('dialog', TITLE)
        dialog = self.open_by_information(self.alice)
        self.alice.press(self.chip(self.alice, dialog, 'ESCANDE'))
        self.alice.gone('button', re.compile('^Retirer .*ESCANDE'))
        self.alice.keys('Escape')
        self.alice.gone('dialog', TITLE)

    def test_4_off_line_it_waits_for_the_connection(self):
        self.cable.cut()
        self.alice.reads('^Hors ligne')
        dialog = self.open_by_information(self.alice, 'members-information')
        self.alice.reads('dès le retour de la connexion')
        self.alice.click(self.alice.find('list item', re.compile('ESCANDE'), self.alice.find('list', 'Cercle de soins', dialog)))
        self.chip(self.alice, dialog, 'ESCANDE')
        picture(self.alice, 'members-off-line')
        self.added(self.alice, dialog)
        self.alice.has_message('Ajout de Dr Paul ESCANDE', 'en attente')
        self.alice.reads('^Ajout de membres : en attente$')
        picture(self.alice, 'members-waiting')
        self.cable.plug()
        self.is_there(self.alice, 'Vous avez ajouté Dr Paul ESCANDE')
        wait_for(lambda: any(re.search('MAUGER a ajouté .*ESCANDE', row) for row in self.bob.thread()), 'the other window sees it')

    def test_5_who_stands_outside_the_circle_is_asked_about(self):
        dialog = self.open_by_information(self.alice)
        self.choose(self.alice, dialog, 'lagarrigue', 'LAGARRIGUE', is_asked=True)
        self.added(self.alice, dialog)
        self.is_there(self.alice, 'LAGARRIGUE')

    def test_6_the_members_of_a_group_are_added(self):
        self.alice.open_conversation(PLAIN)
        dialog = self.open_by_information(self.alice)
        self.alice.reads(HISTORY)
        self.alice.reads('^GROUPES$')
        use = self.alice.find('button', 'VALIDER', dialog)
        self.alice.click(self.alice.find('list item', re.compile(re.escape(GROUP)), dialog))
        wait_for(lambda: use.sensitive, 'the group can be used')
        self.alice.press(use)
        for name in ('VIGUIER', 'MARTINEZ'):
            self.chip(self.alice, dialog, name)
        self.assertIsNone(self.alice.look('button', re.compile('^Retirer .*TOTARO'), dialog), 'she takes part already')
        picture(self.alice, 'members-group')
        self.added(self.alice, dialog)
        row = self.is_there(self.alice, 'Vous avez ajouté')
        for name in ('VIGUIER', 'MARTINEZ'):
            self.assertIn(name, row)

    def test_7_who_has_no_account_is_said_to_have_none(self):
        dialog = self.open_by_information(self.alice)
        self.choose(self.alice, dialog, 'lacaze', 'LACAZE')
        self.alice.reads('LACAZE.*Sans compte : ne pourra pas lire ce message')
        picture(self.alice, 'members-without-account')
        self.added(self.alice, dialog)
        self.is_there(self.alice, 'LACAZE')

    def test_8_who_does_not_see_the_circle_is_asked_and_what_is_refused_can_be_changed(self):
        self.bob.stop()
        other = self.open_beside('lagarrigue')
        other.open_conversation(SUBJECT)
        dialog = self.open_by_information(other)
        self.choose(other, dialog, 'delpech', 'DELPECH')
        self.add(other, dialog)
        other.reads('ne voit pas le cercle de soins')
        picture(other, 'members-unknown-circle')
        other.press(other.find('button', 'Annuler'))
        other.gone(None, re.compile('ne voit pas le cercle de soins'))
        self.chip(other, dialog, 'DELPECH')
        self.add(other, dialog)
        other.press(other.find('button', 'Ajouter quand même'))
        other.gone('dialog', TITLE)
        other.has_message('Ajout de Mme Aurélie DELPECH', 'échec')
        other.reads('^Ajout de membres : refusé$')
        other.reads("Personne n'a été ajouté")
        picture(other, 'members-refused')
        other.press(other.find('button', 'Modifier'))
        dialog = other.find('dialog', TITLE)
        other.press(self.chip(other, dialog, 'DELPECH'))
        self.choose(other, dialog, 'fabre', 'FABRE')
        self.add(other, dialog)
        other.press(other.find('button', 'Ajouter quand même'))
        other.gone('dialog', TITLE)
        self.is_there(other, 'FABRE')
        self.assertFalse([row for row in other.thread() if 'DELPECH' in row])

    def test_9_in_a_narrow_window_and_in_the_dark(self):
        for name, width, scheme in (('narrow', 360, 'default'), ('dark', 1040, 'prefer-dark')):
            self.alice.stop()
            self.alice.place = (0, 0, width, 740)
            self.alice.start(ADW_DEBUG_COLOR_SCHEME=scheme)
            self.alice.sees_conversations()
            self.alice.open_conversation(SUBJECT)
            self.alice.has_message("L'aide à domicile")
            picture(self.alice, f'members-thread-{name}')
            dialog = self.open_by_information(self.alice)
            self.alice.find('list', 'Cercle de soins', dialog)
            picture(self.alice, f'members-dialog-{name}')
            self.alice.keys('Escape')
            self.alice.gone('dialog', TITLE)


if __name__ == '__main__':
    main()
