/// Remedies with every condition there is. Those that are shipped come to the corpus from their files.
enum RemedySeeds {
    static let all: [[UInt8]] = [
        Array(text.utf8), Array("a: &x [1, {b: *x}, !!str c, |\n  d\n, >-\n e]\n---\n...\n".utf8),
    ]

    static let words = [
        "schema: unloop-remedy/1\n", "id: a\n", "title: t\n", "links:\n", "rules:\n", "  - folder: ", "    name: ",
        "    action: remove\n", "    only:\n", "    except:\n", "      modified:\n",
        "        from: 2024-07-19T05:27:00Z\n",
        "      header:\n", "      size:\n", "      sha256:\n", "..\\", "C:", "*", "?", "\"", "'", "|\n", ">-\n", "&a ",
        "*a", "<<: ",
        "!!binary ", "%YAML 1.1\n", "---\n", "\\u0000", "\\x2e", "{", "}", "[", "]", "? ", "\u{FEFF}", "\u{85}",
        "\u{2028}",
    ]

    private static let text = """
        schema: unloop-remedy/1
        id: every-condition
        title: "All that a rule can say"
        links: [https://example.org]
        rules:
          - folder: System32\\drivers/CrowdStrike
            name: C-00000291*.sys
            action: remove
            only:
              modified: {from: 2024-07-19T04:09:00Z, until: 2024-07-19T05:27:00.000Z}
              size: {minimum: 0, maximum: 9223372036854775807}
              header:
                offset: 2
                bytes: AA aa 01 00
            except:
              sha256:
                - e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855

        """
}
