# SPDX-License-Identifier: GPL-3.0-or-later
"""The real programs, driven by what a person reads on the screen.

Runs inside tests/support/with-session. A Server is a real spico-server with the demonstration region, a Link is the
cable between one person and the server, a Person is one running spico. Tests wait for conditions, never for a time.
"""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import unittest
import urllib.error
import urllib.parse
import urllib.request

PROJECT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / 'tests' / 'support'))

from spico_jmap_client import PATIENCE, wait_for  # noqa: E402

PREFIX = pathlib.Path(os.environ.get('SPICO_PREFIX', PROJECT / 'build' / 'prefix'))
DEMO = PROJECT / 'data' / 'demo'
PASSWORD = 'spico-demo'
WARNING = re.compile(r'(WARNING|CRITICAL|ERROR) \*\*|runtime error:|AddressSanitizer|LeakSanitizer')

_folder = None
_programs = []


def folder():
    """A folder on disk (not in memory, where fsync costs nothing) that goes when the test program ends."""
    global _folder
    if _folder is None:
        base = PROJECT / 'build'
        base.mkdir(exist_ok=True)
        _folder = pathlib.Path(tempfile.mkdtemp(prefix='e2e-', dir=base))
    return _folder


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def plain(text):
    """A text with ordinary blanks where French typography asks for others."""
    return text.replace('\u00a0', ' ').replace('\u202f', ' ')


class Program:
    """One process with its own log; nothing is left running when a test ends."""

    def __init__(self, name):
        self.name = name
        self.log = folder() / f'{name}-{len(_programs)}.log'
        self.process = None
        _programs.append(self)

    def spawn(self, command, env=None, wrap=()):
        env = dict(os.environ if env is None else env)
        # Programs that are driven end at once or by a signal: leaks are looked for in the other tests, with whole stacks.
        env['ASAN_OPTIONS'] = f'{env.get("ASAN_OPTIONS", "")}:fast_unwind_on_malloc=1:detect_leaks=0'
        with self.log.open('ab') as log:
            self.process = subprocess.Popen([*wrap, *map(str, command)], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env=env, start_new_session=True)

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    def kill9(self):
        """Ends the process as a power cut would."""
        if self.running:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self):
        """Asks the process to end, and checks that it does so well."""
        if not self.running:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill9()
            raise AssertionError(f'{self.name} does not end when asked to') from None
        if code not in (0, -signal.SIGTERM):
            raise AssertionError(f'{self.name} ended with {code}:\n{self.tail()}')

    def tail(self):
        return '\n'.join(self.log.read_text(errors='replace').splitlines()[-30:])

    def warnings(self):
        if not self.log.exists():
            return []
        return [line for line in self.log.read_text(errors='replace').splitlines() if WARNING.search(line)]


def end_programs():
    for program in _programs:
        with contextlib.suppress(Exception):
            program.kill9()


class Server(Program):
    """A spico-server of its own, on loopback, with the demonstration region."""

    _template = None

    def __init__(self, database=None, demo=True, config=None):
        super().__init__('server')
        self.config = config
        self.is_postgres = str(database).startswith('postgresql:')
        self.database = database if self.is_postgres else pathlib.Path(database or folder() / f'region-{len(_programs)}.db')
        self.port = free_port()
        if demo and not self.is_postgres and not self.database.exists():
            self._copy_demo()

    @property
    def url(self):
        return f'http://127.0.0.1:{self.port}'

    def ctl(self, *arguments):
        """spicoctl, as the operator types it."""
        done = subprocess.run([PREFIX / 'bin' / 'spicoctl', '--database', self.database, *arguments],
                              capture_output=True, text=True, check=False, timeout=300)
        if done.returncode != 0:
            raise AssertionError(f'spicoctl {" ".join(map(str, arguments))} ended with {done.returncode}: {done.stderr}')
        if WARNING.search(done.stderr):
            raise AssertionError(done.stderr)
        return done.stdout

    def load_demo(self):
        self.ctl('import', 'finess', DEMO / 'finess.csv')
        self.ctl('import', 'rpps', DEMO / 'rpps.txt')
        self.ctl('import', 'discussions', DEMO / 'discussions.json')

    def _copy_demo(self):
        if Server._template is None:
            mine, self.database = self.database, folder() / 'demo.db'
            self.load_demo()
            Server._template, self.database = self.database, mine
        for beside in Server._template.parent.glob(Server._template.name + '*'):
            shutil.copy(beside, self.database.parent / beside.name.replace(Server._template.name, self.database.name))

    def start(self):
        command = [PREFIX / 'bin' / 'spico-server', '--database', self.database, '--listen', f'127.0.0.1:{self.port}']
        if self.config is not None:
            file = folder() / f'server-{self.port}.conf'
            file.write_text(self.config, encoding='utf-8')
            command += ['--config', file]
        self.spawn(command)
        wait_for(self._answers, f'the server answers\n{self.tail()}')
        return self

    def _answers(self):
        if not self.running:
            raise AssertionError(f'the server ended with {self.process.returncode}:\n{self.tail()}')
        try:
            with urllib.request.urlopen(self.url + '/healthz', timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.kill9()


class Link:
    """The cable between one person and the server: it can be pulled and plugged in again."""

    def __init__(self, server):
        self.server = server
        self.port = free_port()
        self._pairs = set()
        self._lock = threading.Lock()
        self._listener = None
        self.plug()

    @property
    def url(self):
        return f'http://127.0.0.1:{self.port}'

    def plug(self):
        if self._listener is not None:
            return
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(('127.0.0.1', self.port))
        listener.listen(64)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self):
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for end in pairs:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self, listener):
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(('127.0.0.1', self.server.port), timeout=5)
                far.settimeout(None)
            except OSError:
                near.close()
                continue
            with self._lock:
                if self._listener is not listener:
                    near.close()
                    far.close()
                    return
                self._pairs |= {near, far}
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)


def _atspi():
    """The accessibility bus, asked afresh each time: nothing is remembered between two looks at the screen."""
    import gi
    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi
    if not getattr(_atspi, 'ready', False):
        Atspi.init()
        Atspi.set_timeout(2000, 5000)
        _atspi.ready = True
    return Atspi


def as_read(text):
    """French puts no-break spaces where one reads, and a test writes, a space."""
    return text.replace('\u00a0', ' ').replace('\u202f', ' ')


class Node:
    """One thing on the screen."""

    def __init__(self, accessible):
        self.accessible = accessible

    def _ask(self, question, otherwise):
        from gi.repository import GLib
        try:
            return question()
        except GLib.Error:
            return otherwise

    @property
    def role(self):
        return self._ask(self.accessible.get_role_name, '')

    @property
    def name(self):
        return as_read(self._ask(self.accessible.get_name, '') or '')

    @property
    def description(self):
        return as_read(self._ask(self.accessible.get_description, '') or '')

    @property
    def text(self):
        """What is written in it."""
        Atspi = _atspi()
        interface = self._ask(self.accessible.get_text_iface, None)
        if interface is None:
            return ''
        return as_read(self._ask(lambda: Atspi.Text.get_text(interface, 0, -1), '') or '')

    def has_state(self, *names):
        Atspi = _atspi()
        states = self._ask(self.accessible.get_state_set, None)
        return states is not None and all(states.contains(getattr(Atspi.StateType, name.upper())) for name in names)

    @property
    def showing(self):
        return self.has_state('showing')

    @property
    def sensitive(self):
        return self.has_state('sensitive')

    def children(self):
        count = self._ask(self.accessible.get_child_count, 0)
        for index in range(min(count, 2000)):
            child = self._ask(lambda index=index: self.accessible.get_child_at_index(index), None)
            if child is not None:
                yield Node(child)

    def last_child(self):
        count = self._ask(self.accessible.get_child_count, 0)
        child = self._ask(lambda: self.accessible.get_child_at_index(count - 1), None) if count > 0 else None
        return Node(child) if child is not None else None

    def walk(self):
        """Itself and all it holds that is showing, in the order of the screen."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(child for child in reversed(list(node.children())) if child.showing)

    def find_all(self, role=None, name=None):
        return [node for node in self.walk() if node.matches(role, name)]

    def matches(self, role, name):
        if role is not None and self.role not in ((role,) if isinstance(role, str) else role):
            return False
        if name is None:
            return True
        own = self.name
        return bool(name.search(own)) if isinstance(name, re.Pattern) else own == name

    def dump(self):
        """What has a name or a text on the screen, a line each."""
        return [f'{node.role} «{node.name}»' + (f' {node.text!r}' if node.text not in ('', node.name) else '')
                for node in self.walk() if node.name or node.text]

    def extents(self):
        """x, y, width and height inside the window, in pixels."""
        Atspi = _atspi()
        box = self.accessible.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        return box.x, box.y, box.width, box.height


class Person(Program):
    """One spico, run by one person on their own data folder."""

    def __init__(self, login, url, home=None):
        super().__init__(login)
        self.login = login
        self.url = url
        self.home = pathlib.Path(home or folder() / f'home-{login}-{len(_programs)}')
        self.place = (0, 0, 1000, 800)
        self.started = 0.0
        # A window that is driven through the accessibility bus is never touched: however slow the machine, it does not lock meanwhile.
        self.lock_delay = 0

    # Running it

    def environment(self, **more):
        env = dict(os.environ)
        config = self.home / 'config'
        if not (config / 'gtk-4.0').exists():
            (config / 'gtk-4.0').mkdir(parents=True)
            shutil.copy(pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'gtk-4.0' / 'settings.ini', config / 'gtk-4.0')
        settings = config / 'glib-2.0' / 'settings' / 'keyfile'
        if not settings.exists():
            settings.parent.mkdir(parents=True)
            settings.write_text(f'[com/esante/Spico]\nlock-delay={self.lock_delay}\n', encoding='utf-8')
        env.update(XDG_CONFIG_HOME=str(config), XDG_DATA_HOME=str(self.home / 'data'), XDG_CACHE_HOME=str(self.home / 'cache'),
                   XDG_DATA_DIRS=f'{PREFIX / "share"}:/usr/local/share:/usr/share',
                   GSETTINGS_SCHEMA_DIR=str(PREFIX / 'share' / 'glib-2.0' / 'schemas'))
        env.update(more)
        return env

    def start(self, **env):
        self.started = time.monotonic()
        self.spawn([PREFIX / 'bin' / 'spico', '--server', self.url, '--login', self.login], self.environment(**env))
        wait_for(lambda: self._alive() and self.application(), f'{self.login} sees a window\n{self.tail()}')
        if self.place:
            self.put(*self.place)
        return self

    def sign_in(self, password=PASSWORD):
        """Types the password where the window asks for it."""
        self.type_in(self.find(('password text', 'text', 'entry'), 'Mot de passe'), password)
        self.press(self.find('button', 'Se connecter'))
        return self

    def sees_conversations(self):
        """Waits until the window is past the page where one signs in, whose rows are items of a list too."""
        self.find('list item', None, self.find('list', 'Conversations'))

    def _alive(self):
        if not self.running:
            raise AssertionError(f'{self.login}: spico ended with {self.process.returncode}:\n{self.tail()}')
        return True

    def application(self):
        Atspi = _atspi()
        desktop = Node(Atspi.get_desktop(0))
        for child in desktop.children():
            if child._ask(child.accessible.get_process_id, -1) == self.process.pid:
                child.accessible.set_cache_mask(Atspi.Cache.NONE)
                return child
        return None

    # Reading the screen

    def find_all(self, role=None, name=None, within=None):
        root = within or self.application()
        return root.find_all(role, name) if root else []

    def look(self, role=None, name=None, within=None):
        """What is there now, or None."""
        found = self.find_all(role, name, within)
        return found[0] if found else None

    def find(self, role=None, name=None, within=None, patience=None):
        """Waits until it is there."""
        shown = name.pattern if isinstance(name, re.Pattern) else name
        try:
            return wait_for(lambda: self._alive() and self.look(role, name, within), f'{self.login} finds {role or "something"} «{shown}»', patience)
        except AssertionError as error:
            raise AssertionError(f'{error}; on the screen:\n{self.screen()}') from None

    def gone(self, role=None, name=None):
        shown = name.pattern if isinstance(name, re.Pattern) else name
        try:
            wait_for(lambda: self._alive() and not self.look(role, name), f'{self.login} no longer sees {role or ""} «{shown}»')
        except AssertionError as error:
            raise AssertionError(f'{error}; on the screen:\n{self.screen()}') from None

    def texts(self):
        """All that can be read on the screen, in its order."""
        root = self.application()
        found = []
        for node in root.walk() if root else ():
            for text in (node.name, node.text):
                if text and (not found or found[-1] != text):
                    found.append(text)
        return found

    def reads(self, pattern, patience=None):
        """Waits until a text that matches is on the screen, and gives the first such text."""
        pattern = re.compile(pattern) if isinstance(pattern, str) else pattern

        def seen():
            self._alive()
            return next((text for text in self.texts() if pattern.search(text)), None)
        try:
            return wait_for(seen, f'{self.login} reads «{pattern.pattern}»', patience)
        except AssertionError as error:
            raise AssertionError(f'{error}; on the screen:\n{self.screen()}') from None

    def screen(self):
        root = self.application()
        return '\n'.join(root.dump()) if root else '(no window)'

    # Acting on it

    def press(self, node):
        """Presses a button or chooses an entry."""
        wait_for(lambda: node.sensitive, f'«{node.name}» can be pressed')
        action = node._ask(node.accessible.get_action_iface, None)
        if action is not None and node._ask(action.get_n_actions, 0) > 0:
            if node._ask(lambda: action.do_action(0), False):
                return
        self.click(node)

    def click(self, node):
        x, y, width, height = self.at_rest(node)
        window = self.window()
        self._xdotool('mousemove', '--window', window, str(x + width // 2), str(y + height // 2), 'click', '1')

    def scroll_to(self, node):
        """Brings a row into view, and waits until it lies still there."""
        action = node.accessible.get_action_iface()
        node._ask(lambda: action.do_action(0), False)
        wait_for(lambda: self.at_rest(node)[1] >= 0, f'«{node.name}» comes into view')

    def at_rest(self, node):
        """Where it is, once it has stopped moving: pages slide in, and nobody clicks on what moves."""
        places = [None]

        def rests():
            places.append(node.extents())
            return places[-1] == places[-2]
        wait_for(rests, f'«{node.name}» comes to rest')
        return places[-1]

    def type_in(self, node, text):
        """Writes into an entry or a text view, at its cursor's end."""
        Atspi = _atspi()
        self.focus(node)
        interface = node.accessible.get_editable_text_iface()
        end = node._ask(lambda: Atspi.Text.get_character_count(node.accessible), 0)
        # The length is counted in bytes.
        Atspi.EditableText.insert_text(interface, end, text, len(text.encode()))

    def clear(self, node):
        Atspi = _atspi()
        interface = node.accessible.get_editable_text_iface()
        node._ask(lambda: Atspi.EditableText.set_text_contents(interface, ''), False)

    def focus(self, node):
        component = node.accessible.get_component_iface()
        if not (node._ask(component.grab_focus, False) and node.has_state('focused')):
            self.click(node)

    def keys(self, *combinations):
        window = self.window()
        self._xdotool('windowraise', window, 'windowfocus', '--sync', window)
        for combination in combinations:
            self._xdotool('key', '--clearmodifiers', combination)

    def leave(self, dialog):
        """Escape leads back from a page to the one before, closes a notice that may stand there, then the dialog."""
        for _ in range(4):
            self.settle()
            self.keys('Escape')
            with contextlib.suppress(AssertionError):
                wait_for(lambda: not self.look('dialog', dialog), f'«{dialog}» closes', 2)
                return
        raise AssertionError(f'{self.login}: Escape does not close «{dialog}»; on the screen:\n' + '\n'.join(self.texts()))

    def windows(self):
        """Of the program: a menu that is open is one too."""
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid)], capture_output=True, text=True, check=False)
        return found.stdout.split()

    def window(self):
        def search():
            best = None
            for window in self.windows():
                area = self._area(window)
                if area and (best is None or area > best[0]):
                    best = (area, window)
            return best and best[1]
        return wait_for(search, f'{self.login} has a window')

    @staticmethod
    def _area(window):
        shape = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', window], capture_output=True, text=True, check=False).stdout
        size = dict(line.split('=', 1) for line in shape.splitlines() if '=' in line)
        return int(size.get('WIDTH', 0)) * int(size.get('HEIGHT', 0))

    def put(self, x, y, width, height):
        """Moves and sizes the window."""
        self.place = (x, y, width, height)
        window = self.window()
        self._xdotool('windowmove', window, str(x), str(y), 'windowsize', window, str(width), str(height))

    def screenshot(self, path):
        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
        window = self.window()
        self._xdotool('windowraise', window, 'windowfocus', window)
        # Without the frame that GTK draws where there is no compositor.
        subprocess.run(['import', '-window', window, str(path)], check=True)
        subprocess.run(['mogrify', '-shave', '4x4', '+repage', str(path)], check=True)

    def settle(self):
        """Waits until two pictures of the window in a row are the same."""
        state = {'last': None}

        def still():
            picture = subprocess.run(['import', '-window', self.window(), 'rgb:-'], check=True, capture_output=True).stdout
            same, state['last'] = picture == state['last'], picture
            return same
        with contextlib.suppress(AssertionError):
            wait_for(still, 'the window is still', 5)

    @staticmethod
    def _xdotool(*arguments):
        subprocess.run(['xdotool', *arguments], check=True, stdout=subprocess.DEVNULL, timeout=20)

    # What one does in Spico

    def choose_in_menu(self, position, dialog):
        """Goes down to an entry of the main menu, the first being 0, and returns the dialog that it opens. Keys that come before the menu's own window is there
        would go to what is below it."""
        self.settle()
        n_windows = len(self.windows())
        self.keys('F10')
        wait_for(lambda: len(self.windows()) > n_windows, 'the main menu is open')
        self.find('menu', 'Menu principal')
        self.settle()
        self.keys(*['Down'] * position, 'Return')
        return self.find(('dialog', 'alert'), dialog)

    def save_as(self, title, path):
        """Types the name in the dialog for files, which is another window."""
        chooser = self.find(None, title)
        name = self.find(('text', 'entry'), re.compile('.'), chooser)
        self.clear(name)
        self.type_in(name, str(path))
        self.press(self.find('button', 'Enregistrer', chooser))

    def open_menu(self, button):
        """Opens the menu of a button. Keys that come before the menu's own window is there would go to what is below it."""
        n_windows = len(self.windows())
        self.press(button)
        wait_for(lambda: len(self.windows()) > n_windows, f'the menu of «{button.name}» is open')
        self.find('menu')
        self.settle()

    def open_conversation(self, subject):
        """Chooses a conversation in the list, and waits for its messages."""
        row = self.find('list item', re.compile(re.escape(subject)), self.find('list', 'Conversations'))
        self.scroll_to(row)
        self.click(row)
        self.find('grouping', re.compile(re.escape(subject)))
        self.find('list', 'Messages')

    def thread(self):
        """The rows of the open conversation, as a screen reader says them."""
        messages = self.look(None, 'Messages')
        return [node.name for node in messages.find_all('list item')] if messages else []

    def has_message(self, text, state=None):
        """Waits for a message, and for the state that is written under it."""
        return wait_for(lambda: self._alive() and next((row for row in self.thread() if text in row and (state is None or state in row)), None),
                        f'{self.login} sees «{text}» {state or ""}; there is:\n' + '\n'.join(self.thread()))

    def composer(self, within=None):
        return self.find(('text', 'entry'), 'Rédiger un nouveau message (Ctrl + Entrée pour envoyer)', within)

    def write(self, text):
        self.type_in(self.composer(), text)

    def send(self, text):
        """Writes a message and sends it from the keyboard."""
        self.write(text)
        self.keys('ctrl+Return')

    def choose_account(self, name):
        """Turns to another mailbox, in the drop-down of the header."""
        self.press(self.find(('toggle button', 'button'), re.compile(r'^Messagerie')))
        self.click(self.find('list item', re.compile(rf'^{re.escape(name)}(, \d+ non lus?)?$')))
        self.find('toggle button', f'Messagerie {name}')

    def start_conversation(self, members, patient, subject, text):
        """Fills in « Nouvelle conversation » and sends the first message."""
        self.keys('ctrl+n')
        dialog = self.find('dialog', 'Nouvelle conversation')
        self.press(self.find('button', re.compile('^Ajouter'), dialog))
        for typed, shown in members:
            search = self.find(('text', 'entry'), 'Rechercher un professionnel ou une structure', dialog)
            self.clear(search)
            self.type_in(search, typed)
            results = self.find('list', 'Résultats de la recherche', dialog)
            self.click(self.find('list item', re.compile(shown), results))
            self.find('button', re.compile(f'^Retirer .*{shown}'), dialog)
        self.press(self.find('button', 'Terminé', dialog))
        self.press(self.find('button', re.compile('^Choisir'), dialog))
        self.click(self.find('list item', re.compile(patient), dialog))
        self.type_in(self.find(('text', 'entry'), 'Objet *', dialog), subject)
        self.type_in(self.composer(dialog), text)
        return dialog


class TapResult(unittest.TestResult):
    """Tells the outcome of each case as a TAP line."""

    def __init__(self):
        super().__init__()
        self.number = 0

    def _say(self, good, test, note=''):
        self.number += 1
        text = (test if isinstance(test, str) else test.shortDescription() or test.id().split('.', 1)[-1]).replace('#', '')
        print(f'{"ok" if good else "not ok"} {self.number} - {text}{note}', flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._say(True, test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._say(True, test, f' # SKIP {reason}')

    def _bad(self, test, error):
        steps = [f'{pathlib.Path(step.filename).name}:{step.lineno}' for step in traceback.extract_tb(error[2]) if 'tests' in step.filename]
        print(f'# {" > ".join(steps)}')
        for line in f'{error[0].__name__}: {error[1]}'.splitlines():
            print(f'# {line}')
        self._say(False, test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._bad(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self._bad(test, err)


def main(module='__main__'):
    """Runs a module's cases, or those of them that the arguments name, then checks that no program of the run wrote a warning."""
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f'*{name}*' for name in sys.argv[1:]] or None
    suite = loader.loadTestsFromModule(sys.modules[module])
    result = TapResult()
    try:
        suite.run(result)
    finally:
        end_programs()
    warnings = [f'{program.name}: {line}' for program in _programs for line in program.warnings()]
    for line in warnings:
        print(f'# {line}')
    result._say(not warnings, 'No program of this run wrote a warning')
    print(f'1..{result.number}', flush=True)
    good = result.wasSuccessful() and not warnings
    if good and _folder is not None:
        shutil.rmtree(_folder, ignore_errors=True)
    elif _folder is not None:
        print(f'# logs are kept in {_folder}')
    # Threads of cut cables may still wait on a socket.
    os._exit(0 if good else 1)
