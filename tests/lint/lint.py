#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Checks of the tree that no compiler makes, printed as TAP.

Usage: lint.py SOURCE_ROOT
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1])

# Which rooms a room may include, besides itself (CONTRIBUTING.md, "Rooms").
ROOMS = {
    'core': set(),
    'db': {'core'},
    'render': {'core'},
    'client': {'core', 'db', 'render'},
    'cli': {'core', 'render', 'client'},
    'ui': {'core', 'render', 'client'},
    'server/db': {'core', 'db'},
    'server/repo': {'core', 'db', 'server/db'},
    'server/service': {'core', 'db', 'render', 'server/db', 'server/repo', 'server/share'},
    'server/share': {'core'},
    'server/http': {'core', 'server/share'},
    'server/api': {'core', 'db', 'render', 'server/http', 'server/service', 'server/repo', 'server/db'},
}
FORBIDDEN_NAMES = re.compile(r'(util|helper|misc|manager|common)s?\.(c|h|py|sh|ui)$')
UNFINISHED = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b')
MAX_FUNCTION, MAX_FILE, MAX_UI = 40, 400, 250


def tracked(*patterns):
    """Files of the tree that match, whether it is a checkout or an unpacked archive."""
    if (ROOT / '.git').exists():
        out = subprocess.run(['git', '-C', ROOT, 'ls-files', '-co', '--exclude-standard', '--', *patterns],
                             check=True, capture_output=True, text=True).stdout
        return [ROOT / line for line in out.splitlines() if (ROOT / line).exists()]
    return [p for pattern in patterns for p in ROOT.rglob(pattern) if 'build' not in p.parts]


def name_of(path):
    return str(path.relative_to(ROOT))


def room_of(path):
    parts = path.relative_to(ROOT).parts
    if parts[0] == 'src' and len(parts) > 2:
        return parts[1]
    if parts[0] == 'server' and len(parts) > 2:
        return 'server/' + parts[1]
    return None


def check_format():
    done = subprocess.run(['clang-format', '--style=file', '--dry-run', '-Werror', *tracked('*.c', '*.h')],
                          cwd=ROOT, capture_output=True, text=True)
    files = sorted(set(re.findall(r'^(\S+):\d+:\d+: error', done.stderr, re.M)))
    return [name_of(pathlib.Path(path)) + ' is not as clang-format writes it' for path in files]


def check_includes():
    faults = []
    for path in tracked('src/**/*.[ch]', 'server/**/*.[ch]'):
        room = room_of(path)
        if room not in ROOMS:
            continue
        allowed = ROOMS[room] | {room}
        for included in re.findall(r'^#include "([^"]+)/[^"/]+"', path.read_text(), re.M):
            target = '/'.join(included.split('/')[:2]) if included.startswith('server/') else included.split('/')[0]
            if target not in allowed:
                faults.append(f'{name_of(path)}: {room} may not include {target}')
    return faults


def check_toolkits():
    """GTK stays in the interface, SQL drivers stay in the database rooms."""
    faults = []
    for path in tracked('src/**/*.[ch]', 'server/**/*.[ch]'):
        room, text = room_of(path), path.read_text()
        if room != 'ui' and path.name != 'main.c' and re.search(r'#include <(gtk|adwaita)', text):
            faults.append(name_of(path) + ' includes GTK outside the interface')
        if room not in ('db', 'server/db') and re.search(r'#include <(sqlite3|libpq|mysql)', text):
            faults.append(name_of(path) + ' includes a database library outside the database rooms')
        if room in ('server/http', 'server/service', 'ui') and 'et_db_prepare' in text:
            faults.append(name_of(path) + ' prepares a statement outside a repository')
        if room in ('server/service', 'server/repo') and 'libsoup' in text:
            faults.append(name_of(path) + ' knows about HTTP')
    return faults


def check_spdx():
    faults = []
    for path in tracked('*.c', '*.h', '*.py', '*.sql', '*.ui', '*.css', 'meson.build', '**/meson.build', 'scripts/*',
                        'debian/rules', 'tests/packages/*'):
        head = '\n'.join(path.read_text().splitlines()[:3])
        if 'SPDX-License-Identifier: MIT' not in head:
            faults.append(name_of(path) + ' has no SPDX line at its top')
    return faults


def check_sizes():
    faults = []
    for path in tracked('*.c', '*.ui'):
        lines = path.read_text().splitlines()
        limit = MAX_UI if path.suffix == '.ui' else MAX_FILE
        if len(lines) > limit:
            faults.append(f'{name_of(path)} has {len(lines)} lines, more than {limit}')
        start = None
        for number, line in enumerate(lines, 1):
            if path.suffix == '.c' and line.startswith('{'):
                start = number
            elif line.startswith('}') and not line.startswith('};') and start is not None:
                if number - start - 1 > MAX_FUNCTION and not line.startswith('} '):
                    faults.append(f'{name_of(path)}:{start} is a function of {number - start - 1} lines')
                start = None
    return faults


def check_names():
    return [name_of(p) + ' has a name that says nothing' for p in tracked('*') if FORBIDDEN_NAMES.search(p.name)]


def check_top():
    """What a trial run leaves behind, a database or a key, never comes into the tree."""
    known = {'.clang-format', '.editorconfig', '.gitignore', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'meson.build',
             'meson_options.txt'}
    return [p.name + ' does not belong at the top of the tree'
            for p in tracked('*') if p.parent == ROOT and p.name not in known]


def check_unfinished():
    faults = []
    for path in tracked('src/*', 'server/*', 'data/*.ui', 'data/ui/*', 'scripts/*'):
        if path.suffix in ('.c', '.h', '.ui', '.sql', '.css', '') and UNFINISHED.search(path.read_text(errors='replace')):
            faults.append(name_of(path) + ' holds a mark of unfinished work')
    return faults


def check_templates():
    """Every template names a class of the same stem, and its class uses it."""
    sources = {p.stem: p for p in tracked('src/ui/**/*.c', 'src/ui/*.c')}
    faults = []
    for path in tracked('data/ui/*.ui'):
        text = path.read_text()
        template = re.search(r'<template class="(\w+)"', text)
        if template is None:
            if path.stem != 'et-shortcuts-window':
                faults.append(name_of(path) + ' is no template')
            continue
        stem = re.sub(r'(?<!^)([A-Z])', r'-\1', template.group(1)).lower()
        if stem != path.stem or path.stem not in sources:
            faults.append(f'{name_of(path)}: its class {template.group(1)} has no {stem}.c')
    return faults


def check_potfiles():
    listed = {line.strip() for line in (ROOT / 'po/POTFILES').read_text().splitlines()
              if line.strip() and not line.startswith('#')}
    faults = [f'po/POTFILES lists {n}, which is not there' for n in listed if not (ROOT / n).exists()]
    for path in tracked('src/**/*.c', 'src/*.c', 'server/**/*.c', 'server/*.c', 'data/ui/*.ui', 'data/*.in'):
        text = path.read_text()
        mark = r'translatable="yes"' if path.suffix == '.ui' else r'\b(N?_|n?gettext|C_) ?\("'
        if path.suffix == '.in':
            mark = r'^(_?Name|_?Comment)=|<_?summary>'
        if re.search(mark, text, re.M) and name_of(path) not in listed:
            faults.append(name_of(path) + ' has texts to translate and is not in po/POTFILES')
    return faults


def check_translations():
    """Each catalogue is whole: as many sentences as the sources have now, none empty, none fuzzy."""
    pot = subprocess.run(['xgettext', '--files-from=po/POTFILES', '--from-code=UTF-8', '--keyword=_',
                          '--keyword=N_', '--keyword=C_:1c,2', '--keyword=g_dngettext:2,3', '--output=-'],
                         cwd=ROOT, capture_output=True, text=True)
    if pot.returncode != 0:
        return ['xgettext: ' + pot.stderr.strip()]
    ids = set(message_ids(pot.stdout))
    faults = []
    for language in (ROOT / 'po/LINGUAS').read_text().split():
        name = f'po/{language}.po'
        done = subprocess.run(['msgfmt', '--check', '--statistics', '-o', '/dev/null', ROOT / name],
                              capture_output=True, text=True, env={'LC_ALL': 'C', 'PATH': '/usr/bin:/bin'})
        if done.returncode != 0 or 'fuzzy' in done.stderr or 'untranslated' in done.stderr:
            faults.append(f'{name}: ' + done.stderr.strip())
        known = set(message_ids((ROOT / name).read_text()))
        faults += [f'{name} lacks “{i}”' for i in sorted(ids - known)]
        faults += [f'{name} keeps “{i}”, which nobody says' for i in sorted(known - ids)]
    return faults


def message_ids(po):
    for entry in re.findall(r'^(?:msgctxt .*\n)?msgid ((?:".*"\n?)+)', po, re.M):
        text = ''.join(re.findall(r'"(.*)"', entry))
        if text:
            yield text


def check_build_dependencies():
    """What the build needs of libraries here, the Debian packages are built with, too."""
    needed = re.search(r'PACKAGES_BUILD="(.*?)"', (ROOT / 'scripts/prepare').read_text(), re.S)[1].replace('\\', '').split()
    control = (ROOT / 'debian/control').read_text()
    return [f'debian/control does not build with {name}' for name in needed
            if name.endswith('-dev') and name != 'libc6-dev' and not re.search(rf'^ +{re.escape(name)}\b', control, re.M)]


def check_secrets_are_compared_in_constant_time():
    """A look-up by the hash of a secret tells nothing about the secret; the secret itself would."""
    compare = re.compile(r'\b(strcmp|memcmp|g_strcmp0|g_str_equal|g_bytes_equal) ?\(.*'
                         r'(token|password|nonce|csrf|secret)(?!_hash)', re.I)
    return [f'{name_of(path)}: {line.strip()}' for path in tracked('server/**/*.c')
            for line in path.read_text().splitlines() if compare.search(line)]


CHECKS = [check_format, check_includes, check_toolkits, check_spdx, check_sizes, check_names, check_top, check_unfinished,
          check_templates, check_potfiles, check_translations, check_build_dependencies,
          check_secrets_are_compared_in_constant_time]

print(f'1..{len(CHECKS)}')
failed = 0
for number, check in enumerate(CHECKS, 1):
    found = check()
    for fault in found:
        print('# ' + fault)
    failed += bool(found)
    print(('not ok' if found else 'ok'), number, check.__name__.removeprefix('check_').replace('_', ' '))
sys.exit(1 if failed else 0)
