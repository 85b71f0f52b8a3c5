# SPDX-License-Identifier: GPL-3.0-or-later
"""F033–F051, F058: groups of favourites, made, shared, accepted, administered and handed over, with the real programs."""

import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7

ALICE, BEATRICE, HELENE = 'mauger', 'totaro', 'bonnefous'
STRUCTURE = 'EHPAD LES TROIS TILLEULS'
SHARED, PUBLIC, MADE = 'Équipe TND', 'CPTS du Tarn', 'Maison médicale'
SUBJECT = 'Horaires du retour à domicile'
AGREE, STOP = "Accepter d'utiliser le groupe", "Annuler l'utilisation"
AGREED = "J'ai accepté l'utilisation"
NOT_AGREED = "Je ne souhaite pas utiliser ce groupe ou je n'ai pas encore accepté"
SEARCH = 'Rechercher un professionnel ou une structure'
TOGGLES = ('grouping', 'panel', 'radio group')
ROLES = ('page tab', 'toggle button', 'radio button', 'button', 'check box', 'switch')


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Groups(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(config='[region]\nname = Occitanie\n').start()
        cls.beatrice = Client(cls.server.url).sign_in(BEATRICE, 'spico-demo')
        alice = Client(cls.server.url).sign_in(ALICE, 'spico-demo')
        cls.helene = Client(cls.server.url).sign_in(HELENE, 'spico-demo')
        cls.me = alice.account
        shared = cls.make(SHARED, [cls.me, cls.helene.account])
        cls.beatrice.create('FavouriteGroupShare', {'clientId': uuid7(), 'groupId': shared, 'principalId': cls.me})
        cls.make(PUBLIC, [cls.beatrice.account], is_public=True)
        cls.cable = Link(cls.server)
        cls.person = Person(ALICE, cls.cable.url)
        cls.person.place = (0, 0, 1440, 900)

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @classmethod
    def make(cls, name, members, is_public=False):
        return cls.beatrice.create('FavouriteGroup', {'clientId': uuid7(), 'name': name, 'description': 'Une équipe', 'memberIds': members, 'isPublic': is_public})['id']

    def groups_of(self, client):
        return {group['name']: group for group in client.call('FavouriteGroup/get', {'accountId': client.account, 'ids': None})['list']}

    def open_groups(self):
        return self.person.choose_in_menu(2, 'Groupes de favoris')

    def reads_all(self, *texts):
        wait_for(lambda: not set(texts) - set(self.person.texts()), f'all is read of {texts}')

    def tab(self, name):
        self.person.press(self.person.find(ROLES, name, self.dialog()))

    def dialog(self):
        return self.person.find('dialog', 'Groupes de favoris')

    def entry(self, name):
        return self.person.find(('text', 'entry'), re.compile(f'^{re.escape(name)}'), self.dialog())

    def test_1_two_lists_stand_beside_each_other(self):
        """F048, F049: two lists stand beside each other"""
        self.person.start().sign_in()
        self.person.sees_conversations()
        self.open_groups()
        self.reads_all("Groupes que j'administre", "Groupes que l'on m'a partagés et groupes publics", 'Nom du groupe', 'Date de création', 'Actif', 'Actions', 'Accès', 'Créateur',
                       'Date de validation', SHARED, PUBLIC, 'Privé', 'Public', 'Marie TOTARO')
        picture(self.person, 'groups')

    def test_2_filters_narrow_the_list(self):
        """F049: filters narrow the list"""
        self.person.click(self.person.find(ROLES, 'Privé', self.dialog()))
        self.person.gone(None, PUBLIC)
        self.person.find(None, SHARED)
        self.person.click(self.person.find_all(ROLES, 'Tous', self.dialog())[0])
        self.person.find(None, PUBLIC)
        self.person.type_in(self.entry('Rechercher'), 'tarn')
        self.person.gone(None, SHARED)
        self.person.clear(self.entry('Rechercher'))
        self.person.find(None, SHARED)

    def filter_received(self):
        """F049: « Partage » and « Accès », where one of two groups is accepted"""
        for pressed, seen, unseen in (('Accepté', PUBLIC, SHARED), ('Non accepté', SHARED, PUBLIC)):
            self.person.click(self.person.find(ROLES, pressed, self.dialog()))
            self.person.gone('table cell', unseen)
            self.person.find('table cell', seen, self.dialog())
            picture(self.person, f'groups-filter-{pressed[0]}')
        self.person.click(self.person.find_all(ROLES, 'Tous', self.dialog())[-1])
        self.person.find('table cell', PUBLIC, self.dialog())
        self.person.click(self.person.find(ROLES, 'Public', self.dialog()))
        self.person.gone('table cell', SHARED)
        self.person.find('table cell', PUBLIC, self.dialog())
        self.person.click(self.person.find_all(ROLES, 'Tous', self.dialog())[0])
        self.person.find('table cell', SHARED, self.dialog())

    def test_3_a_group_is_used_once_it_is_accepted_and_accepted_again_later(self):
        """F050: a group is used once it is accepted and accepted again later"""
        for name in (SHARED, PUBLIC):
            self.person.press(self.button(name, AGREE))
            self.button(name, STOP)
        self.person.find(('image', 'icon'), AGREED, self.dialog())
        wait_for(lambda: all(self.is_accepted(name) for name in (SHARED, PUBLIC)), 'the server knows')
        picture(self.person, 'groups-accepted')
        self.person.press(self.button(SHARED, STOP))
        self.person.find(('image', 'icon'), NOT_AGREED, self.dialog())
        wait_for(lambda: not self.is_accepted(SHARED), 'the server knows that it is not used')
        self.filter_received()
        self.person.press(self.button(SHARED, AGREE))
        wait_for(lambda: self.is_accepted(SHARED), 'it can be accepted again')

    def test_3_b_who_uses_a_group_sees_what_it_is_and_changes_nothing(self):
        """F045: who uses a group sees what it is and changes nothing"""
        self.person.click(self.person.find('table cell', SHARED, self.dialog()))
        self.person.reads('^Une équipe$')
        self.person.reads('^2 éléments$')
        self.reads_all('Membres du groupe', 'Dernière connexion', 'Membre actif', 'Mme Marie TOTARO', 'Dr Hélène BONNEFOUS')
        picture(self.person, 'group-view')
        for label in ('Enregistrer', 'Ajouter un professionnel', 'Retirer Dr Hélène BONNEFOUS'):
            self.assertIsNone(self.person.look('button', label, self.dialog()), label)
        self.person.keys('Escape')
        self.person.find('button', 'Créer un nouveau groupe', self.dialog())
        self.person.settle()

    def button(self, name, label):
        return wait_for(lambda: (row := self.person.look('table row', re.compile(f'^{re.escape(name)}'), self.dialog())) and self.person.look('button', label, row),
                        f'{label} stands beside {name}')

    def is_accepted(self, name):
        alice = Client(self.server.url).sign_in(ALICE, 'spico-demo')
        by_id = {group['id']: group['name'] for group in alice.call('FavouriteGroup/get', {'accountId': alice.account, 'ids': None})['list']}
        shares = alice.call('FavouriteGroupShare/get', {'accountId': alice.account, 'ids': None})['list']
        return any(by_id.get(share['groupId']) == name and share['principalId'] == alice.account and share['isAccepted'] for share in shares)

    def test_4_a_group_is_made_in_its_tabs(self):
        """F033, F039, F040, F042: a group is made in its tabs"""
        self.person.press(self.person.find('button', 'Créer un nouveau groupe', self.dialog()))
        self.person.reads('Donnez un nom au groupe')
        save = self.person.find('button', 'Enregistrer', self.dialog())
        self.assertFalse(save.sensitive)
        self.person.type_in(self.entry('Nom'), MADE)
        self.person.type_in(self.entry('Description'), "Il s'agit de la maison de santé.")
        picture(self.person, 'group-definition')
        self.tab('Membres')
        self.person.reads('^Membres du groupe$')
        self.add('Ajouter un professionnel', 'bonnefous', 'BONNEFOUS')
        self.add('Ajouter une structure', 'tilleuls', STRUCTURE)
        self.person.reads('^2 éléments$')
        self.reads_all('Nom', 'Dernière connexion', 'Membre actif', 'Actions')
        picture(self.person, 'group-members')

    def add(self, button, typed, shown):
        self.person.press(self.person.find('button', button, self.dialog()))
        search = self.person.find(('text', 'entry'), SEARCH, self.dialog())
        self.person.type_in(search, typed)
        results = self.person.find('list', 'Résultats de la recherche', self.dialog())
        self.person.click(self.person.find('list item', re.compile(shown), results))
        self.person.find('button', re.compile(f'^Retirer .*{shown}'), self.dialog())
        picture(self.person, 'group-picker')
        self.person.press(self.person.find('button', 'Terminé', self.dialog()))
        self.person.find('button', button, self.dialog())

    def test_5_what_is_typed_survives_a_power_cut(self):
        self.person.keys('Escape')
        self.open_new()
        self.person.kill9()
        self.person.start()
        self.person.sees_conversations()
        self.open_groups()
        self.open_new()
        picture(self.person, 'group-again')
        self.tab('Membres')
        self.person.reads('^2 éléments$')

    def open_new(self):
        self.person.press(self.person.find('button', 'Créer un nouveau groupe', self.dialog()))
        self.person.reads("Voici ce que vous n'aviez pas encore enregistré")
        wait_for(lambda: self.entry('Nom').text == MADE, 'the name is there again')

    def test_6_it_is_saved_and_then_shared(self):
        """F034, F042, F043, F044: it is saved and then shared"""
        self.person.press(self.person.find('button', 'Enregistrer', self.dialog()))
        self.person.reads('^Tout est enregistré$')
        wait_for(lambda: MADE in self.groups_of(self.alice()), 'the server has the group')
        self.assertEqual(len(self.groups_of(self.alice())[MADE]['memberIds']), 2)
        self.tab('Partage')
        self.reads_all('Options de partage', 'Partager le groupe avec les professionnels / structures')
        self.person.reads('Le partage permet.*Nous préconisons.*TOUS les utilisateurs de la région Occitanie')
        share = self.person.find('button', 'Partager avec…', self.dialog())
        wait_for(lambda: share.sensitive, 'it can be shared')
        self.person.press(share)
        candidate = self.person.find('list item', re.compile('BONNEFOUS'), self.person.find('list', 'Membres du groupe'))
        picture(self.person, 'group-candidates')
        self.person.click(candidate)
        self.person.find('table row', re.compile('^Dr Hélène BONNEFOUS'), self.dialog())
        self.person.reads('^En attente$')
        self.reads_all('Date du partage', 'Statut de validation', 'Administrateur')
        picture(self.person, 'group-sharing')
        self.assertEqual(self.groups_of(self.helene)[MADE]['name'], MADE)

    def alice(self):
        return Client(self.server.url).sign_in(ALICE, 'spico-demo')

    def role_toggle(self, who, label):
        row = self.person.find(None, re.compile(f'^Administrateur : .*{who}'), self.dialog())
        return self.person.find(ROLES, label, row)

    def test_7_the_last_administrator_stays_until_somebody_else_is_one(self):
        """F046, F047: the last administrator stays until somebody else is one"""
        self.person.press(self.role_toggle('MAUGER', 'Non'))
        self.person.reads('Administrateur requis')
        picture(self.person, 'group-last-administrator')
        self.person.press(self.person.find('button', "J'ai compris"))
        [share] = [share for share in self.helene.call('FavouriteGroupShare/get', {'accountId': self.helene.account, 'ids': None})['list']
                   if share['groupId'] == self.groups_of(self.helene)[MADE]['id']]
        self.helene.call('FavouriteGroupShare/set', {'accountId': self.helene.account, 'update': {share['id']: {'isAccepted': True}}})
        self.person.gone(None, 'En attente')
        toggle = self.role_toggle('BONNEFOUS', 'Oui')
        wait_for(lambda: toggle.sensitive, 'the role can be given')
        self.person.press(toggle)
        wait_for(lambda: self.helene.call('FavouriteGroupShare/get', {'accountId': self.helene.account, 'ids': [share['id']]})['list'][0]['isAdministrator'], 'she is one')

    def test_8_before_a_group_becomes_public_one_is_warned(self):
        """F034, F035, F043: before a group becomes public one is warned"""
        self.person.reads('^Privé / Public$')
        toggles = self.person.find(TOGGLES, 'Public', self.dialog())
        self.person.press(self.person.find(ROLES, 'Oui', toggles))
        self.person.reads('Nous préconisons de conserver.*TOUS les utilisateurs de la région Occitanie')
        picture(self.person, 'group-public')
        self.person.press(self.person.find('button', 'Rester en privé'))
        self.person.reads('^Tout est enregistré$')

    def test_9_a_what_somebody_else_saves_meanwhile_joins_what_is_typed(self):
        self.tab('Définition')
        name = self.entry('Nom')
        self.person.clear(name)
        self.person.type_in(name, 'Maison médicale du Lac')
        group = self.groups_of(self.helene)[MADE]
        self.helene.call('FavouriteGroup/set', {'accountId': self.helene.account, 'update': {group['id']: {'name': 'MSP', 'memberIds': [*group['memberIds'], self.me]}}})
        self.person.reads("Quelqu'un d'autre vient d'enregistrer ce groupe, sous le nom « MSP »")
        picture(self.person, 'group-conflict')
        self.assertEqual(self.entry('Nom').text, 'Maison médicale du Lac')
        self.tab('Membres')
        self.person.reads('^3 éléments$')
        self.person.press(self.person.find('button', 'Enregistrer', self.dialog()))
        self.person.reads('^Tout est enregistré$')
        wait_for(lambda: 'Maison médicale du Lac' in self.groups_of(self.helene), 'what was typed is saved')
        self.assertEqual(len(self.groups_of(self.helene)['Maison médicale du Lac']['memberIds']), 3)

    def test_9_b_what_two_save_while_one_is_off_line_is_shown_to_who_comes_back(self):
        name = 'Maison médicale du Lac'
        self.tab('Définition')
        self.cable.cut()
        self.person.clear(self.entry('Description'))
        self.person.type_in(self.entry('Description'), 'Les soignants du Lac')
        self.person.press(self.person.find('button', 'Enregistrer', self.dialog()))
        self.person.reads('^Tout est enregistré$')
        group = self.groups_of(self.helene)[name]
        self.helene.call('FavouriteGroup/set', {'accountId': self.helene.account, 'update': {group['id']: {'description': 'Au bord du Lac', 'isActive': False}}})
        self.cable.plug()
        both = 'La description enregistrée est « Au bord du Lac »'
        self.person.reads(both)
        wait_for(lambda: self.entry('Description').text == 'Les soignants du Lac', 'what was typed is there')
        self.person.keys('Escape')
        self.person.reads('^À enregistrer$')
        picture(self.person, 'groups-to-be-saved')
        self.person.settle()
        self.person.press(self.person.find('button', f'Modifier {name}', self.dialog()))
        self.person.reads(both)
        picture(self.person, 'group-both')
        self.person.press(self.person.find('button', 'Abandonner', self.dialog()))
        wait_for(lambda: self.entry('Description').text == 'Au bord du Lac', 'the other description is taken')
        self.person.reads('^Tout est enregistré$')
        self.assertEqual(self.groups_of(self.helene)[name]['description'], 'Au bord du Lac')

    def close_groups(self):
        self.person.keys('Escape')
        self.person.find('button', 'Créer un nouveau groupe', self.dialog())
        self.person.leave('Groupes de favoris')

    def test_a_the_members_of_a_conversation_become_a_group(self):
        """F036, F037: the members of a conversation become a group"""
        self.close_groups()
        self.person.open_conversation(SUBJECT)
        self.person.settle()
        # The third entry of the menu.
        self.person.press(self.person.find('toggle button', 'Menu de la conversation'))
        self.person.find('menu')
        self.person.settle()
        self.person.keys('Down', 'Down', 'Return')
        self.person.reads('Donnez un nom au groupe')
        self.tab('Membres')
        self.person.reads('^[2-9] éléments$')
        for name in ('MAUGER', 'TOTARO'):
            self.person.find('button', re.compile(f'^Retirer .*{name}'), self.dialog())
        picture(self.person, 'group-of-conversation')
        self.close_groups()

    def test_b_the_members_of_that_moment_are_chosen_for_a_conversation(self):
        """F052: the members of that moment are chosen for a conversation"""
        self.person.keys('ctrl+n')
        dialog = self.person.find('dialog', 'Nouvelle conversation')
        self.person.press(self.person.find('button', re.compile('^Ajouter'), dialog))
        self.person.reads('^GROUPES$')
        use = self.person.find('button', 'VALIDER', dialog)
        self.assertFalse(use.sensitive)
        self.person.click(self.person.find('list item', re.compile(re.escape(SHARED)), dialog))
        wait_for(lambda: use.sensitive, 'the group can be used')
        picture(self.person, 'picker-groups')
        self.person.press(use)
        self.person.find('button', re.compile('^Retirer .*BONNEFOUS'), dialog)
        self.assertIsNone(self.person.look('button', re.compile('^Retirer .*MAUGER'), dialog), 'who writes takes part anyway')

    def test_c_a_deactivated_group_can_be_used_nowhere(self):
        """F041: a deactivated group can be used nowhere"""
        dialog = self.person.find('dialog', 'Nouvelle conversation')
        group = self.groups_of(self.beatrice)[SHARED]
        self.beatrice.call('FavouriteGroup/set', {'accountId': self.beatrice.account, 'update': {group['id']: {'isActive': False}}})
        self.person.gone('list item', re.compile(re.escape(SHARED)))
        self.person.find('button', re.compile('^Retirer .*BONNEFOUS'), dialog)

    def set_active(self, is_active):
        group = self.groups_of(self.beatrice)[SHARED]
        self.beatrice.call('FavouriteGroup/set', {'accountId': self.beatrice.account, 'update': {group['id']: {'isActive': is_active}}})

    def conversations(self):
        return self.helene.call('Conversation/query', {'accountId': self.helene.account, 'filter': {'text': 'Réunion de mardi'}})['ids']

    def test_d_nor_by_who_was_off_line_when_it_was_deactivated(self):
        dialog = self.person.find('dialog', 'Nouvelle conversation')
        self.set_active(True)
        self.person.find('list item', re.compile(re.escape(SHARED)), dialog)
        self.cable.cut()
        self.person.press(self.person.find('button', 'Terminé', dialog))
        self.person.type_in(self.person.find(('text', 'entry'), 'Objet *', dialog), 'Réunion de mardi')
        self.person.type_in(self.person.composer(dialog), 'Bonjour à tous')
        self.person.press(self.person.find('button', 'Envoyer', dialog))
        self.person.gone('dialog', 'Nouvelle conversation')
        self.set_active(False)
        self.cable.plug()
        self.person.reads(f"Le groupe de favoris « {SHARED} » n'est plus utilisable")
        self.assertIn('échec', self.person.has_message('Bonjour à tous'))
        picture(self.person, 'group-no-longer-usable')
        self.assertEqual(self.conversations(), [])

    def test_e_it_can_be_sent_to_the_same_people_without_the_group(self):
        self.person.press(self.person.find('button', 'Réessayer'))
        wait_for(lambda: len(self.conversations()) == 1, 'who was chosen by the group is written to')
        self.person.gone('button', 'Réessayer')


class Succession(unittest.TestCase):
    """F058: the only administrator leaves, or has left."""

    LEAVE, ASK = 'Vous partez ? Nommez un successeur', 'Demander à administrer ce groupe'

    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.beatrice = Client(cls.server.url).sign_in(BEATRICE, 'spico-demo')
        cls.helene = Client(cls.server.url).sign_in(HELENE, 'spico-demo')
        cls.alice = Client(cls.server.url).sign_in(ALICE, 'spico-demo')
        cls.own = cls.make(cls.alice, MADE, [cls.helene.account, cls.beatrice.account])
        cls.theirs = cls.make(cls.beatrice, SHARED, [cls.alice.account, cls.helene.account])
        share = cls.beatrice.create('FavouriteGroupShare', {'clientId': uuid7(), 'groupId': cls.theirs, 'principalId': cls.alice.account})['id']
        cls.alice.call('FavouriteGroupShare/set', {'accountId': cls.alice.account, 'update': {share: {'isAccepted': True}}})
        cls.cable = Link(cls.server)
        cls.person = Person(ALICE, cls.cable.url)
        cls.person.place = (0, 0, 1440, 900)

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @staticmethod
    def make(client, name, members):
        return client.create('FavouriteGroup', {'clientId': uuid7(), 'name': name, 'memberIds': members})['id']

    def dialog(self):
        return self.person.find('dialog', 'Groupes de favoris')

    def tab(self, name):
        self.person.settle()
        self.person.press(self.person.find(ROLES, name, self.dialog()))

    def ask(self, row, successor=None):
        self.person.settle()
        self.person.click(self.person.find('list item', row, self.dialog()))
        if successor is not None:
            self.person.settle()
            self.person.click(self.person.find('list item', re.compile(successor), self.person.find('list', 'Membres du groupe')))
        self.person.settle()
        self.person.press(self.person.find('button', 'Demander'))
        self.person.reads("^Demandé le .*L'opérateur de la région n'a pas encore répondu")

    def only_request(self):
        return self.server.ctl('group', 'requests').split(' ')[0].rstrip(':\u00a0')

    def is_administrator(self, client, group):
        shares = client.call('FavouriteGroupShare/get', {'accountId': client.account, 'ids': None})['list']
        return any(one['groupId'] == group and one['principalId'] == client.account and one['isAdministrator'] for one in shares)

    def test_1_whoever_leaves_names_a_successor(self):
        self.person.start().sign_in()
        self.person.sees_conversations()
        self.person.choose_in_menu(2, 'Groupes de favoris')
        self.person.press(self.person.find('button', f'Modifier {MADE}', self.dialog()))
        self.tab('Partage')
        self.person.reads(re.escape(self.LEAVE))
        picture(self.person, 'succession')
        self.ask(self.LEAVE, 'BONNEFOUS')
        self.person.reads('pour Dr Hélène BONNEFOUS')
        picture(self.person, 'succession-asked')
        self.assertIn(MADE, self.server.ctl('group', 'requests'))
        # The open page says what the operator answers.
        self.server.ctl('group', 'refuse', self.only_request())
        self.person.reads("l'opérateur de la région n'a pas confié le groupe à Dr Hélène BONNEFOUS")
        picture(self.person, 'succession-refused')
        self.ask(self.LEAVE, 'BONNEFOUS')
        self.server.ctl('group', 'grant', self.only_request())
        wait_for(lambda: self.is_administrator(self.helene, self.own), 'she administers it')
        self.person.gone('list item', self.LEAVE)
        self.person.find(None, re.compile('^Administrateur : .*BONNEFOUS'), self.dialog())

    def test_2_a_member_asks_for_it(self):
        self.person.keys('Escape')
        self.person.find('button', 'Créer un nouveau groupe', self.dialog())
        self.person.settle()
        self.person.click(self.person.find('table cell', SHARED, self.dialog()))
        self.ask(self.ASK)
        picture(self.person, 'succession-member')
        self.person.settle()
        self.person.press(self.person.find('button', 'Annuler la demande', self.dialog()))
        self.person.gone('button', 'Annuler la demande')
        self.assertEqual(self.server.ctl('group', 'requests'), '')
        self.ask(self.ASK)

    def test_3_off_line_nothing_is_asked(self):
        self.cable.cut()
        self.person.reads("^Hors ligne, rien ne peut être demandé à l'opérateur")
        self.assertFalse(self.person.find('button', 'Annuler la demande', self.dialog()).sensitive)
        self.cable.plug()
        self.person.reads('^Demandé le')

    def test_4_there_is_room_at_360_pixels(self):
        self.person.put(0, 0, 360, 720)
        self.person.reads('^Demandé le')
        picture(self.person, 'succession-narrow')

    def test_5_whoever_is_given_it_administers_it(self):
        self.server.ctl('group', 'grant', self.only_request())
        wait_for(lambda: self.is_administrator(self.alice, self.theirs), 'she administers it')
        self.assertTrue(self.is_administrator(self.beatrice, self.theirs))
        self.person.put(0, 0, 1440, 900)
        self.person.reads('^Depuis le .*administre le groupe')
        self.person.settle()
        # The button that had the focus has gone: its row has it.
        self.person.keys('Escape')
        self.person.find('button', f'Modifier {SHARED}', self.dialog())

    def test_6_in_the_dark(self):
        self.person.settle()
        self.person.stop()
        self.person.start(ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        self.person.sees_conversations()
        self.person.choose_in_menu(2, 'Groupes de favoris')
        self.person.find('button', f'Modifier {SHARED}', self.dialog())
        picture(self.person, 'groups-dark')
        self.person.press(self.person.find('button', f'Modifier {MADE}', self.dialog()))
        for place in ('', '-narrow'):
            for name, shown in (('Définition', 'Activé'), ('Membres', 'Membres du groupe'), ('Partage', 'Options de partage')):
                self.tab(name)
                self.person.reads(f'^{shown}')
                picture(self.person, f'group-dark{place}-{name}')
            self.person.put(0, 0, 360, 720)
        share = self.person.find('button', 'Partager avec…', self.dialog())
        title = self.person.find('label', 'Partager le groupe avec les professionnels / structures', self.dialog())
        self.assertGreater(title.extents()[2], 200, 'the heading has its line')
        self.assertGreater(share.extents()[1], title.extents()[1], 'the button stands below it')


if __name__ == '__main__':
    main()
