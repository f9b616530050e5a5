"""From the start of the kernel to the outcome of a repair, against the same kernel with an init that ends at once."""
import os, pathlib, subprocess, sys, tempfile, time

from .common import QUIET, TOP, checkouts, report, report_against, say


def seconds_until(word, build, initrd, arguments, disk):
    """Boots a virtual machine straight into the kernel of a `build` folder; seconds from its first line to the line with `word`."""
    command = ['qemu-system-x86_64', '-nodefaults', '-accel', 'tcg', '-cpu', 'max', '-m', '512', '-machine', 'q35', '-vga', 'std',
               '-display', 'none', '-serial', 'stdio', '-no-reboot', '-kernel', build / 'pxe/vmlinuz', '-initrd', initrd,
               '-append', f'console=ttyS0 panic=-1 loglevel=6 {arguments}', '-device', 'qemu-xhci',
               '-drive', f'if=none,id=stick,format=raw,snapshot=on,file={build}/unloop.img',
               '-device', 'usb-storage,drive=stick,removable=on',
               '-drive', f'if=none,id=disk,format=raw,snapshot=on,file={disk}', '-device', 'nvme,drive=disk,serial=DISK-1']
    begin, seen = None, ''
    machine = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        for line in machine.stdout:
            seen += line.decode(errors='replace')
            if begin is None and b'Linux version' in line:
                begin = time.monotonic()
            elif begin is not None and word.encode() in line:
                return time.monotonic() - begin
    finally:
        machine.kill()
        machine.wait()
    sys.exit(f'bench: the machine never said "{word}"; it said:\n{seen}')


def smallest_initramfs(folder):
    """An initramfs with nothing in it but an init that ends at once: exit_group(0), 134 bytes of ELF."""
    code = bytes.fromhex('31ff' 'b8e7000000' '0f05')  # xor edi, edi; mov eax, 231; syscall
    head = bytes.fromhex('7f454c46020101000000000000000000' '02003e0001000000' '7800400000000000' '4000000000000000'
                         '0000000000000000' '00000000' '4000' '3800' '0100' '0000' '0000' '0000')
    segment = bytes.fromhex('01000000' '05000000' '0000000000000000' '0000400000000000' '0000400000000000')
    length = (len(head) + 56 + len(code)).to_bytes(8, 'little')
    root = pathlib.Path(folder, 'root')
    (root / 'dev').mkdir(parents=True)
    (root / 'init').write_bytes(head + segment + length * 2 + (4096).to_bytes(8, 'little') + code)
    (root / 'init').chmod(0o755)
    os.mknod(root / 'dev/console', 0o600 | 0o020000, os.makedev(5, 1))
    archive = pathlib.Path(folder, 'smallest.cpio')
    with archive.open('wb') as file:
        names = b'init\ndev\ndev/console\n'
        subprocess.run(['cpio', '-o', '-H', 'newc', '--quiet'], cwd=root, input=names, stdout=file, check=True)
    return archive


def run(options):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([TOP / 'scripts/make-demo-disk', folder, 'base-gpt'], check=True, **QUIET)
        disk = f'{folder}/base-gpt.img'
        smallest = smallest_initramfs(folder)
        against_smallest, against_same, repairs = [], [], []
        builds = [checkout / 'build' for checkout in checkouts(options)]
        build, initrd = builds[0], builds[0] / 'pxe/initrd'
        for number in range(options.pairs):
            say(f'Booting: pair {number + 1} of {options.pairs} …')
            end = 'Attempted to kill init'
            times = [seconds_until('Unloop outcome: repaired', each, each / 'pxe/initrd', options.arguments, disk)
                     for each in builds]
            repairs.append(times)
            against_smallest.append((times[0], seconds_until(end, build, smallest, '', disk)))
            against_same.append((times[0], seconds_until(end, build, initrd, 'rdinit=/usr/bin/kmod', disk)))
        report('Boot to outcome, against an initramfs of one program', 'repair', 'init exits', against_smallest)
        report('Boot to outcome, against the same initramfs', 'repair', 'init exits', against_same)
        report_against('Boot to outcome', repairs)
