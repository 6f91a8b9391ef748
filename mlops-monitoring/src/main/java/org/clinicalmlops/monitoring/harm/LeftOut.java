package org.clinicalmlops.monitoring.harm;

import org.clinicalmlops.api.monitor.Window.Follow;
import org.clinicalmlops.monitoring.text.Wording;

/** What a number about outcomes does not see, in words that stand beside it. */
final class LeftOut {
    private LeftOut() {}

    /** In brackets, with a space before; empty if nothing is left out. */
    static String words(Follow cohort) {
        String overdue = cohort.overdue() == 0
                ? ""
                : Wording.count(cohort.overdue(), "prediction") + " past the horizon without an outcome left out";
        String intervened = cohort.intervened() == 0
                ? ""
                : Wording.count(cohort.intervened(), "outcome")
                        + " that somebody changed because of the prediction left out, so that the number is not one of all patients";
        String both = overdue + (overdue.isEmpty() || intervened.isEmpty() ? "" : "; ") + intervened;
        return both.isEmpty() ? "" : " (" + both + ")";
    }
}
