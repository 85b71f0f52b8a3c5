# SPDX-License-Identifier: GPL-3.0-or-later
"""A real SMTP server (aiosmtpd), which keeps the mails that it takes."""

import email
import email.policy

from aiosmtpd.controller import Controller

from spico_e2e import free_port, wait_for


def plain(mail):
    """What a mail says to who reads it without HTML."""
    return mail.get_body(('plain',)).get_content()


class Relay:
    def __init__(self):
        self.mails = []
        self.port = free_port()
        self.controller = Controller(self, hostname='127.0.0.1', port=self.port)
        self.controller.start()

    async def handle_DATA(self, _server, _session, envelope):
        self.mails.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        return '250 Taken'

    @property
    def config(self):
        """What tells a server of it, which waits for no second event before it mails one."""
        return f'[mail]\nrelay=smtp://127.0.0.1:{self.port}\nfrom=spico@region.example\nstarttls=false\ngather-minutes=0\n'

    def has(self, text):
        """Waits for a mail that says so."""
        return wait_for(lambda: next((mail for _, mail in self.mails if text in plain(mail)), None), f'a mail says «{text}»')

    def close(self):
        self.controller.stop()
