# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs unittest cases and tells each outcome as a TAP line: the name of a case is its docstring."""

import sys
import traceback
import unittest


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.number = 0

    def _say(self, good, test, note=''):
        self.number += 1
        name = (test.shortDescription() or test.id().split('.', 1)[-1]).replace('#', '')
        print(f'{"ok" if good else "not ok"} {self.number} - {name}{note}', flush=True)

    def _bad(self, test, error):
        for line in ''.join(traceback.format_exception(*error)).splitlines():
            print(f'# {line}')
        self._say(False, test)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._say(True, test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._say(True, test, f' # SKIP {reason}')

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._bad(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self._bad(test, err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            print(f'# with {subtest.params}')
            self._bad(test, err)


def main():
    """Runs the cases of the program, or those whose names are its arguments."""
    loader = unittest.defaultTestLoader
    module = sys.modules['__main__']
    suite = loader.loadTestsFromNames(sys.argv[1:], module) if len(sys.argv) > 1 else loader.loadTestsFromModule(module)
    result = TapResult()
    suite.run(result)
    print(f'1..{result.number}')
    sys.exit(0 if result.wasSuccessful() else 1)
