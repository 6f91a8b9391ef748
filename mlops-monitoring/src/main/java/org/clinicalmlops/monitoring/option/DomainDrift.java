package org.clinicalmlops.monitoring.option;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.distribution.MannWhitney;
import org.clinicalmlops.metrics.distribution.SortedSample;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;
import org.clinicalmlops.monitoring.text.Wording;

/** The detector of {@link DomainClassifier}. Single-threaded. */
final class DomainDrift implements Detector {
    private static final double LOWEST = 0.55;
    private static final double LEVEL = 0.95;
    private static final int FOLDS = 10;
    private static final int FIRST_JUDGED = 2;
    private static final double PENALTY = 1;
    private static final int NAMED = 3;
    private static final String FORMULA = "forward-fitted-auroc-mann-whitney";

    private final Sample sample;
    private final int mostRows;
    private final Encoding encoding;
    private final long minimumRows;
    private final Allowance allowance;
    private Instant last;

    DomainDrift(Sample sample, int mostRows, Setting setting) {
        this.sample = sample;
        this.mostRows = mostRows;
        encoding = new Encoding(sample);
        minimumRows = setting.plan().minimumRows();
        allowance = setting.allowance();
        last = setting.since();
    }

    @Override
    public List<Finding> close(Window window) {
        Sample now =
                window.rows().map(kept -> sample.with(kept).atMost(mostRows)).orElseGet(() -> sample.atMost(0));
        double alpha = allowance.alpha(last, window.until());
        if (now.size() < minimumRows || sample.size() < minimumRows || !(alpha > 0)) {
            return List.of(finding(
                    State.INSUFFICIENT,
                    "too few rows to compare with the sample (" + now.size() + " in this window, " + sample.size()
                            + " in the sample)."));
        }
        last = window.until();
        return List.of(judge(now, alpha, window));
    }

    private Finding judge(Sample now, double alpha, Window window) {
        int n = sample.size();
        double[][] x = Arrays.copyOf(encoding.of(sample), n + now.size());
        System.arraycopy(encoding.of(now), 0, x, n, now.size());
        boolean[] current = new boolean[x.length];
        Arrays.fill(current, n, x.length, true);
        int[] judged = rows(x.length, n, FIRST_JUDGED, FOLDS);
        double[] scores = forwardFitted(x, current, n, judged);
        boolean[] labels = labels(current, judged);
        HypothesisTest test = MannWhitney.test(scores(scores, labels, false), scores(scores, labels, true));
        Estimate auroc = Discrimination.auroc(scores, labels, AurocScale.LOGIT, LEVEL);
        double value = auroc.fold(Estimate.Known::value, few -> 0.5, undefined -> 0.5);
        double lower = auroc.fold(known -> known.interval().lower(), few -> 0.0, undefined -> 0.0);
        double p = value > 0.5 ? test.fold(HypothesisTest.Tested::pValue, not -> 2.0) / 2 : 1;
        boolean alarm = p <= alpha && lower > LOWEST;
        Finding finding = finding(
                        alarm ? State.ALARM : State.OK,
                        "rows of this window " + (alarm ? "can" : "cannot")
                                + " be told from the sample by their features together (AUROC on rows that the fit did not see "
                                + Wording.hundredths(value) + ", 95 % from " + Wording.hundredths(lower) + ", limit "
                                + LOWEST + "; p " + Wording.brief(p) + "; " + now.size() + " rows now, " + n
                                + " in the sample).")
                .measured(new Measure(
                        lower, LOWEST, n, now.size(), FORMULA, "tolerated AUROC; alpha " + Wording.brief(alpha)));
        return alarm
                ? finding.since(window.from()).lookFirst("the features that tell most: " + most(x, current))
                : finding.wouldHaveFound(found(alpha, n, now.size()));
    }

    /**
     * Each row's rank among the rows of its fold, by a fit to the folds before. Not to all other folds: those fits share the rows that each
     * other is judged by, so that the AUROC varies by more than its test allows for (at alpha 0.001 it alarmed in 2 % of 50 rows).
     *
     * @return in (0, 1), in the order of {@code judged}
     */
    private static double[] forwardFitted(double[][] x, boolean[] current, int n, int[] judged) {
        double[] all = new double[x.length];
        for (int fold = FIRST_JUDGED; fold < FOLDS; fold++) {
            int[] held = rows(x.length, n, fold, fold + 1);
            int[] before = rows(x.length, n, 0, fold);
            RidgeLogistic fit = RidgeLogistic.fit(
                    IntStream.of(before).mapToObj(i -> x[i]).toArray(double[][]::new),
                    labels(current, before),
                    PENALTY);
            double[] odds = IntStream.of(held).mapToDouble(i -> fit.at(x[i])).toArray();
            double[] sorted = odds.clone();
            Arrays.sort(sorted);
            for (int i = 0; i < held.length; i++) {
                all[held[i]] = rank(sorted, odds[i]) / (held.length + 1.0);
            }
        }
        return IntStream.of(judged).mapToDouble(i -> all[i]).toArray();
    }

    private static SortedSample scores(double[] scores, boolean[] labels, boolean of) {
        return SortedSample.of(IntStream.range(0, scores.length)
                .filter(i -> labels[i] == of)
                .mapToDouble(i -> scores[i])
                .toArray());
    }

    /** Rows of some folds: a fold is every tenth row of the sample and every tenth of the window. */
    private static int[] rows(int all, int n, int firstFold, int beforeFold) {
        return IntStream.range(0, all)
                .filter(i -> {
                    int fold = (i < n ? i : i - n) % FOLDS;
                    return fold >= firstFold && fold < beforeFold;
                })
                .toArray();
    }

    private static boolean[] labels(boolean[] current, int[] rows) {
        boolean[] labels = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = current[rows[i]];
        }
        return labels;
    }

    /** From 1, ties in the middle. */
    private static double rank(double[] sorted, double x) {
        int below = 0;
        int upTo = sorted.length;
        int high = sorted.length;
        while (below < high) {
            int middle = (below + high) >>> 1;
            if (sorted[middle] < x) {
                below = middle + 1;
            } else {
                high = middle;
            }
        }
        int end = below;
        while (end < upTo && sorted[end] == x) {
            end++;
        }
        return (below + 1 + end) / 2.0;
    }

    /** Features by the largest weight of their columns. */
    private String most(double[][] x, boolean[] current) {
        RidgeLogistic fit = RidgeLogistic.fit(x, current, PENALTY);
        Map<String, Double> largest = new LinkedHashMap<>();
        for (int c = 0; c < encoding.columns(); c++) {
            largest.merge(encoding.name(c), Math.abs(fit.weight(c)), Math::max);
        }
        return largest.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(NAMED)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    /** By the variance without a change, {@code (n + m + 1)/(12 n m)}. */
    private static String found(double alpha, double n, double m) {
        double judged = (double) (FOLDS - FIRST_JUDGED) / FOLDS;
        double error = Math.sqrt((n + m + 1) / (12 * n * m * judged));
        double z = Math.sqrt(-2 * Math.log(alpha)); // a little above the normal distribution's
        double auroc = Math.max(0.5 + (z + 0.84) * error, LOWEST + (1.96 + 0.84) * error);
        return auroc < 1
                ? "rows that are told apart with an AUROC of " + Wording.hundredths(auroc)
                        + " would have been found with a probability of about 80 %"
                : "nothing would have been found with so few rows";
    }

    private static Finding finding(State state, String text) {
        return Finding.of(
                Kind.MULTIVARIATE_DRIFT, DomainClassifier.ID, Finding.MODEL, state, "Features together: " + text);
    }

    @Override
    public void save(StateOutput out) {
        out.putInstant(last);
    }

    @Override
    public void restore(StateInput in) {
        last = in.getInstant();
    }
}
