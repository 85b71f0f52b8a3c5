# SPDX-License-Identifier: GPL-3.0-or-later
"""F005, F015, F073, B005: notifications, mailed through a real SMTP server (aiosmtpd), with STARTTLS and a password."""

import email
import email.policy
import os
import pathlib
import re
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from region import ALICE, BOB, Region, wait_for
import spico_tap
from spico_jmap_client import uuid7

NOEL = 'p810000000009'
MAIL = 'n.negre@cabinet.example'
LOGIN, SECRET = 'spico', 'relay secret'
TEN_MINUTES = 600_000_000


def read(content):
    return email.message_from_bytes(content, policy=email.policy.default)


def plain(mail):
    return mail.get_body(('plain',)).get_content()


def html(mail):
    return mail.get_body(('html',)).get_content()


class Relay:
    """An SMTP server that keeps what it takes; it may be busy, refuse a recipient, or be away."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix='spico-relay-')
        folder = pathlib.Path(self._folder.name)
        self.certificate = str(folder / 'cert.pem')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                        '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', folder / 'key.pem', '-out', self.certificate], check=True, capture_output=True)
        self.credentials = folder / 'credentials'
        self.credentials.write_text(f'{LOGIN}\n{SECRET}\n')
        self.lock = threading.Lock()
        self.taken = []
        self.answers = {}
        self.n_tried = 0
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, folder / 'key.pem')
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            self.port = probe.getsockname()[1]
        self.controller = Controller(self, hostname='127.0.0.1', port=self.port, tls_context=context, require_starttls=True, auth_required=True, authenticator=self.authenticate)
        self.controller.start()

    @staticmethod
    def authenticate(_server, _session, _envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (LOGIN.encode(), SECRET.encode())
        return AuthResult(success=good)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        with self.lock:
            self.n_tried += 1
            answer = self.answers.get(address)
        if answer is not None:
            return answer
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, _server, session, envelope):
        with self.lock:
            self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content, session.ssl is not None))
        return '250 Taken'

    def mails(self):
        with self.lock:
            return list(self.taken)

    def close(self):
        self.controller.stop()
        self._folder.cleanup()


class MailCase(unittest.TestCase):
    more = ''

    def setUp(self):
        self.relay = Relay()
        self.addCleanup(self.relay.close)
        self.config = (f'[http]\npublic-url=https://region.example\n[mail]\nrelay=smtp://127.0.0.1:{self.relay.port}\nfrom=spico@region.example\n'
                       f'credentials-file={self.relay.credentials}\nca-file={self.relay.certificate}\n{self.more}')
        self.server = Region(config=self.config)
        self.addCleanup(self.server.close)
        self.server.start()
        self.server.sql("INSERT INTO principal (id, kind, name, family_name, given_name, national_id, profession_code, profession, skill, structure_name, address, postal_code, town,"
                        " telephone, source, is_listed, has_account, name_key, town_key) VALUES (?, 'person', 'M. Noël NÈGRE', 'NÈGRE', 'Noël', '', '', '', '', '', '', '', '', '',"
                        " 'RPPS', 1, 0, 'negre noel', '')", NOEL)
        self.server.sql("INSERT INTO activity (person_id, number, profession_code, category_code, mode_code, sector_code, section_code, role_code, kind_code, structure_code, siret,"
                        " legal_entity, structure_name, structure_sign, complement, address, postal_code, commune_code, town, country_code, telephone, other_telephone, fax, mail, authority)"
                        " VALUES (?, 1, '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', ?, '')", NOEL, MAIL)
        self.client = self.server.alice()

    def notify(self):
        return self.client.call('Notification/set', {'accountId': ALICE, 'create': {'n': {'clientId': uuid7(), 'principalId': NOEL}}})

    def status(self):
        return [notification['status'] for notification in self.client.call('Notification/get', {'accountId': ALICE, 'ids': None})['list']]

    def name(self, person):
        return self.client.call('Principal/get', {'accountId': 'region', 'ids': [person]})['list'][0]['name']

    def await_status(self, status):
        wait_for(lambda: self.status() == [status], f'the notification is {status}')


class Mail(MailCase):
    """What is mailed at once, as the operator has it here."""

    more = 'gather-minutes=0\n'

    def test_sent(self):
        """A notification says who wants to reach somebody, over TLS, once"""
        self.assertIn('n', self.notify()['created'])
        self.await_status('sent')
        (sender, recipients, content, is_secure), = self.relay.mails()
        self.assertEqual((sender, recipients, is_secure), ('spico@region.example', [MAIL], True))
        mail = read(content)
        name = self.name(ALICE)
        self.assertIn(name, mail['subject'])
        self.assertIn(f'{name} souhaite vous joindre', plain(mail))
        self.assertIn('https://region.example', plain(mail))
        self.assertIn(f'{name} souhaite vous joindre', html(mail))
        self.assertIn('<a href="https://region.example">', html(mail))
        self.assertEqual(mail['auto-submitted'], 'auto-generated')
        self.assertEqual(self.notify()['notCreated']['n']['type'], 'rateLimit')
        self.assertNotIn(MAIL, self.server.logged())

    def test_conversation(self):
        """Who has no account is told that they were written to, and never about what"""
        self.client.call('Conversation/set', {'accountId': ALICE, 'create': {'c': {'clientId': uuid7(), 'subject': 'Chute de Mme Laprune', 'participantIds': [NOEL]}}})
        self.await_status('sent')
        (_, recipients, content, _), = self.relay.mails()
        self.assertEqual(recipients, [MAIL])
        text = plain(read(content))
        self.assertNotIn('Laprune', text)
        self.assertNotIn('Chute', text)

    def test_later(self):
        """A relay that is busy is asked again; who waits meanwhile is not the writer"""
        self.relay.answers[MAIL] = '451 Busy'
        self.notify()
        wait_for(lambda: self.relay.n_tried > 0, 'the relay is asked')
        self.assertEqual(self.status(), ['queued'])
        wait_for(lambda: int(self.server.sql('SELECT attempts FROM notification')[0][0]) > 0, 'it is settled')
        self.relay.answers.clear()
        self.server.sql('UPDATE notification SET next_at = 0')
        self.await_status('sent')

    def test_refused(self):
        """A recipient whom the relay refuses is not tried again"""
        self.relay.answers[MAIL] = '550 Nobody'
        self.notify()
        self.await_status('failed')
        self.assertEqual(self.relay.mails(), [])

    def test_after_a_restart(self):
        """What was queued when the server was killed is sent by the next one"""
        self.relay.answers[MAIL] = '451 Busy'
        self.notify()
        wait_for(lambda: self.relay.n_tried > 0, 'the relay is asked')
        self.server.kill()
        self.relay.answers.clear()
        self.server.sql('UPDATE notification SET next_at = 0')
        self.server.start()
        wait_for(lambda: len(self.relay.mails()) == 1, 'the mail is sent')

    def profile(self, **patch):
        answer = self.client.call('Profile/set', {'accountId': ALICE, 'update': {ALICE: patch}})
        self.assertIsNone(answer['notUpdated'])
        return answer['updated'][ALICE]

    def test_address(self):
        """An address counts once the code that was mailed to it is given; the one before is told"""
        address = 'alice@cabinet.example'
        self.server.sql("UPDATE activity SET person_id = ?", ALICE)
        self.assertEqual(self.profile(pendingMail=address)['pendingStatus'], 'queued')
        wait_for(lambda: self.client.call('Profile/get', {'accountId': ALICE, 'ids': [ALICE]})['list'][0]['pendingStatus'] == 'sent', 'the code is sent')
        (_, recipients, content, is_secure), = self.relay.mails()
        self.assertEqual((recipients, is_secure), ([address], True))
        mail = read(content)
        code = re.search(r'est (\d{3}) (\d{3})\.', plain(mail))
        self.assertNotRegex(mail['subject'], r'\d{3}')
        wrong = f'{(int(code[1]) + 1) % 1000:03}{code[2]}'
        self.assertEqual(self.profile(code=wrong)['attemptsLeft'], 4)
        self.assertEqual(self.profile(code=f'{code[1]} {code[2]}')['mail'], address)
        wait_for(lambda: len(self.relay.mails()) == 2, 'the old address is told')
        _, recipients, content, _ = self.relay.mails()[1]
        self.assertEqual(recipients, [MAIL])
        text = plain(read(content))
        self.assertIn('ne recevra plus ses courriels à cette adresse', text)
        self.assertNotIn(address, text)
        logged = self.server.logged()
        for secret in address, MAIL, code[1] + code[2]:
            self.assertNotIn(secret, logged)

    def test_wrong_certificate(self):
        """Nothing is said to a relay whose certificate is not trusted"""
        with Region(database=self.server.database, config=self.config.replace(f'ca-file={self.relay.certificate}\n', '')) as other:
            self.server.kill()
            other.sql('DELETE FROM notification')
            client = type(self.client)(other.url)
            client.access_token = self.client.access_token
            client.load_session()
            client.call('Notification/set', {'accountId': ALICE, 'create': {'n': {'principalId': NOEL}}})
            wait_for(lambda: int(other.sql('SELECT attempts FROM notification')[0][0]) > 0, 'it is tried')
            self.assertEqual((self.relay.n_tried, self.relay.mails()), (0, []))


class Gathered(MailCase):
    """What happens within ten minutes is told in one mail; the tests make what happened older, and never wait for it."""

    def contact(self, client):
        answer = client.call('Notification/set', {'accountId': client.account, 'create': {'n': {'clientId': uuid7(), 'principalId': NOEL}}})
        self.assertIn('n', answer['created'])

    def ask(self, client, delegator):
        answer = client.call('Delegation/set', {'accountId': client.account, 'create': {'d': {'delegatorId': delegator, 'delegateId': client.account, 'scope': 'all'}}})
        self.assertIn('d', answer['created'])

    def grow_old(self):
        self.server.sql(f'UPDATE notification SET created_at = created_at - {TEN_MINUTES}')

    def await_mails(self, n):
        wait_for(lambda: len(self.relay.mails()) == n, f'{n} mails are sent')
        wait_for(lambda: int(self.server.sql("SELECT COUNT(*) FROM notification WHERE status = 'queued'")[0][0]) == 0, 'all is settled')
        self.assertEqual(len(self.relay.mails()), n)
        return [(recipients, read(content)) for _, recipients, content, _ in self.relay.mails()]

    def assert_both(self, mail):
        self.assertEqual(mail['subject'], '2 demandes de contact')
        for text in plain(mail), html(mail):
            for person in ALICE, BOB:
                self.assertIn(f'{self.name(person)} souhaite vous joindre', text)

    def test_one_mail(self):
        """Two events of a kind make one mail, another kind another, and what comes later one more"""
        self.contact(self.client)
        self.contact(self.server.bob())
        self.assertEqual(self.relay.mails(), [])
        self.grow_old()
        (recipients, mail), = self.await_mails(1)
        self.assertEqual(recipients, [MAIL])
        self.assert_both(mail)
        self.assertEqual(self.status(), ['sent'])
        self.assertIn('outcome=sent attempts=1 events=2', self.server.logged())

        self.server.sql('UPDATE activity SET person_id = ?', ALICE)
        self.ask(self.server.bob(), ALICE)
        self.grow_old()
        (_, _), (recipients, mail) = self.await_mails(2)
        self.assertIn('demande la délégation de votre compte', plain(mail))

    def test_restart(self):
        """What waits when the server is killed is told with what comes after, once"""
        self.contact(self.client)
        self.server.kill()
        self.server.start()
        self.client = self.server.alice()
        self.contact(self.server.bob())
        self.grow_old()
        (_, mail), = self.await_mails(1)
        self.assert_both(mail)

    def test_killed_while_sending(self):
        """A mail that was claimed by a server that is gone is sent by the next one, the same"""
        self.relay.answers[MAIL] = '451 Busy'
        self.contact(self.client)
        self.contact(self.server.bob())
        self.grow_old()
        wait_for(lambda: self.relay.n_tried > 0, 'the relay is asked')
        mail_id = self.server.sql('SELECT DISTINCT mail_id FROM notification')[0][0]
        self.server.kill()
        self.relay.answers.clear()
        self.server.sql('UPDATE notification SET next_at = 0')
        self.server.start()
        self.client = self.server.alice()
        (_, mail), = self.await_mails(1)
        self.assert_both(mail)
        self.assertEqual(mail['message-id'], f'<{mail_id}@region.example>')

    def test_two_servers(self):
        """Two servers of a region tell everybody once"""
        people = [f'p82000000{number:04}' for number in range(20)]
        for number, person in enumerate(people):
            self.server.sql("INSERT INTO principal (id, kind, name, family_name, given_name, national_id, profession_code, profession, skill, structure_name, address, postal_code, town,"
                            " telephone, source, is_listed, has_account, name_key, town_key) VALUES (?, 'person', 'M. Q', 'Q', '', '', '', '', '', '', '', '', '', '', 'RPPS', 1, 0, 'q', '')", person)
            self.server.sql("INSERT INTO activity (person_id, number, profession_code, category_code, mode_code, sector_code, section_code, role_code, kind_code, structure_code, siret,"
                            " legal_entity, structure_name, structure_sign, complement, address, postal_code, commune_code, town, country_code, telephone, other_telephone, fax, mail, authority)"
                            " VALUES (?, 1, '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', ?, '')", person, f'q{number}@cabinet.example')
        with Region(database=self.server.database, config=self.config) as second:
            for client in self.client, self.server.bob():
                client.call('Conversation/set', {'accountId': client.account, 'create': {'c': {'clientId': uuid7(), 'subject': 'Q', 'participantIds': people}}})
            self.grow_old()
            mails = self.await_mails(len(people))
            self.assertEqual(len({recipients[0] for recipients, _ in mails}), len(people))
            for _, mail in mails:
                self.assert_both(mail)


class Announced(MailCase):
    """What the operator announces goes to all who have an account, through the real tools."""

    def setUp(self):
        super().setUp()
        self.server.sql('UPDATE activity SET person_id = ?', ALICE)
        self.server.sql("INSERT INTO profile (id, mail, pending_mail, pending_status, attempts_left, telephone, contact_by_mail, group_by_mail, delegation_by_mail, code_hash)"
                        " VALUES (?, 'bob@cabinet.example', '', 'none', 0, '', 1, 1, 1, '')", BOB)

    def announce(self, *options):
        return self.ctl('announce', 'add', *options).strip()

    def ctl(self, *arguments):
        done = subprocess.run([os.environ['SPICOCTL'], '--database', self.server.database, *arguments], capture_output=True, text=True, check=True)
        return done.stdout

    def is_done(self):
        return not self.server.sql('SELECT 1 FROM announcement_mailing') and not self.server.sql("SELECT 1 FROM notification WHERE status = 'queued'")

    def test_everyone(self):
        """A maintenance is mailed to everyone but who does not want it, as text and as HTML"""
        self.announce('--kind', 'maintenance', '--title', 'Mise à jour', '--text', 'Spico sera arrêté.\n\nMerci de patienter.',
                      '--from', '2999-12-01T22:00:00+01:00', '--until', '2999-12-02T02:00:00+01:00')
        wait_for(lambda: len(self.relay.mails()) == 2, 'both are told')
        self.assertEqual({recipients[0] for _, recipients, _, _ in self.relay.mails()}, {MAIL, 'bob@cabinet.example'})
        for _, _, content, is_secure in self.relay.mails():
            mail = read(content)
            self.assertTrue(is_secure)
            self.assertEqual(mail['subject'], 'Maintenance de Spico : Mise à jour')
            for text in plain(mail), html(mail):
                self.assertIn('Du 1er décembre 2999 à 22 h 00 au 2 décembre 2999 à 2 h 00.', text)
                self.assertIn('Merci de patienter.', text)
                self.assertIn('ouvrez « Mon profil » dans Spico', text)
        wait_for(self.is_done, 'nobody is left')

        answer = self.client.call('Profile/set', {'accountId': ALICE, 'update': {ALICE: {'announcementByMail': False}}})
        self.assertIsNone(answer['notUpdated'])
        self.announce('--kind', 'release', '--title', 'Version 3.1')
        wait_for(lambda: len(self.relay.mails()) == 3, 'one is told')
        wait_for(self.is_done, 'nobody is left')
        self.assertEqual([recipients for _, recipients, _, _ in self.relay.mails()[2:]], [['bob@cabinet.example']])
        self.assertEqual(self.client.call('Notification/get', {'accountId': ALICE, 'ids': None})['list'], [])

    def test_withdrawn(self):
        """An announcement that is withdrawn, or was never to be mailed, is not"""
        self.relay.answers[MAIL] = self.relay.answers['bob@cabinet.example'] = '451 Busy'
        self.announce('--kind', 'release', '--title', 'Version 3.1', '--no-mail')
        withdrawn = self.announce('--kind', 'release', '--title', 'Version 3.2')
        wait_for(lambda: self.relay.n_tried == 2, 'the relay is asked')
        self.ctl('announce', 'withdraw', withdrawn)
        self.relay.answers.clear()
        self.server.sql('UPDATE notification SET next_at = 0')
        self.announce('--kind', 'release', '--title', 'Version 3.3')
        wait_for(lambda: len(self.relay.mails()) == 2, 'the next one is sent')
        wait_for(self.is_done, 'nobody is left')
        self.assertEqual({read(content)['subject'] for _, _, content, _ in self.relay.mails()}, {'Nouveautés de Spico : Version 3.3'})


class Configuration(unittest.TestCase):
    def refused(self, config, why):
        server = Region(config=f'[mail]\n{config}\n')
        self.addCleanup(server._folder.cleanup)
        with self.assertRaises(AssertionError) as caught:
            server.start()
        self.assertIn(why, str(caught.exception))

    def test_wrong(self):
        """A relay that would be told in clear, or is none, stops the start"""
        self.refused('relay=smtp://relay.example:25\nfrom=a@b.example\nstarttls=false', 'starttls=false')
        self.refused('relay=http://relay.example\nfrom=a@b.example', 'relay')
        self.refused('relay=smtp://relay.example', 'from')
        self.refused('relay=smtp://relay.example\nfrom=a@b.example\ngather-minutes=61', 'gather-minutes')
        self.refused('relay=smtp://relay.example\nfrom=a@b.example\nannouncements-per-minute=9', 'announcements-per-minute')

    def test_none(self):
        """Without a relay nothing is mailed, and nothing promised"""
        with Region() as server:
            client = server.alice()
            refused = client.call('Notification/set', {'accountId': ALICE, 'create': {'n': {'principalId': NOEL}}})['notCreated']['n']
            self.assertEqual(refused['type'], 'forbidden')
            refused = client.call('Profile/set', {'accountId': ALICE, 'update': {ALICE: {'pendingMail': MAIL}}})['notUpdated'][ALICE]
            self.assertEqual(refused['type'], 'forbidden')


if __name__ == '__main__':
    spico_tap.main()
