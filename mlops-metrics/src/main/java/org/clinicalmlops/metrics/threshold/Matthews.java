package org.clinicalmlops.metrics.threshold;

import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.internal.Intervals;

/** The coefficient of four counts, none of whose margins is empty, and its variance. */
final class Matthews {
    private Matthews() {}

    static Estimate of(ConfusionMatrix matrix, double level) {
        double n = matrix.cases();
        double a = matrix.truePositives() / n;
        double b = matrix.falsePositives() / n;
        double c = matrix.falseNegatives() / n;
        double d = matrix.trueNegatives() / n;
        double phi = phi(a, b, c, d);
        boolean noError = matrix.falsePositives() == 0 && matrix.falseNegatives() == 0;
        boolean onlyErrors = matrix.truePositives() == 0 && matrix.trueNegatives() == 0;
        if (noError || onlyErrors) {
            double bound = worst(matrix, level);
            return noError
                    ? Intervals.known(1, bound, 1, -1, 1, level, matrix.cases())
                    : Intervals.known(-1, -1, -bound, -1, 1, level, matrix.cases());
        }
        double error = Math.sqrt(variance(a, b, c, d, phi) / n) / ((1 - phi) * (1 + phi));
        double reach = Intervals.z(level) * error;
        double centre = (Math.log1p(phi) - Math.log1p(-phi)) / 2;
        return Intervals.known(phi, Math.tanh(centre - reach), Math.tanh(centre + reach), -1, 1, level, matrix.cases());
    }

    private static double phi(double a, double b, double c, double d) {
        return (a * d - b * c) / Math.sqrt((a + b) * (c + d) * (a + c) * (b + d));
    }

    /** Of one case: sum of share times squared gradient; the gradient has mean 0, since phi does not change with n. */
    static double variance(double a, double b, double c, double d, double phi) {
        double root = Math.sqrt((a + b) * (c + d) * (a + c) * (b + d));
        double ofA = d / root - phi / 2 * (1 / (a + b) + 1 / (a + c));
        double ofB = -c / root - phi / 2 * (1 / (a + b) + 1 / (b + d));
        double ofC = -b / root - phi / 2 * (1 / (c + d) + 1 / (a + c));
        double ofD = a / root - phi / 2 * (1 / (c + d) + 1 / (b + d));
        return a * ofA * ofA + b * ofB * ofB + c * ofC * ofC + d * ofD * ofD;
    }

    /** With as many errors in each class as may have stayed unseen. */
    private static double worst(ConfusionMatrix matrix, double level) {
        double events = (double) matrix.events() / matrix.cases();
        double missed = events * Intervals.neverSeen(matrix.events(), level);
        double wrong = (1 - events) * Intervals.neverSeen(matrix.nonEvents(), level);
        return phi(events - missed, wrong, missed, 1 - events - wrong);
    }
}
