# SPDX-License-Identifier: GPL-3.0-or-later
"""What a search of the directory of the whole country takes, and what it finds: Principal/query of the real server on loopback, one connection, one request after the other."""

import csv
import http.client
import json
import pathlib
import random
import sqlite3
import subprocess
import time
import urllib.parse

from directory_keys import measure_keys
from directory_rivals import Fts5, PgTrgm
from server_figures import serve, wants

CASES = pathlib.Path(__file__).resolve().parents[1] / 'server' / 'directory'
PASSWORD = 'spico-bench'
# Who searches: in a large town, in the largest, in a small department.
ASKERS = {'toulouse': 'p899710000002', 'paris': 'p899710000016', 'foix': 'p899710000014'}
# Those of cases.csv who have an account; so has one in forty of all others.
HOLDERS = ('p899710000001', 'p899710000002', 'p899710000012', 'p899710000017')
TRADES = ('médecin', 'infirmier', 'infirmière', 'kiné', 'cardiologue', 'médecin cardiologie', 'pédiatre', 'psychologue', 'orthophoniste', 'sage-femme', 'pharmacien', 'dermatologue', 'médecin généraliste')
TOWNS = ('lyon', 'paris', 'toulouse', 'marseille', '31000', '69003', 'st etienne', 'clermont ferrand', 'villeneuve', 'brest')


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


def run_sql(database, sql):
    """Rows of a statement, past the server; what it changes is kept."""
    if database.startswith('postgresql:'):
        done = subprocess.run(['psql', '--dbname', database, '--no-align', '--tuples-only', '--field-separator', '\x1f', '--command', sql], check=True, capture_output=True, text=True)
        return [tuple(line.split('\x1f')) for line in done.stdout.splitlines()]
    connection = sqlite3.connect(database)
    try:
        rows = connection.execute(sql).fetchall()
        connection.commit()
        return rows
    finally:
        connection.close()


class Searcher:
    """A connection that stays open."""

    def __init__(self, server, login):
        self.token = server.client(login, PASSWORD).access_token
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(server.url).netloc, timeout=60)
        self.connection.connect()

    def ask(self, calls):
        body = json.dumps({'using': ['urn:ietf:params:jmap:core', 'https://spico.esante.com/jmap/directory'], 'methodCalls': calls}).encode()
        headers = {'Authorization': f'Bearer {self.token}', 'Content-Type': 'application/json'}
        try:
            return self._ask(body, headers)
        except (ConnectionError, http.client.RemoteDisconnected):
            # The server ends what was idle for ten seconds.
            self.connection.close()
            self.connection.connect()
            return self._ask(body, headers)

    def _ask(self, body, headers):
        begin = time.perf_counter()
        self.connection.request('POST', '/jmap/api', body, headers)
        answer = self.connection.getresponse().read()
        return time.perf_counter() - begin, json.loads(answer)['methodResponses']

    def search(self, text, kinds=()):
        """The seconds that the ids took."""
        answer = self.ask([['Principal/query', {'accountId': 'region', 'filter': {'text': text, **({'kinds': list(kinds)} if kinds else {})}, 'limit': 50}, 'q']])
        assert answer[1][0][0] == 'Principal/query', answer[1]
        return answer[0]

    def names(self, text, kinds, limit):
        _, answer = self.ask([['Principal/query', {'accountId': 'region', 'filter': {'text': text, **({'kinds': kinds} if kinds else {})}, 'limit': limit}, 'q'],
                              ['Principal/get', {'accountId': 'region', '#ids': {'resultOf': 'q', 'name': 'Principal/query', 'path': '/ids'}, 'properties': ['name', 'town']}, 'g']])
        return [f"{one['name']} ({one['town']})" for one in answer[1][1]['list']]


def cases():
    with (CASES / 'cases.csv').open(encoding='utf-8', newline='') as file:
        for row in csv.DictReader(file, delimiter=';'):
            yield row['query'], row['kinds'].split(), [name for name in row['expected'].split(' > ') if name]


def misspell(chance, word):
    """A letter wrong, missing, too many, or exchanged with the next."""
    place = chance.randrange(len(word) - 1)
    letter = chance.choice('abcdefghijklmnopqrstuvwxyz')
    return chance.choice((word[:place] + letter + word[place + 1:], word[:place] + word[place + 1:], word[:place] + letter + word[place:],
                          word[:place] + word[place + 1] + word[place] + word[place + 2:]))


class Mix:
    """What people type, drawn from those who are there; the same for the same database."""

    def __init__(self, database, n):
        chance = random.Random(4)
        rows = run_sql(database, 'SELECT family_name, given_name, town, id FROM principal ORDER BY id')
        rows = rows[::max(1, len(rows) // 1000)]
        people = [(family.lower(), given.lower(), town.lower()) for family, given, town, _ in chance.sample([row for row in rows if row[0] and row[1]], n)]
        self.prefixes = [text[:length] for family, given, _ in people[:n // 5] for text in (chance.choice((family, f'{family} {given}', given)),) for length in range(2, min(len(text), 12) + 1)]
        self.whole = [text for family, given, _ in people[:n // 5] for text in (family, f'{family} {given}') if len(text) <= 12]
        self.words = [f'{given} {family}' for family, given, _ in people[:n // 3]]
        self.words += [f'{family} {town}' for family, _, town in people[n // 3:2 * n // 3]]
        self.words += [f'{trade} {town}' for trade in TRADES for town in TOWNS]
        words = [(family, given) for family, given, _ in people if len(family) > 4 and family.isascii() and family.isalpha()]
        self.typos = [misspell(chance, family) for family, _ in words[:n // 2]]
        self.typos += [f'{given} {misspell(chance, family)}' for family, given in words[n // 2:]]


def prepare(server):
    """Accounts for those who search, and for one in forty of the others."""
    database = str(server.database)
    identifiers = ', '.join(f"'{identifier}'" for identifier in HOLDERS)
    run_sql(database, f"UPDATE principal SET has_account = 1 WHERE id IN ({identifiers}) OR (number % 40 = 0 AND national_id NOT LIKE '89971%')")
    for login, principal in ASKERS.items():
        server.ctl('account', 'create', '--login', login, '--principal', principal, '--password-stdin', stdin=PASSWORD + '\n')
    # That an account was made for them must not change whom cases.csv expects first.
    run_sql(database, f"UPDATE principal SET has_account = 0 WHERE national_id LIKE '89971%' AND id NOT IN ({identifiers})")


def is_right(found, expected):
    """The first who is expected comes first, and the others are among the first ten in their order; nobody where nobody is expected."""
    places = [found[:10].index(name) if name in found[:10] else None for name in expected]
    return not found if not expected else places[0] == 0 and None not in places and places == sorted(places)


def measure_index(database, say, suffix):
    """All indexes of the directory: the tables of the search, and whatever else leads to a principal."""
    if database.startswith('postgresql:'):
        rows = run_sql(database, "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname LIKE 'directory%' AND relkind = 'r' UNION ALL SELECT sum(pg_indexes_size('principal'))")
    else:
        rows = run_sql(database, "SELECT sum(pgsize) FROM dbstat WHERE aggregate = 1 AND (name LIKE '%directory%' OR name LIKE 'principal_%' OR name LIKE 'sqlite_autoindex_principal%')")
    say(f'directory.index{suffix}', sum(int(row[0]) for row in rows) / 1e6, 'MB')


def measure_mix(searchers, mix, say, suffix):
    """The times of what is typed: by the beginning of a word, by several, by one that is wrong; by each asker in turn. Of three times the quickest counts: the machine has others to serve."""
    for name, texts in (('prefix', mix.prefixes), ('words', mix.words), ('typo', mix.typos)):
        for text in texts[:30]:
            for searcher in searchers:
                searcher.search(text)
        times = [min(searchers[place % len(searchers)].search(text) for _ in range(3)) for place, text in enumerate(texts)]
        for share in (50, 95, 99):
            say(f'directory.{name}.p{share}{suffix}', percentile(times, share / 100), 'ms')


def measure_rival(rival, mix, say, name, ours, suffix):
    """Of each kind fifty, and the same table of whom one expects; the ratios to what the server took."""
    for kind, share, texts in (('prefix', 99, mix.prefixes), ('words', 99, mix.words), ('typo', 95, mix.typos)):
        figure = f'directory.{kind}.p{share}{suffix}'
        times = [min(rival.ask(text, kind == 'typo')[0] for _ in range(3)) for text in texts[::max(1, len(texts) // 50)]]
        say(f'{figure}/{name}', ours[figure] / percentile(times, share / 100), 'ratio')
    right = [is_right(rival.ask(query, False)[1], expected) for query, kinds, expected in cases() if not kinds]
    say(f'directory.right{suffix}/{name}', 100 * sum(right) / len(right), '%')


def measure_search(folder, say, wanted, database, suffix):
    """Searches in a database that holds the stock and the people of cases.csv."""
    server = serve(database)
    prepare(server)
    mix = Mix(database, 300)
    ours = {}

    def note(name, value, unit):
        ours[name] = value
        say(name, value, unit)

    measure_index(database, say, suffix)
    with server:
        searchers = [Searcher(server, login) for login in ASKERS]
        measure_mix(searchers, mix, note, suffix)
        right = [is_right(searchers[0].names(query, kinds, 10), expected) for query, kinds, expected in cases()]
        say(f'directory.right{suffix}', 100 * sum(right) / len(right), '%')
        if wants(wanted, f'directory.keys.p50{suffix}', f'directory.keys.p95{suffix}', f'directory.keys.p99{suffix}'):
            times = measure_keys(server.url, searchers[-1], 'foix', PASSWORD, mix.whole)
            for share in (50, 95, 99):
                say(f'directory.keys.p{share}{suffix}', percentile(times, share / 100), 'ms')

    name, make = ('pg_trgm', PgTrgm) if suffix else ('fts5', Fts5)
    if any(asked.endswith('/' + name) for asked in wanted):
        measure_rival(make(folder, database), mix, say, name, ours, suffix)
