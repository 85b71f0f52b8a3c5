# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of data, each told as a TAP line with what is wrong."""

import sys

_outcomes = []


def check(name, problems):
    problems = list(problems)
    _outcomes.append(not problems)
    print(f"{'not ok' if problems else 'ok'} {len(_outcomes)} - {name}")
    for problem in problems:
        print('# ' + problem.replace('\n', '\n# '))


def end():
    print(f'1..{len(_outcomes)}')
    sys.exit(0 if all(_outcomes) else 1)
