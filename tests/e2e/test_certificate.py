# SPDX-License-Identifier: GPL-3.0-or-later
"""F002: a server whose certificate nobody vouches for is told no password."""

import socket
import ssl
import subprocess
import threading
import unittest

from spico_e2e import PASSWORD, Person, end_programs, folder, main, wait_for


class Impostor:
    """Answers on TLS with a certificate of its own making, and keeps whatever it is told."""

    def __init__(self):
        key, certificate = folder() / 'impostor.key', folder() / 'impostor.pem'
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
                        '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1',
                        '-keyout', key, '-out', certificate], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.heard = b''
        self.n_calls = 0
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, args=(context,), daemon=True).start()

    def _serve(self, context):
        while True:
            connection, _ = self._listener.accept()
            self.n_calls += 1
            try:
                with context.wrap_socket(connection, server_side=True) as secure:
                    secure.settimeout(5)
                    self.heard += secure.recv(65536)
            except (ssl.SSLError, OSError):
                connection.close()


class Certificate(unittest.TestCase):
    @classmethod
    def tearDownClass(cls):
        end_programs()

    def test_1_a_certificate_that_is_not_trusted_is_told_nothing(self):
        impostor = Impostor()
        person = Person('mauger', f'https://127.0.0.1:{impostor.port}')
        person.start().sign_in()
        person.reads("Le certificat du serveur n'est pas reconnu. Rien n'a été envoyé.")
        wait_for(lambda: impostor.n_calls > 0, 'the impostor was called')
        self.assertEqual(impostor.heard, b'')
        self.assertNotIn(PASSWORD, person.log.read_text(errors='replace'))
        person.stop()


if __name__ == '__main__':
    main()
