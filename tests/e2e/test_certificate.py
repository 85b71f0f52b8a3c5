# SPDX-License-Identifier: GPL-3.0-or-later
"""F002: a server whose certificate nobody vouches for is told nothing, neither at the first sign-in nor later; and the person is told why."""

import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import threading
import unittest

from spico_e2e import PASSWORD, PREFIX, PROJECT, Person, Program, Server, end_programs, folder, free_port, main, wait_for

SUBJECT = 'Horaires du retour à domicile'
FIRST, WHILE, AFTER = 'Le certificat est bon.', 'Écrit sous un mauvais certificat.', 'Et ceci aussi.'
NOT_TRUSTED = "Le certificat du serveur n'est pas reconnu. Rien n'est envoyé. Contactez l'assistance."
OTHER_HOST = "Le certificat est celui d'un autre serveur. Rien n'est envoyé. Contactez l'assistance."
NOT_TODAY = "Le certificat n'est pas valable aujourd'hui. Vérifiez la date, ou contactez l'assistance."
KEY = ('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes')


class Authority:
    """Vouches for certificates."""

    def __init__(self, name):
        self.key, self.certificate = folder() / f'{name}.key', folder() / f'{name}.pem'
        self._run('-subj', f'/CN={name}', '-days', '2', '-keyout', self.key, '-out', self.certificate)

    @staticmethod
    def _run(*arguments):
        subprocess.run(['openssl', 'req', '-x509', *KEY, *arguments], check=True, capture_output=True)

    def certify(self, name, host='IP:127.0.0.1', days=('-days', '2')):
        """Gives back the files of a key and of its certificate."""
        key, certificate = folder() / f'{name}.key', folder() / f'{name}.pem'
        self._run('-CA', self.certificate, '-CAkey', self.key, '-subj', '/CN=spico', '-addext', f'subjectAltName={host}', '-addext', 'basicConstraints=CA:false',
                  *days, '-keyout', key, '-out', certificate)
        return key, certificate


class Front(Program):
    """The shipped nginx configuration before a server; its certificate can be another one each time."""

    def __init__(self, server):
        super().__init__('nginx')
        self.port = free_port()
        self.server = server

    @property
    def url(self):
        return f'https://127.0.0.1:{self.port}'

    def serve(self, key, certificate):
        self.kill9()
        text = (PROJECT / 'data' / 'nginx' / 'spico.conf').read_text()
        for old, new in (('unix:/run/spico/http', f'127.0.0.1:{self.server.port}'), ('listen 443 ssl;', f'listen 127.0.0.1:{self.port} ssl;'), ('  listen [::]:443 ssl;\n', ''),
                         ('/etc/ssl/spico/fullchain.pem', str(certificate)), ('/etc/ssl/spico/key.pem', str(key))):
            assert old in text, old
            text = text.replace(old, new)
        temporary = ''.join(f'{kind}_temp_path {folder()}/{kind};\n' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        configuration = folder() / 'nginx.conf'
        configuration.write_text(f'daemon off;\npid {folder()}/nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{temporary}{text}\n}}\n')
        self.spawn([shutil.which('nginx', path='/usr/sbin:/usr/bin'), '-e', 'stderr', '-p', folder(), '-c', configuration])
        wait_for(self._listens, f'nginx listens\n{self.tail()}')

    def _listens(self):
        with socket.socket() as probe:
            return self.running and probe.connect_ex(('127.0.0.1', self.port)) == 0


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

    def test_2_a_certificate_that_goes_bad_is_told_of_and_is_waited_for(self):
        """After the sign-in too: the screen says what is wrong, words are kept, and all goes on by itself once the certificate is good"""
        trusted, other = Authority('trusted'), Authority('other')
        good = trusted.certify('good')
        with Server() as server:
            front = Front(server)
            front.serve(*good)
            person = Person('mauger', front.url)
            person.start(GIO_EXTRA_MODULES=str(PREFIX.parent / 'tests' / 'support' / 'trust'), SPICO_TEST_AUTHORITIES=str(trusted.certificate))
            person.sign_in()
            person.open_conversation(SUBJECT)
            person.send(FIRST)
            person.has_message(FIRST, 'envoyé')

            # What ends under TLS is noticed as it is without.
            front.kill9()
            person.reads('Hors ligne')
            person.write(AFTER)
            past = ('-not_before', '20200101000000Z', '-not_after', '20200201000000Z')
            for name, certificate, told in (('past', trusted.certify('past', days=past), NOT_TODAY),
                                            ('elsewhere', trusted.certify('elsewhere', host='DNS:autre.example'), OTHER_HOST),
                                            ('unknown', other.certify('unknown'), NOT_TRUSTED)):
                front.serve(*certificate)
                person.reads(re.escape(told))
                self.assertEqual(person.composer().text, AFTER)
                person.settle()
                person.screenshot(pathlib.Path(PREFIX).parent / 'certificate' / f'{name}.png')

            person.clear(person.composer())
            person.send(WHILE)
            person.has_message(WHILE, 'en attente')
            person.write(AFTER)
            person.reads(re.escape(NOT_TRUSTED))

            front.serve(*good)
            person.has_message(WHILE, 'envoyé')
            person.gone(None, NOT_TRUSTED)
            self.assertEqual(person.composer().text, AFTER)
            person.stop()
            front.kill9()


if __name__ == '__main__':
    main()
