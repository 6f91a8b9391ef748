package org.clinicalmlops.api.train;

import java.util.List;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * An additive clinical score: points are added up and the total is looked up in a table of risks. A missing value earns no
 * guess: the score is then undefined. Immutable.
 */
public final class PointsForm implements ModelForm {
    private final int columns;
    private final List<Rule> rules;
    private final double[] risks;

    private PointsForm(int columns, List<Rule> rules, double[] risks) {
        this.columns = columns;
        this.rules = List.copyOf(rules);
        this.risks = risks;
    }

    /**
     * When points are earned.
     *
     * @param column position of the column
     * @param threshold finite
     * @param inclusive whether the threshold itself earns the points
     * @param points {@code >= 1}
     * @param below whether values below the threshold earn the points, not those above it
     */
    public record Rule(int column, double threshold, boolean inclusive, int points, boolean below) implements Declared {
        public Rule {
            if (!Double.isFinite(threshold)) {
                throw new IllegalArgumentException("threshold must be finite, was " + threshold);
            }
            if (points < 1) {
                throw new IllegalArgumentException("points must be >= 1, were " + points);
            }
        }

        /** Points for values above the threshold. */
        public Rule(int column, double threshold, boolean inclusive, int points) {
            this(column, threshold, inclusive, points, false);
        }

        /** Whether {@code value} earns the points; NaN does not, but makes the score undefined. */
        public boolean earnedBy(double value) {
            if (value == threshold) {
                return inclusive;
            }
            return below ? value < threshold : value > threshold;
        }

        @Override
        public Declaration declaration() {
            Declaration declaration = Declaration.of("rule")
                    .with("column", column)
                    .with("threshold", threshold)
                    .with("inclusive", inclusive)
                    .with("points", points);
            return below ? declaration.with("below", true) : declaration;
        }
    }

    /**
     * @param columns how many columns there are
     * @param rules at least one; each refers to a column below {@code columns}
     * @param risks risk for a total of 0, 1, ... up to the highest total that the rules allow; each in [0, 1]; copied
     */
    public static PointsForm of(int columns, List<Rule> rules, double[] risks) {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("a score needs at least one rule");
        }
        long highest = 0;
        for (Rule rule : rules) {
            if (rule.column() < 0 || rule.column() >= columns) {
                throw new IllegalArgumentException("column must be in [0, " + columns + "), was " + rule.column());
            }
            highest += rule.points();
        }
        if (risks.length != highest + 1) {
            throw new IllegalArgumentException("the rules allow totals 0 to " + highest + ", so risks must list "
                    + (highest + 1) + " values, had " + risks.length);
        }
        for (double risk : risks) {
            if (!(risk >= 0 && risk <= 1)) {
                throw new IllegalArgumentException("risk must be in [0, 1], was " + risk);
            }
        }
        return new PointsForm(columns, rules, risks.clone());
    }

    public List<Rule> rules() {
        return rules;
    }

    /** Risk at a total. */
    public double risk(int total) {
        return risks[total];
    }

    /** How many totals there are. */
    public int totals() {
        return risks.length;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("points")
                .with("columns", columns)
                .with("rules", rules)
                .withNumbers("risks", risks);
    }
}
