package org.clinicalmlops.api.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Schema;

/**
 * What a row must be like to be answered by the model. A row outside its intended use, one with a value that no patient has or that is old,
 * and one of which too much is missing are not scored: {@link Prediction.Abstained} names the rule that is broken and the features. Rules are about
 * the host's features, whether the model uses them or not. Immutable: every call returns new rules.
 */
public final class InputRules implements Declared {
    private static final InputRules NONE = new InputRules(List.of(), 1);

    private final List<Rule> rules;
    private final double missingAtMost;

    private InputRules(List<Rule> rules, double missingAtMost) {
        this.rules = List.copyOf(rules);
        this.missingAtMost = missingAtMost;
    }

    /** A rule about one feature. */
    public sealed interface Rule extends Declared {
        String feature();

        /** Why there is no answer where it is broken. */
        Abstention abstention();
    }

    /**
     * A number between two limits, which are allowed themselves.
     *
     * @param low in the unit of the feature; may be negative infinity
     * @param high {@code >= low}; may be infinity
     */
    public record Within(String feature, Abstention abstention, double low, double high) implements Rule {
        public Within {
            Objects.requireNonNull(feature, "feature");
            Objects.requireNonNull(abstention, "abstention");
            if (!(low <= high)) {
                throw new IllegalArgumentException(
                        "limits of '" + feature + "' must be in order, were " + low + " and " + high);
            }
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("within")
                    .with("feature", feature)
                    .with("abstention", abstention.name())
                    .with("low", Double.toString(low))
                    .with("high", Double.toString(high));
        }
    }

    /**
     * One of a few categories.
     *
     * @param categories at least one, sorted
     */
    public record Among(String feature, Abstention abstention, List<String> categories) implements Rule {
        public Among {
            Objects.requireNonNull(feature, "feature");
            Objects.requireNonNull(abstention, "abstention");
            categories = List.copyOf(new TreeSet<>(categories));
            if (categories.isEmpty()) {
                throw new IllegalArgumentException("'" + feature + "' must be among at least one category");
            }
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("among")
                    .with("feature", feature)
                    .with("abstention", abstention.name())
                    .withTexts("categories", categories);
        }
    }

    /**
     * A value that is not old when the prediction is made.
     *
     * @param age positive
     */
    public record NotOlder(String feature, Duration age) implements Rule {
        public NotOlder {
            Objects.requireNonNull(feature, "feature");
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException(
                        "the greatest age of '" + feature + "' must be positive, was " + age);
            }
        }

        @Override
        public Abstention abstention() {
            return Abstention.OUT_OF_DATE;
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("not-older").with("feature", feature).with("age", age.toString());
        }
    }

    /** Every row is answered. */
    public static InputRules none() {
        return NONE;
    }

    /**
     * The model is meant for these numbers only, as for adults by age. Who lacks the number cannot be shown to be in scope, and gets no
     * answer.
     *
     * @param low in the feature's unit, allowed itself
     * @param high {@code >= low}, allowed itself
     */
    public InputRules scope(String feature, double low, double high) {
        return plus(new Within(feature, Abstention.OUT_OF_SCOPE, low, high));
    }

    /** The model is meant for these categories only, as for some wards; otherwise as {@link #scope(String, double, double)}. */
    public InputRules scope(String feature, String category, String... more) {
        return plus(new Among(
                feature,
                Abstention.OUT_OF_SCOPE,
                Stream.concat(Stream.of(category), Stream.of(more)).toList()));
    }

    /**
     * No patient has a value outside of these limits, so that one there is an error of entry or of unit. A missing value breaks no such rule.
     *
     * @param low in the feature's unit, allowed itself
     * @param high {@code >= low}, allowed itself
     */
    public InputRules plausible(String feature, double low, double high) {
        return plus(new Within(feature, Abstention.IMPLAUSIBLE, low, high));
    }

    /**
     * A value that is there was taken at most so long before the row's index instant, so that nobody decides on what was true last week. One of which
     * it is not known when it was taken cannot be shown to be fresh, and breaks the rule; a missing value does not.
     *
     * @param feature of a set that says when it was taken: {@code FeatureSet.asOf}
     * @param age positive; as old as that is allowed
     */
    public InputRules maxAge(String feature, Duration age) {
        return plus(new NotOlder(feature, age));
    }

    /**
     * Of the model's inputs at most this share may be missing.
     *
     * @param share in [0, 1]; 1, the default, allows every row
     */
    public InputRules missingAtMost(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("missingAtMost must be in [0, 1], was " + share);
        }
        return new InputRules(rules, share);
    }

    /** In the order in which they were given. */
    public List<Rule> rules() {
        return rules;
    }

    /** In [0, 1]. */
    public double missingAtMost() {
        return missingAtMost;
    }

    /** @throws IllegalArgumentException if a rule is about a feature that is not there, is of another kind, or of unknown age */
    public void requireFit(FeatureSet<?> features) {
        Schema schema = features.schema();
        for (Rule rule : rules) {
            int f = schema.indexOf(rule.feature());
            if (f < 0) {
                Set<String> names = schema.features().stream()
                        .map(FeatureSpec::name)
                        .collect(Collectors.toCollection(TreeSet::new));
                throw new IllegalArgumentException(
                        "a rule is about feature '" + rule.feature() + "', there are " + names);
            }
            if (rule instanceof NotOlder) {
                if (!features.timed(f)) {
                    throw new IllegalArgumentException("a rule is about the age of feature '" + rule.feature()
                            + "', and FeatureSet.asOf does not say when it is taken");
                }
            } else if (schema.feature(f).categorical() != rule instanceof Among) {
                throw new IllegalArgumentException("a rule takes feature '" + rule.feature() + "' for "
                        + (rule instanceof Among ? "categorical" : "a number") + ", it is "
                        + schema.feature(f).kind());
            }
        }
    }

    private InputRules plus(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new InputRules(more, missingAtMost);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("input-rules").with("rules", rules).with("missingAtMost", missingAtMost);
    }
}
