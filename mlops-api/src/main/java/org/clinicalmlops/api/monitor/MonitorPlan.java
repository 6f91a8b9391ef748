package org.clinicalmlops.api.monitor;

import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * How a model in use is watched. Immutable; every method that is named for a part returns a changed copy.
 *
 * @param windows how long observations are collected before they are compared
 * @param minimumRows fewer rows in a window are too few to compare; {@code >= 1}
 * @param falseAlarmsPerYear expected false alarms a year over all detectors together; {@code > 0}
 * @param tolerances what is no harm
 * @param grouping which groups of patients are watched apart
 * @param actingAbove the risk above which somebody acts; empty if nobody does
 * @param detectors beside those that every monitor has
 * @param operation limits of the work around predictions
 * @param alerts how alerts live
 * @param commitments what people promised to look at
 */
public record MonitorPlan(
        Windows windows,
        long minimumRows,
        double falseAlarmsPerYear,
        Tolerances tolerances,
        Grouping grouping,
        Optional<Double> actingAbove,
        List<DetectorSpec> detectors,
        OperationLimits operation,
        AlertPolicy alerts,
        List<Commitment> commitments)
        implements Declared {

    /**
     * What is no harm.
     *
     * @param oddsRatio miscalibration up to this odds ratio, in either direction; {@code >= 1}
     * @param harmfulOddsRatio the miscalibration that is to be found soon; above {@code oddsRatio}
     * @param aurocLoss a loss of discrimination up to this; in [0, 0.5)
     * @param excessLoss mean squared error beyond what the model's own risks allow for; in [0, 1)
     */
    public record Tolerances(double oddsRatio, double harmfulOddsRatio, double aurocLoss, double excessLoss)
            implements Declared {
        public Tolerances {
            if (!(oddsRatio >= 1 && Double.isFinite(oddsRatio))) {
                throw new IllegalArgumentException("toleratedOddsRatio must be finite and >= 1, was " + oddsRatio);
            }
            if (!(harmfulOddsRatio > oddsRatio && Double.isFinite(harmfulOddsRatio))) {
                throw new IllegalArgumentException("harmfulOddsRatio must be finite and above toleratedOddsRatio "
                        + oddsRatio + ", was " + harmfulOddsRatio);
            }
            if (!(aurocLoss >= 0 && aurocLoss < 0.5)) {
                throw new IllegalArgumentException("toleratedAurocLoss must be in [0, 0.5), was " + aurocLoss);
            }
            if (!(excessLoss >= 0 && excessLoss < 1)) {
                throw new IllegalArgumentException("toleratedExcessLoss must be in [0, 1), was " + excessLoss);
            }
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("tolerances")
                    .with("oddsRatio", oddsRatio)
                    .with("harmfulOddsRatio", harmfulOddsRatio)
                    .with("aurocLoss", aurocLoss)
                    .with("excessLoss", excessLoss);
        }
    }

    public MonitorPlan {
        Objects.requireNonNull(windows, "windows");
        Objects.requireNonNull(tolerances, "tolerances");
        Objects.requireNonNull(grouping, "grouping");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(alerts, "alerts");
        detectors = List.copyOf(detectors);
        commitments = List.copyOf(commitments);
        if (minimumRows < 1) {
            throw new IllegalArgumentException("minimumRows must be >= 1, was " + minimumRows);
        }
        if (!(falseAlarmsPerYear > 0 && Double.isFinite(falseAlarmsPerYear))) {
            throw new IllegalArgumentException("falseAlarmsPerYear must be finite and > 0, was " + falseAlarmsPerYear);
        }
        actingAbove.ifPresent(threshold -> {
            if (!(threshold >= 0 && threshold < 1)) {
                throw new IllegalArgumentException("actingAbove must be in [0, 1), was " + threshold);
            }
        });
        if (detectors.stream().map(DetectorSpec::id).distinct().count() < detectors.size()) {
            throw new IllegalArgumentException("a detector must be named once only, were "
                    + detectors.stream().map(DetectorSpec::id).toList());
        }
    }

    /**
     * Monthly windows of at least 50 rows, one expected false alarm a year, odds ratio 1.25 tolerated and 2 to be found, a loss of
     * 0.05 in AUROC and an excess of 0.02 in squared error tolerated. The reasons are in the project's decision on monitoring defaults.
     */
    public static MonitorPlan standard() {
        return new MonitorPlan(
                Windows.every(Period.ofMonths(1)),
                50,
                1,
                new Tolerances(1.25, 2, 0.05, 0.02),
                Grouping.none(),
                Optional.empty(),
                List.of(),
                OperationLimits.standard(),
                AlertPolicy.standard(),
                List.of());
    }

    /** Windows of a period. */
    public MonitorPlan window(Period length) {
        return windows(Windows.every(length));
    }

    public MonitorPlan windows(Windows rule) {
        return new MonitorPlan(
                rule,
                minimumRows,
                falseAlarmsPerYear,
                tolerances,
                grouping,
                actingAbove,
                detectors,
                operation,
                alerts,
                commitments);
    }

    public MonitorPlan minimumRows(long rows) {
        return new MonitorPlan(
                windows,
                rows,
                falseAlarmsPerYear,
                tolerances,
                grouping,
                actingAbove,
                detectors,
                operation,
                alerts,
                commitments);
    }

    public MonitorPlan falseAlarmsPerYear(double budget) {
        return new MonitorPlan(
                windows,
                minimumRows,
                budget,
                tolerances,
                grouping,
                actingAbove,
                detectors,
                operation,
                alerts,
                commitments);
    }

    /** @param tolerated odds ratio that is no harm
     *  @param harmful odds ratio that is to be found soon */
    public MonitorPlan oddsRatios(double tolerated, double harmful) {
        return tolerances(new Tolerances(tolerated, harmful, tolerances.aurocLoss, tolerances.excessLoss));
    }

    public MonitorPlan toleratedAurocLoss(double loss) {
        return tolerances(
                new Tolerances(tolerances.oddsRatio, tolerances.harmfulOddsRatio, loss, tolerances.excessLoss));
    }

    public MonitorPlan toleratedExcessLoss(double loss) {
        return tolerances(
                new Tolerances(tolerances.oddsRatio, tolerances.harmfulOddsRatio, tolerances.aurocLoss, loss));
    }

    private MonitorPlan tolerances(Tolerances others) {
        return new MonitorPlan(
                windows,
                minimumRows,
                falseAlarmsPerYear,
                others,
                grouping,
                actingAbove,
                detectors,
                operation,
                alerts,
                commitments);
    }

    public MonitorPlan groups(Grouping groups) {
        return new MonitorPlan(
                windows,
                minimumRows,
                falseAlarmsPerYear,
                tolerances,
                groups,
                actingAbove,
                detectors,
                operation,
                alerts,
                commitments);
    }

    public MonitorPlan actingAbove(double threshold) {
        return new MonitorPlan(
                windows,
                minimumRows,
                falseAlarmsPerYear,
                tolerances,
                grouping,
                Optional.of(threshold),
                detectors,
                operation,
                alerts,
                commitments);
    }

    /** Adds detectors. */
    public MonitorPlan detecting(DetectorSpec... others) {
        List<DetectorSpec> all = new ArrayList<>(detectors);
        all.addAll(Arrays.asList(others));
        return new MonitorPlan(
                windows,
                minimumRows,
                falseAlarmsPerYear,
                tolerances,
                grouping,
                actingAbove,
                all,
                operation,
                alerts,
                commitments);
    }

    public MonitorPlan operation(OperationLimits limits) {
        return new MonitorPlan(
                windows,
                minimumRows,
                falseAlarmsPerYear,
                tolerances,
                grouping,
                actingAbove,
                detectors,
                limits,
                alerts,
                commitments);
    }

    public MonitorPlan alerting(AlertPolicy policy) {
        return new MonitorPlan(
                windows,
                minimumRows,
                falseAlarmsPerYear,
                tolerances,
                grouping,
                actingAbove,
                detectors,
                operation,
                policy,
                commitments);
    }

    /** Adds promises. */
    public MonitorPlan committed(Commitment... others) {
        List<Commitment> all = new ArrayList<>(commitments);
        all.addAll(Arrays.asList(others));
        return new MonitorPlan(
                windows,
                minimumRows,
                falseAlarmsPerYear,
                tolerances,
                grouping,
                actingAbove,
                detectors,
                operation,
                alerts,
                all);
    }

    public double toleratedOddsRatio() {
        return tolerances.oddsRatio;
    }

    public double harmfulOddsRatio() {
        return tolerances.harmfulOddsRatio;
    }

    public double toleratedAurocLoss() {
        return tolerances.aurocLoss;
    }

    public double toleratedExcessLoss() {
        return tolerances.excessLoss;
    }

    @Override
    public Declaration declaration() {
        Declaration declaration = Declaration.of("monitor-plan")
                .with("windows", windows)
                .with("minimumRows", minimumRows)
                .with("falseAlarmsPerYear", falseAlarmsPerYear)
                .with("tolerances", tolerances)
                .with("grouping", grouping)
                .with("detectors", detectors)
                .with("operation", operation)
                .with("alerts", alerts)
                .with("commitments", commitments);
        return actingAbove.isEmpty() ? declaration : declaration.with("actingAbove", actingAbove.get());
    }
}
