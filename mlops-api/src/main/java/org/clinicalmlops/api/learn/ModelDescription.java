package org.clinicalmlops.api.learn;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.train.ModelForm;

/**
 * What a version is made of, as far as a change plan judges it. Immutable; every method that is named for a part returns a changed copy.
 * What is left out counts as absent in both versions, so both must be described in the same way.
 */
public final class ModelDescription {
    private final Digest model;
    private final Schema schema;
    private final Digest preparation;
    private final ModelForm form;
    private final double intercept;
    private final double slope;
    private final OptionalDouble threshold;
    private final List<String> sites;
    private final Map<String, Double> hyperparameters;

    private ModelDescription(
            Digest model,
            Schema schema,
            Digest preparation,
            ModelForm form,
            double intercept,
            double slope,
            OptionalDouble threshold,
            List<String> sites,
            Map<String, Double> hyperparameters) {
        this.model = Objects.requireNonNull(model, "model");
        this.schema = Objects.requireNonNull(schema, "schema");
        this.preparation = Objects.requireNonNull(preparation, "preparation");
        this.form = Objects.requireNonNull(form, "form");
        this.intercept = intercept;
        this.slope = slope;
        this.threshold = threshold;
        this.sites = sites;
        this.hyperparameters = hyperparameters;
    }

    /**
     * A model without recalibration, threshold, sites and hyper-parameters.
     *
     * @param model digest of its artifact
     * @param schema its features
     * @param preparation digest of how values become columns: imputation, scaling, categories
     * @param form what it computes from the columns
     */
    public static ModelDescription of(Digest model, Schema schema, Digest preparation, ModelForm form) {
        return new ModelDescription(
                model, schema, preparation, form, 0, 1, OptionalDouble.empty(), List.of(), Map.of());
    }

    /**
     * @param intercept in log odds, finite
     * @param slope finite
     */
    public ModelDescription recalibrated(double intercept, double slope) {
        if (!Double.isFinite(intercept) || !Double.isFinite(slope)) {
            throw new IllegalArgumentException("recalibration must be finite, was " + intercept + " and " + slope);
        }
        return new ModelDescription(
                model, schema, preparation, form, intercept, slope, threshold, sites, hyperparameters);
    }

    /** @param risk in [0, 1] */
    public ModelDescription actingAbove(double risk) {
        if (!(risk >= 0 && risk <= 1)) {
            throw new IllegalArgumentException("actingAbove must be in [0, 1], was " + risk);
        }
        return new ModelDescription(
                model, schema, preparation, form, intercept, slope, OptionalDouble.of(risk), sites, hyperparameters);
    }

    /** Where it is used. */
    public ModelDescription at(List<String> names) {
        List<String> sorted = names.stream().distinct().sorted().toList();
        return new ModelDescription(
                model, schema, preparation, form, intercept, slope, threshold, sorted, hyperparameters);
    }

    /** @param value finite */
    public ModelDescription hyperparameter(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("hyper-parameter '" + name + "' must be finite, was " + value);
        }
        Map<String, Double> more = new TreeMap<>(hyperparameters);
        more.put(name, value);
        return new ModelDescription(
                model, schema, preparation, form, intercept, slope, threshold, sites, Map.copyOf(more));
    }

    public Digest model() {
        return model;
    }

    public Schema schema() {
        return schema;
    }

    public Digest preparation() {
        return preparation;
    }

    public ModelForm form() {
        return form;
    }

    /** Of the recalibration; 0 for none. */
    public double intercept() {
        return intercept;
    }

    /** Of the recalibration; 1 for none. */
    public double slope() {
        return slope;
    }

    public OptionalDouble threshold() {
        return threshold;
    }

    /** Sorted. */
    public List<String> sites() {
        return sites;
    }

    public Map<String, Double> hyperparameters() {
        return hyperparameters;
    }
}
