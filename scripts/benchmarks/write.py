"""Writing a stick with `unloop write` against `dd` of the whole image, both with direct I/O to the same loop device, which a
control group slows down to the speed of a stick; reading back is told apart. Rates are bytes on the medium a second,
flushing included."""
import contextlib, json, os, pathlib, statistics, subprocess, tempfile

from .common import BUILD, QUIET, TOP, UNLOOP, report, say, timed

SIZE = 2 << 30
SPEED = 40 << 20
GROUPS = pathlib.Path('/sys/fs/cgroup')


@contextlib.contextmanager
def loop_device(backing):
    command = ['losetup', '--find', '--show', '--direct-io=on', backing]
    path = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    try:
        yield path
    finally:
        subprocess.run(['losetup', '--detach', path], check=True)


@contextlib.contextmanager
def slowed(device):
    """What a child calls to write to the device at SPEED: control groups of version 1 or 2."""
    number = os.stat(device).st_rdev
    number = f'{os.major(number)}:{os.minor(number)}'
    if (GROUPS / 'blkio').is_dir():
        group, file, limit = GROUPS / 'blkio/unloop-bench', 'blkio.throttle.write_bps_device', f'{number} {SPEED}'
    else:
        (GROUPS / 'cgroup.subtree_control').write_text('+io')
        group, file, limit = GROUPS / 'unloop-bench', 'io.max', f'{number} wbps={SPEED}'
    group.mkdir(exist_ok=True)
    try:
        (group / file).write_text(limit)
        yield lambda: (group / 'cgroup.procs').write_text(str(os.getpid()))
    finally:
        group.rmdir()


def run(options):
    image = BUILD / 'unloop.img'
    whole = image.stat().st_size
    pairs, rates, verified, written = [], [], [], 0
    with tempfile.TemporaryDirectory(dir=TOP / '.build') as folder:
        backing = pathlib.Path(folder, 'stick.img')
        # Room that was written before: nobody pays for the file system's allocation.
        fill = ['dd', 'if=/dev/zero', f'of={backing}', 'bs=1M', f'count={SIZE >> 20}', 'conv=fsync']
        subprocess.run(fill, check=True, **QUIET)
        with loop_device(backing) as device, slowed(device) as slow:
            ours = [UNLOOP, 'write', image, device, '--allow-fixed', '--serial', backing.name, '--yes', '--quiet',
                    '--format', 'json']
            other = ['dd', f'if={image}', f'of={device}', 'bs=4M', 'oflag=direct', 'conv=fsync']
            for number in range(options.pairs):
                say(f'Writing: pair {number + 1} of {options.pairs} …')
                output = subprocess.run(ours, check=True, stdout=subprocess.PIPE, text=True, preexec_fn=slow).stdout
                result = json.loads(output)[0]
                written = result['bytesWritten']
                pairs.append((result['writeMilliseconds'] / 1000, timed(other, preexec_fn=slow)[0]))
                rates.append((written / pairs[-1][0] / 1e6, whole / pairs[-1][1] / 1e6))
                verified.append(written / result['verifyMilliseconds'] / 1e3)
    report('Writing a stick', 'unloop write', 'dd', pairs)
    print(f'  bytes written               {written / 1e6:8.1f} MB   and {whole / 1e6:.1f} MB'
          f'\n  median rates                {statistics.median(r[0] for r in rates):8.1f} MB/s and '
          f'{statistics.median(r[1] for r in rates):.1f} MB/s'
          f'\n  median of the rates\' ratios {statistics.median(a / b for a, b in rates):8.2f}        aim: 0.95 or more'
          f'\n  reading back, median        {statistics.median(verified):8.1f} MB/s', flush=True)
