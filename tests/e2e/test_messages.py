# SPDX-License-Identifier: GPL-3.0-or-later
"""What one does with a single message, with the real programs."""

import contextlib
import os
import re
import sqlite3
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7

SUBJECT = 'Horaires du retour à domicile'
LONG = 'Suivi de la glycémie'
LATER = 'Pansement'
ASKED, PILLS = "L'aide à domicile peut être là", 'Merci ! Et pour le pilulier'
MAUGER, TOTARO = 'p899700900014', 'p899700900022'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Case(unittest.TestCase):
    """Two people, two windows."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.prepare(Client(cls.server.url).sign_in('mauger', 'spico-demo'))
        cls.link = Link(cls.server)
        cls.alice = cls.open_at(0, 'mauger', cls.link.url)
        cls.bob = cls.open_at(1100, 'totaro', cls.server.url)

    @classmethod
    def prepare(cls, mauger):
        """What is there before anybody looks."""

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @classmethod
    def open_at(cls, x, login, url):
        person = Person(login, url)
        person.place = (x, 0, 1040, 860)
        person.start().sign_in().sees_conversations()
        return person

    def row(self, person, text):
        return person.find('list item', re.compile(re.escape(text)), person.find('list', 'Messages'))

    def reach(self, person, text):
        """Goes to a message from the keyboard: from the composer to the last one, and up from there."""
        self.row(person, text)
        person.settle()
        person.focus(person.composer())
        rows = person.thread()
        below = len(rows) - 1 - next(place for place, row in enumerate(rows) if text in row)
        person.keys('shift+F6', 'End', *['Up'] * below)
        person.settle()

    def choose(self, person, text, position):
        """An entry of the menu of a message, the first being 0, from the keyboard."""
        self.reach(person, text)
        n_windows = len(person.windows())
        # An entry below the pointer would be the chosen one.
        person._xdotool('mousemove', '2190', '990')
        person.keys('shift+F10')
        wait_for(lambda: len(person.windows()) > n_windows, 'the menu is open')
        person.find('menu')
        person.settle()
        person.keys(*['Down'] * position, 'Return')


class Reply(Case):
    @classmethod
    def prepare(cls, mauger):
        conversation = mauger.create('Conversation', {'clientId': uuid7(), 'subject': LONG, 'participantIds': [TOTARO]})['id']
        cls.first = mauger.create('Message', {'clientId': uuid7(), 'conversationId': conversation, 'text': 'Glycémie à jeun : 1,42 g/L'})['id']
        for number in range(300):
            mauger.create('Message', {'clientId': uuid7(), 'conversationId': conversation, 'text': f'Mesure numéro {number + 1}'})
        mauger.create('Message', {'clientId': uuid7(), 'conversationId': conversation, 'inReplyToId': cls.first, 'text': 'Bien mieux que ce jour-là.'})

    def test_1_one_answers_a_message(self):
        self.alice.open_conversation(SUBJECT)
        self.reach(self.alice, ASKED)
        self.alice.keys('ctrl+r')
        self.alice.reads('^Réponse à Mme Marie TOTARO$')
        self.alice.write('14 h me convient.')
        picture(self.alice, 'reply-composer')
        self.alice.keys('ctrl+Return')
        row = self.alice.has_message('14 h me convient.', 'envoyé')
        self.assertRegex(row, f'en réponse à Mme Marie TOTARO : {ASKED}')
        self.alice.gone(None, 'Réponse à Mme Marie TOTARO')
        picture(self.alice, 'reply-sent')
        self.bob.open_conversation(SUBJECT)
        self.assertRegex(self.bob.has_message('14 h me convient.'), f'^Mme Stéphanie MAUGER, en réponse à Mme Marie TOTARO : {ASKED}')
        picture(self.bob, 'reply-received')

    def test_2_escape_leaves_the_answer_and_keeps_the_words(self):
        self.reach(self.alice, PILLS)
        self.alice.keys('ctrl+r')
        self.alice.reads('^Réponse à votre message$')
        self.alice.write('À revoir')
        self.alice.focus(self.alice.composer())
        self.alice.keys('Escape')
        self.alice.gone(None, 'Réponse à votre message')
        self.assertEqual(self.alice.composer().text, 'À revoir')
        self.alice.clear(self.alice.composer())

    def test_3_a_draft_keeps_what_it_answers(self):
        self.alice.open_conversation(SUBJECT)
        self.reach(self.alice, ASKED)
        self.alice.keys('ctrl+r')
        self.alice.write('Je vérifie')
        self.alice.open_conversation(LONG)
        self.alice.gone(None, 'Réponse à Mme Marie TOTARO')
        self.alice.stop()
        self.alice.start().sees_conversations()
        self.alice.open_conversation(SUBJECT)
        wait_for(lambda: self.alice.composer().text == 'Je vérifie', 'the draft is there')
        self.alice.reads('^Réponse à Mme Marie TOTARO$')
        self.alice.press(self.alice.find('button', 'Renoncer'))
        self.alice.clear(self.alice.composer())

    def stands_on_the_original(self):
        """It is on the screen, and has the keyboard: what one answers then is this."""
        row = self.row(self.alice, 'Mme Stéphanie MAUGER, Glycémie à jeun')
        if 'SPICO_PICTURES' in os.environ:
            self.alice.screenshot(os.path.join(os.environ['SPICO_PICTURES'], 'reply-original.png'))
        wait_for(lambda: 0 < row.extents()[1] < 860, 'it is in sight')
        self.alice.settle()
        self.alice.keys('ctrl+r')
        self.alice.reads('^Réponse à votre message$')
        self.assertEqual(len(self.alice.find_all('label', re.compile('^Glycémie à jeun'))), 2)
        self.alice.press(self.alice.find('button', 'Renoncer'))

    def test_4_one_goes_to_the_original_off_line_however_far_it_is(self):
        self.alice.open_conversation(LONG)
        self.alice.has_message('Bien mieux')
        self.assertFalse([row for row in self.alice.thread() if '1,42' in row and 'Bien mieux' not in row])
        self.link.cut()
        self.alice.reads('Hors ligne')
        self.alice.press(self.alice.find('button', re.compile('^en réponse à')))
        self.stands_on_the_original()
        self.link.plug()
        # The same from the keyboard: the last entry of the menu of the reply.
        self.alice.press(self.alice.find('button', re.compile('Derniers messages|Nouveaux messages')))
        self.alice.has_message('Bien mieux')
        self.alice.settle()
        self.choose(self.alice, 'Bien mieux', 4)
        self.stands_on_the_original()

    def test_5_in_a_narrow_window_and_in_the_dark(self):
        for name, width, scheme in (('narrow', 360, 'default'), ('dark', 1040, 'prefer-dark')):
            self.bob.stop()
            self.bob.place = (1100, 0, width, 740)
            self.bob.start(ADW_DEBUG_COLOR_SCHEME=scheme)
            self.bob.sees_conversations()
            self.bob.open_conversation(SUBJECT)
            self.reach(self.bob, '14 h me convient.')
            self.bob.keys('ctrl+r')
            self.bob.reads('^Réponse à Mme Stéphanie MAUGER$')
            picture(self.bob, f'reply-{name}')


class Withdraw(Case):
    WRONG = 'Pour Mme LAPRUNE, pardon, ce message était pour une autre patiente.'

    @classmethod
    def prepare(cls, mauger):
        conversation = mauger.create('Conversation', {'clientId': uuid7(), 'subject': LATER, 'participantIds': [TOTARO]})['id']
        mauger.create('Message', {'clientId': uuid7(), 'conversationId': conversation, 'text': 'Bonjour'})

    def test_1_a_message_that_nobody_has_read_is_withdrawn_for_everybody(self):
        self.alice.open_conversation(SUBJECT)
        self.alice.send(self.WRONG)
        self.alice.has_message(self.WRONG, 'envoyé')
        self.bob.find('list item', re.compile(f'{SUBJECT}.*1 non lu'))
        self.choose(self.alice, self.WRONG, 5)
        taking = self.alice.find('button', 'Reprendre le texte')
        if 'SPICO_PICTURES' in os.environ:
            self.alice.screenshot(os.path.join(os.environ['SPICO_PICTURES'], 'withdrawn.png'))
        self.alice.press(taking)
        self.alice.has_message('Message retiré par vous')
        wait_for(lambda: self.alice.composer().text == self.WRONG, 'the words are back')
        self.alice.clear(self.alice.composer())
        self.bob.find('list item', re.compile(f'{SUBJECT}[^0-9]*LAPRUNE Alba, née le 12/03/1938 .F.$'))
        picture(self.bob, 'withdrawn-list')
        self.bob.open_conversation(SUBJECT)
        self.bob.has_message('Message retiré par Mme Stéphanie MAUGER')
        self.assertIsNone(self.bob.look(None, re.compile('une autre patiente')))
        picture(self.bob, 'withdrawn-received')

    def test_2_who_was_off_line_finds_nothing_of_it_once_they_are_back(self):
        self.alice.open_conversation(SUBJECT)
        self.link.cut()
        self.alice.reads('Hors ligne')
        self.bob.send('À lire plus tard')
        self.bob.has_message('À lire plus tard', 'envoyé')
        self.choose(self.bob, 'À lire plus tard', 5)
        self.bob.has_message('Message retiré par vous')
        self.link.plug()
        self.alice.has_message('Message retiré par Mme Marie TOTARO')

    def test_3_what_was_read_meanwhile_stays(self):
        self.alice.open_conversation(LATER)
        self.alice.send('Lu entre-temps')
        self.alice.has_message('Lu entre-temps', 'envoyé')
        # Nobody has told this window yet when it asks.
        bob = Client(self.server.url).sign_in('totaro', 'spico-demo')
        [conversation] = [one['id'] for one in bob.call('Conversation/get', {'accountId': TOTARO, 'ids': None})['list'] if one['subject'] == LATER]
        self.link.cut()
        bob.call('ReadMarker/set', {'accountId': TOTARO, 'update': {f'{conversation}_{TOTARO}_{TOTARO}': {'readUpTo': 2}}})
        self.choose(self.alice, 'Lu entre-temps', 5)
        self.alice.reads('^Le message reste : sans connexion')
        picture(self.alice, 'withdraw-off-line')
        self.link.plug()
        self.alice.has_message('Lu entre-temps', 'lu')

    def test_4_in_a_narrow_window_and_in_the_dark(self):
        for name, width, scheme in (('narrow', 360, 'default'), ('dark', 1040, 'prefer-dark')):
            self.bob.stop()
            self.bob.place = (1100, 0, width, 740)
            self.bob.start(ADW_DEBUG_COLOR_SCHEME=scheme)
            self.bob.sees_conversations()
            picture(self.bob, f'withdrawn-list-{name}')
            self.bob.open_conversation(SUBJECT)
            self.bob.has_message('Message retiré par Mme Stéphanie MAUGER')
            picture(self.bob, f'withdrawn-{name}')


class Correct(Case):
    WRONG, RIGHT = 'Sortie prévue vendredi à 14 h.', "Sortie prévue vendredi à 15 h, avec l'ordonnance."

    @classmethod
    def prepare(cls, mauger):
        conversation = mauger.create('Conversation', {'clientId': uuid7(), 'subject': LATER, 'participantIds': [TOTARO]})['id']
        mauger.create('Message', {'clientId': uuid7(), 'conversationId': conversation, 'text': 'Bonjour'})

    def corrector(self, person):
        return person.find(('text', 'entry'), 'Modifier le message (Ctrl + Entrée pour enregistrer)')

    def begin(self, person, text, position):
        """« Modifier » in the menu, and what stands there then."""
        self.choose(person, text, position)
        person.reads('^Modification du message$')
        wait_for(lambda: self.corrector(person).text == text, 'the words are there')

    def rewrite(self, person, text):
        person.clear(self.corrector(person))
        person.type_in(self.corrector(person), text)

    def grow_old(self, text):
        """Sent an hour ago, for the server."""
        with contextlib.closing(sqlite3.connect(self.server.database, timeout=20)) as database, database:
            self.assertEqual(database.execute('UPDATE message SET sent_at = sent_at - 3600000000 WHERE text = ?', (text,)).rowcount, 1)

    def test_1_a_message_is_corrected_and_its_reader_sees_what_it_said(self):
        self.alice.open_conversation(SUBJECT)
        self.alice.send(self.WRONG)
        self.alice.has_message(self.WRONG, 'envoyé')
        self.bob.open_conversation(SUBJECT)
        self.bob.has_message(self.WRONG)
        self.alice.write('Autre chose')
        self.begin(self.alice, self.WRONG, 4)
        picture(self.alice, 'correct-composer')
        self.rewrite(self.alice, self.RIGHT)
        self.alice.keys('ctrl+Return')
        self.alice.gone(None, 'Modification du message')
        self.assertEqual(self.alice.composer().text, 'Autre chose')
        self.alice.clear(self.alice.composer())
        self.alice.has_message(self.RIGHT, 'modifié')
        self.bob.has_message(self.RIGHT, 'modifié')
        self.assertFalse([row for row in self.bob.thread() if self.WRONG in row])
        picture(self.bob, 'corrected')
        self.bob.press(self.bob.find('button', 'Modifié'))
        dialog = self.bob.find('dialog', 'Versions précédentes')
        self.bob.find('list item', re.compile(f'^Envoyé le .*, {re.escape(self.WRONG)}$'), dialog)
        picture(self.bob, 'corrected-earlier')
        self.bob.leave('Versions précédentes')
        # The same from the keyboard.
        self.choose(self.bob, self.RIGHT, 4)
        self.bob.find('dialog', 'Versions précédentes')
        self.bob.leave('Versions précédentes')

    def test_2_escape_gives_the_draft_back(self):
        self.alice.open_conversation(LATER)
        self.alice.send('Bonsoir')
        self.alice.has_message('Bonsoir', 'envoyé')
        self.alice.write('À revoir')
        self.begin(self.alice, 'Bonsoir', 4)
        self.rewrite(self.alice, 'Bonne nuit')
        self.alice.focus(self.corrector(self.alice))
        self.alice.keys('Escape')
        self.alice.gone(None, 'Modification du message')
        self.assertEqual(self.alice.composer().text, 'À revoir')
        self.alice.clear(self.alice.composer())
        self.assertNotIn('modifié', self.alice.has_message('Bonsoir'))

    def test_3_what_was_begun_is_in_the_draft_where_one_goes_elsewhere(self):
        self.alice.open_conversation(LATER)
        self.alice.send('Bon courage')
        self.alice.has_message('Bon courage', 'envoyé')
        self.alice.write('Et demain')
        self.begin(self.alice, 'Bon courage', 4)
        self.rewrite(self.alice, 'Bon week-end')
        self.alice.open_conversation(SUBJECT)
        self.alice.gone(None, 'Modification du message')
        self.alice.open_conversation(LATER)
        wait_for(lambda: self.alice.composer().text == 'Et demain\nBon week-end', 'both are there')
        self.alice.clear(self.alice.composer())

    def test_4_off_line_it_waits(self):
        self.alice.open_conversation(LATER)
        self.bob.open_conversation(LATER)
        self.alice.send('Pansement à huit heures')
        self.alice.has_message('Pansement à huit heures', 'envoyé')
        self.bob.has_message('Pansement à huit heures')
        self.link.cut()
        self.alice.reads('Hors ligne')
        self.begin(self.alice, 'Pansement à huit heures', 4)
        self.rewrite(self.alice, 'Pansement à neuf heures')
        self.alice.keys('ctrl+Return')
        self.alice.has_message('Pansement à neuf heures', 'modification en attente')
        picture(self.alice, 'correct-off-line')
        self.bob.has_message('Pansement à huit heures')
        self.link.plug()
        self.bob.has_message('Pansement à neuf heures', 'modifié')
        self.alice.has_message('Pansement à neuf heures', 'modifié, envoyé')

    def test_5_too_late_the_words_stay(self):
        self.alice.open_conversation(LATER)
        self.alice.send('Trop tard')
        self.alice.has_message('Trop tard', 'envoyé')
        self.link.cut()
        self.alice.reads('Hors ligne')
        self.begin(self.alice, 'Trop tard', 4)
        self.rewrite(self.alice, 'À temps')
        self.alice.keys('ctrl+Return')
        self.alice.has_message('À temps', 'modification en attente')
        self.grow_old('Trop tard')
        self.link.plug()
        self.alice.reads('^Message non modifié. .*15 minutes')
        self.assertNotIn('modifié', self.alice.has_message('Trop tard'))
        picture(self.alice, 'correct-too-late')
        self.alice.press(self.alice.find('button', 'Reprendre le texte'))
        wait_for(lambda: self.alice.composer().text == 'À temps', 'the words are back')
        self.alice.gone('button', 'Reprendre le texte')
        self.alice.clear(self.alice.composer())

    def test_6_what_has_not_left_is_taken_back(self):
        self.alice.open_conversation(LATER)
        self.bob.open_conversation(LATER)
        self.link.cut()
        self.alice.reads('Hors ligne')
        self.alice.send('Pas encore parti')
        self.alice.has_message('Pas encore parti', 'en attente')
        self.alice.write('Déjà écrit')
        self.choose(self.alice, 'Pas encore parti', 4)
        wait_for(lambda: self.alice.composer().text == 'Déjà écrit\nPas encore parti', 'the words are back')
        self.assertFalse([row for row in self.alice.thread() if 'Pas encore parti' in row])
        picture(self.alice, 'taken-back')
        self.alice.clear(self.alice.composer())
        self.alice.send('Parti')
        self.link.plug()
        self.bob.has_message('Parti')
        self.assertFalse([row for row in self.bob.thread() if 'Pas encore parti' in row])

    def test_7_in_a_narrow_window_and_in_the_dark(self):
        for name, width, scheme in (('narrow', 360, 'default'), ('dark', 1040, 'prefer-dark')):
            self.bob.stop()
            self.bob.place = (1100, 0, width, 740)
            self.bob.start(ADW_DEBUG_COLOR_SCHEME=scheme)
            self.bob.sees_conversations()
            self.bob.open_conversation(LATER)
            self.bob.send(f'Bien reçu, {name}')
            self.bob.has_message(f'Bien reçu, {name}', 'envoyé')
            self.begin(self.bob, f'Bien reçu, {name}', 4)
            picture(self.bob, f'correct-composer-{name}')
            self.rewrite(self.bob, f'Bien reçu, merci, {name}')
            self.bob.press(self.bob.find('button', 'Enregistrer'))
            self.bob.has_message(f'Bien reçu, merci, {name}', 'modifié')
            picture(self.bob, f'corrected-{name}')
            self.bob.press(self.bob.find('button', 'Modifié'))
            self.bob.find('dialog', 'Versions précédentes')
            picture(self.bob, f'corrected-earlier-{name}')
            self.bob.leave('Versions précédentes')


if __name__ == '__main__':
    main()
