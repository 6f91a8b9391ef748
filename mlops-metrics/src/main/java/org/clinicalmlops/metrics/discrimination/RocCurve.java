package org.clinicalmlops.metrics.discrimination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.metrics.resampling.RiskCounts;

/**
 * The ROC curve: sensitivity and specificity at each distinct risk as threshold, from the strictest, where nobody is flagged, to the
 * lowest risk, where everybody is. Between two points it is a straight line. Immutable.
 */
public final class RocCurve {
    private final List<Point> points;

    private RocCurve(List<Point> points) {
        this.points = points;
    }

    /**
     * One threshold.
     *
     * @param threshold a case is flagged if its risk is at least this; positive infinity at the first point
     * @param sensitivity share of the cases with the event that are flagged, in [0, 1]
     * @param specificity share of the cases without the event that are not flagged, in [0, 1]
     */
    public record Point(double threshold, double sensitivity, double specificity) {}

    /**
     * The curve of some cases; empty if one class is.
     *
     * @param risks predicted risks, shape [n], each in [0, 1]; NaN is rejected
     * @param happened outcomes, shape [n]
     * @return cost O(n log n), a point for each distinct risk and one more
     * @throws IllegalArgumentException if lengths differ or a risk is outside [0, 1]
     */
    public static Optional<RocCurve> of(double[] risks, boolean[] happened) {
        return of(RiskCounts.of(risks, happened));
    }

    /** The curve of counted cases; empty if one class is. */
    public static Optional<RocCurve> of(RiskCounts cases) {
        if (cases.events() == 0 || cases.others() == 0) {
            return Optional.empty();
        }
        double events = cases.events();
        double others = cases.others();
        List<Point> points = new ArrayList<>(cases.size() + 1);
        points.add(new Point(Double.POSITIVE_INFINITY, 0, 1));
        long truePositives = 0;
        long trueNegatives = cases.others();
        for (int g = cases.size() - 1; g >= 0; g--) {
            truePositives += cases.events(g);
            trueNegatives -= cases.others(g);
            points.add(new Point(cases.risk(g), truePositives / events, trueNegatives / others));
        }
        return Optional.of(new RocCurve(List.copyOf(points)));
    }

    /** From the strictest threshold to the lowest; unmodifiable. */
    public List<Point> points() {
        return points;
    }

    /** Area by trapezoids, the value of {@link Discrimination#auroc} up to rounding. O(points). */
    public double area() {
        double area = 0;
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            area += (from.specificity - to.specificity) * (from.sensitivity + to.sensitivity) / 2;
        }
        return area;
    }
}
