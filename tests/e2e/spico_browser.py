# SPDX-License-Identifier: GPL-3.0-or-later
"""The system's browser, as a person has it on their computer: Spico opens an address, and whoever sits before it signs in with the provider.

Installed, it is the desktop's handler of web addresses. What it does is in FOLDER/account: the account whose button is pressed, nothing to cancel, or « wait » to leave the page open. It notes
what it read in the end in FOLDER/pages, a line each.
"""

import html
import pathlib
import re
import sys
import urllib.parse

ENTRY = """[Desktop Entry]
Type=Application
Name=Navigateur
Exec="{python}" "{script}" "{folder}" %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;
NoDisplay=true
"""
DEFAULTS = '[Default Applications]\nx-scheme-handler/http=navigateur.desktop\nx-scheme-handler/https=navigateur.desktop\n'


class SystemBrowser:
    """That of one Person."""

    def __init__(self, person):
        self.folder = person.home / 'browser'
        self.folder.mkdir(parents=True)
        self.choose('wait')
        applications = person.home / 'data' / 'applications'
        applications.mkdir(parents=True)
        (applications / 'navigateur.desktop').write_text(ENTRY.format(python=sys.executable, script=pathlib.Path(__file__).resolve(), folder=self.folder), encoding='utf-8')
        (applications / 'mimeapps.list').write_text(DEFAULTS, encoding='utf-8')

    def choose(self, account):
        (self.folder / 'account').write_text(account, encoding='utf-8')

    def pages(self):
        """What was read in the end, one after the other; of a page that was left open, its address."""
        file = self.folder / 'pages'
        return file.read_text(encoding='utf-8').splitlines() if file.exists() else []


def text_of(page):
    """As it is read."""
    body = re.sub(r'(?s)<(style|title)>.*?</\1>', '', page.body.decode())
    return ' '.join(html.unescape(re.sub('<[^>]*>', ' ', body)).split())


def run(folder, address):
    from spico_openid import Browser
    folder = pathlib.Path(folder)
    account = (folder / 'account').read_text(encoding='utf-8')
    client = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))['redirect_uri']
    browser = Browser()
    page = browser.follow(browser.open(address), client)
    if account == 'wait':
        read = f'waiting at {page.url}'
    else:
        if not isinstance(page, str):
            page = browser.follow(browser.choose(page, account), client)
        read = text_of(browser.open(page) if isinstance(page, str) else page)
    with (folder / 'pages').open('a', encoding='utf-8') as pages:
        pages.write(read + '\n')


if __name__ == '__main__':
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
    run(*sys.argv[1:3])
