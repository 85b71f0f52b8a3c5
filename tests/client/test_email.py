# SPDX-License-Identifier: GPL-3.0-or-later
"""F066: what the client writes is a mail, as Python's own library reads it."""

import email
import email.policy
import re
import subprocess
import sys
import unittest

MAKE = sys.argv.pop(1)
SUBJECT = ("Compte rendu d'hospitalisation de Mme D'Été-Ÿvonne, sortie prévue jeudi matin : ordonnance, transport assis, "
           "passage infirmier à 8 h et rendez-vous de contrôle")


def make(*subject):
    return subprocess.run([MAKE, *subject], check=True, capture_output=True).stdout


class Email(unittest.TestCase):
    def setUp(self):
        self.bytes = make()
        self.mail = email.message_from_bytes(self.bytes, policy=email.policy.default)

    def test_its_headers_are_read_as_they_were_written(self):
        self.assertEqual(self.mail['Subject'], SUBJECT)
        self.assertEqual([(a.display_name, a.addr_spec) for a in self.mail['From'].addresses], [('Dr Chloé "Zoé" D\'Été', 'chloe@medecin.mssante.example')])
        self.assertEqual([(a.display_name, a.addr_spec) for a in self.mail['To'].addresses],
                         [('Béatrice Çelik, cabinet (3ᵉ étage)', 'beatrice@infirmier.mssante.example'), ('', "o'neil+1@medecin.mssante.example")])
        self.assertEqual(self.mail['Date'].datetime.isoformat(), '2026-11-30T09:05:07+01:00')
        self.assertEqual(self.mail['Message-ID'], '<01979f7c-0000-7000-8000-000000000001@medecin.mssante.example>')
        self.assertEqual(self.mail['X-Unsent'], '1')
        self.assertEqual(self.mail.defects, [])

    def test_its_lines_are_those_of_a_mail(self):
        self.assertTrue(self.bytes.isascii())
        self.assertNotRegex(self.bytes, rb'[^\r]\n')
        self.assertLessEqual(max(map(len, self.bytes.split(b'\r\n'))), 78)

    def test_its_text_and_its_files_come_through(self):
        text, pdf, empty = self.mail.iter_parts()
        self.assertEqual(text.get_content_type(), 'text/plain')
        self.assertEqual(text.get_content().replace('\r\n', '\n'), f'Bonjour,\n\n.\nFrom ici : l’été — œdème.\n> cité\n{SUBJECT}\n')
        self.assertEqual((pdf.get_content_type(), pdf.get_filename(), pdf.get_content_disposition()), ('application/pdf', "Ordonnance d'été n°2 – Mme D.pdf", 'attachment'))
        self.assertEqual(pdf.get_content(), b'\0\xff\r\n.\n\x80')
        self.assertEqual((empty.get_content_type(), empty.get_content()), ('application/octet-stream', b''))
        self.assertIsNone(self.mail['X-Bad'])
        self.assertNotRegex(self.bytes, rb'(?m)^X-Bad')

    def test_a_subject_adds_no_header(self):
        for subject in ('Un\r\nBcc: a@b.example', 'Un\nBcc: a@b.example', 'Un\r\n\r\nBcc', 'Un\u2028Bcc: a@b.example', 'Un\x0bBcc: a@b.example'):
            bytes_ = make(subject)
            mail = email.message_from_bytes(bytes_, policy=email.policy.default)
            self.assertIsNone(mail['Bcc'])
            self.assertRegex(mail['Subject'], re.compile('^Un +Bcc'))


if __name__ == '__main__':
    unittest.main()
