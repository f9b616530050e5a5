internal import CQREncode

/// A QR code (ISO/IEC 18004) as a screen of text shows it: two modules in each character, one above the other.
struct QRCode: Equatable {
    /// The light margin that readers look for, in modules (section 6.3.8).
    static let margin = 4

    /// The number of modules on each side.
    let size: Int
    private let isDark: [Bool]

    /// The code of an ASCII text, with the lowest error correction: a screen has no stains, and the modules come out larger.
    ///
    /// - Returns: nil where it would have more than `limit` modules on each side, or there is no memory.
    init?(_ text: String, limit: Int) {
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 1) else { return nil }
        defer { QRcode_free(code) }
        size = Int(code.pointee.width)
        guard size <= limit, let data = code.pointee.data else { return nil }
        // The lowest bit of each byte is the module; the others say what it belongs to.
        isDark = UnsafeBufferPointer(start: data, count: size * size).map { $0 & 1 != 0 }
    }

    /// The number of columns with the margin.
    var columns: Int { size + 2 * Self.margin }

    /// The largest number of modules on each side that has room on a screen.
    static func limit(columns: Int, rows: Int) -> Int { min(columns, 2 * rows) - 2 * margin }

    /// The lines, each as wide as `columns`, with their colours: black on light grey, because the kernel's console has no
    /// white background.
    var lines: [String] {
        stride(from: -Self.margin, to: size + Self.margin, by: 2).map { row in
            let cells = (-Self.margin..<size + Self.margin).map { column in
                switch (module(row, column), module(row + 1, column)) {
                case (true, true): "\u{2588}"
                case (true, false): "\u{2580}"
                case (false, true): "\u{2584}"
                case (false, false): " "
                }
            }
            return "\u{1B}[0;30;47m" + cells.joined() + "\u{1B}[0m"
        }
    }

    private func module(_ row: Int, _ column: Int) -> Bool {
        (0..<size).contains(row) && (0..<size).contains(column) && isDark[row * size + column]
    }
}
