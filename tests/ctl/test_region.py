#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration region, loaded by the real spicoctl and served by the real spico-server, on SQLite or PostgreSQL."""

import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))

import spico_tap  # noqa: E402
from spico_jmap_client import DISCUSSIONS, DOSSIERS, MethodError, Refused, Server, uuid7  # noqa: E402

DEMO = pathlib.Path(os.environ['SPICO_DEMO'])
POSTGRES = os.environ.get('SPICO_TEST_POSTGRES')
EHPAD = 'f310990106'
MAUGER = 'p899700900014'
TOTARO = 'p899700900022'
demo = json.loads((DEMO / 'discussions.json').read_text(encoding='utf-8'))
logins = {account['principal']: account['login'] for account in demo['accounts']}
_number = 0


def new_database(template='template0'):
    """The address of a new PostgreSQL database, empty or a copy; None for a SQLite file."""
    global _number
    if not POSTGRES:
        return None
    _number += 1
    name = f'region_{_number}'
    subprocess.run(['psql', '--quiet', '--dbname', POSTGRES, '--command', f'CREATE DATABASE {name} TEMPLATE {template}'], check=True)
    parts = urllib.parse.urlsplit(POSTGRES)
    return f'postgresql:///{name}?{parts.query}'


def new_server(**options):
    return Server(os.environ['SPICO_SERVER'], os.environ['SPICOCTL'], **options)


@functools.cache
def template():
    """A region that was loaded and never served: hashing its passwords takes time."""
    server = new_server(database=new_database())
    server.ctl('import', 'finess', DEMO / 'finess.csv')
    server.ctl('import', 'rpps', DEMO / 'rpps.txt')
    server.ctl('import', 'discussions', DEMO / 'discussions.json')
    return server


def loaded():
    if POSTGRES:
        template()
        return new_server(database=new_database('region_1')).start()
    server = new_server()
    for file in template().folder.glob('region.db*'):
        shutil.copy(file, server.folder)
    return server.start()


def everything(client, kind, account, **arguments):
    """All objects of a type in an account."""
    ids = client.call(f'{kind}/query', {'accountId': account, **arguments})['ids']
    return client.call(f'{kind}/get', {'accountId': account, 'ids': ids})['list'] if ids else []


class Served(unittest.TestCase):
    """What the region looks like from outside; nothing here changes it."""

    @classmethod
    def setUpClass(cls):
        cls.server = loaded()
        cls.client = staticmethod(functools.cache(cls.server.client))

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def test_accounts(self):
        """A person finds their own account, the delegated one and the region"""
        client = self.client('mauger')
        accounts = client.load_session()['accounts']
        self.assertEqual(set(accounts), {MAUGER, EHPAD, 'region'})
        self.assertEqual(set(accounts[EHPAD]['accountCapabilities']) & {DISCUSSIONS, DOSSIERS}, {DISCUSSIONS, DOSSIERS})
        self.assertEqual(set(self.client('totaro').load_session()['accounts']), {TOTARO, 'region'})

    def test_conversations_of_each(self):
        """Each account lists the conversations that it takes part in, and no other"""
        for principal, login in logins.items():
            client = self.client(login)
            for account in (principal, EHPAD) if principal == MAUGER else (principal,):
                expected = sorted(c['subject'] for c in demo['conversations'] if account in c['participants'])
                found = everything(client, 'Conversation', account)
                self.assertEqual(sorted(conversation['subject'] for conversation in found), expected)

    def test_conversations_of_others(self):
        """A conversation of others is in no list and is not found by its id"""
        client = self.client('mauger')
        mine = {c['id'] for c in everything(client, 'Conversation', MAUGER)}
        for principal, login in logins.items():
            other = self.client(login)
            theirs = {c['id'] for c in everything(other, 'Conversation', principal)}
            hidden = sorted(mine - theirs)
            if hidden:
                answer = other.call('Conversation/get', {'accountId': principal, 'ids': hidden})
                self.assertEqual(sorted(answer['notFound']), hidden)
                for conversation in hidden[:2]:
                    query = other.call('Message/query', {'accountId': principal, 'filter': {'conversationId': conversation}})
                    self.assertEqual(query['ids'], [])

    def test_messages(self):
        """Messages stand in their order, with the person and the account that wrote them"""
        client = self.client('mauger')
        by_subject = {c['subject']: c for c in demo['conversations'] if MAUGER in c['participants']}
        for conversation in everything(client, 'Conversation', MAUGER):
            messages = everything(client, 'Message', MAUGER, filter={'conversationId': conversation['id']}, sort=[{'property': 'seq'}])
            written = by_subject[conversation['subject']]['messages']
            self.assertEqual([(m['fromPersonId'], m['fromAccountId'], m['text']) for m in messages],
                             [(m['person'], m['account'], m['text']) for m in written])
            self.assertEqual([m['seq'] for m in messages], list(range(1, len(written) + 1)))
            self.assertEqual([m['sentAt'] for m in messages], sorted(m['sentAt'] for m in messages))
            self.assertEqual(conversation['lastMessageSeq'], len(written))

    def test_unread(self):
        """Unread counts are what the file leaves unread, for each person and account"""
        for account, person in ((MAUGER, MAUGER), (EHPAD, MAUGER), (TOTARO, TOTARO)):
            client = self.client(logins[person])
            by_subject = {c['subject']: c for c in demo['conversations'] if account in c['participants']}
            for conversation in everything(client, 'Conversation', account):
                source = by_subject[conversation['subject']]
                read = [r['upTo'] for r in source['readBy'] if (r['account'], r['person']) == (account, person)]
                own = [n for n, m in enumerate(source['messages'], 1) if (m['account'], m['person']) == (account, person)]
                marker = max(read + own + [0])
                unread = [n for n, m in enumerate(source['messages'], 1) if n > marker and (m['account'], m['person']) != (account, person)]
                self.assertEqual(conversation['unreadCount'], len(unread), conversation['subject'])

    def test_dossiers(self):
        """Dossiers are seen by the habilitated alone, in the active list of those who put them there"""
        for principal, login in logins.items():
            client = self.client(login)
            expected = {(d['birthName'], d['firstNames'], m['inActiveList']) for d in demo['dossiers'] for m in d['members']
                        if m['principal'] == principal and m['habilitation']}
            found = {(d['birthName'], d['firstNames'], d['inActiveList']) for d in everything(client, 'Dossier', principal)}
            self.assertEqual(found, expected)

    def test_favourites(self):
        """Favourites are those of the account"""
        client = self.client('mauger')
        for entry in demo['favourites']:
            if entry['account'] in (MAUGER, EHPAD):
                found = [favourite['principalId'] for favourite in everything(client, 'Favourite', entry['account'])]
                self.assertEqual(sorted(found), sorted(entry['principals']))

    def test_groups(self):
        """F033: each account has the groups that it administers and those that are shared with it, accepted or not, and finds the public ones"""
        client = self.client('mauger')
        groups = {group['id']: group for group in everything(client, 'FavouriteGroup', MAUGER)}
        expected = {}
        for group in demo['groups']:
            shares = {share['principal']: share['accepted'] for share in group['shared']}
            if group['account'] == MAUGER or MAUGER in shares:
                expected[group['name']] = (group['account'] == MAUGER, shares.get(MAUGER, True), sorted(group['members']))
        found = {}
        for share in everything(client, 'FavouriteGroupShare', MAUGER):
            group = groups[share['groupId']]
            if share['principalId'] == MAUGER:
                found[group['name']] = (share['isAdministrator'], share['isAccepted'], sorted(group['memberIds']))
        self.assertEqual(found, expected)
        public = {group['name'] for group in everything(client, 'PublicGroup', 'region')}
        self.assertEqual(public, {group['name'] for group in demo['groups'] if group['public']})

    def test_absence(self):
        """Who is absent shows it, with their stand-in"""
        client = self.client('mauger')
        ids = [absence['principal'] for absence in demo['absences']]
        found = client.call('Principal/get', {'accountId': 'region', 'ids': ids, 'properties': ['presence', 'standInId', 'absentUntil']})['list']
        self.assertEqual({p['id']: (p['presence'], p['standInId']) for p in found},
                         {absence['principal']: ('absent', absence['standIn']) for absence in demo['absences']})

    def test_presence(self):
        """F014: who wrote lately is active, who never signed in is inactive"""
        client = self.client('mauger')
        writers = {message['person'] for conversation in demo['conversations'] for message in conversation['messages']
                   if message['at'].get('daysAgo', 0) < 30}
        writers -= {absence['principal'] for absence in demo['absences']}
        found = client.call('Principal/get', {'accountId': 'region', 'ids': sorted(writers - {MAUGER}), 'properties': ['presence']})['list']
        self.assertEqual({p['presence'] for p in found} - {'online'}, {'active'})
        without = client.call('Principal/query', {'accountId': 'region', 'filter': {'hasAccount': False, 'kind': 'person'}})['ids']
        found = client.call('Principal/get', {'accountId': 'region', 'ids': without, 'properties': ['presence']})['list']
        self.assertEqual({p['presence'] for p in found}, {'inactive'})

    def test_directory(self):
        """The directory is searched by the beginnings of words, accents and case forgiven"""
        client = self.client('mauger')
        for text, expected in (('STEPH maug', MAUGER), ('totaro', TOTARO), ('tilleul ehpad', EHPAD), ('99700900014', MAUGER)):
            self.assertIn(expected, client.call('Principal/query', {'accountId': 'region', 'filter': {'text': text}})['ids'], text)
        self.assertEqual(client.call('Principal/query', {'accountId': 'region', 'filter': {'text': 'nobodyhasthisname'}})['ids'], [])


class Operated(unittest.TestCase):
    """What the operator does while the server runs."""

    def setUp(self):
        self.server = loaded()

    def tearDown(self):
        self.server.close()

    def test_delegation_ends(self):
        """A delegation that ends is refused at once, on an open session too"""
        client = self.server.client('mauger')
        client.load_session()
        self.assertTrue(everything(client, 'Conversation', EHPAD))
        self.server.ctl('delegation', 'end', '--account', EHPAD, '--delegate', MAUGER)
        with self.assertRaises(MethodError) as refused:
            client.call('Conversation/query', {'accountId': EHPAD})
        self.assertEqual(refused.exception.type, 'accountNotFound')
        before = client.session['state']
        self.assertEqual(set(client.load_session()['accounts']), {MAUGER, 'region'})
        self.assertNotEqual(client.session['state'], before)

    def test_delegation_begins(self):
        """A delegation gives what its scope covers, at once"""
        client = self.server.client('totaro')
        client.load_session()
        self.server.ctl('delegation', 'set', '--account', EHPAD, '--delegate', TOTARO, '--scope', 'discussions', '--referent', 'Mme Brigitte VAYSSE')
        self.assertIn(EHPAD, client.load_session()['accounts'])
        conversation = everything(client, 'Conversation', EHPAD)[0]
        created = client.call('Message/set', {'accountId': EHPAD, 'create': {'m': {
            'clientId': uuid7(), 'conversationId': conversation['id'], 'text': 'Bien reçu.'}}})['created']['m']
        self.assertEqual((created['fromPersonId'], created['fromAccountId']), (TOTARO, EHPAD))
        with self.assertRaises(MethodError) as refused:
            client.call('Dossier/query', {'accountId': EHPAD})
        self.assertEqual(refused.exception.type, 'accountNotSupportedByMethod')

    def test_account_disabled(self):
        """A disabled account's token opens nothing any more, nor does its password"""
        client = self.server.client('totaro')
        client.load_session()
        self.server.ctl('account', 'disable', 'totaro')
        with self.assertRaises(Refused) as refused:
            client.load_session()
        self.assertEqual(refused.exception.answer.status, 401)
        with self.assertRaises(Refused) as refused:
            self.server.client('totaro')
        self.assertEqual(refused.exception.answer.json['error'], 'invalid_grant')
        self.server.ctl('account', 'enable', 'totaro')
        self.server.client('totaro').load_session()

    def test_account_opened(self):
        """An account that is opened finds what was waiting for it, and the directory tells of it"""
        client = self.server.client('mauger')
        waiting = next(p['id'] for p in everything(client, 'Principal', 'region', filter={'kind': 'person', 'hasAccount': False}))
        state = client.call('Principal/get', {'accountId': 'region', 'ids': []})['state']
        client.call('Conversation/set', {'accountId': MAUGER, 'create': {'c': {'subject': 'En attente', 'participantIds': [waiting]}}})
        self.server.ctl('account', 'create', '--login', 'nouveau', '--principal', waiting, '--password-stdin', stdin='un long mot de passe\n')
        changes = client.call('Principal/changes', {'accountId': 'region', 'sinceState': state})
        self.assertEqual(changes['updated'], [waiting])
        newcomer = self.server.client('nouveau', 'un long mot de passe')
        self.assertEqual([c['subject'] for c in everything(newcomer, 'Conversation', waiting)], ['En attente'])

    def test_register_loaded(self):
        """A register loaded again cannot be calculated; who left it is kept, no longer listed"""
        client = self.server.client('mauger')
        state = client.call('Principal/get', {'accountId': 'region', 'ids': []})['state']
        lines = [line for line in (DEMO / 'rpps.txt').read_text(encoding='utf-8').splitlines(True) if '|TOTARO|' not in line]
        shorter = self.server.folder / 'rpps.txt'
        shorter.write_text(''.join(lines), encoding='utf-8')
        self.assertIn('Withdrawn: 1\n', self.server.ctl('import', 'rpps', shorter))
        with self.assertRaises(MethodError) as refused:
            client.call('Principal/changes', {'accountId': 'region', 'sinceState': state})
        self.assertEqual(refused.exception.type, 'cannotCalculateChanges')
        totaro = client.call('Principal/get', {'accountId': 'region', 'ids': [TOTARO], 'properties': ['name', 'isListed']})['list'][0]
        self.assertEqual((totaro['name'], totaro['isListed']), ('Mme Marie TOTARO', False))


if __name__ == '__main__':
    spico_tap.main()
