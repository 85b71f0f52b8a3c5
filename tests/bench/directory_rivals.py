# SPDX-License-Identifier: GPL-3.0-or-later
"""The same people, the same questions, put to SQLite's FTS5 with trigrams and to PostgreSQL's pg_trgm, each alone and past the server."""

import re
import sqlite3
import subprocess
import time
import unicodedata

# What takes longer is ended, and counted as that.
MOST_SECONDS = 2
ALL = ("name || ' ' || profession || ' ' || skill || ' ' || structure_name || ' ' || town || ' ' || postal_code || ' ' || national_id")


def plain(text):
    """Small letters without accents, as both rivals are given them."""
    decomposed = unicodedata.normalize('NFD', text.lower().replace('œ', 'oe'))
    return ' '.join(re.findall(r'[a-z0-9]+', ''.join(c for c in decomposed if not unicodedata.combining(c))))


class Fts5:
    """One FTS5 table in a file of its own."""

    def __init__(self, folder, database):
        self.connection = sqlite3.connect(f'file:{folder}/fts5.db', uri=True)
        self.connection.execute(f"ATTACH 'file:{database}?mode=ro' AS region")
        self.connection.create_function('plain', 1, plain, deterministic=True)
        self.connection.execute("CREATE VIRTUAL TABLE found USING fts5(words, content='', tokenize='trigram')")
        self.connection.execute(f"INSERT INTO found (rowid, words) SELECT rowid, plain({ALL}) FROM region.principal WHERE is_listed = 1 AND kind <> 'unit'")
        self.connection.commit()
        self.connection.set_progress_handler(lambda: time.perf_counter() > self.end, 10000)
        self.end = float('inf')

    def _run(self, match):
        self.end = time.perf_counter() + MOST_SECONDS
        try:
            return self.connection.execute('SELECT p.name, p.town FROM (SELECT rowid AS place FROM found WHERE words MATCH ? ORDER BY rank LIMIT 50) f JOIN region.principal p ON p.rowid = f.place',
                                           (match,)).fetchall()
        except sqlite3.OperationalError:
            return []
        finally:
            self.end = float('inf')

    def ask(self, text, is_misspelt):
        """The seconds that it took, and the names."""
        words = [word for word in plain(text).split() if len(word) > 2]
        trigrams = [word[place:place + 3] for word in words for place in range(len(word) - 2)]
        begin = time.perf_counter()
        rows = self._run(' AND '.join(f'"{word}"' for word in words)) if words else []
        if trigrams and (is_misspelt or not rows):
            rows = self._run(' OR '.join(f'"{trigram}"' for trigram in trigrams))
        return time.perf_counter() - begin, [f'{name} ({town})' for name, town in rows]


class PgTrgm:
    """A column with a GIN index, asked through one psql."""

    def __init__(self, folder, database):
        self.database = database
        self._psql('CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS unaccent')
        self._psql(f"CREATE TABLE rival AS SELECT name, town, trim(regexp_replace(lower(unaccent({ALL})), '[^a-z0-9]+', ' ', 'g')) AS words FROM principal WHERE is_listed = 1 AND kind <> 'unit'")
        self._psql("SET maintenance_work_mem = '256MB'; CREATE INDEX rival_by_words ON rival USING gin (words gin_trgm_ops)")
        self._psql('VACUUM ANALYZE rival')

    def _psql(self, sql):
        return subprocess.run(['psql', '--quiet', '--no-psqlrc', '--dbname', self.database, '--no-align', '--tuples-only', '--field-separator', '\x1f'], input=sql, check=True, capture_output=True, text=True).stdout

    def ask(self, text, is_misspelt):
        text = plain(text)
        words = ' AND '.join(f"words LIKE '%{word}%'" for word in text.split())
        asked = [f"SELECT name, town FROM rival WHERE {words} ORDER BY '{text}' <<-> words LIMIT 50;"]
        if is_misspelt:
            asked = [f"SELECT name, town FROM rival WHERE '{text}' <% words ORDER BY '{text}' <<-> words LIMIT 50;"]
        printed = subprocess.run(['psql', '--quiet', '--no-psqlrc', '--dbname', self.database, '--no-align', '--tuples-only', '--field-separator', '\x1f'],
                                 input='\n'.join([f'SET statement_timeout = {MOST_SECONDS * 1000}; SELECT 1;', '\\timing on', *asked]), check=False, capture_output=True, text=True)
        took = [float(line.split()[1]) / 1000 for line in printed.stdout.splitlines() if line.startswith('Time: ')]
        names = [f'{parts[0]} ({parts[1]})' for parts in (line.split('\x1f') for line in printed.stdout.splitlines()) if len(parts) == 2]
        if not is_misspelt and not names:
            more, names = self.ask(text, True)
            return sum(took) + more, names
        return sum(took) or MOST_SECONDS, names
