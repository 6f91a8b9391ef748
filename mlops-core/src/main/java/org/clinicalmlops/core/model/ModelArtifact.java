package org.clinicalmlops.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.train.Artifact;
import org.clinicalmlops.api.train.Binding;
import org.clinicalmlops.api.train.Binding.Difference;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.feature.Typical;

/** The parts of a fitted model. Its text is canonical JSON, its name the SHA-256 of that text. Immutable. */
public final class ModelArtifact implements Artifact<Risk>, Declared {
    /** The newest format. A model is written in the oldest that can say it, so that its digest stays; every older text is read. */
    static final int FORMAT = 2;

    private final Schema schema;
    private final Levels levels;
    private final Preparation preparation;
    private final ModelForm form;
    private final Recalibration recalibration;
    private final List<Probe> probes;
    private final String json;
    private final Digest digest;
    private final CompiledModel compiled;

    ModelArtifact(
            Schema schema,
            Levels levels,
            Preparation preparation,
            ModelForm form,
            Recalibration recalibration,
            List<Probe> probes) {
        this.schema = schema;
        this.levels = levels;
        this.preparation = preparation;
        this.form = form;
        this.recalibration = recalibration;
        this.probes = List.copyOf(probes);
        this.json = declaration().json();
        this.digest = Digest.of(json);
        this.compiled = new CompiledModel(preparation, form, recalibration);
    }

    /** Puts a fitted model together; values of the feature set's probes are read and kept. */
    public static ModelArtifact of(
            FeatureSet<?> features,
            Schema schema,
            Levels levels,
            Preparation preparation,
            ModelForm form,
            Recalibration recalibration) {
        return new ModelArtifact(schema, levels, preparation, form, recalibration, Probe.read(features, schema));
    }

    /**
     * A model that was made elsewhere, for features that it can read.
     *
     * @param schema the features', in which the model's inputs are found by name
     * @param seen the categories of a feature, by its place in {@code schema}, that may occur beside those that the model names
     */
    public static ModelArtifact given(
            GivenModel<Risk> model, FeatureSet<?> features, Schema schema, IntFunction<List<String>> seen) {
        List<FeatureSpec> used = new ArrayList<>();
        List<List<String>> byInput = new ArrayList<>();
        for (FeatureSpec input : model.inputs().features()) {
            int f = schema.indexOf(input.name());
            used.add(schema.feature(f));
            Set<String> names = new TreeSet<>(seen.apply(f));
            model.columns().stream()
                    .filter(column -> column.feature().equals(input.name()))
                    .forEach(column -> names.addAll(column.names()));
            byInput.add(List.copyOf(names));
        }
        Levels levels = Levels.of(byInput);
        return of(
                features,
                new Schema(used),
                levels,
                Preparation.asGiven(model, levels),
                model.form(),
                Recalibration.NONE);
    }

    @Override
    public Digest digest() {
        return digest;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Levels levels() {
        return levels;
    }

    @Override
    public String json() {
        return json;
    }

    /** What the model computes. */
    public ModelForm form() {
        return form;
    }

    public Preparation preparation() {
        return preparation;
    }

    public Recalibration recalibration() {
        return recalibration;
    }

    /** The same model with another recalibration in place of its own. */
    public ModelArtifact with(Recalibration other) {
        return new ModelArtifact(schema, levels, preparation, form, other, probes);
    }

    /** The scoring kernel. */
    public CompiledModel compiled() {
        return compiled;
    }

    @Override
    public <R> Binding<R, Risk> bind(FeatureSet<R> features) {
        List<Difference> differences = new ArrayList<>();
        Schema host = features.schema();
        for (FeatureSpec wanted : schema.features()) {
            int f = host.indexOf(wanted.name());
            if (f < 0) {
                differences.add(new Difference(wanted.name(), "presence", "present", "absent"));
            } else {
                compare(differences, wanted, host.feature(f));
            }
        }
        if (differences.isEmpty() && !features.probes().isEmpty() && !probes.isEmpty()) {
            compareProbes(differences, Probe.read(features, schema));
        }
        if (!differences.isEmpty()) {
            return new Binding.Refused<>(differences);
        }
        List<String> ignored = host.features().stream()
                .map(FeatureSpec::name)
                .filter(name -> schema.indexOf(name) < 0)
                .toList();
        boolean probed = !features.probes().isEmpty() && !probes.isEmpty();
        return new Binding.Bound<>(new BoundModel<>(this, features, Typical.NONE), ignored, probed);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("model")
                .with("format", format())
                .with("schema", schema)
                .with("levels", levels)
                .with("preparation", preparation)
                .with("form", form)
                .with("recalibration", recalibration)
                .with("probes", probes);
    }

    /**
     * Format 2 brought boosting, directions of missing values, category splits and the columns of codes for them, and points for values
     * below a threshold.
     */
    private int format() {
        boolean codes = preparation.columns().stream().anyMatch(column -> column instanceof Column.Code);
        boolean below =
                form instanceof PointsForm points && points.rules().stream().anyMatch(PointsForm.Rule::below);
        return codes || below || form instanceof TreesForm trees && !trees.isPlain() ? 2 : 1;
    }

    private static void compare(List<Difference> differences, FeatureSpec model, FeatureSpec host) {
        compare(
                differences,
                model.name(),
                "kind",
                model.kind().name(),
                host.kind().name());
        compare(differences, model.name(), "unit", model.unit(), host.unit());
        compare(
                differences,
                model.name(),
                "revision",
                Integer.toString(model.revision()),
                Integer.toString(host.revision()));
    }

    private void compareProbes(List<Difference> differences, List<Probe> read) {
        if (read.size() != probes.size()) {
            differences.add(new Difference("*", "number of probes", "" + probes.size(), "" + read.size()));
            return;
        }
        for (int i = 0; i < read.size(); i++) {
            for (int f = 0; f < schema.size(); f++) {
                compare(
                        differences,
                        schema.feature(f).name(),
                        "value of probe " + (i + 1),
                        probes.get(i).values().get(f),
                        read.get(i).values().get(f));
            }
        }
    }

    private static void compare(List<Difference> differences, String feature, String what, String model, String host) {
        if (!model.equals(host)) {
            differences.add(new Difference(feature, what, model, host));
        }
    }
}
