package org.clinicalmlops.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A connection of the host's while we have it: in manual commit mode, and given back as it came, without an open transaction. */
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Dialect dialect;
    private final boolean autoCommit;

    private Session(Connection connection, Dialect dialect, boolean autoCommit) {
        this.connection = connection;
        this.dialect = dialect;
        this.autoCommit = autoCommit;
    }

    static Session open(DataSource source, Dialect dialect) throws SQLException {
        Connection connection = source.getConnection();
        try {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true);
            dialect.prepareConnection(connection);
            connection.setAutoCommit(false);
            return new Session(connection, dialect, autoCommit);
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    Connection connection() {
        return connection;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Rolls back what was not committed. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }
}
