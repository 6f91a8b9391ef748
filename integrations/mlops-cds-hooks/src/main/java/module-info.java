import org.jspecify.annotations.NullMarked;

/** Adapter: a deployment as a CDS Hooks service. JSON comes in and goes out; whoever speaks HTTP is the host's choice. */
@NullMarked
module org.clinicalmlops.cdshooks {
    requires transitive com.fasterxml.jackson.databind;
    requires transitive org.clinicalmlops.api;
    requires com.fasterxml.jackson.core;
    requires com.nimbusds.jose.jwt;
    requires static org.jspecify;

    exports org.clinicalmlops.cdshooks;
}
