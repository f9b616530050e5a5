internal import Glibc
internal import WindowsVolumes

/// Reads recovery passwords from standard input, one a line, and says how many of them fit a BitLocker volume, as the agent
/// finds out where it has many keys and no identifiers. For `scripts/bench tries`.
@main
enum UnloopTries {
    static func main() {
        guard CommandLine.arguments.count == 2 else { fail("usage: unloop-tries VOLUME < KEYS", status: 64) }
        let path = CommandLine.arguments[1]
        guard let volume = try? DeviceBytes.open(path), let check = BitLockerKeyCheck(volume) else {
            fail("\(path): cannot be read as a BitLocker volume; give the image of one", status: 1)
        }
        var fitting = 0
        while let line = readLine() {
            let fits = Array(line.utf8).withUnsafeBytes { check.fits(recoveryPassword: $0) }
            guard let fits else { fail("not a recovery password for this volume: \(line.prefix(6))…", status: 1) }
            fitting += fits ? 1 : 0
        }
        print(fitting)
    }

    private static func fail(_ message: String, status: Int32) -> Never {
        var line = "\(message)\n"
        _ = line.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(status)
    }
}
