internal import DelimitedText
internal import Secrets
internal import Vocabulary

/// Reads files of keys in every form in which administrators have them. The content decides which form it is.
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
        if KeyContainer.isRecognised(bytes) {
            return refusal(.zip, file, .unsupportedFile, "is a zip archive in archives; unpack it first")
        }
        if let kind = ForeignFileKind(bytes) { return refusal(.foreign, file, .unsupportedFile, kind.remedy) }
        if StartupKey.isRecognised(bytes) { return startupKey(bytes, file: file) }
        var reading: KeyFileReading
        if var decoded = ForeignText.decode(bytes) {
            defer { decoded.wipe() }
            reading = text(decoded, file: file, columns: columns)
        } else {
            reading = text(bytes, file: file, columns: columns)
        }
        reading.takeIdentifier(fromName: file)
        return reading
    }

    private static func text(_ utf8: [UInt8], file: String, columns: [KeyColumn: String]) -> KeyFileReading {
        let raw = ForeignText.body(of: utf8)
        var reading: KeyFileReading
        // Passphrases count as they are written.
        if hasPassphrases(raw) {
            reading = TextForm.read(raw, file: file, columns: columns)
        } else if var normal = NormalText.of(raw) {
            defer { normal.wipe() }
            reading = TextForm.read(normal[...], file: file, columns: columns)
        } else {
            reading = TextForm.read(raw, file: file, columns: columns)
        }
        reading.dropSharedIdentifiers()
        if reading.entries.isEmpty, reading.problems.isEmpty {
            reading.report(
                .missingKey, at: .file,
                "there is no key in it; if it is a table, name its columns: --columns key=HEADER,id=HEADER")
        }
        return reading
    }

    /// Whether a table has a column of passphrases.
    private static func hasPassphrases(_ text: ArraySlice<UInt8>) -> Bool {
        let start = text.prefix(4096)
        return start.firstRange(ofText: "passphrase") != nil || start.firstRange(ofText: "Passphrase") != nil
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
