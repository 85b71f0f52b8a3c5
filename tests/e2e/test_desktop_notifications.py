# SPDX-License-Identifier: GPL-3.0-or-later
"""B005: the desktop tells of what comes while one looks elsewhere, and says nothing of a patient, with the real programs."""

import os
import re
import unittest

from spico_e2e import PREFIX, Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7
from spico_shell import Shell

PANSEMENT, REUNION, MARQUE = 'Pansement du talon', 'Réunion du service', 'Commande de gants'
# The demonstration's own, which is open while others are written to.
OPEN = 'Chute cette nuit'
PERSON, STRUCTURE = 'Mme Stéphanie MAUGER', 'EHPAD LES TROIS TILLEULS'
SECRETS = ('Pansement', 'talon', 'jour', 'Réunion', 'Salle', 'gants', 'TOTARO', 'Marie', 'MAUGER', 'Chute', 'EHPAD')
N_MISSED = 200
HANDED = '1 conversation vous est confiée'


class Colleague(Person):
    """One whose program is the one that the session's bus knows: it is started without a login, which it remembers."""

    def start(self, *arguments, **env):
        self.environment()
        settings = self.home / 'config' / 'glib-2.0' / 'settings' / 'keyfile'
        if 'login=' not in settings.read_text(encoding='utf-8'):
            with settings.open('a', encoding='utf-8') as file:
                file.write(f"server-address='{self.url}'\nlogin='{self.login}'\nquiet-from=0\nquiet-to=0\n")
        self.spawn([PREFIX / 'bin' / 'spico', *arguments], self.environment(**env))
        return self

    def appears(self):
        wait_for(lambda: self._alive() and self.application(), f'{self.login} sees a window\n{self.tail()}')
        self.put(*self.place)
        return self


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class DesktopNotifications(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shell = Shell()
        cls.server = Server()
        cls.server.start()
        cls.totaro = Client(cls.server.url).sign_in('totaro', 'spico-demo')
        # Another device of the same person.
        cls.phone = Client(cls.server.url).sign_in('mauger', 'spico-demo')
        cls.ids = {}
        for subject in (PANSEMENT, REUNION, MARQUE):
            cls.ids[subject] = cls.totaro.create('Conversation', {'clientId': uuid7(), 'subject': subject, 'participantIds': [cls.phone.account]})['id']
            cls.say(subject, 'Tous les deux jours.')
        cls.cable = Link(cls.server)
        cls.alice = Colleague('mauger', cls.cable.url)
        # So high that all settings are in view.
        cls.alice.place = (0, 0, 1040, 990)
        cls.alice.start().appears().sign_in().sees_conversations()
        cls.alice.find('list item', None, cls.alice.find('list', 'Conversations'))
        cls.alice.open_conversation(OPEN)

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @classmethod
    def say(cls, subject, text):
        return cls.totaro.create('Message', {'clientId': uuid7(), 'conversationId': cls.ids[subject], 'text': text})

    @classmethod
    def read_elsewhere(cls, *subjects):
        account = cls.phone.account
        for subject in subjects:
            last = cls.phone.call('Conversation/get', {'accountId': account, 'ids': [cls.ids[subject]]})['list'][0]['lastMessageSeq']
            cls.phone.call('ReadMarker/set', {'accountId': account, 'update': {f'{cls.ids[subject]}_{account}_{account}': {'readUpTo': last}}})

    @classmethod
    def hand(cls, who, to):
        who.call('Conversation/set', {'accountId': cls.structure, 'update': {cls.asked: {'assignedPersonId': to.account}}})

    @classmethod
    def looks_elsewhere(cls):
        cls.phone.call('ReadMarker/set', {'accountId': cls.structure, 'update': {f'{cls.asked}_{cls.structure}_{cls.phone.account}': {'isMarkedUnread': False}}})

    def is_marked(self):
        [marker] = self.phone.call('ReadMarker/get', {'accountId': self.structure, 'ids': [f'{self.asked}_{self.structure}_{self.phone.account}']})['list']
        return marker['isMarkedUnread']

    def alice_looks_at(self, subject):
        self.alice.keys()
        self.alice.open_conversation(subject)

    def test_1_what_comes_elsewhere_is_told_without_a_word_of_it(self):
        self.assertEqual(self.shell.history, [], 'what was there when the program came is not new')
        self.say(PANSEMENT, 'Le pansement du talon est décollé.')
        self.shell.shows('Nouveau message')
        for _, _, sent in self.shell.history:
            for secret in SECRETS:
                self.assertNotIn(secret, sent)

    def test_2_the_next_ones_replace_it(self):
        self.say(PANSEMENT, 'Je repasse ce jour.')
        self.shell.shows('2 nouveaux messages')
        self.say(REUNION, 'Salle 2.')
        self.shell.shows('3 nouveaux messages dans 2 conversations')
        self.assertEqual(len({name for name, _, _ in self.shell.history}), 1)
        for _, _, sent in self.shell.history:
            for secret in SECRETS:
                self.assertNotIn(secret, sent)

    def test_3_what_is_read_on_another_device_is_withdrawn(self):
        self.read_elsewhere(REUNION)
        self.shell.shows('2 nouveaux messages')
        self.assertEqual(self.shell.history[-1][1]['priority'], 'low', 'it does not disturb again')
        self.read_elsewhere(PANSEMENT)
        self.shell.shows()

    def test_4_clicking_opens_the_conversation_which_is_read_then(self):
        self.say(REUNION, 'Salle 3, finalement.')
        self.shell.shows('Nouveau message')
        self.shell.click('Nouveau message')
        self.alice.keys()
        self.alice.has_message('Salle 3, finalement.')
        wait_for(lambda: self.phone.call('Conversation/get', {'accountId': self.phone.account, 'ids': [self.ids[REUNION]]})['list'][0]['unreadCount'] == 0, 'it is read')

    def test_5_several_lead_to_what_is_unread(self):
        self.alice_looks_at(OPEN)
        self.say(PANSEMENT, 'Vu.')
        self.say(REUNION, 'Noté.')
        self.shell.shows('2 nouveaux messages dans 2 conversations')
        self.shell.click('2 nouveaux messages dans 2 conversations')
        self.alice.reads('^Conversations non lues$')
        self.read_elsewhere(PANSEMENT, REUNION)
        self.alice.press(self.alice.find('button', 'Tout afficher'))
        self.alice.open_conversation(OPEN)

    def test_6_what_is_muted_one_s_own_or_before_one_s_eyes_is_not_told(self):
        self.phone.call('Conversation/set', {'accountId': self.phone.account, 'update': {self.ids[PANSEMENT]: {'isMuted': True}}})
        self.alice_looks_at(REUNION)
        n_before = len(self.shell.history)
        self.say(PANSEMENT, 'Rien de pressé.')
        self.phone.create('Message', {'clientId': uuid7(), 'conversationId': self.ids[MARQUE], 'text': 'Il en faut.'})
        self.say(REUNION, 'À demain.')
        self.alice.has_message('À demain.')
        # The one that must be told comes last: with any of the others it would not be alone.
        self.say(MARQUE, 'Taille M ?')
        self.shell.shows('Nouveau message')
        self.assertEqual([sent['title'] for _, sent, _ in self.shell.history[n_before:]], ['Nouveau message'])
        self.read_elsewhere(MARQUE)
        self.shell.shows()

    def test_6_z_of_a_structure_what_others_write_is_told_and_not_what_colleagues_answer(self):
        type(self).structure = next(identifier for identifier, account in self.phone.load_session()['accounts'].items() if account['name'] == STRUCTURE)
        self.server.ctl('delegation', 'set', '--account', self.structure, '--delegate', self.totaro.account, '--scope', 'discussions', '--referent', 'Mme Cadre')
        clara = Client(self.server.url).sign_in('bonnefous', 'spico-demo')
        type(self).asked = clara.create('Conversation', {'clientId': uuid7(), 'subject': 'Lit disponible', 'participantIds': [self.structure]})['id']
        clara.create('Message', {'clientId': uuid7(), 'conversationId': self.asked, 'text': 'Dès lundi ?'})
        self.shell.shows('Nouveau message')
        self.totaro.create('Message', {'clientId': uuid7(), 'conversationId': self.asked, 'text': 'Oui.'}, self.structure)
        self.say(MARQUE, 'Et du gel.')
        self.shell.shows('2 nouveaux messages dans 2 conversations')
        self.read_elsewhere(MARQUE)
        self.shell.shows('Nouveau message')
        self.shell.click('Nouveau message')
        self.alice.keys()
        self.alice.find('toggle button', f'Messagerie {STRUCTURE}')
        self.alice.has_message('Dès lundi ?')
        for _, _, sent in self.shell.history:
            self.assertNotIn('EHPAD', sent)
        self.alice.choose_account(PERSON)
        self.alice.open_conversation(OPEN)

    def test_6_z_s_whom_a_conversation_is_handed_to_is_told_until_they_look_at_it(self):
        self.alice_looks_at(OPEN)
        self.hand(self.totaro, self.phone)
        self.shell.shows(HANDED)
        self.looks_elsewhere()
        self.shell.shows()
        # Handed over once more, it is told once more; to somebody else, it is withdrawn.
        self.hand(self.totaro, self.totaro)
        # A message that comes after it: the program has seen both.
        self.say(MARQUE, 'Et du savon.')
        self.shell.shows('Nouveau message')
        self.read_elsewhere(MARQUE)
        self.shell.shows()
        self.hand(self.totaro, self.phone)
        self.shell.shows(HANDED)
        self.hand(self.totaro, self.totaro)
        self.shell.shows()
        self.hand(self.totaro, self.phone)
        self.shell.shows(HANDED)
        self.assertEqual({name for name, sent, _ in self.shell.history if sent['title'] == HANDED}, {'handed'})
        for _, _, sent in self.shell.history:
            for secret in (*SECRETS, 'Lit', 'lundi'):
                self.assertNotIn(secret, sent)
        self.shell.click(HANDED)
        self.alice.keys()
        self.alice.find('toggle button', f'Messagerie {STRUCTURE}')
        self.alice.has_message('Dès lundi ?')
        self.alice.reads("^Mme Marie TOTARO vous l'a confiée$")
        picture(self.alice, 'handed-to-me')
        wait_for(lambda: not self.is_marked(), 'it is looked at')
        self.shell.shows()

    def test_6_z_t_what_one_takes_oneself_is_told_on_no_device(self):
        self.alice.choose_account(PERSON)
        self.alice.open_conversation(OPEN)
        n_before = len(self.shell.history)
        self.hand(self.phone, self.totaro)
        self.hand(self.phone, self.phone)
        self.say(MARQUE, 'Et des masques.')
        self.shell.shows('Nouveau message')
        self.assertEqual([sent['title'] for _, sent, _ in self.shell.history[n_before:]], ['Nouveau message'])
        self.read_elsewhere(MARQUE)
        self.shell.shows()

    def test_7_what_came_while_the_cable_was_out_is_told_once(self):
        n_before = len(self.shell.history)
        self.cable.cut()
        self.alice.reads('^Hors ligne')
        for number in range(N_MISSED):
            self.say(MARQUE, f'Carton {number + 1}.')
        self.cable.plug()
        self.shell.shows(f'{N_MISSED} nouveaux messages')
        # A marker that comes after all of it.
        self.read_elsewhere(MARQUE)
        self.shell.shows()
        self.assertEqual(len(self.shell.history), n_before + 1)

    def test_8_nothing_is_told_of_somebody_who_has_locked(self):
        self.say(MARQUE, 'Livrés.')
        self.shell.shows('Nouveau message')
        self.alice.keys('ctrl+l')
        self.shell.shows()
        self.alice.reads('^Spico est verrouillé')

    def test_9_what_was_clicked_waits_for_who_unlocks(self):
        from gi.repository import GLib
        self.alice.stop()
        self.alice.start('--gapplication-service')
        target = GLib.Variant('(ss)', (self.phone.account, self.ids[MARQUE]))
        wait_for(lambda: self.shell.knows_the_program(), 'the program is on the bus')
        self.shell.activate(GLib.Variant('a{sv}', {'default-action': GLib.Variant('s', 'app.open-conversation'), 'default-action-target': target}))
        self.alice.appears()
        self.alice.type_in(self.alice.find(('password text', 'text', 'entry'), 'Mot de passe'), 'spico-demo')
        self.alice.press(self.alice.find('button', 'Déverrouiller'))
        self.alice.has_message('Livrés.')
        self.shell.shows()

    def open_settings(self):
        self.alice.keys('alt+3')
        self.alice.click(self.alice.find('list item', 'Notifications'))
        self.alice.reads('^Sur cet ordinateur$')

    def n_unread(self):
        """As the header counts it."""
        button = self.alice.find('button', re.compile('^Agir en tant que'))
        return next((int(node.name) for node in button.walk() if node.role == 'label' and node.name.isdigit()), 0)

    def switch(self, name):
        """Turns a switch: one that still slides is deaf to whoever presses it."""
        self.alice.settle()
        switch = self.alice.find(('switch', 'check box'), name)
        before = switch.has_state('checked')
        self.alice.press(switch)
        wait_for(lambda: switch.has_state('checked') != before, f'«{name}» is turned')

    def test_a_requests_and_announcements_are_told_and_lead_there(self):
        delegation = self.totaro.create('Delegation', {'delegatorId': self.phone.account, 'delegateId': self.totaro.account, 'scope': 'all'})['id']
        self.shell.shows('1 demande de délégation attend votre réponse')
        announced = self.server.ctl('announce', 'add', '--kind', 'release', '--title', 'Version 3.1').strip()
        self.shell.shows('1 demande de délégation attend votre réponse', "1 nouvelle communication de l'opérateur")
        for _, _, sent in self.shell.history:
            for secret in (*SECRETS, 'Version'):
                self.assertNotIn(secret, sent)
        self.server.ctl('announce', 'withdraw', announced)
        self.shell.shows('1 demande de délégation attend votre réponse')
        self.shell.click('1 demande de délégation attend votre réponse')
        self.alice.keys()
        self.alice.reads('^Relations$')
        self.totaro.call('Delegation/set', {'accountId': self.totaro.account, 'update': {delegation: {'status': 'ended'}}})
        self.shell.shows()

    def test_a_z_so_are_groups_that_are_shared(self):
        group = self.totaro.create('FavouriteGroup', {'clientId': uuid7(), 'name': 'Plaies du pied', 'memberIds': [self.totaro.account, self.phone.account]})['id']
        self.totaro.create('FavouriteGroupShare', {'groupId': group, 'principalId': self.phone.account})
        self.shell.shows('1 groupe de favoris vous est partagé')
        for _, _, sent in self.shell.history:
            self.assertNotIn('Plaies', sent)
        self.shell.click('1 groupe de favoris vous est partagé')
        self.alice.keys()
        self.alice.find('dialog', 'Groupes de favoris')
        self.alice.leave('Groupes de favoris')

    def test_b_a_kind_is_switched_off(self):
        self.open_settings()
        picture(self.alice, 'desktop-notifications')
        self.switch("Annonces de l'opérateur")
        n_before = len(self.shell.history)
        self.server.ctl('announce', 'add', '--kind', 'release', '--title', 'Version 3.2')
        self.alice.reads('Version 3.2')
        self.say(REUNION, 'Salle 4.')
        self.shell.shows('Nouveau message')
        self.assertEqual(len(self.shell.history), n_before + 1)
        self.read_elsewhere(REUNION)
        self.shell.shows()

    def test_c_what_comes_in_quiet_hours_is_told_once_when_they_end(self):
        self.open_settings()
        self.switch('Ne pas déranger')
        self.alice.find('combo box', 'Fin')
        picture(self.alice, 'desktop-notifications-quiet')
        n_before, n_unread = len(self.shell.history), self.n_unread()
        self.say(REUNION, 'Salle 5.')
        self.say(MARQUE, 'Taille L.')
        wait_for(lambda: self.n_unread() == n_unread + 2, 'both have come')
        self.switch('Ne pas déranger')
        self.shell.shows('2 nouveaux messages dans 2 conversations')
        self.assertEqual(len(self.shell.history), n_before + 1)
        self.read_elsewhere(REUNION, MARQUE)
        self.shell.shows()

    def test_c_z_so_is_what_is_handed_over(self):
        self.open_settings()
        self.switch('Ne pas déranger')
        n_before, n_unread = len(self.shell.history), self.n_unread()
        # To whom it is handed already, it is not handed once more.
        self.hand(self.totaro, self.totaro)
        self.hand(self.totaro, self.phone)
        # A message that comes after it: the program has seen both.
        self.say(REUNION, 'Salle 6.')
        wait_for(lambda: self.n_unread() == n_unread + 1, 'both have come')
        self.assertEqual(self.shell.titles(), [])
        self.switch('Ne pas déranger')
        self.shell.shows(HANDED, 'Nouveau message')
        self.assertEqual(len(self.shell.history), n_before + 2)
        self.read_elsewhere(REUNION)
        self.shell.shows(HANDED)
        self.switch('Demandes de délégation')
        self.shell.shows()
        self.hand(self.totaro, self.totaro)
        self.say(MARQUE, 'Taille L.')
        self.shell.shows('Nouveau message')
        self.hand(self.totaro, self.phone)
        self.say(MARQUE, 'Taille XL.')
        self.shell.shows('2 nouveaux messages')
        self.assertNotIn(HANDED, [sent['title'] for _, sent, _ in self.shell.history[n_before + 2:]])
        self.switch('Demandes de délégation')
        self.read_elsewhere(MARQUE)
        self.looks_elsewhere()
        self.hand(self.totaro, self.totaro)
        self.shell.shows()

    def test_d_without_its_window_it_goes_on_until_one_quits(self):
        self.open_settings()
        self.switch('Continuer en arrière-plan')
        picture(self.alice, 'desktop-notifications-background')
        self.alice.keys('ctrl+w')
        wait_for(lambda: not self.alice.windows(), 'the window is closed')
        self.say(PANSEMENT, 'Sans notification.')
        self.hand(self.totaro, self.phone)
        self.shell.shows(HANDED)
        self.say(MARQUE, 'Taille S.')
        self.shell.shows(HANDED, 'Nouveau message')
        self.hand(self.totaro, self.totaro)
        self.shell.shows('Nouveau message')
        self.shell.click('Nouveau message')
        self.alice.appears()
        self.alice.has_message('Taille S.')
        self.alice.keys('ctrl+q')
        wait_for(lambda: not self.alice.running, 'it ends')
        self.assertEqual(self.alice.process.returncode, 0)

    def test_e_locked_without_its_window_it_ends(self):
        self.alice.start()
        self.alice.appears()
        self.alice.sees_conversations()
        self.alice.keys('ctrl+w')
        wait_for(lambda: not self.alice.windows(), 'the window is closed')
        self.assertTrue(self.alice.running)
        self.say(MARQUE, 'Taille XS.')
        self.shell.shows('Nouveau message')
        self.shell.lock_the_program()
        wait_for(lambda: not self.alice.running, 'it ends')
        self.assertEqual(self.alice.process.returncode, 0)
        self.shell.shows()


if __name__ == '__main__':
    main()
