"""`unloop build` (all images, their manifest and bill of materials) against dracut, which makes one initramfs with the same
kernel modules; packages are in the cache, kernel modules unpacked, results of earlier builds are not used."""
import os, shutil, statistics, subprocess, tempfile

from .common import BUILD, QUIET, UNLOOP, modules, report, say, timed


def run(options):
    with tempfile.TemporaryDirectory() as folder:
        lock = BUILD / 'packages.lock'
        row = next(line.split() for line in lock.read_text().splitlines() if line.startswith('linux-image-6'))
        say(f'Unpacking {row[0]} for dracut …')
        tree = f'{folder}/tree'
        subprocess.run(['dpkg-deb', '-x', f'{options.cache}/packages/{row[4]}.deb', tree], check=True)
        if not os.path.exists(f'{tree}/lib'):
            os.symlink('usr/lib', f'{tree}/lib')
        version = row[0].removeprefix('linux-image-')
        subprocess.run(['/usr/sbin/depmod', '-b', tree, version], check=True)
        dracut = ['dracut', '--force', '--no-hostonly', '--no-hostonly-cmdline', '--no-early-microcode', '--zstd',
                  '--kmoddir', f'{tree}/lib/modules/{version}', '--modules', 'base', '--add-drivers',
                  ' '.join(modules()), f'{folder}/dracut.img', version]
        ours = [UNLOOP, 'build', '--lock', lock, '--offline', '--cache', f'{folder}/cache', '--output', f'{folder}/out']
        os.mkdir(f'{folder}/cache')
        os.symlink(f'{options.cache}/packages', f'{folder}/cache/packages')
        subprocess.run(ours, check=True, **QUIET)
        wall, processor, again = [], [], []
        for number in range(options.pairs):
            say(f'Building: pair {number + 1} of {options.pairs} …')
            shutil.rmtree(f'{folder}/cache/initramfs')
            times = timed(ours), timed(dracut)
            wall.append([t[0] for t in times])
            processor.append([t[1] for t in times])
            again.append(timed(ours)[0])
        report('Build, wall clock', 'unloop build', 'dracut', wall)
        report('Build, processor time', 'unloop build', 'dracut', processor)
        print(f'\n  unloop build with nothing changed: {statistics.median(again):.2f} s')
