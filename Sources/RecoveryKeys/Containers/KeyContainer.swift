internal import Secrets
internal import ZipFiles

/// Files that hold files of keys: zip archives, and spreadsheets (.xlsx), which are zip archives of XML.
public enum KeyContainer {
    /// The most files in a container.
    public static let maximumFiles = 100_000
    /// A container in a container is opened, and one in that.
    private static let maximumDepth = 3

    /// Whether a file is a container by its content.
    public static func isRecognised(_ bytes: [UInt8]) -> Bool { ZipFile.isRecognised(bytes) }

    /// Hands over each file in a container, in its order, and wipes it: the files of an archive as they are, the sheets of a
    /// spreadsheet as CSV.
    ///
    /// One that cannot be read does not keep the others from being read.
    ///
    /// - Parameters:
    ///   - bytes: the container, for which `isRecognised` holds.
    ///   - name: its name for messages.
    ///   - limit: the most bytes that all files may have once they are unpacked.
    ///   - body: is given the path of each file, and its content or what is wrong.
    public static func forEachFile(
        in bytes: [UInt8], named name: String, limit: Int,
        _ body: (_ path: String, _ content: Result<[UInt8], KeyError>) throws -> Void
    ) rethrows {
        var budget = Budget(files: maximumFiles, bytes: limit)
        try forEachFile(in: bytes, named: name, depth: 1, &budget, body)
    }

    /// What may still be unpacked.
    private struct Budget {
        var files: Int
        var bytes: Int
    }

    private static func forEachFile(
        in bytes: [UInt8], named name: String, depth: Int, _ budget: inout Budget,
        _ body: (_ path: String, _ content: Result<[UInt8], KeyError>) throws -> Void
    ) rethrows {
        let archive: ZipFile
        switch Result(catching: { () throws(ZipError) in try ZipFile(bytes, maximumEntries: budget.files) }) {
        case .success(let opened): archive = opened
        case .failure(let error): return try body(name, .failure(failure(error, name)))
        }
        budget.files -= archive.entries.count
        if let spreadsheet = Spreadsheet(archive) {
            var shared: SharedTexts
            switch Result(catching: { () throws(ZipError) in try spreadsheet.sharedTexts(limit: budget.bytes) }) {
            case .success(let texts): shared = texts
            case .failure(let error): return try body(name, .failure(failure(error, name)))
            }
            defer { shared.wipe() }
            budget.bytes -= shared.count
            for sheet in spreadsheet.sheets {
                let path = "\(name)/\(sheet.title)"
                let table = Result { () throws(ZipError) in
                    try spreadsheet.table(of: sheet, shared, limit: budget.bytes)
                }
                try take(table, path, &budget) { content, _ in try body(path, content) }
            }
            return
        }
        for entry in archive.entries where !entry.isFolder && !isHidden(entry.name) {
            let path = "\(name)/\(entry.name)"
            let content = Result { () throws(ZipError) in try archive.content(of: entry, limit: budget.bytes) }
            try take(content, path, &budget) { content, budget in
                if depth < maximumDepth, case .success(let bytes) = content, isRecognised(bytes) {
                    try forEachFile(in: bytes, named: path, depth: depth + 1, &budget, body)
                } else {
                    try body(path, content)
                }
            }
        }
    }

    /// Counts what was unpacked, hands it over, and wipes it.
    private static func take(
        _ content: Result<[UInt8], ZipError>, _ path: String, _ budget: inout Budget,
        _ body: (Result<[UInt8], KeyError>, inout Budget) throws -> Void
    ) rethrows {
        switch content {
        case .success(var bytes):
            defer { bytes.wipe() }
            budget.bytes -= bytes.count
            try body(.success(bytes), &budget)
        case .failure(let error): try body(.failure(failure(error, path)), &budget)
        }
    }

    /// Hidden files, and what macOS adds to archives.
    private static func isHidden(_ path: String) -> Bool {
        path.split(separator: "/").contains { $0.hasPrefix(".") || $0 == "__MACOSX" }
    }

    private static func failure(_ error: ZipError, _ path: String) -> KeyError {
        let (code, detail): (KeyError.Code, String) =
            switch error {
            case .damaged: (.damagedContainer, "cannot be unpacked: damaged; copy it again")
            case .encrypted: (.unsupportedFile, "has a password; unpack it first")
            case .unknownMethod(let number):
                (
                    .unsupportedFile,
                    "is compressed by method \(number), not by deflate; pack it again as an ordinary zip"
                )
            case .tooLarge: (.tooLarge, "too large once it is unpacked; unpack it, and name a part of it")
            }
        return KeyError(code, at: KeyOrigin(file: path), detail)
    }
}
