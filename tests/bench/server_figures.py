# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the server: the real spico-server, its data on the disk, loaded by the programs that stand beside this file."""

import contextlib
import json
import os
import pathlib
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))

# pylint: disable=wrong-import-position
from meter import Meter  # noqa: E402
from prosody import Prosody  # noqa: E402
from spico_jmap_client import CORE, DISCUSSIONS, Server  # noqa: E402

PREFIX = pathlib.Path(os.environ['SPICO_PREFIX'])
PROGRAMS = PREFIX.parent / 'tests' / 'bench'
SUPPORT = pathlib.Path(__file__).resolve().parents[1] / 'support'
DEMO = pathlib.Path(__file__).resolve().parents[2] / 'data' / 'demo'
PASSWORD = 'spico-bench'
SIZES = {'1k': 1_000, '10k': 10_000, '100k': 100_000, '1m': 1_000_000}
USUAL = '10k'
IN_CONVERSATION = 100
CONNECTIONS = 64
SECONDS = 3
LOG_FILES = 40
# What grows, and how the others stand meanwhile: people, conversations, messages.
GROWTH = {'users': lambda size: (size, 10_000, 100_000), 'conversations': lambda size: (1_000, size, 100_000)}
GROWN = tuple(f'{kind}.{size}' for kind in GROWTH for size in ('1k', '10k', '100k', '1m'))
MOST_STREAMS = 9_000
# All of them must be there before the first is closed for its silence.
IDLE = 4_000
FANOUT_RATE = 100
WEEKS_BEFORE, WEEKS_AFTER = 2_000, 20_000
TEXT = 'La sortie est prévue vendredi à 14 h ; le lit et l’oxygène arrivent la veille, l’aide à domicile commence samedi matin.'


def program(name):
    return str(PROGRAMS / f'bench-{name}')


def person(number):
    return f'p8{number:011d}'


def token(number):
    return f'{number:043d}'


def run_json(command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=300, **options)
    if done.returncode != 0:
        raise SystemExit(f'bench: {pathlib.Path(command[0]).name} ended with {done.returncode}: {done.stdout}{done.stderr}')
    return json.loads(done.stdout)


class Stock:
    """A database with so many messages, and what may be asked of it. People have their tokens already."""

    def __init__(self, database, messages, people=200, kind='spread', conversations=None):
        self.database = str(database)
        conversations = conversations or messages // IN_CONVERSATION
        listed = subprocess.run([program('stock'), self.database, 'make', str(people), str(conversations), kind], check=True, capture_output=True, text=True).stdout
        self.conversations = [(line.split()[0], [int(number) for number in line.split()[1:]]) for line in listed.splitlines()]
        self.add(messages)

    def add(self, messages):
        subprocess.run([program('stock'), self.database, 'add', str(messages)], check=True)

    def _plan(self, calls, most):
        """A line for each pair of a conversation and a participant, so that neighbours are of different people."""
        pairs = [(conversation, people[place]) for place in range(5) for conversation, people in self.conversations[:most]]
        return '\n'.join(f'{token(who)}\t' + json.dumps({'using': [CORE, DISCUSSIONS], 'methodCalls': calls(conversation, person(who))}) for conversation, who in pairs)

    def pages(self):
        return self._plan(lambda conversation, who: [
            ['Message/query', {'accountId': who, 'filter': {'conversationId': conversation}, 'sort': [{'property': 'seq', 'isAscending': False}], 'limit': 50}, 'q'],
            ['Message/get', {'accountId': who, '#ids': {'resultOf': 'q', 'name': 'Message/query', 'path': '/ids'}}, 'g']], 2000)

    def queries(self):
        return self._plan(lambda conversation, who: [
            ['Conversation/query', {'accountId': who, 'limit': 50}, 'q'],
            ['Conversation/get', {'accountId': who, '#ids': {'resultOf': 'q', 'name': 'Conversation/query', 'path': '/ids'}}, 'g']], 200)

    def sends(self):
        return self._plan(lambda conversation, who: [
            ['Message/set', {'accountId': who, 'create': {'m': {'clientId': '@clientId@', 'conversationId': conversation, 'text': TEXT}}}, 's']], 2000)


def serve(database):
    return Server(PREFIX / 'bin' / 'spico-server', PREFIX / 'bin' / 'spicoctl', database=str(database))


def port_of(server):
    return urllib.parse.urlsplit(server.url).port


class Load:
    """What bench-load sends, and how fast it is answered."""

    def __init__(self, folder, port, plan, expect=None, pid=0, protocol='http'):
        self.plan = folder / 'plan'
        self.plan.write_text(plan)
        self.command = [program('load'), '--protocol', protocol, '--port', port, '--pid', pid, '--plan', self.plan, '--connections', CONNECTIONS, '--seconds', SECONDS]
        self.command += ['--expect', expect] if expect else []

    def most(self):
        """As many as can be."""
        return run_json(self.command)

    def half(self, most):
        """The p99 at half of that, in ms."""
        return run_json([*self.command, '--rate', max(1, int(most['rate'] / 2))])['p99_us'] / 1000


def page_load(folder, server, stock, plan=None):
    return Load(folder, port_of(server), plan or stock.pages(), '"list":[{', server.process.pid)


def send_load(folder, server, stock):
    return Load(folder, port_of(server), stock.sends(), '"created":{"m":', server.process.pid)


def per_core(result):
    return result['count'] / max(result['cpu_us'] / 1e6, 0.01)


def wants(wanted, *names):
    return any(name == asked or asked.startswith((name + '.', name + '/')) for asked in wanted for name in names)


def fsync_rate(folder, seconds=1.5):
    """What a commit costs at the least: 4 kB at the end of a file, on the disk."""
    count, end = 0, time.monotonic() + seconds
    with (folder / 'fsync').open('wb', buffering=0) as file:
        while time.monotonic() < end:
            file.write(bytes(4096))
            os.fdatasync(file.fileno())
            count += 1
    return count / seconds


def measure_size(folder, say, wanted, size):
    """Pages, lists of conversations and sends on so many messages; on the usual number, delays and the peer too."""
    stock = Stock(folder / f'{size}.db', SIZES[size])
    is_usual = size == USUAL
    with serve(stock.database) as server:
        pages = page_load(folder, server, stock)
        most = pages.most()
        say(f'server.page.{size}', per_core(most), '/s')
        if is_usual:
            say('server.page', per_core(most), '/s')
            say('server.page.p99', pages.half(most), 'ms')
        say(f'server.query.{size}', per_core(page_load(folder, server, stock, stock.queries()).most()), '/s')
        if not wants(wanted, f'server.send.{size}', *(('server.send',) if is_usual else ())):
            return
        sends = send_load(folder, server, stock)
        most = sends.most()
        say(f'server.send.{size}', most['rate'], '/s')
        if is_usual:
            delay = sends.half(most)
            say('server.send', most['rate'], '/s')
            say('server.send.p99', delay, 'ms')
    if is_usual:
        measure_peer(folder, say, wanted, '', most['rate'], delay)


def measure_growth(folder, say, grown):
    """The same on a region that has more people, or the same messages in more conversations."""
    kind, _, size = grown.partition('.')
    people, conversations, messages = GROWTH[kind](SIZES[size])
    stock = Stock(folder / f'{grown}.db', messages, people, 'everyone', conversations)
    with serve(stock.database) as server:
        say(f'server.page.{grown}', per_core(page_load(folder, server, stock).most()), '/s')
        say(f'server.query.{grown}', per_core(page_load(folder, server, stock, stock.queries()).most()), '/s')
        say(f'server.send.{grown}', send_load(folder, server, stock).most()['rate'], '/s')


def measure_peer(folder, say, wanted, suffix, rate, delay, postgres=None):
    if not wants(wanted, f'server.send{suffix}/prosody', f'server.send.p99{suffix}/prosody'):
        return
    peer = Prosody(folder / 'prosody', CONNECTIONS, postgres)
    try:
        load = Load(folder, peer.port, peer.plan(TEXT), pid=peer.process.pid, protocol='xmpp')
        most = load.most()
        say(f'server.send{suffix}/prosody', most['rate'] / rate, 'ratio')
        say(f'server.send.p99{suffix}/prosody', delay / load.half(most), 'ratio')
    finally:
        peer.close()


def age_log(database):
    """A server that has been in service writes its log into files that it has used before. A new one makes each of them in the middle of a commit, 16 MB in some 50 ms."""
    subprocess.run(['psql', '--quiet', '--no-psqlrc', '--output', os.devnull, '--dbname', database, '--command',
                    f"SELECT pg_logical_emit_message(false, '', ''), pg_switch_wal() FROM generate_series(1, {LOG_FILES})", '--command', 'CHECKPOINT'], check=True)


@contextlib.contextmanager
def postgres(folder):
    """A PostgreSQL that waits for the disk, as a real one does."""
    holder = subprocess.Popen([SUPPORT / 'with-postgres', '--durable', folder, 'sh', '-c', 'echo "$SPICO_TEST_POSTGRES"; cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        first = holder.stdout.readline().strip()
        age_log(first)
        yield first
    finally:
        holder.stdin.close()
        holder.wait(60)


def make_database(first, name):
    subprocess.run(['psql', '--quiet', '--no-psqlrc', '--dbname', first, '--command', f'CREATE DATABASE {name}'], check=True)
    return re.sub(r'(?<=//)/\w*', '/' + name, first, count=1)


def measure_postgres(folder, say, wanted):
    with postgres(folder) as first:
        if wants(wanted, 'server.revocation.postgres'):
            measure_revocation(make_database(first, 'revocation'), say, 'server.revocation.postgres')
        if not wants(wanted, *('server.' + what for what in ('page.postgres', 'page.p99.postgres', 'send.postgres', 'send.p99.postgres'))):
            return
        stock = Stock(make_database(first, 'bench'), SIZES[USUAL])
        with serve(stock.database) as server:
            pages = page_load(folder, server, stock)
            most = pages.most()
            say('server.page.postgres', per_core(most), '/s')
            say('server.page.p99.postgres', pages.half(most), 'ms')
            sends = send_load(folder, server, stock)
            most = sends.most()
            delay = sends.half(most)
            say('server.send.postgres', most['rate'], '/s')
            say('server.send.p99.postgres', delay, 'ms')
        measure_peer(folder, say, wanted, '.postgres', most['rate'], delay, make_database(first, 'peer'))


def resident(pid):
    return int(re.search(r'VmRSS:\s+(\d+)', pathlib.Path(f'/proc/{pid}/status').read_text()).group(1))


def most_streams():
    """Streams take three quarters of the server's connections; this side needs one each too, and one to read with."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return MOST_STREAMS if hard == resource.RLIM_INFINITY else min(MOST_STREAMS, (hard - 256) * 3 // 4 - 100, hard - 1000)


def hold(port, count, request, answer):
    """So many connections that have had an answer and stay open."""
    ends = []
    for number in range(count):
        end = socket.create_connection(('127.0.0.1', port))
        end.sendall(request(number).encode())
        got = b''
        while answer not in got:
            piece = end.recv(65536)
            if not piece:
                raise SystemExit(f'bench: the server refuses connection {number + 1}: {got[:200]!r}')
            got += piece
        ends.append(end)
    return ends


def memory_of(server, count, request, answer):
    """What one of them takes of the server's memory, in kB."""
    for end in hold(port_of(server), 50, request, answer):
        end.close()
    before = resident(server.process.pid)
    ends = hold(port_of(server), count, request, answer)
    taken = (resident(server.process.pid) - before) / count
    for end in ends:
        end.close()
    return taken


def measure_crowd(folder, say, wanted):
    count = most_streams()
    stock = Stock(folder / 'crowd.db', SIZES[USUAL], people=MOST_STREAMS)
    with serve(stock.database) as server:
        if wants(wanted, 'server.idle'):
            say('server.idle', memory_of(server, min(IDLE, count), lambda number: 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n', b'"ok"'), 'kB')
    with serve(stock.database) as server:
        if wants(wanted, 'server.idle'):
            say('server.idle.stream', memory_of(server, count, lambda number: (
                f'GET /jmap/eventsource/?types=*&closeafter=no&ping=300 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token(number)}\r\n\r\n'), b'event: state'), 'kB')
    if not wants(wanted, 'server.fanout'):
        return
    with serve(stock.database) as server:
        plan = folder / 'plan'
        plan.write_text(stock.sends())
        result = run_json([program('fanout'), '--port', port_of(server), '--plan', plan, '--streams', count, '--rate', FANOUT_RATE])
        say('server.fanout.streams', count, 'streams')
        say('server.fanout.p50', result['p50_us'] / 1000, 'ms')
        say('server.fanout.p99', result['p99_us'] / 1000, 'ms')


def measure_catchup(folder, say):
    stock = Stock(folder / 'catchup.db', WEEKS_BEFORE, kind='everywhere', conversations=200)
    with serve(stock.database) as server:
        meter = Meter(port_of(server))
        home = folder / 'client'
        home.mkdir()
        client = subprocess.Popen([program('catchup'), f'http://127.0.0.1:{meter.port}', 'bench0', PASSWORD, home, str(WEEKS_BEFORE)],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if client.stdout.readline().strip() != 'ready':
            raise SystemExit('bench: the client does not come up to date')
        stock.add(WEEKS_AFTER)
        meter.reset()
        said, _ = client.communicate(f'{WEEKS_BEFORE + WEEKS_AFTER}\n', timeout=120)
        if client.returncode != 0:
            raise SystemExit('bench: the client does not come up to date')
        say('server.catchup', int(said) / 1000, 's')
        say('server.catchup.bytes', meter.bytes / 1024, 'kB')


def measure_authz(folder, say):
    stock = Stock(folder / 'authz.db', SIZES[USUAL])
    result = run_json([program('authz'), stock.database])
    say('authz.check', result['p50_us'], 'us')
    say('authz.check.p99', result['p99_us'], 'us')


def measure_revocation(database, say, name):
    """The longest of five: until a stream that was open before is told the states without the account that the person may no more use."""
    account, delegate = 'f310990106', 'p899700900014'
    server = serve(database)
    for what in ('finess finess.csv', 'rpps rpps.txt', 'discussions discussions.json'):
        kind, file = what.split()
        server.ctl('import', kind, DEMO / file)
    longest = 0
    with server:
        client = server.client('mauger')
        for _ in range(5):
            with client.events(ping=300) as events:
                while account not in events.next_state():
                    pass
                server.ctl('delegation', 'end', '--account', account, '--delegate', delegate)
                begun = time.monotonic()
                while account in events.next_state():
                    pass
                longest = max(longest, time.monotonic() - begun)
            server.ctl('delegation', 'set', '--account', account, '--delegate', delegate, '--scope', 'all', '--referent', 'Mesure')
    say(name, longest, 's')


def measure_review(folder, say):
    """Milliseconds of a review of thousands of event streams, where something was written and where nothing was."""
    done = subprocess.run([program('review'), folder / 'review.db', str(MOST_STREAMS)], check=True, capture_output=True, text=True)
    full, idle = (float(word) for word in done.stdout.split())
    say('server.review', full, 'ms')
    say('server.review.idle', idle, 'ms')


def measure(say, wanted):
    folder = pathlib.Path(tempfile.mkdtemp(prefix='figures-', dir=PREFIX.parent))
    try:
        say('disk.fsync', fsync_rate(folder), '/s')
        for size in SIZES:
            usual = ('server.page', 'server.page.p99', 'server.send', 'server.send.p99', 'server.send/prosody', 'server.send.p99/prosody') if size == USUAL else ()
            if set(wanted) & {*usual, *(f'server.{what}.{size}' for what in ('page', 'query', 'send'))}:
                measure_size(folder, say, wanted, size)
        for grown in GROWN:
            if set(wanted) & {f'server.{what}.{grown}' for what in ('page', 'query', 'send')}:
                measure_growth(folder, say, grown)
        if any('postgres' in name for name in wanted):
            measure_postgres(folder, say, wanted)
        if wants(wanted, 'server.fanout', 'server.idle'):
            measure_crowd(folder, say, wanted)
        if wants(wanted, 'authz.check'):
            measure_authz(folder, say)
        if wants(wanted, 'server.revocation'):
            measure_revocation(folder / 'revocation.db', say, 'server.revocation')
        if wants(wanted, 'server.review'):
            measure_review(folder, say)
        if wants(wanted, 'server.catchup'):
            measure_catchup(folder, say)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
