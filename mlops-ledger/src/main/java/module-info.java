import org.jspecify.annotations.NullMarked;

/** The record: append-only and hash-chained, over JDBC on the host's {@link javax.sql.DataSource}. */
@NullMarked
module org.clinicalmlops.ledger {
    requires static org.jspecify;
    requires transitive java.sql;
    requires transitive org.clinicalmlops.api;
    requires com.fasterxml.jackson.core;
    requires org.slf4j;

    exports org.clinicalmlops.ledger;
}
