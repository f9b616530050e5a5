"""Reporting on a collection of 100,000 runs, each form by itself, and the table of machines against Python's sqlite3 and
csv modules writing it."""
import pathlib, subprocess, sys, tempfile

from .common import QUIET, UNLOOP, compile_tool, peak, report, say

FORMS = ['table', 'markdown', 'csv', 'json', 'html']
PYTHON_REPORT = '''
import csv, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
print(dict(database.execute("SELECT outcome, count(*) FROM machines GROUP BY outcome")))
print(database.execute("SELECT label, outcome, count(*) FROM machines GROUP BY label, outcome").fetchall())
print(database.execute("SELECT substr(started, 1, 13), count(*) FROM runs WHERE NOT clock_is_wrong GROUP BY 1").fetchall())
with open(sys.argv[2], "w", newline="", encoding="utf-8") as file:
    rows = csv.writer(file)
    for row in database.execute("""SELECT computer, serial, uuid, manufacturer, product, label, outcome, code, reason, next,
            started, clock_is_wrong, seconds, runs, repairs FROM machines"""):
        rows.writerow(row)
'''


def run(options):
    with tempfile.TemporaryDirectory() as folder:
        collection = f'{folder}/fleet.sqlite'
        say('Simulating and collecting a fleet of 100,000 runs …')
        subprocess.run([compile_tool('unloop-fleet'), '79000', '40', f'{folder}/sticks'], check=True, **QUIET)
        # 2, because there are damaged logs among them.
        peak([UNLOOP, 'log', 'collect', *sorted(pathlib.Path(folder, 'sticks').iterdir()), '--into', collection], 2)
        pairs = []
        for number in range(options.pairs):
            say(f'Reporting: pair {number + 1} of {options.pairs} …')
            ours = peak([UNLOOP, 'log', 'report', collection, '--format', 'csv', '--output', f'{folder}/ours.csv'], 0)
            other = peak([sys.executable, '-c', PYTHON_REPORT, collection, f'{folder}/other.csv'], 0)
            pairs.append((ours[0], other[0]))
        report('Report on 100,000 runs, as CSV', 'unloop log report', 'Python sqlite3, csv', pairs)
        print('\n  form        seconds   memory   size         aim: 2 s, 300 MiB')
        for form in FORMS:
            output = pathlib.Path(folder, form)
            seconds, memory = peak([UNLOOP, 'log', 'report', collection, '--format', form, '--output', output], 0)
            print(f'  {form:<10}{seconds:>8.2f} s{memory:>6.0f} MiB{output.stat().st_size / 1e6:>6.1f} MB', flush=True)
