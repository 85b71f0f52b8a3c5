# SPDX-License-Identifier: GPL-3.0-or-later
"""The first command of README, on a display that is there already."""

import os
import pathlib
import subprocess
import sys
import unittest

from spico_e2e import PATIENCE, PROJECT, end_programs, folder, main, wait_for


# The accessibility bus of whoever sits before the display.
THEIRS = 'unix:path=/nowhere/bus'


class Run(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run(['xprop', '-root', '-f', 'AT_SPI_BUS', '8s', '-set', 'AT_SPI_BUS', THEIRS], check=True)
        cls.log = folder() / 'run.log'
        cls.control = folder() / 'control'
        with cls.log.open('wb') as log:
            cls.process = subprocess.Popen([PROJECT / 'tests' / 'support' / 'with-session', '--display', sys.executable, PROJECT / 'tests' / 'e2e' / 'run.py', 'mauger'],
                                           stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, 'SPICO_RUN_CONTROL': str(cls.control)})

    @classmethod
    def tearDownClass(cls):
        cls.process.kill()
        end_programs()

    def says(self, text):
        wait_for(lambda: text in self.log.read_text() or self.process.poll() is not None, f'it says «{text}»', 2 * PATIENCE)
        self.assertIn(text, self.log.read_text())

    def windows(self):
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Spico$'], capture_output=True, text=True, check=False)
        return found.stdout.split()

    def test_1_a_window_opens_signed_in(self):
        self.says('mauger: signed in')
        self.assertTrue(self.windows())

    def test_2_another_person_gets_a_window_of_their_own(self):
        before = len(self.windows())
        with pathlib.Path(self.control).open('w') as pipe:
            pipe.write('totaro\n')
        self.says('totaro: signed in')
        self.assertGreater(len(self.windows()), before)

    def test_3_it_ends_with_the_last_window(self):
        for window in self.windows():
            subprocess.run(['xdotool', 'windowraise', window, 'windowfocus', '--sync', window, 'key', 'ctrl+q'], check=False, capture_output=True)
        wait_for(lambda: self.process.poll() is not None, f'it ends\n{self.log.read_text()}')
        self.assertEqual(self.process.returncode, 0, self.log.read_text())

    def test_4_the_display_is_left_as_it_was(self):
        self.assertIn(THEIRS, subprocess.run(['xprop', '-root', 'AT_SPI_BUS'], capture_output=True, text=True, check=True).stdout)


if __name__ == '__main__':
    main()
