"""Kernel, initramfs and modules, and what the image for a stick holds."""
from .common import BUILD, checkouts, manifest, modules


def boot_files(checkout):
    """Bytes of the kernel and of the initramfs."""
    return [(checkout / 'build/pxe' / name).stat().st_size for name in ('vmlinuz', 'initrd')]


def run(options):
    kernel, initrd = boot_files(BUILD.parent)
    packed = sum(e['size'] for e in manifest()['image'] if e['path'].endswith('.ko.xz'))
    stick = (BUILD / 'unloop.img').stat()
    print(f'Size\n  kernel                 {kernel / 1e6:8.1f} MB\n  initramfs              {initrd / 1e6:8.1f} MB'
          f'\n  together               {(kernel + initrd) / 1e6:8.1f} MB   aim: 42 MB or less'
          f'\n  kernel modules         {len(modules()):8}      {packed / 1e6:.1f} MB of the initramfs'
          f'\n  stick, used            {stick.st_blocks * 512 / 1e6:8.1f} MB   of {stick.st_size / 1e6:.1f} MB')
    for other in checkouts(options)[1:]:
        size = sum(boot_files(other))
        print(f'  the other checkout     {size / 1e6:8.1f} MB   together; ratio {(kernel + initrd) / size:.3f}')
