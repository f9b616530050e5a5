"""Trying recovery passwords on a BitLocker volume that Windows made, as the agent does with keys without an identifier,
against `cryptsetup open --test-passphrase` with each of them. Processor time, so that it is keys a second and core."""
import os, pathlib, subprocess, sys, tempfile

from .common import TOP, compile_tool, report, say, timed

KEYS = 20


def run(options):
    fixtures = pathlib.Path(os.environ.get('UNLOOP_FIXTURES', TOP.parent / 'shared/fixtures'))
    archive = fixtures / 'real/cryptsetup-2.8.8/bitlk-images.tar.xz'
    if not archive.exists():
        sys.exit(f'bench: tries needs the volumes of the fixtures, and {archive} is not there; see UNLOOP_FIXTURES')
    tries = compile_tool('unloop-tries')
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(['tar', '-xJf', archive, '-C', folder], check=True)
        volume = f'{folder}/bitlk-images/bitlk-aes-xts-128-two-recovery.img'
        texts = ['-'.join(f'{(number * 7919 + place * 104_729) % 65_536 * 11:06}' for place in range(8))
                 for number in range(KEYS)]
        keys = pathlib.Path(folder, 'keys')
        keys.write_text('\n'.join(texts) + '\n')
        for number, text in enumerate(texts):
            pathlib.Path(folder, f'key-{number}').write_text(text)
        each = ('for file in "$0"/key-*; do /usr/sbin/cryptsetup open --test-passphrase --type bitlk --key-file "$file" "$1" x; '
                'done; true')
        pairs = []
        for number in range(options.pairs):
            say(f'Trying keys: pair {number + 1} of {options.pairs} …')
            with keys.open() as file:
                ours = timed([tries, volume], stdin=file)[1]
            pairs.append((ours, timed(['sh', '-c', each, folder, volume])[1]))
        report(f'{KEYS} wrong recovery passwords on a volume with two of them', 'unloop', 'cryptsetup', pairs)
        ours, other = (min(pair[place] for pair in pairs) for place in (0, 1))
        print(f'  keys a second and core: {KEYS / ours:.1f}, {KEYS / other:.1f}')
