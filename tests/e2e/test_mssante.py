# SPDX-License-Identifier: GPL-3.0-or-later
"""F066, F054: a mail through MSSanté, with the real programs: written, kept, and handed to the program that opens mails."""

import email
import email.policy
import os
import re
import stat
import unittest

from spico_e2e import Link, Person, Server, end_programs, folder, main, wait_for
from spico_jmap_client import Client, uuid7
from spico_relay import Relay

LOGIN, STRUCTURE, GROUP, EMPTY = 'mauger', 'EHPAD LES TROIS TILLEULS', 'Équipe du pont', 'Groupe désactivé'
OWN, OTHER, HOUSE = 'stephanie.mauger@infirmier.mssante.example', 'cabinet.mauger@infirmier.mssante.example', 'soins@ehpad-tilleuls.mssante.example'
TOTARO = 'marie.totaro@medecin.mssante.example'
VIGUIER = 'viguier@pharmacien.mssante.example'
SUBJECT = 'Horaires du retour à domicile'
FORM = 'Nouveau courrier MSSanté'
HANDED = 'Envoyez-le depuis votre logiciel de messagerie'


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Inbox:
    """The program that opens mails: it keeps what it was given."""

    def __init__(self, person):
        self.folder = folder() / f'inbox-{person.login}-{len(list(folder().glob("inbox-*")))}'
        self.folder.mkdir()
        applications = person.home / 'data' / 'applications'
        applications.mkdir(parents=True)
        script = self.folder / 'open-mail'
        script.write_text(f'#!/bin/sh\nstat -c "%a %n" "$1" > "{self.folder}/mode"\ncp "$1" "{self.folder}/part"\nmv "{self.folder}/part" "{self.folder}/$$.eml"\n', encoding='utf-8')
        script.chmod(0o755)
        (applications / 'mail-program.desktop').write_text(
            f'[Desktop Entry]\nType=Application\nName=Courriels\nExec={script} %f\nMimeType=message/rfc822;\n', encoding='utf-8')
        (applications / 'mimeapps.list').write_text('[Default Applications]\nmessage/rfc822=mail-program.desktop\n', encoding='utf-8')

    def take(self):
        """Waits for a mail, and takes it out."""
        path = wait_for(lambda: next(iter(self.folder.glob('*.eml')), None), 'the mail was opened')
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        path.unlink()
        return mail

    def left(self):
        """Where the file was that was opened."""
        return (self.folder / 'mode').read_text(encoding='utf-8').strip().split(' ', 1)


def addresses(mail):
    return [a.addr_spec for a in mail['To'].addresses]


class Case(unittest.TestCase):
    """One who writes mails, in a region whose register has addresses of some."""

    config = None

    @classmethod
    def setUpClass(cls):
        cls.server = Server(config=cls.config)
        colleagues = {login: None for login in ('mauger', 'totaro', 'viguier', 'martinez')}
        cls.server.start()
        for login in colleagues:
            colleagues[login] = Client(cls.server.url).sign_in(login, 'spico-demo')
        file = folder() / 'Extraction_Correspondance_MSSante_202610080830.txt'
        lines = ['Type de BAL|Adresse BAL|Identification nationale PP|Type identifiant structure|Identification Structure|',
                 f'PER|{OWN}|899700900014|||', f'PER|{OTHER}|899700900014|||', f'ORG|{HOUSE}||FINESS|310990106|',
                 f'PER|{TOTARO}|{colleagues["totaro"].account[1:]}|||', f'PER|{VIGUIER}|{colleagues["viguier"].account[1:]}|||']
        file.write_text('\n'.join(lines) + '\n', encoding='utf-8')
        cls.server.ctl('import', 'mssante', file)
        mauger = colleagues['mauger']
        ids = [colleagues[login].account for login in ('totaro', 'viguier', 'martinez')]
        mauger.create('FavouriteGroup', {'clientId': uuid7(), 'name': GROUP, 'memberIds': ids})
        mauger.create('FavouriteGroup', {'clientId': uuid7(), 'name': EMPTY, 'memberIds': ids, 'isActive': False})
        cls.cable = Link(cls.server)
        cls.alice = Person(LOGIN, cls.cable.url)
        cls.alice.place = (0, 0, 1040, 900)
        cls.inbox = Inbox(cls.alice)
        cls.alice.start().sign_in()
        cls.alice.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    # What one does in the form

    def form(self):
        return self.alice.find('dialog', FORM)

    def entry(self, name):
        return self.alice.find(('text', 'entry'), name, self.form())

    def text(self):
        return self.alice.find(('text', 'entry'), 'Rédiger le courrier (Ctrl + Entrée pour continuer)', self.form())

    def open_form(self):
        self.alice.settle()
        self.alice.open_menu(self.alice.find('toggle button', 'Nouveau'))
        self.alice.keys('Down', 'Return')
        return self.form()

    def add(self, typed, shown):
        self.alice.press(self.alice.find('button', 'Ajouter des destinataires', self.form()))
        search = self.alice.find(('text', 'entry'), 'Rechercher un professionnel ou une structure', self.form())
        self.alice.clear(search)
        self.alice.type_in(search, typed)
        results = self.alice.find('list', 'Résultats de la recherche', self.form())
        self.alice.click(self.alice.find('list item', re.compile(shown), results))
        self.alice.find('button', re.compile(f'^Retirer .*{shown}'), self.form())
        self.alice.press(self.alice.find('button', 'Terminé', self.form()))

    def prepare(self):
        button = self.alice.find('button', 'Préparer', self.form())
        wait_for(lambda: button.sensitive, f'it can be prepared; on the screen:\n{self.alice.screen()}')
        self.alice.press(button)

    def attach(self, path):
        """Types the name in the dialog for files, which is another window: Ctrl+L asks it for a name."""
        mine = self.alice.window()
        self.alice.press(self.alice.find('button', 'Joindre des fichiers', self.form()))
        chooser = wait_for(lambda: next((window for window in self.alice.windows() if window != mine), None), 'files can be chosen')
        shown = self.alice.find('dialog', 'Joindre des fichiers')
        self.alice._xdotool('windowraise', chooser, 'windowfocus', '--sync', chooser, 'key', '--clearmodifiers', 'ctrl+l')
        self.alice.type_in(self.alice.find(('text', 'entry'), None, shown), str(path))
        self.alice.press(self.alice.find('button', 'Joindre', shown))
        self.alice.reads(f'^{re.escape(path.name)}$')

    def say_sent(self):
        self.alice.press(self.alice.find('button', 'Le courrier est envoyé', self.form()))
        self.alice.gone('dialog', FORM)


class Mssante(Case):
    def test_1_plus_writes_a_mail_and_says_what_is_missing(self):
        self.open_form()
        self.alice.reads('^Ajoutez au moins un destinataire$')
        self.assertFalse(self.alice.find('button', 'Préparer', self.form()).sensitive)
        self.alice.reads(f'^{re.escape(OTHER)}$')
        picture(self.alice, 'mssante-empty')
        self.add('totaro', 'TOTARO')
        self.alice.reads(f'^{re.escape(TOTARO)}$')
        self.alice.reads('^Saisissez l.objet$')
        self.alice.type_in(self.entry('Objet *'), 'Compte rendu — été')
        self.alice.reads('^Écrivez le courrier, ou joignez un fichier$')
        self.alice.type_in(self.text(), 'Bonjour,\nVoici le compte rendu.')
        picture(self.alice, 'mssante-form')

    def test_2_what_is_typed_survives_a_kill(self):
        self.alice.reads('^Brouillon enregistré$')
        self.alice.kill9()
        self.alice.start().sees_conversations()
        self.open_form()
        self.assertEqual(self.entry('Objet *').text, 'Compte rendu — été')
        self.assertIn('Voici le compte rendu.', self.text().text)
        self.alice.reads(f'^{re.escape(TOTARO)}$')

    def test_3_it_goes_with_its_file_to_the_program_of_mails(self):
        path = folder() / "Ordonnance d'été.pdf"
        path.write_bytes(b'%PDF-1.4\n\0\xff')
        self.attach(path)
        self.prepare()
        mail = self.inbox.take()
        self.assertEqual(addresses(mail), [TOTARO])
        self.assertEqual(mail['From'].addresses[0].addr_spec, OTHER)
        self.assertEqual(mail['Subject'], 'Compte rendu — été')
        self.assertEqual(mail['X-Unsent'], '1')
        self.assertIn('Voici le compte rendu.', mail.get_body(('plain',)).get_content())
        attachment, = mail.iter_attachments()
        self.assertEqual((attachment.get_filename(), attachment.get_content()), (path.name, path.read_bytes()))
        mode, where = self.inbox.left()
        self.assertEqual(mode, '600')
        self.assertEqual(stat.S_IMODE(os.stat(os.path.dirname(where)).st_mode), 0o700)
        self.alice.reads(HANDED)
        picture(self.alice, 'mssante-handed')

    def test_4_the_draft_goes_when_one_says_that_it_is_sent(self):
        self.alice.leave(FORM)
        self.alice.gone('dialog', FORM)
        self.open_form()
        self.assertEqual(self.entry('Objet *').text, 'Compte rendu — été')
        self.prepare()
        self.inbox.take()
        self.say_sent()
        self.open_form()
        self.assertEqual(self.entry('Objet *').text, '')
        self.alice.leave(FORM)
        self.alice.gone('dialog', FORM)

    def test_5_a_message_is_passed_on(self):
        self.alice.open_conversation(SUBJECT)
        self.alice.settle()
        self.alice.keys('Tab')
        row = self.alice.find('list item', re.compile("L'aide à domicile peut être là"), self.alice.find('list', 'Messages'))
        self.alice.open_menu(self.alice.find('toggle button', 'Menu du message', row))
        picture(self.alice, 'mssante-message-menu')
        self.alice.keys('Down', 'Down', 'Down', 'Return')
        self.form()
        self.assertRegex(self.text().text, r"^Message de Mme Marie TOTARO, .* :\n> L'aide à domicile")
        self.assertEqual(self.entry('Objet *').text, 'Message transmis depuis Spico')
        self.alice.reads('^Ajoutez au moins un destinataire$')
        picture(self.alice, 'mssante-forwarded')
        self.alice.leave(FORM)
        self.alice.gone('dialog', FORM)

    def test_6_a_group_is_written_to_and_nobody_is_left_out_unsaid(self):
        self.alice.choose_in_menu(2, 'Groupes de favoris')
        self.assertFalse(self.alice.find('button', f'Transmettre un courrier {EMPTY}').sensitive)
        picture(self.alice, 'mssante-groups')
        self.alice.press(self.alice.find('button', f'Transmettre un courrier {GROUP}'))
        self.alice.reads('Reprendre le courrier inachevé')
        picture(self.alice, 'mssante-question')
        self.alice.press(self.alice.find('button', 'Abandonner et recommencer', self.form()))
        for address in (TOTARO, VIGUIER):
            self.alice.reads(f'^{re.escape(address)}$')
        self.alice.reads("^Pas d'adresse MSSanté : ne recevra pas ce courrier$")
        self.alice.type_in(self.entry('Objet *'), 'Réunion')
        self.alice.type_in(self.text(), 'Jeudi à 14 h.')
        picture(self.alice, 'mssante-group')
        self.prepare()
        question = self.alice.find(('alert', 'dialog'), 'Continuer quand même ?')
        self.assertTrue(any('MARTINEZ' in text for text in self.alice.texts()))
        picture(self.alice, 'mssante-left-out')
        self.alice.press(self.alice.find('button', 'Revenir au courrier', question))
        self.alice.gone(('alert', 'dialog'), 'Continuer quand même ?')
        self.assertEqual(list(self.inbox.folder.glob('*.eml')), [])
        self.prepare()
        self.alice.press(self.alice.find('button', 'Continuer', self.alice.find(('alert', 'dialog'), 'Continuer quand même ?')))
        self.assertEqual(sorted(addresses(self.inbox.take())), sorted([TOTARO, VIGUIER]))
        self.say_sent()
        self.alice.leave('Groupes de favoris')

    def test_7_a_structure_writes_from_its_own_address_and_typed_ones_are_doubted(self):
        self.open_form()
        n_windows = len(self.alice.windows())
        self.alice.press(self.alice.find('combo box', re.compile('^Agir en tant que'), self.form()))
        wait_for(lambda: len(self.alice.windows()) > n_windows, 'the accounts are shown')
        self.alice.settle()
        self.alice.keys('Down', 'Return')
        self.alice.reads(f'^{re.escape(HOUSE)}$')
        typed = self.entry('Autre adresse MSSanté')
        self.alice.type_in(typed, 'pas une adresse')
        self.alice.keys('Return')
        self.alice.reads("^Ce n'est pas une adresse$")
        self.alice.clear(typed)
        self.alice.type_in(typed, 'cabinet@example.org')
        self.alice.keys('Return')
        self.alice.reads("^N'est pas connue comme une adresse MSSanté$")
        self.alice.type_in(self.entry('Objet *'), 'Rappel')
        self.alice.type_in(self.text(), 'Merci.')
        self.prepare()
        self.alice.reads('cabinet@example.org')
        self.alice.press(self.alice.find('button', 'Continuer', self.alice.find(('alert', 'dialog'), 'Continuer quand même ?')))
        mail = self.inbox.take()
        self.assertEqual((mail['From'].addresses[0].addr_spec, addresses(mail)), (HOUSE, ['cabinet@example.org']))
        self.say_sent()

    def test_8_off_line_who_is_known_can_be_written_to(self):
        self.open_form()
        self.add('totaro', 'TOTARO')
        self.alice.reads(f'^{re.escape(TOTARO)}$')
        self.alice.type_in(self.entry('Objet *'), 'Hors ligne')
        self.alice.type_in(self.text(), 'Un mot.')
        self.alice.leave(FORM)
        self.alice.gone('dialog', FORM)
        self.cable.cut()
        self.alice.reads('Hors ligne')
        self.open_form()
        self.prepare()
        self.assertEqual(addresses(self.inbox.take()), [TOTARO])
        self.say_sent()
        self.open_form()
        self.add('viguier', 'VIGUIER')
        self.alice.reads("^Hors ligne, l'adresse MSSanté de .*VIGUIER n'est pas encore connue$")
        self.cable.plug()
        self.alice.reads(f'^{re.escape(VIGUIER)}$')
        self.alice.leave(FORM)
        self.alice.gone('dialog', FORM)

    def test_9_in_a_narrow_window_in_the_dark_and_nothing_is_left_behind(self):
        where = self.inbox.left()[1]
        self.alice.stop()
        self.assertFalse(os.path.exists(where), 'the file of the mail went with the program')
        for name, width, scheme in (('narrow', 360, 'default'), ('dark', 1040, 'prefer-dark')):
            self.alice.place = (0, 0, width, 800)
            self.alice.start(ADW_DEBUG_COLOR_SCHEME=scheme)
            self.alice.sees_conversations()
            self.open_form()
            self.alice.reads(f'^{re.escape(VIGUIER)}$')
            picture(self.alice, f'mssante-{name}')
            self.alice.stop()


class MssanteRelay(Case):
    """The region sends them itself, through a real SMTP server."""

    @classmethod
    def setUpClass(cls):
        cls.relay = Relay()
        cls.config = f'[mssante]\nrelay=smtp://127.0.0.1:{cls.relay.port}\nstarttls=false\ndomains=mssante.example\n'
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.relay.close()

    def fill(self, subject):
        self.alice.type_in(self.entry('Objet *'), subject)
        self.alice.type_in(self.text(), 'Bonjour,\nVoici le compte rendu.')

    def send(self):
        button = self.alice.find('button', 'Envoyer', self.form())
        wait_for(lambda: button.sensitive, f'it can be sent; on the screen:\n{self.alice.screen()}')
        self.alice.press(button)

    def finish(self):
        self.alice.press(self.alice.find('button', 'Terminé', self.form()))
        self.alice.gone('dialog', FORM)

    def test_1_a_mail_arrives_with_its_file(self):
        self.open_form()
        self.add('totaro', 'TOTARO')
        self.alice.reads(f'^{re.escape(TOTARO)}$')
        self.fill('Compte rendu — été')
        path = folder() / "Bilan d'été.pdf"
        path.write_bytes(b'%PDF-1.4\n\0\xff' * 100000)
        self.attach(path)
        picture(self.alice, 'mssante-relay-form')
        self.send()
        self.alice.reads('^À 1 destinataire$')
        self.alice.reads('^Envoyé$')
        picture(self.alice, 'mssante-relay-sent')
        (recipients, mail), = self.relay.mails
        self.assertEqual((recipients, mail['Subject'], mail['From'].addresses[0].addr_spec), ([TOTARO], 'Compte rendu — été', OTHER))
        attachment, = mail.iter_attachments()
        self.assertEqual((attachment.get_filename(), attachment.get_content()), (path.name, path.read_bytes()))
        self.finish()
        self.open_form()
        self.assertEqual(self.entry('Objet *').text, '', 'no draft is left')

    def test_2_only_within_mssante(self):
        typed = self.entry('Autre adresse MSSanté')
        self.alice.type_in(typed, 'cabinet@example.org')
        self.alice.keys('Return')
        self.alice.reads("^La région n'envoie qu'à des adresses MSSanté : retirez cabinet@example.org$")
        self.assertFalse(self.alice.find('button', 'Envoyer', self.form()).sensitive)
        self.alice.press(self.alice.find('button', 'Retirer cabinet@example.org', self.form()))
        self.alice.type_in(self.entry('Autre adresse MSSanté'), 'nouveau@cabinet.mssante.example')
        self.alice.keys('Return')
        self.alice.find('button', 'Retirer nouveau@cabinet.mssante.example', self.form())

    def test_3_off_line_the_draft_stays(self):
        self.fill('Hors ligne')
        self.cable.cut()
        self.alice.reads('^Hors ligne, le courrier reste en brouillon')
        self.assertFalse(self.alice.find('button', 'Envoyer', self.form()).sensitive)
        picture(self.alice, 'mssante-relay-offline')
        self.alice.leave(FORM)
        self.cable.plug()
        self.open_form()
        self.send()
        # « Envoyé » alone could be the first mail's, which stands in the same list.
        wait_for(lambda: self.relay.mails[-1][0] == ['nouveau@cabinet.mssante.example'], 'the relay took the second mail')
        wait_for(lambda: not self.alice.find_all('label', 'En attente', self.form()), 'what was sent waits no more')
        self.assertEqual(len(self.alice.find_all('label', 'Envoyé', self.form())), 2)
        self.finish()


if __name__ == '__main__':
    main()
