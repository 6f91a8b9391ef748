package org.clinicalmlops.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.clinicalmlops.api.ledger.LedgerUnsuitable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables of a database to the version that this library writes. The table {@code ledger_schema} holds one row per
 * migration that was applied.
 */
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private Schema() {}

    /**
     * Applies what is missing, all or nothing; of several that do so at once, one does it and the others wait.
     *
     * @throws LedgerUnsuitable if the database has a newer version than this library knows
     */
    static void migrate(Connection connection, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean missing = number(statement, dialect.findSchema()) == 0;
            connection.rollback(); // a transaction that begins by reading may not write any more when others wrote
            // meanwhile
            if (missing) {
                for (String sql : dialect.createSchema()) {
                    statement.execute(sql);
                }
                connection.commit();
            }
            int found = version(statement);
            connection.rollback();
            if (found != dialect.migrations().size()) {
                statement.execute(dialect.lock());
                apply(connection, statement, dialect);
                connection.commit();
            }
        }
    }

    private static void apply(Connection connection, Statement statement, Dialect dialect) throws SQLException {
        List<String> files = dialect.migrations();
        int found = version(statement);
        if (found > files.size()) {
            throw new LedgerUnsuitable("the ledger in this database has schema version " + found
                    + ", this library knows versions up to " + files.size() + "; use a newer library");
        }
        for (int version = found + 1; version <= files.size(); version++) {
            for (String sql : statements(files.get(version - 1))) {
                statement.execute(sql);
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO ledger_schema (version) VALUES (?)")) {
                insert.setInt(1, version);
                insert.executeUpdate();
            }
        }
        if (found < files.size()) {
            try {
                PatientIndex.rebuild(connection, dialect);
            } catch (UnreadableRow e) {
                throw Failures.damaged(e);
            }
            LOG.info("ledger schema brought from version {} to {}", found, files.size());
        }
    }

    private static int version(Statement statement) throws SQLException {
        return number(statement, "SELECT coalesce(max(version), 0) FROM ledger_schema");
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static List<String> statements(String file) {
        try (InputStream in = Schema.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the migration " + file + " is not in the jar");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return List.of(text.strip().split("\\R\\R")).stream()
                    .filter(part -> part.lines().anyMatch(line -> !line.startsWith("--")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the migration " + file + " cannot be read", e);
        }
    }
}
