#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays the main job and takes its pictures, numbered, into the folder named; then the same screens in the dark, and narrow."""

import os
import pathlib
import re
import shutil
import sys

from main_job import SUBJECT, MainJob
from spico_e2e import end_programs, folder


class Tour:
    def __init__(self, target):
        self.target = pathlib.Path(target)
        self.number = 0

    def picture(self, person, name):
        self.number += 1
        path = self.target / f'{self.number:02}-{name}.png'
        person.settle()
        person.screenshot(path)
        print(f'     {path.name}', flush=True)

    def tell(self, text):
        print(f'  ✓  {text}', flush=True)

    def play(self):
        job = MainJob(self.tell, self.picture)
        for step in job.STEPS:
            getattr(job, step)()
            if step == 'sign_in':
                job.first.open_conversation("Sortie d'hospitalisation")
                self.picture(job.first, 'thread')
        person = job.first
        person.press(person.find('page tab', 'Patients'))
        person.click(person.find('list item', re.compile('^LAPRUNE'), person.find('list', 'File active')))
        person.reads('Nom de naissance')
        self.picture(person, 'patient')
        person.stop()
        person.start(ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        person.open_conversation(SUBJECT)
        self.picture(person, 'dark')
        person.stop()
        # The frame that stands around a window without a compositor takes 4 px on each side.
        person.place = (0, 0, 368, 728)
        person.start()
        person.sees_conversations()
        self.picture(person, 'narrow-list')
        person.open_conversation(SUBJECT)
        self.picture(person, 'narrow')
        person.stop()
        self.tell('light, dark and narrow')


def main(target):
    try:
        Tour(target).play()
        return 0
    except AssertionError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        end_programs()
        shutil.rmtree(folder(), ignore_errors=True)


if __name__ == '__main__':
    code = main(sys.argv[1])
    sys.stdout.flush()
    os._exit(code)
