package org.clinicalmlops.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.clinicalmlops.ledger.JdbcLedger;
import org.sqlite.SQLiteDataSource;

/** A SQLite file with the tables of a ledger, in a folder of its own among the temporary files; deleted when it is closed. */
final class LedgerFile implements LedgerPlace {
    private final Path folder;
    private final Path file;

    LedgerFile() {
        try {
            folder = Files.createTempDirectory("ledger-benchmark");
        } catch (IOException e) {
            throw new IllegalStateException("no folder for a ledger", e);
        }
        file = folder.resolve("ledger.db");
        open().close();
    }

    @Override
    public JdbcLedger open() {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        return JdbcLedger.open(source);
    }

    /** A connection as durable as the ledger's, for who writes the tables without it: nothing checks what is written. */
    Connection bare() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("DROP TRIGGER IF EXISTS ledger_entry_is_appended");
            statement.execute("DROP TRIGGER IF EXISTS ledger_entry_is_never_changed");
            statement.execute("DROP TRIGGER IF EXISTS ledger_entry_is_never_deleted");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** The ledger itself sets full synchronisation on each of its connections. */
    @Override
    public String durability() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet mode = statement.executeQuery("PRAGMA journal_mode")) {
            mode.next();
            return "SQLite " + connection.getMetaData().getDatabaseProductVersion() + ", journal_mode "
                    + mode.getString(1) + ", on " + disk(file.toString());
        } catch (SQLException e) {
            throw new IllegalStateException("not told: journal_mode", e);
        }
    }

    /** The kind of file system that a path is on: on one in memory nothing is durable. */
    static String disk(String path) {
        try {
            return Files.getFileStore(Path.of(path)).type();
        } catch (IOException e) {
            throw new IllegalStateException("not told: the file system of " + path, e);
        }
    }

    @Override
    public void close() {
        List.of("", "-wal", "-shm", "-journal").forEach(end -> delete(folder.resolve("ledger.db" + end)));
        delete(folder);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new IllegalStateException("not deleted: " + path, e);
        }
    }
}
