package org.clinicalmlops.api.maturity;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.Step;
import org.clinicalmlops.api.usecase.Stakeholder;

/**
 * How mature an operation is at an instant, and the entries that show it.
 *
 * @param useCase name of the use case
 * @param stage after Li et al. 2025
 * @param asOf at which instant
 * @param reasons why this stage and not the next, in words
 * @param steps all eight in order; this part is our own extension of the framework
 * @param stakeholders who was named in the use case
 */
public record MaturityReport(
        String useCase,
        Stage stage,
        Instant asOf,
        List<String> reasons,
        List<StepEvidence> steps,
        List<Stakeholder> stakeholders) {
    public MaturityReport {
        Objects.requireNonNull(useCase, "useCase");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(asOf, "asOf");
        reasons = List.copyOf(reasons);
        steps = List.copyOf(steps);
        stakeholders = List.copyOf(stakeholders);
    }

    /**
     * What the ledger holds of one step.
     *
     * @param step which
     * @param entries how many entries there are, rows of blocks counted one by one
     * @param latest the newest of each kind
     * @param signedBy roles that signed in this step
     */
    public record StepEvidence(Step step, long entries, List<Evidence> latest, List<String> signedBy) {
        public StepEvidence {
            latest = List.copyOf(latest);
            signedBy = List.copyOf(signedBy);
        }

        /** Whether anything is recorded. */
        public boolean evidenced() {
            return entries > 0;
        }
    }
}
