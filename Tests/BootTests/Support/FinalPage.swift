import Foundation

/// The last page of a run, as the serial line shows it.
struct FinalPage {
    let outcome: String
    /// Everything that the serial line has shown, the page at the end.
    let transcript: String

    /// The page's lines after the outcome.
    var text: String {
        transcript.components(separatedBy: "Unloop outcome: ").last ?? ""
    }
}
