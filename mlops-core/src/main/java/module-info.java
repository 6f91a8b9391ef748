import org.jspecify.annotations.NullMarked;

/** Makes a model and serves it: extraction, features, training, evaluation, registry, serving, reviews, maturity. */
@NullMarked
module org.clinicalmlops.core {
    requires transitive org.clinicalmlops.api;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires de.siegmar.fastcsv;
    requires org.clinicalmlops.metrics;
    requires org.slf4j;
    requires static org.jspecify;

    exports org.clinicalmlops.core;
    exports org.clinicalmlops.core.data;
    exports org.clinicalmlops.core.evaluate;
    exports org.clinicalmlops.core.exchange;
    exports org.clinicalmlops.core.explain;
    exports org.clinicalmlops.core.feature;
    exports org.clinicalmlops.core.imported;
    exports org.clinicalmlops.core.learn;
    exports org.clinicalmlops.core.learn.loop;
    exports org.clinicalmlops.core.maturity;
    exports org.clinicalmlops.core.model;
    exports org.clinicalmlops.core.registry;
    exports org.clinicalmlops.core.retention;
    exports org.clinicalmlops.core.seal;
    exports org.clinicalmlops.core.serve;
    exports org.clinicalmlops.core.train;
}
