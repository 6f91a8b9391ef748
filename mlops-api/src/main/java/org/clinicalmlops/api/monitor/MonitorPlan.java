package org.clinicalmlops.api.monitor;

import java.time.Period;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * How a model in use is watched.
 *
 * @param window how long observations are collected before they are compared; longer than zero
 * @param minimumRows fewer rows in a window are too few to compare; {@code >= 1}
 * @param falseAlarmsPerYear expected false alarms a year over all detectors together; {@code > 0}
 * @param toleratedOddsRatio miscalibration up to this odds ratio, in either direction, is no harm; {@code >= 1}
 * @param harmfulOddsRatio the miscalibration that is to be found soon; above {@code toleratedOddsRatio}
 * @param toleratedAurocLoss a loss of discrimination up to this is no harm; in [0, 0.5)
 */
public record MonitorPlan(
        Period window,
        long minimumRows,
        double falseAlarmsPerYear,
        double toleratedOddsRatio,
        double harmfulOddsRatio,
        double toleratedAurocLoss)
        implements Declared {
    public MonitorPlan {
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window must be longer than zero, was " + window);
        }
        if (minimumRows < 1) {
            throw new IllegalArgumentException("minimumRows must be >= 1, was " + minimumRows);
        }
        if (!(falseAlarmsPerYear > 0 && Double.isFinite(falseAlarmsPerYear))) {
            throw new IllegalArgumentException("falseAlarmsPerYear must be finite and > 0, was " + falseAlarmsPerYear);
        }
        if (!(toleratedOddsRatio >= 1 && Double.isFinite(toleratedOddsRatio))) {
            throw new IllegalArgumentException("toleratedOddsRatio must be finite and >= 1, was " + toleratedOddsRatio);
        }
        if (!(harmfulOddsRatio > toleratedOddsRatio && Double.isFinite(harmfulOddsRatio))) {
            throw new IllegalArgumentException("harmfulOddsRatio must be finite and above toleratedOddsRatio "
                    + toleratedOddsRatio + ", was " + harmfulOddsRatio);
        }
        if (!(toleratedAurocLoss >= 0 && toleratedAurocLoss < 0.5)) {
            throw new IllegalArgumentException("toleratedAurocLoss must be in [0, 0.5), was " + toleratedAurocLoss);
        }
    }

    /**
     * Monthly windows of at least 50 rows, one expected false alarm a year, odds ratio 1.25 tolerated and 2 to be found, a loss of
     * 0.05 in AUROC tolerated. The reasons are in the project's decision on monitoring defaults.
     */
    public static MonitorPlan standard() {
        return new MonitorPlan(Period.ofMonths(1), 50, 1, 1.25, 2, 0.05);
    }

    public MonitorPlan window(Period length) {
        return new MonitorPlan(
                length, minimumRows, falseAlarmsPerYear, toleratedOddsRatio, harmfulOddsRatio, toleratedAurocLoss);
    }

    public MonitorPlan minimumRows(long rows) {
        return new MonitorPlan(
                window, rows, falseAlarmsPerYear, toleratedOddsRatio, harmfulOddsRatio, toleratedAurocLoss);
    }

    public MonitorPlan falseAlarmsPerYear(double budget) {
        return new MonitorPlan(window, minimumRows, budget, toleratedOddsRatio, harmfulOddsRatio, toleratedAurocLoss);
    }

    /** @param tolerated odds ratio that is no harm
     *  @param harmful odds ratio that is to be found soon */
    public MonitorPlan oddsRatios(double tolerated, double harmful) {
        return new MonitorPlan(window, minimumRows, falseAlarmsPerYear, tolerated, harmful, toleratedAurocLoss);
    }

    public MonitorPlan toleratedAurocLoss(double loss) {
        return new MonitorPlan(window, minimumRows, falseAlarmsPerYear, toleratedOddsRatio, harmfulOddsRatio, loss);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("monitor-plan")
                .with("window", window.toString())
                .with("minimumRows", minimumRows)
                .with("falseAlarmsPerYear", falseAlarmsPerYear)
                .with("toleratedOddsRatio", toleratedOddsRatio)
                .with("harmfulOddsRatio", harmfulOddsRatio)
                .with("toleratedAurocLoss", toleratedAurocLoss);
    }
}
