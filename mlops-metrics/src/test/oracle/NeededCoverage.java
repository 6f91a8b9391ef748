import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.calibration.GoodnessOfFit;
import org.clinicalmlops.metrics.classes.ManyClasses;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Concordance;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.discrimination.PrecisionRecall;
import org.clinicalmlops.metrics.discrimination.TimeDependentAuroc;
import org.clinicalmlops.metrics.overall.Brier;
import org.clinicalmlops.metrics.overall.Likelihood;
import org.clinicalmlops.metrics.quantity.Quantities;
import org.clinicalmlops.metrics.resampling.Bootstrap;
import org.clinicalmlops.metrics.threshold.ConfusionMatrix;
import org.clinicalmlops.metrics.threshold.NetBenefit;

/**
 * What the 95 % intervals are worth at the fewest cases that are answered: the share of simulated samples, of those answered, whose
 * interval holds the true value, just at the NEEDED of each class. In this directory, with the module compiled and the jars of
 * mlops-api and commons-math3 at hand, a minute:
 *
 * <pre>java -cp ../../../target/classes:mlops-api.jar:commons-math3.jar NeededCoverage.java</pre>
 *
 * Writes needed-coverage.txt.
 */
public class NeededCoverage {
    private static final int RUNS = 10_000;
    private static final int LARGE = 2_000_000;
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private record Drawn(double[] risks, boolean[] happened) {}

    private record Followed(double[] scores, double[] times, boolean[] happened) {}

    private static PrintStream out;

    public static void main(String[] args) throws IOException {
        try (PrintStream file = new PrintStream(Files.newOutputStream(Path.of("needed-coverage.txt")), true)) {
            out = file;
            out.println(RUNS + " samples each, java " + Runtime.version().feature() + ": what, share answered, coverage of those");
            auroc();
            risks(24, 0, 1.5, "24 cases, half with the event");
            risks(120, -3, 1.5, "120 cases, one in ten with the event");
            fewCases();
            followed();
            classes();
            quantities();
            tests();
        }
    }

    private static <S> void cover(String what, double truth, Function<SplittableRandom, S> draw, Function<S, Estimate> estimate) {
        int known = 0;
        int covers = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Estimate e = estimate.apply(draw.apply(new SplittableRandom(seed)));
            known += e instanceof Estimate.Known ? 1 : 0;
            covers += e instanceof Estimate.Known k && k.interval().contains(truth) ? 1 : 0;
        }
        out.println(String.format(Locale.ROOT, "%s (true value %.4f): %.3f %.4f", what, truth, (double) known / RUNS,
                (double) covers / known));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double[] doubles(int n, IntToDoubleFunction of) {
        double[] values = new double[n];
        Arrays.setAll(values, of);
        return values;
    }

    /** Normal scores of ten events and ten others; the risks of a second model go with the first by one half. */
    private static void auroc() {
        boolean[] happened = new boolean[20];
        Arrays.fill(happened, 0, 10, true);
        for (double truth : new double[] {0.6, 0.75, 0.85}) {
            double shift = NORMAL.inverseCumulativeProbability(truth) * Math.sqrt(2);
            Function<SplittableRandom, double[]> draw =
                    r -> doubles(20, i -> sigmoid((happened[i] ? shift : 0) + r.nextGaussian()));
            cover("AUROC, logit, 10 and 10", truth, draw, s -> Discrimination.auroc(s, happened, AurocScale.LOGIT, 0.95));
            cover("AUROC, linear, 10 and 10", truth, draw, s -> Discrimination.auroc(s, happened, AurocScale.LINEAR, 0.95));
            cover("AUROC, bootstrap of 500, 10 and 10", truth, draw,
                    s -> Discrimination.auroc(s, happened, new Bootstrap(500, 1), 0.95));
            cover("AUROC, difference of equal models, 10 and 10", 0,
                    r -> {
                        double[] common = doubles(20, i -> (happened[i] ? shift : 0) + r.nextGaussian() * Math.sqrt(0.5));
                        return new double[][] {
                            doubles(20, i -> sigmoid(common[i] + r.nextGaussian() * Math.sqrt(0.5))),
                            doubles(20, i -> sigmoid(common[i] + r.nextGaussian() * Math.sqrt(0.5)))
                        };
                    },
                    s -> Discrimination.aurocDifference(s[0], s[1], happened, 0.95));
        }
        Function<SplittableRandom, double[]> draw = r -> doubles(20, i -> sigmoid((happened[i] ? 1 : 0) + r.nextGaussian()));
        cover("average precision, 10 and 10", 0.7530, draw, s -> PrecisionRecall.average(s, happened, 0.95));
    }

    /** Calibrated risks with normal log odds; samples with fewer than ten of a class are not answered. */
    private static void risks(int n, double centre, double spread, String law) {
        Function<Integer, Function<SplittableRandom, Drawn>> draw = size -> r -> {
            double[] risks = doubles(size, i -> sigmoid(centre + spread * r.nextGaussian()));
            boolean[] happened = new boolean[size];
            for (int i = 0; i < size; i++) {
                happened[i] = r.nextDouble() < risks[i];
            }
            return new Drawn(risks, happened);
        };
        Drawn all = draw.apply(LARGE).apply(new SplittableRandom(-1));
        ToDoubleFunction<Function<Drawn, Estimate>> truth = f -> ((Estimate.Known) f.apply(all)).value();
        Function<SplittableRandom, Drawn> sample = draw.apply(n);
        out.println(law);
        cover("O/E, log scale", 1, sample, s -> Calibration.observedOverExpected(s.risks, s.happened, 0.95));
        cover("slope", 1, sample, s -> Calibration.slope(s.risks, s.happened, 0.95));
        cover("intercept", 0, sample, s -> Calibration.intercept(s.risks, s.happened, 0.95));
        Function<Drawn, Estimate> scaled = s -> Brier.scaled(s.risks, s.happened, 0.95);
        cover("scaled Brier", truth.applyAsDouble(scaled), sample, scaled);
        Function<Drawn, Estimate> coxSnell = s -> Likelihood.coxSnell(s.risks, s.happened, 0.95);
        cover("Cox-Snell R2", truth.applyAsDouble(coxSnell), sample, coxSnell);
        Function<Drawn, Estimate> nagelkerke = s -> Likelihood.nagelkerke(s.risks, s.happened, 0.95);
        cover("Nagelkerke R2", truth.applyAsDouble(nagelkerke), sample, nagelkerke);
        for (double at : new double[] {0.1, 0.3}) {
            Function<Drawn, Estimate> net = s -> NetBenefit.of(ConfusionMatrix.above(s.risks, s.happened, at), at, 0.95);
            cover("net benefit above " + at, truth.applyAsDouble(net), sample, net);
        }
    }

    /** Ten cases and more, of whichever class. */
    private static void fewCases() {
        out.println("Brier and log loss by number of cases");
        for (double centre : new double[] {0, -2}) {
            Function<Integer, Function<SplittableRandom, Drawn>> draw = size -> r -> {
                double[] risks = doubles(size, i -> sigmoid(centre + 1.5 * r.nextGaussian()));
                boolean[] happened = new boolean[size];
                for (int i = 0; i < size; i++) {
                    happened[i] = r.nextDouble() < risks[i];
                }
                return new Drawn(risks, happened);
            };
            Drawn all = draw.apply(LARGE).apply(new SplittableRandom(-1));
            Function<Drawn, Estimate> brier = s -> Brier.score(s.risks, s.happened, 0.95);
            double ofBrier = ((Estimate.Known) brier.apply(all)).value();
            Function<Drawn, Estimate> loss = s -> Likelihood.logLoss(s.risks, s.happened, 0.95);
            double ofLoss = ((Estimate.Known) loss.apply(all)).value();
            for (int n : new int[] {10, 20, 30, 60, 100}) {
                cover(n + " cases, centre " + centre + ", Brier", ofBrier, draw.apply(n), brier);
                cover(n + " cases, centre " + centre + ", log loss", ofLoss, draw.apply(n), loss);
            }
        }
    }

    /** Exponential times with rate exp(score), exponential censoring of rate 0.3, until 1. */
    private static void followed() {
        out.println("censored, 24 cases; AUROC at the horizon 0.7");
        Function<Integer, Function<Double, Function<SplittableRandom, Followed>>> law = n -> censoring -> r -> {
            double[] scores = new double[n];
            double[] times = new double[n];
            boolean[] happened = new boolean[n];
            for (int i = 0; i < n; i++) {
                scores[i] = r.nextGaussian();
                double event = -Math.log1p(-r.nextDouble()) / Math.exp(scores[i]);
                double end = censoring > 0 ? -Math.log1p(-r.nextDouble()) / censoring : Double.POSITIVE_INFINITY;
                times[i] = Math.min(event, end);
                happened[i] = event <= end;
            }
            return new Followed(scores, times, happened);
        };
        Followed all = law.apply(1_000_000).apply(0.0).apply(new SplittableRandom(-1));
        Function<Followed, Estimate> uno = s -> Concordance.uno(s.scores, s.times, s.happened, 1, AurocScale.LOGIT, 0.95);
        cover("Uno's C", ((Estimate.Known) uno.apply(all)).value(), law.apply(24).apply(0.3), uno);
        Function<Followed, Estimate> harrell = s -> Concordance.harrell(s.scores, s.times, s.happened, AurocScale.LOGIT, 0.95);
        cover("Harrell's C", ((Estimate.Known) harrell.apply(all)).value(), law.apply(24).apply(0.3), harrell);
        Function<Followed, Estimate> auroc =
                s -> TimeDependentAuroc.at(0.7, s.scores, s.times, s.happened, AurocScale.LOGIT, 0.95);
        cover("AUROC at a horizon", ((Estimate.Known) auroc.apply(all)).value(), law.apply(24).apply(0.1), auroc);
    }

    private record Several(double[][] risks, int[] truth) {}

    /** Three classes, ten cases each for AUROC and ten in all for the others: normal evidence, shifted by 1.5 for the true class. */
    private static void classes() {
        out.println("three classes");
        Function<Integer, Function<SplittableRandom, Several>> law = n -> r -> {
            double[][] risks = new double[n][3];
            int[] truth = new int[n];
            for (int i = 0; i < n; i++) {
                truth[i] = i % 3;
                double sum = 0;
                for (int c = 0; c < 3; c++) {
                    risks[i][c] = Math.exp((c == truth[i] ? 1.5 : 0) + r.nextGaussian());
                    sum += risks[i][c];
                }
                for (int c = 0; c < 3; c++) {
                    risks[i][c] /= sum;
                }
            }
            return new Several(risks, truth);
        };
        Several all = law.apply(300_000).apply(new SplittableRandom(-1));
        Function<Several, Estimate> macro = s -> ManyClasses.macroAuroc(s.risks, s.truth, 0.95);
        cover("macro AUROC, 10 each", ((Estimate.Known) macro.apply(all)).value(), law.apply(30), macro);
        Function<Several, Estimate> micro = s -> ManyClasses.microAuroc(s.risks, s.truth, 0.95);
        cover("micro AUROC, 10 each", ((Estimate.Known) micro.apply(all)).value(), law.apply(30), micro);
        Function<Several, Estimate> loss = s -> ManyClasses.logLoss(s.risks, s.truth, 0.95);
        cover("log loss, 10", ((Estimate.Known) loss.apply(all)).value(), law.apply(10), loss);
        Function<Several, Estimate> brier = s -> ManyClasses.brier(s.risks, s.truth, 0.95);
        cover("Brier, 10", ((Estimate.Known) brier.apply(all)).value(), law.apply(10), brier);
    }

    /** Normal quantities of spread 2, predicted with normal errors of spread 1. */
    private static void quantities() {
        out.println("quantities");
        Function<Integer, Function<SplittableRandom, double[][]>> law = n -> r -> {
            double[] predicted = doubles(n, i -> 2 * r.nextGaussian());
            return new double[][] {predicted, doubles(n, i -> predicted[i] + r.nextGaussian())};
        };
        cover("mean absolute error, 10", Math.sqrt(2 / Math.PI), law.apply(10), s -> Quantities.meanAbsoluteError(s[0], s[1], 0.95));
        cover("root mean squared error, 30", 1, law.apply(30), s -> Quantities.rootMeanSquaredError(s[0], s[1], 0.95));
        cover("R2, 30", 0.8, law.apply(30), s -> Quantities.rSquared(s[0], s[1], 0.95));
    }

    /** False alarms of the tests of calibration at 0.05 with ten calibrated risks. */
    private static void tests() {
        out.println("tests of calibration, share of p-values of 0.05 or less");
        for (double centre : new double[] {0, -2}) {
            int spiegelhalter = 0;
            int hosmer = 0;
            for (int seed = 0; seed < RUNS; seed++) {
                SplittableRandom r = new SplittableRandom(seed);
                double[] risks = doubles(10, i -> sigmoid(centre + 1.5 * r.nextGaussian()));
                boolean[] happened = new boolean[10];
                for (int i = 0; i < 10; i++) {
                    happened[i] = r.nextDouble() < risks[i];
                }
                spiegelhalter += alarms(GoodnessOfFit.spiegelhalter(risks, happened));
                hosmer += alarms(GoodnessOfFit.hosmerLemeshow(risks, happened, 3, GoodnessOfFit.Origin.OTHER_CASES));
            }
            out.println(String.format(Locale.ROOT, "centre %.0f, 10 cases: Spiegelhalter %.4f, Hosmer-Lemeshow with 3 groups %.4f", centre,
                    (double) spiegelhalter / RUNS, (double) hosmer / RUNS));
        }
    }

    private static int alarms(GoodnessOfFit test) {
        return test instanceof GoodnessOfFit.Tested t && t.pValue() <= 0.05 ? 1 : 0;
    }
}
