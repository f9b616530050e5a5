/// The forms in which files of keys come, recognised by their content.
public enum KeyFileForm: String, Sendable, CaseIterable {
    /// Microsoft Graph's and other JSON.
    case json
    /// Rows with a separator: comma, semicolon, tab or vertical bar.
    case table
    /// HTML or XML.
    case markup
    /// Text with identifiers and keys in it: what `manage-bde` prints, and the backup files of Windows.
    case text
    /// A startup key (`.BEK`).
    case startupKey = "startup-key"
    /// A file sealed with a passphrase (`unloop keys seal`, or `age -p`).
    case sealed
    /// A file of a kind that is not read here, such as a PDF.
    case foreign
    /// A zip archive, or what is one inside, such as a spreadsheet.
    case zip
}
