package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;

/**
 * What a baseline is made of: the rows that a model was made for, or the first weeks of a bought one. Immutable.
 */
public final class Reference {
    private final FeatureTable rows;
    private final Levels levels;
    private final Judged<Risk> evaluated;
    private final Optional<double[]> risks;
    private final Optional<List<Instant>> times;

    private Reference(
            FeatureTable rows,
            Levels levels,
            Judged<Risk> evaluated,
            Optional<double[]> risks,
            Optional<List<Instant>> times) {
        this.rows = rows;
        this.levels = levels;
        this.evaluated = evaluated;
        this.risks = risks;
        this.times = times;
    }

    /**
     * @param rows features of the rows, in the model's order; in the order of time where that is known
     * @param levels codes of categories, as the model knows them
     * @param evaluated the model's predictions on the evaluation cases
     */
    public static Reference of(FeatureTable rows, Levels levels, Judged<Risk> evaluated) {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(evaluated, "evaluated");
        if (levels.size() != rows.schema().size()) {
            throw new IllegalArgumentException(
                    "levels must be of " + rows.schema().size() + " features, were of " + levels.size());
        }
        return new Reference(rows, levels, evaluated, Optional.empty(), Optional.empty());
    }

    /** @param said what the model says of each row, in [0, 1]; NaN where it gives no answer; copied */
    public Reference risks(double[] said) {
        if (said.length != rows.rows()) {
            throw new IllegalArgumentException("risks must be of " + rows.rows() + " rows, were of " + said.length);
        }
        for (int i = 0; i < said.length; i++) {
            if (!(said[i] >= 0 && said[i] <= 1 || Double.isNaN(said[i]))) {
                throw new IllegalArgumentException("risks[" + i + "] must be in [0, 1] or NaN, was " + said[i]);
            }
        }
        return new Reference(rows, levels, evaluated, Optional.of(said.clone()), times);
    }

    /** Index instants of the rows; with them, a baseline of two years or more has seasons where they differ. */
    public Reference at(List<Instant> instants) {
        if (instants.size() != rows.rows()) {
            throw new IllegalArgumentException(
                    "instants must be of " + rows.rows() + " rows, were of " + instants.size());
        }
        return new Reference(rows, levels, evaluated, risks, Optional.of(List.copyOf(instants)));
    }

    public FeatureTable rows() {
        return rows;
    }

    public Levels levels() {
        return levels;
    }

    public Judged<Risk> evaluated() {
        return evaluated;
    }

    /** Whether the model's answers are known. */
    public boolean knowsRisks() {
        return risks.isPresent();
    }

    /** What the model says of a row; NaN where it gives no answer, or none is known. */
    public double risk(int row) {
        return risks.isPresent() ? risks.get()[row] : Double.NaN;
    }

    /** Index instants of the rows, if known. */
    public Optional<List<Instant>> times() {
        return times;
    }
}
