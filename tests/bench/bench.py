#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The measured figures, one a line: NAME VALUE UNIT, and NAME/PEER VALUE ratio beside a peer measured in the same run.

Runs inside tests/support/with-session. docs/performance.md says how each is measured."""

import os
import sys

CLIENT = ('client.start', 'client.start/dino-im', 'client.rss', 'client.rss/dino-im', 'message.delay')
TURNS = ('groups.open', 'groups.scroll', 'groups.filter', 'groups.members', 'thread.open', 'thread.open.long', 'thread.scroll')
DAY = ('day.first', 'day.scroll.p99', 'day.scroll.p99/listview', 'day.scroll.turn', 'day.scroll.rss', 'day.scroll.messages', 'day.scroll.setups', 'day.scroll.binds',
       'day.burst.ready', 'day.burst.turn', 'day.rss', 'day.rss.growth')
FOUND = ('search.write', 'search.first', 'search.common', 'search.begun', 'search.rare', 'search.several', 'search.nothing')
SERVER = (
    'disk.fsync',
    *(f'server.{what}.{size}' for size in ('1k', '10k', '100k') for what in ('page', 'query', 'send')),
    'server.page', 'server.page.p99', 'server.send', 'server.send.p99', 'server.send/prosody', 'server.send.p99/prosody',
    'server.page.postgres', 'server.page.p99.postgres', 'server.send.postgres', 'server.send.p99.postgres',
    'server.send.postgres/prosody', 'server.send.p99.postgres/prosody',
    'server.fanout.streams', 'server.fanout.p50', 'server.fanout.p99', 'server.idle', 'server.idle.stream',
    'server.catchup', 'server.catchup.bytes', 'authz.check', 'authz.check.p99', 'server.revocation', 'server.revocation.postgres',
    'server.review', 'server.review.idle',
)
STEPS = ('delegation.accept', 'delegation.end', 'group.share', 'group.member', 'group.withdraw', 'member', 'announcement', 'announcement.withdraw')
RIGHTS = tuple(f'rights.{step}.{share}{suffix}' for suffix in ('', '.postgres') for step in STEPS for share in ('p50', 'p95'))
SEARCHES = tuple(f'{kind}.p{share}' for kind in ('prefix', 'words', 'typo') for share in (50, 95, 99))
KEYS = tuple(f'keys.p{share}' for share in (50, 95, 99))
DIRECTORY = (
    *(f'directory.{what}{suffix}' for suffix in ('', '.postgres') for what in ('load', 'load.rss', 'day', 'index', *SEARCHES, 'right', *KEYS)),
    *(f'directory.{what}{suffix}' for suffix in ('/fts5', '.postgres/pg_trgm') for what in ('prefix.p99', 'words.p99', 'typo.p95', 'right')),
)
# Only when they are asked for by name: a million messages, a hundred thousand people, and the whole country, take minutes to make.
ON_REQUEST = (
    'server.page.1m', 'server.query.1m', 'server.send.1m',
    *(f'server.{what}.{kind}.{size}' for kind in ('users', 'conversations') for size in ('1k', '10k', '100k', '1m') for what in ('page', 'query', 'send')),
    *DIRECTORY,
    *FOUND,
    *DAY,
)

DIGITS = {'ratio': 2, 's': 2, 'ms': 1, 'us': 1, 'kB': 1}


def teller(wanted):
    def say(name, value, unit):
        if name in wanted:
            print(f'{name} {value:.{DIGITS.get(unit, 0)}f} {unit}', flush=True)
    return say


def main(wanted):
    names = (*CLIENT, *TURNS, *RIGHTS, *SERVER, *ON_REQUEST)
    if '--list' in wanted:
        print('\n'.join(names))
        return 0
    wanted = wanted or [*CLIENT, *TURNS, *RIGHTS, *SERVER]
    unknown = [name for name in wanted if name not in names]
    if unknown:
        raise SystemExit(f'bench: no figure is named {", ".join(unknown)}; --list names them')
    # What each needs is loaded only for it.
    if set(wanted) & set(DIRECTORY):
        import directory_figures
        directory_figures.measure(teller(wanted), wanted)
    if set(wanted) & {*SERVER, *ON_REQUEST} - {*DIRECTORY, *DAY}:
        import server_figures
        server_figures.measure(teller(wanted), wanted)
    if set(wanted) & set(RIGHTS):
        import rights_figures
        rights_figures.measure(teller(wanted), wanted)
    if set(wanted) & {*TURNS, *FOUND}:
        import turns_figures
        turns_figures.measure(teller(wanted), wanted)
    if set(wanted) & set(DAY):
        import day_figures
        day_figures.measure(teller(wanted), wanted)
    if set(wanted) & set(CLIENT):
        import client_figures
        client_figures.measure(teller(wanted), wanted)
    return 0


if __name__ == '__main__':
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
