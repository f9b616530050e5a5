"""Collecting 100,000 runs of a simulated fleet from 40 folders, against DuckDB's JSON reader finding the newest outcome of
every machine in the same files. DuckDB does not check hashes, look for copies and damage, or write a database."""
import json, pathlib, subprocess, sys, tempfile

from .common import PROGRAM, TOP, checkouts, compile_tool, peak, report, report_against, say

MACHINES, STICKS = 79_000, 40

DUCKDB = '''
import duckdb, sys
columns = "{event: 'VARCHAR', time: 'VARCHAR', outcome: 'VARCHAR', machine: 'STRUCT(uuid VARCHAR, serial VARCHAR)'}"
lines = f"""read_json('{sys.argv[1]}/*/logs/*.jsonl', format = 'newline_delimited', columns = {columns}, filename = true,
    ignore_errors = true)"""
duckdb.sql("SET threads = 2")
print(duckdb.sql(f"""
    WITH lines AS (SELECT * FROM {lines} WHERE event IN ('start', 'end')),
        starts AS (SELECT filename, time, machine FROM lines WHERE event = 'start'),
        ends AS (SELECT filename, outcome FROM lines WHERE event = 'end'),
        newest AS (SELECT arg_max(outcome, time) AS outcome FROM starts JOIN ends USING (filename)
            GROUP BY machine.uuid, machine.serial)
    SELECT outcome, count(*) FROM newest GROUP BY 1""").fetchall())
'''


def python_with_duckdb():
    """A Python that has DuckDB, for this checkout alone."""
    folder = TOP / '.build/duckdb'
    if not (folder / 'bin/duckdb-is-here').exists():
        say('Installing DuckDB …')
        subprocess.run([sys.executable, '-m', 'venv', folder], check=True)
        subprocess.run([folder / 'bin/pip', 'install', '--quiet', 'duckdb'], check=True)
        (folder / 'bin/duckdb-is-here').touch()
    return folder / 'bin/python3'


def run(options):
    python = python_with_duckdb()
    simulate = compile_tool('unloop-fleet')
    with tempfile.TemporaryDirectory() as folder:
        say('Simulating the fleet …')
        fleet, database = pathlib.Path(folder, 'fleet'), pathlib.Path(folder, 'fleet.sqlite')
        truth = json.loads(subprocess.run(
            [simulate, str(MACHINES), str(STICKS), fleet], check=True,
            stdout=subprocess.PIPE).stdout)
        sources = sorted(fleet.iterdir())
        bytes_read = sum(file.stat().st_size for file in fleet.glob('*/logs/*.jsonl'))
        pairs, memory, own = [], [], []
        for number in range(options.pairs):
            say(f'Collecting: pair {number + 1} of {options.pairs} …')
            ours = []
            for checkout in reversed(checkouts(options)):
                database.unlink(missing_ok=True)
                ours.insert(0, peak([checkout / PROGRAM, 'log', 'collect', *sources, '--into', database], 2))
            other = peak([python, '-c', DUCKDB, fleet], 0)
            pairs.append((ours[0][0], other[0]))
            memory.append((ours[0][1], other[1]))
            own.append([each[0] for each in ours])
        report(f'{truth["logs"]:,} logs of {truth["machines"]:,} machines, {bytes_read / 1e6:.0f} MB', 'unloop log collect',
               'DuckDB', pairs)
        print(f'  memory at the most: {max(m[0] for m in memory):.0f} MiB, {max(m[1] for m in memory):.0f} MiB'
              f'\n  the database has {database.stat().st_size / 1e6:.0f} MB')
        report_against('The same logs', own)
