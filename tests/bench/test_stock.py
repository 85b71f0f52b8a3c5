# SPDX-License-Identifier: GPL-3.0-or-later
"""The national stock of registers has the layouts of the real ones, and is the same for the same arguments."""

import collections
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))

import spico_tap  # noqa: E402

SCALE = 0.005


def luhn(number):
    digits = [int({'A': '1', 'B': '2'}.get(c, c)) for c in reversed(number)]
    return sum(d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(digits)) % 10 == 0


class Stock(unittest.TestCase):
    def make(self, *arguments):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        subprocess.run([os.environ['SPICO_MAKE_STOCK'], folder.name, '--scale', str(SCALE), *arguments], check=True, stdout=subprocess.DEVNULL)
        texts = {path.name.rpartition('_')[0]: path.read_text(encoding='utf-8') for path in pathlib.Path(folder.name).iterdir()}
        return texts['PS_LibreAcces_Personne_activite'], texts['etalab-cs1100502-stock'], texts['Extraction_Correspondance_MSSante']

    def test_it_is_the_same_again_and_another_with_another_seed(self):
        self.assertEqual(self.make(), self.make())
        for one, other in zip(self.make(), self.make('--seed', '2')):
            self.assertNotEqual(one, other)

    def test_professionals(self):
        header, *lines = [line.split('|') for line in self.make()[0].splitlines()]
        self.assertEqual(len(header), 57)
        self.assertEqual({len(cells) for cells in lines}, {57})
        self.assertAlmostEqual(len(lines), 2_200_000 * SCALE, delta=2_200_000 * SCALE * 0.03)
        people = {cells[2]: cells[9] for cells in lines}
        self.assertAlmostEqual(len(people), 1_730_000 * SCALE, delta=1_730_000 * SCALE * 0.03)
        self.assertTrue(all(luhn(number[1:]) for number in people if number[0] == '8'))
        self.assertTrue(any(number[0] == '0' and len(number) == 10 for number in people))
        shares = collections.Counter(people.values())
        self.assertAlmostEqual(shares['60'] / len(people), 680 / 1728, delta=0.03)
        self.assertAlmostEqual(shares['10'] / len(people), 300 / 1728, delta=0.03)

    def test_names_and_towns_have_a_long_tail(self):
        lines = [line.split('|') for line in self.make()[0].splitlines()[1:]]
        names = collections.Counter(cells[7] for cells in lines)
        towns = collections.Counter(cells[37] for cells in lines if cells[37])
        self.assertGreater(len(names), len(lines) / 5)
        self.assertEqual(names.most_common(1)[0][0], 'MARTIN')
        self.assertGreater(len(towns), 500)
        self.assertEqual(towns.most_common(1)[0][0], 'Paris')

    def test_sites(self):
        first, *lines = self.make()[1].splitlines()
        self.assertRegex(first, r'^finess;etalab;111;\d{4}-\d\d-\d\d$')
        cells = [line.split(';') for line in lines]
        self.assertEqual({len(row) for row in cells}, {32})
        self.assertAlmostEqual(len(cells), 105_000 * SCALE, delta=105_000 * SCALE * 0.05)
        self.assertEqual(len({row[1] for row in cells}), len(cells))
        self.assertTrue(all(luhn(row[1]) and luhn(row[2]) for row in cells))

    def test_addresses(self):
        rpps, _, mssante = self.make()
        people = {line.split('|')[2] for line in rpps.splitlines()[1:]}
        header, *lines = [line.split('|') for line in mssante.splitlines()]
        self.assertEqual({len(cells) for cells in [header, *lines]}, {31})
        self.assertAlmostEqual(len(lines), 542_000 * SCALE, delta=542_000 * SCALE * 0.05)
        self.assertEqual(len({cells[1] for cells in lines}), len(lines))
        self.assertEqual({cells[0] for cells in lines}, {'PER', 'ORG'})
        self.assertLessEqual({cells[4] for cells in lines if cells[0] == 'PER'}, people)

    def test_a_day_touches_one_in_a_hundred(self):
        days = [{line.split('|')[2]: line for line in self.make('--day', day)[0].splitlines()[1:]} for day in ('3', '4')]
        come, gone = days[1].keys() - days[0].keys(), days[0].keys() - days[1].keys()
        changed = [key for key in days[0].keys() & days[1].keys() if days[0][key] != days[1][key]]
        for touched in (come, gone, changed):
            self.assertGreater(len(touched), 0)
        self.assertLess(len(come) + len(gone) + len(changed), len(days[0]) * 0.02)


if __name__ == '__main__':
    spico_tap.main()
