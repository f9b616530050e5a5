internal import Diagnostics
public import Vocabulary

/// A file of settings, such as `unloop.yaml` on a stick, as far as it can be read.
///
/// It is made to be edited in any editor: UTF-8 or, with a byte order mark, UTF-16; lines end with LF, CR LF or CR; tabs
/// are fine. Every setting at the start of a line is read by itself, so that a mistake costs that setting alone.
public struct SettingsFile: Sendable, Equatable {
    /// The largest file that is read, in bytes.
    public static let maximumSize = 64 << 10
    /// The longest line that is read, in bytes.
    static let longestLine = 4096

    let given: GivenSettings

    /// Reads a file's content.
    ///
    /// - Parameter name: How messages name the file.
    public init(_ bytes: [UInt8], name: String = StickName.settings) {
        do throws(RunSettingsError) {
            var parser = SettingsParser(name: name)
            for entry in SettingsText.entries(of: try SettingsText.lines(of: bytes, name: name)) { parser.read(entry) }
            given = parser.given
        } catch {
            given = GivenSettings(unreadable: error)
        }
    }

    /// A file that is there and cannot be read.
    ///
    /// - Parameter reason: Why, in plain words.
    public init(unreadable reason: String, name: String = StickName.settings) {
        let source = SettingSource.file(name: name, line: nil)
        given = GivenSettings(unreadable: RunSettingsError(.unreadable, at: source, detail: reason))
    }
}

extension GivenSettings {
    /// Nobody knows what the file says: no setting of it is understood.
    fileprivate init(unreadable error: RunSettingsError) {
        let detail = error.detail + ". Until then this run only looks: it changes nothing and asks nobody"
        report(RunSettingsError(error.code, at: error.source, detail: detail))
        for key in SettingKey.allCases { give(nil, for: key, at: error.source) }
    }
}
