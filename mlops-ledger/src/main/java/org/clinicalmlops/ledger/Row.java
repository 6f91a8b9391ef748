package org.clinicalmlops.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.jspecify.annotations.Nullable;

/** An entry as a row of {@code ledger_entry}. Each value has one stored form; any other is unreadable. */
final class Row {
    static final String COLUMNS = "sequence, kind, at, facts, body, previous, hash";
    static final String INSERT = "INSERT INTO ledger_entry (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)";
    static final String SELECT = "SELECT " + COLUMNS + " FROM ledger_entry ";
    static final String NEWEST = "WHERE sequence = (SELECT max(sequence) FROM ledger_entry)";
    static final String HASH_OF = "SELECT hash FROM ledger_entry WHERE sequence = ?";

    private Row() {}

    /** Sets the parameters of {@link #INSERT}. */
    static void write(Entry entry, PreparedStatement insert) throws SQLException {
        insert.setLong(1, entry.sequence());
        insert.setString(2, entry.kind().name());
        insert.setString(3, entry.at().toString());
        insert.setString(4, FactsJson.write(entry.facts()));
        insert.setString(5, entry.body().orElse(null));
        insert.setString(6, entry.previous().hex());
        insert.setString(7, entry.hash().hex());
    }

    /** Reads the columns of {@link #SELECT}. */
    static Entry read(ResultSet row) throws SQLException, UnreadableRow {
        long sequence = row.getLong(1);
        return new Entry(
                sequence,
                kind(sequence, row.getString(2)),
                instant(sequence, row.getString(3)),
                facts(sequence, row.getString(4)),
                Optional.ofNullable(row.getString(5)),
                digest(sequence, "previous", row.getString(6)),
                digest(sequence, "hash", row.getString(7)));
    }

    static EntryKind kind(long sequence, @Nullable String name) throws UnreadableRow {
        try {
            return EntryKind.valueOf(present(sequence, "kind", name));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRow(sequence, "its kind is not one that this library knows");
        }
    }

    private static Instant instant(long sequence, @Nullable String text) throws UnreadableRow {
        String stored = present(sequence, "at", text);
        try {
            Instant at = Instant.parse(stored);
            if (at.toString().equals(stored)) {
                return at;
            }
        } catch (DateTimeException e) {
            // answered below
        }
        throw new UnreadableRow(sequence, "its instant is not written as a ledger writes it");
    }

    private static Facts facts(long sequence, @Nullable String json) throws UnreadableRow {
        return FactsJson.read(present(sequence, "facts", json))
                .orElseThrow(
                        () -> new UnreadableRow(sequence, "its facts are not a JSON object as a ledger writes it"));
    }

    private static Digest digest(long sequence, String column, @Nullable String hex) throws UnreadableRow {
        try {
            return new Digest(present(sequence, column, hex));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRow(sequence, "its column " + column + " is not a SHA-256 digest");
        }
    }

    private static String present(long sequence, String column, @Nullable String value) throws UnreadableRow {
        if (value == null) {
            throw new UnreadableRow(sequence, "its column " + column + " is empty");
        }
        return value;
    }
}
