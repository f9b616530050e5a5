import Foundation
import VMLab

extension Bench {
    /// Words of QEMU's command line for a stick that can be read and on which every write fails.
    func dyingStick(_ stick: String) throws -> [String] {
        let rules = folder.appendingPathComponent("rules").path
        try """
        [inject-error]
        event = "none"
        iotype = "write"
        errno = "5"
        """.write(toFile: rules, atomically: true, encoding: .utf8)
        return [
            "-blockdev",
            "driver=raw,node-name=dying,file.driver=blkdebug,file.config=\(rules),file.image.driver=file,"
                + "file.image.filename=\(stick)",
            "-device", "usb-storage,bus=usb.0,removable=on,drive=dying",
        ]
    }
}
