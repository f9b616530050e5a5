"""`unloop repair` on a disk that is attached to this machine."""
import json, os, pathlib, time
from .errors import CallError, CloudError, Unfinished
from .tools import run_program, printable

DONE = ('repaired', 'nothing-to-do')
# The command line was wrong: nothing was begun.
USAGE = 64


def wait_for_device(paths, size, seconds, pause):
    """The first of some paths that appears, with the size in bytes that the provider has on record."""
    deadline = time.monotonic() + seconds
    while True:
        for path in paths:
            if os.path.exists(path):
                return _checked(path, size)
        if time.monotonic() > deadline:
            raise CloudError(f'{paths[0]}: the disk is attached and has not appeared here in {seconds:.0f} s; '
                             'run this on the helper itself, and see that its udev rules name the disks of the provider')
        time.sleep(pause)


def _checked(path, size):
    try:
        with open(path, 'rb', buffering=0) as device:
            found = device.seek(0, os.SEEK_END)
    except OSError as error:
        raise CloudError(f'{path}: cannot be opened: {error.strerror}; run this as a user who may read and write disks') from error
    if found != size:
        raise CloudError(f'{path}: has {found} bytes and not {size}; it is another disk than the machine\'s')
    return path


def repair_command(options, name, device):
    command = [options.unloop, 'repair', '--keys', options.keys] if options.keys else [options.unloop, 'repair']
    if options.passphrase_file:
        command += ['--passphrase-file', options.passphrase_file]
    if options.image:
        command += ['--image', options.image]
    command += ['--log', options.log, '--group', name, device]
    return command + (['--look-only'] if options.look_only else []) + ['--format', 'json']


def repair(options, name, device, inherited):
    """What became of the machine: outcome, reason, log, undo, committed, done.

    A repair that was broken off is run again, because then it ends whole. One that gives no answer even so may have
    written half of what it wanted, and nobody may start from that disk.
    """
    said = ''
    for _ in range(2):
        command = repair_command(options, name, device)
        try:
            status, output, errors = run_program(command, {}, inherited, options.wait * 60)
        except CallError as error:
            said = str(error)
            continue
        answer = _answer(output, name)
        if answer:
            done = status == 0 and answer['outcome'] in DONE
            return answer | {'done': done, 'exit': status}
        said = f'unloop repair ended with {status} and said: {printable(errors.strip())[-400:]}'
        if status == USAGE:
            raise CloudError(said)
    raise Unfinished(f'{said}. The disk may be half written, '
                     'and is not used before a repair of it has ended; run the same command again')


def _answer(output, name):
    try:
        machines = [machine for machine in json.loads(output)['machines'] if machine['machine'] == name]
        machine = machines[0] if len(machines) == 1 else {}
        if not isinstance(machine.get('outcome'), str) or not isinstance(machine.get('committed'), bool):
            return None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return {key: machine.get(key) for key in ('outcome', 'reason', 'log', 'undo', 'committed')}


def check_programs(options):
    """What is missing here is found before a machine is stopped."""
    for path, what in ((options.keys, '--keys'), (options.passphrase_file, '--passphrase-file')):
        if path and not os.access(path, os.R_OK):
            raise CloudError(f'{path}: cannot be read; {what} names it')
    pathlib.Path(options.log).mkdir(parents=True, exist_ok=True)
    if not os.access(options.log, os.W_OK):
        raise CloudError(f'{options.log}: cannot be written; --log names it')
