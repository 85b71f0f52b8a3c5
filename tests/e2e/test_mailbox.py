# SPDX-License-Identifier: GPL-3.0-or-later
"""F065, B014: a structure's mailbox, read by two people who act for it."""

import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7

ALICE, BEATRICE, CLARA = 'mauger', 'totaro', 'bonnefous'
STRUCTURE = 'EHPAD LES TROIS TILLEULS'
ASKED, NEXT = 'Lit disponible lundi ?', 'Repas du soir'
TAKE, GIVE_BACK = "Je m'en occupe", "Ne plus m'en occuper"
NOBODY, MINE, THEIRS = "Personne ne s'en occupe encore", 'Vous vous en occupez', "Mme Stéphanie MAUGER s'en occupe"
HANDED = "^Mme Marie TOTARO vous l'a confiée$"


class Mailbox(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        me = Client(cls.server.url).sign_in(ALICE, 'spico-demo')
        cls.structure = next(identifier for identifier, account in me.load_session()['accounts'].items() if account['name'] == STRUCTURE)
        cls.colleague = Client(cls.server.url).sign_in(BEATRICE, 'spico-demo').account
        cls.server.ctl('delegation', 'set', '--account', cls.structure, '--delegate', cls.colleague, '--scope', 'discussions', '--referent', 'Mme Cadre')
        cls.ask(ASKED, 'Pour une personne de 84 ans.')
        cls.cable = Link(cls.server)
        cls.alice = Person(ALICE, cls.cable.url)
        cls.beatrice = Person(BEATRICE, cls.server.url)
        cls.alice.place, cls.beatrice.place = (0, 0, 1040, 900), (1060, 0, 1040, 900)
        for person in (cls.alice, cls.beatrice):
            person.start().sign_in()
            person.choose_account(STRUCTURE)
            person.open_conversation(ASKED)

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @classmethod
    def ask(cls, subject, text):
        clara = Client(cls.server.url).sign_in(CLARA, 'spico-demo')
        conversation = clara.create('Conversation', {'clientId': uuid7(), 'subject': subject, 'participantIds': [cls.structure]})['id']
        clara.create('Message', {'clientId': uuid7(), 'conversationId': conversation, 'text': text})

    def picture(self, person, name):
        if 'SPICO_PICTURES' in os.environ:
            person.settle()
            person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))

    def test_1_one_takes_the_conversation_and_the_other_sees_who(self):
        self.alice.reads(NOBODY)
        self.beatrice.reads(NOBODY)
        self.picture(self.alice, 'mailbox-nobody')
        self.alice.press(self.alice.find('button', TAKE))
        self.alice.reads(MINE)
        self.beatrice.reads(f'^{THEIRS}$')
        self.beatrice.find('list item', re.compile(f'{re.escape(ASKED)}.*{THEIRS}', re.S))
        self.picture(self.alice, 'mailbox-mine')
        self.picture(self.beatrice, 'mailbox-theirs')

    def test_2_the_other_takes_it_over(self):
        self.beatrice.press(self.beatrice.find('button', TAKE))
        self.beatrice.reads(MINE)
        self.alice.reads("^Mme Marie TOTARO s'en occupe$")

    def test_3_it_is_given_back(self):
        self.beatrice.press(self.beatrice.find('button', GIVE_BACK))
        self.beatrice.reads(NOBODY)
        self.alice.reads(NOBODY)

    def test_4_off_line_nobody_takes_anything(self):
        self.cable.cut()
        self.alice.reads('Hors ligne')
        self.assertFalse(self.alice.find('button', TAKE).sensitive)
        self.cable.plug()
        self.alice.gone(None, re.compile('Hors ligne'))
        self.alice.press(self.alice.find('button', TAKE))
        self.alice.reads(MINE)

    def entrust(self, person, whom, picture='mailbox-entrust'):
        person.press(person.find('button', 'Confier à…'))
        dialog = person.find('dialog', 'Confier à…')
        row = person.find('list item', re.compile(f'^{whom}'), dialog)
        self.picture(person, picture)
        person.click(row)
        person.gone('dialog', 'Confier à…')

    def test_5_one_entrusts_another_with_it(self):
        self.entrust(self.alice, 'Mme Marie TOTARO')
        self.beatrice.reads("^Mme Stéphanie MAUGER vous l'a confiée$")
        self.alice.reads("^Vous l'avez confiée à Mme Marie TOTARO$")
        self.picture(self.alice, 'mailbox-handed-by-me')
        self.entrust(self.beatrice, 'Mme Stéphanie MAUGER')
        self.alice.reads(HANDED)
        self.picture(self.alice, 'mailbox-handed-to-me')

    def test_5_b_a_third_one_reads_who_handed_it_to_whom(self):
        clara = Client(self.server.url).sign_in(CLARA, 'spico-demo')
        self.server.ctl('delegation', 'set', '--account', self.structure, '--delegate', clara.account, '--scope', 'discussions', '--referent', 'Mme Cadre')
        me = Client(self.server.url).sign_in(ALICE, 'spico-demo')
        asked = me.call('Conversation/query', {'accountId': self.structure, 'filter': {'text': 'lit disponible'}})['ids']
        clara.call('Conversation/set', {'accountId': self.structure, 'update': {asked[0]: {'assignedPersonId': self.colleague}}})
        self.alice.reads('^Confiée à Mme Marie TOTARO par .*BONNEFOUS$')
        Client(self.server.url).sign_in(BEATRICE, 'spico-demo').call('Conversation/set', {'accountId': self.structure, 'update': {asked[0]: {'assignedPersonId': me.account}}})
        self.alice.reads(HANDED)

    def test_6_in_a_narrow_window(self):
        self.alice.put(0, 0, 360, 760)
        self.alice.reads(HANDED)
        self.alice.find('button', GIVE_BACK)
        self.picture(self.alice, 'mailbox-narrow')
        self.entrust(self.alice, 'Mme Stéphanie MAUGER', 'mailbox-entrust-narrow')
        self.alice.put(0, 0, 1040, 900)

    def in_list(self, person, *texts):
        """Waits until the row of the second conversation says all that."""
        conversations = person.find('list', 'Conversations')
        return wait_for(lambda: next((row.name for row in conversations.find_all('list item') if NEXT in row.name and all(text in row.name for text in texts)), None),
                        f'{person.login} reads {texts} of {NEXT}')

    def read_next(self, person):
        person.open_conversation(NEXT)
        # Nothing is read in a window that one does not look at: this one comes to the front.
        person.keys()
        wait_for(lambda: 'non lu' not in self.in_list(person), f'{person.login} has read it')

    def test_6_b_each_has_their_own_unread(self):
        self.ask(NEXT, 'Sans sel, comme hier.')
        for person in (self.alice, self.beatrice):
            self.in_list(person, '1 non lu')
        self.read_next(self.alice)
        # What comes after the reading has come: so has the reading.
        self.alice.press(self.alice.find('button', TAKE))
        self.in_list(self.beatrice, '1 non lu', THEIRS)
        self.picture(self.beatrice, 'mailbox-own-unread')
        self.read_next(self.beatrice)
        for person in (self.alice, self.beatrice):
            person.open_conversation(ASKED)

    def test_6_c_whoever_starts_it_for_a_structure_is_named_with_it(self):
        """F022: « Démarrée par » says who acted, and for whom"""
        self.alice.settle()
        self.alice.open_conversation('Campagne de vaccination contre la grippe')
        self.alice.keys('ctrl+i')
        self.alice.find('dialog', 'Informations')
        self.alice.reads('^Mme Stéphanie MAUGER pour le compte de EHPAD LES TROIS TILLEULS$')
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Informations')
        self.alice.open_conversation(ASKED)

    def test_7_who_no_longer_acts_for_the_structure_answers_no_more(self):
        self.beatrice.reads(f'^{THEIRS}$')
        self.server.ctl('delegation', 'end', '--account', self.structure, '--delegate', self.alice_id())
        self.beatrice.reads(NOBODY)
        self.alice.gone('button', GIVE_BACK)

    def test_8_what_stands_open_over_the_structure_closes_and_says_why(self):
        """F030: dialogs over the account go with it"""
        self.beatrice.press(self.beatrice.find(('toggle button', 'button'), re.compile('^Agir en tant que')))
        self.beatrice.click(self.beatrice.find('list item', re.compile(f'^{STRUCTURE}'), self.beatrice.find('list', 'Agir en tant que')))
        self.beatrice.find('toggle button', f'Agir en tant que {STRUCTURE}')
        dialog = self.beatrice.choose_in_menu(1, 'Absence')
        self.beatrice.find('label', f'Absence de {STRUCTURE}', dialog)
        self.server.ctl('delegation', 'end', '--account', self.structure, '--delegate', self.colleague)
        self.beatrice.gone('dialog', 'Absence')
        self.beatrice.reads(f"^Vous n'agissez plus pour {STRUCTURE} : ce qui était ouvert a été fermé.$")
        self.picture(self.beatrice, 'mailbox-dialog-closed')

    def alice_id(self):
        return Client(self.server.url).sign_in(ALICE, 'spico-demo').account


class WithoutContact(unittest.TestCase):
    """F030: what is kept of delegated accounts and of dossiers is read for some hours without the server, and no longer."""

    # The clock of a computer that was off for two hours; what is measured, not told, goes on as ever.
    LATER = {'LD_PRELOAD': 'libfaketime.so.1', 'LD_LIBRARY_PATH': '/usr/lib/x86_64-linux-gnu/faketime', 'FAKETIME': '+2h', 'FAKETIME_DONT_FAKE_MONOTONIC': '1'}

    @classmethod
    def setUpClass(cls):
        cls.server = Server(config='[region]\noffline-hours=1\n').start()
        cls.cable = Link(cls.server)
        cls.alice = Person(ALICE, cls.cable.url)
        cls.alice.place = (0, 0, 1040, 900)
        cls.alice.start().sign_in().sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def picture(self, name):
        if 'SPICO_PICTURES' in os.environ:
            self.alice.settle()
            self.alice.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))

    def choose_structure(self):
        self.alice.settle()
        self.alice.keys('alt+1')
        self.alice.choose_account(STRUCTURE)

    def test_1_within_the_hours_all_is_read_off_line(self):
        self.choose_structure()
        self.alice.find('list item', None, self.alice.find('list', 'Conversations'))
        self.alice.stop()
        self.cable.cut()
        self.alice.start()
        self.alice.reads('^Hors ligne')
        self.choose_structure()
        self.alice.find('list item', None, self.alice.find('list', 'Conversations'))
        self.alice.keys('alt+2')
        self.alice.find('list item', re.compile('LAPRUNE'), self.alice.find('list', 'File active'))

    def test_2_after_them_delegated_accounts_and_dossiers_are_locked_until_the_server_answers(self):
        self.alice.stop()
        self.alice.start(**self.LATER)
        self.alice.sees_conversations()
        self.choose_structure()
        self.alice.reads("^Verrouillé jusqu'à la reconnexion$")
        self.alice.reads('plus de 1 heure')
        self.assertIsNone(self.alice.look('list', 'Conversations'))
        self.picture('mailbox-without-contact')
        self.alice.settle()
        self.alice.keys('alt+2')
        self.alice.reads("^Verrouillé jusqu'à la reconnexion$")
        self.assertIsNone(self.alice.look('list item', re.compile('LAPRUNE')))
        self.picture('dossiers-without-contact')
        self.cable.plug()
        self.alice.find('list item', re.compile('LAPRUNE'), self.alice.find('list', 'File active'))
        self.alice.keys('alt+1')
        self.alice.find('list item', None, self.alice.find('list', 'Conversations'))


if __name__ == '__main__':
    main()
