package org.clinicalmlops.core.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.clinicalmlops.api.learn.Margin;
import org.clinicalmlops.api.validate.Ruling;

/**
 * The forgetting check: a candidate must be no worse on rows of earlier periods, for all patients and in every group, than the version
 * in use by more than the step margin, and than the first approved version by more than the total margin. The second is what keeps
 * many small steps from adding up. All comparisons must pass, so each has the full alpha. Immutable.
 *
 * <p>Margins of {@code auroc} (paired DeLong), {@code brier} and {@code log-loss} (mean paired differences) can be judged; any other
 * metric is insufficient.
 */
public final class ForgettingCheck {
    private final List<Margin> margins;
    private final double alpha;

    private ForgettingCheck(List<Margin> margins, double alpha) {
        this.margins = margins;
        this.alpha = alpha;
    }

    /**
     * @param margins at least one
     * @param alpha one-sided level of each comparison, in (0, 0.5)
     */
    public static ForgettingCheck of(List<Margin> margins, double alpha) {
        if (margins.isEmpty()) {
            throw new IllegalArgumentException("at least one margin is needed");
        }
        NonInferiority.checkAlpha(alpha);
        return new ForgettingCheck(List.copyOf(margins), alpha);
    }

    /**
     * @param periods rows by the name of their period, in the order of the map; rows from which the candidate has learnt make it look
     *     better than it is, so give rows that it has not
     */
    public Forgetting judge(Map<String, PairedRows> periods) {
        List<Compared> compared = new ArrayList<>();
        periods.forEach((name, rows) -> {
            Objects.requireNonNull(rows, name);
            for (Compared.Against against : Compared.Against.values()) {
                compared.addAll(NonInferiority.all(name, rows, margins, against, alpha));
            }
        });
        if (compared.isEmpty()) {
            return new Forgetting.NotShown(List.of(), List.of());
        }
        List<Compared> missing =
                compared.stream().filter(c -> c.ruling() == Ruling.INSUFFICIENT).toList();
        return NonInferiority.first(compared, Ruling.FAIL)
                .<Forgetting>map(failing -> new Forgetting.Forgot(failing, compared))
                .orElseGet(() ->
                        missing.isEmpty() ? new Forgetting.Kept(compared) : new Forgetting.NotShown(missing, compared));
    }
}
