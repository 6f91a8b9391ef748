package org.clinicalmlops.monitoring.feed;

import java.util.Optional;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.metrics.distribution.Proportions;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Compares the share of rows without a value of one feature with training: more are missing when a feed has died, fewer when
 * something began to fill in. Alarms if a test of homogeneity gives at most alpha, and the shares are apart by at least
 * {@value #APART}, or by {@value #PART} of training's share if that is more: on many rows a difference that nobody would act on is
 * certain too. Missing rows come in bursts, which the test does not know; the second condition is also there for that. Our choice.
 *
 * <p>Rows too few to compare are kept until they are enough. Single-threaded: the monitor calls it under its lock.
 */
final class FeatureMissingness {
    static final double APART = 0.02;
    static final double PART = 0.25;
    private static final String FORMULA = "share-homogeneity";

    private final FeatureProfile reference;
    private final long minimumRows;
    private long rows;
    private long missing;

    FeatureMissingness(FeatureProfile reference, long minimumRows) {
        this.reference = reference;
        this.minimumRows = minimumRows;
    }

    /** @param alpha probability of a false alarm */
    Finding judge(FeatureCounts window, double alpha) {
        rows += window.rows();
        missing += window.missing();
        long rowsBefore = reference.present() + reference.missing();
        if (rows < minimumRows || rowsBefore == 0) {
            String why = rowsBefore == 0
                    ? "training has no row to compare with"
                    : "only " + Wording.count(rows, "row")
                            + " so far, too few to compare; they are kept for the next window";
            return finding(State.INSUFFICIENT, why, Optional.empty());
        }
        Finding finding = compare(rowsBefore, alpha);
        rows = 0;
        missing = 0;
        return finding;
    }

    private Finding compare(long rowsBefore, double alpha) {
        double before = (double) reference.missing() / rowsBefore;
        double now = (double) missing / rows;
        double limit = Math.max(APART, PART * before);
        double apart = Math.abs(now - before);
        boolean alarm = apart >= limit && Proportions.differ(reference.missing(), rowsBefore, missing, rows) <= alpha;
        String text = Wording.percent(now) + " of " + Wording.count(rows, "row") + " have no value, in training "
                + Wording.percent(before) + " of " + rowsBefore + " had none";
        return finding(
                alarm ? State.ALARM : State.OK,
                alarm ? (now > before ? "more values are missing: " : "fewer values are missing: ") + text : text,
                Optional.of(new Measure(
                        apart,
                        limit,
                        rowsBefore,
                        rows,
                        FORMULA,
                        "tolerated difference; alpha " + Wording.brief(alpha))));
    }

    private Finding finding(State state, String text, Optional<Measure> measure) {
        Finding finding = Finding.of(
                Kind.MISSINGNESS, Missingness.ID, reference.feature(), state, reference.feature() + ": " + text + ".");
        return measure.map(finding::measured).orElse(finding);
    }
}
