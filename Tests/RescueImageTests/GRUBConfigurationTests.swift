internal import DebianPackages
internal import Foundation
internal import HostPrograms
internal import Testing
import Vocabulary

@testable internal import RescueImage

@Suite("The boot menu")
struct GRUBConfigurationTests {
    static let configuration = GRUBConfiguration(
        menu: BootMenu(
            timeout: 3, commandLine: "console=tty0 quiet",
            entries: [
                BootMenu.Entry(title: "Repair", arguments: "unloop.mode=repair"),
                BootMenu.Entry(title: "Look only (change nothing)", arguments: "unloop.mode=look"),
            ],
            diskTitle: "Start from the disk instead"),
        folder: "/unloop")

    @Test("The whole menu of a stick")
    func stick() {
        #expect(
            Self.configuration.menu(for: .stick) == """
                if serial --unit=0 --speed=115200; then
                  terminal_output --append serial
                fi
                set timeout=3
                set timeout_style=countdown
                set default=0
                set gfxpayload=keep
                echo -n 'Unloop: Repair starts by itself. Esc: other choices. '

                menuentry 'Repair' {
                  linux /unloop/vmlinuz console=tty0 quiet unloop.from=stick unloop.mode=repair
                  initrd /unloop/initrd
                }

                menuentry 'Look only (change nothing)' {
                  linux /unloop/vmlinuz console=tty0 quiet unloop.from=stick unloop.mode=look
                  initrd /unloop/initrd
                }

                menuentry 'Start from the disk instead' {
                  if [ "$grub_platform" = efi ]; then
                    linux /unloop/vmlinuz console=tty0 quiet unloop.from=stick unloop.mode=disk
                    initrd /unloop/initrd
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

                """)
    }

    @Test(
        "Each medium tells the kernel where it is started from",
        arguments: [
            (BootMedium.stick, "unloop.from=stick"), (.optical, "unloop.from=cd"),
            (.network, "unloop.from=network"),
        ])
    func origin(medium: BootMedium, argument: String) {
        #expect(Self.configuration.menu(for: medium).contains(" \(argument) unloop.mode=repair\n"))
    }

    @Test(
        "GRUB's own checker accepts every script",
        .enabled(if: HostProgram.find("grub-script-check") != nil, "needs grub-script-check (grub-common)"))
    func syntax() throws {
        let search = GRUBConfiguration.search(marker: "/unloop/0123456789ab", configuration: "/boot/grub/grub.cfg")
        for script in [Self.configuration.menu(for: .stick), search] {
            try HostProgram.run(["grub-script-check"], input: Array(script.utf8))
        }
    }
}
