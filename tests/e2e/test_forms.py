# SPDX-License-Identifier: GPL-3.0-or-later
"""F016, F068, F073, F074, B003, B016: the new-conversation form and the patients' screens, with the real programs."""

import re
import unittest

from spico_e2e import Link, Person, Server, end_programs, main, wait_for

SUBJECT = 'Aides techniques au domicile'
TEXT = 'Bonjour, la barre d’appui est posée. Que reste-t-il à prévoir ?'
ALICE, BEATRICE = 'totaro', 'mauger'
SEARCH = 'Rechercher un professionnel ou une structure'
TABS = ('tab', 'toggle button', 'radio button', 'page tab')


class Forms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.cable = Link(cls.server)
        cls.alice = Person(ALICE, cls.cable.url)
        cls.alice.place = (0, 0, 1040, 760)
        cls.beatrice = Person(BEATRICE, cls.server.url)
        cls.beatrice.place = (1080, 0, 1040, 760)
        for person in (cls.alice, cls.beatrice):
            person.start().sign_in()
            person.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def open_form(self):
        self.alice.keys('ctrl+n')
        return self.alice.find('dialog', 'Nouvelle conversation')

    def close_form(self):
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Nouvelle conversation')

    def add(self, dialog, typed, shown):
        self.alice.press(self.alice.find('button', 'Ajouter des membres', dialog))
        search = self.alice.find(('text', 'entry'), SEARCH, dialog)
        self.alice.type_in(search, typed)
        self.alice.find('list item', re.compile(shown), dialog)
        self.alice.keys('Return')
        self.alice.find('button', re.compile(f'Retirer.*{shown}'), dialog)
        self.alice.keys('Escape')
        self.alice.gone(('text', 'entry'), SEARCH)

    def subject(self, dialog):
        return self.alice.find(('text', 'entry'), 'Objet *', dialog)

    def test_1_the_form_says_what_is_missing(self):
        dialog = self.open_form()
        self.alice.reads('Ajoutez au moins un membre')
        send = self.alice.find('button', 'Envoyer', dialog)
        self.assertFalse(send.sensitive)
        self.add(dialog, 'mauger', 'MAUGER')
        self.alice.reads("Saisissez l'objet")
        self.alice.type_in(self.subject(dialog), SUBJECT)
        self.alice.reads('Rédigez le premier message')
        self.alice.type_in(self.alice.composer(dialog), TEXT)
        wait_for(lambda: send.sensitive, 'the message can be sent')

    def test_2_killed_while_the_form_is_open_nothing_is_lost(self):
        self.alice.type_in(self.subject(self.alice.find('dialog', 'Nouvelle conversation')), ' (suite)')
        self.alice.gone(None, 'Brouillon enregistré')
        self.alice.reads('Brouillon enregistré')
        self.alice.kill9()
        self.alice.start()
        self.alice.sees_conversations()
        dialog = self.open_form()
        wait_for(lambda: self.subject(dialog).text == f'{SUBJECT} (suite)', 'the subject is back')
        self.assertEqual(self.alice.composer(dialog).text, TEXT)
        self.alice.find('button', re.compile('Retirer.*MAUGER'), dialog)

    def test_3_who_cannot_read_is_told_before_sending(self):
        dialog = self.alice.find('dialog', 'Nouvelle conversation')
        self.add(dialog, 'lacaze', 'LACAZE')
        self.alice.reads('Sans compte : ne pourra pas lire ce message')
        self.alice.press(self.alice.find('button', re.compile('Retirer.*LACAZE'), dialog))
        self.alice.gone(None, re.compile('Sans compte : ne pourra'))

    def test_4_sent_off_line_it_arrives_once_after_a_kill(self):
        self.cable.cut()
        self.alice.reads('Hors ligne')
        dialog = self.alice.find('dialog', 'Nouvelle conversation')
        self.alice.focus(self.alice.composer(dialog))
        self.alice.keys('ctrl+Return')
        self.alice.gone('dialog', 'Nouvelle conversation')
        self.alice.has_message(TEXT, 'en attente')
        self.alice.kill9()
        self.alice.start()
        self.alice.open_conversation(f'{SUBJECT} (suite)')
        self.alice.has_message(TEXT, 'en attente')
        self.cable.plug()
        self.beatrice.open_conversation(f'{SUBJECT} (suite)')
        self.beatrice.has_message(TEXT)
        self.assertEqual(sum(TEXT in row for row in self.beatrice.thread()), 1)
        self.alice.has_message(TEXT, 'envoyé')

    def test_5_once_sent_the_form_is_empty_again(self):
        dialog = self.open_form()
        self.alice.reads('Ajoutez au moins un membre')
        self.assertEqual(self.subject(dialog).text, '')
        self.close_form()

    def test_6_members_are_chosen_from_the_keyboard_alone(self):
        dialog = self.open_form()
        wait_for(lambda: self.alice.find('button', 'Ajouter des membres', dialog).has_state('focused'), 'the form begins at its members')
        self.alice.keys('Return')
        search = self.alice.find(('text', 'entry'), SEARCH, dialog)
        self.alice.type_in(search, 'bonnefous')
        row = self.alice.find('list item', re.compile('BONNEFOUS'), dialog)
        self.alice.keys('Down')
        wait_for(lambda: row.has_state('focused'), 'the arrow goes to the first result')
        self.alice.keys('Return')
        self.alice.find('button', re.compile('Retirer Dr .*BONNEFOUS'), dialog)
        self.alice.focus(search)
        self.alice.clear(search)
        self.alice.keys('BackSpace')
        self.alice.gone('button', re.compile('Retirer Dr .*BONNEFOUS'))
        self.alice.keys('Escape')
        self.alice.gone(('text', 'entry'), SEARCH)
        self.close_form()

    def test_7_a_patient_opens_with_identity_and_conversations(self):
        self.beatrice.press(self.beatrice.find(TABS, 'Patients'))
        patients = self.beatrice.find('list', 'File active')
        self.beatrice.click(self.beatrice.find('list item', re.compile('LAPRUNE Alba, née le 12/03/1938 \\(F\\)'), patients))
        self.beatrice.reads('Matricule INS')
        self.beatrice.reads('Identité : qualifiée')
        self.beatrice.reads('2 38 03 31 991 901 83')

    def test_8_a_conversation_of_the_patient_opens_in_discussions(self):
        conversations = self.beatrice.find('list', 'Conversations à propos de ce patient')
        self.beatrice.click(self.beatrice.find('list item', re.compile('Horaires du retour à domicile'), conversations))
        self.beatrice.find(None, 'Messages')
        self.beatrice.reads('14 h 30')


if __name__ == '__main__':
    main()
