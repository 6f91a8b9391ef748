package org.clinicalmlops.monitoring.option;

import java.time.Instant;
import java.util.List;
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
import org.clinicalmlops.metrics.distribution.MaximumMeanDiscrepancy;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;
import org.clinicalmlops.monitoring.text.Wording;

/** The detector of {@link Mmd}. Single-threaded. */
final class MmdDrift implements Detector {
    private static final int MOST_EXCHANGES = 20_000;
    /** Exchanges after which a p-value of more than {@link #HOPELESS} ends the test: it can only be decided for fewer alarms. */
    private static final int FIRST_EXCHANGES = 199;

    private static final double HOPELESS = 0.05;

    private final Sample sample;
    private final int mostRows;
    private final long seed;
    private final long minimumRows;
    private final Allowance allowance;
    private Instant last;

    MmdDrift(Sample sample, int mostRows, long seed, Setting setting) {
        this.sample = sample;
        this.mostRows = mostRows;
        this.seed = seed;
        minimumRows = setting.plan().minimumRows();
        allowance = setting.allowance();
        last = setting.since();
    }

    @Override
    public List<Finding> close(Window window) {
        Sample now =
                window.rows().map(kept -> sample.with(kept).atMost(mostRows)).orElseGet(() -> sample.atMost(0));
        double alpha = allowance.alpha(last, window.until());
        if (now.size() < minimumRows || sample.size() < minimumRows) {
            return List.of(finding(
                    State.INSUFFICIENT,
                    "too few rows to compare with the sample (" + now.size() + " in this window, " + sample.size()
                            + " in the sample)."));
        }
        if (alpha * (MOST_EXCHANGES + 1) < 1) {
            return List.of(finding(
                    State.INSUFFICIENT,
                    "not tested in this window: the false alarms allowed since the last test, " + Wording.brief(alpha)
                            + ", are fewer than " + MOST_EXCHANGES + " exchanges can tell."));
        }
        last = window.until();
        return List.of(judge(now, alpha, window));
    }

    private Finding judge(Sample now, double alpha, Window window) {
        Encoding encoding = new Encoding(sample.and(now)); // by both alike: else rows could not be exchanged
        double[][] reference = encoding.of(sample);
        double[][] current = encoding.of(now);
        HypothesisTest test = MaximumMeanDiscrepancy.test(reference, current, FIRST_EXCHANGES, seed);
        if (p(test) <= HOPELESS) {
            int exchanges = (int) Math.min(MOST_EXCHANGES, Math.ceil(2 / alpha)); // so that one exchange may be as far
            test = MaximumMeanDiscrepancy.test(reference, current, exchanges, seed + 1);
        }
        double p = p(test);
        boolean alarm = p <= alpha;
        String formula = test.fold(HypothesisTest.Tested::formula, not -> "none");
        double statistic = test.fold(HypothesisTest.Tested::statistic, not -> 0.0);
        Finding finding = finding(
                        alarm ? State.ALARM : State.OK,
                        "rows of this window " + (alarm ? "no longer " : "")
                                + "come from the distribution of the sample, features together"
                                + (alarm ? "" : ", as far as can be told") + " (squared maximum mean discrepancy "
                                + Wording.brief(statistic) + ", p " + Wording.brief(p) + "; " + now.size()
                                + " rows now, " + sample.size() + " in the sample).")
                .measured(new Measure(
                        p, alpha, sample.size(), now.size(), formula, "alpha, a part of the false alarms allowed"));
        return alarm
                ? finding.since(window.from())
                        .lookFirst("which features are listed too; if none is, how features hang together")
                : finding;
    }

    private static double p(HypothesisTest test) {
        return test.fold(HypothesisTest.Tested::pValue, not -> 1.0);
    }

    private static Finding finding(State state, String text) {
        return Finding.of(Kind.MULTIVARIATE_DRIFT, Mmd.ID, Finding.MODEL, state, "Features together: " + text);
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
