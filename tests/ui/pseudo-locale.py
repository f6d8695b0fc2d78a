#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes a catalogue of a language that nobody speaks, to see whether the windows bear another one.

Usage: pseudo-locale.py CATALOGUE.po OUTPUT.po

Every sentence is a third longer, has accents, and begins and ends with a mark of the writing that
runs from right to left; what is filled in (%s, {offer}) stays. It goes under the name of Arabic, so
that GTK mirrors the windows by itself. It is for tests only and is never installed.
"""
import re
import sys

RIGHT_TO_LEFT_MARK = '\N{RIGHT-TO-LEFT MARK}'
LETTERS = str.maketrans('aceinosuyACEINOSUY', 'áçéíñóšúýÁÇÉÍÑÓŠÚÝ')
FILLED_IN = re.compile(r'(%[0-9]*\$?[-0-9.]*l?[a-z%]|\{\w+\}|\\.|&\w+;|<[^>]*>)')
PADDING = 'wórd ánd wórds móré líké ít só thát ít gróws '
GROWTH = 0.35


def disguise(sentence):
    """The sentence as PO files write it, still to be read by someone who speaks English."""
    parts = FILLED_IN.split(sentence)
    told = ''.join(part if i % 2 else part.translate(LETTERS) for i, part in enumerate(parts))
    ending = re.search(r'(\\n)*$', told).group()
    told = told[:len(told) - len(ending)] if ending else told
    wanted = max(1, round(len(told) * GROWTH))
    padding = (PADDING * (wanted // len(PADDING) + 1))[:wanted].strip()
    return f'{RIGHT_TO_LEFT_MARK}{told} {padding}{RIGHT_TO_LEFT_MARK}{ending}'


def messages(po):
    """Every message of a catalogue: its context or None, its sentence and its plural or None."""
    for entry in po.split('\n\n'):
        fields = {name: ''.join(re.findall(r'"(.*)"', text)) for name, text in
                  re.findall(r'^(msgctxt|msgid_plural|msgid) ((?:".*"\n?)+)', entry, re.M)}
        if fields.get('msgid'):
            yield fields.get('msgctxt'), fields['msgid'], fields.get('msgid_plural')


def write(catalogue, output):
    output.write('msgid ""\nmsgstr ""\n"Language: ar\\n"\n'
                 '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
                 '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n')
    for context, sentence, plural in messages(catalogue):
        # Dates and amounts are no sentences; the server and the CLDR have none of this language.
        told = sentence if context == 'language code' else disguise(sentence)
        output.write('\n' + (f'msgctxt "{context}"\n' if context else '') + f'msgid "{sentence}"\n')
        if plural is None:
            output.write(f'msgstr "{told}"\n')
        else:
            output.write(f'msgid_plural "{plural}"\nmsgstr[0] "{told}"\nmsgstr[1] "{disguise(plural)}"\n')


with open(sys.argv[1], encoding='utf-8') as source, open(sys.argv[2], 'w', encoding='utf-8') as target:
    write(source.read(), target)
