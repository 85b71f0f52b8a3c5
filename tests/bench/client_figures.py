# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the client, on a region with 10,000 messages more than the demonstration."""

import json
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'e2e'))

# pylint: disable=wrong-import-position
from spico_e2e import DEMO, PREFIX, Person, Server, end_programs, folder, wait_for  # noqa: E402
from spico_jmap_client import Client, uuid7  # noqa: E402

PROBE = PREFIX.parent / 'tests' / 'bench' / 'bench-probe'
PEER = 'dino-im'
RUNS = 5
MESSAGES = 10_000
CONVERSATIONS = 100
LOGIN = 'mauger'
SETTLE_MS = 3000
WORDS = ('pansement', 'tension', 'sortie', 'kiné', 'aide', 'domicile', 'ordonnance', 'bilan', 'visite', 'chambre', 'repas', 'marche',
         'douleur', 'famille', 'réunion', 'transport', 'lit', 'semaine', 'matin', 'soir', 'prévue', 'demandée', 'faite', 'attendue')


def add_messages(source, target):
    """The demonstration's conversations, and as many more as a year of work leaves."""
    chance = random.Random(2)
    region = json.loads(source.read_text())
    me = next(account['principal'] for account in region['accounts'] if account['login'] == LOGIN)
    others = [account['principal'] for account in region['accounts'] if account['principal'] != me]
    each = MESSAGES // CONVERSATIONS
    for number in range(CONVERSATIONS):
        people = [me, *chance.sample(others, 2)]
        oldest = chance.randrange(2 * 1440, 25 * 1440)
        messages = []
        for index in range(each):
            author = chance.choice(people)
            text = ' '.join(chance.choice(WORDS) for _ in range(chance.randrange(6, 40))).capitalize() + '.'
            messages.append({'person': author, 'account': author, 'at': {'minutesAgo': oldest - index * oldest // (each + 1)}, 'text': text})
        region['conversations'].append({
            'account': me, 'person': me, 'subject': f'Suivi {number + 1}', 'dossier': None, 'participants': people, 'messages': messages,
            'readBy': [{'person': person, 'account': person, 'upTo': each} for person in people],
        })
    target.write_text(json.dumps(region, ensure_ascii=False))


def folder_size(path):
    return sum(file.stat().st_size for file in path.rglob('*') if file.is_file())


def wait_until_still(path, seconds=6):
    """The first synchronisation has ended when the store no longer grows."""
    state = {'size': -1, 'since': time.monotonic()}

    def still():
        size = folder_size(path)
        if size != state['size']:
            state.update(size=size, since=time.monotonic())
        return time.monotonic() - state['since'] > seconds
    wait_for(still, 'the store has all the messages', 300)


class Region:
    """A server with the messages, and a person whose store has them."""

    def __init__(self):
        discussions = folder() / 'discussions.json'
        add_messages(DEMO / 'discussions.json', discussions)
        self.server = Server(demo=False)
        self.server.ctl('import', 'finess', DEMO / 'finess.csv')
        self.server.ctl('import', 'rpps', DEMO / 'rpps.txt')
        self.server.ctl('import', 'discussions', discussions)
        self.server.start()
        self.person = Person(LOGIN, self.server.url)
        self.person.start().sign_in()
        self.person.reads(r'^Suivi \d')
        wait_until_still(self.person.home)
        self.person.stop()


def probe(command, env):
    done = subprocess.run([PROBE, str(SETTLE_MS), *map(str, command)], env=env, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode != 0:
        raise SystemExit(f'bench: {done.stderr}')
    mapped, drawn, resident = done.stdout.split()
    return float(mapped), float(drawn), int(resident)


def starts(region):
    """Ours and the peer's, in turn, so that both see the same machine."""
    ours, theirs = [], []
    home = Person('peer', '').environment()
    for _ in range(RUNS):
        ours.append(probe([PREFIX / 'bin' / 'spico', '--server', region.server.url, '--login', LOGIN], region.person.environment()))
        theirs.append(probe([PEER], home))
    return ours, theirs


def message_delay(region):
    """From the sending of a message by somebody else to its text on the screen."""
    person = region.person
    person.start()
    writer = Client(region.server.url).sign_in('totaro', 'spico-demo')
    me = Client(region.server.url).sign_in(LOGIN, 'spico-demo').account
    conversation = writer.create('Conversation', {'clientId': uuid7(), 'subject': 'Délai', 'participantIds': [me]})['id']
    writer.create('Message', {'clientId': uuid7(), 'conversationId': conversation, 'text': 'Bonjour, voici la mesure.'})
    person.open_conversation('Délai')
    messages = person.find('list', 'Messages')

    def shows(text):
        # The newest row alone: reading the whole screen takes longer than the message.
        newest = messages.last_child()
        return newest is not None and text in newest.name

    delays = []
    for number in range(2 * RUNS):
        text = f'Mesure numéro {number + 1}'
        begun = time.monotonic()
        writer.create('Message', {'clientId': uuid7(), 'conversationId': conversation, 'text': text})
        wait_for(lambda text=text: shows(text), f'{LOGIN} sees the message')
        delays.append((time.monotonic() - begun) * 1000)
    person.stop()
    return statistics.median(delays)


NAMES = ('client.start', f'client.start/{PEER}', 'client.rss', f'client.rss/{PEER}', 'message.delay')


def measure(say, wanted):
    try:
        region = Region()
        if any(name.startswith(('client.start', 'client.rss')) for name in wanted):
            ours, theirs = starts(region)
            for name, index, unit in (('client.start', 1, 'ms'), ('client.rss', 2, 'kB')):
                own, peer = (statistics.median(run[index] for run in runs) for runs in (ours, theirs))
                say(name, own, unit)
                say(f'{name}/{PEER}', own / peer, 'ratio')
        if 'message.delay' in wanted:
            say('message.delay', message_delay(region), 'ms')
    finally:
        end_programs()
        shutil.rmtree(folder(), ignore_errors=True)
