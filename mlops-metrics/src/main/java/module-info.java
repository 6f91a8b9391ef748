import org.jspecify.annotations.NullMarked;

/** The numbers: pure functions on arrays and counts, without state and without I/O. */
@NullMarked
module org.clinicalmlops.metrics {
    requires transitive org.clinicalmlops.api;
    requires commons.math3;
    requires static org.jspecify;

    exports org.clinicalmlops.metrics;
    exports org.clinicalmlops.metrics.calibration;
    exports org.clinicalmlops.metrics.classes;
    exports org.clinicalmlops.metrics.discrimination;
    exports org.clinicalmlops.metrics.distribution;
    exports org.clinicalmlops.metrics.fairness;
    exports org.clinicalmlops.metrics.hypothesis;
    exports org.clinicalmlops.metrics.overall;
    exports org.clinicalmlops.metrics.quantity;
    exports org.clinicalmlops.metrics.resampling;
    exports org.clinicalmlops.metrics.samplesize;
    exports org.clinicalmlops.metrics.sequential;
    exports org.clinicalmlops.metrics.threshold;
    exports org.clinicalmlops.metrics.updating;
    exports org.clinicalmlops.metrics.weighted;
}
