package org.clinicalmlops.monitoring.alert;

import java.util.Comparator;
import java.util.OptionalDouble;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Severity;

/** How much a finding presses: by what it does to patients. The limits are our choice. */
final class Gravity {
    /** A change of the mean risk that may move a patient across a threshold: two in a hundred. */
    static final double RISK_CHANGE = 0.02;
    /** The same where risks are low: a tenth of the mean risk. */
    static final double RELATIVE_CHANGE = 0.1;

    /** By severity, then by the remedy that is asked for. */
    static final Comparator<Finding> BY_GRAVITY =
            Comparator.comparing(Gravity::severity).thenComparing(Gravity::remedy);

    /** The gravest; of equally grave ones that which explains the others. */
    static final Comparator<Finding> BY_LEAD = BY_GRAVITY.thenComparing(Gravity::explains);

    private Gravity() {}

    /** An effect on the predictions that nobody knows is not taken for small. */
    static Severity severity(Finding finding) {
        if (finding.kind().harm()) {
            return Severity.HIGH;
        }
        return switch (finding.kind()) {
            case DEAD_FEED, UNIT_CHANGE -> Severity.MODERATE;
            case OPERATION, OVERSIGHT -> Severity.LOW;
            default -> hardlyChanges(finding.context()) ? Severity.LOW : Severity.MODERATE;
        };
    }

    private static boolean hardlyChanges(Finding.Context context) {
        OptionalDouble before = context.meanRiskBefore();
        OptionalDouble now = context.meanRiskNow();
        if (before.isEmpty() || now.isEmpty()) {
            return false;
        }
        double change = Math.abs(now.getAsDouble() - before.getAsDouble());
        double relative = RELATIVE_CHANGE * before.getAsDouble();
        return change < RISK_CHANGE && (change < relative || change == 0);
    }

    private static int remedy(Finding finding) {
        return finding.context().asks().map(remedy -> remedy.ordinal() + 1).orElse(0);
    }

    /** A dead interface explains missing values, another unit a shifted distribution, and not the other way round. */
    private static int explains(Finding finding) {
        return switch (finding.kind()) {
            case DEAD_FEED -> finding.subject().equals(Finding.MODEL) ? 6 : 5;
            case UNIT_CHANGE -> 4;
            case UNSEEN_VALUES -> 3;
            case MISSINGNESS -> 2;
            case INPUT_DRIFT -> 1;
            default -> 0;
        };
    }
}
