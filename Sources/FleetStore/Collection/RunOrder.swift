internal import GRDB

/// Puts the runs of a source into their order.
enum RunOrder {
    /// Gives a run whose clock is wrong the time of the run before it on the same stick, or else behind it.
    static func settle(source: Int64, in database: Database) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT run.id, run.started, run.clock_is_wrong
                FROM sighting JOIN run ON run.id = sighting.run_id
                WHERE sighting.source_id = ? AND sighting.stick_order IS NOT NULL ORDER BY sighting.stick_order
                """,
            arguments: [source])
        guard rows.contains(where: { $0[2] }) else { return }
        let update = try database.makeStatement(sql: "UPDATE run SET ordered_at = ? WHERE id = ?")
        let first: String? = rows.first { !($0[2] as Bool) }?[1]
        var nearest = first
        for row in rows {
            if row[2] {
                if let nearest { try update.execute(arguments: [nearest, row[0] as Int64]) }
            } else {
                nearest = row[1]
            }
        }
    }
}
