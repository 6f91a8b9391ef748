import org.jspecify.annotations.NullMarked;

/** Adapter: answers of a deployment as FHIR R4 resources. The resources are those of HAPI FHIR, which the host uses anyhow (ADR 30). */
@NullMarked
module org.clinicalmlops.fhir {
    requires transitive org.clinicalmlops.api;
    requires transitive org.hl7.fhir.r4;
    requires hapi.fhir.base;
    requires org.hl7.fhir.utilities;
    requires static org.jspecify;

    exports org.clinicalmlops.fhir;
}
