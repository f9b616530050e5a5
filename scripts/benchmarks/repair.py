"""A look at a disk that is not started, against guestfish, which mounts its Windows and lists one folder (only where guestfish is
installed); and four disks at once against one after the other, with the memory of each virtual machine."""
import json, os, pathlib, shutil, subprocess, sys, tempfile, time

from .common import BUILD, QUIET, TOP, UNLOOP, report, say

FOLDER = '/Windows/System32/drivers/CrowdStrike'


def look(disks, folder, jobs=1):
    """Seconds that a look at disks takes; each has something to remove, and nothing is written."""
    command = [UNLOOP, 'repair', '--quiet', '--look-only', '--format', 'json', '--image', BUILD / 'pxe', '--log', folder,
               '--jobs', str(jobs)] + disks
    begin = time.monotonic()
    result = subprocess.run(command, stdout=subprocess.PIPE)
    seconds = time.monotonic() - begin
    machines = json.loads(result.stdout)['machines']
    if [machine['outcome'] for machine in machines] != ['refused'] * len(disks):
        sys.exit(f'bench: a look at {disks} found something else: {machines}')
    return seconds


def memory(disk, folder):
    """The most memory of the virtual machine of a look, in MiB."""
    command = [UNLOOP, 'repair', '--quiet', '--look-only', '--image', BUILD / 'pxe', '--log', folder, disk]
    program = subprocess.Popen(command, **QUIET)
    most = 0
    while program.poll() is None:
        for status in descendants(program.pid):
            fields = dict(line.split(':', 1) for line in status.splitlines() if ':' in line)
            if fields.get('Name', '').strip().startswith('qemu-system'):
                most = max(most, int(fields.get('VmHWM', '0 kB').split()[0]))
        time.sleep(0.1)
    return most / 1024


def descendants(process):
    """The status of the processes that a process has started."""
    parents, texts = {}, {}
    for path in pathlib.Path('/proc').glob('[0-9]*/status'):
        try:
            text = path.read_text()
        except OSError:
            continue
        number = int(path.parent.name)
        texts[number] = text
        parents[number] = int(text.split('PPid:')[1].split()[0])
    found, new = set(), {process}
    while new:
        found |= new
        new = {child for child, parent in parents.items() if parent in new} - found
    return [texts[number] for number in found if number in texts]


def run(options):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([TOP / 'scripts/make-demo-disk', folder, 'base-gpt'], check=True, **QUIET)
        disk = f'{folder}/base-gpt.img'
        disks = [f'{folder}/web{number}.img' for number in range(4)]
        for copy in disks:
            shutil.copyfile(disk, copy)
        if shutil.which('guestfish'):
            pairs = []
            for number in range(options.pairs):
                say(f'Looking at a disk: pair {number + 1} of {options.pairs} …')
                ours = look([disk], f'{folder}/records')
                begin = time.monotonic()
                subprocess.run(['guestfish', '--ro', '--format=raw', '-a', disk, 'run', ':', 'mount-ro', '/dev/sda3', '/', ':',
                                'ls', FOLDER], check=True, env=os.environ | {'LIBGUESTFS_BACKEND': 'direct'}, **QUIET)
                pairs.append((ours, time.monotonic() - begin))
            report('a look at a disk that is not started', 'unloop repair', 'guestfish', pairs)
        else:
            print('\na look at a disk that is not started: guestfish is not installed, so it is not compared')
        pairs = []
        for number in range(options.pairs):
            say(f'Looking at four disks: pair {number + 1} of {options.pairs} …')
            pairs.append((look(disks, f'{folder}/records', jobs=4), look(disks, f'{folder}/records')))
        report('four disks that are not started', 'at once', 'one after another', pairs)
        print(f'  memory of a virtual machine: {memory(disk, f"{folder}/records"):.0f} MiB')
