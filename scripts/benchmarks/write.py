"""Writing a stick with `unloop write` against `dd` of the whole image, both with direct I/O to the same loop device; reading
back is told apart. Rates are bytes on the medium a second, flushing included."""
import json, pathlib, statistics, subprocess, tempfile

from .common import BUILD, TOP, UNLOOP, report, say, timed

SIZE = 2 << 30


def rate(count, seconds):
    return count / seconds / 1e6


def run(options):
    image = BUILD / 'unloop.img'
    whole = image.stat().st_size
    with tempfile.TemporaryDirectory(dir=TOP / '.build') as folder:
        backing = pathlib.Path(folder, 'stick.img')
        # Room that was written before: nobody pays for the file system's allocation.
        subprocess.run(['dd', 'if=/dev/urandom', f'of={backing}', 'bs=1M', f'count={SIZE >> 20}', 'status=none', 'conv=fsync'],
                       check=True)
        loop = subprocess.run(['losetup', '--find', '--show', '--direct-io=on', backing], check=True, capture_output=True,
                              text=True).stdout.strip()
        try:
            ours = [UNLOOP, 'write', image, loop, '--allow-fixed', '--serial', backing.name, '--yes', '--format', 'json', '--quiet']
            other = ['dd', f'if={image}', f'of={loop}', 'bs=4M', 'oflag=direct', 'conv=fsync', 'status=none']
            pairs, ratios, written, verified = [], [], 0, []
            for number in range(options.pairs):
                say(f'Writing: pair {number + 1} of {options.pairs} …')
                result = json.loads(subprocess.run(ours, check=True, capture_output=True, text=True).stdout)[0]
                seconds = timed(other)[0]
                written = result['bytesWritten']
                own = result['writeMilliseconds'] / 1000
                pairs.append((own, seconds))
                ratios.append(rate(written, own) / rate(whole, seconds))
                verified.append(rate(written, result['verifyMilliseconds'] / 1000))
        finally:
            subprocess.run(['losetup', '--detach', loop], check=True)
    report('Writing a stick', 'unloop write', 'dd', pairs)
    rates = [(rate(written, a), rate(whole, b)) for a, b in pairs]
    print(f'  bytes written                {written / 1e6:8.1f} MB, {whole / 1e6:.1f} MB'
          f'\n  rate, median                 {statistics.median(r[0] for r in rates):8.1f} MB/s, '
          f'{statistics.median(r[1] for r in rates):.1f} MB/s'
          f'\n  median of the rates\' ratios  {statistics.median(ratios):8.2f}   aim: 0.95 or more'
          f'\n  reading back, median         {statistics.median(verified):8.1f} MB/s')
