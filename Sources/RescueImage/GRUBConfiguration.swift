internal import Vocabulary

/// Texts of `grub.cfg`.
struct GRUBConfiguration: Sendable {
    let menu: BootMenu
    /// Folder of kernel and initramfs on the medium: empty or with a leading slash.
    let folder: String

    init(menu: BootMenu, folder: String) {
        self.menu = menu
        self.folder = folder
    }

    /// GRUB's modules for BIOS that the configuration needs beyond those that the medium needs.
    static let biosModules = [
        "biosdisk", "boot", "chain", "configfile", "drivemap", "echo", "linux", "minicmd", "normal", "part_gpt",
        "part_msdos", "regexp", "search", "search_fs_file", "search_fs_uuid", "search_label", "serial", "sleep",
        "terminal",
        "test",
    ]

    /// The menu.
    ///
    /// The serial port shows it too where there is one; `serial` fails without one and changes nothing. It takes no keys:
    /// a UPS, a modem or a floating line sends bytes, and one of them would stop the countdown of a shown menu for good.
    /// Firmware may hand them on as its own keys, so the menu is behind Esc, and nothing else stops the countdown. The last
    /// entry has the agent name Windows as the firmware's next boot entry under UEFI: loading Windows from here would
    /// change what the TPM measures, and BitLocker would ask for its key, while a boot manager that just ends leads
    /// into the firmware's setup (UEFI specification 2.10, section 3.1.1). A BIOS has no such way, so there the first
    /// hard disk that is not the stick takes the place of the first and starts; `chainloader` comes after
    /// `drivemap`, because it hands on the number that the disk has by then.
    func menu(for medium: BootMedium) -> String {
        let entries = menu.entries.map { entry in
            """
            menuentry '\(entry.title)' {
              linux \(folder)/vmlinuz \(menu.commandLine) \(KernelWord.from(medium.rawValue)) \(entry.arguments)
              initrd \(folder)/initrd
            }

            """
        }
        return """
            if serial --unit=0 --speed=115200; then
              terminal_output --append serial
            fi
            set timeout=\(menu.timeout)
            set timeout_style=countdown
            set default=0
            set gfxpayload=keep
            echo -n 'Unloop: \(menu.entries.first?.title ?? "") starts by itself. Esc: other choices. '

            \(entries.joined(separator: "\n"))
            menuentry '\(menu.diskTitle)' {
              if [ "$grub_platform" = efi ]; then
                linux \(folder)/vmlinuz \(menu.commandLine) \(KernelWord.from(medium.rawValue)) \(KernelWord.mode(RunMode.disk.rawValue))
                initrd \(folder)/initrd
                boot
              fi
              set medium=$root
              regexp --set=1:own '^(hd[0-9]+)' "$root"
              for disk in hd0 hd1 hd2 hd3; do
                if [ "$disk" != "$own" ]; then
                  set root=$disk
                  drivemap -s hd0 $disk
                  if chainloader +1; then
                    boot
                  fi
                  drivemap -r
                fi
              done
              set root=$medium
            }

            """
    }

    /// What the loader of a medium runs first: it looks for the partition or disc that has `marker` and goes on there.
    static func search(marker: String, configuration: String) -> String {
        """
        search --no-floppy --file --set=root \(marker)
        set prefix=($root)/boot/grub
        configfile \(configuration)

        """
    }
}
