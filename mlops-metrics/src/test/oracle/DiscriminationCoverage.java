import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.resampling.Bootstrap;
import org.clinicalmlops.metrics.discrimination.Concordance;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.discrimination.PrecisionRecall;
import org.clinicalmlops.metrics.discrimination.TimeDependentAuroc;

/**
 * Coverage of the 95 % intervals of discrimination: the share of simulated samples whose interval holds the true value. In this
 * directory, with the module compiled and the jars of mlops-api and commons-math3 at hand, some minutes:
 *
 * <pre>java -cp ../../../target/classes:mlops-api.jar:commons-math3.jar DiscriminationCoverage.java</pre>
 *
 * Writes discrimination-coverage.txt.
 */
public class DiscriminationCoverage {
    private static final int RUNS = 10_000;
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private interface Interval {
        Estimate of(long seed);
    }

    public static void main(String[] args) throws IOException {
        try (PrintStream out = new PrintStream(Files.newOutputStream(Path.of("discrimination-coverage.txt")), true)) {
            out.println(RUNS + " samples each, java " + Runtime.version().feature());
            auroc(out);
            averagePrecision(out);
            censored(out);
        }
    }

    private static String share(double truth, int runs, Interval interval) {
        int known = 0;
        int covers = 0;
        for (int seed = 0; seed < runs; seed++) {
            Estimate estimate = interval.of(seed);
            known += estimate instanceof Estimate.Known ? 1 : 0;
            covers += estimate instanceof Estimate.Known k && k.interval().contains(truth) ? 1 : 0;
        }
        return String.format(Locale.ROOT, "%.4f", (double) covers / known);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Normal scores; those of events are higher by a shift, and spread more or less. */
    private static double[] scores(SplittableRandom random, boolean[] happened, double shift, double spread) {
        double[] risks = new double[happened.length];
        for (int i = 0; i < risks.length; i++) {
            risks[i] = sigmoid(happened[i] ? shift + spread * random.nextGaussian() : random.nextGaussian());
        }
        return risks;
    }

    private static boolean[] firsts(int events, int n) {
        boolean[] happened = new boolean[n];
        Arrays.fill(happened, 0, events, true);
        return happened;
    }

    private static void auroc(PrintStream out) {
        out.println("AUROC: events, others, true value, spread of events' scores: DeLong logit, DeLong linear, bootstrap of 500");
        int[][] sizes = {{30, 30}, {30, 300}, {100, 100}, {100, 900}, {500, 500}};
        for (int[] size : sizes) {
            for (double truth : new double[] {0.6, 0.75, 0.85, 0.95}) {
                for (double spread : new double[] {1, 1.5}) {
                    double shift = NORMAL.inverseCumulativeProbability(truth) * Math.sqrt(1 + spread * spread);
                    boolean[] happened = firsts(size[0], size[0] + size[1]);
                    String logit = share(truth, RUNS, seed -> Discrimination.auroc(
                            scores(new SplittableRandom(seed), happened, shift, spread), happened, AurocScale.LOGIT, 0.95));
                    String linear = share(truth, RUNS, seed -> Discrimination.auroc(
                            scores(new SplittableRandom(seed), happened, shift, spread), happened, AurocScale.LINEAR, 0.95));
                    String bootstrap = share(truth, RUNS / 10, seed -> Discrimination.auroc(
                            scores(new SplittableRandom(seed), happened, shift, spread), happened, new Bootstrap(500, seed), 0.95));
                    out.println(size[0] + " " + size[1] + " " + truth + " " + spread + ": " + logit + " " + linear + " " + bootstrap);
                }
            }
        }
    }

    /** The share of events is random; its interval by the jackknife on the logit scale, and by a stratified bootstrap. */
    private static void averagePrecision(PrintStream out) {
        out.println("Average precision: n, share of events, shift, true value: jackknife logit, bootstrap of 500 with a fixed share");
        double[][] laws = {{60, 0.5, 1}, {200, 0.5, 1}, {200, 0.5, 2.3}, {300, 0.1, 1}, {1000, 0.5, 1}, {1000, 0.1, 1}, {1000, 0.1, 2.3}};
        for (double[] law : laws) {
            int n = (int) law[0];
            double share = law[1];
            double shift = law[2];
            double truth = 0;
            int steps = 100_000;
            for (int i = 0; i < steps; i++) {
                double sensitivity = (i + 0.5) / steps;
                double alarm = 1 - NORMAL.cumulativeProbability(NORMAL.inverseCumulativeProbability(1 - sensitivity) + shift);
                truth += share * sensitivity / (share * sensitivity + (1 - share) * alarm) / steps;
            }
            Sampler sampler = seed -> {
                SplittableRandom random = new SplittableRandom(seed);
                boolean[] happened = new boolean[n];
                for (int i = 0; i < n; i++) {
                    happened[i] = random.nextDouble() < share;
                }
                return new Drawn(scores(random, happened, shift, 1), happened);
            };
            double t = truth;
            String logit = share(t, RUNS, seed -> PrecisionRecall.average(sampler.of(seed).risks, sampler.of(seed).happened, 0.95));
            boolean[] fixed = firsts((int) (n * share), n);
            String bootstrap = share(t, RUNS / 10, seed -> PrecisionRecall.average(
                    scores(new SplittableRandom(seed), fixed, shift, 1), fixed, new Bootstrap(500, seed), 0.95));
            out.println(n + " " + share + " " + shift + String.format(Locale.ROOT, " %.4f: ", t) + logit + " " + bootstrap);
        }
    }

    private record Drawn(double[] risks, boolean[] happened) {}

    private interface Sampler {
        Drawn of(long seed);
    }

    private record Followed(double[] scores, double[] times, boolean[] happened) {
        /** Exponential times with rate exp(effect z) and exponential censoring with a rate of its own. */
        static Followed of(SplittableRandom random, int n, double effect, double censoring) {
            double[] scores = new double[n];
            double[] times = new double[n];
            boolean[] happened = new boolean[n];
            for (int i = 0; i < n; i++) {
                scores[i] = random.nextGaussian();
                double event = -Math.log1p(-random.nextDouble()) / Math.exp(effect * scores[i]);
                double end = censoring > 0 ? -Math.log1p(-random.nextDouble()) / censoring : Double.POSITIVE_INFINITY;
                times[i] = Math.min(event, end);
                happened[i] = event <= end;
            }
            return new Followed(scores, times, happened);
        }
    }

    private static void censored(PrintStream out) {
        out.println("Censored, log hazard ratio 1, horizon 1: n, rate of censoring, true C and AUROC: Uno logit, linear, AUROC logit, linear,"
                + " Harrell logit for Uno's truth");
        double effect = 1;
        double horizon = 1;
        double c = 0;
        double a = 0;
        for (int seed = 0; seed < 5; seed++) {
            Followed all = Followed.of(new SplittableRandom(-1 - seed), 1_000_000, effect, 0);
            c += value(Concordance.uno(all.scores, all.times, all.happened, horizon, AurocScale.LOGIT, 0.95)) / 5;
            a += value(TimeDependentAuroc.at(horizon, all.scores, all.times, all.happened, AurocScale.LOGIT, 0.95)) / 5;
        }
        for (int n : new int[] {60, 200, 1000}) {
            for (double censoring : new double[] {0.3, 1}) {
                StringBuilder line = new StringBuilder(n + " " + censoring + String.format(Locale.ROOT, " %.4f %.4f:", c, a));
                for (AurocScale scale : AurocScale.values()) {
                    line.append(' ').append(share(c, RUNS, seed -> {
                        Followed f = Followed.of(new SplittableRandom(seed), n, effect, censoring);
                        return Concordance.uno(f.scores, f.times, f.happened, horizon, scale, 0.95);
                    }));
                }
                for (AurocScale scale : AurocScale.values()) {
                    line.append(' ').append(share(a, RUNS, seed -> {
                        Followed f = Followed.of(new SplittableRandom(seed), n, effect, censoring);
                        return TimeDependentAuroc.at(horizon, f.scores, f.times, f.happened, scale, 0.95);
                    }));
                }
                line.append(' ').append(share(c, RUNS, seed -> {
                    Followed f = Followed.of(new SplittableRandom(seed), n, effect, censoring);
                    return Concordance.harrell(f.scores, f.times, f.happened, AurocScale.LOGIT, 0.95);
                }));
                out.println(line);
            }
        }
    }

    private static double value(Estimate estimate) {
        return ((Estimate.Known) estimate).value();
    }
}
