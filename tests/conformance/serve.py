# SPDX-License-Identifier: GPL-3.0-or-later
"""serve.py COMMAND…: runs a command on a real server with the demonstration region: SPICO_URL says where it is."""

import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))

from spico_jmap_client import Server  # noqa: E402

CONFIG = '[http]\nmax-size-upload-mb=1\nmax-concurrent-uploads=2\nmax-concurrent-requests=4\n'
DEMO = pathlib.Path(os.environ['SPICO_DEMO'])


def main():
    if 'SPICO_NODE_MODULES' not in os.environ:
        print('Bail out! SPICO_NODE_MODULES is not set: build-aux/dev test fetches what build-aux/npm names')
        return 1
    database = os.environ.get('SPICO_TEST_POSTGRES')
    if database:
        subprocess.run(['psql', '--quiet', '--no-psqlrc', '--dbname', database, '--command', 'CREATE DATABASE conformance'], check=True)
        database = database.replace('/postgres?', '/conformance?')
    server = Server(os.environ['SPICO_SERVER'], os.environ['SPICOCTL'], database=database)
    server.ctl('import', 'finess', DEMO / 'finess.csv')
    server.ctl('import', 'rpps', DEMO / 'rpps.txt')
    server.ctl('import', 'discussions', DEMO / 'discussions.json')
    # One of those that the operator writes, for the conformance of all types.
    server.ctl('announce', 'add', '--kind', 'release', '--title', 'Version 3.1', '--text', 'Les annonces.')
    key, certificate = server.folder / 'key.pem', server.folder / 'cert.pem'
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate], check=True, capture_output=True)
    server.config = f'{CONFIG}[push]\nallow-private=true\nca-file={certificate}\n'
    with server:
        return subprocess.run(sys.argv[1:], env={**os.environ, 'SPICO_URL': server.url, 'SPICO_PUSH_KEY': str(key), 'SPICO_PUSH_CERTIFICATE': str(certificate)},
                              check=False).returncode


if __name__ == '__main__':
    sys.exit(main())
