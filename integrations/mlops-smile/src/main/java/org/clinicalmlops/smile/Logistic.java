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
     * Weights beyond this, in log-odds per standard deviation, come from columns that separate the classes: the likelihood has no
     * maximum. Our choice: an odds ratio of 10^13.
     */
    private static final double SEPARATED = 30;

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
        int[] classes = data.toClasses();
        double[] fitted = Fitting.inPool(
                1,
                id(),
                () -> LogisticRegression.binomial(columns.rows(), classes, lambda, TOLERANCE, ITERATIONS)
                        .coefficients());
        int last = fitted.length - 1;
        for (int i = 0; i < last; i++) {
            if (!(Math.abs(fitted[i]) <= SEPARATED)) {
                throw new MlopsException(id() + " has no finite solution: column '"
                        + data.columns().get(i) + "' separates the classes; a penalty gives one");
            }
        }
        double[] weights = columns.weights(fitted);
        return LinearForm.of(columns.intercept(fitted[last], weights), weights);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("logistic-regression").with("lambda", lambda).with("smile", Fitting.SMILE);
    }
}
