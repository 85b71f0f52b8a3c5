# SPDX-License-Identifier: GPL-3.0-or-later
"""F066: mails through the operator's relay of MSSanté, a real SMTP server (aiosmtpd) that wants TLS and the server's own certificate."""

import email
import email.policy
import pathlib
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest

from aiosmtpd.controller import Controller

from region import ALICE, Region, wait_for
import spico_tap
from spico_jmap_client import uuid7

FROM, TO = 'alice@medecin.mssante.example', 'bob@infirmier.mssante.example'
SUBJECT = "Compte rendu d'été de Mme Élodie, sortie prévue jeudi matin : ordonnance, transport assis et passage infirmier à 8 h"


def certify(folder, name):
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', f'/CN={name}',
                    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', folder / f'{name}-key.pem', '-out', folder / f'{name}.pem'], check=True, capture_output=True)


class Relay:
    """Takes mails from whoever shows the certificate that it knows."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix='spico-mssante-')
        self.folder = pathlib.Path(self._folder.name)
        certify(self.folder, 'relay')
        certify(self.folder, 'spico')
        self.lock = threading.Lock()
        self.taken = []
        self.answers = {}
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / 'relay.pem', self.folder / 'relay-key.pem')
        context.load_verify_locations(self.folder / 'spico.pem')
        context.verify_mode = ssl.CERT_REQUIRED
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            self.port = probe.getsockname()[1]
        self.controller = Controller(self, hostname='127.0.0.1', port=self.port, tls_context=context, require_starttls=True)
        self.controller.start()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        with self.lock:
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


class Submissions(unittest.TestCase):
    def setUp(self):
        self.relay = Relay()
        self.addCleanup(self.relay.close)
        folder = self.relay.folder
        self.server = Region(config=f'[mssante]\nrelay=smtp://127.0.0.1:{self.relay.port}\nca-file={folder}/relay.pem\ncertificate-file={folder}/spico.pem\n'
                                    f'key-file={folder}/spico-key.pem\ndomains=mssante.example\nmails-per-day=2\n')
        self.addCleanup(self.server.close)
        self.server.start()
        self.server.sql("INSERT INTO mssante_address (id, source, digest, generation, is_listed, address, kind, principal_id, structure_kind, structure_code, service, is_paperless,"
                        " structure_name, is_red_listed) VALUES ('a1', 'MSSANTE', '', 0, 1, ?, 'PER', ?, '', '', '', 0, '', 0)", FROM, ALICE)
        self.client = self.server.alice()

    def submit(self, **more):
        mail = {'clientId': uuid7(), 'fromAddress': FROM, 'to': [{'name': 'Bob «le» Brûlé', 'email': TO}], 'subject': SUBJECT, 'text': 'Bonjour,\n.\nÀ jeudi.', **more}
        return self.client.call('EmailSubmission/set', {'accountId': ALICE, 'create': {'m': mail}})

    def statuses(self):
        return [one['status'] for one in self.client.call('EmailSubmission/get', {'accountId': ALICE, 'ids': None})['list']]

    def test_sent(self):
        """A mail arrives with its file, over TLS, from its own address, once, and nothing of it stays"""
        data = bytes(range(256)) * 4000
        blob = self.client.request('POST', f'/jmap/upload/{ALICE}/', data, {'Content-Type': 'application/pdf'}).json['blobId']
        self.assertIn('m', self.submit(attachments=[{'blobId': blob, 'name': "Ordonnance d'été n°2 – très long nom de fichier à découper.pdf"}])['created'])
        wait_for(lambda: self.statuses() == ['sent'], 'the mail is sent')
        (sender, recipients, content, is_secure), = self.relay.mails()
        self.assertEqual((sender, recipients, is_secure), (FROM, [TO], True))
        mail = email.message_from_bytes(content, policy=email.policy.default)
        self.assertEqual(mail.defects, [])
        self.assertEqual(mail['Subject'], SUBJECT)
        self.assertEqual([(a.display_name, a.addr_spec) for a in mail['To'].addresses], [('Bob «le» Brûlé', TO)])
        self.assertEqual(mail['From'].addresses[0].addr_spec, FROM)
        self.assertEqual(mail.get_body(('plain',)).get_content().replace('\r\n', '\n'), 'Bonjour,\n.\nÀ jeudi.')
        attachment, = mail.iter_attachments()
        self.assertEqual(attachment.get_filename(), "Ordonnance d'été n°2 – très long nom de fichier à découper.pdf")
        self.assertEqual(attachment.get_content(), data)
        self.assertLessEqual(max(map(len, content.split(b'\r\n'))), 78)
        self.assertEqual(int(self.server.sql("SELECT COUNT(*) FROM email_submission WHERE subject <> '' OR text <> ''")[0][0]), 0)
        self.assertEqual(int(self.server.sql('SELECT COUNT(*) FROM email_submission_recipient')[0][0]), 0)

    def test_refused(self):
        """What the relay refuses for good has failed, and its account sees so"""
        self.relay.answers[TO] = '550 5.1.1 No such user'
        self.assertIn('m', self.submit()['created'])
        wait_for(lambda: self.statuses() == ['failed'], 'the mail has failed')
        self.assertEqual(self.relay.mails(), [])

    def test_bounds(self):
        """Neither others' addresses, nor recipients outside MSSanté, nor more than so many a day"""
        self.assertEqual(self.submit(fromAddress='else@mssante.example')['notCreated']['m']['properties'], ['fromAddress'])
        self.assertEqual(self.submit(to=[{'email': 'bob@example.org'}])['notCreated']['m']['properties'], ['to'])
        for _ in range(2):
            self.assertIn('m', self.submit()['created'])
        self.assertEqual(self.submit()['notCreated']['m']['type'], 'rateLimit')
        self.assertEqual(self.client.load_session()['capabilities']['https://spico.esante.com/jmap/directory']['mssante'], {'domains': ['mssante.example'], 'hasRelay': True})


class Without(unittest.TestCase):
    def test_none(self):
        """A region without a relay says so, and takes no mail"""
        server = Region()
        self.addCleanup(server.close)
        server.start()
        client = server.alice()
        answer = client.call('EmailSubmission/set', {'accountId': ALICE, 'create': {'m': {'fromAddress': FROM, 'to': [{'email': TO}], 'subject': 'Un'}}})
        self.assertEqual(answer['notCreated']['m']['type'], 'forbidden')
        self.assertEqual(client.load_session()['capabilities']['https://spico.esante.com/jmap/directory']['mssante'], {'domains': ['mssante.fr'], 'hasRelay': False})


if __name__ == '__main__':
    spico_tap.main()
