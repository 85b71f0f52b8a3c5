# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers on PostgreSQL, and PostgreSQL itself, are killed again and again while people write."""

import random
import time

from spico_e2e import Server, main
from spico_postgres import Postgres
from test_kills import KILLS, SEED, Storm

SERVER_KILLS = max(KILLS // 5, 3)
DATABASE_KILLS = max(KILLS // 6, 2)


class PostgresKills(Storm):
    def setUp(self):
        self.chance = random.Random(SEED)
        self.postgres = Postgres().start()
        self.servers = [Server(self.postgres.url) for _ in range(2)]
        self.servers[0].load_demo()
        for server in self.servers:
            server.start()

    def tearDown(self):
        for server in self.servers:
            server.kill9()
        self.postgres.__exit__()

    def test_a_server_that_dies_loses_nothing_and_the_other_goes_on(self):
        def disturb(writers):
            time.sleep(self.chance.uniform(0.02, 0.25))
            server = self.chance.choice(self.servers)
            server.kill9()
            self.await_progress([writer for writer in writers if writer.client.url != server.url])
            server.start()

        self.storm(self.servers, disturb, SERVER_KILLS)

    def test_a_database_that_dies_loses_nothing_and_is_found_again(self):
        ends = [self.postgres.kill9, self.postgres.stop_at_once]

        def disturb(writers):
            self.await_progress(writers)
            time.sleep(self.chance.uniform(0, 0.1))
            ends[0]()
            ends.reverse()
            self.postgres.start()
            self.await_progress(writers)

        self.storm(self.servers, disturb, DATABASE_KILLS)


if __name__ == '__main__':
    main()
