# SPDX-License-Identifier: GPL-3.0-or-later
"""F030, F040, F043, B016: what was typed about a group or an absence and could not be saved is kept, and said, until one discards it, with the real programs."""

import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for
from spico_jmap_client import Client, uuid7

MAUGER = 'mauger'
STRUCTURE = 'EHPAD LES TROIS TILLEULS'
SIGN_OUT = 12
OWN_NAME = 'Mme Stéphanie MAUGER'
TYPED, REFUSED, OF_STRUCTURE, ABSENCE = 'Équipe du soir', 'Maison médicale', 'Équipe de nuit', "L'accueil répond."
MOST_ADMINISTERED = 200
ROLES = ('page tab', 'toggle button', 'radio button', 'button', 'check box', 'switch')
TOGGLES = ('grouping', 'panel', 'radio group')
TOO_MANY = 'ce compte administre déjà autant de groupes'
ENDED = 'Délégation terminée : saisies non envoyées'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Kept(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.client = Client(cls.server.url).sign_in(MAUGER, 'spico-demo')
        cls.me = cls.client.account
        cls.structure = next(identifier for identifier, account in cls.client.load_session()['accounts'].items() if account['name'] == STRUCTURE)
        cls.cable = Link(cls.server)
        cls.person = Person(MAUGER, cls.cable.url)
        cls.person.place = (0, 0, 1440, 900)

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def open_groups(self):
        return self.person.choose_in_menu(2, 'Groupes de favoris')

    def dialog(self):
        return self.person.find('dialog', 'Groupes de favoris')

    def tab(self, name):
        self.person.press(self.person.find(ROLES, name, self.dialog()))

    def entry(self, name, dialog=None):
        return self.person.find(('text', 'entry'), re.compile(f'^{re.escape(name)}'), dialog or self.dialog())

    def is_chosen(self, group, label):
        toggle = self.person.find(ROLES, label, self.person.find(TOGGLES, group, self.dialog()))
        return toggle.has_state('checked') or toggle.has_state('pressed') or toggle.has_state('selected')

    def choose(self, group, label):
        self.person.settle()
        self.person.press(self.person.find(ROLES, label, self.person.find(TOGGLES, group, self.dialog())))

    def new_group(self, name):
        self.person.press(self.person.find('button', 'Créer un nouveau groupe', self.dialog()))
        self.person.reads('Donnez un nom au groupe')
        self.person.type_in(self.entry('Nom'), name)
        self.person.reads('^Pas encore enregistré$')

    def row(self, title):
        return self.person.find('list item', re.compile(f'^{re.escape(title)}'), self.person.find('list', 'Non enregistré', self.dialog()))

    def test_1_the_switches_are_in_the_draft(self):
        self.person.start().sign_in()
        self.person.sees_conversations()
        self.open_groups()
        self.new_group(TYPED)
        self.choose('Activé ?', 'Non')
        self.tab('Partage')
        self.choose('Public', 'Oui')
        self.person.press(self.person.find('button', 'Rendre public'))
        self.person.gone('button', 'Rendre public')
        self.person.reads('^Tous les utilisateurs de la région voient')
        self.person.settle()
        self.person.keys('Escape')
        self.row(f'Groupe « {TYPED} »')
        self.person.kill9()
        self.person.start()
        self.person.sees_conversations()
        self.open_groups()
        self.person.press(self.row(f'Groupe « {TYPED} »'))
        self.person.reads("Voici ce que vous n'aviez pas encore enregistré")
        wait_for(lambda: self.entry('Nom').text == TYPED, 'the name is there again')
        self.assertTrue(self.is_chosen('Activé ?', 'Non'))
        self.tab('Partage')
        self.assertTrue(self.is_chosen('Public', 'Oui'))
        self.person.press(self.person.find('button', 'Abandonner', self.dialog()))
        self.person.gone('button', 'Abandonner')
        self.person.reads('^Donnez un nom au groupe')
        self.person.settle()
        self.person.keys('Escape')
        self.person.gone('list', 'Non enregistré')

    def fill_up(self):
        """The account administers as many groups as it may, by its other device."""
        n = MOST_ADMINISTERED - 1
        for first in range(0, n, 50):
            self.client.call('FavouriteGroup/set', {'accountId': self.me, 'create': {
                str(i): {'clientId': uuid7(), 'name': f'Réseau {i:03}', 'memberIds': []} for i in range(first, min(first + 50, n))}})

    def test_2_a_new_group_that_is_refused_comes_back(self):
        self.cable.cut()
        self.person.reads('Hors ligne')
        self.new_group(REFUSED)
        self.person.type_in(self.entry('Description'), 'Les soignants du quartier')
        self.person.press(self.person.find('button', 'Enregistrer', self.dialog()))
        self.person.reads('^Tout est enregistré$')
        self.person.settle()
        self.fill_up()
        self.cable.plug()
        self.person.reads(TOO_MANY)
        picture(self.person, 'kept-refused-editor')
        wait_for(lambda: self.entry('Nom').text == REFUSED, 'the name is there')
        self.assertEqual(self.entry('Description').text, 'Les soignants du quartier')
        self.person.settle()
        self.person.keys('Escape')
        self.row(f'Groupe « {REFUSED} »')
        self.person.reads(TOO_MANY)
        self.assertEqual(self.person.find_all(None, re.compile("^Vous n'avez plus le groupe")), [], 'nobody took it')
        picture(self.person, 'kept-groups')
        self.person.put(0, 0, 360, 720)
        self.row(f'Groupe « {REFUSED} »')
        picture(self.person, 'kept-groups-narrow')
        self.person.put(0, 0, 1440, 900)
        self.person.settle()
        self.person.leave('Groupes de favoris')
        self.person.reads("^Un groupe de favoris n'a pas pu être enregistré. Ce que vous aviez saisi est gardé dans « Groupes de favoris ».$")
        picture(self.person, 'kept-notice')
        self.person.press(self.person.find('button', 'Ignorer'))

    def test_3_it_is_saved_once_there_is_room(self):
        groups = self.client.call('FavouriteGroup/get', {'accountId': self.me, 'ids': None})['list']
        ids = [group['id'] for group in groups if group['name'].startswith('Réseau')]
        for first in range(0, len(ids), 50):
            self.client.call('FavouriteGroup/set', {'accountId': self.me, 'destroy': ids[first:first + 50]})
        self.open_groups()
        self.person.press(self.row(f'Groupe « {REFUSED} »'))
        self.person.reads(TOO_MANY)
        self.person.press(self.person.find('button', 'Enregistrer', self.dialog()))
        self.person.reads('^Tout est enregistré$')
        wait_for(lambda: any(group['name'] == REFUSED and group['description'] == 'Les soignants du quartier'
                             for group in self.client.call('FavouriteGroup/get', {'accountId': self.me, 'ids': None})['list']), 'the server has it')
        self.person.settle()
        self.person.keys('Escape')
        self.person.gone('list', 'Non enregistré')
        self.person.leave('Groupes de favoris')

    def act_for(self, name):
        self.person.press(self.person.find(('toggle button', 'button'), re.compile('^Agir en tant que')))
        self.person.click(self.person.find('list item', re.compile(f'^{name}'), self.person.find('list', 'Agir en tant que')))
        self.person.find('toggle button', f'Agir en tant que {name}')

    def type_absence(self):
        dialog = self.person.choose_in_menu(1, 'Absence')
        self.person.reads(f'Absence de {STRUCTURE}')
        self.person.type_in(self.entry('Premier jour', dialog), '24/12/2026')
        self.person.type_in(self.entry('Dernier jour', dialog), '02/01/2027')
        self.person.type_in(self.entry('Message', dialog), ABSENCE)
        self.person.settle()
        self.person.leave('Absence')

    def test_4_the_end_of_a_delegation_leaves_a_group_and_an_absence(self):
        """F030, B016: off line, a group is saved and an absence is typed; then the delegation ends"""
        self.act_for(STRUCTURE)
        self.type_absence()
        self.cable.cut()
        self.person.reads('Hors ligne')
        self.open_groups()
        self.new_group(OF_STRUCTURE)
        self.choose('Activé ?', 'Non')
        self.person.press(self.person.find('button', 'Enregistrer', self.dialog()))
        self.person.reads('^Tout est enregistré$')
        self.person.leave('Groupes de favoris')
        self.act_for(OWN_NAME)
        self.person.choose_account(STRUCTURE)
        self.person.reads('^Choisissez une conversation$')
        self.server.ctl('delegation', 'end', '--account', self.structure, '--delegate', self.me)
        self.cable.plug()
        self.person.gone(None, 'Hors ligne')
        self.person.reads("^Vous n'agissez plus pour un compte, et ce que vous aviez saisi n'a pas pu y être enregistré")
        picture(self.person, 'kept-ended-notice')
        self.person.press(self.person.find('button', 'Ignorer'))
        # Its window stood on it.
        self.person.reads('^Vous ne pouvez plus écrire ici. Choisissez un autre compte')
        self.assertEqual(self.person.find_all(None, 'Choisissez une conversation'), [])
        self.person.press(self.person.find(('toggle button', 'button'), re.compile(r'^Messagerie')))
        self.person.click(self.person.find('list item', re.compile(f'^{STRUCTURE}, {ENDED}')))
        self.person.reads("^Des groupes ou une absence n'ont pas pu être enregistrés pour ce compte")
        self.person.reads('^Délégation terminée$')
        picture(self.person, 'kept-account')
        self.person.press(self.person.find('button', 'Afficher'))
        dialog = self.person.find('dialog', 'Non enregistré')
        self.person.reads(re.compile(f'Nom : {OF_STRUCTURE}.*^Activé : Non$.*^Public : Non$', re.DOTALL | re.MULTILINE))
        self.person.reads(f'Message : {ABSENCE}')
        self.person.reads('Premier jour : 24/12/2026')
        self.person.reads("^Vous n'agissez plus pour ce compte : cette saisie n'a pas pu être enregistrée.$")
        for title in (f'Groupe « {OF_STRUCTURE} »', 'Absence'):
            self.person.find('button', f'Copier : {title}', dialog)
        picture(self.person, 'kept-dialog')
        self.person.put(0, 0, 360, 720)
        self.person.reads(f'Message : {ABSENCE}')
        picture(self.person, 'kept-dialog-narrow')

    def test_5_in_the_dark_after_the_program_was_killed(self):
        self.person.put(0, 0, 1440, 900)
        self.person.kill9()
        self.person.start(ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        self.person.sees_conversations()
        self.person.press(self.person.find(('toggle button', 'button'), re.compile(r'^Messagerie')))
        self.person.click(self.person.find('list item', re.compile(f'^{STRUCTURE}, {ENDED}')))
        picture(self.person, 'kept-account-dark')
        self.person.press(self.person.find('button', 'Afficher'))
        self.person.reads(f'Message : {ABSENCE}')
        picture(self.person, 'kept-dialog-dark')

    def ask_to_sign_out(self):
        return self.person.choose_in_menu(SIGN_OUT, 'Se déconnecter ?')

    def test_6_who_signs_out_is_told_what_is_lost(self):
        """F040, B016: « Annuler » leaves all as it was"""
        self.person.leave('Non enregistré')
        alert = self.ask_to_sign_out()
        self.person.reads('2 groupes, modèles, absences ou messages annulés que vous avez saisis ne sont pas enregistrés : ils seront perdus aussi.')
        picture(self.person, 'kept-sign-out')
        self.person.press(self.person.find('button', 'Annuler', alert))
        self.person.gone('alert', 'Se déconnecter ?')
        self.person.press(self.person.find('button', 'Afficher'))
        self.person.reads(f'Nom : {OF_STRUCTURE}')
        self.person.reads(f'Message : {ABSENCE}')

    def discard(self, title, dialog):
        self.person.settle()
        self.person.press(self.person.find('button', f'Supprimer la saisie : {title}', self.person.find('dialog', dialog)))
        alert = self.person.find(('alert', 'dialog'), 'Supprimer cette saisie ?')
        picture(self.person, 'kept-discard')
        self.person.press(self.person.find('button', 'Supprimer', alert))

    def ended_account_goes(self):
        """Without it there is one mailbox only, and nothing to choose."""
        self.person.gone(('toggle button', 'button'), re.compile('^Messagerie'))

    def nothing_is_lost_by_signing_out(self):
        alert = self.ask_to_sign_out()
        self.person.reads('^Les conversations et les brouillons')
        self.assertEqual(self.person.find_all(None, re.compile('que vous avez saisi')), [])
        self.person.press(self.person.find('button', 'Annuler', alert))
        self.person.gone('alert', 'Se déconnecter ?')

    def test_7_what_is_discarded_is_gone_and_so_is_the_account(self):
        """F030: the account goes with the last of it, and neither comes back"""
        self.discard(f'Groupe « {OF_STRUCTURE} »', 'Non enregistré')
        self.person.gone('button', f'Copier : Groupe « {OF_STRUCTURE} »')
        self.discard('Absence', 'Non enregistré')
        self.person.gone('dialog', 'Non enregistré')
        self.ended_account_goes()
        self.person.kill9()
        self.person.start()
        self.person.sees_conversations()
        self.ended_account_goes()
        self.nothing_is_lost_by_signing_out()

    def test_8_nothing_of_it_comes_back_with_the_delegation(self):
        """F030, B016: what is discarded before it ends keeps no account either"""
        self.server.ctl('delegation', 'set', '--account', self.structure, '--delegate', self.me, '--scope', 'all', '--referent', 'Mme Cadre')
        self.act_for(STRUCTURE)
        dialog = self.person.choose_in_menu(1, 'Absence')
        self.person.reads(f'Absence de {STRUCTURE}')
        self.assertEqual([self.entry(name, dialog).text for name in ('Premier jour', 'Dernier jour', 'Message')], ['', '', ''])
        self.person.leave('Absence')
        self.open_groups()
        self.new_group(OF_STRUCTURE)
        self.person.settle()
        self.person.keys('Escape')
        self.row(f'Groupe « {OF_STRUCTURE} »')
        self.discard(f'Groupe « {OF_STRUCTURE} »', 'Groupes de favoris')
        self.person.gone('list', 'Non enregistré')
        self.person.leave('Groupes de favoris')
        self.server.ctl('delegation', 'end', '--account', self.structure, '--delegate', self.me)
        self.ended_account_goes()
        self.assertEqual(self.person.find_all(None, re.compile("^Vous n'agissez plus pour un compte, et ce que vous aviez saisi")), [], 'nothing was kept')
        self.nothing_is_lost_by_signing_out()


if __name__ == '__main__':
    main()
