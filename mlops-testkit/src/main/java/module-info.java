import org.jspecify.annotations.NullMarked;

/** Contract tests that a host extends to check its own stage. */
@NullMarked
module org.clinicalmlops.testkit {
    requires transitive org.clinicalmlops.api;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;
    requires static org.jspecify;

    exports org.clinicalmlops.testkit.ledger;
    exports org.clinicalmlops.testkit.monitor;
    exports org.clinicalmlops.testkit.train;
}
