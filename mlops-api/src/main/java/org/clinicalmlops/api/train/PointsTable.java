package org.clinicalmlops.api.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.FeatureSpec.Kind;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.train.GivenModel.Input;

/**
 * Writes down a published clinical score as a table of points. Immutable: every call returns a new table.
 *
 * <p>A score is defined where all its inputs are there; for a row with a missing one the deployment abstains.
 */
public final class PointsTable {
    private final String name;
    private final List<FeatureSpec> features;
    private final List<Input> inputs;
    private final List<PointsForm.Rule> rules;

    private PointsTable(String name, List<FeatureSpec> features, List<Input> inputs, List<PointsForm.Rule> rules) {
        this.name = name;
        this.features = features;
        this.inputs = inputs;
        this.rules = rules;
    }

    /** @param name of the score, for example {@code "CURB-65"} */
    public static PointsTable of(String name) {
        return new PointsTable(Objects.requireNonNull(name, "name"), List.of(), List.of(), List.of());
    }

    /** {@code points} if the feature is at or above {@code threshold}, in its unit. */
    public PointsTable atLeast(String feature, String ucum, double threshold, int points) {
        return plus(new FeatureSpec(feature, Kind.NUMERIC, ucum, 1), "", threshold, true, points, false);
    }

    /** {@code points} if the feature is above {@code threshold}, in its unit. */
    public PointsTable above(String feature, String ucum, double threshold, int points) {
        return plus(new FeatureSpec(feature, Kind.NUMERIC, ucum, 1), "", threshold, false, points, false);
    }

    /** {@code points} if the feature is at or below {@code threshold}, in its unit. */
    public PointsTable atMost(String feature, String ucum, double threshold, int points) {
        return plus(new FeatureSpec(feature, Kind.NUMERIC, ucum, 1), "", threshold, true, points, true);
    }

    /** {@code points} if the feature is below {@code threshold}, in its unit. */
    public PointsTable below(String feature, String ucum, double threshold, int points) {
        return plus(new FeatureSpec(feature, Kind.NUMERIC, ucum, 1), "", threshold, false, points, true);
    }

    /** {@code points} if the categorical feature is at {@code level}. */
    public PointsTable level(String feature, String level, int points) {
        return plus(new FeatureSpec(feature, Kind.CATEGORICAL, "1", 1), level, 1, true, points, false);
    }

    /**
     * Completes the table.
     *
     * @param risks risk for a total of 0, 1, ... up to the highest total; each in [0, 1]
     */
    public GivenModel<Risk> risks(double... risks) {
        return GivenModel.of(name, new Schema(features), inputs, PointsForm.of(inputs.size(), rules, risks));
    }

    private PointsTable plus(
            FeatureSpec feature, String level, double threshold, boolean inclusive, int points, boolean below) {
        List<FeatureSpec> allFeatures = new ArrayList<>(features);
        if (!allFeatures.contains(feature)) {
            allFeatures.add(feature);
        }
        List<Input> allInputs = new ArrayList<>(inputs);
        Input input = new Input(feature.name(), level);
        if (!allInputs.contains(input)) {
            allInputs.add(input);
        }
        List<PointsForm.Rule> allRules = new ArrayList<>(rules);
        allRules.add(new PointsForm.Rule(allInputs.indexOf(input), threshold, inclusive, points, below));
        return new PointsTable(name, allFeatures, allInputs, allRules);
    }
}
