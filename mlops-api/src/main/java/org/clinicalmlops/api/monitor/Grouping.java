package org.clinicalmlops.api.monitor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * Which groups of patients are watched apart, said by the features that the model reads. Immutable.
 *
 * @param factors each divides everybody; none watches no group
 * @param intersections whether combinations of two factors are watched too
 * @param minimum a group with fewer matured cases says that they are too few; {@code >= 1}
 */
public record Grouping(List<Factor> factors, boolean intersections, long minimum) implements Declared {
    /** Our choice: below, an interval of a rate of a tenth is wider than the rate. */
    private static final long MINIMUM = 50;

    /**
     * Divides everybody by one feature. A patient without a value, or with one that was never seen in training, is in the group
     * {@code unknown}.
     *
     * @param feature name of a feature of the model
     * @param cuts for a number: ascending and finite, each the lowest value of its band; none for a category, whose levels are the groups
     */
    public record Factor(String feature, List<Double> cuts) implements Declared {
        public Factor {
            Objects.requireNonNull(feature, "feature");
            cuts = List.copyOf(cuts);
            for (int i = 0; i < cuts.size(); i++) {
                if (!Double.isFinite(cuts.get(i)) || i > 0 && !(cuts.get(i) > cuts.get(i - 1))) {
                    throw new IllegalArgumentException(
                            "cuts of '" + feature + "' must be finite and ascending, were " + cuts);
                }
            }
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("factor")
                    .with("feature", feature)
                    .withNumbers(
                            "cuts",
                            cuts.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    public Grouping {
        factors = List.copyOf(factors);
        if (factors.stream().map(Factor::feature).distinct().count() < factors.size()) {
            throw new IllegalArgumentException("a feature must divide once only, were " + factors);
        }
        if (minimum < 1) {
            throw new IllegalArgumentException("minimum must be >= 1, was " + minimum);
        }
    }

    /** Watches everybody together only. */
    public static Grouping none() {
        return new Grouping(List.of(), false, MINIMUM);
    }

    /** Also the groups that the levels of a category make. */
    public Grouping byLevel(String feature) {
        return with(new Factor(feature, List.of()));
    }

    /** Also the bands that cut points make: {@code byBand("age", 65, 80)} is under 65, 65 to under 80, and 80 and over. */
    public Grouping byBand(String feature, double... cuts) {
        if (cuts.length == 0) {
            throw new IllegalArgumentException("cuts of '" + feature + "' must be at least one, were none");
        }
        return with(new Factor(feature, Arrays.stream(cuts).boxed().toList()));
    }

    /** Also every combination of the groups of two factors. */
    public Grouping withIntersections() {
        return new Grouping(factors, true, minimum);
    }

    public Grouping minimum(long cases) {
        return new Grouping(factors, intersections, cases);
    }

    private Grouping with(Factor factor) {
        List<Factor> all = new ArrayList<>(factors);
        all.add(factor);
        return new Grouping(all, intersections, minimum);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("grouping")
                .with("factors", factors)
                .with("intersections", intersections)
                .with("minimum", minimum);
    }
}
