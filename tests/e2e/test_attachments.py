# SPDX-License-Identifier: GPL-3.0-or-later
"""B003, B004, B005: files go with messages, with the real programs."""

import os
import pathlib
import re
import subprocess
import unittest

from spico_e2e import PASSWORD, Person, Server, end_programs, folder, main, wait_for

SUBJECT = 'Horaires du retour à domicile'
PHOTO, LETTER, PAGE = 'Plaie.jpg', 'Compte rendu.pdf', 'Formulaire.html'
# « 48° N », as a telephone notes it, in a directory that EXIF leads to.
GPS = (b'Exif\0\0MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0'
       b'\0\x02\0\x01\0\x02\0\0\0\x02N\0\0\0\0\x02\0\x05\0\0\0\x03\0\0\0\x38\0\0\0\0'
       b'\0\0\0\x30\0\0\0\x01\0\0\0\x33\0\0\0\x01\0\0\0\x18\0\0\0\x01')


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


def latitude(path):
    return subprocess.run(['identify', '-format', '%[EXIF:GPSLatitude]', str(path)], check=True, capture_output=True, text=True).stdout.strip()


def is_whole(path):
    """Every pixel of it is there."""
    return subprocess.run(['convert', str(path), '-regard-warnings', 'null:'], capture_output=True, check=False).returncode == 0


def make_files(where):
    where.mkdir()
    subprocess.run(['convert', '-size', '1200x800', 'gradient:#c22-#ecc', '-strip', str(where / PHOTO)], check=True)
    photo = (where / PHOTO).read_bytes()
    (where / PHOTO).write_bytes(photo[:2] + b'\xff\xe1' + (len(GPS) + 2).to_bytes(2, 'big') + GPS + photo[2:])
    subprocess.run(['convert', '-size', '595x842', 'gradient:#fff-#9bd', str(where / LETTER)], check=True)
    (where / PAGE).write_text('<html><script>1</script></html>', encoding='utf-8')
    with open(where / 'Scanner.zip', 'wb') as file:
        file.truncate(80_000_000)
    (where / 'Vide.txt').write_bytes(b'')


def make_viewer(home):
    """Another application, which opens PDFs: it keeps what it was given, and how."""
    applications = home / 'data' / 'applications'
    applications.mkdir(parents=True)
    script = home / 'visionneuse'
    script.write_text(f'#!/bin/sh\nstat -c "%a %n" "$1" > {home}/noté\nmv {home}/noté {home}/vu\n', encoding='utf-8')
    script.chmod(0o755)
    (applications / 'visionneuse.desktop').write_text(f'[Desktop Entry]\nType=Application\nName=Visionneuse\nExec={script} %f\nMimeType=application/pdf;\n', encoding='utf-8')
    (home / 'config').mkdir(exist_ok=True)
    (home / 'config' / 'mimeapps.list').write_text('[Default Applications]\napplication/pdf=visionneuse.desktop\n', encoding='utf-8')


class Attachments(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.files = pathlib.Path(folder()) / 'fichiers'
        make_files(cls.files)
        cls.alice = cls.open_at(0, 'mauger')
        cls.bob = cls.open_at(1100, 'totaro')
        cls.alice.open_conversation(SUBJECT)
        cls.bob.open_conversation(SUBJECT)

    @classmethod
    def tearDownClass(cls):
        end_programs()

    @classmethod
    def open_at(cls, x, login):
        person = Person(login, cls.server.url)
        person.place = (x, 0, 1040, 860)
        make_viewer(person.home)
        person.start().sign_in().sees_conversations()
        return person

    def attach(self, name):
        """Types where the file is, in the dialog for files, which is another window."""
        self.alice.press(self.alice.find('button', 'Joindre des fichiers'))
        chooser = self.alice.find(('dialog', 'frame', 'window', 'file chooser'), 'Joindre des fichiers')
        main_window = self.alice.window()
        window = wait_for(lambda: next((w for w in self.alice.windows() if w != main_window), None), 'the dialog is a window')
        self.alice._xdotool('windowraise', window, 'windowfocus', '--sync', window, 'key', '--clearmodifiers', 'ctrl+l')
        self.alice.type_in(self.alice.find(('text', 'entry'), None, chooser), str(self.files / name))
        accept = self.alice.find('button', 'Joindre', chooser)
        wait_for(lambda: accept.sensitive, 'the file can be attached')
        self.alice.press(accept)

    def attached(self, name, facts):
        return self.alice.find('grouping', re.compile(f'^{re.escape(name)}, .*{facts}'))

    def save(self, person, name, path):
        person.press(person.find('button', f'Enregistrer {name} sous…'))
        chooser = person.find(None, 'Enregistrer le fichier')
        entry = person.find(('text', 'entry'), re.compile('.'), chooser)
        person.clear(entry)
        person.type_in(entry, str(path))
        person.press(person.find('button', 'Enregistrer', chooser))

    def test_1_what_one_may_attach_is_said_before(self):
        button = self.alice.find('button', 'Joindre des fichiers')
        self.assertRegex(button.description, r'^Joindre des fichiers .* [0-9,]+ Mo en tout, [0-9]+ fichiers au plus$')
        self.attach('Scanner.zip')
        self.alice.reads('« Scanner.zip » est trop volumineux pour être joint')
        self.attach('Vide.txt')
        self.alice.reads('« Vide.txt » est vide')
        self.assertIsNone(self.alice.look('button', re.compile('^Retirer ')))

    def test_2_files_stand_above_what_one_writes_and_are_taken_back(self):
        self.attach(PHOTO)
        self.attached(PHOTO, 'sans le lieu ni la date')
        self.attach(LETTER)
        self.attached(LETTER, '')
        self.attach(PAGE)
        self.attached(PAGE, '')
        picture(self.alice, 'attachments-composer')
        self.alice.press(self.alice.find('button', f'Retirer {PAGE}'))
        self.alice.gone('button', f'Retirer {PAGE}')
        self.alice.find('button', f'Retirer {LETTER}')

    def test_3_they_are_sent_without_a_word_and_received(self):
        send = self.alice.find('button', 'Envoyer')
        wait_for(lambda: send.sensitive, 'files alone can be sent')
        self.alice.press(send)
        self.alice.gone('button', f'Retirer {LETTER}')
        self.alice.has_message(f'pièces jointes : {PHOTO}, {LETTER}', 'envoyé')
        self.bob.has_message(f'pièces jointes : {PHOTO}, {LETTER}')
        self.bob.find('button', f'Afficher {PHOTO}')
        self.bob.find('button', f'Ouvrir {LETTER}')
        self.bob.reads('^Mme Stéphanie MAUGER : 2 pièces jointes$')
        picture(self.bob, 'attachments-received')

    def test_3_u_they_go_along_with_a_message_that_is_forwarded(self):
        """F054: files go along with a message that is forwarded"""
        row = next(row for row in self.bob.find_all('list item') if f'pièces jointes : {PHOTO}, {LETTER}' in row.name)
        self.bob.settle()
        self.bob.keys('Tab')
        self.bob.open_menu(self.bob.find('toggle button', 'Menu du message', row))
        self.bob.keys('Down', 'Down', 'Return')
        dialog = self.bob.find('dialog', 'Nouvelle conversation')
        for name in (PHOTO, LETTER):
            self.bob.find('button', f'Retirer {name}', dialog)
        picture(self.bob, 'attachments-forwarded')
        self.bob.press(self.bob.find('button', f'Retirer {PHOTO}', dialog))
        self.bob.gone('button', f'Retirer {PHOTO}')
        self.bob.leave('Nouvelle conversation')

    def test_4_a_photograph_has_lost_its_place(self):
        saved = self.files / 'Reçue.jpg'
        self.assertNotEqual(latitude(self.files / PHOTO), '', 'it had one')
        self.save(self.bob, PHOTO, saved)
        wait_for(lambda: saved.exists() and is_whole(saved), 'it is saved')
        self.assertEqual(latitude(saved), '')

    def test_5_a_picture_and_a_page_are_shown(self):
        for name, more in ((PHOTO, None), (LETTER, 'Première page')):
            self.bob.press(self.bob.find('button', f'Afficher {name}'))
            dialog = self.bob.find('dialog', name)
            self.bob.find('image', name, dialog)
            if more:
                self.bob.reads(more)
            picture(self.bob, f'attachments-shown-{name.split(".")[-1]}')
            self.bob.leave(dialog)
            self.bob.gone('dialog', name)

    def test_6_a_page_that_could_run_is_saved_only(self):
        self.attach(PAGE)
        self.attached(PAGE, '')
        self.alice.send('Le formulaire')
        self.bob.has_message(f'pièce jointe : {PAGE}')
        self.bob.find('button', f'Enregistrer {PAGE} sous…')
        self.assertIsNone(self.bob.look('button', f'Ouvrir {PAGE}'))
        self.assertIsNone(self.bob.look('button', f'Afficher {PAGE}'))

    def test_7_another_application_has_a_copy_that_goes_when_it_locks(self):
        self.bob.press(self.bob.find('button', f'Ouvrir {LETTER}'))
        seen = self.bob.home / 'vu'
        wait_for(seen.exists, 'the other application has the file')
        mode, path = seen.read_text(encoding='utf-8').strip().split(' ', 1)
        copy = pathlib.Path(path)
        self.assertEqual((mode, copy.name), ('400', LETTER))
        self.assertTrue(copy.is_relative_to(os.environ['XDG_RUNTIME_DIR']))
        self.assertEqual(copy.read_bytes(), (self.files / LETTER).read_bytes())
        self.assertEqual(copy.parent.stat().st_mode & 0o777, 0o700)
        self.bob.keys('ctrl+l')
        wait_for(lambda: not copy.exists(), 'the copy is gone')
        self.bob.type_in(self.bob.find(('password text', 'text', 'entry'), 'Mot de passe'), PASSWORD)
        self.bob.press(self.bob.find('button', 'Déverrouiller'))
        self.bob.sees_conversations()
        self.bob.open_conversation(SUBJECT)

    def test_8_in_a_narrow_window_and_in_the_dark(self):
        for name, width, scheme in (('narrow', 360, 'default'), ('dark', 1040, 'prefer-dark')):
            self.bob.stop()
            self.bob.place = (1100, 0, width, 780)
            self.bob.start(ADW_DEBUG_COLOR_SCHEME=scheme)
            self.bob.sees_conversations()
            self.bob.open_conversation(SUBJECT)
            self.bob.has_message(f'pièces jointes : {PHOTO}, {LETTER}')
            self.bob.find('button', f'Afficher {LETTER}')
            picture(self.bob, f'attachments-{name}')


if __name__ == '__main__':
    main()
