# SPDX-License-Identifier: GPL-3.0-or-later
"""F007, F043, F044, F050: a group that somebody shares is signalled in the header, listed with the delegations, and answered, on each device, with the real programs."""

import re
import unittest

from spico_e2e import Link, Server, end_programs, main, wait_for
from spico_jmap_client import Client
from spico_relay import Relay
from test_groups_shared import AGREE, ALICE, BEATRICE, DECLINE, GROUPS, HELENE, MAUGER, RECEIVED, STOP, STRUCTURE, TODAY, TOTARO, Overlapping, Windows, picture

MADE, SECOND, FOR_STRUCTURE = 'Soignants du Lac', 'Garde du Lac', 'Sorties du Lac'
NOT_YET = "Je ne souhaite pas utiliser ce groupe ou je n'ai pas encore accepté"
BUTTON = 'toggle button'
LIST = 'En attente de votre réponse'
ANY = re.compile('atten(d|dent) votre réponse')


def counted(number):
    return '1 demande attend votre réponse' if number == 1 else f'{number} demandes attendent votre réponse'


class Requests(Windows, unittest.TestCase):
    """Béatrice shares groups with Alice, who has two devices, and with a structure that Alice acts for."""

    @classmethod
    def setUpClass(cls):
        cls.relay = Relay()
        cls.server = Server(config=cls.relay.config).start()
        clients = [Client(cls.server.url).sign_in(login, 'spico-demo') for login in (ALICE, BEATRICE, HELENE)]
        cls.alice_client, cls.beatrice_client, _ = clients
        cls.ids = [client.account for client in clients]
        cls.structure = next(identifier for identifier, account in cls.alice_client.load_session()['accounts'].items() if account['name'] == STRUCTURE)
        cls.groups = {name: cls.make(cls.beatrice_client, name, [*cls.ids, cls.structure]) for name in (MADE, SECOND, FOR_STRUCTURE)}
        cls.answer_demo(cls.alice_client)
        cls.cable = Link(cls.server)
        cls.beatrice = Overlapping(BEATRICE, cls.server.url)
        cls.beatrice.place = (0, 0, 1440, 900)
        cls.alice = Overlapping(ALICE, cls.cable.url)
        cls.alice.place = (760, 0, 1440, 900)
        cls.second = Overlapping(ALICE, cls.server.url)
        cls.second.place = (1100, 0, 1080, 900)
        for person in (cls.beatrice, cls.alice, cls.second):
            person.start().sign_in()
            person.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        cls.relay.close()
        end_programs()

    @staticmethod
    def answer_demo(client):
        """What the demonstration region gives has been answered: only what a case shares waits."""
        shares = client.call('FavouriteGroupShare/get', {'accountId': client.account, 'ids': None})['list']
        client.call('FavouriteGroupShare/set', {'accountId': client.account, 'update': {
            share['id']: {'isAccepted': False} for share in shares if share['principalId'] == client.account and not share['answeredAt']}})

    # What Béatrice does where her window is not looked at

    def give(self, name, principal):
        client = self.signed_in(BEATRICE)
        return client.create('FavouriteGroupShare', {'groupId': self.groups[name], 'principalId': principal})['id']

    def take_back(self, share):
        client = self.signed_in(BEATRICE)
        client.call('FavouriteGroupShare/set', {'accountId': client.account, 'destroy': [share]})

    # The icon

    def signals(self, number, *people):
        for person in people or (self.alice, self.second):
            if number:
                person.find(BUTTON, counted(number))
            else:
                person.gone(BUTTON, ANY)

    def open_list(self, person, number=1):
        person.keys()
        person.settle()
        person.press(person.find('toggle button', counted(number)))
        return person.find('list', LIST)

    def open_request(self, person, name, number=1):
        requests = self.open_list(person, number)
        person.click(person.find('list item', re.compile(f'^{name}, Groupe partagé, créé par {TOTARO}'), requests))
        return person.find('dialog', GROUPS)

    def has_focus(self, person, name):
        """Whether the focus is in the row of a group."""
        return any(name in row.name and any(node.has_state('focused') for node in row.walk()) for row in self.rows(person, RECEIVED))

    def buttons(self, person, name):
        row = self.row(person, RECEIVED, name)
        return [node.name for node in row.find_all('button')]

    def test_1_what_is_shared_is_signalled_in_the_other_window(self):
        """F007, F044: shared in one window, it is counted in the header of the other, and on the recipient's second device"""
        self.signals(0)
        self.assertIsNone(self.alice.look(BUTTON, ANY))
        self.open_groups(self.beatrice)
        self.edit(self.beatrice, MADE, 'Partage')
        self.share(self.beatrice, MAUGER)
        self.signals(1)
        self.assertIsNone(self.beatrice.look(BUTTON, ANY), 'who shares does not answer')
        picture(self.alice, 'requests-signalled')

    def test_2_it_is_listed_and_opens_on_its_row(self):
        """F007, F050: the icon lists it with who made it, and « Groupes de favoris » opens on its row, where both answers stand"""
        self.open_list(self.alice)
        self.alice.settle()
        picture(self.alice, 'requests-list')
        self.alice.keys('Escape')
        self.open_request(self.alice, MADE)
        wait_for(lambda: self.has_focus(self.alice, MADE), 'the row has the focus')
        self.row(self.alice, RECEIVED, MADE, 'Marie TOTARO', AGREE, DECLINE, NOT_YET)
        picture(self.alice, 'requests-row')
        # One that was given up, or declined, is not asked about.
        self.assertEqual(self.buttons(self.alice, 'Maison de santé'), [AGREE])

    def test_3_declined_it_waits_nowhere_and_can_be_accepted_later(self):
        """F043, F050: declined, the icon goes in both windows; it stays « En attente » with who shared it; it is accepted later all the same"""
        self.alice.press(self.alice.find('button', DECLINE, self.row(self.alice, RECEIVED, MADE)))
        self.signals(0)
        wait_for(lambda: self.buttons(self.alice, MADE) == [AGREE], 'it is not declined twice')
        self.row(self.alice, RECEIVED, MADE, AGREE, NOT_YET)
        self.recipient(self.beatrice, MAUGER, 'En attente')
        picture(self.alice, 'requests-declined')
        self.alice.press(self.alice.find('button', AGREE, self.row(self.alice, RECEIVED, MADE)))
        self.row(self.alice, RECEIVED, MADE, STOP, TODAY)
        self.recipient(self.beatrice, MAUGER, 'Validé', TODAY)
        self.alice.press(self.alice.find('button', STOP, self.row(self.alice, RECEIVED, MADE)))
        self.row(self.alice, RECEIVED, MADE, AGREE, NOT_YET)
        self.signals(0)
        self.assertEqual(self.buttons(self.alice, MADE), [AGREE], 'who has given it up is not asked')
        self.close_groups(self.alice)

    def test_4_withdrawn_and_shared_again_it_waits_again(self):
        """F007, F043, F050: what is shared again is asked again; accepted on the second device, it waits on neither; withdrawn, it waits no more"""
        self.beatrice.press(self.beatrice.find('button', f'Arrêter le partage avec {MAUGER}', self.dialog(self.beatrice)))
        self.beatrice.gone('button', f'Arrêter le partage avec {MAUGER}')
        self.beatrice.settle()
        self.share(self.beatrice, MAUGER)
        self.signals(1)
        given = self.give(SECOND, self.ids[0])
        self.signals(2)
        self.take_back(given)
        self.signals(1)
        self.open_request(self.second, MADE)
        self.second.press(self.second.find('button', AGREE, self.row(self.second, RECEIVED, MADE)))
        self.row(self.second, RECEIVED, MADE, STOP, TODAY)
        self.signals(0)
        self.close_groups(self.second)

    def test_5_one_that_is_deactivated_asks_for_nothing(self):
        """F007, F041: deactivated, a group is counted no more; activated again, it is"""
        client = self.signed_in(BEATRICE)
        given = self.give(SECOND, self.ids[0])
        for is_active, number in ((True, 1), (False, 0), (True, 1)):
            client.call('FavouriteGroup/set', {'accountId': client.account, 'update': {self.groups[SECOND]: {'isActive': is_active}}})
            self.signals(number)
        self.take_back(given)
        self.signals(0)

    def test_6_for_a_structure_it_is_declined_by_whoever_acts_for_it(self):
        """F007, F044: shared with a structure, it is signalled to its delegate, with the structure's name, and opens in the structure's groups"""
        self.give(FOR_STRUCTURE, self.structure)
        self.signals(1)
        requests = self.open_list(self.alice)
        request = self.alice.find('list item', re.compile(f'^{FOR_STRUCTURE}, .*, {STRUCTURE}$'), requests)
        picture(self.alice, 'requests-structure')
        self.alice.click(request)
        dialog = self.alice.find('dialog', GROUPS)
        self.alice.find('label', STRUCTURE, dialog)
        wait_for(lambda: self.has_focus(self.alice, FOR_STRUCTURE), 'the row has the focus')
        self.alice.press(self.alice.find('button', DECLINE, self.row(self.alice, RECEIVED, FOR_STRUCTURE)))
        self.signals(0)
        self.close_groups(self.alice)

    def test_7_declined_off_line_it_is_told_later(self):
        """F007, F050: with the cable out it waits no more here at once; plugged in, on the second device neither"""
        self.give(SECOND, self.ids[0])
        self.signals(1)
        self.cable.cut()
        self.open_request(self.alice, SECOND)
        self.alice.press(self.alice.find('button', DECLINE, self.row(self.alice, RECEIVED, SECOND)))
        self.signals(0, self.alice)
        self.signals(1, self.second)
        self.cable.plug()
        self.signals(0)
        self.close_groups(self.alice)

    def test_8_beside_a_delegation_each_opens_what_it_is(self):
        """F007, F028: a delegation and a group wait together; the one opens « Relations », the other « Groupes de favoris »"""
        client = self.signed_in(BEATRICE)
        client.call('Delegation/set', {'accountId': client.account, 'create': {'d': {'delegatorId': self.ids[0], 'delegateId': client.account, 'scope': 'discussions'}}})
        self.give(FOR_STRUCTURE, self.ids[0])
        self.signals(2)
        requests = self.open_list(self.alice, 2)
        self.alice.find('list item', re.compile(f'^{FOR_STRUCTURE}, '), requests)
        picture(self.alice, 'requests-both')
        self.alice.click(self.alice.find('list item', f'{TOTARO}, Demande une délégation', requests))
        self.alice.reads('Mes délégants')
        self.alice.press(self.alice.find('button', f'Refuser : {TOTARO}'))
        self.signals(1)

    def test_9_all_of_an_answer_is_seen_in_any_width(self):
        """F049, F050: however wide « Groupes de favoris » is, no answer is cut"""
        self.open_request(self.alice, FOR_STRUCTURE)
        for width in (1440, 1340, 1240, 1200, 1140, 1000, 740, 360):
            self.alice.put(760, 0, width, 900)
            self.alice.settle()
            for name in (AGREE, DECLINE):
                self.alice.find('button', name, self.row(self.alice, RECEIVED, FOR_STRUCTURE))
                wait_for(lambda name=name: self.is_whole(name), f'« {name} » is seen whole in {width}')
            picture(self.alice, f'requests-width-{width}')
        self.close_groups(self.alice)
        self.open_list(self.alice)
        picture(self.alice, 'requests-list-narrow')
        self.alice.keys('Escape')

    def is_whole(self, name):
        """Whether all of a button lies in what is seen of the table."""
        x, _, width, _ = self.alice.find('button', name, self.row(self.alice, RECEIVED, FOR_STRUCTURE)).extents()
        left, _, room, _ = self.alice.find('dialog', GROUPS).extents()
        return left <= x and x + width <= left + room - 12

    def test_a_in_the_dark(self):
        self.alice.put(760, 0, 1440, 900)
        self.alice.stop()
        self.alice.start(ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        self.alice.sees_conversations()
        self.open_list(self.alice)
        picture(self.alice, 'requests-dark')
        self.alice.keys('Escape')
        self.open_request(self.alice, FOR_STRUCTURE)
        wait_for(lambda: self.has_focus(self.alice, FOR_STRUCTURE), 'the row has the focus')
        picture(self.alice, 'requests-dark-row')
        self.close_groups(self.alice)


if __name__ == '__main__':
    main()
