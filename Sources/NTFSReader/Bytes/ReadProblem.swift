/// Why something of a volume is not known: without its place among the volume's structures, which the caller adds.
struct ReadProblem: Error {
    let kind: NTFSFault.Kind
    let detail: String
    var byteOffset: Int64?

    init(_ kind: NTFSFault.Kind, _ detail: String, byteOffset: Int64? = nil) {
        self.kind = kind
        self.detail = detail
        self.byteOffset = byteOffset
    }
}
