/** Makes a model and serves it. */
module org.clinicalmlops.core {
    requires transitive org.clinicalmlops.api;
    requires com.fasterxml.jackson.databind;
    requires de.siegmar.fastcsv;
    requires org.clinicalmlops.metrics;
    requires org.slf4j;
}
