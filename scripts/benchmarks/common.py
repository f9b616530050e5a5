"""What the benchmarks share: timing, pairs, the image under test."""
import json, os, pathlib, resource, statistics, subprocess, sys, time

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = TOP / 'build'
# The program of a checkout.
PROGRAM = '.build/release/unloop'
UNLOOP = TOP / PROGRAM
QUIET = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def say(text):
    print(text, file=sys.stderr, flush=True)


def checkouts(options):
    """This checkout, and the one that it is compared to, if there is one."""
    return [TOP, options.against.resolve()] if options.against else [TOP]


def report_against(title, pairs):
    """Prints how this checkout compares to the other, if there is one: `pairs` has a figure for each checkout."""
    if all(len(pair) == 2 for pair in pairs):
        report(f'{title}, against the other checkout', 'this one', 'the other', pairs)


def compile_tool(product):
    """Compiles one of the programs that serve the bench alone, with the flags that everything else has."""
    command = f'. scripts/common.sh; swift build "${{release_flags[@]}}" --product {product}'
    subprocess.run(['bash', '-euo', 'pipefail', '-c', command], cwd=TOP, check=True, stdout=sys.stderr)
    return TOP / '.build/release' / product


def timed(command, **options):
    """Seconds of wall clock and of processors that a command takes."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, **(QUIET | options))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def report(title, ours, other, pairs):
    """Prints every pair and the median of the ratios."""
    print(f'\n{title}\n  {"pair":<6}{ours:>22}{other:>22}{"ratio":>8}')
    for number, (a, b) in enumerate(pairs, 1):
        print(f'  {number:<6}{a:>20.2f} s{b:>20.2f} s{a / b:>8.2f}')
    print(f'  median of the ratios: {statistics.median(a / b for a, b in pairs):.2f}', flush=True)


def manifest():
    return json.loads((BUILD / 'manifest.json').read_text())


def modules():
    """Names of the image's kernel modules."""
    paths = [pathlib.PurePath(entry['path']) for entry in manifest()['image']]
    return sorted(path.name.removesuffix('.ko.xz') for path in paths if path.name.endswith('.ko.xz'))


def peak(command, expected):
    """Seconds of wall clock and mebibytes of memory at the most."""
    begin = time.monotonic()
    process = subprocess.Popen(command, **QUIET)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != expected:
        sys.exit(f'bench: {command[0]} ended with {process.returncode}, not {expected}')
    return time.monotonic() - begin, usage.ru_maxrss / 1024
