# SPDX-License-Identifier: GPL-3.0-or-later
"""B019: « Mes appareils »: two computers of one person, one of which is signed out and erased from the other, with the real programs."""

import datetime
import os
import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for

ALICE = 'mauger'
SUBJECT = 'Horaires du retour à domicile'
DEVICES = 9  # in the main menu
TODAY = datetime.date.today().strftime('%d/%m/%Y')
ERASED = 'Vous avez déconnecté cet appareil depuis un autre. Les conversations et les brouillons qu.il gardait ont été effacés.'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


def kept(person):
    """The files that Spico keeps there, and what they hold."""
    return {file: file.read_bytes() for file in (person.home / 'data' / 'spico').rglob('*') if file.is_file()}


class Devices(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        # A cable each: the two share a keyring, which tells them apart by the server's address.
        cls.cable = Link(cls.server)
        cls.here = Person(ALICE, cls.server.url)
        cls.here.place = (0, 0, 1040, 860)
        cls.lost = Person(ALICE, cls.cable.url)
        cls.lost.place = (1080, 0, 1040, 860)
        for person in (cls.here, cls.lost):
            person.start().sign_in()
            person.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def open_devices(self):
        return self.here.choose_in_menu(DEVICES, 'Mes appareils')

    def rows(self):
        return [node.name for node in self.here.find_all('list item', None, self.here.find('dialog', 'Mes appareils'))]

    def test_1_both_are_in_the_list_and_one_is_renamed(self):
        dialog = self.open_devices()
        self.here.reads(f'Cet appareil. Connecté depuis le {TODAY}')
        self.here.reads(f"Utilisé aujourd.hui. Connecté depuis le {TODAY}")
        picture(self.here, 'devices')
        self.here.put(0, 0, 360, 640)
        picture(self.here, 'devices-360')
        self.here.put(0, 0, 1040, 860)
        # A dialog that was narrow is another one for the accessibility bus.
        dialog = self.here.find('dialog', 'Mes appareils')
        wait_for(lambda: len(self.here.find_all('button', re.compile('^Renommer'), dialog)) == 2, 'both can be renamed')
        self.assertEqual(len(self.here.find_all('button', re.compile('^Déconnecter et effacer'), dialog)), 1)
        self.here.press(self.here.find_all('button', re.compile('^Renommer'), dialog)[1])
        entry = self.here.find(('text', 'entry'), "Nom de l'appareil")
        self.here.clear(entry)
        self.here.type_in(entry, 'Portable')
        picture(self.here, 'device-rename')
        self.here.press(self.here.find('button', 'Renommer'))
        self.here.find('button', 'Déconnecter et effacer « Portable »')

    def test_2_off_line_it_says_so(self):
        self.here.keys('Escape')
        self.here.gone('dialog', 'Mes appareils')
        self.cable.cut()
        self.lost.reads('^Hors ligne')
        self.lost.choose_in_menu(DEVICES, 'Mes appareils')
        self.lost.reads("Vos appareils s'affichent dès que Spico joint le serveur")
        picture(self.lost, 'devices-offline')
        self.lost.keys('Escape')
        self.lost.gone('dialog', 'Mes appareils')
        self.lost.open_conversation(SUBJECT)
        self.lost.send('Écrit hors ligne, sur le portable perdu')
        self.lost.has_message('Écrit hors ligne')

    def test_3_what_is_lost_is_said_before(self):
        dialog = self.open_devices()
        self.here.press(self.here.find('button', 'Déconnecter et effacer « Portable »', dialog))
        self.here.reads("Déconnecter et effacer ?")
        self.here.reads("Ce que « Portable » n'a pas encore envoyé sera perdu, et ses brouillons aussi")
        picture(self.here, 'device-erase')
        self.here.press(self.here.find('button', 'Déconnecter et effacer'))
        self.here.reads(f"Déconnecté le {TODAY}. Il effacera ce qu'il garde dès qu'il joindra le serveur")
        picture(self.here, 'device-waits')

    def test_4_it_erases_when_it_comes_back_and_says_so(self):
        self.assertTrue(kept(self.lost))
        self.cable.plug()
        self.lost.reads(ERASED)
        self.lost.find('button', 'Se connecter')
        picture(self.lost, 'device-erased')
        self.assertEqual(kept(self.lost), {})
        self.assertFalse(self.lost.look('list', 'Messages'))

    def test_5_it_leaves_the_list_and_the_other_goes_on(self):
        dialog = self.here.find('dialog', 'Mes appareils')

        def has_left():
            self.here.press(self.here.find('button', 'Actualiser', dialog))
            return not self.here.look('list item', re.compile('Portable'), dialog)
        wait_for(has_left, 'the erased device leaves the list')
        # The list is made anew after « Actualiser », and has the focus again once it is.
        wait_for(lambda: any(node.has_state('focused') for node in self.here.find('dialog', 'Mes appareils').walk()), 'something in the dialog has the focus')
        self.here.settle()
        self.here.keys('Escape')
        self.here.gone('dialog', 'Mes appareils')
        self.here.open_conversation(SUBJECT)
        self.assertFalse(any('Écrit hors ligne' in row for row in self.here.thread()))

    def test_6_it_erases_at_once_when_it_is_on_line(self):
        self.lost.sign_in()
        self.lost.sees_conversations()
        self.lost.keys('ctrl+n')
        self.lost.find('dialog', 'Nouvelle conversation')
        dialog = self.open_devices()
        self.here.press(self.here.find('button', re.compile('^Déconnecter et effacer'), dialog))
        self.here.press(self.here.find('button', 'Déconnecter et effacer'))
        self.lost.reads(ERASED)
        self.assertFalse(self.lost.look('dialog', 'Nouvelle conversation'))
        wait_for(lambda: kept(self.lost) == {}, 'nothing is kept')

    def test_7_it_erases_while_it_is_locked(self):
        self.here.keys('Escape')
        self.here.gone('dialog', 'Mes appareils')
        self.lost.sign_in()
        self.lost.sees_conversations()
        dialog = self.open_devices()
        self.lost.keys('ctrl+l')
        self.lost.reads('^Spico est verrouillé')
        self.here.press(self.here.find('button', re.compile('^Déconnecter et effacer'), dialog))
        self.here.press(self.here.find('button', 'Déconnecter et effacer'))
        self.here.reads('Il effacera ce qu.il garde')
        # Somebody finds it, and looks; nobody unlocks it.
        self.here.keys('Escape')
        self.lost.keys('Tab')
        self.lost.reads(ERASED)
        self.lost.find('button', 'Se connecter')
        picture(self.lost, 'device-erased-locked')
        self.assertEqual(kept(self.lost), {})

    def test_8_the_list_opens_from_the_profile(self):
        self.here.keys('Escape')
        self.here.gone('dialog', 'Mes appareils')
        self.here.keys('alt+3')
        picture(self.here, 'devices-profile')
        self.here.press(self.here.find(('button', 'list item'), 'Mes appareils'))
        self.here.find('dialog', 'Mes appareils')
        self.here.reads('Cet appareil')


if __name__ == '__main__':
    main()
