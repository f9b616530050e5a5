/// What the authors of the packages in the image declare as the licence of the parts that are used, as SPDX expressions.
///
/// Taken from the copyright files of Debian's source packages, the main works only; the full account is in those files.
enum DeclaredLicence {
    /// The licence of a source package that is known; nil for others.
    static func ofSourcePackage(_ name: String) -> String? { known[name] }

    private static let known = [
        "busybox": "GPL-2.0-only",
        "cryptsetup": "GPL-2.0-or-later",
        "gcc-14": "GPL-3.0-or-later WITH GCC-exception-3.1",
        "glibc": "LGPL-2.1-or-later",
        "grub2": "GPL-3.0-or-later",
        "grub-efi-amd64-signed": "GPL-3.0-or-later",
        "hivex": "LGPL-2.1-only",
        "json-c": "MIT",
        "kmod": "LGPL-2.1-or-later AND GPL-2.0-or-later",
        "libyaml": "MIT",
        "libzstd": "BSD-3-Clause OR GPL-2.0-only",
        "linux": "GPL-2.0-only",
        "linux-signed-amd64": "GPL-2.0-only",
        "lvm2": "LGPL-2.1-only AND GPL-2.0-only",
        "mdadm": "GPL-2.0-or-later",
        "ntfs-3g": "GPL-2.0-or-later",
        "openssl": "Apache-2.0",
        "pcre2": "BSD-3-Clause",
        "popt": "MIT",
        "shim": "BSD-2-Clause",
        "shim-signed": "BSD-2-Clause",
        "shim-helpers-amd64-signed": "BSD-2-Clause",
        "systemd": "LGPL-2.1-or-later",
        "util-linux": "LGPL-2.1-or-later",
        "xz-utils": "0BSD",
        "zlib": "Zlib",
    ]
}
