internal import Foundation
internal import Fuzzing

#if FUZZING
    /// The target that UNLOOP_FUZZ_TARGET names: libFuzzer has no word for it.
    private let target: FuzzTarget = {
        let name = ProcessInfo.processInfo.environment["UNLOOP_FUZZ_TARGET"] ?? ""
        guard let target = FuzzTarget(rawValue: name) else { preconditionFailure("UNLOOP_FUZZ_TARGET names no target") }
        return target
    }()

    /// What libFuzzer calls for each input (llvm.org/docs/LibFuzzer.html, "Fuzz Target").
    @_cdecl("LLVMFuzzerTestOneInput")
    public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
        target.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
    }
#endif
