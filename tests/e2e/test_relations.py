# SPDX-License-Identifier: GPL-3.0-or-later
"""F003, F007, F020–F032, F065: a delegation is asked for, offered, accepted, used, refused and ended, in two windows, with the real programs."""

import contextlib
import datetime
import os
import re
import sqlite3
import unittest

from spico_e2e import Link, Person, Server, end_programs, folder, main, wait_for
from spico_jmap_client import Client
from spico_relay import Relay

ALICE, BEATRICE = 'mauger', 'totaro'
MAUGER, TOTARO = 'Mme Stéphanie MAUGER', 'Mme Marie TOTARO'
STRUCTURE, ATTACHED, UNIT = 'EHPAD LES TROIS TILLEULS', 'DAC DES DEUX VALLEES', 'EQUIPE MOBILE DES VALLEES'
TODAY = datetime.date.today().strftime('%d/%m/%Y')
YESTERDAY = datetime.datetime.now() - datetime.timedelta(days=1)
LAST = datetime.date.today() + datetime.timedelta(days=30)
SUBJECT = 'Horaires du retour à domicile'
SEARCH = 'Rechercher un professionnel ou une structure'
ASK, OFFER = 'Demander une délégation', 'Proposer une délégation'
REQUEST = '1 demande attend votre réponse'
BUTTON = 'toggle button'
WAITS = re.compile('attend votre réponse')
WAITING = f'Demandée le {TODAY}, en attente de réponse'
IN_FORCE = f'En vigueur depuis le {TODAY}'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


def open_request(person):
    """The only one, in the list that the icon opens."""
    person.press(person.find(BUTTON, REQUEST))
    person.click(person.find('list item', re.compile('une délégation'), person.find('list', 'En attente de votre réponse')))


def decline_groups(server, login):
    """Whoever is given a group by the demonstration region has answered, so that only what a case asks waits for them."""
    client = Client(server.url).sign_in(login, 'spico-demo')
    shares = client.call('FavouriteGroupShare/get', {'accountId': client.account, 'ids': None})['list']
    client.call('FavouriteGroupShare/set', {'accountId': client.account, 'update': {
        share['id']: {'isAccepted': False} for share in shares if share['principalId'] == client.account and not share['answeredAt']}})


class Relations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.relay = Relay()
        cls.server = Server(config=cls.relay.config)
        attached = folder() / 'structures.csv'
        attached.write_text(f'type;identifiant;nom;parent\nunite;U-1;{UNIT};310990155\nrattachement;899700900022;;U-1\n', encoding='utf-8')
        cls.server.ctl('import', 'structures', attached)
        cls.server.start()
        decline_groups(cls.server, ALICE)
        cls.alice = Person(ALICE, cls.server.url)
        cls.alice.place = (0, 0, 1040, 900)
        cls.cable = Link(cls.server)
        cls.beatrice = Person(BEATRICE, cls.cable.url)
        cls.beatrice.place = (1080, 0, 1040, 900)
        for person in (cls.alice, cls.beatrice):
            person.start().sign_in()
            person.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        cls.relay.close()
        end_programs()

    def open_relations(self, person):
        person.settle()
        person.keys('alt+3')
        person.click(person.find('list item', 'Relations', person.find('list', 'Mon profil')))
        person.reads('Mes délégants')

    def open_requests(self, person):
        open_request(person)
        person.reads('Mes délégants')

    def discussions(self, person):
        person.settle()
        person.keys('alt+1')
        person.find('list', 'Conversations')

    def choose(self, person, dialog, row, typed, shown):
        person.click(person.find('list item', re.compile(f'^{row}'), dialog))
        person.type_in(person.find(('text', 'entry'), SEARCH, dialog), typed)
        person.find('list item', re.compile(shown), dialog)
        person.keys('Return')
        person.find('list item', re.compile(f'^{row}'), dialog)
        person.settle()

    def ask(self, person, typed, shown, scope=None):
        """From « Relations », which stays open."""
        person.press(person.find('button', ASK))
        dialog = person.find('dialog', ASK)
        self.choose(person, dialog, 'Compte demandé', typed, shown)
        if scope:
            person.press(person.find('radio button', re.compile(scope), dialog))
        picture(person, f'relations-ask-{typed}')
        person.press(person.find('button', 'Envoyer la demande', dialog))
        person.gone('dialog', ASK)

    def confirm_end(self, person):
        dialog = person.find(('alert', 'dialog'), 'Mettre fin à la délégation ?')
        picture(person, 'relations-end')
        person.press(person.find('button', 'Mettre fin à la délégation', dialog))

    def test_1_asked_for_in_one_window_it_is_signalled_in_the_other(self):
        """F007, F023, F025, F027: asked for in one window it is signalled in the other"""
        self.assertIsNone(self.alice.look(BUTTON, WAITS))
        self.open_relations(self.beatrice)
        self.beatrice.reads("Vous n'avez aucune délégation")
        self.beatrice.reads("Personne d'autre ne peut utiliser votre compte")
        picture(self.beatrice, 'relations-empty')
        self.ask(self.beatrice, 'mauger', 'MAUGER', 'Discussions seulement')
        self.beatrice.find('list item', re.compile(f'^{MAUGER}, Discussions seulement, {WAITING}'))
        self.alice.find(BUTTON, REQUEST)
        picture(self.alice, 'relations-signalled')
        self.relay.has(f'{TOTARO} demande la délégation de votre compte')
        self.assertIsNone(self.beatrice.look(BUTTON, WAITS), 'who asks does not answer')

    def test_2_once_accepted_the_account_is_there_at_once_and_used(self):
        """F003, F022, F026, F028, F029: once accepted the account is there at once and used"""
        self.open_requests(self.alice)
        self.alice.find('list item', re.compile(f'^{TOTARO}, Discussions seulement, {WAITING}'))
        # The last delegate of a structure: only the operator ends that one.
        self.alice.find('list item', re.compile(f'^{STRUCTURE}.*Mme Brigitte VAYSSE'))
        self.assertIsNone(self.alice.look('button', f'Mettre fin à la délégation : {STRUCTURE}'))
        picture(self.alice, 'relations-request')
        self.alice.press(self.alice.find('button', f'Accepter : {TOTARO}'))
        self.alice.find('list item', re.compile(f'^{TOTARO}, Discussions seulement, {IN_FORCE}'))
        self.alice.gone(BUTTON, WAITS)
        self.beatrice.find('list item', re.compile(f'^{MAUGER}, Discussions seulement, {IN_FORCE}'))
        self.discussions(self.beatrice)
        self.beatrice.choose_account(MAUGER)
        self.beatrice.open_conversation(SUBJECT)
        self.beatrice.send('Je réponds en son absence.')
        row = self.beatrice.has_message('Je réponds en son absence.', 'envoyé')
        self.assertIn(f'pour le compte de {MAUGER}', row)
        picture(self.beatrice, 'relations-used')

    def test_3_either_side_ends_it_and_the_account_is_gone_at_once(self):
        """F030: either side ends it and the account is gone at once"""
        self.alice.press(self.alice.find('button', f'Mettre fin à la délégation : {TOTARO}'))
        self.alice.reads(f"{TOTARO} n'aura plus accès, immédiatement, au compte de {MAUGER}")
        self.confirm_end(self.alice)
        self.alice.find('list item', re.compile(f'^{TOTARO}.*Terminée le {TODAY} par {MAUGER}'))
        self.beatrice.gone(('toggle button', 'button'), re.compile('^Messagerie'))
        self.open_relations(self.beatrice)
        self.beatrice.find('list item', re.compile(f'^{MAUGER}.*Terminée le {TODAY} par {MAUGER}'))

    def test_4_it_is_refused(self):
        """F028: it is refused"""
        self.ask(self.beatrice, 'mauger', 'MAUGER')
        self.beatrice.find('list item', re.compile(f'^{MAUGER}, Accès total.*{WAITING}'))
        self.open_requests(self.alice)
        self.alice.press(self.alice.find('button', f'Refuser : {TOTARO}'))
        self.alice.find('list item', re.compile(f'^{TOTARO}.*Refusée le {TODAY} par {MAUGER}'))
        self.beatrice.find('list item', re.compile(f'^{MAUGER}.*Refusée le {TODAY} par {MAUGER}'))

    def test_5_a_request_to_a_structure_is_answered_by_another_of_its_delegates(self):
        """F023, F031: a request to a structure is answered by another of its delegates"""
        self.ask(self.beatrice, 'tilleuls', 'TILLEULS')
        self.beatrice.find('list item', re.compile(f'^{STRUCTURE}.*{WAITING}'))
        self.open_requests(self.alice)
        self.alice.reads(STRUCTURE)
        self.alice.press(self.alice.find('button', f'Accepter : {TOTARO}'))
        self.alice.find('list item', re.compile(f'^{TOTARO}, Accès total.*{IN_FORCE}, acceptée par {MAUGER}'))
        picture(self.alice, 'relations-structure')
        self.beatrice.find('list item', re.compile(f'^{STRUCTURE}.*{IN_FORCE}, acceptée par {MAUGER}'))
        self.beatrice.press(self.beatrice.find('button', f'Mettre fin à la délégation : {STRUCTURE}'))
        self.confirm_end(self.beatrice)
        self.beatrice.find('list item', re.compile(f'^{STRUCTURE}.*Terminée le {TODAY} par {TOTARO}'))

    def test_6_the_owner_offers_it_until_a_day(self):
        """F032: the owner offers it until a day"""
        self.assertIsNone(self.alice.look('button', OFFER), 'a structure offers nothing')
        self.alice.press(self.alice.find(('toggle button', 'button'), re.compile('^Agir en tant que')))
        self.alice.click(self.alice.find('list item', re.compile(rf'^{re.escape(MAUGER)}(, \d+ non lus?)?$')))
        self.open_relations(self.alice)
        self.alice.press(self.alice.find('button', OFFER))
        dialog = self.alice.find('dialog', OFFER)
        send = self.alice.find('button', 'Proposer', dialog)
        self.alice.reads('Choisissez à qui vous la proposez')
        self.assertFalse(send.sensitive)
        self.choose(self.alice, dialog, 'À qui', 'totaro', 'TOTARO')
        self.alice.type_in(self.alice.find(('text', 'entry'), re.compile('^Dernier jour'), dialog), LAST.strftime('%d/%m/%Y'))
        wait_for(lambda: send.sensitive, 'it can be offered')
        picture(self.alice, 'relations-offer')
        self.alice.press(send)
        self.alice.gone('dialog', OFFER)
        self.alice.find('list item', re.compile(f"^{TOTARO}.*Proposée le {TODAY} jusqu'au {LAST:%d/%m/%Y}"))
        self.open_requests(self.beatrice)
        self.beatrice.press(self.beatrice.find('button', f'Accepter : {MAUGER}'))
        self.beatrice.find('list item', re.compile(f"^{MAUGER}.*{IN_FORCE}, jusqu'au {LAST:%d/%m/%Y}"))

    def test_7_off_line_nothing_is_asked_and_what_was_chosen_stays(self):
        self.beatrice.press(self.beatrice.find('button', ASK))
        dialog = self.beatrice.find('dialog', ASK)
        self.choose(self.beatrice, dialog, 'Compte demandé', 'bonnefous', 'BONNEFOUS')
        self.cable.cut()
        self.beatrice.reads('Hors ligne, une délégation ne peut être ni demandée ni proposée')
        self.assertFalse(self.beatrice.find('button', 'Envoyer la demande', dialog).sensitive)
        self.beatrice.reads('BONNEFOUS')
        self.beatrice.keys('Escape')
        self.beatrice.gone('dialog', ASK)
        self.beatrice.reads('Hors ligne, une délégation ne peut être ni demandée, ni acceptée ou refusée, ni terminée')
        self.assertFalse(self.beatrice.find('button', f'Mettre fin à la délégation : {MAUGER}').sensitive)
        self.beatrice.put(1080, 0, 360, 700)
        self.beatrice.reads('Mes délégants')
        picture(self.beatrice, 'relations-narrow')
        self.beatrice.put(1080, 0, 960, 700)
        picture(self.beatrice, 'relations-middle')
        self.cable.plug()
        self.beatrice.gone(None, re.compile('^Hors ligne'))
        wait_for(lambda: self.beatrice.find('button', f'Mettre fin à la délégation : {MAUGER}').sensitive, 'it can be ended again')

    def test_8_an_attachment_is_shown_and_opens_nothing(self):
        """F020, F021: an attachment is shown and opens nothing"""
        self.beatrice.put(1080, 0, 1040, 900)
        self.open_relations(self.beatrice)
        self.beatrice.reads('Mes structures de rattachement')
        self.beatrice.reads("Être rattaché à une structure ne donne pas accès à ses informations")
        self.beatrice.press(self.beatrice.find(('toggle button', 'button'), re.compile('^Agir en tant que')))
        accounts = self.beatrice.find('list', 'Agir en tant que')
        self.beatrice.find('list item', re.compile(f'^{re.escape(TOTARO)}'), accounts)
        self.assertEqual([node.name for node in accounts.find_all('list item') if ATTACHED in node.name or UNIT in node.name], [], 'who is attached does not act for it')
        self.beatrice.keys('Escape')
        ask = self.beatrice.find('button', f'Demander une délégation : {ATTACHED}')
        self.beatrice.reads(UNIT)
        self.assertIsNone(self.beatrice.look('button', f'Demander une délégation : {UNIT}'), 'it has no account')
        picture(self.beatrice, 'relations-attached')
        self.beatrice.press(ask)
        dialog = self.beatrice.find('dialog', ASK)
        self.beatrice.find('label', ATTACHED, dialog)
        self.beatrice.press(self.beatrice.find('button', 'Envoyer la demande', dialog))
        self.beatrice.gone('dialog', ASK)
        self.beatrice.find('list item', re.compile(f'^{ATTACHED}.*{WAITING}'))


class Scopes(unittest.TestCase):
    """F024, F100: a delegation opens what its scope says, and nothing else."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        for delegate, scope in (('p899700900022', 'dossiers'), ('p899700900030', 'discussions')):
            cls.server.ctl('delegation', 'set', '--account', 'f310990106', '--delegate', delegate, '--scope', scope, '--referent', 'Mme Brigitte VAYSSE')
        cls.server.start()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def sign_in(self, login):
        person = Person(login, self.server.url)
        person.place = (0, 0, 1040, 900)
        person.start().sign_in()
        person.sees_conversations()
        return person

    def act_as_structure(self, person):
        person.press(person.find(('toggle button', 'button'), re.compile('^Agir en tant que')))
        person.click(person.find('list item', re.compile(f'^{STRUCTURE}'), person.find('list', 'Agir en tant que')))
        person.find('toggle button', f'Agir en tant que {STRUCTURE}')

    def open_relations(self, person):
        person.settle()
        person.keys('alt+3')
        person.click(person.find('list item', 'Relations', person.find('list', 'Mon profil')))
        person.reads('Mes délégants')

    def opens(self, person, position, dialog):
        """Whether the entry of the main menu opens its dialog; what is not offered is stepped over, so that the keyboard would reach the next one."""
        person.settle()
        n_windows = len(person.windows())
        person.keys('F10')
        wait_for(lambda: len(person.windows()) > n_windows, 'the main menu is open')
        person.find('menu', 'Menu principal')
        person.settle()
        if 'SPICO_PICTURES' in os.environ:
            picture(person, f'relations-menu-{position}')
        person.keys(*['Down'] * position, 'Return')
        person.settle()
        is_open = bool(person.look('dialog', dialog))
        person.keys('Escape')
        person.settle()
        return is_open

    def test_1_dossiers_alone_open_no_mailbox(self):
        """F024, F100: « Dossiers, avec Agenda et Tâches » opens no mailbox"""
        person = self.sign_in(BEATRICE)
        self.open_relations(person)
        person.find('list item', re.compile(f'^{STRUCTURE}'))
        person.reads('^Dossiers, avec Agenda et Tâches')
        picture(person, 'relations-dossiers')
        self.act_as_structure(person)
        person.keys('alt+2')
        person.find('list item', re.compile('LAPRUNE'), person.find('list', 'File active'))
        person.keys('alt+1')
        person.reads("^Pas d'accès aux discussions")
        picture(person, 'relations-dossiers-discussions')
        # Neither groups nor an absence: what belongs to a mailbox is not offered.
        self.assertFalse(self.opens(person, 1, 'Absence'))
        self.assertFalse(self.opens(person, 2, 'Groupes de favoris'))
        mailbox = person.look(('toggle button', 'button'), re.compile('^Messagerie'))
        if mailbox is not None:
            person.press(mailbox)
            person.settle()
        self.assertEqual([node.name for node in person.find_all('list item') if re.match(rf'^{STRUCTURE}(, \d+ non lus?)?$', node.name)], [])
        person.stop()

    def test_2_discussions_alone_open_no_dossier(self):
        """F024: « Discussions » opens no dossier"""
        person = self.sign_in('bonnefous')
        self.act_as_structure(person)
        person.keys('alt+2')
        person.reads("^Pas d'accès aux dossiers")
        picture(person, 'relations-discussions')
        self.assertFalse(person.look('list item', re.compile('LAPRUNE')))
        person.keys('alt+1')
        person.choose_account(STRUCTURE)
        person.find('list item', None, person.find('list', 'Conversations'))
        person.stop()


class Ends(unittest.TestCase):
    """F030, F031, F032: what is over, and why, is said on both sides."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        for delegate in ('p899700900022', 'p899700900030'):
            cls.server.ctl('delegation', 'set', '--account', 'f310990106', '--delegate', delegate, '--scope', 'all', '--referent', 'Mme Brigitte VAYSSE')
        # What the days bring: this one was until yesterday.
        with contextlib.closing(sqlite3.connect(cls.server.database)) as region, region:
            changed = region.execute("UPDATE delegation SET ends_on = ?, ended_at = ? WHERE account_id = 'f310990106' AND delegate_id = 'p899700900030'",
                                     (f'{YESTERDAY:%Y-%m-%d}', int(YESTERDAY.timestamp() * 1000000)))
            assert changed.rowcount == 1
        cls.server.start()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def sign_in(self, login):
        person = Person(login, self.server.url)
        person.place = (0, 0, 1040, 900)
        person.start().sign_in()
        person.sees_conversations()
        return person

    def open_relations(self, person):
        person.settle()
        person.keys('alt+3')
        person.click(person.find('list item', 'Relations', person.find('list', 'Mon profil')))
        person.reads('Mes délégants')

    def test_1_one_that_was_until_a_day_ends_by_itself(self):
        """F032: it is over after its last day, and opens nothing"""
        person = self.sign_in('bonnefous')
        self.open_relations(person)
        person.find('list item', re.compile(f'^{STRUCTURE}.*Terminée le {YESTERDAY:%d/%m/%Y}$'))
        picture(person, 'relations-over')
        self.assertEqual([account.name for account in person.find_all('list item') if account.name.startswith(f'{STRUCTURE}') and 'Terminée' not in account.name], [], 'it opens nothing')
        self.assertIsNone(person.look(('toggle button', 'button'), f'Agir en tant que {STRUCTURE}'))
        person.stop()

    def test_2_a_request_is_taken_back(self):
        """F023: « Retirer »"""
        person = self.sign_in('bonnefous')
        self.open_relations(person)
        person.press(person.find('button', ASK))
        dialog = person.find('dialog', ASK)
        person.click(person.find('list item', re.compile('^Compte demandé'), dialog))
        person.type_in(person.find(('text', 'entry'), SEARCH, dialog), 'mauger')
        person.find('list item', re.compile('MAUGER'), dialog)
        person.keys('Return')
        person.find('list item', re.compile('^Compte demandé'), dialog)
        person.settle()
        person.press(person.find('button', 'Envoyer la demande', dialog))
        person.gone('dialog', ASK)
        person.press(person.find('button', f'Retirer : {MAUGER}'))
        person.find('list item', re.compile(f'^{MAUGER}.*Retirée le {TODAY} par Dr Hélène BONNEFOUS'))
        picture(person, 'relations-taken-back')
        person.stop()

    def test_3_a_delegate_whose_account_is_closed_is_suspended(self):
        """F031: it goes on once the account is open again"""
        alice = self.sign_in(ALICE)
        alice.press(alice.find(('toggle button', 'button'), re.compile('^Agir en tant que')))
        alice.click(alice.find('list item', re.compile(f'^{STRUCTURE}'), alice.find('list', 'Agir en tant que')))
        alice.find('toggle button', f'Agir en tant que {STRUCTURE}')
        self.open_relations(alice)
        alice.find('list item', re.compile(f'^{TOTARO}.*En vigueur depuis le {TODAY}'))
        self.assertIsNone(alice.look('list item', re.compile(f'^{TOTARO}.*Suspendue')))
        self.server.ctl('account', 'disable', BEATRICE)
        alice.find('list item', re.compile(f'^{TOTARO}.*Suspendue : un compte est fermé, ou le rattachement a pris fin'))
        picture(alice, 'relations-suspended')
        self.server.ctl('account', 'enable', BEATRICE)
        wait_for(lambda: alice.look('list item', re.compile(f'^{TOTARO}.*Suspendue')) is None, 'it goes on')


class Narrower(unittest.TestCase):
    """F022, F025: who acts for a structure grants no more than they hold, and asks for nothing in its name."""

    BONNEFOUS = 'Dr Hélène BONNEFOUS'
    BEYOND = 'La demande va au-delà de votre propre délégation : seule une personne dont la délégation couvre autant peut'

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.ctl('delegation', 'set', '--account', 'f310990106', '--delegate', 'p899700900022', '--scope', 'discussions', '--referent', 'Mme Brigitte VAYSSE')
        cls.server.start()
        cls.helene = Person('bonnefous', cls.server.url)
        cls.helene.place = (0, 0, 1040, 900)
        cls.beatrice = Person(BEATRICE, cls.server.url)
        cls.beatrice.place = (1080, 0, 1040, 900)
        for person in (cls.helene, cls.beatrice):
            person.start().sign_in()
            person.sees_conversations()
            person.settle()
            person.keys('alt+3')
            person.click(person.find('list item', 'Relations', person.find('list', 'Mon profil')))
            person.reads('Mes délégants')

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def ask(self, scope=None):
        self.helene.press(self.helene.find('button', ASK))
        dialog = self.helene.find('dialog', ASK)
        self.helene.click(self.helene.find('list item', re.compile('^Compte demandé'), dialog))
        self.helene.type_in(self.helene.find(('text', 'entry'), SEARCH, dialog), 'tilleuls')
        self.helene.find('list item', re.compile('TILLEULS'), dialog)
        self.helene.keys('Return')
        self.helene.find('list item', re.compile('^Compte demandé'), dialog)
        self.helene.settle()
        if scope:
            self.helene.press(self.helene.find('radio button', re.compile(scope), dialog))
        self.helene.press(self.helene.find('button', 'Envoyer la demande', dialog))
        self.helene.gone('dialog', ASK)

    def test_1_what_goes_beyond_ones_own_is_not_accepted_and_the_row_says_why(self):
        """F022: « Accepter » cannot be pressed for a wider request, and the reason stands there; it can be refused"""
        self.ask()
        open_request(self.beatrice)
        self.beatrice.find('list item', re.compile(f'^{self.BONNEFOUS}, Accès total.*{WAITING}, {self.BEYOND}'))
        self.beatrice.reads(f'^{self.BEYOND}')
        self.assertFalse(self.beatrice.find('button', f'Accepter : {self.BONNEFOUS}').sensitive)
        picture(self.beatrice, 'relations-beyond')
        self.beatrice.put(1080, 0, 360, 800)
        self.beatrice.reads(f'^{self.BEYOND}')
        picture(self.beatrice, 'relations-beyond-narrow')
        self.beatrice.put(1080, 0, 1040, 900)
        self.beatrice.press(self.beatrice.find('button', f'Refuser : {self.BONNEFOUS}'))
        self.beatrice.find('list item', re.compile(f'^{self.BONNEFOUS}.*Refusée le {TODAY} par {TOTARO}$'))
        self.assertIsNone(self.beatrice.look(None, re.compile(self.BEYOND)))

    def test_2_what_one_holds_is_accepted(self):
        """F022: as much as one's own can be granted"""
        self.ask('Discussions seulement')
        accept = self.beatrice.find('button', f'Accepter : {self.BONNEFOUS}')
        self.assertIsNone(self.beatrice.look(None, re.compile(self.BEYOND)))
        wait_for(lambda: accept.sensitive, 'it can be accepted')
        self.beatrice.press(accept)
        self.helene.find('list item', re.compile(f'^{STRUCTURE}, Discussions seulement, {IN_FORCE}, acceptée par {TOTARO}'))

    def test_3_for_a_structure_nothing_is_asked(self):
        """F025: a delegation is asked for from one's own account alone, and the page says so"""
        self.beatrice.find('toggle button', f'Agir en tant que {STRUCTURE}')
        self.beatrice.reads('^Une délégation se demande depuis votre compte personnel')
        self.assertIsNone(self.beatrice.look('button', ASK))
        picture(self.beatrice, 'relations-for-a-structure')


class InternalOrganisation(unittest.TestCase):
    """F003, F022, F065: a unit within a structure has an account of its own, which its first delegate uses."""

    UNIT_ID = 'oror-u-1'
    SUBJECT, TEXT = "Passage de l'équipe mobile", "L'équipe passe jeudi matin."

    @classmethod
    def setUpClass(cls):
        cls.relay = Relay()
        cls.server = Server(config=cls.relay.config)
        structures = folder() / 'units.csv'
        structures.write_text(f'type;identifiant;nom;parent\nunite;U-1;{UNIT};310990155\n', encoding='utf-8')
        cls.server.ctl('import', 'structures', structures)
        cls.server.start()
        cls.alice = Person(ALICE, cls.server.url)
        cls.alice.place = (0, 0, 1040, 900)
        cls.beatrice = Person(BEATRICE, cls.server.url)
        cls.beatrice.place = (1080, 0, 1040, 900)
        for person in (cls.alice, cls.beatrice):
            person.start().sign_in()
            person.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        cls.relay.close()
        end_programs()

    def act_as_unit(self):
        self.beatrice.press(self.beatrice.find(('toggle button', 'button'), re.compile('^Agir en tant que')))
        self.beatrice.click(self.beatrice.find('list item', re.compile(f'^{UNIT}'), self.beatrice.find('list', 'Agir en tant que')))
        self.beatrice.find('toggle button', f'Agir en tant que {UNIT}')

    def test_1_the_operator_opens_it_and_its_first_delegate_finds_it(self):
        """F003, F031: the first delegate, whom the operator names, is told by mail, and finds the unit's mailbox"""
        self.server.ctl('account', 'create', '--structure', '--principal', self.UNIT_ID)
        self.server.ctl('delegation', 'set', '--account', self.UNIT_ID, '--delegate', 'p899700900022', '--scope', 'all', '--referent', 'Mme Cadre')
        self.relay.has(f"L'opérateur de la région vous accorde la délégation du compte « {UNIT} »")
        self.beatrice.choose_account(UNIT)
        picture(self.beatrice, 'relations-unit-mailbox')

    def test_2_a_conversation_is_started_for_it_and_the_other_side_reads_so(self):
        """F022: « Agir en tant que » the unit: « pour le compte de » it"""
        self.act_as_unit()
        self.beatrice.settle()
        self.beatrice.keys('ctrl+n')
        dialog = self.beatrice.find('dialog', 'Nouvelle conversation')
        self.beatrice.press(self.beatrice.find('button', re.compile('^Ajouter'), dialog))
        self.beatrice.type_in(self.beatrice.find(('text', 'entry'), SEARCH, dialog), 'mauger')
        self.beatrice.click(self.beatrice.find('list item', re.compile('MAUGER'), self.beatrice.find('list', 'Résultats de la recherche', dialog)))
        self.beatrice.find('button', re.compile('^Retirer .*MAUGER'), dialog)
        self.beatrice.press(self.beatrice.find('button', 'Terminé', dialog))
        self.beatrice.type_in(self.beatrice.find(('text', 'entry'), 'Objet *', dialog), self.SUBJECT)
        self.beatrice.type_in(self.beatrice.composer(dialog), self.TEXT)
        picture(self.beatrice, 'relations-unit-new')
        self.beatrice.keys('ctrl+Return')
        self.beatrice.has_message(self.TEXT)
        self.alice.open_conversation(self.SUBJECT)
        self.assertIn(f'{TOTARO} pour le compte de {UNIT}', self.alice.has_message(self.TEXT))
        picture(self.alice, 'relations-unit-read')


if __name__ == '__main__':
    main()
