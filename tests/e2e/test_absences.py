# SPDX-License-Identifier: GPL-3.0-or-later
"""F014, F073, B016: an absence is declared, and told to whoever is about to write, with the real programs."""

import datetime
import os
import re
import unittest

from spico_e2e import PASSWORD, Link, Person, Server, end_programs, main, wait_for

ALICE, BEATRICE = 'mauger', 'totaro'
TODAY = datetime.date.today()
LAST = TODAY + datetime.timedelta(days=9)
MESSAGE = 'Je relève mes messages le soir.'
SUBJECT = 'Horaires du retour à domicile'
STRUCTURE, WITH_STRUCTURE = 'EHPAD LES TROIS TILLEULS', "Sortie d'hospitalisation, hébergement temporaire"
SEARCH = 'Rechercher un professionnel ou une structure'


def french(day):
    return day.strftime('%d/%m/%Y')


def picture(person, name):
    """Kept where one asks for it: the screens are looked at."""
    if 'SPICO_PICTURES' in os.environ:
        person.settle()
        person.screenshot(os.path.join(os.environ['SPICO_PICTURES'], f'{name}.png'))


class Absences(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()
        cls.cable = Link(cls.server)
        cls.alice = Person(ALICE, cls.cable.url)
        cls.alice.place = (0, 0, 1040, 860)
        cls.beatrice = Person(BEATRICE, cls.server.url)
        cls.beatrice.place = (1080, 0, 1040, 860)
        cls.alice.start().sign_in()
        cls.alice.sees_conversations()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def open_absences(self):
        return self.alice.choose_in_menu(1, 'Absence')

    def close_absences(self):
        self.alice.keys('Escape')
        self.alice.gone('dialog', 'Absence')

    def entry(self, dialog, name):
        return self.alice.find(('text', 'entry'), re.compile(f'^{name}'), dialog)

    def test_1_an_absence_is_declared(self):
        dialog = self.open_absences()
        self.alice.reads('Absence de Mme Stéphanie MAUGER')
        declare = self.alice.find('button', "Déclarer l'absence", dialog)
        self.alice.reads('Saisissez le premier jour')
        self.assertFalse(declare.sensitive)
        self.alice.type_in(self.entry(dialog, 'Premier jour'), french(TODAY))
        self.alice.reads('Saisissez le dernier jour')
        self.alice.type_in(self.entry(dialog, 'Dernier jour'), french(LAST))
        self.alice.click(self.alice.find('list item', re.compile('^Remplacement'), dialog))
        search = self.alice.find(('text', 'entry'), SEARCH, dialog)
        self.alice.type_in(search, 'bonnefous')
        self.alice.find('list item', re.compile('BONNEFOUS'), dialog)
        self.alice.keys('Return')
        self.alice.find('list item', re.compile('Remplacement'), dialog)
        self.alice.reads('Dr Hélène BONNEFOUS')
        self.alice.type_in(self.entry(dialog, 'Message'), MESSAGE)
        wait_for(lambda: declare.sensitive, 'the absence can be declared')
        picture(self.alice, 'absence-form')
        # Closed, even locked meanwhile, the form keeps every word.
        self.close_absences()
        dialog = self.open_absences()
        wait_for(lambda: self.entry(dialog, 'Message').text == MESSAGE, 'the message is there again')
        self.alice.keys('ctrl+l')
        self.alice.type_in(self.alice.find(('password text', 'text', 'entry'), 'Mot de passe'), PASSWORD)
        self.alice.press(self.alice.find('button', 'Déverrouiller'))
        self.alice.sees_conversations()
        dialog = self.open_absences()
        wait_for(lambda: self.entry(dialog, 'Message').text == MESSAGE, 'the message is there after the lock')
        self.assertEqual(self.entry(dialog, 'Premier jour').text, french(TODAY))
        self.alice.reads('Dr Hélène BONNEFOUS')
        declare = self.alice.find('button', "Déclarer l'absence", dialog)
        wait_for(lambda: declare.sensitive, 'the absence can be declared')
        self.alice.press(declare)
        self.alice.reads(f'Du {french(TODAY)} au {french(LAST)}')
        self.alice.reads('Remplacement : Dr Hélène BONNEFOUS')
        picture(self.alice, 'absence-declared')
        self.close_absences()
        dialog = self.open_absences()
        self.alice.reads(f'Du {french(TODAY)} au {french(LAST)}')
        self.assertEqual(self.entry(dialog, 'Message').text, '')
        self.close_absences()

    def test_2_whoever_writes_is_told_before_sending(self):
        self.beatrice.start().sign_in()
        self.beatrice.sees_conversations()
        self.beatrice.open_conversation(SUBJECT)
        self.beatrice.reads(f"Mme Stéphanie MAUGER.*jusqu'au {french(LAST)}.*Dr Hélène BONNEFOUS")
        picture(self.beatrice, 'absence-told')

    def test_2b_the_absent_account_answers_by_itself_once(self):
        self.beatrice.send('Pouvez-vous me rappeler ?')
        reply = self.beatrice.has_message(f"Absence jusqu'au {french(LAST)} inclus.")
        self.assertIn('Mme Stéphanie MAUGER, réponse automatique', reply)
        self.assertIn('Remplacement : Dr Hélène BONNEFOUS', reply)
        self.assertIn(MESSAGE, reply)
        self.beatrice.send("C'est pour demain.")
        self.beatrice.has_message("C'est pour demain.", 'envoyé')
        self.assertEqual(len([row for row in self.beatrice.thread() if 'réponse automatique' in row]), 1)
        picture(self.beatrice, 'absence-automatic-reply')
        # Nobody has read anything: the conversation is as unread as it was.
        self.alice.find('list item', re.compile(f'{SUBJECT}.*non lu', re.DOTALL), self.alice.find('list', 'Conversations'))

    def test_3_the_card_says_the_days_and_the_message(self):
        self.beatrice.settle()
        self.beatrice.keys('ctrl+i')
        information = self.beatrice.find('dialog', 'Informations')
        x, y, width, height = self.beatrice.at_rest(information)
        self.beatrice._xdotool('mousemove', '--window', self.beatrice.window(), str(x + width // 2), str(y + height // 2), 'click', '--repeat', '20', '--delay', '10', '5')
        self.beatrice.click(self.beatrice.find('list item', re.compile('MAUGER'), information))
        self.beatrice.reads(f'Du {french(TODAY)} au {french(LAST)}')
        self.beatrice.reads(MESSAGE)
        picture(self.beatrice, 'absence-card')

    def test_4_days_that_are_taken_are_refused_and_off_line_nothing_is_declared(self):
        dialog = self.open_absences()
        self.alice.type_in(self.entry(dialog, 'Premier jour'), french(LAST))
        self.alice.type_in(self.entry(dialog, 'Dernier jour'), french(LAST))
        declare = self.alice.find('button', "Déclarer l'absence", dialog)
        wait_for(lambda: declare.sensitive, 'the absence can be declared')
        self.alice.press(declare)
        self.alice.reads('Une absence est déjà déclarée pour certains de ces jours')
        self.cable.cut()
        self.alice.reads('Hors ligne, une absence ne peut être ni déclarée ni retirée')
        self.assertFalse(declare.sensitive)
        self.assertFalse(self.alice.find('button', re.compile("^Retirer l'absence"), dialog).sensitive)
        self.cable.plug()
        self.alice.gone(None, re.compile('^Hors ligne'))

    def test_5_an_absence_is_taken_back(self):
        dialog = self.alice.find('dialog', 'Absence')
        self.alice.press(self.alice.find('button', re.compile("^Retirer l'absence"), dialog))
        self.alice.gone('button', re.compile("^Retirer l'absence"))
        self.close_absences()

    def test_6_a_structure_that_is_absent_answers_too(self):
        """F014, F022, B016: the absence is that of the account that one acts for, and it answers in its name; who declared it is named with it"""
        self.alice.press(self.alice.find(('toggle button', 'button'), re.compile('^Agir en tant que')))
        self.alice.click(self.alice.find('list item', re.compile(f'^{STRUCTURE}'), self.alice.find('list', 'Agir en tant que')))
        self.alice.find('toggle button', f'Agir en tant que {STRUCTURE}')
        dialog = self.open_absences()
        self.alice.reads(f'Absence de {STRUCTURE}')
        self.alice.type_in(self.entry(dialog, 'Premier jour'), french(TODAY))
        self.alice.type_in(self.entry(dialog, 'Dernier jour'), french(LAST))
        declare = self.alice.find('button', "Déclarer l'absence", dialog)
        wait_for(lambda: declare.sensitive, 'the absence can be declared')
        self.alice.press(declare)
        self.alice.reads(f'Du {french(TODAY)} au {french(LAST)}')
        self.alice.reads(f'^Déclarée par Mme Stéphanie MAUGER pour le compte de {STRUCTURE}$')
        picture(self.alice, 'absence-structure-declared')
        self.close_absences()
        for title in ('Fiche', 'Informations'):
            self.beatrice.settle()
            self.beatrice.keys('Escape')
            self.beatrice.gone('dialog', title)
        self.beatrice.open_conversation(WITH_STRUCTURE)
        self.beatrice.send('Une chambre est-elle libre ?')
        reply = self.beatrice.has_message(f"Absence jusqu'au {french(LAST)} inclus.")
        self.assertIn(f'{STRUCTURE}, réponse automatique', reply)
        picture(self.beatrice, 'absence-structure')


if __name__ == '__main__':
    main()
