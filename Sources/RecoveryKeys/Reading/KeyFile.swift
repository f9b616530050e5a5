internal import DelimitedText
internal import Vocabulary

/// Reads files of keys in every form in which administrators have them. The form is told by the content.
public enum KeyFile {

    /// Reads the keys of a file's content. What is wrong is in the result, and does not keep the good keys from counting.
    ///
    /// Sealed files and zip archives are recognised and not opened: the result has their form, and the problem that they
    /// are closed.
    ///
    /// - Parameters:
    ///   - bytes: the whole content. The caller wipes it.
    ///   - file: the name of the file for messages.
    ///   - columns: for tables with unusual headers, the header or number (from 1) of columns.
    public static func read(_ bytes: [UInt8], file: String, columns: [KeyColumn: String] = [:]) -> KeyFileReading {
        guard bytes.count <= Limit.keyFile else {
            return refusal(.text, file, .tooLarge, "has more than \(Limit.keyFile >> 20) MiB; split it")
        }
        if SealedFile.isRecognised(bytes) {
            return refusal(.sealed, file, .unsupportedFile, "is sealed; give its passphrase")
        }
        // Local file header, or the end record of an empty archive (APPNOTE.TXT, sections 4.3.7 and 4.3.16).
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) {
            return refusal(
                .zip, file, .unsupportedFile,
                "is a zip archive or a spreadsheet; unpack the archive, or save the spreadsheet as CSV")
        }
        if StartupKey.isRecognised(bytes) { return startupKey(bytes, file: file) }
        guard var decoded = ForeignText.decode(bytes) else { return text(bytes, file: file, columns: columns) }
        defer { decoded.wipe() }
        return text(decoded, file: file, columns: columns)
    }

    private static func text(_ utf8: [UInt8], file: String, columns: [KeyColumn: String]) -> KeyFileReading {
        let text = ForeignText.body(of: utf8)
        var reading: KeyFileReading
        if JSONKeys.isRecognised(text) {
            reading = KeyFileReading(file: file, form: .json)
            JSONKeys.read(text, into: &reading)
        } else if let layout = TableLayout.detect(text, columns: columns) {
            reading = KeyFileReading(file: file, form: .table)
            TableKeys.read(text, layout: layout, into: &reading)
        } else {
            reading = KeyFileReading(file: file, form: .text)
            _ = reading.addKeys(in: text, facts: KeyFacts(), at: KeyOrigin.Place.line)
        }
        if reading.entries.isEmpty, reading.problems.isEmpty {
            reading.report(
                .missingKey, at: .file,
                "there is no key in it; if it is a table, name its columns: --columns key=HEADER,id=HEADER")
        }
        return reading
    }

    private static func startupKey(_ bytes: [UInt8], file: String) -> KeyFileReading {
        var reading = KeyFileReading(file: file, form: .startupKey)
        do throws(StartupKey.Problem) {
            reading.add(.startupKey(try StartupKey(bytes)), facts: KeyFacts(), at: .file)
        } catch {
            reading.report(.malformedStartupKey, at: .file, "\(error); copy it from the source again")
        }
        return reading
    }

    private static func refusal(
        _ form: KeyFileForm, _ file: String, _ code: KeyError.Code, _ detail: String
    ) -> KeyFileReading {
        var reading = KeyFileReading(file: file, form: form)
        reading.report(code, at: .file, detail)
        return reading
    }
}
