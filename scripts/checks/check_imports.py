#!/usr/bin/env python3
"""Every module imports only what Package.swift declares for it, and every declared dependency is imported.

SwiftPM's own check (--explicit-target-dependency-import-check) accepts what another dependency brings along.
"""
import json
import pathlib
import re
import subprocess
import sys

IMPORT = re.compile(
    r'^\s*(?:@\w+\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?'
    r'import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)', re.MULTILINE)


def declared(target):
    """The names of a target's dependencies; a product bears its module's name here."""
    return {next(value[0] for value in dependency.values()) for dependency in target['dependencies']}


def imported(target):
    kind = 'Tests' if target['type'] == 'test' else 'Sources'
    folder = pathlib.Path(target.get('path') or f'{kind}/{target["name"]}')
    files = list(folder.rglob('*.swift'))
    if not files and target['type'] != 'regular':
        sys.exit(f'error: {folder}: no Swift file found for the target {target["name"]}')
    return {name for file in files for name in IMPORT.findall(file.read_text(encoding='utf-8'))}


def main():
    description = subprocess.run(['swift', 'package', 'dump-package'], check=True, stdout=subprocess.PIPE).stdout
    targets = json.loads(description)['targets']
    known = {target['name'] for target in targets} | set().union(*map(declared, targets))
    wrong = []
    for target in targets:
        if target['type'] == 'system':
            continue
        there, wanted = declared(target), imported(target) & known - {target['name']}
        wrong += [f'{target["name"]} imports {name}, which Package.swift does not declare' for name in wanted - there]
        wrong += [f'{target["name"]} declares {name} in Package.swift and does not import it' for name in there - wanted]
    sys.exit('\n'.join(f'error: {line}' for line in sorted(wrong)) or 0)


main()
