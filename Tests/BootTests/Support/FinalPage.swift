import Foundation

/// The last page of a run, as the serial line shows it.
struct FinalPage {
    let outcome: String
    /// Everything that the serial line has shown, the page at the end.
    let transcript: String

    /// The code of the reason for the outcome, as the text for people has it.
    var code: String? {
        let line = transcript.split(whereSeparator: \.isNewline).last { $0.hasPrefix("Code  ") }
        return line?.split(separator: " ").dropFirst().first.map { String($0.prefix { $0 != "," }) }
    }

    /// The page's lines after the outcome.
    var text: String {
        transcript.components(separatedBy: "Unloop outcome: ").last ?? ""
    }
}
