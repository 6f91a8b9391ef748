/** The record: append-only and hash-chained, over JDBC. */
module org.clinicalmlops.ledger {
    requires transitive java.sql;
    requires transitive org.clinicalmlops.api;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
}
