package org.clinicalmlops.examples.faults;

import java.time.Instant;
import java.util.Optional;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.examples.flchain.Assay;

/** A fault of a certain size: what becomes of assays and outcomes from its date on. For one replay: it draws as it goes. */
interface Injection {
    /** What was drawn, for the printed list. */
    String words();

    /** What the interface delivers. */
    default Assay delivered(Assay assay) {
        return assay;
    }

    /** Whether this resident is seen at all. */
    default boolean seen(Assay assay) {
        return true;
    }

    /** What is told of a prediction, and when; empty for never. */
    default Optional<Told> told(Assay assay, double risk, Told truth) {
        return Optional.of(truth);
    }

    /** An outcome and the day on which the monitor hears of it. */
    record Told(Outcome<Risk> outcome, Instant at) {}

    /** Nothing happens. */
    static Injection none() {
        return () -> "nothing";
    }
}
