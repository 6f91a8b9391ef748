package org.clinicalmlops.metrics.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;
import org.clinicalmlops.metrics.threshold.AtThreshold;
import org.clinicalmlops.metrics.threshold.ConfusionMatrix;
import org.clinicalmlops.metrics.threshold.ProportionInterval;

/**
 * How far groups of patients are apart. Pure functions.
 *
 * <p>Differences and ratios take two estimates of groups that share no case, whatever the metric, and recover the variances from
 * their intervals, so that these may be asymmetric (Zou and Donner 2008; Donner and Zou 2012). Gaps are the largest absolute
 * difference over all pairs of groups: never below 0, and larger by chance the more and the smaller the groups are, so read the
 * lower bound before calling a gap proven and the upper bound before calling it absent.
 *
 * <p>Enumerated coverage of the difference and the ratio of two shares of 30 cases each, between 0.5 and 0.95, from intervals of
 * Wilson at 95 %: 0.957 in the mean and 0.946 at the least.
 *
 * @see <a href="https://doi.org/10.1002/sim.3095">Zou and Donner 2008</a>
 * @see <a href="https://doi.org/10.1177/0962280210383082">Donner and Zou 2012</a>
 */
public final class Fairness {
    private Fairness() {}

    /**
     * {@code one - other}; 0 is no difference. Of two shares with {@link ProportionInterval#WILSON}: the interval of Newcombe 1998,
     * method 10.
     *
     * @param one of one group
     * @param other of a group that shares no case with it, with an interval of the same level
     * @return n is that of both; if one of the two is too few or undefined, that answer
     * @throws IllegalArgumentException if the levels differ
     */
    public static Estimate difference(Estimate one, Estimate other) {
        return both(
                one,
                other,
                (a, b) -> known(
                        a.value() - b.value(),
                        Mover.difference(a, b, a.interval().level()),
                        a,
                        b));
    }

    /**
     * {@code one / other}; 1 is no difference. The upper bound is infinite if the interval of {@code other} reaches 0.
     *
     * @param one of one group, a metric that is never below 0
     * @param other of a group that shares no case with it, with an interval of the same level
     * @return n is that of both; undefined if {@code other} is 0, or if a value or bound is below 0; if one of the two is too few or
     *     undefined, that answer
     * @throws IllegalArgumentException if the levels differ
     */
    public static Estimate ratio(Estimate one, Estimate other) {
        return both(one, other, (a, b) -> {
            if (a.interval().lower() < 0 || b.interval().lower() < 0) {
                return new Estimate.Undefined("a ratio needs numbers that are never below 0, the lower bounds are "
                        + a.interval().lower() + " and " + b.interval().lower());
            }
            double ratio = a.value() / b.value();
            return Double.isFinite(ratio)
                    ? known(ratio, Mover.ratio(a, b, a.interval().level()), a, b)
                    : new Estimate.Undefined("the other group's value is " + b.value() + ": no ratio");
        });
    }

    private static Estimate known(double value, Interval interval, Estimate.Known a, Estimate.Known b) {
        return new Estimate.Known(value, interval, Math.addExact(a.n(), b.n()));
    }

    private static Estimate both(
            Estimate one, Estimate other, BiFunction<Estimate.Known, Estimate.Known, Estimate> answer) {
        Objects.requireNonNull(one, "one");
        Objects.requireNonNull(other, "other");
        return one.fold(
                a -> other.fold(
                        b -> {
                            if (a.interval().level() != b.interval().level()) {
                                throw new IllegalArgumentException("the levels of both intervals must be equal, were "
                                        + a.interval().level() + " and "
                                        + b.interval().level());
                            }
                            return answer.apply(a, b);
                        },
                        few -> few,
                        undefined -> undefined),
                few -> few,
                undefined -> undefined);
    }

    /**
     * Equal opportunity: the largest difference in sensitivity between any two groups; 0 is equal (Hardt, Price and Srebro 2016).
     *
     * @param groups one matrix for each group, at least two, of cases that they do not share
     * @param kind of the interval of each share
     * @param level nominal coverage, in (0, 1); shared by Bonferroni among the pairs, so that it holds for the largest
     * @return in [0, 1]; too few or undefined as the first group that is so
     * @throws IllegalArgumentException if there are fewer than two groups, or {@code level} is outside (0, 1)
     * @see <a href="https://arxiv.org/abs/1610.02413">Hardt et al. 2016</a>
     */
    public static Estimate equalOpportunity(List<ConfusionMatrix> groups, ProportionInterval kind, double level) {
        return gap(groups, List.of(AtThreshold::sensitivity), kind, level);
    }

    /**
     * Equalized odds: the largest difference between any two groups in sensitivity or in false positive rate, whichever is larger;
     * 0 is equal (Hardt, Price and Srebro 2016). Arguments and answers as in {@link #equalOpportunity}, the level shared among the
     * pairs and both rates.
     */
    public static Estimate equalizedOdds(List<ConfusionMatrix> groups, ProportionInterval kind, double level) {
        return gap(groups, List.of(AtThreshold::sensitivity, AtThreshold::falsePositiveRate), kind, level);
    }

    /**
     * Predictive parity: the largest difference in positive predictive value between any two groups; 0 is equal (Chouldechova 2017).
     * Groups in which the event is not equally frequent cannot have both this and equalized odds, unless prediction is perfect.
     * Arguments and answers as in {@link #equalOpportunity}.
     *
     * @see <a href="https://doi.org/10.1089/big.2016.0047">Chouldechova 2017</a>
     */
    public static Estimate predictiveParity(List<ConfusionMatrix> groups, ProportionInterval kind, double level) {
        return gap(groups, List.of(AtThreshold::positivePredictiveValue), kind, level);
    }

    private interface Share {
        Estimate of(ConfusionMatrix matrix, ProportionInterval kind, double level);
    }

    private static Estimate gap(
            List<ConfusionMatrix> groups, List<Share> shares, ProportionInterval kind, double level) {
        Objects.requireNonNull(kind, "kind");
        Cases.checkLevel(level);
        int k = groups.size();
        if (k < 2) {
            throw new IllegalArgumentException("groups must be at least two, was " + k);
        }
        double each = 1 - (1 - level) / (shares.size() * (k * (k - 1.0) / 2));
        double value = 0;
        double lower = 0;
        double upper = 0;
        for (Share share : shares) {
            List<Estimate.Known> known = new ArrayList<>();
            for (ConfusionMatrix group : groups) {
                Estimate estimate = share.of(group, kind, each);
                if (!(estimate instanceof Estimate.Known)) {
                    return estimate;
                }
                known.add((Estimate.Known) estimate);
            }
            for (int i = 0; i < k; i++) {
                for (int j = i + 1; j < k; j++) {
                    Interval pair = Mover.difference(known.get(i), known.get(j), each);
                    value = Math.max(
                            value, Math.abs(known.get(i).value() - known.get(j).value()));
                    lower = Math.max(lower, Math.max(pair.lower(), -pair.upper())); // 0 lies inside: below 0
                    upper = Math.max(upper, Math.max(-pair.lower(), pair.upper()));
                }
            }
        }
        long n = groups.stream().mapToLong(ConfusionMatrix::cases).reduce(0, Math::addExact);
        return Intervals.known(value, lower, upper, 0, 1, level, n);
    }

    /**
     * A metric in every group, beside the rest of the cases: calibration by group with the metrics of calibration, discrimination
     * by group with AUROC, and so on.
     *
     * @param metric its intervals are those of the answers; not corrected for the number of groups
     * @param cases in the order of the groups' arrays
     * @param groups of the same number of cases
     * @return one row for each group, in the order of ids; cost that of the metric on all cases, twice for each group
     * @throws IllegalArgumentException if the numbers of cases differ
     */
    public static FairnessReport byGroup(Metric<Risk> metric, Judged<Risk> cases, Subgroups groups) {
        Objects.requireNonNull(metric, "metric");
        if (cases.size() != groups.cases()) {
            throw new IllegalArgumentException(
                    "cases and groups must be of one length, were " + cases.size() + " and " + groups.cases());
        }
        List<FairnessReport.Row> rows = new ArrayList<>();
        for (SubgroupId id : groups.ids()) {
            int n = groups.size(id);
            Estimate inside = n < groups.minimum()
                    ? new Estimate.TooFew(n, groups.minimum())
                    : metric.estimate(cases.cases(groups.positions(id)));
            Estimate outside = cases.size() - n < groups.minimum()
                    ? new Estimate.TooFew(cases.size() - n, groups.minimum())
                    : metric.estimate(cases.cases(groups.rest(id)));
            rows.add(new FairnessReport.Row(
                    id, n, inside, outside, difference(inside, outside), ratio(inside, outside)));
        }
        return new FairnessReport(metric.id(), metric.better(), rows);
    }
}
