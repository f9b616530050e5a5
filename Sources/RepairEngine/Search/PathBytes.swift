/// A path by its bytes, as NTFS distinguishes it from others. (Swift's texts are equal when they are canonically equivalent.)
func pathBytes(_ path: some Sequence<String>) -> [UInt8] { Array(path.joined(separator: "/").utf8) }
