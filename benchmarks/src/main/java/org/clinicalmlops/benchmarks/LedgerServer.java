package org.clinicalmlops.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.clinicalmlops.ledger.JdbcLedger;

/**
 * A PostgreSQL server on this machine, its files among the temporary ones; deleted when it is closed. What decides whether a commit waits for
 * the disk is asked of the server, not assumed.
 */
final class LedgerServer implements LedgerPlace {
    private static final List<String> ON = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final EmbeddedPostgres server;
    private final DataSource source;

    /** @throws IllegalStateException if it does not start, or a commit would not wait for the disk */
    LedgerServer() {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
            ON.forEach(setting -> builder.setServerConfig(setting, "on"));
            server = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException("the PostgreSQL server did not start", e);
        }
        source = server.getPostgresDatabase();
        String durability = durability();
        if (!ON.stream().allMatch(setting -> shown(setting).equals("on"))) {
            close();
            throw new IllegalStateException(ON + " must be on, was " + durability);
        }
    }

    /** Whether a server is brought along for this machine. */
    static boolean isThere() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    @Override
    public JdbcLedger open() {
        return JdbcLedger.open(source);
    }

    @Override
    public String durability() {
        return "PostgreSQL " + shown("server_version") + ", "
                + ON.stream().map(setting -> setting + " " + shown(setting)).collect(Collectors.joining(", "))
                + ", wal_sync_method " + shown("wal_sync_method") + ", on " + LedgerFile.disk(shown("data_directory"));
    }

    private String shown(String setting) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("not told: " + setting, e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException("the PostgreSQL server did not stop", e);
        }
    }
}
