internal import Digests
internal import Timestamps
internal import YAMLTree

extension YAMLReader {
    /// The conditions of `only` or `except`.
    func remedyConditions() throws(RemedyError) -> RemedyConditions {
        let (modified, header, size, hashes) = try malformed { () throws(YAMLError) in
            try rejectUnknownKeys(["modified", "header", "size", "sha256"])
            return (
                try optionalMapping("modified"), try optionalMapping("header"), try optionalMapping("size"),
                try optionalSequence("sha256") ?? []
            )
        }
        let window = try modified?.modifiedWindow()
        let sizes = try size?.sizeRange()
        var digests: [SHA256Digest] = []
        for hash in hashes { digests.append(try hash.digest()) }
        let conditions = RemedyConditions(
            modifiedFrom: window?.from, modifiedUntil: window?.until, header: try header?.headerBytes(),
            minimumSize: sizes?.minimum, maximumSize: sizes?.maximum, sha256: digests)
        guard !conditions.isEmpty else { throw condition("there are no conditions; remove the key or name one") }
        return conditions
    }

    private func modifiedWindow() throws(RemedyError) -> (from: UTCTime?, until: UTCTime?) {
        let (from, until) = try malformed { () throws(YAMLError) in
            try rejectUnknownKeys(["from", "until"])
            return (try optionalValue("from"), try optionalValue("until"))
        }
        let window = (from: try from?.time(), until: try until?.time())
        if window.from == nil && window.until == nil { throw condition("give from, until or both") }
        if let from = window.from, let until = window.until, from >= until {
            throw condition("from is not before until, so no moment fits; exchange them")
        }
        return window
    }

    private func sizeRange() throws(RemedyError) -> (minimum: Int64?, maximum: Int64?) {
        let (minimum, maximum) = try malformed { () throws(YAMLError) in
            try rejectUnknownKeys(["minimum", "maximum"])
            return (try optionalInteger("minimum", in: 0...Int.max), try optionalInteger("maximum", in: 0...Int.max))
        }
        if minimum == nil && maximum == nil { throw condition("give minimum, maximum or both, in bytes") }
        if let minimum, let maximum, minimum > maximum {
            throw condition("minimum is more than maximum, so no size fits; exchange them")
        }
        return (minimum.map(Int64.init), maximum.map(Int64.init))
    }

    private func headerBytes() throws(RemedyError) -> RemedyConditions.HeaderBytes {
        let (offset, text) = try malformed { () throws(YAMLError) in
            try rejectUnknownKeys(["offset", "bytes"])
            return (try optionalInteger("offset", in: 0...FileFacts.headerSize - 1) ?? 0, try string("bytes"))
        }
        var bytes: [UInt8] = []
        for pair in text.split(separator: " ") {
            guard pair.utf8.count == 2, pair.first != "+", let byte = UInt8(pair, radix: 16) else {
                throw condition(
                    "\"\(pair)\" is not a byte; write two hexadecimal digits a byte and a blank between bytes")
            }
            bytes.append(byte)
        }
        guard !bytes.isEmpty, offset + bytes.count <= FileFacts.headerSize else {
            throw condition("the bytes must be one or more within the first \(FileFacts.headerSize) of the file")
        }
        return RemedyConditions.HeaderBytes(offset: offset, bytes: bytes)
    }

    private func time() throws(RemedyError) -> UTCTime {
        guard let time = UTCTime(node.text ?? "") else {
            throw condition("write a moment in UTC, such as 2024-07-19T05:27:00Z")
        }
        return time
    }

    private func digest() throws(RemedyError) -> SHA256Digest {
        guard let digest = SHA256Digest(hexadecimal: node.text ?? "") else {
            throw condition("a SHA-256 hash has 64 hexadecimal digits; sha256sum prints it")
        }
        return digest
    }

    private func condition(_ detail: String) -> RemedyError { RemedyError(.condition, error(detail)) }
}
