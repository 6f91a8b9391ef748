package org.clinicalmlops.smile;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
 * <p>Smile's L-BFGS stops early, or far off, where columns are nearly collinear, the event is rare or the penalty is slight. Newton
 * steps of our own go on from there, and from the share of events if need be, until a step is below a millionth of a standard error;
 * without a penalty the weights then agree with those of R's glm. A column that the columns before it explain (all but
 * 1e-12 of it) keeps the weight that Smile gave it.
 *
 * <p>{@link #fit} throws an {@link MlopsException} where there is no minimum, because columns separate the classes and nothing is
 * penalised, or where it is not reached.
 *
 * @param lambda strength of the penalty, finite, {@code >= 0}
 */
public record Logistic(double lambda) implements Trainer<Risk> {
    /** Smile's tolerance on the gradient; only where Newton's steps start depends on it. */
    private static final double TOLERANCE = 1e-9;

    private static final int ITERATIONS = 500;

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
        double[] minimum = minimum(columns.rows(), data.toClasses(), data.columns());
        double[] weights = columns.weights(Arrays.copyOfRange(minimum, 1, minimum.length));
        return LinearForm.of(columns.intercept(minimum[0], weights), weights);
    }

    /** Where Smile stops; intercept first, as Newton's method has it. */
    double[] fitWithSmile(double[][] rows, int[] classes) {
        double[] fitted = Fitting.inPool(
                1,
                id(),
                () -> LogisticRegression.binomial(rows, classes, lambda, TOLERANCE, ITERATIONS)
                        .coefficients());
        double[] point = new double[fitted.length];
        point[0] = fitted[fitted.length - 1];
        System.arraycopy(fitted, 0, point, 1, fitted.length - 1);
        return point;
    }

    /** From where Smile stops; if that leads nowhere, from the share of events, from where a minimum is found if there is one. */
    double[] minimum(double[][] rows, int[] classes, List<String> columns) {
        Newton newton = new Newton(rows, classes, lambda);
        double[] smile = fitWithSmile(rows, classes);
        double[] share = newton.shareOfEvents();
        if (newton.value(smile) < newton.value(share)) {
            Optional<double[]> near = newton.minimumFrom(smile);
            if (near.isPresent() && (lambda > 0 || newton.flat(near.get()).isEmpty())) {
                return near.get();
            }
        }
        double[] minimum = newton.minimumFrom(share).orElseThrow(() -> new MlopsException(id() + " did not converge"));
        OptionalInt flat = lambda > 0 ? OptionalInt.empty() : newton.flat(minimum);
        if (flat.isPresent()) {
            int column = (flat.getAsInt() > 0 ? flat.getAsInt() : heaviest(minimum)) - 1;
            throw new MlopsException(id() + " has no finite solution: column '" + columns.get(column)
                    + "', alone or with others, separates the classes; a penalty gives one");
        }
        return minimum;
    }

    private static int heaviest(double[] point) {
        int heaviest = 1;
        for (int j = 2; j < point.length; j++) {
            if (Math.abs(point[j]) > Math.abs(point[heaviest])) {
                heaviest = j;
            }
        }
        return heaviest;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("logistic-regression").with("lambda", lambda).with("smile", Fitting.SMILE);
    }
}
