# SPDX-License-Identifier: GPL-3.0-or-later
"""F022, F030, F065, B003: writing for a structure, on line and off, and what is left when its delegation ends."""

import contextlib
import fcntl
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7

BEATRICE, ALICE = 'mauger', 'totaro'
STRUCTURE = 'EHPAD LES TROIS TILLEULS'
SHARED = 'Plan de sortie, à trois'
FIRST = 'Qui prévient la famille ?'
FOR_STRUCTURE = "L'accueil s'en charge dès demain."
UNSENT = 'La chambre 12 est prête.'
DRAFT = 'Reste à confirmer le transport'
OTHERS = 'Menus de la semaine'
ANOTHER = 'Chute cette nuit'
GIVEN_BACK, SINCE = 'Le dossier de transport est complet.', 'Je rappelle demain'
REFUSED = re.escape('Les données conservées sur cet ordinateur ne peuvent être ni lues ni écrites.')
ENDED = 'Délégation terminée : saisies non envoyées'


@contextlib.contextmanager
def busy_store(person):
    """Keeps the lock of whoever writes into a write-ahead log (SQLite's file format, section 2.2.3): the store can be read, and takes nothing."""
    [shared] = (person.home / 'data').rglob('*-shm')
    with shared.open('r+b') as file:
        fcntl.lockf(file, fcntl.LOCK_EX, 1, 120)
        yield


class Delegations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.alice = Client(cls.server.url).sign_in(ALICE, 'spico-demo')
        me = Client(cls.server.url).sign_in(BEATRICE, 'spico-demo')
        cls.me = me.account
        cls.structure = next(identifier for identifier, account in me.load_session()['accounts'].items() if account['name'] == STRUCTURE)
        cls.shared = cls.start(SHARED, [cls.me, cls.structure], FIRST)
        cls.start(OTHERS, [cls.structure], 'Voici les menus.')
        cls.cable = Link(cls.server)
        cls.person = Person(BEATRICE, cls.cable.url)

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @classmethod
    def start(cls, subject, members, text):
        identifier = cls.alice.create('Conversation', {'clientId': uuid7(), 'subject': subject, 'participantIds': members})['id']
        cls.alice.create('Message', {'clientId': uuid7(), 'conversationId': identifier, 'text': text})
        return identifier

    def act_as(self, name):
        composer = self.person.find(('toggle button', 'button'), re.compile('^Agir en tant que'))
        self.person.press(composer)
        self.person.click(self.person.find('list item', re.compile(rf'^{re.escape(name)}')))
        self.person.find('toggle button', f'Agir en tant que {name}')

    def test_1_off_line_what_is_written_for_the_structure_stands_where_it_was_written(self):
        self.person.start().sign_in()
        self.person.find('list item', re.compile(SHARED))
        self.person.open_conversation(SHARED)
        self.person.has_message(FIRST)
        self.cable.cut()
        self.person.reads('Hors ligne')
        self.act_as(STRUCTURE)
        self.person.send(FOR_STRUCTURE)
        row = self.person.has_message(FOR_STRUCTURE, 'en attente')
        self.assertIn(f'pour le compte de {STRUCTURE}', row)

    def test_2_who_one_writes_for_is_kept_with_the_draft(self):
        self.person.write(DRAFT)
        self.person.find('list item', re.compile(re.escape(SHARED) + '.*Brouillon', re.S))
        self.person.kill9()
        self.person.start()
        self.person.open_conversation(SHARED)
        wait_for(lambda: self.person.composer().text == DRAFT, 'the draft is in the composer again')
        self.person.find('toggle button', f'Agir en tant que {STRUCTURE}')
        self.person.has_message(FOR_STRUCTURE, 'en attente')

    def test_3_it_arrives_once_and_stays_in_the_thread(self):
        self.cable.plug()
        self.person.gone(None, 'Hors ligne')
        self.person.has_message(FOR_STRUCTURE, 'envoyé')
        self.assertEqual(sum(FOR_STRUCTURE in row for row in self.person.thread()), 1)
        wait_for(lambda: [message['text'] for message in self.alice.messages(self.shared)] == [FIRST, FOR_STRUCTURE], 'it arrived once')
        [message] = [message for message in self.alice.messages(self.shared) if message['text'] == FOR_STRUCTURE]
        self.assertEqual((message['fromPersonId'], message['fromAccountId']), (self.me, self.structure))

    def test_4_a_message_that_the_store_could_not_take_is_found_again_with_for_whom_it_was(self):
        self.person.clear(self.person.composer())
        self.act_as(STRUCTURE)
        with busy_store(self.person):
            self.person.send(GIVEN_BACK)
            self.person.write(SINCE)
            self.person.open_conversation(ANOTHER)
            self.person.reads(REFUSED)
        self.person.find('list item', re.compile(re.escape(SHARED) + '.*Brouillon', re.S))
        self.finds_both()

    def test_4_and_so_is_what_was_given_back_before_one_turned_to_another_conversation(self):
        self.person.open_conversation(SHARED)
        self.act_as(STRUCTURE)
        with busy_store(self.person):
            self.person.send(GIVEN_BACK)
            self.person.write(SINCE)
            wait_for(lambda: self.holds(GIVEN_BACK, SINCE), 'the message came back')
            self.person.open_conversation(ANOTHER)
            self.finds_both()

    def test_4_it_does_not_close_over_words_that_the_store_does_not_take(self):
        self.dismiss_refusal()
        with busy_store(self.person):
            self.person.write(SINCE)
            self.person.keys('ctrl+q')
            self.person.reads(REFUSED)
        self.person.find('list item', re.compile(re.escape(SHARED) + '.*Brouillon', re.S))
        self.assertTrue(self.holds(SINCE))
        self.person.clear(self.person.composer())
        self.dismiss_refusal()

    def dismiss_refusal(self):
        """It stays until one has read it; the store may have refused more than once."""
        self.person.press(self.person.find('button', 'Ignorer'))
        self.person.settle()
        if again := self.person.look('button', 'Ignorer'):
            self.person.press(again)
        self.person.gone(None, re.compile(REFUSED))

    def holds(self, *texts):
        """Whether the composer has each of them once, and nothing else; in whichever order, as the store may give up before or after one has typed."""
        rest = self.person.composer().text
        for text in texts:
            before, found, after = rest.partition(text)
            if not found:
                return False
            rest = before + after
        return not rest.strip()

    def is_sent(self, text):
        return sum(text in row for row in self.person.thread()) == 1

    def finds_both(self):
        """Neither is lost, and neither is there twice: what was refused may have been the draft, and the message may have gone once the store was free."""
        self.person.open_conversation(SHARED)
        try:
            wait_for(lambda: self.holds(GIVEN_BACK, SINCE) or (self.holds(SINCE) and self.is_sent(GIVEN_BACK)), 'both texts are there')
        except AssertionError as error:
            raise AssertionError(f'{error}; the composer holds «{self.person.composer().text}»') from None
        self.person.find('toggle button', f'Agir en tant que {STRUCTURE}')
        self.person.clear(self.person.composer())

    def test_5_a_delegation_that_ends_leaves_what_was_not_sent(self):
        self.person.choose_account(STRUCTURE)
        self.person.open_conversation(SHARED)
        self.person.has_message(FIRST)
        self.cable.cut()
        self.person.reads('Hors ligne')
        self.person.send(UNSENT)
        self.person.has_message(UNSENT, 'en attente')
        self.server.ctl('delegation', 'end', '--account', self.structure, '--delegate', self.me)
        self.cable.plug()
        self.person.gone(None, 'Hors ligne')
        self.person.press(self.person.find(('toggle button', 'button'), re.compile(r'^Messagerie')))
        self.person.click(self.person.find('list item', re.compile(f'^{STRUCTURE}, {ENDED}')))
        self.person.find('list item', re.compile(SHARED))
        self.assertIsNone(self.person.look('list item', re.compile(OTHERS)), 'nothing else of the account is left')
        self.person.open_conversation(SHARED)
        row = self.person.has_message(UNSENT)
        self.assertIn('échec', row)
        self.person.reads('La délégation sur ce compte a pris fin. Ce que vous aviez écrit')
        self.assertEqual(len(self.person.thread()), 1, 'what others wrote can no longer be read')
        self.person.find('button', 'Copier')
        self.assertIsNone(self.person.look('button', 'Réessayer'))
        self.assertIsNone(self.person.look(('text', 'entry'), re.compile('^Rédiger un nouveau message')), 'nothing more can be written')

    def test_6_it_becomes_a_draft_that_cannot_be_sent_and_goes_when_it_is_emptied(self):
        self.person.press(self.person.find('button', 'Modifier'))
        wait_for(lambda: self.person.composer().text == UNSENT, 'the text is in the composer')
        self.assertFalse(self.person.find('button', 'Envoyer').sensitive)
        self.person.find('list item', re.compile(re.escape(SHARED) + '.*Brouillon', re.S))
        self.person.clear(self.person.composer())
        self.person.reads('La délégation sur .* a pris fin')
        self.person.gone(('toggle button', 'button'), re.compile(r'^Messagerie'))
        self.person.find('list item', re.compile(SHARED))
        self.person.stop()


if __name__ == '__main__':
    main()
