internal import Vocabulary

/// Files of keys in every form, with the keys of public test volumes.
enum KeySeeds {
    private static let key = "284867-596541-514998-422114-660297-261613-215424-199408"
    private static let id = "99b0081a-60b6-47e4-8482-dea46ee1891d"

    static let all: [[UInt8]] = texts.map { Array($0.utf8) } + [backupFile, startupKey]

    static let words = [
        "\"id\":", "\"key\":", "\"value\":[{", "\"displayName\":", "\"volumeType\":", "\"createdDateTime\":", "\\u002d",
        key,
        "{\(id)}", "RecoveryKey", "ComputerName", "KeyID", "startup-key", "passphrase", "msFVE-RecoveryPassword",
        "msFVE-RecoveryGuid", "distinguishedName", "CN=", "X'", "0x", "sep=;", "#TYPE", "\"\"", "\",\"", "\r\n",
    ]

    private static let texts = [
        // Microsoft Graph: a list and a single key.
        "{\"@odata.context\":\"x\",\"value\":[{\"id\":\"\(id)\",\"createdDateTime\":\"2024-07-01T00:00:00Z\",\"volumeType\":1,"
            + "\"deviceId\":\"d\",\"key\":\"\(key)\"}]}",
        "{\"id\":\"\(id)\",\"displayName\":\"PC01\",\"keys\":[\"\(key)\",{\"recoveryPassword\":\"\(key)\\u0020\"}],"
            + "\"n\":[null,-1.5e3]}",
        // Exports of Active Directory, Entra, ConfigMgr and spreadsheets.
        "cn,msFVE-RecoveryGuid,msFVE-RecoveryPassword,distinguishedName\r\n"
            + "2023-10-10T10:00:00-08:00{\(id)},X'1a08b099b660e44784 82dea46ee1891d',\(key),"
            + "\"CN=2023-10-10T10:00:00-08:00{\(id)},CN=PC01,OU=x\"\r\n",
        "sep=;\r\nHostname;KeyID;RecoveryKey;Serial\r\nPC01;{\(id)};\"\(key)\";S1\r\n\"P\"\"C\";;'\(key)';S2\r\n",
        "#TYPE x\n\"Computer\",\"Recovery Key\",\"Startup Key\",\"Passphrase\"\n\"PC01\",\"\(key)\",\"AAAA\",\"p,\"\"q\"\n",
        "PC01\t\(id)\t\(key)\nPC02\t\(id)\t[\"\(key)\"]\n",
        // manage-bde, in German.
        "Volume \"C:\" []\n    Numerisches Kennwort:\n      ID: {\(id)}\n      Kennwort:\n        \(key)\n",
        "284867 596541 514998 422114 660297 261613 215424 199408\n",
    ]

    /// What Windows saves as `BitLocker Recovery Key ….TXT`: UTF-16 with a mark.
    private static let backupFile: [UInt8] =
        [0xFF, 0xFE]
        + "Identifier:\r\n\r\n\t\(id)\r\n\r\nRecovery Key:\r\n\r\n\t\(key)\r\n".utf16.flatMap {
            [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
        }

    /// A `.BEK` file of 124 bytes, as `StartupKey` documents it.
    private static let startupKey: [UInt8] = {
        let protector = [UInt8](1...16)
        let zeros = [UInt8](repeating: 0, count: 16)
        let key: [UInt8] = [44, 0, 0, 0, 1, 0, 1, 0, 2, 0x20, 0, 0] + zeros + zeros
        let external: [UInt8] = [76, 0, 6, 0, 9, 0, 1, 0] + protector + zeros[..<8] + key
        let header: [UInt8] = [124, 0, 0, 0, 1, 0, 0, 0, 48, 0, 0, 0, 124, 0, 0, 0] + protector + zeros
        return header + external
    }()
}
