package org.clinicalmlops.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.clinicalmlops.api.ledger.LedgerUnsuitable;

/** What differs from database to database; all other SQL of this module is common to them. */
interface Dialect {
    /** The dialects there are. */
    List<Dialect> ALL = List.of(new Sqlite(), new Postgres());

    /** How long a writer waits for another one before it gives up; our choice, longer than any transaction of ours. */
    int BUSY_SECONDS = 30;

    /** As the driver's metadata gives it. */
    String product();

    /** The migration files, oldest first, in the folder of this dialect. The n-th file makes schema version n. */
    List<String> migrations();

    /** A query for one number: 0 if there is no table {@code ledger_schema} yet. */
    String findSchema();

    /** Creates the table {@code ledger_schema}; of several that do so at once, each succeeds. */
    List<String> createSchema();

    /**
     * Makes the database durable and safe for several writers, once per opened ledger.
     *
     * @throws LedgerUnsuitable if this database cannot keep a ledger
     */
    void prepareDatabase(Connection connection) throws SQLException;

    /** Sets what holds per connection; the connection is in auto-commit mode. */
    void prepareConnection(Connection connection) throws SQLException;

    /**
     * Statements that are the first of a transaction and return when no other transaction can append until this one ends. They
     * change nothing, and make the commit of this transaction durable.
     */
    String lock();

    /**
     * How a statement begins that inserts rows. If one of them cannot be inserted, what the statement has inserted before may stay
     * until the transaction is rolled back.
     */
    String insertOrFail();

    /** The expression on the column {@code at} that is indexed and sorts as instants do. */
    String instantKey();

    /**
     * Writes a copy of the whole database to a file that is not there yet, while others append.
     *
     * @throws UnsupportedOperationException if this database has tools of its own for that
     */
    void copyTo(Connection connection, Path file) throws SQLException;

    /** Rows that the driver may hold at once while it reads. */
    int fetchedRows();

    /** Whether the database says with this error that its stored data are damaged. */
    boolean damaged(SQLException error);

    /** What is in the way when the database answers with this error; of a chain of errors, one link. */
    LedgerUnavailable.Reason reason(SQLException error);

    /** The dialect of the database behind {@code connection}. */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        for (Dialect dialect : ALL) {
            if (dialect.product().equals(product)) {
                return dialect;
            }
        }
        throw new LedgerUnsuitable("a ledger cannot be kept in " + product + "; supported: "
                + String.join(", ", ALL.stream().map(Dialect::product).toList()));
    }
}
