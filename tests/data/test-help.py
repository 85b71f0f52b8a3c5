#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""F101: every screen has its page of help, and a page says what is on the screen, in the words that are there."""

import pathlib
import re
import sys

from spico_checks import check, end

SOURCE = pathlib.Path(sys.argv[1])
TOPICS = SOURCE / 'src' / 'desktop' / 'spico-help-topics.c'
FOLDER = SOURCE / 'data' / 'help'
# The help needs none about itself.
WITHOUT = {'SpicoHelpDialog'}
MAX_LINES = 40


def plain(text):
    return text.replace('\u00a0', ' ').replace('\u202f', ' ')


def screens():
    """The dialogs and the pages of the application, by the names of their types."""
    for path in sorted(SOURCE.glob('src/desktop/*-dialog.h')) + sorted(SOURCE.glob('src/desktop/*-page.h')):
        for found in re.finditer(r'G_DECLARE_FINAL_TYPE \((\w+),', path.read_text(encoding='utf-8')):
            yield found[1]


def translations():
    """Every French text of the interface, plural forms too."""
    text = (SOURCE / 'po' / 'fr.po').read_text(encoding='utf-8')
    for found in re.finditer(r'^msgstr(?:\[\d\])? ((?:".*"\n?)+)', text, re.MULTILINE):
        joined = ''.join(re.findall(r'"(.*)"', found[1]))
        yield plain(joined.replace('\\"', '"').replace('\\n', '\n'))


source = TOPICS.read_text(encoding='utf-8')
shown = dict(re.findall(r'\{ "(Spico\w+)", "([\w-]+)" \}', source))
listed = re.findall(r'"([\w-]+)"', source[source.index('spico_help_topics[] = {'):source.index('NULL,')])
pages = {path.stem: path.read_text(encoding='utf-8') for path in sorted(FOLDER.glob('*.txt'))}
resource = (SOURCE / 'data' / 'ui' / 'spico.gresource.xml.in').read_text(encoding='utf-8')
labels = set(translations())


def without_page():
    for screen in screens():
        if screen not in shown and screen not in WITHOUT:
            yield f'{screen} has no page of help (src/desktop/spico-help-topics.c)'


def astray():
    for topic in sorted(set(shown.values()) - set(listed)):
        yield f'{topic} is not in the contents'
    for topic in sorted(set(listed) ^ set(pages)):
        yield f'{topic} is in the contents or in data/help, not in both'
    for topic in pages:
        if f'../help/{topic}.txt<' not in resource:
            yield f'{topic} is not shipped'


def malformed():
    for topic, text in pages.items():
        lines = text.splitlines()
        if not lines[0].startswith('# '):
            yield f'{topic} has no title'
        if len(lines) > MAX_LINES:
            yield f'{topic} is too long'
        for target in re.findall(r'^→ (.*)$', text, re.MULTILINE):
            if target not in pages or target == topic:
                yield f'{topic} leads to {target}'


def unknown_labels():
    for topic, text in pages.items():
        for label in re.findall(r'« (.*?) »', plain(text)):
            if label not in labels:
                yield f'{topic}: « {label} » is not a text of the interface'


def badly_set():
    for topic, text in pages.items():
        for found in re.finditer(r'.{0,12}(?:(?<![\u00a0\u202f]) ?[:!?;](?= |$)|« |(?<!\u00a0)»|[’]).{0,4}', text, re.MULTILINE):
            yield f'{topic}: {found[0]!r}'


check('every screen has its page', without_page())
check('every page is in the contents and shipped', astray())
check('every page is short, has a title, and leads somewhere', malformed())
check('every label that a page quotes is in the interface', unknown_labels())
check('no-break spaces and apostrophes are where they belong', badly_set())
end()
