# SPDX-License-Identifier: GPL-3.0-or-later
"""The peer of server.send: Debian's Prosody, which keeps what is said in its rooms (XEP-0313) in the same database, with the same care for the disk."""

import contextlib
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time

DOMAIN = 'localhost'
ROOMS = f'rooms.{DOMAIN}'
PASSWORD = 'spico-bench'

CONFIG = '''
daemonize = false
pidfile = "{folder}/prosody.pid"
data_path = "{folder}/data"
plugin_paths = {{}}
modules_enabled = {{ "roster", "saslauth", "disco" }}
modules_disabled = {{ "s2s", "offline", "tls", "dialback" }}
c2s_require_encryption = false
s2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
c2s_interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {port} }}
c2s_direct_tls_ports = {{}}
s2s_ports = {{}}
http_ports = {{}}
https_ports = {{}}
log = {{ warn = "{folder}/prosody.log" }}
storage = {{ muc_log = "sql" }}
default_storage = "internal"
sql = {sql}
VirtualHost "{domain}"
Component "{rooms}" "muc"
    modules_enabled = {{ "muc_mam" }}
    muc_log_by_default = true
    muc_room_locking = false
    muc_room_default_persistent = true
    restrict_room_creation = false
'''


def free_port():
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


def _sql(folder, postgres):
    if postgres is None:
        # As durable as Spico's, and as fast as SQLite can be so: the journal is written ahead, and each commit waits for the disk (SQLite's own default).
        # Its own « safe » takes three waits a commit.
        with contextlib.closing(sqlite3.connect(folder / 'archive.sqlite')) as archive:
            archive.execute('PRAGMA journal_mode=WAL')
        return f'{{ driver = "SQLite3"; database = "{folder}/archive.sqlite"; }}'
    host, user = (re.search(rf'{name}=([^&]+)', postgres).group(1) for name in ('host', 'user'))
    name = re.search(r'//[^/]*/(\w+)', postgres).group(1)
    return f'{{ driver = "PostgreSQL"; database = "{name}"; username = "{user}"; password = ""; host = "{host}"; }}'


class Prosody:
    """One of its own, with so many people, each the owner of a room."""

    def __init__(self, folder, people, postgres=None):
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        shutil.rmtree(self.folder, ignore_errors=True)
        accounts = self.folder / 'data' / DOMAIN / 'accounts'
        accounts.mkdir(parents=True)
        for number in range(people):
            (accounts / f'bench{number}.dat').write_text(f'return {{ ["password"] = "{PASSWORD}"; }};\n')
        config = self.folder / 'prosody.cfg.lua'
        config.write_text(CONFIG.format(folder=self.folder, port=self.port, sql=_sql(self.folder, postgres), domain=DOMAIN, rooms=ROOMS))
        with (self.folder / 'output').open('wb') as output:
            self.process = subprocess.Popen(['prosody', '-F', '--config', config], stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        self._wait()

    def _wait(self):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', self.port), timeout=1):
                return
            time.sleep(0.05)
        raise SystemExit('bench: Prosody does not start: ' + ''.join(file.read_text(errors='replace') for file in (self.folder / 'output', self.folder / 'prosody.log') if file.exists()))

    def plan(self, text):
        people = len(list((self.folder / 'data' / DOMAIN / 'accounts').iterdir()))
        return '\n'.join(f'bench{number}\t{PASSWORD}\t{DOMAIN}\troom{number}@{ROOMS}\t{text}' for number in range(people))

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
