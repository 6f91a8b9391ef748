import org.jspecify.annotations.NullMarked;

/**
 * Adapter: answers of a deployment as FHIR R4 resources. The resources are those of HAPI FHIR, which the host uses anyhow (ADR 30). HAPI's
 * modules are automatic: they cannot say which named modules they need, so this one does.
 */
@NullMarked
module org.clinicalmlops.fhir {
    requires transitive org.clinicalmlops.api;
    requires transitive org.hl7.fhir.r4;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires hapi.fhir.base;
    requires jakarta.annotation;
    requires org.apache.commons.io;
    requires org.apache.commons.lang3;
    requires org.hl7.fhir.utilities;
    requires org.slf4j;
    requires static org.jspecify;

    exports org.clinicalmlops.fhir;
}
