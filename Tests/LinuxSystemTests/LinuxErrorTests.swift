import Diagnostics
import Glibc
import Testing

@testable import LinuxMachine
@testable import LinuxSystem

@Suite struct LinuxErrorTests {
    @Test(arguments: [
        (ENOENT, LinuxError.Code.notFound), (ELOOP, .unsafePath), (EXDEV, .unsafePath), (EIO, .inputOutput),
        (EUCLEAN, .inputOutput), (EROFS, .readOnly), (ENOSPC, .noSpace), (ENOMEDIUM, .noMedium),
        (EINVAL, .systemCallFailed),
    ])
    func tellsTheKindOfFailure(_ number: CInt, _ code: LinuxError.Code) {
        let error = LinuxError(call: "unlinkat", object: "/mnt/x", number: number)
        #expect(error.code == code)
        #expect(error.errorNumber == number)
    }

    @Test func namesObjectCallAndRemedy() {
        let error = LinuxError(call: "unlinkat", object: "/mnt/x", number: EROFS)
        #expect(
            error.description == "/mnt/x: unlinkat: Read-only file system (errno 30); the medium is write-protected, "
                + "or its file system was found damaged [read-only]")
        #expect(diagnosticTree(error).hasSuffix("└─ /mnt/x: unlinkat: Read-only file system (errno 30) [system-call]"))
    }

    /// Logs that were written years ago bear these words: one may be added, none may change.
    @Test func codesAreStableWords() {
        #expect(
            LinuxError.Code.allCases.map(\.text) == [
                "not-found", "unsafe-path", "wrong-kind", "no-medium", "input-output", "read-only", "busy",
                "not-permitted", "drive-locked", "already-exists", "no-space", "unsupported", "system-call-failed",
                "too-large",
                "malformed", "truncated", "timed-out", "library-failed",
            ])
    }
}
