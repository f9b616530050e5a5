"""scripts/cloud/aws against moto: the real command-line tool, a server on loopback that keeps states, and a stand-in for
`unloop repair`, whose own behaviour has its own tests."""
import contextlib, functools, io, json, logging, os, pathlib, signal, subprocess, sys, tempfile, threading, time, unittest
import urllib.request

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / 'scripts/cloud'))
sys.dont_write_bytecode = True
os.environ |= {'AWS_ACCESS_KEY_ID': 'test', 'AWS_SECRET_ACCESS_KEY': 'test', 'AWS_DEFAULT_REGION': 'us-east-1',
               'AWS_EC2_METADATA_DISABLED': 'true', 'AWS_CONFIG_FILE': '/dev/null', 'AWS_SHARED_CREDENTIALS_FILE': '/dev/null'}

import boto3  # noqa: E402
from awscli.clidriver import create_clidriver  # noqa: E402
from fleet import command, journal, tools  # noqa: E402
from fleet.amazon import AmazonWalk  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

# Answers with what a file beside it says of the machine, and writes down that it was asked.
REPAIR = '''#!/usr/bin/env python3
import json, os, sys, time
words = sys.argv
folder = os.path.dirname(words[0])
name, device = words[words.index('--group') + 1:][:2]
with open(f'{folder}/asked', 'a') as file:
    file.write(json.dumps(words[1:]) + chr(10))
os.stat(device)
answer = json.load(open(f'{folder}/answers.json')).get(name, {})
if answer.get('hang'):
    open(f'{folder}/hangs', 'w').close()
    time.sleep(600)
outcome = answer.get('outcome', 'repaired')
row = {'machine': name, 'outcome': outcome, 'reason': answer.get('reason'), 'log': f'{name}/logs/1.jsonl', 'undo': None,
       'committed': answer.get('committed', outcome == 'repaired')}
print(json.dumps({'machines': [row]}) if not answer.get('mute') else 'panic')
sys.exit(0 if outcome in ('repaired', 'nothing-to-do') else 1)
'''


class Killed(BaseException):
    """What stands for SIGKILL within this process."""


class CommandLineTool(tools.Tool):
    """The AWS CLI in this process, one call after the other: it captures what is printed."""
    turn = threading.Lock()

    def _call(self, words):
        output, errors = io.StringIO(), io.StringIO()
        with self.turn, contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            status = create_clidriver().main([*words, *self.common])
        if status != 0:
            message = tools.printable(errors.getvalue().strip())
            raise tools.CallError(f'aws {words}: {message}', bool(tools.TRANSIENT.search(message)))
        return json.loads(output.getvalue()) if output.getvalue().strip() else None


class LibraryTool(tools.Tool):
    """The same words through the library beneath the AWS CLI, which takes a quarter of a second for each call."""

    @functools.cached_property
    def client(self):
        return boto3.client('ec2')

    def _call(self, words):
        service, operation, *options = words
        assert service == 'ec2'
        given = {}
        for name, value in zip(options[::2], options[1::2], strict=True):
            key = ''.join(part.capitalize() for part in name[2:].split('-'))
            if name == '--filters':
                filter_name, values = value.removeprefix('Name=').split(',Values=')
                value = [{'Name': filter_name, 'Values': [values]}]
            elif name == '--tag-specifications':
                token = value.split('Key=unloop,Value=')[1].split('}')[0]
                key, value = 'TagSpecifications', [{'ResourceType': 'snapshot', 'Tags': [{'Key': 'unloop', 'Value': token}]}]
            elif name == '--block-device-mappings':
                value = json.loads(value)
            elif name.endswith(('-ids', '-types')):
                value = [value]
            given[key] = value
        try:
            return getattr(self.client, operation.replace('-', '_'))(**given)
        except ClientError as error:
            raise tools.CallError(f'{words}: {error}', bool(tools.TRANSIENT.search(str(error)))) from error


class AWSTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        logging.getLogger('werkzeug').setLevel(logging.ERROR)
        cls.server = ThreadedMotoServer(ip_address='127.0.0.1', port=0, verbose=False)
        cls.server.start()
        host, port = cls.server.get_host_and_port()
        os.environ['AWS_ENDPOINT_URL'] = f'http://{host}:{port}'

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        reset = urllib.request.Request(os.environ['AWS_ENDPOINT_URL'] + '/moto-api/reset', method='POST')
        urllib.request.urlopen(reset).close()
        self.ec2 = boto3.client('ec2')
        image = self.ec2.describe_images(Owners=['amazon'])['Images'][0]['ImageId']
        zone = {'AvailabilityZone': 'us-east-1a'}
        made = self.ec2.run_instances(ImageId=image, InstanceType='m5.large', MinCount=4, MaxCount=4, Placement=zone)['Instances']
        self.helper, *self.machines = [one['InstanceId'] for one in made]
        (self.folder / 'unloop').write_text(REPAIR)
        (self.folder / 'unloop').chmod(0o755)
        self.answer()
        (self.folder / 'devices').mkdir()
        for one in self.machines:
            volume = self.ec2.describe_volumes(VolumeIds=[self.root(one)['Ebs']['VolumeId']])['Volumes'][0]
            path = self.folder / 'devices' / f'nvme-Amazon_Elastic_Block_Store_{volume["VolumeId"].replace("-", "")}'
            with open(path, 'wb') as file:
                file.truncate(volume['Size'] << 30)
        # One was stopped before, and the root volume of one outlives it.
        self.ec2.stop_instances(InstanceIds=[self.machines[1]])
        self.ec2.modify_instance_attribute(InstanceId=self.machines[2], BlockDeviceMappings=[
            {'DeviceName': self.root(self.machines[2])['DeviceName'], 'Ebs': {'DeleteOnTermination': False}}])
        self.before = self.states()

    def root(self, number):
        instance = self.ec2.describe_instances(InstanceIds=[number])['Reservations'][0]['Instances'][0]
        return next((disk for disk in instance['BlockDeviceMappings'] if disk['DeviceName'] == instance['RootDeviceName']), None)

    def states(self):
        """All that must be as it was: power, root volume, its name and flag; volumes and whom they belong to."""
        found = {}
        for group in self.ec2.describe_instances()['Reservations']:
            for one in group['Instances']:
                disks = sorted((disk['DeviceName'], disk['Ebs']['VolumeId'], disk['Ebs']['DeleteOnTermination'])
                               for disk in one['BlockDeviceMappings'])
                found[one['InstanceId']] = one['State']['Name'], disks
        for volume in self.ec2.describe_volumes()['Volumes']:
            found[volume['VolumeId']] = [(one['InstanceId'], one['Device'], one['State']) for one in volume['Attachments']]
        return found

    def snapshots(self):
        return self.ec2.describe_snapshots(OwnerIds=['self'], Filters=[{'Name': 'tag-key', 'Values': ['unloop']}])['Snapshots']

    def answer(self, **answers):
        (self.folder / 'answers.json').write_text(json.dumps(answers))

    def asked(self):
        path = self.folder / 'asked'
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def options(self, *words, machines=None):
        rows = [f'{number},web{index}' for index, number in enumerate(self.machines if machines is None else machines)]
        (self.folder / 'list.csv').write_text('instance,name\n' + ''.join(row + '\n' for row in rows))
        return ['--machines', str(self.folder / 'list.csv'), '--helper', self.helper, '--state', str(self.folder / 'state'),
                '--log', str(self.folder / 'log'), '--unloop', str(self.folder / 'unloop'), '--devices',
                str(self.folder / 'devices'), '--poll', '0.01', '--wait', '1', *words]

    def go(self, *words, machines=None, kill=None, tool=LibraryTool):
        """A run in this process; with `kill`, it ends before (even) or after (odd) that line of the journals."""
        options = command.arguments('aws', '', '').parse_args(self.options(*words, machines=machines))
        run = command.Run(options, tool('aws', ['--output', 'json']), AmazonWalk, ('instance',), 'instance')
        write, count = journal.Journal.write, [0]

        def counted(self, **entry):
            place, count[0] = count[0], count[0] + 1
            if kill == 2 * place:
                raise Killed
            write(self, **entry)
            if kill == 2 * place + 1:
                raise Killed

        spoken = io.StringIO()
        handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        journal.Journal.write = counted
        try:
            with contextlib.redirect_stderr(spoken):
                return {one['machine']: one for one in run.go()}, count[0]
        finally:
            journal.Journal.write = write
            for number, handler in handlers.items():
                signal.signal(number, handler)
            for handle in run.tool.inherited:
                os.close(handle)

    # MARK: whole runs

    def test_repairs_all_and_leaves_everything_as_it_was(self):
        results, _ = self.go('--jobs', '3', tool=CommandLineTool)
        self.assertEqual([one['state'] for one in results.values()], ['repaired'] * 3)
        self.assertTrue(all(one['done'] for one in results.values()))
        self.assertEqual(self.states(), self.before)
        self.assertEqual({one['SnapshotId'] for one in self.snapshots()}, {one['kept'] for one in results.values()})
        self.assertEqual(len(self.asked()), 3)
        again, _ = self.go()
        self.assertEqual(again, results)
        self.assertEqual(len(self.asked()), 3, 'what is done is not done again')

    def test_two_that_fail_are_put_back(self):
        self.answer(web0={'outcome': 'locked', 'reason': 'no-key'}, web2={'outcome': 'failed', 'reason': 'cannot-mount'})
        results, _ = self.go('--jobs', '3')
        self.assertEqual([one['state'] for one in results.values()], ['as-before', 'repaired', 'as-before'])
        self.assertEqual([one['outcome'] for one in results.values()], ['locked', 'repaired', 'failed'])
        self.assertEqual(self.states(), self.before)
        self.assertEqual([one['SnapshotId'] for one in self.snapshots()], [results['web1']['kept']])
        # With the key at hand, the same command does the rest.
        self.answer()
        results, _ = self.go()
        self.assertTrue(all(one['done'] for one in results.values()))
        self.assertEqual(len(self.asked()), 5)
        self.assertEqual(self.states(), self.before)

    def test_looking_only_keeps_no_snapshot(self):
        self.answer(web0={'outcome': 'refused', 'reason': 'look-only'})
        results, _ = self.go('--look-only', machines=self.machines[:1])
        self.assertFalse(results['web0']['done'])
        self.assertIn('--look-only', self.asked()[0])
        self.assertEqual((self.states(), self.snapshots()), (self.before, []))

    def test_what_was_written_and_not_proven_is_not_started(self):
        self.answer(web0={'outcome': 'failed', 'committed': True})
        results, _ = self.go(machines=self.machines[:1])
        self.assertEqual(results['web0']['state'], 'in-doubt')
        self.assertEqual(len(self.snapshots()), 1)
        expected = dict(self.before)
        expected[self.machines[0]] = 'stopped', self.before[self.machines[0]][1]
        self.assertEqual(self.states(), expected)

    def test_a_repair_without_an_answer_stays_at_the_helper_until_it_has_one(self):
        self.answer(web0={'mute': True})
        results, _ = self.go(machines=self.machines[:1])
        self.assertEqual(results['web0']['state'], 'unfinished')
        volume = self.before[self.machines[0]][1][0][1]
        self.assertEqual([one[0] for one in self.states()[volume]], [self.helper])
        self.answer()
        results, _ = self.go(machines=self.machines[:1])
        self.assertEqual(results['web0']['state'], 'repaired')
        self.assertEqual(self.states(), self.before)

    # MARK: broken off

    def test_broken_off_at_any_line_of_the_journal_it_ends_whole(self):
        _, lines = self.go(machines=self.machines[2:])
        self.assertGreater(lines, 15)
        for outcome in ('repaired', 'locked'):
            self.answer(web0={'outcome': outcome})
            if outcome == 'locked':
                lines += 2
            for kill in range(2 * lines):
                with self.subTest(outcome=outcome, kill=kill):
                    for file in (self.folder / 'state').iterdir():
                        file.unlink()
                    for snapshot in self.snapshots():
                        self.ec2.delete_snapshot(SnapshotId=snapshot['SnapshotId'])
                    with contextlib.suppress(Killed):
                        self.go(machines=self.machines[2:], kill=kill)
                    results, _ = self.go(machines=self.machines[2:])
                    self.assertEqual(results['web0']['outcome'], outcome)
                    self.assertEqual(self.states(), self.before)
                    kept = [results['web0']['kept']] if outcome == 'repaired' else []
                    self.assertEqual([one['SnapshotId'] for one in self.snapshots()], kept)

    def test_killed_by_the_system_in_the_middle_of_a_repair(self):
        self.answer(web0={'hang': True})
        words = [TOP / 'scripts/cloud/aws', *self.options(machines=self.machines[:1])]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        deadline = time.monotonic() + 600
        while not (self.folder / 'hangs').exists():
            self.assertLess(time.monotonic(), deadline)
            self.assertIsNone(process.poll(), process.poll() is not None and process.stderr.read())
            time.sleep(0.1)
        self.answer()
        process.kill()
        process.communicate()
        # The repair goes on by itself and holds the lock; it is this test's own, and its end is what is waited for.
        for path in pathlib.Path('/proc').glob('[0-9]*/cmdline'):
            with contextlib.suppress(OSError):
                if str(self.folder / 'unloop').encode() in path.read_bytes():
                    os.kill(int(path.parent.name), signal.SIGKILL)
        done = subprocess.run([*words, '--format', 'json'], capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)['machines'][0]['state'], 'repaired')
        self.assertEqual(self.states(), self.before)

    # MARK: refused, printed, said

    def test_what_must_not_be_stopped_is_left_alone(self):
        image = self.ec2.describe_images(Owners=['amazon'])['Images'][0]['ImageId']
        far = self.ec2.run_instances(ImageId=image, InstanceType='m5.large', MinCount=1, MaxCount=1, Placement={
            'AvailabilityZone': 'us-east-1b'})['Instances'][0]['InstanceId']
        local = self.ec2.run_instances(ImageId=image, InstanceType='i3.large', MinCount=1, MaxCount=1, Placement={
            'AvailabilityZone': 'us-east-1a'})['Instances'][0]['InstanceId']
        before = self.states()
        results, _ = self.go(machines=[far, self.helper, 'i-00000000000000000', local])
        self.assertEqual([one['state'] for one in results.values()], ['as-before'] * 4)
        self.assertIn('local disks', results['web3']['message'])
        self.assertIn('a volume stays in its zone', results['web0']['message'])
        self.assertIn('the helper itself', results['web1']['message'])
        self.assertIn('i-00000000000000000', results['web2']['message'])
        self.assertEqual((self.states(), self.asked()), (before, []))

    def test_a_dry_run_changes_nothing_and_prints_every_call(self):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            self.go('--dry-run', machines=self.machines[:1])
        said = [line.split()[2] for line in output.getvalue().splitlines() if line.startswith('aws ec2')]
        self.assertEqual(said, ['stop-instances', 'create-snapshot', 'detach-volume', 'attach-volume', 'detach-volume',
                                'attach-volume', 'modify-instance-attribute', 'start-instances'])
        self.assertEqual((self.states(), self.snapshots()), (self.before, []))
        self.assertFalse((self.folder / 'state').exists())

    def test_mistakes_in_the_list_are_told_by_row(self):
        for text, words in (('', 'no machine'), ('instance\n', 'headings and no machine'), ('id\ni-1\n', 'the headings are'),
                            ('instance\ni-1\ni-1\n', 'row 3: i-1 is in row 2 too'), ('instance,name\ni-1,../x\n', 'row 2: name is'),
                            ('instance,name\ni-1\n', 'row 2: 1 cells and not 2')):
            (self.folder / 'list.csv').write_text(text)
            with self.subTest(text=text), self.assertRaisesRegex(command.UsageError, words):
                command.read_machines(self.folder / 'list.csv', ('instance',), 'instance')


if __name__ == '__main__':
    unittest.main()
