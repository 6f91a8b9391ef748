import org.jspecify.annotations.NullMarked;

/** Watches a model in use: what it is given, what it says, and what became of its patients. */
@NullMarked
module org.clinicalmlops.monitoring {
    requires transitive org.clinicalmlops.api;
    requires org.clinicalmlops.metrics;
    requires commons.math3;
    requires java.net.http;
    requires org.slf4j;
    requires static org.jspecify;

    exports org.clinicalmlops.monitoring;
    exports org.clinicalmlops.monitoring.sink;
    exports org.clinicalmlops.monitoring.option;
}
