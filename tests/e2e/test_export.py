# SPDX-License-Identifier: GPL-3.0-or-later
"""A conversation as a PDF: what one is told before, what stands in it, its trace in the audit, and what happens without a connection."""

import os
import re
import stat
import subprocess
import unittest

from spico_e2e import Link, Person, Server, as_read, end_programs, folder, main, wait_for
from spico_jmap_client import Client, uuid7

SUBJECT, QUESTION = 'Retour à domicile', 'Huit heures ou neuf heures ?'
TITLE = 'Exporter la conversation'
N_BEFORE = 150


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(config='[region]\nname = Occitanie\n').start()
        cls.mauger = Client(cls.server.url).sign_in('mauger', 'spico-demo')
        cls.totaro = Client(cls.server.url).sign_in('totaro', 'spico-demo')
        cls.conversation = cls.mauger.create('Conversation', {'clientId': uuid7(), 'subject': SUBJECT, 'participantIds': [cls.totaro.account]})['id']
        for i in range(N_BEFORE):
            cls.totaro.create('Message', {'clientId': uuid7(), 'conversationId': cls.conversation, 'text': f'Note {i + 1}.'})
        asked = cls.mauger.create('Message', {'clientId': uuid7(), 'conversationId': cls.conversation, 'text': QUESTION})['id']
        cls.totaro.create('Message', {'clientId': uuid7(), 'conversationId': cls.conversation, 'text': 'Neuf.', 'inReplyToId': asked})
        cls.cable = Link(cls.server)
        cls.alice = Person('mauger', cls.cable.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.alice.start().sign_in().sees_conversations()
        cls.alice.open_conversation(SUBJECT)
        cls.path = folder() / 'conversation.pdf'

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def ask(self):
        self.alice.settle()
        self.alice.open_menu(self.alice.find('toggle button', 'Menu de la conversation'))
        # The last entry: the menu is a ring.
        self.alice.keys('Up', 'Return')
        return self.alice.find(('dialog', 'alert'), f'{TITLE} ?')

    def traces(self):
        target = folder() / 'audit.jsonl'
        target.unlink(missing_ok=True)
        self.server.ctl('audit', 'export', '--output', target)
        return [line for line in target.read_text().splitlines() if 'conversation.export' in line]

    def test_1_one_is_told_what_leaves_spico_and_nothing_does_before(self):
        alert = self.ask()
        self.alice.reads('Hors de Spico, plus rien ne le protège')
        picture(self.alice, 'export-asked')
        self.alice.press(self.alice.find('button', 'Annuler', alert))
        self.alice.gone(('dialog', 'alert'), f'{TITLE} ?')
        self.assertEqual(self.traces(), [])

    def test_2_all_that_was_said_is_in_it(self):
        self.alice.press(self.alice.find('button', 'Exporter…', self.ask()))
        self.alice.save_as(TITLE, self.path)
        wait_for(lambda: self.path.exists() and self.path.stat().st_size > 0, 'the PDF is there')
        picture(self.alice, 'export-done')
        text = as_read(' '.join(subprocess.run(['pdftotext', self.path, '-'], check=True, capture_output=True, text=True).stdout.split()))
        for i in range(N_BEFORE):
            self.assertIn(f'Note {i + 1}.', text)
        for wanted in (SUBJECT, 'Membres', 'TOTARO', 'MAUGER', QUESTION, 'en réponse à', 'Neuf.', 'Confidentiel – exporté de Spico par'):
            self.assertIn(wanted, text)
        if 'SPICO_PICTURES' in os.environ:
            subprocess.run(['pdftoppm', '-png', '-r', '70', self.path, os.path.join(os.environ['SPICO_PICTURES'], 'export-pdf')], check=True)

    def test_3_nobody_else_on_the_computer_reads_it(self):
        self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)

    def test_4_the_audit_has_who_and_which_and_once(self):
        (trace,) = self.traces()
        self.assertIn(self.conversation, trace)
        self.assertIn(self.mauger.account, trace)

    def test_5_without_a_connection_nothing_is_exported(self):
        before = self.path.read_bytes()
        self.cable.cut()
        self.alice.reads('^Hors ligne')
        self.alice.press(self.alice.find('button', 'Exporter…', self.ask()))
        self.alice.save_as(TITLE, self.path)
        self.alice.press(self.alice.find('button', 'Remplacer'))
        self.alice.reads("^Rien n'est exporté : un export laisse une trace")
        picture(self.alice, 'export-offline')
        self.assertEqual(self.path.read_bytes(), before)
        self.assertEqual(len(self.traces()), 1)


if __name__ == '__main__':
    main()
