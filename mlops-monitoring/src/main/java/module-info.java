/** Watches a model in use. */
module org.clinicalmlops.monitoring {
    requires transitive org.clinicalmlops.api;
    requires org.clinicalmlops.metrics;
    requires org.slf4j;
}
