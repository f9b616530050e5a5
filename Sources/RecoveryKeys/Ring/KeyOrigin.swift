/// Where a key was found.
public struct KeyOrigin: Hashable, Sendable, CustomStringConvertible {
    /// A place in a file.
    public enum Place: Hashable, Sendable {
        /// The file as a whole.
        case file
        /// A row of a table, from 1, the header among them: what a spreadsheet shows.
        case row(Int)
        /// A line of a text, from 1.
        case line(Int)
    }

    /// The keyboard of the machine.
    public static let typed = KeyOrigin(file: "typed")

    /// The file as the caller named it.
    public let file: String
    /// The place in the file.
    public let place: Place

    /// A place in a file.
    public init(file: String, place: Place = .file) {
        self.file = file
        self.place = place
    }

    /// The file, and the row or line.
    public var description: String {
        switch place {
        case .file: file
        case .row(let number): "\(file): row \(number)"
        case .line(let number): "\(file): line \(number)"
        }
    }
}
