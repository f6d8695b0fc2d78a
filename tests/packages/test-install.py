#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Installs into an empty folder and looks at what is there, printed as TAP.

Usage: test-install.py BUILD SOURCE PREFIX BINDIR DATADIR
"""
import configparser
import pathlib
import re
import subprocess
import sys
import tempfile

BUILD, SOURCE, PREFIX = map(pathlib.Path, sys.argv[1:4])
BINDIR, DATADIR = PREFIX / sys.argv[4], PREFIX / sys.argv[5]
ID = 'org.etickets.Desktop'
PROGRAMS = {'etickets', 'etickets-cli', 'etickets-server'}

# Everything that may be installed, below DATADIR or, with a leading /, below PREFIX.
KNOWN = [
    r'/bin/(etickets|etickets-cli|etickets-server)',
    r'/lib/systemd/(system|user)/[\w.-]+\.service',
    r'/lib/sysusers\.d/etickets-server\.conf',
    rf'applications/{ID}\.desktop',
    rf'metainfo/{ID}\.metainfo\.xml',
    rf'mime/packages/{ID}\.xml',
    rf'glib-2\.0/schemas/{ID}\.gschema\.xml',
    rf'icons/hicolor/(scalable|symbolic|\d+x\d+)/apps/{ID}(-symbolic)?\.(svg|png)',
    r'locale/\w+/LC_MESSAGES/etickets\.mo',
    rf'dbus-1/services/{ID}[\w.]*\.service',
    rf'gnome-shell/search-providers/{ID}[\w.-]*\.ini',
    rf'/etc/xdg/autostart/{ID}[\w.]*\.desktop',
    r'man/(\w+/)?man\d/[\w-]+\.\d',
    r'bash-completion/completions/[\w-]+',
    r'zsh/site-functions/_[\w-]+',
    r'fish/vendor_completions\.d/[\w-]+\.fish',
    r'doc/etickets-server/(server\.env\.example|haproxy\.cfg|nginx\.conf|etickets-server\.socket)',
    r'licenses/etickets/LICENSE',
]


class Installed:
    """The folder that everything was installed to, as if it were the root."""

    def __init__(self, root):
        self.root = root

    def path(self, path):
        return self.root / path.relative_to('/')

    def find(self, pattern):
        return sorted(self.path(DATADIR).glob(pattern))

    def one(self, pattern):
        found = self.find(pattern)
        assert len(found) == 1, f'{len(found)} files are {pattern}'
        return found[0]

    def has_program(self, command):
        """command: the line of a .desktop, .service or unit file."""
        program = pathlib.Path(command.split()[0])
        if program.is_absolute():
            return self.path(program).exists()
        return (self.path(BINDIR) / program).exists()

    def run(self, *words):
        done = subprocess.run(list(map(str, words)), capture_output=True, text=True)
        assert done.returncode == 0, f'{words[0]}: {done.stdout}{done.stderr}'
        return done.stdout


def read_keys(path, section):
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read(path, encoding='utf-8')
    return dict(parser[section])


def check_nothing_unknown(installed):
    for path in installed.root.rglob('*'):
        if path.is_dir():
            continue
        full = pathlib.Path('/') / path.relative_to(installed.root)
        name = str(full)  # of a folder such as /etc, which a package does not have below /usr
        if full.is_relative_to(DATADIR):
            name = str(full.relative_to(DATADIR))
        elif full.is_relative_to(PREFIX):
            name = '/' + str(full.relative_to(PREFIX))
        assert any(re.fullmatch(known, name) for known in KNOWN), f'{full} should not be installed'


def check_programs(installed):
    programs = {path.name: path for path in installed.path(BINDIR).iterdir()}
    assert set(programs) == PROGRAMS, f'programs are {set(programs)}'
    for name, path in programs.items():
        told = installed.run(path, '--version')
        assert re.search(r'\d+\.\d+\.\d+', told), f'{name} --version says {told}'


def check_programs_stand_alone(installed):
    """No program looks for a library in the build tree"""
    for path in installed.path(BINDIR).iterdir():
        dynamic = installed.run('readelf', '--dynamic', path)
        assert not re.search(r'\((RPATH|RUNPATH)\)', dynamic), f'{path.name} has a run path'
        libraries = installed.run('ldd', path)
        assert 'not found' not in libraries and str(BUILD) not in libraries, libraries


def check_desktop_file(installed):
    path = installed.one('applications/*.desktop')
    installed.run('desktop-file-validate', path)
    keys = read_keys(path, 'Desktop Entry')
    assert installed.has_program(keys['Exec']), keys['Exec']
    assert installed.find(f'icons/hicolor/scalable/apps/{keys["Icon"]}.svg'), keys['Icon']
    if keys.get('DBusActivatable') == 'true':
        assert installed.find(f'dbus-1/services/{path.stem}.service'), 'nothing activates it over D-Bus'


def check_metainfo(installed):
    path = installed.one('metainfo/*.metainfo.xml')
    installed.run('appstreamcli', 'validate', '--no-net', path)
    text = path.read_text(encoding='utf-8')
    assert installed.find('applications/' + re.search(r'>(\S+\.desktop)</launchable>', text)[1])


def check_icons(installed):
    for name in (f'scalable/apps/{ID}.svg', f'symbolic/apps/{ID}-symbolic.svg'):
        installed.one(f'icons/hicolor/{name}')


def check_schema(installed):
    schema = installed.one('glib-2.0/schemas/*.gschema.xml')
    installed.run('glib-compile-schemas', '--strict', '--dry-run', schema.parent)


def check_translations(installed):
    for language in (SOURCE / 'po/LINGUAS').read_text(encoding='utf-8').split():
        installed.one(f'locale/{language}/LC_MESSAGES/etickets.mo')


def check_bus_services(installed):
    for path in installed.find('dbus-1/services/*'):
        keys = read_keys(path, 'D-BUS Service')
        assert keys['Name'] == path.stem, f'{path.name} is for {keys["Name"]}'
        assert installed.has_program(keys['Exec']), keys['Exec']


def check_search_providers(installed):
    for path in installed.find('gnome-shell/search-providers/*'):
        keys = read_keys(path, 'Shell Search Provider')
        assert installed.find(f'dbus-1/services/{keys["BusName"]}.service'), keys['BusName']
        assert installed.find('applications/' + keys['DesktopId']), keys['DesktopId']


def check_manuals_and_completions(installed):
    """Every program has its own, and nothing else has"""
    for pattern in ('man/man*/*.[0-9]', 'bash-completion/completions/*', 'zsh/site-functions/*',
                    'fish/vendor_completions.d/*'):
        found = {path.name.lstrip('_').split('.')[0] for path in installed.find(pattern)}
        assert found == PROGRAMS, f'{pattern} is there for {found}'


def check_server(installed):
    """The server comes with its unit, its user and an example of its settings"""
    unit = installed.path(PREFIX / 'lib/systemd/system/etickets-server.service')
    keys = read_keys(unit, 'Service')
    assert installed.has_program(keys['ExecStart']), keys['ExecStart']
    users = installed.path(PREFIX / 'lib/sysusers.d/etickets-server.conf').read_text(encoding='utf-8')
    assert f'\nu {keys["User"]} ' in users, users
    assert '@' not in re.sub(r'@system-service|@privileged', '', unit.read_text(encoding='utf-8'))
    installed.one('doc/etickets-server/server.env.example')


def check_licence(installed):
    assert 'Permission is hereby granted' in installed.one('licenses/etickets/LICENSE').read_text(encoding='utf-8')


CHECKS = [check_nothing_unknown, check_programs, check_programs_stand_alone, check_desktop_file, check_metainfo,
          check_icons, check_schema, check_translations, check_bus_services, check_search_providers,
          check_manuals_and_completions, check_server, check_licence]

print(f'1..{len(CHECKS)}', flush=True)
failed = 0
with tempfile.TemporaryDirectory(prefix='install.') as folder:
    subprocess.run(['meson', 'install', '-C', BUILD, '--no-rebuild', '--quiet', '--destdir', folder],
                   check=True, stdout=subprocess.DEVNULL)
    tree = Installed(pathlib.Path(folder))
    for number, check in enumerate(CHECKS, 1):
        name = check.__name__.removeprefix('check_').replace('_', ' ')
        try:
            check(tree)
            print('ok', number, name)
        except (AssertionError, KeyError) as fault:
            failed += 1
            print('# ' + str(fault).replace('\n', '\n# '))
            print('not ok', number, name)
sys.exit(1 if failed else 0)
