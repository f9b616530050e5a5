import TestSupport
import Testing

@testable import LinuxMachine
@testable import LinuxSystem

@Suite struct KeyboardsTests {
    /// What the kernel shows of devices: the first word has the highest keys.
    @Test(
        arguments: [
            // A PS/2 keyboard, one on USB, and a pad of digits.
            (["402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe"], true),
            (["10000000000000000 1", "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"], true),
            (["100000000 1fbb8200000000 0"], false), (["1000000fb380 0"], false),
            // Power button, lid, mouse, media keys; nothing at all.
            (["10000000000000 0"], false), (["0", "1f0000 0 0 0 0"], false), (["3e000b00000000 0 0 0"], false),
            ([], false),
        ] as [([String], Bool)])
    func isToldByItsKeys(devices: [String], isPresent: Bool) throws {
        try withScratch { root throws in
            try writeFile("\(root)/class/input/mice/name", "mice\n")
            for (number, keys) in devices.enumerated() {
                try writeFile("\(root)/class/input/input\(number)/capabilities/key", "\(keys)\n")
            }
            #expect(Keyboards.isPresent(sysfs: root) == isPresent)
        }
    }

    /// KEY_KP7 (71) to KEY_KP0 (82) without minus and plus, and KEY_KPENTER (96).
    @Test func aPadOfDigitsIsEnough() throws {
        let pad: [UInt64] = [71, 72, 73, 75, 76, 77, 79, 80, 81, 82, 96]
        func word(_ keys: [UInt64]) -> String {
            let bits = keys.reduce(UInt64(0)) { $0 | 1 << ($1 - 64) }
            return "\(String(bits, radix: 16)) 0"
        }
        try withScratch { root throws in
            try writeFile("\(root)/class/input/input3/capabilities/key", word(pad))
            #expect(Keyboards.isPresent(sysfs: root))
        }
        try withScratch { root throws in
            try writeFile("\(root)/class/input/input3/capabilities/key", word(pad.dropLast()))
            #expect(!Keyboards.isPresent(sysfs: root))
        }
    }
}
