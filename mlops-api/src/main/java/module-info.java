import org.jspecify.annotations.NullMarked;

/**
 * The words of the life cycle: contracts, plan values and the builder, one package per step. Depends on the JDK and the
 * JSpecify annotations only.
 */
@NullMarked
module org.clinicalmlops.api {
    requires static transitive org.jspecify;

    exports org.clinicalmlops.api;
    exports org.clinicalmlops.api.usecase;
    exports org.clinicalmlops.api.data;
    exports org.clinicalmlops.api.feature;
    exports org.clinicalmlops.api.train;
    exports org.clinicalmlops.api.evaluate;
    exports org.clinicalmlops.api.validate;
    exports org.clinicalmlops.api.serve;
    exports org.clinicalmlops.api.explain;
    exports org.clinicalmlops.api.monitor;
    exports org.clinicalmlops.api.learn;
    exports org.clinicalmlops.api.maturity;
    exports org.clinicalmlops.api.ledger;
    exports org.clinicalmlops.api.plan;
}
