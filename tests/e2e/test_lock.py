# SPDX-License-Identifier: GPL-3.0-or-later
"""X018, B001: Spico is locked at a word and by itself, and several people share a computer, with the real programs."""

import ctypes
import os
import re
import sqlite3
import unittest

from spico_e2e import PASSWORD, Person, Server, end_programs, main, wait_for

ALICE = 'mauger'
BRUNO = 'totaro'
SUBJECT = 'Horaires du retour à domicile'
LOCKED = '^Spico est verrouillé'
WORDS = 'Écrit juste avant de partir'
NEW_PASSWORD = 'un tout autre mot de passe'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


def hash_password(password):
    """As the server keeps it."""
    sodium = ctypes.CDLL('libsodium.so.23')
    sodium.sodium_init()
    text = ctypes.create_string_buffer(128)
    data = password.encode()
    assert sodium.crypto_pwhash_str(text, data, ctypes.c_ulonglong(len(data)), ctypes.c_ulonglong(1), ctypes.c_size_t(8192)) == 0
    return text.value.decode()


class Lock(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.alice = Person(ALICE, cls.server.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start().sign_in()
        cls.alice.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def unlock(self, person, password=PASSWORD):
        person.type_in(person.find(('password text', 'text', 'entry'), 'Mot de passe'), password)
        person.press(person.find('button', 'Déverrouiller'))

    def sees_nothing(self, person):
        """Not even behind what is shown."""
        person.reads(LOCKED)
        self.assertFalse(person.look('dialog'))
        self.assertFalse(any(SUBJECT in text or WORDS in text for text in person.texts()))
        self.assertFalse(person.look('list', 'Conversations'))

    def test_1_it_is_locked_over_what_is_being_written(self):
        self.alice.open_conversation(SUBJECT)
        self.alice.write(WORDS)
        self.alice.keys('ctrl+n')
        dialog = self.alice.find('dialog', 'Nouvelle conversation')
        self.alice.type_in(self.alice.find(('text', 'entry'), 'Objet *', dialog), 'Objet commencé')
        self.alice.keys('ctrl+l')
        self.sees_nothing(self.alice)
        self.alice.reads('MAUGER')
        self.alice.reads('^Spico est verrouillé. 2 saisies ne sont ni envoyées ni enregistrées')
        picture(self.alice, 'lock')
        self.alice.keys('F1')
        self.alice.reads('^Verrouiller, et partager un ordinateur')
        picture(self.alice, 'lock-help')
        self.alice.keys('Escape')
        self.alice.gone('dialog')
        # Keys of what is locked do nothing.
        self.alice.keys('ctrl+n', 'alt+2')
        self.sees_nothing(self.alice)

    def test_2_only_the_password_opens_and_every_word_is_there(self):
        self.unlock(self.alice, 'faux')
        self.alice.reads('^Mot de passe incorrect. C.est celui de votre dernière connexion')
        self.unlock(self.alice)
        self.alice.open_conversation(SUBJECT)
        wait_for(lambda: WORDS in self.alice.composer().text, 'the words are there again')
        self.alice.keys('ctrl+n')
        dialog = self.alice.find('dialog', 'Nouvelle conversation')
        wait_for(lambda: self.alice.find(('text', 'entry'), 'Objet *', dialog).text == 'Objet commencé', 'the form is there again')
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Nouvelle conversation')

    def test_3_what_waits_is_said_and_leaves_afterwards(self):
        self.server.kill9()
        self.alice.reads('^Hors ligne')
        self.alice.keys('ctrl+Return')
        self.alice.focus(self.alice.composer())
        self.alice.keys('ctrl+Return')
        self.alice.reads('1 message')
        self.alice.keys('ctrl+l')
        self.alice.reads('^Spico est verrouillé. 1 message attend')
        picture(self.alice, 'lock-waiting')
        self.unlock(self.alice)
        self.server.start()
        self.alice.open_conversation(SUBJECT)
        self.alice.has_message(WORDS, 'envoyé')

    def test_4_another_person_signs_in_and_finds_nothing_of_the_first(self):
        self.alice.keys('ctrl+l')
        self.alice.press(self.alice.find('button', 'Une autre personne…'))
        login = self.alice.find(('text', 'entry'), 'Identifiant')
        wait_for(lambda: login.text == '', 'the login is left to the other person')
        picture(self.alice, 'lock-somebody-else')
        self.alice.type_in(login, BRUNO)
        self.alice.sign_in()
        self.alice.sees_conversations()
        self.alice.reads('TOTARO')
        self.alice.open_conversation(SUBJECT)
        self.alice.has_message(WORDS)
        self.assertEqual(self.alice.composer().text, '')
        self.alice.write('De Bruno seulement')

    def test_5_one_changes_place_in_two_clicks(self):
        # The menu, and in it the name, which is its last entry.
        self.alice.settle()
        n_windows = len(self.alice.windows())
        self.alice.keys('F10')
        wait_for(lambda: len(self.alice.windows()) > n_windows, 'the main menu is open')
        picture(self.alice, 'lock-menu')
        self.alice.settle()
        self.alice.keys('Up', 'Return')
        self.sees_nothing(self.alice)
        self.alice.reads('MAUGER')
        self.unlock(self.alice)
        self.alice.open_conversation(SUBJECT)
        self.assertEqual(self.alice.composer().text, '')

    def test_6_whoever_starts_finds_it_locked_and_chooses_who_they_are(self):
        self.alice.stop()
        self.alice.start()
        self.sees_nothing(self.alice)
        picture(self.alice, 'lock-start')
        self.alice.press(self.alice.find('list item', re.compile('TOTARO')))
        self.alice.gone('list item', re.compile('TOTARO'))
        self.unlock(self.alice)
        self.alice.open_conversation(SUBJECT)
        wait_for(lambda: 'De Bruno seulement' in self.alice.composer().text, 'the words of the other person are there again')

    def test_7_signing_out_leaves_the_others(self):
        stores = list((self.alice.home / 'data' / 'spico').glob('*/store.db'))
        people = self.alice.home / 'data' / 'spico' / 'people.ini'
        self.assertEqual(len(stores), 2)
        self.assertIn(BRUNO, people.read_text(encoding='utf-8'))
        alert = self.alice.choose_in_menu(12, 'Se déconnecter ?')
        self.alice.press(self.alice.find('button', 'Se déconnecter', alert))
        self.alice.find('button', 'Se connecter')
        picture(self.alice, 'lock-signed-out')
        self.assertFalse(self.alice.look('list item', re.compile('TOTARO')))
        # What was theirs is off the disk, and what is the other's is not.
        wait_for(lambda: len([store for store in stores if store.exists()]) == 1, 'one store is left')
        wait_for(lambda: BRUNO not in people.read_text(encoding='utf-8'), 'nobody knows that they were here')
        self.alice.press(self.alice.find('list item', re.compile('MAUGER')))
        self.unlock(self.alice)
        self.alice.open_conversation(SUBJECT)

    def test_8_a_password_that_was_changed(self):
        self.alice.write('Sous l’ancien mot de passe')
        self.alice.keys('ctrl+l')
        self.alice.reads(LOCKED)
        with sqlite3.connect(self.server.database) as connection:
            connection.execute('UPDATE login SET password_hash = ? WHERE login = ?', (hash_password(NEW_PASSWORD), ALICE))
        connection.close()
        self.alice.press(self.alice.find('button', 'Mot de passe oublié ou changé'))
        self.alice.find('button', 'Se connecter')
        self.alice.sign_in(NEW_PASSWORD)
        dialog = self.alice.find(('dialog', 'alert'), 'Votre mot de passe a changé')
        picture(self.alice, 'lock-changed')
        self.alice.type_in(self.alice.find(('password text', 'text', 'entry'), 'Ancien mot de passe', dialog), 'faux')
        self.alice.press(self.alice.find('button', 'Déverrouiller', dialog))
        self.alice.reads('^Ce n.est pas l.ancien mot de passe')
        dialog = self.alice.find(('dialog', 'alert'), 'Votre mot de passe a changé')
        self.alice.type_in(self.alice.find(('password text', 'text', 'entry'), 'Ancien mot de passe', dialog), PASSWORD)
        self.alice.press(self.alice.find('button', 'Déverrouiller', dialog))
        self.alice.open_conversation(SUBJECT)
        wait_for(lambda: 'ancien mot de passe' in self.alice.composer().text, 'what was written under the former password is there')
        self.alice.keys('ctrl+l')
        self.unlock(self.alice, NEW_PASSWORD)
        self.alice.sees_conversations()

    def test_9_it_locks_by_itself(self):
        away = Person(BRUNO, self.server.url)
        away.place = (1080, 0, 1040, 860)
        away.lock_delay = 4
        away.start().sign_in()
        # Nobody touches it, however much is read on it.
        away.reads(LOCKED)
        self.sees_nothing(away)
        self.unlock(away)
        away.sees_conversations()


if __name__ == '__main__':
    main()
