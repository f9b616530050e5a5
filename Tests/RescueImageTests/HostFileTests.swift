import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import RescueImage

/// Files and folders that a build replaces, and those that it leaves alone.
@Suite struct HostFileTests {
    private let tree: [(path: String, bytes: [UInt8])] = [("a", [1]), ("sub/deep/b", [2])]

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    }

    @Test func aFolderOfABuildIsReplaced() throws {
        let scratch = try ScratchFolder()
        let folder = scratch.path + "/pxe"
        try HostFile.replaceFolder(folder, with: [("a", [9]), ("sub/deep/b", [9])])
        // Half of one, from a build that was killed.
        try HostFile.makeFolder(scratch.path + "/.unloop-work-aB3xyz/new/sub")
        try HostFile.write([7], to: scratch.path + "/.unloop-work-aB3xyz/new/a")
        try HostFile.replaceFolder(folder, with: tree)
        #expect(try names(in: scratch.path) == ["pxe", "pxe/a", "pxe/sub", "pxe/sub/deep", "pxe/sub/deep/b"])
        #expect(try HostFile.read(folder + "/sub/deep/b") == [2])
    }

    @Test func aWorkFolderThatVanishedIsNotMadeAgain() throws {
        let scratch = try ScratchFolder()
        #expect(throws: RescueImageError.self) {
            try HostFile.growing(scratch("pxe")) { temporary throws(RescueImageError) in
                try HostFile.remove(HostFile.parent(of: temporary))
                try HostFile.fill(temporary, with: tree)
            }
        }
        #expect(try names(in: scratch.path) == [])
    }

    @Test(
        "What no build made stays, and with it all that is there",
        arguments: ["note.txt", "sub/note.txt", "sub/deep/b.old", "a/inside", ".hidden", "empty/"])
    func foreign(_ name: String) throws {
        let scratch = try ScratchFolder()
        let folder = scratch.path + "/pxe"
        try HostFile.makeFolder(folder + "/sub/deep")
        let path = "\(folder)/\(name)"
        if name.hasSuffix("/") {
            try HostFile.makeFolder(path)
        } else {
            try HostFile.makeFolder((path as NSString).deletingLastPathComponent)
            try HostFile.write([5], to: path)
        }
        let before = try names(in: scratch.path)
        #expect { try HostFile.replaceFolder(folder, with: tree) } throws: {
            ($0 as? RescueImageError)?.code == .foreignFile
        }
        #expect(try names(in: scratch.path) == before)
    }

    @Test func aLinkOrAFileInTheWayStays() throws {
        let scratch = try ScratchFolder()
        let elsewhere = scratch.path + "/elsewhere"
        try HostFile.makeFolder(elsewhere)
        try HostFile.write([5], to: elsewhere + "/a")
        try FileManager.default.createSymbolicLink(atPath: scratch.path + "/link", withDestinationPath: "elsewhere")
        try FileManager.default.createSymbolicLink(atPath: scratch.path + "/dangling", withDestinationPath: "nowhere")
        try HostFile.write([5], to: scratch.path + "/file")
        let before = try names(in: scratch.path)
        for name in ["link", "dangling", "file"] {
            #expect { try HostFile.replaceFolder("\(scratch.path)/\(name)", with: tree) } throws: {
                ($0 as? RescueImageError)?.code == .foreignFile
            }
        }
        #expect(try names(in: scratch.path) == before)
        #expect(throws: RescueImageError.self) { try HostFile.publish([5], as: elsewhere) }
        #expect(try HostFile.read(elsewhere + "/a") == [5])
    }
}
