"""Reading a table of 100,000 recovery keys, of which 3 are wrong, against Python's csv module doing the same checks."""
import pathlib, sys, tempfile

from .common import PROGRAM, checkouts, peak, report, report_against, say


PYTHON_READER = '''
import csv, sys, uuid
bad, keys = [], {}
with open(sys.argv[1], newline="", encoding="utf-8-sig") as file:
    for number, row in enumerate(csv.DictReader(file), 2):
        groups = row["RecoveryKey"].split("-")
        if len(groups) == 8 and all(len(g) == 6 and g.isdigit() and int(g) % 11 == 0 and int(g) < 720896 for g in groups):
            keys[uuid.UUID(row["KeyID"])] = row["RecoveryKey"]
        else:
            bad.append(number)
assert len(keys) == 99997 and len(bad) == 3
'''


def run(options):
    with tempfile.TemporaryDirectory() as folder:
        table, wrong = pathlib.Path(folder, 'keys.csv'), (10, 50_000, 99_999)
        with table.open('w') as file:
            file.write('KeyID,RecoveryKey\n')
            for number in range(100_000):
                groups = [(number * 7919 + place * 104_729) % 65_536 * 11 for place in range(8)]
                groups[3] += number in wrong
                key = '-'.join(f'{group:06}' for group in groups)
                file.write(f'{number:08x}-0000-4000-8000-{number:012x},{key}\n')
        pairs, memory, own = [], [], []
        for number in range(options.pairs):
            say(f'Reading keys: pair {number + 1} of {options.pairs} …')
            ours = [peak([checkout / PROGRAM, 'keys', 'check', table], 2) for checkout in checkouts(options)]
            other = peak([sys.executable, '-c', PYTHON_READER, table], 0)
            pairs.append((ours[0][0], other[0]))
            memory.append((ours[0][1], other[1]))
            own.append([each[0] for each in ours])
        report('100,000 recovery keys', 'unloop keys check', 'Python csv', pairs)
        print(f'  memory at the most: {max(m[0] for m in memory):.0f} MiB, {max(m[1] for m in memory):.0f} MiB')
        report_against('100,000 recovery keys', own)
