package org.clinicalmlops.core.explain;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.explain.Contribution;
import org.clinicalmlops.api.explain.Contributions;
import org.clinicalmlops.api.explain.Explanation;
import org.clinicalmlops.api.explain.Scale;
import org.clinicalmlops.api.explain.SeenValue;
import org.clinicalmlops.api.explain.Unexplained;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.feature.Typical;
import org.clinicalmlops.core.model.ModelArtifact;

/**
 * Exact interventional Shapley values of one model's answers, relative to one typical row (ADR 31). The players are the host's features.
 * Immutable, thread-safe. Making one visits every node of the model's trees twice and keeps about 25 bytes of each, more where splits are
 * by category; explaining a row visits every node once more at most, and allocates a few numbers for each feature, and the answer.
 */
public final class Explainer {
    private final ModelArtifact artifact;
    private final Scale scale;
    private final Optional<Amounts> amounts;
    private final double[] typical;
    private final Optional<Risk> typicalRisk;

    private Explainer(ModelArtifact artifact, Optional<Amounts> amounts, double[] typical, Optional<Risk> typicalRisk) {
        this.artifact = artifact;
        this.scale = scale(artifact);
        this.amounts = amounts;
        this.typical = typical;
        this.typicalRisk = typicalRisk;
    }

    /**
     * Explains against what is typical: of each feature what stands in where it is missing, or else the given value.
     *
     * @param training what is typical of the training rows, for features of a model that have no stand-ins: where it does not know one that
     *     is needed, nothing is explained
     */
    public static Explainer of(ModelArtifact artifact, Typical training) {
        double[] coded = new double[artifact.schema().size()];
        boolean known = true;
        for (int f = 0; f < coded.length; f++) {
            OptionalDouble standIn = artifact.preparation().standIn(f);
            OptionalDouble typical = standIn.isPresent()
                    ? standIn
                    : training.coded(artifact.schema().feature(f), artifact.levels(), f);
            coded[f] = typical.orElse(Double.NaN);
            known &= typical.isPresent();
        }
        return known || artifact.form() instanceof PointsForm
                ? against(artifact, coded)
                : new Explainer(artifact, Optional.empty(), coded, Optional.empty());
    }

    /**
     * Explains against a row of the host's choice, as a patient with normal findings. Never a patient's: it can be computed from what is
     * explained.
     *
     * @param coded in the order of the model's schema: numbers as they are, categories as codes, NaN for missing; copied
     */
    public static Explainer against(ModelArtifact artifact, double[] coded) {
        if (coded.length != artifact.schema().size()) {
            throw new IllegalArgumentException(
                    "the row to compare with must have " + artifact.schema().size() + " values, had " + coded.length);
        }
        double[] typical = coded.clone();
        if (scale(artifact) == Scale.POINTS) {
            return new Explainer(artifact, Optional.of(amounts(artifact, typical)), typical, Optional.empty());
        }
        double risk = artifact.compiled().risk(typical);
        return risk >= 0 && risk <= 1
                ? new Explainer(artifact, Optional.of(amounts(artifact, typical)), typical, Optional.of(new Risk(risk)))
                : new Explainer(artifact, Optional.empty(), typical, Optional.empty());
    }

    private static Scale scale(ModelArtifact artifact) {
        ModelForm form = artifact.form();
        if (form instanceof PointsForm) {
            return Scale.POINTS;
        }
        if (form instanceof TreesForm trees && trees.leaves() == TreesForm.Leaves.PROBABILITIES) {
            return artifact.recalibration().changesNothing() ? Scale.PROBABILITY : Scale.UNCALIBRATED_PROBABILITY;
        }
        return Scale.LOG_ODDS;
    }

    private static Amounts amounts(ModelArtifact artifact, double[] typical) {
        double[] reference = prepared(artifact, typical);
        if (artifact.form() instanceof LinearForm linear) {
            return new LinearAmounts(linear, artifact.preparation(), reference);
        }
        return artifact.form() instanceof TreesForm trees
                ? new TreesAmounts(trees, artifact.preparation(), reference, typical.length)
                : new PointsAmounts((PointsForm) artifact.form(), artifact.preparation());
    }

    private static double[] prepared(ModelArtifact artifact, double[] coded) {
        double[] prepared = new double[artifact.preparation().size()];
        artifact.preparation().prepare(coded, prepared);
        return prepared;
    }

    /**
     * What an answer is made of.
     *
     * @param coded in the order of the model's schema: finite numbers as they are, categories as codes, NaN for missing; only read
     */
    public Explanation explain(double[] coded) {
        if (amounts.isEmpty()) {
            return new Unexplained(Unexplained.Reason.NO_TYPICAL_PATIENT);
        }
        if (scale == Scale.UNCALIBRATED_PROBABILITY
                && !(artifact.recalibration().slope() > 0)) {
            return new Unexplained(Unexplained.Reason.CALIBRATION_NOT_RISING);
        }
        double[] x = prepared(artifact, coded);
        double total = amounts.get().total(x);
        if (Double.isNaN(total)) {
            return new Unexplained(Unexplained.Reason.NOT_ANSWERED);
        }
        double[] found = new double[coded.length];
        if (!amounts.get().add(x, found)) {
            return new Unexplained(Unexplained.Reason.MIXTURE_UNDEFINED);
        }
        double base = amounts.get().base();
        double size = Math.abs(base) + Math.abs(total);
        for (int f = 0; f < found.length; f++) {
            size += Math.abs(found[f]);
            found[f] = slope() * found[f] + 0.0; // no minus zero
        }
        return Double.isFinite(size) && Double.isFinite(size * slope())
                ? contributions(coded, found, intercept() + slope() * base, intercept() + slope() * total)
                : new Unexplained(Unexplained.Reason.NOT_FINITE);
    }

    private Contributions contributions(double[] coded, double[] amounts, double base, double total) {
        List<Contribution> bySize = IntStream.range(0, amounts.length)
                .boxed()
                .sorted(Comparator.comparingDouble(f -> -Math.abs(amounts[f]))) // stable: of equal ones the first
                .map(f -> contribution(f, coded[f], amounts[f]))
                .toList();
        return new Contributions(scale, base, total, typicalRisk, bySize);
    }

    private Contribution contribution(int f, double coded, double amount) {
        FeatureSpec feature = artifact.schema().feature(f);
        Optional<SeenValue> compared = scale == Scale.POINTS ? Optional.empty() : Optional.of(seen(f, typical[f]));
        return new Contribution(feature.name(), feature.unit(), seen(f, coded), compared, amount);
    }

    private SeenValue seen(int f, double coded) {
        if (Double.isNaN(coded)) {
            return new SeenValue.Missing();
        }
        if (!artifact.schema().feature(f).categorical()) {
            return new SeenValue.Numeric(coded);
        }
        return coded == Levels.UNSEEN
                ? new SeenValue.Unseen()
                : new SeenValue.Category(artifact.levels().of(f).get((int) coded));
    }

    /** Recalibration is affine on log odds, so that it scales contributions there; on other scales it is left out. */
    private double slope() {
        return scale == Scale.LOG_ODDS ? artifact.recalibration().slope() : 1;
    }

    private double intercept() {
        return scale == Scale.LOG_ODDS ? artifact.recalibration().intercept() : 0;
    }
}
