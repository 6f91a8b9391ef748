package org.clinicalmlops.monitoring.option;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
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
import org.clinicalmlops.metrics.distribution.CramerVonMises;
import org.clinicalmlops.metrics.distribution.KolmogorovSmirnov;
import org.clinicalmlops.metrics.distribution.MannWhitney;
import org.clinicalmlops.metrics.distribution.SortedSample;
import org.clinicalmlops.metrics.distribution.Wasserstein;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;
import org.clinicalmlops.monitoring.text.Wording;

/** The detector of {@link RawDistributions}. Single-threaded. */
final class RawDrift implements Detector {
    private static final double APART = 0.3; // standard deviations
    private static final int EXCHANGES = 199;
    private static final long SEED = 20_240_229;

    private final Sample sample;
    private final int mostRows;
    private final int[] numbers;
    private final SortedSample[] reference;
    private final long minimumRows;
    private final Allowance allowance;
    private final Instant[] last;

    RawDrift(Sample sample, int mostRows, Setting setting) {
        this.sample = sample;
        this.mostRows = mostRows;
        numbers = IntStream.range(0, sample.features())
                .filter(f -> !sample.categorical(f))
                .toArray();
        reference = IntStream.of(numbers)
                .mapToObj(f -> SortedSample.of(sample.values(f)))
                .toArray(SortedSample[]::new);
        minimumRows = setting.plan().minimumRows();
        allowance = setting.allowance().over(numbers.length);
        last = new Instant[numbers.length];
        Arrays.fill(last, setting.since());
    }

    @Override
    public List<Finding> close(Window window) {
        Optional<Sample> now = window.rows().map(kept -> sample.with(kept).atMost(mostRows));
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            double[] values = now.isPresent() ? now.get().values(numbers[i]) : new double[0];
            findings.add(judge(i, values, window));
        }
        return findings;
    }

    private Finding judge(int i, double[] values, Window window) {
        double alpha = allowance.alpha(last[i], window.until());
        if (values.length < minimumRows || reference[i].size() < minimumRows || !(alpha > 0)) {
            return finding(
                    i,
                    State.INSUFFICIENT,
                    "too few values to compare with the sample (" + values.length + " in this window, "
                            + reference[i].size() + " in the sample).");
        }
        SortedSample now = SortedSample.of(values);
        last[i] = window.until();
        HypothesisTest test = KolmogorovSmirnov.test(reference[i], now);
        double p = p(test);
        double apart = Wasserstein.scaled(reference[i], now).fold(d -> d.value(), not -> spread(p));
        boolean alarm = p <= alpha && apart >= APART;
        String text = "the values " + (alarm ? "no longer " : "")
                + "look like those of the sample (Wasserstein distance "
                + (Double.isInfinite(apart) ? "beyond measure" : Wording.hundredths(apart) + " standard deviations")
                + ", limit " + Wording.hundredths(APART) + "; " + text("Kolmogorov-Smirnov", test)
                + (alarm
                        ? "; "
                                + text("Cramér-von Mises", CramerVonMises.test(reference[i], now, EXCHANGES, SEED))
                                + "; " + text("Mann-Whitney", MannWhitney.test(reference[i], now))
                        : "")
                + "; " + values.length + " values now, " + reference[i].size() + " in the sample).";
        Finding finding = finding(i, alarm ? State.ALARM : State.OK, text)
                .measured(new Measure(
                        p,
                        alpha,
                        reference[i].size(),
                        values.length,
                        test.fold(HypothesisTest.Tested::formula, not -> "none") + "-and-wasserstein",
                        "alpha " + Wording.brief(alpha) + ", and " + APART + " standard deviations"));
        return alarm
                ? finding.since(window.from()).lookFirst("the values of the window beside those of the sample")
                : finding.wouldHaveFound(found(alpha, reference[i].size(), values.length));
    }

    /** Of a sample that is a constant: another value is as far as can be. */
    private static double spread(double p) {
        return p < 1 ? Double.POSITIVE_INFINITY : 0;
    }

    private static double p(HypothesisTest test) {
        return test.fold(HypothesisTest.Tested::pValue, not -> 1.0);
    }

    private static String text(String name, HypothesisTest test) {
        return name + " "
                + test.fold(
                        tested -> String.format(Locale.ROOT, "p %.2g", tested.pValue()),
                        HypothesisTest.NotTested::reason);
    }

    /** A gap is found with certainty, about, if it is above the critical one by that of chance: {@code sqrt(-ln(alpha / 2) / 2)} over the root of n. */
    private static String found(double alpha, double n, double m) {
        double unit = Math.sqrt(1 / n + 1 / m);
        double gap = unit * (Math.sqrt(-Math.log(alpha / 2) / 2) + 0.84 / 2);
        return "a gap of " + Wording.hundredths(Math.min(1, gap))
                + " between the distribution functions, if the values are " + APART
                + " standard deviations apart, would have been found with a probability of about 80 %";
    }

    private Finding finding(int i, State state, String text) {
        String name = sample.name(numbers[i]);
        return Finding.of(Kind.INPUT_DRIFT, RawDistributions.ID, name, state, name + ": " + text);
    }

    @Override
    public void save(StateOutput out) {
        for (Instant at : last) {
            out.putInstant(at);
        }
    }

    @Override
    public void restore(StateInput in) {
        for (int i = 0; i < last.length; i++) {
            last[i] = in.getInstant();
        }
    }
}
