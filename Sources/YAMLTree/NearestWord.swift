/// The word that `word` was probably meant to be: the closest one with at most half of its letters and no more than three
/// different. Two exchanged letters count as two.
public func nearest(to word: String, in candidates: [String]) -> String? {
    let limit = min(3, max(1, word.count / 2))
    let scored = candidates.map { (distance: editDistance(word, $0, limit: limit), word: $0) }
    return scored.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.word
}

/// The number of letters to insert, remove or change to turn one word into the other (Levenshtein). Words that differ in
/// length by more than `limit` are not compared: keys come from files, and may be long.
private func editDistance(_ left: String, _ right: String, limit: Int) -> Int {
    let (left, right) = (Array(left.lowercased()), Array(right.lowercased()))
    guard abs(left.count - right.count) <= limit else { return Int.max }
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in 1..<row.count {
            let cost = min(diagonal + (letter == right[column - 1] ? 0 : 1), row[column] + 1, row[column - 1] + 1)
            diagonal = row[column]
            row[column] = cost
        }
    }
    return row[right.count]
}
