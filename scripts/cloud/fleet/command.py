"""The command of each cloud: options, the machines of a list side by side, one answer."""
import argparse, concurrent.futures, json, os, pathlib, signal, sys, threading, uuid
from .errors import CloudError, Refusal, Unfinished, UsageError
from .journal import Journal, lock, write_whole
from .machines import read_machines
from .repair import check_programs
from .tools import say

DONE, NOT_DONE, USAGE = 0, 1, 64


def arguments(program, description, examples):
    """The options that all clouds share."""
    parser = argparse.ArgumentParser(
        prog=program, description=description, epilog=examples, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--machines', required=True, metavar='FILE', help='the list, as CSV with a line of headings')
    parser.add_argument('--helper', required=True, metavar='ID', help='the machine on which this runs')
    parser.add_argument('--state', default='unloop-state', metavar='DIR',
                        help='journals; the same folder takes a broken run up again')
    parser.add_argument('--log', default='unloop-records', metavar='DIR', help='the records, for unloop log collect')
    parser.add_argument('--keys', metavar='FILE', help='recovery keys, in any form that unloop repair takes')
    parser.add_argument('--passphrase-file', metavar='FILE', help='the passphrase of sealed keys')
    parser.add_argument('--jobs', type=int, default=4, metavar='N', help='machines at once (default: 4)')
    parser.add_argument('--wait', type=float, default=60, metavar='MINUTES',
                        help='the longest that one step may take (default: 60)')
    parser.add_argument('--look-only', action='store_true', help='stop, look and put back; no disk is written')
    parser.add_argument('--delete-snapshots', action='store_true',
                        help='delete the snapshots of repaired machines, too; they are the way back once Windows has started')
    parser.add_argument('--discard-local-disks', action='store_true',
                        help='also stop machines whose local disks (instance store, local SSDs) are emptied thereby')
    parser.add_argument('--image', metavar='DIR', help='what unloop build made, for unloop repair')
    parser.add_argument('--dry-run', action='store_true', help='print the calls that would change something')
    parser.add_argument('--format', choices=('table', 'json'), default='table')
    parser.add_argument('--unloop', default='unloop', metavar='PROGRAM', help='the program (default: unloop)')
    parser.add_argument('--devices', default='/dev/disk/by-id', metavar='DIR', help='where the links to disks are')
    parser.add_argument('--poll', type=float, default=5, metavar='SECONDS', help='between two looks at the provider (default: 5)')
    return parser


class Run:
    """All machines of a list."""

    def __init__(self, options, tool, walk, columns, default):
        self.options, self.tool, self.dry = options, tool, options.dry_run
        self.walk, self.columns, self.default = walk, columns, default
        self.stopping = threading.Event()
        self.id = 'dry-run'
        tool.dry, tool.pause = self.dry, options.poll

    def go(self):
        rows = read_machines(self.options.machines, self.columns, self.default)
        if self.options.jobs < 1:
            raise UsageError(f'--jobs {self.options.jobs}: give it 1 or more')
        if not self.dry:
            try:
                check_programs(self.options)
            except CloudError as error:
                raise UsageError(str(error)) from error
            self._open()
            rows += self._begun({row['name'] for row in rows})
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            return list(pool.map(self._machine, rows))

    def _stop(self, *_):
        if not self.stopping.is_set():
            say('stopping: what is not repaired yet is put back; what is being repaired is brought to its end')
        self.stopping.set()

    def _open(self):
        folder = pathlib.Path(self.options.state)
        folder.mkdir(parents=True, exist_ok=True)
        self.tool.inherited = (lock(folder / 'lock', self.options.wait * 60, say),)
        place = folder / 'run.json'
        if not place.exists():
            write_whole(place, {'id': uuid.uuid4().hex[:8]})
        try:
            self.id = json.loads(place.read_text(encoding='utf-8'))['id']
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f'{place}: damaged ({error}); give another --state, and see what this one has left') from error

    def _begun(self, listed):
        """Machines that an earlier run has begun and not ended, and that are no more in the list: nothing is left behind."""
        rows = []
        for path in sorted(pathlib.Path(self.options.state).glob('*.jsonl')):
            journal = Journal(path)
            row = journal.last('row')
            if row and row['name'] not in listed and not journal.last('finished'):
                rows.append(row)
            journal.close()
        return rows

    def _journal(self, name):
        """The journal of the newest attempt, which one: what has ended otherwise than done is tried anew."""
        if self.dry:
            return Journal(None), 1
        attempt = 1
        while (path := pathlib.Path(self.options.state, f'{name}.{attempt}.jsonl')).exists():
            journal = Journal(path)
            finished = journal.last('finished')
            if not finished or finished['done']:
                return journal, attempt
            journal.close()
            attempt += 1
        return Journal(path), attempt

    def _machine(self, row):
        try:
            journal, attempt = self._journal(row['name'])
        except UsageError as error:
            return self._left(row, 'unfinished', str(error))
        try:
            finished = journal.last('finished')
            if finished:
                return finished
            if self.stopping.is_set() and not journal.facts:
                return self._left(row, 'as-before', 'stopped before it was begun')
            return self.walk(self, row, journal, attempt).go()
        except Refusal as error:
            return self._left(row, 'as-before', str(error))
        except (CloudError, Unfinished, OSError) as error:
            began = bool(journal.facts)
            advice = '; run the same command again' if began and not isinstance(error, Unfinished) else ''
            return self._left(row, 'unfinished' if began else 'as-before', f'{error}{advice}')
        finally:
            journal.close()

    @staticmethod
    def _left(row, state, message):
        return {'machine': row['name'], 'outcome': None, 'reason': None, 'state': state, 'done': False, 'message': message,
                'kept': None, 'log': None, 'undo': None}


def show(results, form):
    """The answer on standard output."""
    if form == 'json':
        return print(json.dumps({'machines': results}, indent=1))
    rows = [('MACHINE', 'OUTCOME', 'STATE', 'KEPT', 'LOG')] + [
        tuple(str(one[key] or '-') for key in ('machine', 'outcome', 'state', 'kept', 'log')) for one in results]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        print('  '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for one in results:
        if one['message']:
            print(f'{one["machine"]}: {one["message"]}')


def main(run, form):
    """Runs all machines; ends with 0 if all are done, 1 if not, 64 if nothing was begun because something is wrong here."""
    try:
        results = run.go()
    except UsageError as error:
        say(f'unloop: {error}')
        sys.exit(USAGE)
    if not run.dry:
        show(results, form)
    elif any(one['message'] for one in results):
        for one in results:
            if one['message']:
                say(f'{one["machine"]}: {one["message"]}')
        sys.exit(NOT_DONE)
    sys.stdout.flush()
    # Lines that a pipe does not take are no reason to tell of an error.
    os._exit(DONE if run.dry or all(one['done'] for one in results) else NOT_DONE)
