import org.jspecify.annotations.NullMarked;

/** Runnable stories, the quickstart first. */
@NullMarked
module org.clinicalmlops.examples {
    requires com.nimbusds.jose.jwt;
    requires hapi.fhir.base;
    requires java.sql;
    requires jdk.httpserver;
    requires org.clinicalmlops.cdshooks;
    requires org.clinicalmlops.core;
    requires org.clinicalmlops.fhir;
    requires org.clinicalmlops.ledger;
    requires org.clinicalmlops.metrics;
    requires org.clinicalmlops.monitoring;
    requires org.clinicalmlops.smile;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;
}
