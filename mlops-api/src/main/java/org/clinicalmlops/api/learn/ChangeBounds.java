package org.clinicalmlops.api.learn;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * How far a modification may go. What is not named here may not change: a hyper-parameter without a range, coefficients without a
 * limit, a site that is not listed. Immutable; every method that is named for a part returns a changed copy.
 */
public final class ChangeBounds implements Declared {
    /** Rows that a group's mean needs. Our choice: below, a few patients decide. */
    private static final long DEFAULT_ROWS = 30;

    private final double groupRisk;
    private final List<String> groupings;
    private final long rowsOfGroup;
    private final boolean featuresMayChange;
    private final boolean formMayChange;
    private final Map<String, Range> hyperparameters;
    private final Optional<Double> coefficients;
    private final Optional<Range> intercept;
    private final Optional<Range> slope;
    private final Optional<Range> threshold;
    private final List<String> sites;

    private ChangeBounds(Draft d) {
        this.groupRisk = Declarable.notNegative("groupRisk", d.groupRisk);
        this.groupings = d.groupings.stream().distinct().sorted().toList();
        this.rowsOfGroup = d.rowsOfGroup;
        this.featuresMayChange = d.featuresMayChange;
        this.formMayChange = d.formMayChange;
        this.hyperparameters = Map.copyOf(d.hyperparameters);
        this.coefficients = d.coefficients;
        this.intercept = d.intercept;
        this.slope = d.slope;
        this.threshold = d.threshold;
        this.sites = d.sites;
    }

    /** The parts on their way into a value. Mutable, never seen from outside. */
    private static final class Draft {
        private double groupRisk;
        private List<String> groupings = List.of();
        private long rowsOfGroup = DEFAULT_ROWS;
        private boolean featuresMayChange;
        private boolean formMayChange;
        private Map<String, Range> hyperparameters = Map.of();
        private Optional<Double> coefficients = Optional.empty();
        private Optional<Range> intercept = Optional.empty();
        private Optional<Range> slope = Optional.empty();
        private Optional<Range> threshold = Optional.empty();
        private List<String> sites = List.of();
    }

    /** Which patients' mean risk is looked at. */
    public interface NeedsGroupings {
        /** @param subgroups names, such as {@code "sex"}; each must be among the groups that are judged; may be empty */
        ChangeBounds inEachGroupOf(List<String> subgroups);
    }

    /**
     * The mean risk of all patients, and of the patients of any group, may move by so much.
     *
     * @param atMost probability, {@code >= 0}
     */
    public static NeedsGroupings meanRiskMoves(double atMost) {
        return subgroups -> {
            Draft d = new Draft();
            d.groupRisk = atMost;
            d.groupings = List.copyOf(subgroups);
            return new ChangeBounds(d);
        };
    }

    private Draft draft() {
        Draft d = new Draft();
        d.groupRisk = groupRisk;
        d.groupings = groupings;
        d.rowsOfGroup = rowsOfGroup;
        d.featuresMayChange = featuresMayChange;
        d.formMayChange = formMayChange;
        d.hyperparameters = hyperparameters;
        d.coefficients = coefficients;
        d.intercept = intercept;
        d.slope = slope;
        d.threshold = threshold;
        d.sites = sites;
        return d;
    }

    /** Rows that each group needs for its mean to count, 30 unless told; a group with fewer is not shown to be in bounds. */
    public ChangeBounds rowsOfEachGroup(long atLeast) {
        if (atLeast < 1) {
            throw new IllegalArgumentException("rowsOfEachGroup must be >= 1, was " + atLeast);
        }
        Draft d = draft();
        d.rowsOfGroup = atLeast;
        return new ChangeBounds(d);
    }

    /** Other features may come in or leave; they are fixed unless told. */
    public ChangeBounds featuresMayChange() {
        Draft d = draft();
        d.featuresMayChange = true;
        return new ChangeBounds(d);
    }

    /** A model of another kind may come, such as trees for a regression; the kind is fixed unless told. */
    public ChangeBounds formMayChange() {
        Draft d = draft();
        d.formMayChange = true;
        return new ChangeBounds(d);
    }

    public ChangeBounds hyperparameter(String name, double low, double high) {
        Draft d = draft();
        Map<String, Range> more = new TreeMap<>(hyperparameters);
        if (more.put(Declarable.text("hyperparameter", name), new Range(low, high)) != null) {
            throw new IllegalArgumentException("hyper-parameter given twice: '" + name + "'");
        }
        d.hyperparameters = more;
        return new ChangeBounds(d);
    }

    /** How far any coefficient of a linear model, its intercept too, may move: log odds for a unit of its column; {@code >= 0}. */
    public ChangeBounds coefficientsMove(double atMost) {
        Draft d = draft();
        d.coefficients = Optional.of(Declarable.notNegative("coefficientsMove", atMost));
        return new ChangeBounds(d);
    }

    /** Where intercept, in log odds, and slope of the recalibration may lie after the change. */
    public ChangeBounds recalibration(Range intercept, Range slope) {
        Draft d = draft();
        d.intercept = Optional.of(Objects.requireNonNull(intercept, "intercept"));
        d.slope = Optional.of(Objects.requireNonNull(slope, "slope"));
        return new ChangeBounds(d);
    }

    /** Where the threshold above which one acts may lie after the change. */
    public ChangeBounds threshold(double low, double high) {
        Draft d = draft();
        d.threshold = Optional.of(new Range(low, high));
        return new ChangeBounds(d);
    }

    /** Sites that may be added. */
    public ChangeBounds sites(List<String> names) {
        Draft d = draft();
        d.sites = names.stream().distinct().sorted().toList();
        return new ChangeBounds(d);
    }

    public double groupRisk() {
        return groupRisk;
    }

    /** Sorted. */
    public List<String> groupings() {
        return groupings;
    }

    public long rowsOfGroup() {
        return rowsOfGroup;
    }

    public boolean featuresAreFixed() {
        return !featuresMayChange;
    }

    public boolean formIsFixed() {
        return !formMayChange;
    }

    public Map<String, Range> hyperparameters() {
        return hyperparameters;
    }

    public Optional<Double> coefficients() {
        return coefficients;
    }

    public Optional<Range> intercept() {
        return intercept;
    }

    public Optional<Range> slope() {
        return slope;
    }

    public Optional<Range> threshold() {
        return threshold;
    }

    /** Sorted. */
    public List<String> sites() {
        return sites;
    }

    @Override
    public Declaration declaration() {
        Declaration ranges = Declaration.of("hyperparameters");
        for (Map.Entry<String, Range> entry : new TreeMap<>(hyperparameters).entrySet()) {
            ranges = ranges.with("range " + entry.getKey(), entry.getValue());
        }
        Declaration all = Declaration.of("change-bounds")
                .with("groupRisk", groupRisk)
                .withTexts("groupings", groupings)
                .with("rowsOfGroup", rowsOfGroup)
                .with("featuresMayChange", featuresMayChange)
                .with("formMayChange", formMayChange)
                .with("hyperparameters", ranges)
                .withTexts("sites", sites);
        all = coefficients.isPresent() ? all.with("coefficients", coefficients.get()) : all;
        all = intercept.isPresent() ? all.with("intercept", intercept.get()) : all;
        all = slope.isPresent() ? all.with("slope", slope.get()) : all;
        return threshold.isPresent() ? all.with("threshold", threshold.get()) : all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChangeBounds b && declaration().equals(b.declaration());
    }

    @Override
    public int hashCode() {
        return declaration().hashCode();
    }
}
