# SPDX-License-Identifier: GPL-3.0-or-later
"""From a key to the list on the screen: the real client, its picker, and the server with the whole country; one key after the other, each when the list of the one before has come."""

import pathlib
import random
import re
import shutil
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'e2e'))

# pylint: disable=wrong-import-position
from spico_e2e import Person, end_programs, folder, wait_for  # noqa: E402

SEARCH = 'Rechercher un professionnel ou une structure'
KINDS = ['person', 'structure']
# A list that is the same as before cannot be seen to come.
MOST_TEXTS = 40
WARM_UP = 5


class Typist:
    """Somebody who has signed in and opened the picker."""

    def __init__(self, url, login, password):
        self.person = Person(login, url)
        self.person.place = (0, 0, 1040, 860)
        self.person.start().sign_in(password)
        self.person.reads('Discussions')
        self.person.settle()
        self.person.keys('ctrl+n')
        self.dialog = self.person.find('dialog', 'Nouvelle conversation')
        self.person.press(self.person.find('button', re.compile('^Ajouter'), self.dialog))
        self.entry = self.person.find(('text', 'entry'), SEARCH, self.dialog)
        self.results = None

    def first(self):
        """Who stands first in the list."""
        if self.results is None or not self.results.showing:
            self.results = self.person.look('list', 'Résultats de la recherche')
        # Rows that wait to be used again are children too.
        child = next((child for child in self.results.children() if child.showing), None) if self.results is not None else None
        return child.name if child is not None else ''

    def key(self, letter, expected):
        """The milliseconds until the one who is expected stands first."""
        begun = time.perf_counter()
        self.person.append(self.entry, letter)
        wait_for(lambda: self.first().startswith(expected), 'the list comes')
        return (time.perf_counter() - begun) * 1000

    def clear(self):
        self.person.clear(self.entry)
        wait_for(lambda: self.person.look('list', 'Résultats de la recherche') is None, 'the list goes')
        self.results = None


def keys_of(searcher, texts):
    """Of each text its letters, from the second on, with who comes first after each."""
    for text in texts:
        yield [(text[:length], searcher.names(text[:length], KINDS, 1)) for length in range(2, len(text) + 1)]


def measure_keys(url, searcher, login, password, texts):
    """The times of all keys after which another comes first."""
    typist = Typist(url, login, password)
    chance = random.Random(5)
    times = []
    try:
        for firsts in keys_of(searcher, chance.sample(texts, min(len(texts), MOST_TEXTS))):
            shown = None
            typed = ''
            for text, found in firsts:
                name = found[0].rpartition(' (')[0] if found else None
                if name is None:
                    break
                if name == shown:
                    typist.person.append(typist.entry, text[len(typed):])
                else:
                    times.append(typist.key(text[len(typed):], name))
                shown, typed = name, text
            typist.clear()
    finally:
        end_programs()
        shutil.rmtree(folder(), ignore_errors=True)
    return times[WARM_UP:]
