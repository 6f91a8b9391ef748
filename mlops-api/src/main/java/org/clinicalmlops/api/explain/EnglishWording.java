package org.clinicalmlops.api.explain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.clinicalmlops.api.Declaration;

/**
 * English sentences, with the features' names and their UCUM codes unless the host says how they are called. Numbers have the digits with
 * which they were recorded; typical values are rounded to {@value #TYPICAL_DIGITS} digits. Immutable: every call returns a new wording.
 */
public final class EnglishWording implements Wording {
    /** A median may lie between two values and have more digits than either. Our choice. */
    private static final int TYPICAL_DIGITS = 4;

    private final Map<String, String> labels;
    private final Map<String, String> units;

    private EnglishWording(Map<String, String> labels, Map<String, String> units) {
        this.labels = labels;
        this.units = units;
    }

    public static EnglishWording standard() {
        return new EnglishWording(Map.of(), Map.of());
    }

    /** Says how a feature is called. */
    public EnglishWording label(String feature, String label) {
        return new EnglishWording(plus(labels, feature, label), units);
    }

    /** Says how a unit is written, as {@code "years"} for {@code "a"}. */
    public EnglishWording unit(String ucum, String text) {
        return new EnglishWording(labels, plus(units, ucum, text));
    }

    private static Map<String, String> plus(Map<String, String> texts, String of, String text) {
        Map<String, String> more = new TreeMap<>(texts);
        more.put(Objects.requireNonNull(of, "of"), Objects.requireNonNull(text, "text"));
        return more;
    }

    @Override
    public String sentence(Contribution contribution, Scale scale, double share) {
        String because = because(contribution);
        if (scale == Scale.POINTS) {
            return "The score is " + points(contribution.amount()) + " higher " + because + "; " + percent(share)
                    + " of all points.";
        }
        String typical = contribution
                .typical()
                .map(value -> " (typical: " + typical(value, contribution.unit()) + ")")
                .orElse("");
        return "The model's answer is " + (contribution.amount() > 0 ? "higher" : "lower") + " " + because + typical
                + "; " + percent(share) + " of all that moves it.";
    }

    @Override
    public String rest(int features, Scale scale, double share) {
        boolean one = features == 1;
        String others = one ? "Another feature " : "Another " + features + " features ";
        return scale == Scale.POINTS
                ? others + (one ? "gives " : "give ") + percent(share) + " of all points."
                : others + (one ? "has " : "have ") + percent(share) + " of all that moves the answer.";
    }

    @Override
    public String brief(List<Contribution> largest, Scale scale) {
        if (scale == Scale.POINTS) {
            return "Points: "
                    + largest.stream()
                            .map(c -> named(c) + " (" + Declaration.number(c.amount()) + ")")
                            .collect(Collectors.joining(", "));
        }
        String higher = listed(largest.stream().filter(c -> c.amount() > 0).toList());
        String lower = listed(largest.stream().filter(c -> c.amount() < 0).toList());
        return higher.isEmpty()
                ? "Lower: " + lower
                : lower.isEmpty() ? "Higher: " + higher : "Higher: " + higher + "; lower: " + lower;
    }

    private String listed(List<Contribution> contributions) {
        return contributions.stream().map(this::named).collect(Collectors.joining(", "));
    }

    private String because(Contribution contribution) {
        String label = label(contribution);
        return contribution
                .value()
                .fold(
                        number -> "because of " + named(contribution),
                        category -> "because of " + named(contribution),
                        missing -> "because " + label + " is missing",
                        unseen -> "because " + label + " is a category that the model does not know");
    }

    private String named(Contribution contribution) {
        return label(contribution) + " "
                + contribution
                        .value()
                        .<String>fold(
                                number -> number(number.value(), contribution.unit()),
                                SeenValue.Category::name,
                                missing -> "missing",
                                unseen -> "not known to the model");
    }

    private String typical(SeenValue value, String unit) {
        return value.fold(
                number -> number(rounded(number.value()), unit),
                SeenValue.Category::name,
                missing -> "missing",
                unseen -> "not known to the model");
    }

    private String label(Contribution contribution) {
        return labels.getOrDefault(contribution.feature(), contribution.feature());
    }

    private String number(double value, String unit) {
        String text = units.getOrDefault(unit, unit.equals("1") ? "" : unit);
        return Declaration.number(value) + (text.isEmpty() ? "" : " " + text);
    }

    /** Digits before the point are kept. */
    private static double rounded(double value) {
        if (value == Math.rint(value)) {
            return value;
        }
        BigDecimal exact = new BigDecimal(value);
        int digits = Math.max(TYPICAL_DIGITS, exact.precision() - exact.scale());
        return exact.round(new MathContext(digits)).doubleValue();
    }

    private static String points(double points) {
        return points == 1 ? "1 point" : Declaration.number(points) + " points";
    }

    private static String percent(double share) {
        long percent = Math.round(100 * share);
        return percent == 0 ? "less than 1 %" : percent + " %";
    }
}
