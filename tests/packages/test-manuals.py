#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Compares manual pages and completions with what the programs' --help says, printed as TAP.

Usage: test-manuals.py SOURCE ETICKETS CLI SERVER
"""
import os
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(sys.argv[1])
PROGRAMS = dict(zip(('etickets', 'etickets-cli', 'etickets-server'), sys.argv[2:]))
SECTIONS = {'etickets': 1, 'etickets-cli': 1, 'etickets-server': 8}
ENGLISH = os.environ | {'LANGUAGE': 'en', 'LC_ALL': 'C.UTF-8'}
OPTION = r'(?<![\w-])--[a-z][a-z0-9-]*'
COMPLETIONS = SOURCE / 'data' / 'completions'


def run(*words, text=None):
    done = subprocess.run(words, capture_output=True, text=True, env=ENGLISH, input=text)
    assert done.returncode == 0, f'{words}: {done.stderr}'
    assert not done.stderr, f'{words}: {done.stderr}'
    return done.stdout


def ask(program, *words):
    return run(PROGRAMS[program], *words)


def list_options(text):
    """Those of a --help, which stand at the beginning of a line."""
    return set(re.findall(r'^ +(?:-\w, )?(--[a-z][a-z0-9-]*)', text, re.M))


def list_commands(program):
    told = ask(program, '--help')
    part = told[told.index('Commands:'):told.index('Options:')]
    return [name for name in re.findall(r'^  ((?:[a-z-]+ )*[a-z-]+)(?: [A-Z|]+)?  +', part, re.M)]


def list_all_options(program):
    """Those of the program and of each of its commands."""
    if program == 'etickets':
        return list_options(ask(program, '--help-all'))
    found = list_options(ask(program, '--help'))
    for command in list_commands(program):
        found |= list_options(ask(program, *command.split(), '--help'))
    return found


def read_manual(program):
    """The source of the page without its escapes."""
    text = (SOURCE / 'data' / 'man' / f'{program}.{SECTIONS[program]}').read_text(encoding='utf-8')
    return re.sub(r'\\f[BRIP]|\\&|\\\|', '', text).replace('\\-', '-').replace('\\e', '\\')


def check_manuals_say_every_option():
    for program in PROGRAMS:
        manual, told = set(re.findall(OPTION, read_manual(program))), list_all_options(program)
        assert told <= manual, f'{program}({SECTIONS[program]}) lacks {told - manual}'
        assert manual <= told | {'--help'}, f'{program}({SECTIONS[program]}) invents {manual - told}'


def check_manuals_say_every_command():
    for program in ('etickets-cli', 'etickets-server'):
        manual = read_manual(program)
        for command in list_commands(program):
            assert re.search(rf'^\.BI? "?{command}\b', manual, re.M), f'{program}: no {command}'


def check_manual_says_every_setting():
    told = ask('etickets-server', '--help')
    settings = re.findall(r'^  ([A-Z][A-Z0-9_]+) must ', told, re.M)
    assert len(settings) > 20, settings
    missing = [name for name in settings if f'\n.B {name}\n' not in read_manual('etickets-server')]
    assert not missing, f'etickets-server(8) lacks {missing}'


def check_manuals_are_well_formed():
    for program, section in SECTIONS.items():
        run('groff', '-man', '-ww', '-z', '-Tutf8', SOURCE / 'data' / 'man' / f'{program}.{section}')


def complete_bash(program, *words):
    function = '_' + program.replace('-', '_')
    script = f'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); {function}; printf "%s\\n" "${{COMPREPLY[@]}}"'
    return run('bash', '-c', script, 'bash', COMPLETIONS / program, program, *words).split()


def complete_fish(program, *words):
    line = ' '.join((program, *words))
    script = f'source {COMPLETIONS}/{program}.fish; complete -C "{line}"'
    return [row.split('\t')[0] for row in run('fish', '--no-config', '-c', script).splitlines()]


# What the completion system would be given.
ZSH = '''
_arguments () { local word; for word in "$@"; do
  [[ $word == '1:command'* ]] && eval "${${word#*\\{}%\\}}"
  print -r -- ${${${word#\\(*\\)}%%\\[*}%%:*}; done }
_describe () { print -rl -- ${${(P)2}%%:*} }
complete_words () { local CURRENT=$#; local -a words=("$@"); source "$file" }
file=$1; shift; complete_words "$@"
'''


def complete_zsh(program, *words):
    out = run('zsh', '-f', '-c', ZSH, 'zsh', COMPLETIONS / ('_' + program), program, *words)
    return [word for word in out.split() if re.match('[a-z-]', word)]  # no positions


def check_completion(complete):
    for program in PROGRAMS:
        expected = list_options(ask(program, '--help-all' if program == 'etickets' else '--help'))
        found = {word for word in complete(program, '--') if word.startswith('--')}
        assert found == expected, f'{program}: {found ^ expected}'
    names = {command.split()[0] for command in list_commands('etickets-cli')}
    found = {word for word in complete('etickets-cli', '') if not word.startswith('-')}
    assert found == names, f'etickets-cli: {found ^ names}'
    found = {word for word in complete('etickets-server', '') if not word.startswith('-')}
    assert found == set(list_commands('etickets-server')), found


def check_command_options(complete):
    for command in list_commands('etickets-cli'):
        expected = list_options(ask('etickets-cli', *command.split(), '--help'))
        found = {word for word in complete('etickets-cli', *command.split(), '--') if word.startswith('--')}
        assert found == expected, f'{command}: {found ^ expected}'
        first, *rest = command.split()
        assert not rest or rest[0] in complete('etickets-cli', first, ''), command


def checks():
    yield from ((check, ()) for check in (check_manuals_say_every_option, check_manuals_say_every_command,
                                          check_manual_says_every_setting, check_manuals_are_well_formed))
    for complete in (complete_bash, complete_fish, complete_zsh):
        yield check_completion, (complete,)
        yield check_command_options, (complete,)


failed = 0
number = 0
for number, (check, arguments) in enumerate(checks(), 1):
    name = ' '.join([check.__name__, *(a.__name__ for a in arguments)]).replace('_', ' ').removeprefix('check ')
    try:
        check(*arguments)
        print(f'ok {number} - {name}', flush=True)
    except (AssertionError, FileNotFoundError) as fault:
        failed += 1
        print(f'not ok {number} - {name}\n# {fault}', flush=True)
print(f'1..{number}')
sys.exit(1 if failed else 0)
