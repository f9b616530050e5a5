/// Both halves of the first key pair of RFC 8032, section 7.1.
enum SigningKeySeeds {
    static let words = ["-----BEGIN ", "-----END ", "PRIVATE KEY-----", "PUBLIC KEY-----", "MC4CAQAwBQYDK2VwBCIEI"]

    static let all: [[UInt8]] = [
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----

        """,
        """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
        -----END PUBLIC KEY-----

        """,
    ].map { Array($0.utf8) }
}
