# SPDX-License-Identifier: GPL-3.0-or-later
"""F034, F041, F043–F052: a group of favourites in two windows: what one person gives or takes shows in the other's, with the real programs."""

import datetime
import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7
from spico_relay import Relay, plain

ALICE, BEATRICE, HELENE = 'mauger', 'totaro', 'bonnefous'
MAUGER, TOTARO = 'Mme Stéphanie MAUGER', 'Mme Marie TOTARO'
STRUCTURE = 'EHPAD LES TROIS TILLEULS'
MADE, FOR_STRUCTURE, BY_STRUCTURE, OF_REGION, LOST = 'Soignants du Lac', 'Sorties du Lac', 'Garde de nuit', 'Astreinte du Lac', 'Équipe du Lac'
GROUPS, ADMINISTERED, RECEIVED = 'Groupes de favoris', "Groupes que j'administre", "Groupes que l'on m'a partagés et groupes publics"
AGREE, DECLINE, STOP = "Accepter d'utiliser le groupe", 'Ne pas utiliser le groupe', "Annuler l'utilisation"
SAVED = '^Tout est enregistré$'
TODAY = datetime.date.today().strftime('%d/%m/%Y')
TOGGLES = ('grouping', 'panel', 'radio group')
ROLES = ('page tab', 'toggle button', 'radio button', 'button', 'check box', 'switch')


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Overlapping(Person):
    """A window wide enough for both lists beside each other: it does not fit beside another one."""

    def click(self, node):
        self._xdotool('windowraise', self.window())
        super().click(node)


class Windows:
    """What people do with groups in their windows, and read there: for the cases that need it."""

    def signed_in(self, login):
        """Anew: the tokens of the beginning may have ended where all takes its time."""
        return Client(self.server.url).sign_in(login, 'spico-demo')

    @staticmethod
    def make(client, name, members):
        return client.create('FavouriteGroup', {'clientId': uuid7(), 'name': name, 'memberIds': members})['id']

    # What one does with groups

    def open_groups(self, person):
        return person.choose_in_menu(2, GROUPS)

    def close_groups(self, person):
        person.leave(GROUPS)

    def dialog(self, person):
        return person.find('dialog', GROUPS)

    def edit(self, person, name, tab):
        person.settle()
        person.press(person.find('button', f'Modifier {name}', self.dialog(person)))
        self.tab(person, tab)

    def back_to_lists(self, person):
        person.settle()
        person.keys('Escape')
        person.find('button', 'Créer un nouveau groupe', self.dialog(person))
        person.settle()

    def tab(self, person, name):
        person.settle()
        person.press(person.find(ROLES, name, self.dialog(person)))

    def share(self, person, shown):
        button = person.find('button', 'Partager avec…', self.dialog(person))
        wait_for(lambda: button.sensitive, 'it can be shared')
        person.press(button)
        person.settle()
        person.click(person.find('list item', re.compile(shown), person.find('list', 'Membres du groupe')))
        self.recipient(person, shown, 'En attente', TODAY)

    def save(self, person):
        person.press(person.find('button', 'Enregistrer', self.dialog(person)))
        person.reads(SAVED)

    def choose(self, person, name, label):
        """« Oui » or « Non »"""
        person.settle()
        person.press(person.find(ROLES, label, person.find(TOGGLES, name, self.dialog(person))))

    def role(self, person, who):
        """« Oui » and « Non » of a recipient."""
        return person.find(TOGGLES, re.compile(f'^Administrateur : .*{who}'), self.dialog(person))

    def role_toggle(self, person, who, label):
        wait_for(lambda: self.role(person, who).sensitive, f'the role of {who} can be changed')
        return person.find(ROLES, label, self.role(person, who))

    # What the server has

    def shares(self, client, name):
        """Those of a group that whoever administers it sees."""
        [group] = [group for group in client.call('FavouriteGroup/get', {'accountId': client.account, 'ids': None})['list'] if group['name'] == name]
        return [share for share in client.call('FavouriteGroupShare/get', {'accountId': client.account, 'ids': None})['list'] if share['groupId'] == group['id']]

    def administrators(self, name):
        return [share['principalId'] for share in self.shares(self.clients[1], name) if share['isAdministrator']]

    # What one reads of them

    def row(self, person, table, name, *texts):
        """A row of a table, once it says all that."""
        def look():
            for candidate in self.rows(person, table):
                if name in candidate.name and not set(texts) - {node.name for node in candidate.walk()}:
                    return candidate
            return None
        try:
            return wait_for(look, f'{person.login} reads {texts} of {name} in « {table} »')
        except AssertionError as error:
            raise AssertionError(f'{error}; on the screen:\n{person.screen()}') from None

    def rows(self, person, table):
        found = person.look('tree table', table)
        return found.find_all('table row') if found else []

    def recipient(self, person, shown, *texts):
        return self.row(person, 'Partager le groupe avec les professionnels / structures', shown, *texts)

    def not_in(self, person, table, name):
        person.find('tree table', table)
        wait_for(lambda: not any(name in row.name for row in self.rows(person, table)), f'{person.login} no longer has {name} in « {table} »')

    # Choosing a group for a conversation

    def open_picker(self, person):
        person.settle()
        person.keys('ctrl+n')
        dialog = person.find('dialog', 'Nouvelle conversation')
        person.press(person.find('button', re.compile('^Ajouter'), dialog))
        person.reads('^GROUPES$')
        return dialog

    def close_picker(self, person):
        for chip in person.find_all('button', re.compile('^Retirer ')):
            person.press(chip)
        person.press(person.find('button', 'Terminé'))
        person.gone('button', 'Terminé')
        person.settle()
        person.keys('Escape')
        person.gone('dialog', 'Nouvelle conversation')

    def is_offered(self, person, name):
        """Whether a group stands among « GROUPES », beside one that always does."""
        dialog = self.open_picker(person)
        person.find('list item', re.compile('^Équipe PCO'), dialog)
        is_there = person.look('list item', re.compile(f'^{re.escape(name)}'), dialog) is not None
        self.close_picker(person)
        return is_there


class SharedGroups(Windows, unittest.TestCase):
    """Alice makes a group; Béatrice is the one with whom it is shared."""

    @classmethod
    def setUpClass(cls):
        cls.relay = Relay()
        cls.server = Server(config=cls.relay.config).start()
        cls.clients = clients = [Client(cls.server.url).sign_in(login, 'spico-demo') for login in (ALICE, BEATRICE, HELENE)]
        cls.ids = members = [client.account for client in clients]
        structure = next(identifier for identifier, account in clients[0].load_session()['accounts'].items() if account['name'] == STRUCTURE)
        cls.make(clients[0], MADE, members)
        cls.make(clients[1], FOR_STRUCTURE, [structure, *members[1:]])
        cls.cable = Link(cls.server)
        cls.alice = Overlapping(ALICE, cls.server.url)
        cls.alice.place = (0, 0, 1440, 900)
        cls.beatrice = Overlapping(BEATRICE, cls.cable.url)
        cls.beatrice.place = (760, 0, 1440, 900)
        for person in (cls.alice, cls.beatrice):
            person.start().sign_in()
            person.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        cls.relay.close()
        end_programs()

    def test_1_what_is_shared_shows_in_the_other_window_and_is_told_by_mail(self):
        """F044, F046, F049: shared in one window, it is in the other's list, and a mail says so without its name; who has not answered cannot administer it"""
        for person in (self.alice, self.beatrice):
            self.open_groups(person)
        self.not_in(self.beatrice, RECEIVED, MADE)
        self.edit(self.alice, MADE, 'Partage')
        self.share(self.alice, TOTARO)
        row = self.row(self.beatrice, RECEIVED, MADE, 'Stéphanie MAUGER', 'Privé', 'Oui', AGREE)
        self.assertNotIn(STOP, [node.name for node in row.walk()])
        self.assertFalse(self.role(self.alice, 'TOTARO').sensitive)
        self.assertTrue(self.role(self.alice, 'MAUGER').sensitive)
        picture(self.alice, 'groups-shared-pending')
        picture(self.beatrice, 'groups-shared-received')
        mail = self.relay.has(f'{MAUGER} partage un groupe de favoris avec vous')
        self.assertNotIn(MADE, plain(mail))

    def test_2_once_accepted_it_is_used(self):
        """F043, F050, F052: accepted in one window, it is « Validé » in the other, and stands among « GROUPES »"""
        row = self.row(self.beatrice, RECEIVED, MADE, AGREE)
        self.beatrice.press(self.beatrice.find('button', AGREE, row))
        self.row(self.beatrice, RECEIVED, MADE, STOP, TODAY)
        self.recipient(self.alice, TOTARO, 'Validé', TODAY)
        self.close_groups(self.beatrice)
        dialog = self.open_picker(self.beatrice)
        use = self.beatrice.find('button', 'VALIDER', dialog)
        self.beatrice.click(self.beatrice.find('list item', re.compile(f'^{MADE}, 3 membres'), dialog))
        wait_for(lambda: use.sensitive, 'the group can be used')
        picture(self.beatrice, 'groups-shared-used')
        self.beatrice.press(use)
        for name in ('MAUGER', 'BONNEFOUS'):
            self.beatrice.find('button', re.compile(f'^Retirer .*{name}'), dialog)
        self.close_picker(self.beatrice)

    def test_3_made_an_administrator_one_has_it_on_the_left(self):
        """F045, F046, F048: whoever is made an administrator has the group among those that they administer, at once"""
        self.open_groups(self.beatrice)
        self.row(self.beatrice, RECEIVED, MADE, STOP)
        self.alice.press(self.role_toggle(self.alice, 'TOTARO', 'Oui'))
        self.row(self.beatrice, ADMINISTERED, MADE, 'Oui')
        self.not_in(self.beatrice, RECEIVED, MADE)
        picture(self.beatrice, 'groups-shared-administered')

    def test_4_deactivated_it_stays_listed_and_is_used_nowhere(self):
        """F040, F041: deactivated in one window, the other still lists it and cannot use it; activated again, it can"""
        self.tab(self.alice, 'Définition')
        for is_active, shown in ((False, 'Non'), (True, 'Oui')):
            self.choose(self.alice, 'Activé ?', shown)
            self.save(self.alice)
            self.row(self.beatrice, ADMINISTERED, MADE, shown)
            picture(self.beatrice, f'groups-shared-active-{shown}')
            self.close_groups(self.beatrice)
            self.assertEqual(self.is_offered(self.beatrice, MADE), is_active)
            self.open_groups(self.beatrice)

    def test_5_the_last_administrator_of_two_stays(self):
        """F045, F047: two administrators give up the role at the same moment: the second is refused; the first has no live control of it left"""
        self.tab(self.alice, 'Partage')
        self.edit(self.beatrice, MADE, 'Partage')
        leave = self.role_toggle(self.beatrice, 'TOTARO', 'Non')
        self.role_toggle(self.beatrice, 'MAUGER', 'Non')
        self.alice.press(self.role_toggle(self.alice, 'MAUGER', 'Non'))
        wait_for(lambda: self.administrators(MADE) == [self.ids[1]], 'the server knows that one of them left')
        # Whether or not her window has heard of it.
        self.beatrice.press(leave)
        self.beatrice.reads('Administrateur requis')
        self.beatrice.reads('donnez-lui le rôle dès')
        picture(self.beatrice, 'groups-shared-last')
        self.beatrice.press(self.beatrice.find('button', "J'ai compris"))
        self.beatrice.gone(None, 'Administrateur requis')
        self.assertEqual(self.administrators(MADE), [self.ids[1]])
        self.alice.reads("^Vous n'administrez plus ce groupe")
        for control in (self.alice.find('button', 'Partager avec…', self.dialog(self.alice)), self.alice.find(TOGGLES, 'Public', self.dialog(self.alice)),
                        self.alice.find('button', 'Enregistrer', self.dialog(self.alice))):
            self.assertFalse(control.sensitive)
        picture(self.alice, 'groups-shared-stepped-down')
        self.back_to_lists(self.alice)
        self.row(self.alice, RECEIVED, MADE, STOP)
        self.not_in(self.alice, ADMINISTERED, MADE)

    def test_6_a_share_that_is_withdrawn_is_gone_and_said(self):
        """F043, F045: what is taken back in one window goes from the other, which says so, and from its « GROUPES »"""
        self.beatrice.press(self.role_toggle(self.beatrice, 'MAUGER', 'Oui'))
        self.edit(self.alice, MADE, 'Partage')
        self.back_to_lists(self.beatrice)
        self.alice.press(self.role_toggle(self.alice, 'TOTARO', 'Non'))
        self.row(self.beatrice, RECEIVED, MADE, STOP)
        self.not_in(self.beatrice, ADMINISTERED, MADE)
        self.alice.press(self.alice.find('button', f'Arrêter le partage avec {TOTARO}', self.dialog(self.alice)))
        self.beatrice.reads(f"^Vous n'avez plus le groupe « {MADE} » : il n'est plus partagé avec vous")
        picture(self.beatrice, 'groups-shared-withdrawn')
        self.not_in(self.beatrice, RECEIVED, MADE)
        self.close_groups(self.beatrice)
        self.assertFalse(self.is_offered(self.beatrice, MADE))

    def test_7_a_group_becomes_public_and_private_again(self):
        """F034, F035, F051: made public, the group is offered to whoever has nothing to do with it; private again, it is taken back"""
        self.alice.reads('^Privé / Public$')
        self.choose(self.alice, 'Public', 'Oui')
        self.alice.press(self.alice.find('button', 'Rendre public'))
        self.alice.gone('button', 'Rendre public')
        self.save(self.alice)
        self.open_groups(self.beatrice)
        row = self.row(self.beatrice, RECEIVED, MADE, 'Public', AGREE)
        self.beatrice.press(self.beatrice.find('button', AGREE, row))
        self.row(self.beatrice, RECEIVED, MADE, 'Public', STOP, TODAY)
        picture(self.beatrice, 'groups-shared-public')
        self.choose(self.alice, 'Public', 'Non')
        self.alice.press(self.alice.find('button', 'Enregistrer', self.dialog(self.alice)))
        self.beatrice.reads(f"^Vous n'avez plus le groupe « {MADE} »")
        self.alice.reads(SAVED)
        self.not_in(self.beatrice, RECEIVED, MADE)
        self.close_groups(self.beatrice)
        self.assertFalse(self.is_offered(self.beatrice, MADE))

    def test_8_accepted_off_line_while_it_is_withdrawn(self):
        """F043, F050: accepted with the cable out, withdrawn meanwhile: whoever comes back reads that they no longer have it"""
        self.open_groups(self.beatrice)
        self.share(self.alice, TOTARO)
        row = self.row(self.beatrice, RECEIVED, MADE, AGREE)
        self.cable.cut()
        self.beatrice.press(self.beatrice.find('button', AGREE, row))
        self.row(self.beatrice, RECEIVED, MADE, STOP)
        self.recipient(self.alice, TOTARO, 'En attente')
        self.alice.press(self.alice.find('button', f'Arrêter le partage avec {TOTARO}', self.dialog(self.alice)))
        self.alice.gone('button', f'Arrêter le partage avec {TOTARO}')
        self.cable.plug()
        self.beatrice.reads(f"^Vous n'avez plus le groupe « {MADE} »")
        picture(self.beatrice, 'groups-shared-cut')
        self.not_in(self.beatrice, RECEIVED, MADE)
        self.assertNotIn(self.ids[1], [share['principalId'] for share in self.shares(self.clients[0], MADE)])

    def test_9_a_delegate_accepts_for_a_structure(self):
        """F003, F022, F044, F050: shared with a structure, a group is accepted by whoever acts for it, who is named with it, and used in its name"""
        self.back_to_lists(self.alice)
        self.close_groups(self.alice)
        self.edit(self.beatrice, FOR_STRUCTURE, 'Partage')
        self.share(self.beatrice, STRUCTURE)
        self.relay.has(f'{TOTARO} partage un groupe de favoris avec {STRUCTURE}')
        self.assertFalse(self.is_offered(self.alice, FOR_STRUCTURE))
        self.alice.press(self.alice.find(('toggle button', 'button'), re.compile('^Agir en tant que')))
        self.alice.click(self.alice.find('list item', re.compile(f'^{STRUCTURE}'), self.alice.find('list', 'Agir en tant que')))
        self.alice.find('toggle button', f'Agir en tant que {STRUCTURE}')
        self.open_groups(self.alice)
        row = self.row(self.alice, RECEIVED, FOR_STRUCTURE, 'Marie TOTARO', AGREE)
        self.alice.press(self.alice.find('button', AGREE, row))
        self.row(self.alice, RECEIVED, FOR_STRUCTURE, STOP, TODAY)
        picture(self.alice, 'groups-shared-structure')
        self.recipient(self.beatrice, STRUCTURE, f'Validé\n{MAUGER} pour le compte de {STRUCTURE}', TODAY)
        picture(self.beatrice, 'groups-shared-with-structure')
        self.alice.click(self.alice.find('table cell', FOR_STRUCTURE, self.dialog(self.alice)))
        self.alice.reads('^Accepté par$')
        self.alice.reads(f'^{MAUGER} pour le compte de {STRUCTURE}$')
        picture(self.alice, 'groups-shared-accepted-by')
        self.back_to_lists(self.alice)
        self.close_groups(self.alice)
        dialog = self.open_picker(self.alice)
        self.alice.find('list item', re.compile(f'^{FOR_STRUCTURE}'), dialog)

    def test_a_who_made_it_for_a_structure_is_named_with_it(self):
        """F022, F049: « Créateur » says who acted, and for whom"""
        alice = self.signed_in(ALICE)
        structure = next(identifier for identifier, account in alice.load_session()['accounts'].items() if account['name'] == STRUCTURE)
        created = alice.call('FavouriteGroup/set', {'accountId': structure, 'create': {
            'g': {'clientId': uuid7(), 'name': BY_STRUCTURE, 'memberIds': [self.ids[1]]},
            'p': {'clientId': uuid7(), 'name': OF_REGION, 'memberIds': [self.ids[1]], 'isPublic': True}}})
        alice.call('FavouriteGroupShare/set', {'accountId': structure, 'create': {'s': {'groupId': created['created']['g']['id'], 'principalId': self.ids[1]}}})
        self.back_to_lists(self.beatrice)
        self.close_groups(self.beatrice)
        self.open_groups(self.beatrice)
        both = f'Stéphanie MAUGER pour le compte de {STRUCTURE}'
        self.row(self.beatrice, RECEIVED, BY_STRUCTURE, 'Privé', both, AGREE)
        self.row(self.beatrice, RECEIVED, OF_REGION, 'Public', both, AGREE)
        picture(self.beatrice, 'groups-shared-creators')
        self.beatrice.click(self.beatrice.find('table cell', BY_STRUCTURE, self.dialog(self.beatrice)))
        self.beatrice.reads(f'^Mme Stéphanie MAUGER pour le compte de {STRUCTURE}$')
        picture(self.beatrice, 'groups-shared-by-structure')

    def test_b_an_administrator_whose_share_is_withdrawn_is_told(self):
        """F043, F045: while its page is open, an administrator loses the group: it says so, nothing of it can be changed, and Escape leads back"""
        alice, beatrice = self.signed_in(ALICE), self.signed_in(BEATRICE)
        group = alice.create('FavouriteGroup', {'clientId': uuid7(), 'name': LOST, 'memberIds': self.ids})['id']
        share = alice.create('FavouriteGroupShare', {'groupId': group, 'principalId': self.ids[1]})['id']
        for client, given in ((beatrice, 'isAccepted'), (alice, 'isAdministrator')):
            client.call('FavouriteGroupShare/set', {'accountId': client.account, 'update': {share: {given: True}}})
        self.back_to_lists(self.beatrice)
        self.row(self.beatrice, ADMINISTERED, LOST, 'Oui')
        self.edit(self.beatrice, LOST, 'Partage')
        self.role_toggle(self.beatrice, 'MAUGER', 'Non')
        alice.call('FavouriteGroupShare/set', {'accountId': alice.account, 'destroy': [share]})
        self.beatrice.reads(f"^Vous n'avez plus le groupe « {LOST} »")
        self.beatrice.reads("^Vous n'administrez plus ce groupe")
        self.assertFalse(self.beatrice.find('button', 'Partager avec…', self.dialog(self.beatrice)).sensitive)
        picture(self.beatrice, 'groups-shared-lost')
        self.back_to_lists(self.beatrice)
        self.not_in(self.beatrice, ADMINISTERED, LOST)
        self.close_groups(self.beatrice)


if __name__ == '__main__':
    main()
