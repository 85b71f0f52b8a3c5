# SPDX-License-Identifier: GPL-3.0-or-later
"""Every program names SQLCipher, and none names sqlite3: with it, or without SQLCipher, the store would be plain text."""

import re
import subprocess
import unittest

from spico_e2e import PREFIX, PROJECT, main


def needed(program):
    dynamic = subprocess.run(['readelf', '--dynamic', program], capture_output=True, text=True, check=True).stdout
    return re.findall(r'\(NEEDED\).*\[(.+)\]', dynamic)


def symbols_from_sqlcipher(program):
    """Where the loader finds sqlite3_open_v2 when the program really starts."""
    done = subprocess.run([program, '--version'], capture_output=True, text=True, check=False,
                          env={'LD_DEBUG': 'bindings', 'LD_BIND_NOW': '1', 'PATH': '/usr/bin', 'LANG': 'C.UTF-8'})
    return re.findall(r'binding file \S+ \[0\] to (\S+) \[0\]: normal symbol `sqlite3_open_v2', done.stderr)


class Links(unittest.TestCase):
    def test_every_installed_program_names_sqlcipher_and_never_sqlite3(self):
        programs = sorted((PREFIX / 'bin').iterdir())
        self.assertEqual([program.name for program in programs], ['spico', 'spico-server', 'spicoctl'])
        for program in programs:
            libraries = needed(program)
            self.assertTrue(any(name.startswith('libsqlcipher.so') for name in libraries), program.name)
            self.assertFalse(any(name.startswith('libsqlite3.so') for name in libraries), program.name)

    def test_the_loader_takes_the_store_from_sqlcipher(self):
        for program in sorted((PREFIX / 'bin').iterdir()):
            bindings = symbols_from_sqlcipher(program)
            self.assertTrue(bindings, program.name)
            self.assertTrue(all('libsqlcipher' in name for name in bindings), f'{program.name}: {bindings}')

    def test_no_test_program_reaches_plain_sqlite(self):
        build = PREFIX.parent if PREFIX.name == 'prefix' else PROJECT / 'build'
        for program in (build / 'tests').rglob('test-*'):
            if program.is_file() and program.stat().st_mode & 0o100 and not program.suffix:
                self.assertFalse(any(name.startswith('libsqlite3.so') for name in needed(program)), program.name)


if __name__ == '__main__':
    main()
