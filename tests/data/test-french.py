#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text of the sources is in French, whole, and set as French is set."""

import pathlib
import re
import subprocess
import sys
import tempfile

from spico_checks import check, end

SOURCE = pathlib.Path(sys.argv[1])
MARKED = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext) ?\(\s*"')
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'ngettext:1,2', 'g_dngettext:2,3']


def run(*command):
    done = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def not_listed():
    """Files with text that the translators would never see."""
    listed = {line.strip() for line in (SOURCE / "po" / "POTFILES").read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
    for path in sorted(SOURCE.glob("src/**/*.c")) + sorted(SOURCE.glob("data/ui/**/*.blp")):
        name = str(path.relative_to(SOURCE))
        if MARKED.search(path.read_text(encoding="utf-8")) and name not in listed:
            yield f"{name} is not in po/POTFILES"
    for name in sorted(listed):
        if name and not (SOURCE / name).is_file():
            yield f"{name} is in po/POTFILES and nowhere else"


def incomplete(folder):
    template, merged = folder / "spico.pot", folder / "fr.po"
    code, _, said = run("xgettext", "--files-from=po/POTFILES", "--from-code=UTF-8", f"--output={template}", *(f"--keyword={keyword}" for keyword in KEYWORDS))
    if code:
        yield said
        return
    run("msgmerge", "--quiet", "--no-fuzzy-matching", f"--output-file={merged}", "po/fr.po", str(template))
    code, _, said = run("msgfmt", "--check", "--output-file=/dev/null", str(merged))
    if code:
        yield said
    for option in ("--untranslated", "--only-fuzzy"):
        _, said, _ = run("msgattrib", option, "--no-location", str(merged))
        if 'msgid "' in said.replace('msgid ""\nmsgstr ""\n"', ""):
            yield said


def badly_set():
    for place, line in enumerate((SOURCE / "po" / "fr.po").read_text(encoding="utf-8").splitlines(), 1):
        text = re.match(r'msgstr(?:\[\d\])? "(.*)"$', line)
        if text and re.search(r' [:;!?»]|« |[^\s\u00a0]»', text[1]):
            yield f"fr.po, line {place}: a no-break space goes there"
        if text and "’" in text[1]:
            yield f"fr.po, line {place}: the apostrophe is the one of the feature list"


check("every file with text is known to the translators", not_listed())
with tempfile.TemporaryDirectory() as name:
    check("every text is translated, and no translation is in doubt", incomplete(pathlib.Path(name)))
check("no-break spaces and apostrophes are where they belong", badly_set())
end()
