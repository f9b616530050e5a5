internal import ArgumentParser
internal import Foundation

/// The words of `unloop write`: perhaps an image, then devices.
struct WritePlaces {
    var image = "build/unloop.img"
    private(set) var devices: [String] = []

    init(_ words: [String]) throws {
        var words = words[...]
        if let first = words.first, !Self.isBlockDevice(first), !first.hasPrefix("/dev/") {
            image = first
            words.removeFirst()
        }
        for word in words {
            guard Self.isBlockDevice(word) else {
                throw ValidationError("\(word): not a disk of this machine; \"unloop write\" lists them")
            }
            devices.append(word)
        }
    }

    static func isBlockDevice(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFBLK
    }
}
