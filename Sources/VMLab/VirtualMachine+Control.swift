public import Diagnostics
internal import Foundation

extension VirtualMachine {
    /// Whether the machine has not ended.
    public var isRunning: Bool { journal.exit == nil }

    /// Presses keys one after the other on the machine's keyboard; keys joined by a hyphen are pressed together. The
    /// names are QEMU's: `ret`, `down`, `shift-a`.
    public func sendKeys(_ keys: String...) throws(LabError) {
        for key in keys {
            let together = key.split(separator: "-").map { ["type": "qcode", "data": String($0)] }
            try execute("send-key", ["keys": together])
        }
    }

    /// Presses keys as soon as the machine has said a text, each half a second after the one before: a keyboard's buffer in
    /// firmware is small, and a key that comes too soon is lost. A thread of its own presses them, because a menu counts down
    /// while tests wait for a processor.
    ///
    /// - Parameter mark: the first line that counts (`mark`).
    public func sendKeys(_ keys: [String], when text: String, after mark: Int = 0) {
        journal.when(text, after: mark) { [self] in
            Thread.detachNewThread { [self] in
                for key in keys {
                    usleep(500_000)
                    try? sendKeys(key)
                }
            }
        }
    }

    /// Writes the screen's picture to a PNG file.
    public func screendump(to path: String) throws(LabError) {
        try execute("screendump", ["filename": URL(fileURLWithPath: path).path, "format": "png"])
    }

    /// Writes a part of the machine's physical memory to a file.
    ///
    /// - Parameters:
    ///   - address: the first byte.
    ///   - count: the number of bytes.
    public func saveMemory(from address: UInt64, count: Int, to path: String) throws(LabError) {
        let file = URL(fileURLWithPath: path).path
        try execute("pmemsave", ["val": Int(clamping: address), "size": count, "filename": file])
    }

    /// Pulls device number `index` of the configuration out of the machine. A USB stick is gone at once; a PCI device
    /// only when the guest has let go of it.
    public func unplugDevice(_ index: Int) throws(LabError) {
        try execute("device_del", ["id": "device\(index)"])
    }

    /// Pulls a device as soon as the machine has said a text; tests that wait for the text themselves come too late on a
    /// busy host.
    public func unplugDevice(_ index: Int, when text: String) {
        journal.when(text) { [self] in try? unplugDevice(index) }
    }

    /// Puts a USB stick into the running machine.
    ///
    /// - Parameter name: a name that no device of the machine has had.
    public func plugStick(_ path: String, named name: String, readOnly: Bool = false) throws(LabError) {
        let file: [String: any Sendable] = ["driver": "file", "filename": URL(fileURLWithPath: path).path]
        try execute(
            "blockdev-add",
            [
                "node-name": "\(name)-content", "driver": "raw", "read-only": readOnly, "file": file,
                "cache": ["no-flush": true],
            ])
        // A stick that was pulled a moment ago may have its file still locked.
        for attempt in 0... {
            do throws(LabError) {
                return try execute(
                    "device_add",
                    [
                        "driver": "usb-storage", "bus": "usb.0", "removable": true, "id": name,
                        "drive": "\(name)-content",
                    ]
                )
            } catch {
                if attempt == 6000 { throw error }
                usleep(100_000)
            }
        }
    }

    /// Pulls a stick that `plugStick` put in. It can be put in again under another name.
    public func unplugStick(named name: String) throws(LabError) {
        try execute("device_del", ["id": name])
        // Until it is deleted, its file is locked.
        try execute("blockdev-del", ["node-name": "\(name)-content"])
    }

    /// Plugs a USB keyboard into the running machine: from then on it is the one whose keys are pressed.
    public func plugKeyboard() throws(LabError) {
        try execute("device_add", ["driver": "usb-kbd", "bus": "usb.0", "id": "keyboard"])
    }

    /// Presses the power button.
    public func pressPowerButton() throws(LabError) { try execute("system_powerdown") }
}
