package org.clinicalmlops.monitoring.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Baseline.Season;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.metrics.Metrics;

/** Puts two baselines with the same bins together. Stateless. */
public final class Merging {
    private Merging() {}

    /**
     * The baseline of the rows of both. Counts add up to the same bits in whatever parts and order; mean risks do to rounding, and of
     * rows without a value in a row those that a cut parts are not counted. Patterns that only one of them lists are among all others.
     * Seasons stay where both have the same. Discrimination is computed anew from the cells of {@link RiskCells}, unless one of
     * them has no case.
     *
     * @throws IllegalArgumentException if schema, levels or bins differ
     */
    public static Baseline of(Baseline one, Baseline other) {
        if (!one.schema().equals(other.schema())
                || !one.levels().declaration().equals(other.levels().declaration())) {
            throw new IllegalArgumentException("baselines must be of the same schema and levels, were not");
        }
        OutputProfile output = one.output().plus(other.output());
        return new Baseline(
                one.schema(),
                one.levels(),
                plus(one.features(), other.features()),
                output,
                one.patterns().plus(other.patterns()),
                seasons(one.seasons(), other.seasons()),
                auroc(one, other, output));
    }

    private static List<FeatureProfile> plus(List<FeatureProfile> one, List<FeatureProfile> other) {
        return IntStream.range(0, one.size())
                .mapToObj(f -> one.get(f).plus(other.get(f)))
                .toList();
    }

    private static List<Season> seasons(List<Season> one, List<Season> other) {
        List<Season> both = new ArrayList<>();
        for (int s = 0; s < one.size(); s++) {
            if (one.size() != other.size()
                    || !one.get(s).months().equals(other.get(s).months())) {
                return List.of();
            }
            both.add(new Season(
                    one.get(s).months(),
                    plus(one.get(s).features(), other.get(s).features())));
        }
        return both;
    }

    private static Estimate auroc(Baseline one, Baseline other, OutputProfile both) {
        if (other.output().cases() == 0) {
            return one.auroc();
        }
        return one.output().cases() == 0 ? other.auroc() : Metrics.auroc().estimate(judged(both));
    }

    /** A case in the middle of its cell for each that was counted. */
    private static Judged<Risk> judged(OutputProfile output) {
        int n = Math.toIntExact(output.cases());
        double[] risks = new double[n];
        boolean[] events = new boolean[n];
        int at = 0;
        for (int cell = 0; cell < RiskCells.CELLS; cell++) {
            for (long i = 0; i < output.cases(cell); i++) {
                risks[at] = RiskCells.middle(cell);
                events[at++] = i < output.events(cell);
            }
        }
        return Judged.risks(risks, events);
    }
}
