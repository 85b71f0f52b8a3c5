# SPDX-License-Identifier: GPL-3.0-or-later
"""F005, F008: the operator announces an incident, a maintenance window or a release note, and every client shows it, with the real programs."""

import datetime
import os
import re
import time
import unittest

from spico_e2e import PASSWORD, Link, Person, Server, end_programs, main, wait_for

ALICE = 'mauger'
TITLE = 'Mise à jour de la plateforme régionale'
TEXT = "Ce que vous écrivez partira à la fin de l'opération."
RELEASE = 'Version 3.1'
INCIDENT = 'Les courriels partent avec retard'
LEARNED = "Nous en cherchons la cause. Les messages de Spico ne sont pas touchés."


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Announcements(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.cable = Link(cls.server)
        cls.alice = Person(ALICE, cls.cable.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.ids = {}

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def announce(self, *arguments):
        return self.server.ctl('announce', 'add', *arguments).strip()

    def open_announcements(self):
        self.alice.press(self.alice.find('button', 'Lire'))
        return self.alice.find('dialog', 'Annonces')

    def close_announcements(self):
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Annonces')

    def test_0_a_whoever_cannot_sign_in_is_told_of_an_incident(self):
        """F005, F008: where one signs in the banner stands too, and « Lire » says all of it"""
        self.ids['incident'] = self.announce('--kind', 'incident', '--title', INCIDENT, '--text', LEARNED)
        self.alice.start()
        self.alice.find('button', 'Se connecter')
        self.alice.reads(rf'^Incident depuis .* : {INCIDENT}$')
        picture(self.alice, 'announcement-sign-in')
        dialog = self.open_announcements()
        self.alice.find('list item', re.compile(f'^{INCIDENT}, Incident depuis .*{re.escape(LEARNED)}$'), dialog)
        picture(self.alice, 'announcement-sign-in-read')
        self.close_announcements()
        self.alice.reads(rf'^Incident depuis .* : {INCIDENT}$')
        self.alice.put(0, 0, 360, 720)
        self.alice.reads(rf'^Incident depuis .* : {INCIDENT}$')
        picture(self.alice, 'announcement-sign-in-narrow')
        self.alice.put(0, 0, 1040, 860)
        self.alice.stop()
        self.alice.start(ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        self.alice.reads(rf'^Incident depuis .* : {INCIDENT}$')
        picture(self.alice, 'announcement-sign-in-dark')
        self.alice.stop()
        self.alice.start()

    def test_0_b_whoever_signs_in_reads_it_and_withdrawn_it_goes(self):
        """F005, F008: an incident goes before all else, until it is read, or over"""
        self.alice.sign_in()
        self.alice.sees_conversations()
        self.alice.reads(rf'^Incident depuis .* : {INCIDENT}$')
        picture(self.alice, 'announcement-incident')
        self.server.ctl('announce', 'withdraw', self.ids['incident'])
        self.alice.gone(None, re.compile('^Incident depuis'))

    def test_0_c_whoever_has_locked_is_told_of_it_too(self):
        """X018, F008: the lock page says it as the page where one signs in does"""
        self.ids['incident'] = self.announce('--kind', 'incident', '--title', INCIDENT, '--text', LEARNED)
        self.alice.reads(rf'^Incident depuis .* : {INCIDENT}$')
        self.alice.keys('ctrl+l')
        self.alice.reads('^Spico est verrouillé')
        self.alice.reads(rf'^Incident depuis .* : {INCIDENT}$')
        picture(self.alice, 'announcement-lock')
        dialog = self.open_announcements()
        self.alice.find('list item', re.compile(f'^{INCIDENT}, Incident depuis .*{re.escape(LEARNED)}$'), dialog)
        self.close_announcements()
        self.alice.put(0, 0, 360, 720)
        self.alice.reads(rf'^Incident depuis .* : {INCIDENT}$')
        picture(self.alice, 'announcement-lock-narrow')
        self.alice.put(0, 0, 1040, 860)
        self.alice.stop()
        self.alice.start(ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        self.alice.reads('^Spico est verrouillé')
        self.alice.reads(rf'^Incident depuis .* : {INCIDENT}$')
        picture(self.alice, 'announcement-lock-dark')
        self.server.ctl('announce', 'withdraw', self.ids['incident'])
        # Nothing tells whoever has locked: it is asked every 20 seconds, and kept for ten.
        wait_for(lambda: not self.alice.look(None, re.compile('^Incident depuis')), 'the lock page says no more of what is over', patience=120)
        self.alice.type_in(self.alice.find(('password text', 'text', 'entry'), 'Mot de passe'), PASSWORD)
        self.alice.press(self.alice.find('button', 'Déverrouiller'))
        self.alice.sees_conversations()
        self.alice.stop()
        self.alice.start()
        self.alice.sees_conversations()

    def test_1_a_maintenance_that_is_near_stands_over_the_window(self):
        start = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=2)
        end = start + datetime.timedelta(hours=1)
        self.ids['window'] = self.announce('--kind', 'maintenance', '--title', TITLE, '--text', TEXT, '--from', start.isoformat(timespec='seconds'),
                                           '--until', end.isoformat(timespec='seconds'))
        told = time.monotonic()
        self.alice.reads(rf'^Maintenance .* : {TITLE}')
        print(f'# the banner came {time.monotonic() - told:.2f} s after the command', flush=True)
        picture(self.alice, 'announcement-maintenance')

    def test_2_off_line_it_stays(self):
        self.cable.cut()
        self.alice.reads('^Hors ligne')
        self.alice.reads(rf'^Maintenance .* : {TITLE}')
        picture(self.alice, 'announcement-offline')
        self.alice.stop()
        self.alice.start()
        self.alice.reads(rf'^Maintenance .* : {TITLE}')
        self.alice.reads('^Hors ligne')

    def test_3_withdrawn_it_goes(self):
        self.cable.plug()
        self.alice.gone(None, re.compile('^Hors ligne'))
        self.server.ctl('announce', 'withdraw', self.ids['window'])
        self.alice.gone(None, re.compile('^Maintenance'))

    def test_4_what_was_read_does_not_come_back(self):
        self.ids['release'] = self.announce('--kind', 'release', '--title', RELEASE, '--text', TEXT)
        self.alice.reads(f'^Nouveautés : {RELEASE}')
        dialog = self.open_announcements()
        self.alice.find('list item', re.compile(f'^{RELEASE}, Nouveautés, .*{re.escape(TEXT)}$'), dialog)
        picture(self.alice, 'announcements')
        self.close_announcements()
        self.alice.gone(None, re.compile('^Nouveautés'))
        self.alice.stop()
        self.alice.start()
        self.alice.sees_conversations()
        wait_for(lambda: self.alice.look('list', 'Conversations'), 'the conversations are there')
        self.assertIsNone(self.alice.look(None, re.compile('^Nouveautés')))

    def test_5_the_main_menu_opens_them_all(self):
        later = self.announce('--kind', 'release', '--title', 'Version 3.2')
        self.alice.reads('^Nouveautés : Version 3.2')
        dialog = self.open_announcements()
        wait_for(lambda: [row.name.split(',')[0] for row in self.alice.find_all('list item', None, dialog)] == ['Version 3.2', RELEASE], 'the newest stands first')
        self.close_announcements()
        for announced in (later, self.ids['release']):
            self.server.ctl('announce', 'withdraw', announced)
        dialog = self.alice.choose_in_menu(5, 'Annonces')
        self.alice.reads('Aucune annonce')
        picture(self.alice, 'announcements-empty')
        self.close_announcements()


if __name__ == '__main__':
    main()
