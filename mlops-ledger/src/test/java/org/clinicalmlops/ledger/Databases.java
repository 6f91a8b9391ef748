package org.clinicalmlops.ledger;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.PredictionBlock;

/** SQLite files, and what the tests put into them. */
final class Databases {
    static final Instant START = Instant.parse("2024-03-01T12:00:00Z");

    private Databases() {}

    static DataSource file(Path file) {
        return Store.at("jdbc:sqlite:" + file);
    }

    /** Lends one connection again and again; closing it gives it back. */
    static DataSource lending(Connection connection) {
        Connection lent = (Connection) Proxy.newProxyInstance(
                Databases.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
        return (DataSource) Proxy.newProxyInstance(
                Databases.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> lent);
    }

    static void execute(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** As somebody with the right to change the schema would. */
    static void dropTriggers(DataSource source) throws SQLException {
        execute(
                source,
                "DROP TRIGGER ledger_entry_is_never_changed",
                "DROP TRIGGER ledger_entry_is_never_deleted",
                "DROP TRIGGER ledger_entry_is_appended");
    }

    static Draft draft(int n) {
        EntryKind kind = EntryKind.values()[n % EntryKind.values().length];
        Facts facts = Facts.NONE.with("n", n).with("risk", n / 7.0);
        if (kind == EntryKind.PREDICTIONS_RECORDED) {
            return PredictionBlock.of(List.of(Draft.of(EntryKind.PREDICTED, START.plusSeconds(n), facts)));
        }
        Draft draft = Draft.of(kind, START.plusSeconds(n), facts);
        return n % 3 == 0 ? draft.body("body of " + n) : draft;
    }

    static List<Draft> drafts(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Databases::draft).toList();
    }

    static List<Entry> all(Ledger ledger) {
        List<Entry> entries = new ArrayList<>();
        ledger.read(Set.of(), entries::add);
        return entries;
    }
}
