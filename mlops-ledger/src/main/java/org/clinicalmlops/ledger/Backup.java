package org.clinicalmlops.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.clinicalmlops.api.ledger.LedgerUnavailable.Reason;
import org.clinicalmlops.api.ledger.Verification;

/** A copy of a ledger in a file, made while it is in use. */
final class Backup {
    private static final String NOT_WRITTEN = "the backup could not be written; the ledger is as it was";

    private Backup() {}

    static Verification of(DataSource source, Dialect dialect, Path file) {
        if (Files.exists(file)) {
            throw new IllegalArgumentException("file must not be there yet, was " + file);
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (Session session = Session.open(source, dialect)) {
            Files.deleteIfExists(part);
            Connection connection = session.connection();
            connection.setAutoCommit(true);
            dialect.copyTo(connection, part);
            force(part); // the database does not do that for such a copy
            Verification copied = verified(connection, dialect, part);
            connection.setAutoCommit(false);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return copied;
        } catch (SQLException e) {
            throw Failures.nothingStored(dialect, NOT_WRITTEN, e);
        } catch (IOException e) {
            throw LedgerUnavailable.nothingStored(Reason.FAILED, NOT_WRITTEN, e);
        }
    }

    private static Verification verified(Connection connection, Dialect dialect, Path copy) throws SQLException {
        try (PreparedStatement attach = connection.prepareStatement("ATTACH DATABASE ? AS backup")) {
            attach.setString(1, copy.toString());
            attach.execute();
        }
        try (Statement statement = connection.createStatement()) {
            try {
                return Verifier.verify(connection, dialect, "backup.");
            } finally {
                statement.execute("DETACH DATABASE backup");
            }
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
