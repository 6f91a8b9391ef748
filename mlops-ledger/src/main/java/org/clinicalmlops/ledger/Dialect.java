package org.clinicalmlops.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.clinicalmlops.api.MlopsException;

/** What differs from database to database; all other SQL of this module is common to them. */
interface Dialect {
    /** The dialects there are. */
    List<Dialect> ALL = List.of(new Sqlite());

    /** As the driver's metadata gives it. */
    String product();

    /** The migration files, oldest first, in the folder of this dialect. The n-th file makes schema version n. */
    List<String> migrations();

    /**
     * Makes the database durable and safe for several writers, once per opened ledger.
     *
     * @throws MlopsException if this database cannot keep a ledger
     */
    void prepareDatabase(Connection connection) throws SQLException;

    /** Sets what holds per connection; the connection is in auto-commit mode. */
    void prepareConnection(Connection connection) throws SQLException;

    /**
     * A statement that is the first of a transaction and returns when no other transaction can append until this one ends. It
     * changes nothing.
     */
    String lock();

    /** Whether the database says with this error that its stored data are damaged. */
    boolean damaged(SQLException error);

    /** The dialect of the database behind {@code connection}. */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        for (Dialect dialect : ALL) {
            if (dialect.product().equals(product)) {
                return dialect;
            }
        }
        throw new MlopsException("a ledger cannot be kept in " + product + "; supported: "
                + String.join(", ", ALL.stream().map(Dialect::product).toList()));
    }
}
