/// What stands in the first sector of a stick while it is being written: code that tells a BIOS's user so, and no partition.
enum IncompleteMark {
    static let message = "This Unloop stick is incomplete. Write it again."

    /// The sector of 512 bytes. A BIOS loads it to 7C00h and jumps there in real mode.
    static let sector: [UInt8] = {
        let code: [UInt8] = [
            0x31, 0xC0,  // 00  xor ax, ax
            0x8E, 0xD8,  // 02  mov ds, ax
            0x8E, 0xD0,  // 04  mov ss, ax
            0xBC, 0x00, 0x7C,  // 06  mov sp, 7C00h
            0xFC,  // 09  cld
            0xBE, 0x1E, 0x7C,  // 0A  mov si, 7C1Eh (the text)
            0xAC,  // 0D  lodsb
            0x84, 0xC0,  // 0E  test al, al
            0x74, 0x09,  // 10  jz 1Bh
            0xBB, 0x07, 0x00,  // 12  mov bx, 7 (page 0, grey)
            0xB4, 0x0E,  // 15  mov ah, 0Eh (teletype)
            0xCD, 0x10,  // 17  int 10h
            0xEB, 0xF2,  // 19  jmp 0Dh
            0xF4,  // 1B  hlt
            0xEB, 0xFD,  // 1C  jmp 1Bh
        ]
        var sector = code + Array("\r\n\(message)\r\n".utf8)
        sector += [UInt8](repeating: 0, count: 510 - sector.count) + [0x55, 0xAA]
        // Some BIOSes start no disk without an active entry; this one is of no type and has no partition.
        sector.replaceSubrange(0x1CE..<0x1DE, with: [0x80, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0])
        return sector
    }()

    /// Whether a first sector bears the mark.
    static func isIn(_ firstSector: [UInt8]) -> Bool {
        firstSector.count >= 512 && firstSector[..<0x1BE] == sector[..<0x1BE]
    }
}
