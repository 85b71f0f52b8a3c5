# SPDX-License-Identifier: GPL-3.0-or-later
"""F002, F001, X018, B001: somebody signs in with a provider, through their browser, and locks their computer with a password of its own, with the real programs and a real provider."""

import os
import re
import unittest

from spico_browser import SystemBrowser
from spico_e2e import PASSWORD, Person, Server, end_programs, main, wait_for
from spico_openid import Provider

ALICE = 'mauger'
BRUNO = 'totaro'
SUBJECT = 'Horaires du retour à domicile'
LOCKED = '^Spico est verrouillé'
LOCK = 'le chat dort'
OTHER_LOCK = 'le chien aussi'
WITH_PROVIDER = 'Se connecter avec Pro Santé Connect'
SUPPORT = '[region]\nsupport-mail = assistance@region.example\nsupport-telephone = 05 00 00 00 00\n'
ACCOUNTS = {
    'alice': {'SubjectNameID': '899700900014', 'given_name': 'Stéphanie'},
    'bruno': {'SubjectNameID': '899700900022', 'given_name': 'Bruno'},
    'nobody': {'SubjectNameID': '899799999999', 'given_name': 'Personne'},
}
ENTRY = ('password text', 'text', 'entry')


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


def pictures(person, name):
    """Wide, and as narrow as a window may be."""
    picture(person, name)
    if 'SPICO_PICTURES' in os.environ:
        person.put(0, 0, 368, 760)
        picture(person, f'{name}-narrow')
        person.put(0, 0, 1040, 860)


class SignIn(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.provider = Provider(ACCOUNTS)
        cls.server = Server(config=cls.provider.config(SUPPORT)).start()
        cls.alice = Person('', cls.server.url)
        cls.browser = SystemBrowser(cls.alice)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start()

    @classmethod
    def tearDownClass(cls):
        end_programs()
        cls.provider.close()

    def sign_in_as(self, account):
        n = len(self.browser.pages())
        self.browser.choose(account)
        self.alice.press(self.alice.find('button', WITH_PROVIDER))
        wait_for(lambda: len(self.browser.pages()) > n, f'the browser ends\n{self.alice.tail()}')
        return self.browser.pages()[-1]

    def choose_lock(self, password, again=None, title='Mot de passe de verrouillage'):
        self.alice.type_in(self.alice.find(ENTRY, title), password)
        self.alice.type_in(self.alice.find(ENTRY, 'Encore une fois'), password if again is None else again)

    def unlock(self, password=LOCK):
        self.alice.type_in(self.alice.find(ENTRY, 'Mot de passe de verrouillage'), password)
        self.alice.press(self.alice.find('button', 'Déverrouiller'))

    def test_01_both_ways_are_offered(self):
        self.alice.find('button', WITH_PROVIDER)
        self.alice.find(ENTRY, 'Identifiant')
        self.alice.type_in(self.alice.find(ENTRY, 'Identifiant'), ALICE)
        self.alice.type_in(self.alice.find(ENTRY, 'Mot de passe'), 'commencé')
        pictures(self.alice, 'openid-both')

    def test_02_giving_up_in_the_window_keeps_what_was_typed(self):
        self.browser.choose('wait')
        self.alice.press(self.alice.find('button', WITH_PROVIDER))
        self.alice.reads('^Terminez la connexion dans votre navigateur$')
        wait_for(lambda: len(self.browser.pages()) == 1, 'the browser is open')
        pictures(self.alice, 'openid-waiting')
        self.alice.press(self.alice.find('button', 'Ouvrir à nouveau'))
        wait_for(lambda: len(self.browser.pages()) == 2, 'the browser is open again')
        self.alice.press(self.alice.find('button', 'Annuler'))
        self.assertEqual(self.alice.find(ENTRY, 'Identifiant').text, ALICE)

    def test_03_so_does_giving_up_in_the_browser(self):
        read = self.sign_in_as('')
        self.assertEqual(read, "Vous n'êtes pas connecté à Spico. Vous pouvez fermer cette page et revenir à Spico.")
        self.assertEqual(self.alice.find(ENTRY, 'Identifiant').text, ALICE)
        self.assertFalse(any('connecté' in text for text in self.alice.texts()))

    def test_04_whoever_has_no_account_reads_whom_to_ask(self):
        self.assertIn("Vous n'avez pas encore de compte.", self.sign_in_as('nobody'))
        self.alice.reads(r"^Vous n'avez pas encore de compte\. Contactez l'assistance : assistance@region\.example, 05 00 00 00 00\.$")
        pictures(self.alice, 'openid-no-account')

    def test_05_a_provider_that_is_away_is_told(self):
        self.provider.control(away=1)
        self.browser.choose('alice')
        n = len(self.browser.pages())
        self.alice.press(self.alice.find('button', WITH_PROVIDER))
        wait_for(lambda: len(self.browser.pages()) > n, 'the browser ends')
        self.provider.control(away=0)
        # The server may know the provider already: then it is the browser that finds nobody there.
        if self.alice.look('button', 'Annuler'):
            self.alice.press(self.alice.find('button', 'Annuler'))
        self.alice.find('button', WITH_PROVIDER)

    def test_06_a_lock_is_chosen_before_anything_is_kept(self):
        self.assertEqual(self.sign_in_as('alice'), 'Vous êtes connecté à Spico. Vous pouvez fermer cette page.')
        self.alice.reads('^Choisissez un mot de passe de verrouillage$')
        choose = self.alice.find('button', 'Choisir ce mot de passe')
        self.assertFalse(choose.sensitive)
        self.choose_lock('court')
        self.assertFalse(choose.sensitive)
        self.alice.reads('^Au moins 8 caractères')
        pictures(self.alice, 'openid-lock')
        self.alice.clear(self.alice.find(ENTRY, 'Encore une fois'))
        self.choose_lock(' mais plus', 'tout autre chose')
        self.alice.reads('^Les deux mots de passe sont différents')
        self.assertFalse(choose.sensitive)
        picture(self.alice, 'openid-lock-differs')
        # There is no way past it, but to give up.
        self.assertFalse(self.alice.look('list', 'Conversations'))
        self.assertFalse(list((self.alice.home / 'data' / 'spico').glob('*/store.db')))
        for row in ('Mot de passe de verrouillage', 'Encore une fois'):
            self.alice.clear(self.alice.find(ENTRY, row))
        self.choose_lock(LOCK)
        self.alice.press(choose)
        self.alice.sees_conversations()
        self.alice.open_conversation(SUBJECT)

    def test_07_it_locks_and_unlocks_with_it(self):
        self.alice.write('Commencé avant le verrou')
        self.alice.keys('ctrl+l')
        self.alice.reads(LOCKED)
        self.alice.find('button', 'Mot de passe de verrouillage oublié ?')
        pictures(self.alice, 'openid-locked')
        self.unlock(PASSWORD)
        self.alice.reads('^Mot de passe incorrect. C.est le mot de passe de verrouillage')
        self.unlock()
        self.alice.open_conversation(SUBJECT)
        wait_for(lambda: 'Commencé avant le verrou' in self.alice.composer().text, 'the words are there again')

    def test_08_whoever_starts_it_again_finds_it_locked(self):
        self.alice.keys('ctrl+l')
        self.alice.reads(LOCKED)
        self.alice.stop()
        self.alice.start()
        self.alice.reads(LOCKED)
        self.unlock()
        self.alice.open_conversation(SUBJECT)
        wait_for(lambda: 'Commencé avant le verrou' in self.alice.composer().text, 'the words are there again')

    def test_09_after_the_session_one_signs_in_through_the_browser(self):
        self.server.ctl('account', 'disable', ALICE)
        self.alice.reads('Votre session a pris fin')
        self.alice.write(', et après')
        self.browser.choose('alice')
        self.alice.press(self.alice.find('button', 'Se connecter à nouveau'))
        self.alice.reads('^Votre compte est fermé')
        self.server.ctl('account', 'enable', ALICE)
        # Somebody else does not take their place.
        self.assertIn("C'est une autre personne", self.sign_in_as('bruno'))
        self.alice.reads("^C'est une autre personne qui s'est connectée")
        picture(self.alice, 'openid-other-person')
        self.alice.press(self.alice.find('button', 'Annuler'))
        self.assertIn('et après', self.alice.composer().text)
        self.browser.choose('alice')
        self.alice.press(self.alice.find('button', 'Se connecter à nouveau'))
        self.alice.gone(None, re.compile('Votre session a pris fin'))
        self.alice.find('list', 'Conversations')
        wait_for(lambda: 'et après' in self.alice.composer().text, 'the words are still there')

    def test_10_the_lock_password_is_changed_in_the_menu(self):
        dialog = self.alice.choose_in_menu(12, 'Mot de passe de verrouillage')
        self.alice.type_in(self.alice.find(ENTRY, 'Mot de passe actuel', dialog), 'faux')
        self.choose_lock(OTHER_LOCK, title='Nouveau mot de passe de verrouillage')
        self.alice.press(self.alice.find('button', 'Choisir ce mot de passe', dialog))
        self.alice.reads('^Mot de passe incorrect')
        pictures(self.alice, 'openid-change')
        dialog = self.alice.find('dialog', 'Mot de passe de verrouillage')
        self.alice.type_in(self.alice.find(ENTRY, 'Mot de passe actuel', dialog), LOCK)
        self.alice.press(self.alice.find('button', 'Choisir ce mot de passe', dialog))
        self.alice.gone('dialog', 'Mot de passe de verrouillage')
        picture(self.alice, 'openid-changed')
        self.alice.keys('ctrl+l')
        self.unlock(LOCK)
        self.alice.reads('^Mot de passe incorrect')
        self.unlock(OTHER_LOCK)
        self.alice.sees_conversations()

    def test_11_somebody_else_has_their_own_way(self):
        self.alice.keys('ctrl+l')
        self.alice.press(self.alice.find('button', 'Une autre personne…'))
        self.alice.find('button', WITH_PROVIDER)
        self.alice.type_in(self.alice.find(ENTRY, 'Identifiant'), BRUNO)
        self.alice.sign_in()
        self.alice.sees_conversations()
        self.alice.keys('ctrl+l')
        self.alice.reads('TOTARO')
        self.alice.find(ENTRY, 'Mot de passe')
        self.alice.find('button', 'Mot de passe oublié ou changé')
        self.alice.press(self.alice.find('list item', re.compile('MAUGER')))
        self.alice.find('button', 'Mot de passe de verrouillage oublié ?')
        self.unlock(OTHER_LOCK)
        self.alice.sees_conversations()

    def test_12_whoever_has_forgotten_it_says_so_and_begins_anew(self):
        self.alice.keys('ctrl+l')
        self.alice.press(self.alice.find('button', 'Mot de passe de verrouillage oublié ?'))
        self.sign_in_as('alice')
        dialog = self.alice.find(('dialog', 'alert'), 'Verrouillé sur cet ordinateur')
        picture(self.alice, 'openid-forgotten')
        self.alice.type_in(self.alice.find(ENTRY, 'Mot de passe de verrouillage', dialog), 'faux')
        self.alice.press(self.alice.find('button', 'Déverrouiller', dialog))
        self.alice.reads("^Ce n'est pas votre mot de passe de verrouillage")
        dialog = self.alice.find(('dialog', 'alert'), 'Verrouillé sur cet ordinateur')
        self.alice.press(self.alice.find('button', 'Effacer et se connecter', dialog))
        self.alice.reads('^Choisissez un mot de passe de verrouillage$')
        self.choose_lock(LOCK)
        self.alice.press(self.alice.find('button', 'Choisir ce mot de passe'))
        self.alice.sees_conversations()
        self.alice.open_conversation(SUBJECT)
        self.assertEqual(self.alice.composer().text, '')
        self.alice.keys('ctrl+l')
        self.unlock()
        self.alice.sees_conversations()

    def test_13_where_there_are_no_local_logins_none_is_offered(self):
        server = Server(config=self.provider.config(SUPPORT + '[sign-in]\nlocal=false\n')).start()
        person = Person('', server.url)
        browser = SystemBrowser(person)
        person.place = (0, 0, 1040, 860)
        person.environment()
        settings = person.home / 'config' / 'glib-2.0' / 'settings' / 'keyfile'
        settings.write_text(settings.read_text(encoding='utf-8') + "color-scheme='dark'\n", encoding='utf-8')
        person.start()
        person.find('button', WITH_PROVIDER)
        person.gone(ENTRY, 'Mot de passe')
        self.assertFalse(person.look(ENTRY, 'Identifiant'))
        self.assertFalse(person.look('button', 'Se connecter'))
        pictures(person, 'openid-only')
        browser.choose('bruno')
        person.press(person.find('button', WITH_PROVIDER))
        person.reads('^Choisissez un mot de passe de verrouillage$')
        pictures(person, 'openid-lock-dark')
        # Whoever gives up has left nothing here.
        person.press(person.find('button', 'Renoncer à se connecter'))
        person.find('button', WITH_PROVIDER)
        self.assertFalse((person.home / 'data' / 'spico' / 'people.ini').exists())
        person.stop()

    def test_14_a_computer_without_a_browser_says_so_and_goes_on_once_there_is_one(self):
        # The keyring of these tests is one: nobody has signed in to this server yet.
        server = Server(config=self.provider.config(SUPPORT)).start()
        person = Person('', server.url)
        person.place = (0, 0, 1040, 860)
        person.start()
        person.press(person.find('button', WITH_PROVIDER))
        person.reads(r"^Aucun navigateur n'a pu être ouvert\. Contactez l'assistance")
        pictures(person, 'openid-no-browser')
        browser = SystemBrowser(person)
        browser.choose('bruno')
        person.press(person.find('button', 'Ouvrir à nouveau'))
        person.reads('^Choisissez un mot de passe de verrouillage$')
        person.stop()


if __name__ == '__main__':
    main()
