package org.clinicalmlops.smile;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.train.TrainingData;
import smile.classification.LogisticRegression;

/**
 * Logistic regression by Smile, with or without an L2 penalty. Minimises {@code -log likelihood + lambda / 2 * sum of w[j]^2} over the
 * weights of the standardised columns (mean 0, standard deviation 1 with divisor n); the intercept is not penalised. The model holds
 * the weights per unit of the columns as they were given. Thread-safe; the same data give the same bits on every number of threads.
 *
 * @param lambda strength of the penalty, finite, {@code >= 0}
 */
public record Logistic(double lambda) implements Trainer<Risk> {
    /** Smile's tolerance on the gradient; our choice: weights then agree with those of R's glm to about 1e-9. */
    private static final double TOLERANCE = 1e-12;

    private static final int ITERATIONS = 500;

    /**
     * A penalty this small moves a maximum of the likelihood hardly at all. Where there is no maximum, because columns separate the
     * classes, it moves the log-odds of some row by far more than {@link #MOVED}. Both are our choice.
     */
    private static final double SLIGHT = 1e-3;

    private static final double MOVED = 3;

    public Logistic {
        if (!(lambda >= 0 && Double.isFinite(lambda))) {
            throw new IllegalArgumentException("lambda must be finite and >= 0, was " + lambda);
        }
    }

    /** With an L2 penalty. */
    public static Logistic l2(double lambda) {
        return new Logistic(lambda);
    }

    /** Maximum likelihood. */
    public static Logistic unpenalised() {
        return new Logistic(0);
    }

    @Override
    public String id() {
        return lambda == 0 ? "logistic regression" : "logistic regression, L2 " + Declaration.number(lambda);
    }

    @Override
    public ModelForm fit(TrainingData data, long seed) {
        Fitting.needsBothClasses(data, id());
        Standardised columns = new Standardised(data);
        double[] fitted = minimum(columns, data, lambda);
        if (lambda == 0) {
            double[] held = minimum(columns, data, SLIGHT);
            if (columns.furthest(fitted, held) > MOVED) {
                throw new MlopsException(id() + " has no finite solution: column '"
                        + data.columns().get(columns.mostMoved(fitted, held))
                        + "', alone or with others, separates the classes; a penalty gives one");
            }
        }
        double[] weights = columns.weights(fitted);
        return LinearForm.of(columns.intercept(fitted[fitted.length - 1], weights), weights);
    }

    /** Weights of the standardised columns, and the intercept last. */
    private double[] minimum(Standardised columns, TrainingData data, double penalty) {
        double[][] rows = columns.rows();
        int[] classes = data.toClasses();
        double[] fitted = Fitting.inPool(
                1,
                id(),
                () -> LogisticRegression.binomial(rows, classes, penalty, TOLERANCE, ITERATIONS)
                        .coefficients());
        for (double coefficient : fitted) {
            if (!Double.isFinite(coefficient)) {
                throw new MlopsException(id() + " could not be fitted: a coefficient was " + coefficient);
            }
        }
        return fitted;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("logistic-regression").with("lambda", lambda).with("smile", Fitting.SMILE);
    }
}
