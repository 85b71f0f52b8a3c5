# SPDX-License-Identifier: GPL-3.0-or-later
"""F003, F064, F065, F068, F070, B003, B004: the main job with the real programs, one step a case."""

import unittest

from main_job import DRAFT, FIRST, OFFLINE, MainJob
from spico_e2e import end_programs, main


class Play(unittest.TestCase):
    """Each step needs the one before it: after a failure the rest fail at once."""

    job = None
    broken = None

    @classmethod
    def setUpClass(cls):
        cls.job = MainJob()

    @classmethod
    def tearDownClass(cls):
        end_programs()

    def step(self, name):
        if Play.broken:
            self.fail(f'not reached: {Play.broken} failed')
        Play.broken = name
        getattr(self.job, name)()
        Play.broken = None

    def test_1_two_people_sign_in(self):
        self.step('sign_in')

    def test_2_one_starts_a_conversation_about_a_patient(self):
        self.step('start_conversation')

    def test_3_the_other_reads_it_and_answers(self):
        self.step('answer_as_oneself')

    def test_4_and_answers_for_the_structure_with_both_names(self):
        self.step('answer_for_structure')

    def test_5_off_line_messages_wait_and_a_draft_is_kept(self):
        self.step('cut')

    def test_6_killed_and_started_off_line_everything_is_there_with_its_state(self):
        self.step('kill_and_start_again')

    def test_7_back_on_line_each_message_arrives_once_and_in_order(self):
        self.step('plug')

    def test_8_the_store_on_disk_is_ciphertext(self):
        if Play.broken:
            self.fail(f'not reached: {Play.broken} failed')
        stores = 0
        # While it runs, its write-ahead log is there too; then after it has ended.
        for ended in (False, True):
            if ended:
                self.job.first.stop()
            for file in self.job.first.home.rglob('*'):
                if file.is_file():
                    stores += self.check_secret(file)
        self.assertGreater(stores, 0, 'no store was found')

    def check_secret(self, file):
        contents = file.read_bytes()
        self.assertNotEqual(contents[:16], b'SQLite format 3\0', file.name)
        for text in (FIRST, DRAFT, *OFFLINE):
            for word in (text, text.split('.', 1)[0], text.split(',', 1)[-1].strip()):
                for encoding in ('utf-8', 'utf-16-le'):
                    self.assertNotIn(word.encode(encoding), contents, file.name)
        for word in ('médicalisé', 'LAPRUNE', 'prestataire', 'portage', 'MAUGER'):
            self.assertNotIn(word.encode(), contents, file.name)
        # What was written last may stand in the log beside the store.
        return 1 if len(contents) > 50_000 and file.name.startswith('store.db') else 0


if __name__ == '__main__':
    main()
