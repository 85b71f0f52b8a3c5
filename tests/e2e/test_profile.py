# SPDX-License-Identifier: GPL-3.0-or-later
"""F004–F006: « Mon profil » of the person, and of the structure that they act for, with the real programs, and a real SMTP server (aiosmtpd)."""

import contextlib
import os
import re
import sqlite3
import unittest

from spico_e2e import Link, Person, Server, end_programs, folder, main, wait_for
from spico_jmap_client import Client
from spico_relay import Relay, plain

MAUGER, STRUCTURE = 'mauger', 'EHPAD LES TROIS TILLEULS'
OF_STRUCTURE = "Équipe de nuit de l'EHPAD"
REGISTERED = 'contact@ehpad-trois-tilleuls.example'
ADDRESSES = ('Type de BAL|Adresse BAL|Identification nationale PP|Type identifiant structure|Identification Structure|\n'
             'PER|stephanie.mauger@infirmier.mssante.example|899700900014|||\n'
             'PER|cabinet.mauger@infirmier.mssante.example|899700900014|||\n'
             'PER|ancienne.mauger@infirmier.mssante.example|899700900014|||\n')
# The next extraction leaves out who is on the national red list.
LATER = ADDRESSES.replace('PER|ancienne.mauger@infirmier.mssante.example|899700900014|||\n', 'ORG|accueil@ehpad-tilleuls.mssante.example||FINESS|310990106|\nORG|soins@ehpad-tilleuls.mssante.example||FINESS|310990106|\n')


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


def turn(person, switch):
    """Turns a switch: one that still slides is deaf to whoever presses it."""
    before = switch.has_state('checked')
    for _ in range(5):
        person.press(switch)
        with contextlib.suppress(AssertionError):
            wait_for(lambda: switch.has_state('checked') != before, 'the switch is turned', 2)
            return
    raise AssertionError(f'«{switch.name}» does not turn')


class Profile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        for day, text in ('08', ADDRESSES), ('09', LATER):
            file = folder() / f'Extraction_Correspondance_MSSante_202610{day}0830.txt'
            file.write_text(text, encoding='utf-8')
            cls.server.ctl('import', 'mssante', file)
        cls.server.start()
        cls.cable = Link(cls.server)
        cls.alice = Person(MAUGER, cls.cable.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start().sign_in()
        cls.alice.sees_conversations()
        cls.colleague = Client(cls.server.url).sign_in('totaro', 'spico-demo')

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def tab(self, name):
        self.alice.click(self.alice.find('list item', name, self.alice.find('list', 'Mon profil')))

    def act_as(self, name):
        self.alice.press(self.alice.find(('toggle button', 'button'), re.compile('^Agir en tant que')))
        self.alice.click(self.alice.find('list item', re.compile(rf'^{re.escape(name)}')))
        self.alice.find('toggle button', f'Agir en tant que {name}')

    def reads_all(self, *texts):
        wait_for(lambda: not set(texts) - set(self.alice.texts()), f'all is read of {texts}')

    def test_1_the_registers_say_who_one_is(self):
        self.alice.settle()
        self.alice.keys('alt+3')
        self.alice.find('list', 'Mon profil')
        self.reads_all('Mon profil', 'Profil utilisateur', 'Mme Stéphanie MAUGER', 'Profession', 'Infirmier', 'Numéro national', 'RPPS 99700900014', 'Identifiant', 'mauger', 'Structures', STRUCTURE)
        picture(self.alice, 'profile-user')

    def test_2_the_addresses_of_mssante_stand_in_their_tab(self):
        self.tab('Profil MSSanté')
        self.reads_all('Adresses MSSanté', 'stephanie.mauger@infirmier.mssante.example', 'cabinet.mauger@infirmier.mssante.example', 'Personnelle', 'ancienne.mauger@infirmier.mssante.example')
        self.alice.reads("plus dans l'annuaire MSSanté : elle est sur la liste rouge nationale, ou fermée")
        picture(self.alice, 'profile-mssante')

    def switch(self, name, address):
        return self.alice.find(('switch', 'check box'), f'{name}, {address}')

    def shown(self, principal):
        """What anybody reads on a card."""
        [card] = self.colleague.call('PrincipalCard/get', {'accountId': 'region', 'ids': [principal]})['list']
        return [address['address'].split('@')[0] + ('*' if address['isPreferred'] else '') for address in card['mssanteAddresses']]

    def test_2b_one_is_preferred_and_one_on_the_red_list(self):
        me = self.colleague.call('Principal/query', {'accountId': 'region', 'filter': {'text': 'mauger'}})['ids'][0]
        self.assertEqual(self.shown(me), ['cabinet.mauger', 'stephanie.mauger'])
        turn(self.alice, self.switch('Adresse préférée', 'stephanie.mauger@infirmier.mssante.example'))
        wait_for(lambda: self.shown(me) == ['stephanie.mauger*', 'cabinet.mauger'], 'it is shown first')
        self.reads_all('Personnelle\nAdresse préférée')
        self.alice.settle()
        turn(self.alice, self.switch('Sur liste rouge', 'cabinet.mauger@infirmier.mssante.example'))
        wait_for(lambda: self.shown(me) == ['stephanie.mauger*'], 'the other is hidden')
        self.alice.reads('Sur liste rouge : cachée aux autres dans Spico')
        self.assertFalse(self.switch('Adresse préférée', 'cabinet.mauger@infirmier.mssante.example').sensitive)
        picture(self.alice, 'profile-mssante-chosen')
        self.tab('Profil utilisateur')
        self.alice.settle()
        self.alice.press(self.alice.find('button', "Voir la fiche de l'annuaire"))
        self.alice.reads('^Adresse MSSanté préférée$')
        self.alice.reads('^stephanie.mauger@infirmier.mssante.example$')
        self.assertNotIn('cabinet.mauger@infirmier.mssante.example', self.alice.texts())
        picture(self.alice, 'profile-mssante-card')
        self.alice.settle()
        self.alice.keys('Escape')
        self.alice.gone(None, re.compile('^Adresse MSSanté préférée$'))
        self.tab('Profil MSSanté')
        self.alice.settle()
        turn(self.alice, self.switch('Sur liste rouge', 'stephanie.mauger@infirmier.mssante.example'))
        wait_for(lambda: self.shown(me) == [], 'so is this one')
        wait_for(lambda: not self.switch('Adresse préférée', 'stephanie.mauger@infirmier.mssante.example').has_state('checked'), 'and preferred no more')
        self.alice.settle()
        turn(self.alice, self.switch('Sur liste rouge', 'stephanie.mauger@infirmier.mssante.example'))
        wait_for(lambda: self.shown(me) == ['stephanie.mauger'], 'it is shown again')

    def test_3_the_groups_are_those_of_their_dialog(self):
        self.tab('Groupes de favoris')
        self.alice.press(self.alice.find('button', 'Créer un nouveau groupe'))
        dialog = self.alice.find('dialog', 'Groupes de favoris')
        self.alice.type_in(self.alice.find(('text', 'entry'), re.compile('^Nom'), dialog), 'Équipe du mardi')
        self.alice.press(self.alice.find('button', 'Enregistrer', dialog))
        self.alice.reads('^Tout est enregistré$')
        self.alice.leave('Groupes de favoris')
        self.alice.find('tree table', "Groupes que j'administre")
        picture(self.alice, 'profile-groups')

    def test_4_a_structure_has_its_own(self):
        self.tab('Profil MSSanté')
        self.act_as(STRUCTURE)
        self.reads_all('accueil@ehpad-tilleuls.mssante.example', 'soins@ehpad-tilleuls.mssante.example', 'Organisationnelle')
        turn(self.alice, self.switch('Adresse préférée', 'soins@ehpad-tilleuls.mssante.example'))
        wait_for(lambda: self.shown('f310990106') == ['soins*', 'accueil'], 'a delegate chooses for the structure')
        picture(self.alice, 'profile-mssante-structure')
        self.tab('Profil utilisateur')
        self.reads_all(STRUCTURE, 'FINESS 310990106', 'Catégorie', 'Adresse')
        self.assertNotIn('RPPS 99700900014', self.alice.texts())
        self.assertNotIn('Identifiant', self.alice.texts())
        picture(self.alice, 'profile-structure')
        self.tab('Profil MSSanté')

    def test_4_b_a_structure_has_groups_of_its_own(self):
        """F039: « Créer un nouveau groupe », as a structure"""
        self.act_as(STRUCTURE)
        self.tab('Groupes de favoris')
        self.alice.press(self.alice.find('button', 'Créer un nouveau groupe'))
        dialog = self.alice.find('dialog', 'Groupes de favoris')
        self.alice.type_in(self.alice.find(('text', 'entry'), re.compile('^Nom'), dialog), OF_STRUCTURE)
        picture(self.alice, 'profile-structure-group-new')
        self.alice.press(self.alice.find('button', 'Enregistrer', dialog))
        self.alice.reads('^Tout est enregistré$')
        self.alice.leave('Groupes de favoris')
        self.alice.find('table cell', OF_STRUCTURE, self.alice.find('tree table', "Groupes que j'administre"))
        picture(self.alice, 'profile-structure-groups')
        client = Client(self.server.url).sign_in(MAUGER, 'spico-demo')
        wait_for(lambda: OF_STRUCTURE in self.groups(client, 'f310990106'), 'the structure has made it')
        self.assertNotIn(OF_STRUCTURE, self.groups(client, client.account), 'who acted for it has not')
        self.act_as('Mme Stéphanie MAUGER')
        self.alice.gone('table cell', OF_STRUCTURE)
        self.act_as(STRUCTURE)
        self.tab('Profil MSSanté')

    @staticmethod
    def groups(client, account_id):
        groups = client.call('FavouriteGroup/get', {'accountId': account_id, 'ids': None})['list']
        return [group['name'] for group in groups if group['creatorAccountId'] == account_id]

    def test_5_off_line_it_says_what_is_missing(self):
        self.cable.cut()
        self.alice.reads('Hors ligne')
        self.act_as('Mme Stéphanie MAUGER')
        self.alice.reads("^Hors ligne, ni l'adresse préférée ni la liste rouge ne peuvent être modifiées")
        self.alice.reads('stephanie.mauger@infirmier.mssante.example')
        self.assertFalse(self.switch('Sur liste rouge', 'stephanie.mauger@infirmier.mssante.example').sensitive)
        picture(self.alice, 'profile-mssante-offline')
        self.tab('Profil utilisateur')
        self.alice.reads('Hors ligne, seule une partie de ce profil est connue.')
        self.alice.reads('RPPS 99700900014')
        self.cable.plug()
        self.alice.gone(None, re.compile('seule une partie'))
        self.tab('Profil MSSanté')
        self.alice.reads('stephanie.mauger@infirmier.mssante.example')

    def back(self):
        self.alice.press(self.alice.find('button', re.compile('^(Retour|Précédent)')))

    def test_6_there_is_room_at_360_pixels(self):
        self.alice.put(0, 0, 960, 720)
        picture(self.alice, 'profile-middle')
        self.alice.put(0, 0, 360, 720)
        self.alice.reads('stephanie.mauger@infirmier.mssante.example')
        self.alice.settle()
        picture(self.alice, 'profile-narrow-tab')
        self.back()
        picture(self.alice, 'profile-narrow')
        self.tab('Groupes de favoris')
        self.alice.find('tree table', "Groupes que j'administre")
        picture(self.alice, 'profile-narrow-groups')
        self.alice.find('button', 'Créer un nouveau groupe')

    def test_7_in_the_dark(self):
        self.alice.put(0, 0, 1040, 860)
        self.alice.stop()
        self.alice.start(ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        self.alice.settle()
        self.alice.keys('alt+3')
        self.alice.find('list', 'Mon profil')
        self.tab('Profil MSSanté')
        self.alice.reads('stephanie.mauger@infirmier.mssante.example')
        picture(self.alice, 'profile-mssante-dark')


class Notified(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.relay = Relay()
        cls.server = Server(config=cls.relay.config).start()
        cls.cable = Link(cls.server)
        cls.alice = Person(MAUGER, cls.cable.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start().sign_in()
        cls.alice.sees_conversations()
        cls.me = Client(cls.server.url).sign_in(MAUGER, 'spico-demo').account
        cls.colleague = Client(cls.server.url).sign_in('totaro', 'spico-demo')

    @classmethod
    def tearDownClass(cls):
        cls.relay.close()
        end_programs()

    def tab(self, name):
        self.alice.click(self.alice.find('list item', name, self.alice.find('list', 'Mon profil')))

    def open_profile(self):
        self.alice.settle()
        self.alice.keys('alt+3')
        self.alice.find('list', 'Mon profil')

    def entry(self, name):
        return self.alice.find(('text', 'entry'), name)

    def ask_for_code(self, address):
        """Has a code mailed to an address, and reads it there."""
        n_mails = len(self.relay.mails)
        self.alice.type_in(self.entry('Nouvelle adresse de notification'), address)
        self.alice.press(self.alice.find('button', 'Envoyer un code à cette adresse'))
        wait_for(lambda: len(self.relay.mails) > n_mails, 'the code is mailed')
        recipients, mail = self.relay.mails[n_mails]
        self.assertEqual(recipients, [address])
        self.alice.reads('Un code a été envoyé à cette adresse')
        return ''.join(re.search(r'est (\d{3}) (\d{3})\.', plain(mail)).groups())

    def give_code(self, code):
        entry = self.entry('Code reçu par courriel')
        self.alice.type_in(entry, code)
        self.alice.press(self.alice.find('button', 'Vérifier le code'))

    def region(self, statement, *values):
        with contextlib.closing(sqlite3.connect(self.server.database, timeout=10)) as region, region:
            return region.execute(statement, values).fetchall()

    def test_1_an_address_counts_once_its_code_was_given(self):
        self.open_profile()
        self.alice.reads(f'^{REGISTERED}, d.après l.annuaire$')
        code = self.ask_for_code('stephanie@cabinet.example')
        picture(self.alice, 'profile-code')
        self.give_code(f'{(int(code) + 1) % 1000000:06}')
        self.alice.reads("Ce code n'est pas celui qui a été envoyé")
        self.alice.reads('il reste 4 essais')
        self.alice.reads(f'^{REGISTERED}, d.après l.annuaire$')
        self.give_code(code)
        self.alice.gone(None, 'Code reçu par courriel')
        self.alice.reads('^stephanie@cabinet.example$')
        self.assertEqual(self.entry('Nouvelle adresse de notification').text, '')
        wait_for(lambda: len(self.relay.mails) == 2, 'the address that counted before is told')
        recipients, mail = self.relay.mails[1]
        self.assertEqual(recipients, [REGISTERED])
        self.assertIn('ne recevra plus ses courriels à cette adresse', plain(mail))
        picture(self.alice, 'profile-address')

    def test_1_b_another_code_is_asked_for_or_nothing_is_changed(self):
        """F005: « Envoyer un autre code », « Garder l'adresse actuelle »"""
        first = self.ask_for_code('autre@cabinet.example')
        n_mails = len(self.relay.mails)
        self.alice.press(self.alice.find('button', 'Envoyer un autre code'))
        wait_for(lambda: len(self.relay.mails) > n_mails, 'another code is mailed')
        recipients, mail = self.relay.mails[n_mails]
        self.assertEqual(recipients, ['autre@cabinet.example'])
        self.assertNotEqual(''.join(re.search(r'est (\d{3}) (\d{3})\.', plain(mail)).groups()), first)
        self.give_code(first)
        self.alice.reads("Ce code n'est pas celui qui a été envoyé")
        picture(self.alice, 'profile-another-code')
        self.alice.press(self.alice.find('button', "Garder l'adresse actuelle"))
        self.alice.gone('button', "Garder l'adresse actuelle")
        self.alice.reads('^stephanie@cabinet.example$')
        self.assertEqual(self.region("SELECT mail, pending_mail FROM profile WHERE id = ?", self.me), [('stephanie@cabinet.example', '')])

    def ask_for_delegation(self):
        return self.colleague.create('Delegation', {'delegatorId': self.me, 'delegateId': self.colleague.account, 'scope': 'all'})['id']

    def test_2_a_kind_is_switched_off(self):
        self.tab('Notifications')
        self.alice.reads('Ils vont à stephanie@cabinet.example')
        switch = self.alice.find(('switch', 'check box'), 'Délégations')
        turn(self.alice, switch)
        wait_for(lambda: self.region('SELECT delegation_by_mail FROM profile') == [(0,)], 'it is switched off')
        picture(self.alice, 'profile-switches')
        delegation = self.ask_for_delegation()
        self.assertEqual(self.region("SELECT COUNT(*) FROM notification WHERE kind = 'delegation'"), [(0,)])
        self.colleague.call('Delegation/set', {'accountId': self.colleague.account, 'update': {delegation: {'status': 'ended'}}})
        turn(self.alice, switch)
        wait_for(lambda: self.region('SELECT delegation_by_mail FROM profile') == [(1,)], 'it is switched on')
        n_mails = len(self.relay.mails)
        self.ask_for_delegation()
        wait_for(lambda: len(self.relay.mails) > n_mails, 'the request is mailed')
        recipients, mail = self.relay.mails[n_mails]
        self.assertEqual(recipients, ['stephanie@cabinet.example'])
        self.assertIn('demande la délégation de votre compte', plain(mail))

    def announce(self, title):
        """The operator announces something; gives whom it was mailed to, once all were."""
        announced = self.server.ctl('announce', 'add', '--kind', 'release', '--title', title).strip()
        wait_for(lambda: self.region("SELECT (SELECT COUNT(*) FROM announcement_mailing) + (SELECT COUNT(*) FROM notification WHERE status = 'queued')") == [(0,)], 'all are told')
        self.server.ctl('announce', 'withdraw', announced)
        return [recipients[0] for recipients, mail in self.relay.mails if mail['subject'] == f'Nouveautés de Spico : {title}']

    def test_2_b_the_operators_communications_are_switched_off(self):
        self.assertIn('stephanie@cabinet.example', self.announce('Version 3.1'))
        self.alice.press(self.alice.find(('switch', 'check box'), "Communications de l'opérateur"))
        wait_for(lambda: self.region('SELECT announcement_by_mail FROM profile') == [(0,)], 'it is switched off')
        picture(self.alice, 'profile-switches-announcements')
        self.assertNotIn('stephanie@cabinet.example', self.announce('Version 3.2'))

    def test_3_what_another_device_changes_is_shown(self):
        client = Client(self.server.url).sign_in(MAUGER, 'spico-demo')
        client.call('Profile/set', {'accountId': self.me, 'update': {self.me: {'telephone': '04 67 00 00 00'}}})
        self.tab('Profil utilisateur')
        wait_for(lambda: self.entry('Téléphone de notification').text == '04 67 00 00 00', 'the telephone is shown')

    def test_4_what_is_typed_off_line_is_kept(self):
        self.cable.cut()
        self.alice.reads('Hors ligne, votre saisie est conservée')
        self.alice.type_in(self.entry('Nouvelle adresse de notification'), 'accueil@cabinet.example')
        telephone = self.entry('Téléphone de notification')
        self.alice.clear(telephone)
        self.alice.type_in(telephone, '06 00 00 00 00')
        self.assertFalse(self.alice.find('button', 'Enregistrer le téléphone').sensitive)
        picture(self.alice, 'profile-offline')
        self.tab('Notifications')
        self.alice.reads('Hors ligne, les notifications ne peuvent être ni activées ni désactivées')
        self.assertFalse(self.alice.find(('switch', 'check box'), 'Délégations').sensitive)
        self.alice.settle()
        self.alice.stop()
        self.alice.start()
        self.open_profile()
        self.alice.reads('^stephanie@cabinet.example$')
        wait_for(lambda: self.entry('Nouvelle adresse de notification').text == 'accueil@cabinet.example', 'the address is still typed')
        self.assertEqual(self.entry('Téléphone de notification').text, '06 00 00 00 00')
        self.cable.plug()
        self.alice.press(self.alice.find('button', 'Enregistrer le téléphone'))
        wait_for(lambda: self.region('SELECT telephone FROM profile') == [('06 00 00 00 00',)], 'the telephone is saved')
        self.alice.clear(self.entry('Nouvelle adresse de notification'))

    def test_4_z_one_returns_to_the_address_of_the_directory(self):
        """F005: « Revenir à l'adresse de l'annuaire »"""
        self.alice.press(self.alice.find(('button', 'list item'), "Revenir à l'adresse de l'annuaire"))
        self.alice.reads(f'^{REGISTERED}, d.après l.annuaire$')
        wait_for(lambda: self.region('SELECT mail FROM profile WHERE id = ?', self.me) == [('',)], 'no other address counts')
        picture(self.alice, 'profile-returned')

    def test_5_a_structure_has_its_own(self):
        self.tab('Notifications')
        self.alice.press(self.alice.find(('toggle button', 'button'), re.compile('^Agir en tant que')))
        self.alice.click(self.alice.find('list item', re.compile(rf'^{re.escape(STRUCTURE)}')))
        self.alice.find('toggle button', f'Agir en tant que {STRUCTURE}')
        self.alice.reads("Ils n'ont pas encore d'adresse")
        self.tab('Profil utilisateur')
        self.alice.reads('^Aucune : rien ne peut être envoyé$')
        code = self.ask_for_code('accueil@tilleuls.example')
        self.assertIn(f'pour le compte de {STRUCTURE}', plain(self.relay.mails[-1][1]))
        self.give_code(code)
        self.alice.reads('^accueil@tilleuls.example$')
        picture(self.alice, 'profile-structure-address')

    def test_6_there_is_room_at_360_pixels(self):
        self.alice.put(0, 0, 360, 720)
        self.alice.reads('^accueil@tilleuls.example$')
        picture(self.alice, 'profile-address-narrow')
        self.alice.press(self.alice.find('button', re.compile('^(Retour|Précédent)')))
        self.tab('Notifications')
        self.alice.reads('Ils vont à accueil@tilleuls.example')
        picture(self.alice, 'profile-switches-narrow')

    def test_7_in_the_dark(self):
        self.alice.put(0, 0, 1040, 860)
        self.alice.stop()
        self.alice.start(ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        self.open_profile()
        self.alice.reads('^accueil@tilleuls.example$')
        picture(self.alice, 'profile-address-dark')
        self.tab('Notifications')
        self.alice.reads('Ils vont à accueil@tilleuls.example')
        picture(self.alice, 'profile-switches-dark')


if __name__ == '__main__':
    main()
