#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-alone server with the demonstration region, and a window on it for each login; ends with the last window.

More logins may come through the control pipe while it runs: build-aux/dev run --as LOGIN writes them there."""

import os
import pathlib
import shutil
import sys
import threading
import time

from spico_e2e import PROJECT, Person, Server, end_programs, folder

CONTROL = pathlib.Path(os.environ.get('SPICO_RUN_CONTROL', PROJECT / 'build' / 'run' / 'control'))


def open_window(server, login, people):
    person = Person(login, server.url)
    person.place = None
    person.start().sign_in()
    people.append(person)
    print(f'{login}: signed in', flush=True)


def listen(server, people):
    while True:
        with CONTROL.open() as pipe:
            for line in pipe:
                open_window(server, line.strip(), people)


def main(logins):
    CONTROL.unlink(missing_ok=True)
    os.mkfifo(CONTROL)
    people = []
    server = Server().start()
    print(f'The server listens on {server.url}. Close the windows to end it.', flush=True)
    try:
        for login in logins:
            open_window(server, login, people)
        threading.Thread(target=listen, args=(server, people), daemon=True).start()
        while any(person.running for person in people):
            time.sleep(0.2)
    except KeyboardInterrupt:
        pass
    finally:
        end_programs()
        pathlib.Path(CONTROL).unlink(missing_ok=True)
        shutil.rmtree(folder(), ignore_errors=True)


if __name__ == '__main__':
    main(sys.argv[1:])
