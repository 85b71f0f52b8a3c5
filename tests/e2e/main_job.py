# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job: two clinicians talk about a patient, on line and off. Played by the tests, and by the tour with a camera."""

import re

from spico_e2e import Link, Person, Server, wait_for

SUBJECT = 'Retour à domicile : matériel et passages'
FIRST = 'Bonjour, le lit médicalisé est livré jeudi matin. Pouvez-vous prévoir le premier passage le soir même ?'
ANSWER = 'Bonjour Marie, oui, nous passons jeudi à 18 h 30.'
FOR_STRUCTURE = "L'accueil de jour garde une place la semaine suivante, si les nuits sont difficiles."
OFFLINE = ("Merci à toutes les deux, c'est noté.", 'Le fils sera là pour la livraison.', 'Je rappelle le prestataire pour la barre d’appui.')
DRAFT = 'Reste à voir le portage des repas'
STRUCTURE = 'EHPAD LES TROIS TILLEULS'
ALICE, BEATRICE = 'totaro', 'mauger'


class MainJob:
    """The steps, in their order. `told` hears of each, `camera` may take a picture of a person's window."""

    def __init__(self, told=lambda text: None, camera=lambda person, name: None):
        self.told = told
        self.camera = camera
        self.server = Server().start()
        self.cable = Link(self.server)
        self.first = Person(ALICE, self.cable.url)
        self.first.place = (0, 0, 1040, 760)
        self.second = Person(BEATRICE, self.server.url)
        self.second.place = (1080, 0, 1040, 760)

    def sign_in(self):
        for person in (self.first, self.second):
            person.start()
            if person is self.first:
                self.camera(person, 'sign-in')
            person.sign_in()
            person.sees_conversations()
        self.told(f'{ALICE} and {BEATRICE} are signed in')
        self.camera(self.first, 'conversations')

    def start_conversation(self):
        self.first.start_conversation([('MAUGER', 'MAUGER'), ('TROIS TILLEULS', STRUCTURE)], 'LAPRUNE', SUBJECT, FIRST)
        self.camera(self.first, 'new-conversation')
        self.first.keys('ctrl+Return')
        self.first.has_message(FIRST)
        self.told(f'{ALICE} starts a conversation about a patient')

    def answer_as_oneself(self):
        self.second.open_conversation(SUBJECT)
        self.second.has_message(FIRST)
        self.told(f'{BEATRICE} reads it')
        self.second.send(ANSWER)
        row = self.first.has_message(ANSWER)
        assert 'MAUGER' in row and 'pour le compte de' not in row, row
        self.told(f'{BEATRICE} answers as herself')

    def answer_for_structure(self):
        self.second.choose_account(STRUCTURE)
        self.second.open_conversation(SUBJECT)
        self.second.send(FOR_STRUCTURE)
        row = self.first.has_message(FOR_STRUCTURE)
        assert f'Mme Stéphanie MAUGER pour le compte de {STRUCTURE}' in row, row
        self.told(f'{BEATRICE} answers for the structure')
        self.camera(self.first, 'conversation')
        self.camera(self.second, 'delegated-mailbox')

    def cut(self):
        self.cable.cut()
        self.first.reads('Hors ligne')
        for text in OFFLINE:
            self.first.send(text)
            self.first.has_message(text, 'en attente')
        self.first.reads('3 messages en attente')
        self.first.write(DRAFT)
        self.told(f'the cable is cut; {ALICE} writes three messages and a draft')
        self.camera(self.first, 'offline')
        # The draft saves itself within 3 s of the last key; the list says so when it is on disk.
        self.first.find('list item', self._draft_row())

    @staticmethod
    def _draft_row():
        return re.compile(re.escape(SUBJECT) + '.*Brouillon', re.S)

    def kill_and_start_again(self):
        self.first.kill9()
        self.first.start()
        self.first.open_conversation(SUBJECT)
        for text in (FIRST, ANSWER, FOR_STRUCTURE):
            self.first.has_message(text)
        for text in OFFLINE:
            self.first.has_message(text, 'en attente')
        self.first.reads('3 messages en attente')
        wait_for(lambda: self.first.composer().text == DRAFT, 'the draft is in the composer again')
        self.told(f'{ALICE} is killed, starts again off line, and finds everything')

    def plug(self):
        self.cable.plug()
        self.first.gone(None, 'Hors ligne')
        for text in OFFLINE:
            self.second.has_message(text)
            self.first.has_message(text)
        rows = self.second.thread()
        places = [[number for number, row in enumerate(rows) if text in row] for text in (FIRST, ANSWER, FOR_STRUCTURE, *OFFLINE)]
        assert all(len(place) == 1 for place in places), f'not each once: {rows}'
        assert places == sorted(places), f'not in order: {rows}'
        assert not any(DRAFT in text for text in self.second.texts()), 'a draft was sent'
        assert self.first.composer().text == DRAFT, 'the draft is no longer a draft'
        self.told(f'the cable is back; {BEATRICE} has each message once and in order; the draft is still a draft')
        self.camera(self.second, 'arrived')

    STEPS = ('sign_in', 'start_conversation', 'answer_as_oneself', 'answer_for_structure', 'cut', 'kill_and_start_again', 'plug')
