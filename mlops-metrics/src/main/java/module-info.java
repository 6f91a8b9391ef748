/** The numbers: pure functions on arrays and counts, without state and without I/O. */
module org.clinicalmlops.metrics {
    requires transitive org.clinicalmlops.api;
    requires commons.math3;
}
