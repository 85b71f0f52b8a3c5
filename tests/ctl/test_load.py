#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registers of thousands, loaded by the real spicoctl beside the real spico-server, on SQLite or PostgreSQL (F010, F011, B008)."""

import functools
import gzip
import os
import pathlib
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse
import zipfile
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))

import spico_tap  # noqa: E402
from spico_jmap_client import Server, uuid7, wait_for  # noqa: E402

DEMO = pathlib.Path(os.environ['SPICO_DEMO'])
POSTGRES = os.environ.get('SPICO_TEST_POSTGRES')
KILLS = int(os.environ.get('SPICO_KILLS', '6'))
MAUGER = 'p899700900014'
TOTARO = 'p899700900022'
RPPS, FINESS, MSSANTE = 'PS_LibreAcces_Personne_activite', 'etalab-cs1100502-stock', 'Extraction_Correspondance_MSSante'
# What a load writes of the same file, however it came to its end.
TABLES = {
    'principal': 'id, kind, name, family_name, given_name, national_id, profession_code, profession, skill, structure_id, structure_name, address, postal_code, town, telephone, source, is_listed,'
                 ' name_key, town_key, search_key, digest',
    'activity': '*', 'person_skill': '*', 'directory_word': '*',
}
_number = 0


def new_database():
    """The address of a new PostgreSQL database; None for a SQLite file."""
    global _number
    if not POSTGRES:
        return None
    _number += 1
    subprocess.run(['psql', '--quiet', '--dbname', POSTGRES, '--command', f'CREATE DATABASE registers_{_number} TEMPLATE template0'], check=True)
    return f'postgresql:///registers_{_number}?{urllib.parse.urlsplit(POSTGRES).query}'


@functools.cache
def stock(scale, day=0):
    """Files of the generator, by the beginning of their name; they last as long as the program."""
    folder = pathlib.Path(_folder.name) / f'{scale}-{day}'
    subprocess.run([os.environ['SPICO_MAKE_STOCK'], folder, '--scale', str(scale), '--day', str(day)], check=True, stdout=subprocess.DEVNULL)
    return {path.name.rpartition('_')[0]: path for path in folder.iterdir()}


def differences(numbers):
    """Ascending numbers, of which the differences stand there, seven bits a byte."""
    serial = shift = difference = 0
    for byte in numbers:
        difference |= (byte & 0x7f) << shift
        shift += 7
        if byte < 0x80:
            serial += difference
            yield serial
            shift = difference = 0


def lists(block):
    """The keys of a block, with their lists."""
    place, key = 0, b''
    while place < len(block):
        shared, rest = block[place], block[place + 1]
        key = key[:shared] + block[place + 2:place + 2 + rest]
        place += 2 + rest
        length = shift = 0
        while True:
            byte = block[place]
            place += 1
            length |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                break
        yield key.decode(), block[place:place + length]
        place += length


class Registers(unittest.TestCase):
    def setUp(self):
        self.server = Server(os.environ['SPICO_SERVER'], os.environ['SPICOCTL'], database=new_database())
        self.addCleanup(self.server.close)

    def query(self, sql):
        """All rows, read past the server."""
        if POSTGRES:
            done = subprocess.run(['psql', '--dbname', self.server.database, '--no-align', '--tuples-only', '--field-separator', '\x1f', '--command', sql],
                                  check=False, capture_output=True, text=True)
            return [tuple(line.split('\x1f')) for line in done.stdout.splitlines()] if done.returncode == 0 else []
        connection = sqlite3.connect(f'file:{self.server.database}?mode=ro', uri=True, timeout=30)
        try:
            return [tuple('' if value is None else str(value) for value in row) for row in connection.execute(sql)]
        except sqlite3.OperationalError:
            return []
        finally:
            connection.close()

    def number(self, sql):
        rows = self.query(sql)
        return int(rows[0][0] or 0) if rows else 0

    def content(self):
        return {table: sorted(self.query(f'SELECT {columns} FROM {table}')) for table, columns in TABLES.items()} | {'index': sum(hash(found) for found in self.index())}

    def index(self):
        """Who is found by what: an area, a word and a field lead to ids, whatever their numbers."""
        to_hex = "encode(lists, 'hex')" if POSTGRES else 'hex(lists)'
        ids = {int(number): id for id, number in self.query('SELECT id, number FROM principal')}
        for place, block in self.query(f'SELECT place, {to_hex} FROM directory_block'):
            for key, numbers in lists(bytes.fromhex(block)):
                word, field, *area = key.split('\x1f')
                for serial in differences(numbers):
                    number = int(area[0] if area else place) << 32 | serial
                    if number in ids:
                        yield ids[number], bool(area), word, field

    def command(self, *arguments):
        return [os.environ['SPICOCTL'], '--database', self.server.database, *map(str, arguments)]

    def refused(self, *arguments):
        done = subprocess.run(self.command(*arguments), check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done.stdout)
        return done.stderr

    def load_demo(self):
        self.server.ctl('import', 'finess', DEMO / 'finess.csv')
        self.server.ctl('import', 'rpps', DEMO / 'rpps.txt')
        self.server.ctl('import', 'discussions', DEMO / 'discussions.json')

    def count_people(self, server):
        """As somebody sees them in the directory."""
        return server.client('mauger').call('Principal/query', {'accountId': 'region', 'filter': {'kind': 'person'}, 'calculateTotal': True, 'limit': 1})['total']

    def kill_when(self, condition, *arguments):
        """Whether the command was still at it when it was killed."""
        process = subprocess.Popen(self.command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: condition() or process.poll() is not None, 'what the command is killed at')
        was_running = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        return was_running

    def test_killed_anywhere_and_begun_again(self):
        """A load that is killed shows nothing, and the next one gives what an undisturbed one gives"""
        whole = stock(0.02)[RPPS]
        chance = random.Random(20)
        self.server.ctl('import', 'rpps', DEMO / 'rpps.txt')
        self.server.ctl('account', 'create', '--login', 'mauger', '--principal', MAUGER, '--password-stdin', stdin='spico-demo\n')
        listed = self.number('SELECT count(*) FROM principal')
        n_killed = 0
        for _ in range(KILLS):
            target = listed + chance.randrange(1, 34000)
            n_killed += self.kill_when(lambda: self.number('SELECT count(*) FROM principal') >= target, 'import', 'rpps', '--force', whole)
            if self.number("SELECT count(*) FROM register_source WHERE source = 'RPPS' AND pending IS NOT NULL") == 0:
                break
            self.server.start()
            self.assertEqual(self.count_people(self.server), listed)
            self.server.stop()
        self.assertGreater(n_killed, 0)
        self.assertIn('Damaged lines, left out: 0\n', self.server.ctl('import', 'rpps', '--force', whole))
        self.assertEqual(self.number('SELECT count(*) FROM register_source WHERE pending IS NOT NULL'), 0)
        disturbed = self.content()

        self.server = Server(os.environ['SPICO_SERVER'], os.environ['SPICOCTL'], database=new_database())
        self.addCleanup(self.server.close)
        self.server.ctl('import', 'rpps', DEMO / 'rpps.txt')
        self.server.ctl('import', 'rpps', '--force', whole)
        for table, rows in self.content().items():
            self.assertEqual(disturbed[table], rows, table)

    def test_after_a_killed_load_another_file(self):
        """What a killed load had written and the next file does not say goes, without anybody having seen it"""
        self.server.ctl('import', 'rpps', DEMO / 'rpps.txt')
        self.assertTrue(self.kill_when(lambda: self.number('SELECT count(*) FROM principal') > 4000, 'import', 'rpps', '--force', stock(0.02)[RPPS]))
        unseen = self.query("SELECT id FROM principal WHERE generation IN (SELECT pending FROM register_source) ORDER BY id LIMIT 1")[0][0]
        self.assertIn('directory', self.refused('account', 'create', '--login', 'personne', '--principal', unseen))
        self.server.ctl('import', 'rpps', '--force', DEMO / 'rpps.txt')
        self.assertEqual(self.number('SELECT count(*) FROM principal'), 45)
        self.assertEqual(self.number('SELECT count(DISTINCT person_id) FROM activity'), 45)
        self.assertEqual({id for id, *_ in self.index()}, {id for id, in self.query('SELECT id FROM principal')})

    def test_service_goes_on(self):
        """While a register is loaded people read and write, and see the directory as it was, then as it is"""
        self.load_demo()
        self.server.start()
        client, reader = self.server.client('mauger'), self.server.client('mauger')
        asked = ('Principal/query', {'accountId': 'region', 'filter': {'kind': 'person'}, 'calculateTotal': True, 'limit': 1})
        before = reader.call(*asked)['total']
        process = subprocess.Popen(self.command('import', 'rpps', '--force', stock(0.02)[RPPS]), stdout=subprocess.PIPE, text=True)
        totals, answers = [], []
        writing = threading.Thread(target=lambda: [answers.append(client.call('Conversation/set', {'accountId': MAUGER, 'create': {
            'c': {'clientId': uuid7(), 'subject': 'Pendant', 'participantIds': [TOTARO]}}})) for _ in iter(process.poll, 0)])
        writing.start()
        while process.poll() is None:
            totals.append(reader.call(*asked)['total'])
        writing.join()
        self.assertEqual(process.returncode, 0)
        after = reader.call(*asked)['total']
        process.stdout.close()
        self.assertGreater(after, 30000)
        self.assertLessEqual(set(totals), {before, after})
        self.assertGreater(len(answers), 0)
        self.assertTrue(all('c' in (answer['created'] or {}) for answer in answers))

    def test_a_day_later(self):
        """The next day's stock is applied as a difference: it gives what loading it alone gives, and says what it did"""
        first, second = stock(0.02), stock(0.02, 4)
        self.server.ctl('import', 'finess', first[FINESS])
        self.server.ctl('import', 'rpps', first[RPPS])
        report = self.server.ctl('import', 'rpps', second[RPPS])
        self.assertRegex(report, r'Added: [1-9]\d*\nChanged: [1-9]\d*\nUnchanged: [1-9]\d{4}\nWithdrawn: [1-9]\d*\n')
        self.assertEqual(self.server.ctl('import', 'rpps', second[RPPS]).splitlines()[:2], ['Added: 0', 'Changed: 0'])
        listed = f"SELECT {TABLES['principal']} FROM principal WHERE source = 'RPPS' AND is_listed = 1"
        stepwise = sorted(self.query(listed))
        self.server = Server(os.environ['SPICO_SERVER'], os.environ['SPICOCTL'], database=new_database())
        self.addCleanup(self.server.close)
        self.server.ctl('import', 'rpps', second[RPPS])
        self.assertEqual(stepwise, sorted(self.query(listed)))

    def test_cards_say_from_which_day_they_are(self):
        """A card has the date of the extraction; who is withdrawn keeps the last one, and their conversations"""
        self.load_demo()
        self.server.start()
        client = self.server.client('mauger')
        text = (DEMO / 'rpps.txt').read_text(encoding='utf-8')
        for name, lines in (('PS_LibreAcces_Personne_activite_202611020800.txt', text), ('PS_LibreAcces_Personne_activite_202611030800.txt', ''.join(
                line for line in text.splitlines(True) if '|TOTARO|' not in line))):
            (self.server.folder / name).write_text(lines, encoding='utf-8')
            self.server.ctl('import', 'rpps', self.server.folder / name)
        cards = {card['id']: card for card in client.call('Principal/get', {'accountId': 'region', 'ids': [MAUGER, TOTARO]})['list']}
        self.assertEqual((cards[MAUGER]['source'], cards[MAUGER]['sourceDate'], cards[MAUGER]['isListed']), ('RPPS', '2026-11-03', True))
        self.assertEqual((cards[TOTARO]['sourceDate'], cards[TOTARO]['isListed'], cards[TOTARO]['name']), ('2026-11-02', False, 'Mme Marie TOTARO'))
        conversations = client.call('Conversation/query', {'accountId': MAUGER})['ids']
        held = client.call('Conversation/get', {'accountId': MAUGER, 'ids': conversations[:50]})['list']
        self.assertTrue(any(TOTARO in conversation['participantIds'] for conversation in held))
        self.server.ctl('import', 'rpps', '--force', self.server.folder / 'PS_LibreAcces_Personne_activite_202611020800.txt')
        card = client.call('Principal/get', {'accountId': 'region', 'ids': [TOTARO]})['list'][0]
        self.assertEqual((card['sourceDate'], card['isListed']), ('2026-11-02', True))

    def test_compressed_files(self):
        """gzip, of several members too, and ZIP, the large kind too, are read as they come; a cut or damaged one loads nothing"""
        text = (DEMO / 'rpps.txt').read_bytes()
        folder = self.server.folder
        (folder / 'PS_LibreAcces_Personne_activite_202611020800.txt.gz').write_bytes(gzip.compress(text))
        with zipfile.ZipFile(folder / 'rpps.zip', 'w', zipfile.ZIP_DEFLATED) as archive:
            archive.writestr('PS_LibreAcces_SavoirFaire_202611030800.txt', 'autre chose\n')
            archive.writestr('PS_LibreAcces_Personne_activite_202611030800.txt', text)
        with zipfile.ZipFile(folder / 'stored.zip', 'w', zipfile.ZIP_STORED) as archive:
            archive.writestr('PS_LibreAcces_Personne_activite_202611040800.txt', text)
        # As archives of more than four gigabytes are: whatever is longer than a byte is given in fields of 64 bits.
        with mock.patch('zipfile.ZIP64_LIMIT', 1), zipfile.ZipFile(folder / 'large.zip', 'w', zipfile.ZIP_DEFLATED) as archive:
            archive.writestr('PS_LibreAcces_SavoirFaire_202611050800.txt', 'autre chose\n')
            archive.writestr('PS_LibreAcces_Personne_activite_202611050800.txt', text)
        self.assertIn(b'PK\6\6', (folder / 'large.zip').read_bytes())
        middle = text.index(b'\n', len(text) // 2) + 7
        (folder / 'PS_LibreAcces_Personne_activite_202611060800.txt.gz').write_bytes(b''.join(gzip.compress(part) for part in (text[:10], text[10:middle], b'', text[middle:])))
        whole = {name: (folder / name).read_bytes() for name in ('PS_LibreAcces_Personne_activite_202611020800.txt.gz', 'rpps.zip', 'stored.zip', 'large.zip', 'PS_LibreAcces_Personne_activite_202611060800.txt.gz')}
        for name, day in zip(whole, ('2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05', '2026-11-06')):
            self.assertIn('Damaged lines, left out: 0\n', self.server.ctl('import', 'rpps', folder / name))
            self.assertEqual(self.query("SELECT source_date FROM register_source WHERE source = 'RPPS'"), [(day,)])
        before = self.content()
        damaged = folder / 'damaged'
        for name, data in whole.items():
            for cut in (len(data) // 2, len(data) - 3):
                damaged.write_bytes(data[:cut])
                self.refused('import', 'rpps', damaged)
        for name in ('rpps.zip', 'stored.zip', 'large.zip'):
            place = whole[name].index(b'Personne_activite') + 500
            damaged.write_bytes(whole[name][:place] + bytes([whole[name][place] ^ 1]) + whole[name][place + 1:])
            self.refused('import', 'rpps', damaged)
        self.refused('import', 'finess', folder / 'rpps.zip')
        self.assertEqual(self.content(), before)
        self.assertEqual(self.number('SELECT count(*) FROM principal WHERE is_listed = 1'), 45)

    def test_dry_run(self):
        """A dry run says what would be done, and does nothing"""
        self.server.ctl('import', 'finess', DEMO / 'finess.csv')
        report = self.server.ctl('import', 'rpps', '--dry-run', DEMO / 'rpps.txt')
        self.assertTrue(report.startswith('Added: 45\n'), report)
        self.assertEqual(self.number("SELECT count(*) FROM principal WHERE source = 'RPPS'"), 0)
        self.assertEqual(self.number("SELECT count(*) FROM register_source WHERE source = 'RPPS'"), 0)
        self.assertTrue(self.server.ctl('import', 'rpps', DEMO / 'rpps.txt').startswith('Added: 45\n'))

    def test_progress(self):
        """Somebody who asks for it sees how far a load is"""
        done = subprocess.run(self.command('import', 'rpps', '--progress', stock(0.02)[RPPS]), check=True, capture_output=True, text=True)
        for line in done.stderr.splitlines():
            self.assertRegex(line, r'^(Reading|Comparing and writing|Indexing|Applying): \d+ %, .+/s, \d+ s left$')

    def test_addresses(self):
        """MSSanté addresses stand beside the people and sites of the other registers"""
        files = stock(0.02)
        self.server.ctl('import', 'finess', files[FINESS])
        self.server.ctl('import', 'rpps', files[RPPS])
        self.server.ctl('import', 'mssante', files[MSSANTE])
        self.assertGreater(self.number('SELECT count(*) FROM mssante_address'), 10000)
        self.assertEqual(self.number('SELECT count(*) FROM mssante_address a WHERE NOT EXISTS (SELECT 1 FROM principal p WHERE p.id = a.principal_id)'), 0)

    @unittest.skipIf(POSTGRES, 'the memory is the same program\'s')
    def test_memory_does_not_grow(self):
        """Two and a half times as many lines take no more memory, and less than 300 MB"""
        sizes = []
        # A build with sanitizers would keep what is freed, to see whether anybody uses it.
        env = {**os.environ, 'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=1'}
        for scale in (0.08, 0.2):
            server = Server(os.environ['SPICO_SERVER'], os.environ['SPICOCTL'])
            self.addCleanup(server.close)
            process = subprocess.Popen([os.environ['SPICOCTL'], '--database', server.database, 'import', 'rpps', stock(scale)[RPPS]], stdout=subprocess.DEVNULL, env=env)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.assertEqual(process.returncode, 0)
            sizes.append(usage.ru_maxrss)
        self.assertLess(sizes[1], sizes[0] * 1.1)
        self.assertLess(sizes[1], 300_000)


if __name__ == '__main__':
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as _name:
        _folder = type('Folder', (), {'name': _name})
        spico_tap.main()
