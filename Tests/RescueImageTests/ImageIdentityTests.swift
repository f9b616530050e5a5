internal import Digests
internal import DiskFormats
internal import Testing

@testable internal import RescueImage

@Suite("The identity of an image")
struct ImageIdentityTests {
    @Test("The same content has the same numbers, and no two numbers are the same")
    func derivation() {
        let identity = ImageIdentity(seed: SHA256Hasher.hash([1]))
        #expect(identity == ImageIdentity(seed: SHA256Hasher.hash([1])))
        #expect(Set([identity.diskGUID, identity.bootGUID, identity.logGUID, identity.opticalDiskGUID]).count == 4)
        #expect(Set([identity.bootSerial, identity.logSerial, identity.opticalSerial]).count == 3)
        #expect(ImageIdentity(seed: SHA256Hasher.hash([2])).logGUID != identity.logGUID)
    }

    @Test("What the agent is told")
    func description() {
        let identity = ImageIdentity(seed: SHA256Hasher.hash([1]))
        #expect(
            identity.description(version: "0.1.0") == """
                schema: unloop-image/1
                build: "4bf5122f3445"
                version: "0.1.0"
                disk: \(identity.diskGUID)
                boot-partition: \(identity.bootGUID)
                log-partition: \(identity.logGUID)

                """)
    }
}
