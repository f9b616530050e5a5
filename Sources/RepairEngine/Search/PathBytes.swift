/// A path as NTFS tells it from others, by its bytes. (Swift's texts are equal when they are canonically equivalent.)
func pathBytes(_ path: some Sequence<String>) -> [UInt8] { Array(path.joined(separator: "/").utf8) }
