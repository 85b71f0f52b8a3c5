# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL of one's own, to be killed and started again."""

import pathlib
import signal
import subprocess
import tempfile
import time


def _programs():
    found = sorted(pathlib.Path('/usr/lib/postgresql').glob('*/bin/initdb'))
    if not found:
        raise AssertionError('PostgreSQL is not installed')
    return found[-1].parent


class Postgres:
    """Listens on a Unix socket in a folder that goes with it. It outlives its own death, not the machine's: it does not wait for the disk."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix='spico-pg-')
        self.folder = pathlib.Path(self._folder.name)
        self.programs = _programs()
        self.process = None
        self.url = f'postgresql:///postgres?host={self.folder}&user=spico'
        subprocess.run([self.programs / 'initdb', f'--pgdata={self.folder}/data', '--locale=C', '--encoding=UTF8', '--auth=trust', '--username=spico',
                        '--no-sync', '--no-instructions'], check=True, capture_output=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
        self._folder.cleanup()

    def _spawn(self):
        with (self.folder / 'log').open('ab') as log:
            self.process = subprocess.Popen([self.programs / 'postgres', '-D', self.folder / 'data', '-k', self.folder, '-c', 'listen_addresses=',
                                             '-c', 'fsync=off', '-c', 'shared_buffers=16MB', '-c', 'max_connections=60'],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _answers(self):
        return subprocess.run([self.programs / 'pg_isready', '--quiet', f'--host={self.folder}'], check=False).returncode == 0

    def start(self):
        """Starts it, as often as its predecessor's last processes still stand in its way."""
        deadline = time.monotonic() + 60
        self._spawn()
        while not self._answers():
            if time.monotonic() > deadline:
                raise AssertionError((self.folder / 'log').read_text(errors='replace')[-4000:])
            if self.process.poll() is not None:
                self._spawn()
            time.sleep(0.05)
        return self

    def kill9(self):
        """Ends it as the kernel would, short of memory."""
        self.process.kill()
        self.process.wait()

    def stop_at_once(self):
        """Ends it, and all its connections, without a word (an immediate shutdown)."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(60)
