"""The walks on stand-ins, the same for each provider: in this process, and as programs where that is what is tested."""
import contextlib, copy, io, json, os, pathlib, signal, subprocess, sys, tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / 'scripts/cloud'), str(pathlib.Path(__file__).parent)]
sys.dont_write_bytecode = True

from fleet import journal, tools  # noqa: E402
from stand_ins import Refused  # noqa: E402

# Does to a disk what a file beside it says of the machine, and answers as the real one does.
REPAIR = '''#!/usr/bin/python3 -S
import json, os, sys
words = sys.argv
folder = os.path.dirname(words[0])
name, device = words[words.index('--group') + 1:][:2]
with open(f'{folder}/plan.json') as file:
    outcome = json.load(file).get(name, 'repaired')
if outcome == 'mute':
    sys.exit(1)
if '--look-only' in words:
    outcome = 'refused'
if outcome == 'repaired':
    with open(device, 'r+b') as disk:
        disk.write(b'REPAIRED')
row = {'machine': name, 'outcome': outcome, 'reason': None, 'log': name, 'undo': None, 'committed': outcome == 'repaired'}
print(json.dumps({'machines': [row]}))
sys.exit(0 if outcome in ('repaired', 'nothing-to-do') else 1)
'''


class Killed(BaseException):
    """What stands for SIGKILL within this process."""


class Walks:
    """Mixed into the case of a provider, which has the script, its options, the stand-in and how its machines look."""
    maxDiff = None

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        for name in ('devices', 'disks', 'bin'):
            (self.folder / name).mkdir()
        self.write_program('unloop', REPAIR)
        self.plan()

    def write_program(self, name, text):
        (self.folder / 'bin' / name).write_text(text)
        (self.folder / 'bin' / name).chmod(0o755)

    def plan(self, **outcomes):
        (self.folder / 'bin' / 'plan.json').write_text(json.dumps(outcomes))

    def make(self, **machines):
        """A cloud with a helper, and machines by name with what is particular to them."""
        self.cloud = self.stand_in(self.folder, copy.deepcopy(self.empty))
        for name, more in {'helper': {}, **machines}.items():
            self.add(name, **more)
        self.before = copy.deepcopy(self.cloud.state)

    def make_disk(self, name, size):
        with open(self.folder / 'disks' / name, 'wb') as disk:
            disk.truncate(size)

    def words(self, rows, *words):
        (self.folder / 'list.csv').write_text('\n'.join([','.join(self.columns), *rows]) + '\n')
        return ['--machines', str(self.folder / 'list.csv'), '--helper', 'helper', '--state', str(self.folder / 'state'),
                '--log', str(self.folder / 'log'), '--unloop', str(self.folder / 'bin/unloop'), '--devices',
                str(self.folder / 'devices'), '--poll', '0.01', '--wait', '1', *self.helper_words, *words]

    def go(self, names, *words, kill=None, rows=None):
        """A run in this process; with `kill`, it ends before (even) or after (odd) that line of the journals."""
        case = self

        class Tool(tools.Tool):
            def _call(self, words):
                try:
                    printed = case.cloud.call([*words, *self.common])
                except Refused as refusal:
                    raise tools.CallError(str(refusal)) from refusal
                return json.loads(printed) if printed else None

        write, count = journal.Journal.write, [0]

        def counted(self, **entry):
            place, count[0] = count[0], count[0] + 1
            # What is killed writes nothing more, in no thread.
            if kill is not None and kill <= 2 * place:
                raise Killed
            write(self, **entry)
            if kill == 2 * place + 1:
                raise Killed

        made = []
        handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        real = self.module['Run'], self.module['Tool'], self.module['main']
        self.module['Tool'] = Tool
        self.module['main'] = lambda run, form: made.append(run)
        journal.Journal.write, arguments = counted, sys.argv
        sys.argv = [self.script, *self.words(rows or [self.row(name) for name in names], *words)]
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                self.module['command']()
                return {one['machine']: one for one in made[0].go()}, count[0]
        finally:
            journal.Journal.write, sys.argv = write, arguments
            self.module['Run'], self.module['Tool'], self.module['main'] = real
            for number, handler in handlers.items():
                signal.signal(number, handler)
            for handle in made[0].tool.inherited:
                os.close(handle)

    def is_repaired(self, name):
        return (self.folder / 'disks' / self.disk_of(name)).read_bytes()[:8] == b'REPAIRED'

    def assert_whole(self, snapshots):
        """Everything as it was, nothing left, and nothing asked for that was refused."""
        self.assertEqual(self.whole(self.cloud.state), self.whole(self.before))
        self.assertEqual(len(self.cloud.state['snapshots']), snapshots)
        self.assertEqual(self.cloud.refused, [])
        self.assertEqual([path for path in (self.folder / 'devices').rglob('*') if path.is_symlink()], [])

    def verbs(self, lines):
        return [' '.join(word for word in line.split()[:3] if not word.startswith('-')) for line in lines]

    def again(self):
        """Another world for the next part of a series."""
        self.doCleanups()
        self.setUp()

    # MARK: whole runs

    def test_repairs_and_leaves_everything_as_it_was(self):
        self.make(web0={}, web1=self.stopped, web2=self.unflagged)
        results, _ = self.go(['web0', 'web1', 'web2'], '--jobs', '3')
        self.assertEqual([one['state'] for one in results.values()], ['repaired'] * 3, results)
        self.assertTrue(all(self.is_repaired(name) for name in results))
        self.assert_whole(snapshots=3)
        again, _ = self.go(['web0', 'web1', 'web2'])
        self.assertEqual(again, results)

    def test_the_order_of_calls(self):
        self.make(web0={})
        self.go(['web0'])
        self.assertEqual(self.verbs(self.cloud.called), self.order)

    def test_as_a_program(self):
        self.make(web0={}, web1={})
        self.plan(web1='locked')
        (self.folder / 'cloud.json').write_text(json.dumps(self.cloud.state))
        self.write_program(self.stand_in.program, f'#!/bin/sh\nexec /usr/bin/python3 -S -B "{TOP}/Tests/CloudScripts/stand_ins.py" '
                           f'{self.stand_in.program} "{self.folder}" "$@"\n')
        done = subprocess.run(
            [TOP / 'scripts/cloud' / self.script, *self.words([self.row('web0'), self.row('web1')], '--format', 'json')],
            capture_output=True, text=True, env=os.environ | {'PATH': f'{self.folder}/bin:{os.environ["PATH"]}'})
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual([(one['machine'], one['outcome'], one['state']) for one in json.loads(done.stdout)['machines']],
                         [('web0', 'repaired', 'repaired'), ('web1', 'locked', 'as-before')])
        self.cloud.state = json.loads((self.folder / 'cloud.json').read_text())
        self.assert_whole(snapshots=1)

    def test_two_that_fail_in_the_middle_are_put_back(self):
        self.make(**{f'web{number}': {} for number in range(6)})
        self.plan(web3='locked', web4='nothing-to-do', web5='failed')
        for name in ('web1', 'web2'):
            self.cloud.fail(self.fatal.format(name), before=True)
        names = [f'web{number}' for number in range(6)]
        results, _ = self.go(names, '--jobs', '6')
        self.assertEqual([(one['outcome'], one['state'], one['done']) for one in results.values()], [
            ('repaired', 'repaired', True), ('failed', 'as-before', False), ('failed', 'as-before', False),
            ('locked', 'as-before', False), ('nothing-to-do', 'as-before', True), ('failed', 'as-before', False)])
        self.assertIn('a failure of the test', results['web1']['message'])
        self.assertEqual([self.is_repaired(name) for name in names], [True, False, False, False, False, False])
        self.assert_whole(snapshots=1)
        # With what was missing, the same command does the rest.
        self.plan()
        results, _ = self.go(names, '--delete-snapshots')
        self.assertTrue(all(one['done'] for one in results.values()), results)
        self.assert_whole(snapshots=1)

    def test_each_call_fails_before_or_after_it_has_changed_something(self):
        for before in (True, False):
            for number, verb in enumerate(self.order):
                with self.subTest(verb=verb, number=number, before=before):
                    self.make(web0={})
                    self.cloud.fail(verb, before)
                    results, _ = self.go(['web0'])
                    if not before:
                        self.assertEqual(results['web0']['outcome'], 'repaired')
                    elif not results['web0']['done']:
                        self.assertIn('a failure of the test', results['web0']['message'])
                        if results['web0']['state'] == 'as-before':
                            self.assertFalse(self.is_repaired('web0'))
                            self.assert_whole(snapshots=0)
                        results, _ = self.go(['web0'])
                    self.assertEqual(results['web0']['state'], 'repaired')
                    self.assertTrue(self.is_repaired('web0'))
                    self.assert_whole(snapshots=1)
                self.again()

    def test_looking_only_and_printing_change_nothing(self):
        self.make(web0={})
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            self.go(['web0'], '--dry-run')
        program = f'{self.stand_in.program} '
        printed = [line.removeprefix(program) for line in output.getvalue().splitlines() if line.startswith(program)]
        self.assertEqual(self.verbs(printed), self.order)
        self.assertEqual((self.cloud.called, self.cloud.state), ([], self.before))
        results, _ = self.go(['web0'], '--look-only')
        self.assertEqual((results['web0']['outcome'], results['web0']['state']), ('refused', 'as-before'))
        self.assertFalse(self.is_repaired('web0'))
        self.assert_whole(snapshots=0)

    def test_started_by_somebody_meanwhile(self):
        """Nothing is taken from a machine that runs."""
        self.make(web0={})
        answer, started = self.cloud.answer, []

        def answering(state, plain, given):
            printed = answer(state, plain, given)
            if not started and 'snapshot' in plain and self.cloud.changes & set(plain):
                started.append(self.start('web0'))
            return printed

        self.cloud.answer = answering
        results, _ = self.go(['web0'])
        self.assertEqual((results['web0']['done'], results['web0']['state']), (False, 'as-before'))
        self.assertIn('somebody has started it', results['web0']['message'])
        self.assert_whole(snapshots=0)

    # MARK: broken off

    def broken_off(self, outcome, names=('web0',), step=1):
        self.make(**{name: {} for name in names})
        self.plan(**{name: outcome for name in names})
        _, lines = self.go(names)
        self.assertGreater(lines, 15)
        for kill in range(0, 2 * lines, step):
            self.again()
            self.make(**{name: {} for name in names})
            self.plan(**{name: outcome for name in names})
            with self.subTest(kill=kill):
                with contextlib.suppress(Killed):
                    self.go(names, '--jobs', '3', kill=kill)
                results, _ = self.go(names, '--jobs', '3')
                self.assertEqual({one['outcome'] for one in results.values()}, {outcome})
                self.assertEqual({self.is_repaired(name) for name in names}, {outcome == 'repaired'})
                self.assert_whole(snapshots=len(names) if outcome == 'repaired' else 0)

    def test_broken_off_at_any_line_a_repaired_machine_ends_whole(self):
        self.broken_off('repaired')

    def test_broken_off_at_any_line_a_locked_machine_is_put_back(self):
        self.broken_off('locked')

    def test_what_is_no_more_in_the_list_is_ended_too(self):
        self.make(web0={}, web1={})
        with contextlib.suppress(Killed):
            self.go(['web0'], kill=11)
        self.assertNotEqual(self.cloud.state, self.before)
        results, _ = self.go(['web1'])
        self.assertEqual({name: one['state'] for name, one in results.items()}, {'web0': 'repaired', 'web1': 'repaired'})
        self.assert_whole(snapshots=2)

    def test_broken_off_with_three_at_once(self):
        self.broken_off('repaired', ('web0', 'web1', 'web2'), step=7)
