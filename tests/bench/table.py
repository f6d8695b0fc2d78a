# SPDX-License-Identifier: MIT
"""The table that scripts/bench prints, a row at a time, and keeps."""
import json

ROWS = []


def head(text):
    print(f'\n{text}\n{"":<58}{"measured":>10} {"":<5}{"ratio":>8}{"target":>10}')


def show(name, value, unit, target='', beside='', ratio=None):
    """@ratio: to the row that the target names; None for a figure that stands alone."""
    ROWS.append({'name': name, 'value': value, 'unit': unit, 'ratio': ratio, 'target': target, 'beside': beside})
    digits = 0 if isinstance(value, int) or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    shown = '' if ratio is None else f'{ratio:.2f}'
    print(f'{name:<58}{value:>10.{digits}f} {unit:<5}{shown:>8}{target:>10}  {beside}', flush=True)


def save(path, about):
    path.write_text(json.dumps(about | {'rows': ROWS}, indent=2) + '\n')
