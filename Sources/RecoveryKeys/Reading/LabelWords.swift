internal import DelimitedText

/// What labels mean that are not in the list of known ones, by the words in them: `Schlüssel-ID`, `C_RecoveryKey`,
/// `ID de clé`, `IntuneObjectId`.
enum LabelWords {
    /// Words for keys, in the languages that Windows and its administrators speak.
    private static let key = WordList(
        """
        key recovery password protector fve bitlocker schlüssel schluessel kennwort passwort wiederherstell clé mot_de_passe \
        récup chiave ripristino clave contraseña recuperac chave senha recuperaç sleutel herstel wachtwoord nyckel återställ \
        nøgle nøkkel gjenoppretting gendannelse avain palautus klucz odzysk klíč obnov kľúč kulcs helyreállít anahtar kurtarma \
        cheie recuperare ключ восстановл κλειδί キー 回復 密钥 恢复 金鑰 復原 키 복구 schutzvorrichtung protecteur protettore
        """)
    /// Words for what else has a GUID.
    private static let other = WordList(
        """
        device gerät geraet appareil périphérique dispositiv apparaat enhet enhed laite urządzen zařízen eszköz cihaz устройств \
        デバイス 设备 裝置 기기 장치 object objekt objet objeto oggetto объект オブジェクト 对象 物件 개체 tenant mandant volume volumen \
        laufwerk lecteur unidad unità drive disk partition datenträger wolumin том ボリューム 卷 machine maschine computer rechner \
        ordinateur equipo computador pc host hardware smbios bios asset intune azure entra aad managed system client user \
        benutzer owner besitzer account directory group gruppe site policy profile application session request correlation activity \
        ticket incident subscription customer kunde company organi resource parent batch job task event record item deployment \
        sccm enrollment registration motherboard board serial virtual hypervisor instance agent endpoint
        """)
    /// Words that say that something is an identifier.
    private static let identifier = WordList(
        """
        guid uuid identif kennung bezeichner tunnus azonosító kimlik идентиф αναγνωριστικ 識別 标识 識別碼 식별 kenncode
        """)

    /// The role that the words of a label give it, or nil if they say nothing.
    static func role(of label: ArraySlice<UInt8>) -> ColumnRole? {
        let text = compact(label)
        guard !text.isEmpty else { return nil }
        let id = position(ofIdentifierIn: text, label: label)
        guard let id else {
            // A noun that ends the label is what the value is: `Key type` and `Key created` are not keys.
            return label.count <= 40 && last(key, in: text).map { $0.end >= text.count - 2 } == true
                && last(other, in: text) == nil
                ? .known(.key) : nil
        }
        if text.elementsEqual("uuid".utf8) { return .otherID }
        // The noun before "ID" counts, or, as in French, the one after it.
        let isFirst = id == 0
        let key = isFirst ? first(key, in: text) : last(key, in: text)
        let other = isFirst ? first(other, in: text) : last(other, in: text)
        switch (key, other) {
        case (let key?, let other?):
            // `password` has `pass`, `keyboard` has `key`: the longer word that begins first counts.
            let isKey = isFirst ? key.start < other.start : key.end > other.end
            return isKey ? .known(.id) : .otherID
        case (_?, nil): return .known(.id)
        case (nil, _?): return .otherID
        case (nil, nil): break
        }
        // "Identifikator", "Kennung 2", "ID 1": no other noun. A bare "GUID" may be anything's.
        let isPlain = isFirst && text.count <= 32 && !text.starts(with: Array("guid".utf8))
        return isPlain || text.count <= 4 && !text.elementsEqual("guid".utf8) ? .plainID : .doubtfulID
    }

    /// The label in lower case, without anything but letters and digits.
    private static func compact(_ label: ArraySlice<UInt8>) -> [UInt8] {
        let isASCII = label.allSatisfy { $0 < 0x80 }
        let lower = isASCII ? Array(label) : Array(String(decoding: label, as: UTF8.self).lowercased().utf8)
        return lower.compactMap { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: byte
            default: nil
            }
        }
    }

    /// Where the word for "identifier" begins, or nil if there is none: 0 if it is the first word.
    private static func position(ofIdentifierIn text: [UInt8], label: ArraySlice<UInt8>) -> Int? {
        if let word = last(identifier, in: text) { return word.start }
        // "ID" is too short to be looked for inside of words: it is a word of its own, or ends a name.
        let parts = words(of: label)
        if parts.first.map(isID) == true { return 0 }
        if parts.contains(where: isID) { return text.count }
        // `keyid`, `recoverykeyid2`
        var end = text.count
        while end > 0, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[end - 1]) { end -= 1 }
        guard end > 2, text[..<end].suffix(2).elementsEqual("id".utf8) else { return nil }
        let before = text[..<(end - 2)]
        return (key.all + other.all).contains { before.suffix($0.count).elementsEqual($0) } ? end - 2 : nil
    }

    private static func isID(_ word: ArraySlice<UInt8>) -> Bool {
        word.count == 2 && word.first.map { $0 | 0x20 } == UInt8(ascii: "i")
            && word.last.map { $0 | 0x20 } == UInt8(ascii: "d")
            || word.count == 3 && word.starts(with: Array("IDs".utf8))
    }

    /// The words of a label: parted by punctuation, blanks, digits, and where a capital begins (`KeyId`, `keyID1`).
    private static func words(of label: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
        func isLetter(_ byte: UInt8) -> Bool { isUpper(byte & 0xDF) || byte >= 0x80 }
        var words: [ArraySlice<UInt8>] = []
        var start: Int?
        for index in label.indices {
            let byte = label[index]
            guard isLetter(byte) else {
                if let first = start { words.append(label[first..<index]) }
                start = nil
                continue
            }
            if let first = start, isUpper(byte), !isUpper(label[index - 1]) {
                words.append(label[first..<index])
                start = index
            }
            start = start ?? index
        }
        if let first = start { words.append(label[first...]) }
        return words
    }

    private static func first(_ words: WordList, in text: [UInt8]) -> (start: Int, end: Int)? {
        for start in text.indices {
            if let length = words.longest(at: start, in: text) { return (start, start + length) }
        }
        return nil
    }

    private static func last(_ words: WordList, in text: [UInt8]) -> (start: Int, end: Int)? {
        var last: (start: Int, end: Int)?
        for start in text.indices {
            guard let length = words.longest(at: start, in: text) else { continue }
            if last.map({ start + length > $0.end }) ?? true { last = (start, start + length) }
        }
        return last
    }

    /// Words by their first byte.
    private struct WordList {
        let all: [[UInt8]]
        private let byFirst: [[[UInt8]]]

        init(_ list: String) {
            all = list.split(whereSeparator: \.isWhitespace).map { Array($0.filter { $0 != "_" }.utf8) }
            var byFirst = [[[UInt8]]](repeating: [], count: 256)
            for word in all { if let first = word.first { byFirst[Int(first)].append(word) } }
            self.byFirst = byFirst
        }

        /// The length of the longest word that begins at an index.
        func longest(at start: Int, in text: [UInt8]) -> Int? {
            var longest: Int?
            for word in byFirst[Int(text[start])]
            where word.count <= text.count - start && word.count > longest ?? 0
                && text[start..<(start + word.count)].elementsEqual(word)
            {
                longest = word.count
            }
            return longest
        }
    }
}

extension LabelWords {
    /// What tells a label from those of the same meaning: `c` of `C_KeyID` and `C_RecoveryKey`, `1` of `KeyID1`.
    static func distinction(of label: ArraySlice<UInt8>) -> [UInt8] {
        var text = compact(label)
        for word in key.all + identifier.all + [Array("value".utf8), Array("numerical".utf8)] {
            while let range = text.firstRange(of: word) { text.removeSubrange(range) }
        }
        if let range = text.firstRange(of: Array("id".utf8)) { text.removeSubrange(range) }
        for word in ["drive", "volume", "laufwerk", "number", "no", "nr", "de", "s"] where text.count > word.utf8.count
        {
            while text.count > word.utf8.count, let range = text.firstRange(of: Array(word.utf8)) {
                text.removeSubrange(range)
            }
        }
        return text
    }
}
