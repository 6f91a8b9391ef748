import org.jspecify.annotations.NullMarked;

/** The numbers: pure functions on arrays and counts, without state and without I/O. */
@NullMarked
module org.clinicalmlops.metrics {
    requires transitive org.clinicalmlops.api;
    requires commons.math3;
    requires static org.jspecify;

    exports org.clinicalmlops.metrics;
}
