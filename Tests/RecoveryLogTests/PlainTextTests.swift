import RecoveryLog
import Testing
import Vocabulary

@Suite struct PlainTextTests {
    @Test func aRunIsAPage() {
        let events = SampleEvents.all.enumerated().filter { ![1, 3, 6, 16].contains($0.offset) }.map(\.element.event)
        #expect(
            PlainText.render(events) == """
                Unloop 0.1.0, image b1, run 00c0ffee

                Machine     QEMU Standard PC
                Serial      S-1
                UUID        0f0e0d0c-0b0a-0908-0706-050403020100
                Network     52:54:00:12:34:56
                Label       floor 3
                Firmware    UEFI, Secure Boot on
                Mode        repair
                Settings    unloop.then=wait

                Disk /dev/nvme0n1: QEMU NVMe Ctrl, serial d1, nvme, 512 bytes, GPT
                Volume /dev/nvme0n1p3: NTFS "Windows", 8388607.9 TiB
                  State     dirty flag set, its log was left open, hibernation: hibernated
                Volume /dev/sda: BitLocker, 1 bytes
                  Volume ID v1
                  Computer  WARD-7, when it was encrypted
                  Key       p1 (recovery-password)
                  Unlocked  by recovery-password, 063ea4e1-220c-4293-ba01-4754620a96e7, keys/export.csv, row 7
                  Windows   Windows on /dev/nvme0n1p3: PC-in-the-long-corridor, Windows 10 Pro, build 19045.4651
                  Found     Windows/System32/drivers/CrowdStrike/C-00000291-1.sys, 40960 bytes, changed 2024-07-19T04:09:00.000Z
                            to be removed, because its name matches
                  Copied    Windows/System32/drivers/CrowdStrike/C-00000291-1.sys to quarantine/00c0ffee/1.sys
                  Removed   Windows/System32/drivers/CrowdStrike/C-00000291-1.sys
                  Verified  1 file confirmed gone
                  Outcome   REPAIRED /dev/nvme0n1p3: 1 bad file is gone

                  Note      pci 0000:00:0e.0: a device has no driver [detail]

                ========================================
                NOTHING TO DO
                ========================================
                Reason      nothing to remove
                Next        Restart.
                Code        nothing-found, after 12 s
                Signed      by key d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a

                """)
    }

    @Test func whatADiskSaysIsSafeToShow() {
        let text = PlainText.render(
            .windows(WindowsEvent(device: "/dev/sda1", folder: "Windows", computerName: "\u{1B}[2J\nOutcome REPAIRED")))
        #expect(text == "  Windows   Windows on /dev/sda1: \u{FFFD}[2J\u{FFFD}Outcome REPAIRED\n")
    }
}
