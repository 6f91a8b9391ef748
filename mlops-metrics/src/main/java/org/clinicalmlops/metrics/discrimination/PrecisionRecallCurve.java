package org.clinicalmlops.metrics.discrimination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.metrics.resampling.RiskCounts;

/**
 * The precision-recall curve: precision (positive predictive value) and recall (sensitivity) at each distinct risk as threshold, from
 * the highest risk to the lowest. It starts at the highest risk, and not at a made-up point with recall 0. It is a set of steps:
 * points must not be joined by straight lines (Davis and Goadrich 2006). Immutable.
 */
public final class PrecisionRecallCurve {
    private final List<Point> points;

    private PrecisionRecallCurve(List<Point> points) {
        this.points = points;
    }

    /**
     * One threshold.
     *
     * @param threshold a case is flagged if its risk is at least this
     * @param recall share of the cases with the event that are flagged, in [0, 1]
     * @param precision share of the flagged cases that had the event, in [0, 1]
     */
    public record Point(double threshold, double recall, double precision) {}

    /**
     * The curve of some cases; empty if none had the event.
     *
     * @param risks predicted risks, shape [n], each in [0, 1]; NaN is rejected
     * @param happened outcomes, shape [n]
     * @return cost O(n log n), a point for each distinct risk
     * @throws IllegalArgumentException if lengths differ or a risk is outside [0, 1]
     */
    public static Optional<PrecisionRecallCurve> of(double[] risks, boolean[] happened) {
        return of(RiskCounts.of(risks, happened));
    }

    /** The curve of counted cases; empty if none had the event. */
    public static Optional<PrecisionRecallCurve> of(RiskCounts cases) {
        if (cases.events() == 0) {
            return Optional.empty();
        }
        List<Point> points = new ArrayList<>(cases.size());
        long truePositives = 0;
        long positives = 0;
        for (int g = cases.size() - 1; g >= 0; g--) {
            truePositives += cases.events(g);
            positives += cases.events(g) + cases.others(g);
            points.add(new Point(
                    cases.risk(g), truePositives / (double) cases.events(), truePositives / (double) positives));
        }
        return Optional.of(new PrecisionRecallCurve(List.copyOf(points)));
    }

    /** From the highest threshold to the lowest; unmodifiable. */
    public List<Point> points() {
        return points;
    }

    /** Area of the steps, the value of {@link PrecisionRecall#average} up to rounding. O(points). */
    public double area() {
        double area = 0;
        double recall = 0;
        for (Point point : points) {
            area += (point.recall - recall) * point.precision;
            recall = point.recall;
        }
        return area;
    }
}
