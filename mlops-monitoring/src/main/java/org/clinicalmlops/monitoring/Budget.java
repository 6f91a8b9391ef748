package org.clinicalmlops.monitoring;

import java.time.Period;
import org.clinicalmlops.api.monitor.MonitorPlan;

/**
 * Divides the false alarms a year that a plan allows among the detectors. Expected numbers add up, whatever hangs together, so the
 * whole keeps the budget if each part does. What outcomes show gets the most, since it is what harms; the parts are our choice.
 */
final class Budget {
    private static final double CALIBRATION_ONE_WAY = 0.075;
    private static final double DISCRIMINATION = 0.50;
    private static final double MISSINGNESS = 0.20;
    private static final double INPUT_DRIFT = 0.05;

    /** No single test is looser than this, however generous the budget. */
    private static final double LOOSEST = 0.05;

    private final double perYear;
    private final double windowsPerYear;

    Budget(MonitorPlan plan) {
        Period window = plan.window();
        perYear = plan.falseAlarmsPerYear();
        windowsPerYear = 1 / (window.toTotalMonths() / 12.0 + window.getDays() / Years.DAYS);
    }

    /** Expected false alarms a year of the calibration chart for one direction. */
    double calibrationOneWay() {
        return CALIBRATION_ONE_WAY * perYear;
    }

    /** Probability of a false alarm of one comparison of discrimination, of which there is at most one in a window. */
    double discriminationTest() {
        return test(DISCRIMINATION, 1);
    }

    /** The same of one comparison of missing values. */
    double missingnessTest(int features) {
        return test(MISSINGNESS, features);
    }

    /** The same of one comparison of a distribution. */
    double driftTest(int testsInAWindow) {
        return test(INPUT_DRIFT, testsInAWindow);
    }

    private double test(double part, int testsInAWindow) {
        return Math.min(LOOSEST, part * perYear / (windowsPerYear * Math.max(1, testsInAWindow)));
    }
}
