/** Contract tests that a host extends to check its own stage. */
module org.clinicalmlops.testkit {
    requires transitive org.clinicalmlops.api;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;

    exports org.clinicalmlops.testkit.ledger;
    exports org.clinicalmlops.testkit.train;
}
