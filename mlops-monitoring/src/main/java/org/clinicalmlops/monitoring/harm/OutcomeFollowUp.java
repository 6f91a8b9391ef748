package org.clinicalmlops.monitoring.harm;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.api.monitor.Window.Follow;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * How far the outcomes can be trusted: how many of those that are due are known, what the overdue ones could make of observed over
 * expected at worst, and what outcomes that were changed because of the prediction do to every number. A notice below a coverage of
 * nine tenths (our choice); never an alarm. Single-threaded.
 *
 * <p>The bounds take the overdue predictions to have risks like those of the others: all of them events, or none.
 */
public final class OutcomeFollowUp implements Detector {
    /** Its id. */
    public static final String ID = "harm.outcomes";

    private static final double ENOUGH = 0.9;

    private long cases;
    private long events;
    private long risks; // in units of 1e-9

    /** Needs nothing of the setting; takes one as every detector does. */
    public OutcomeFollowUp(Setting setting) {}

    @Override
    public List<Finding> close(Window window) {
        window.matured().forEach(matured -> {
            cases++;
            events += matured.event() ? 1 : 0;
            risks += Math.round(matured.risk() * OutcomeCells.NANO);
        });
        return List.of(judge(window.cohort()));
    }

    private Finding judge(Follow cohort) {
        if (cohort.due() == 0) {
            return finding(State.INSUFFICIENT, "no prediction has reached the end of its horizon yet");
        }
        double coverage = (double) cohort.known() / cohort.due();
        List<String> rest = new ArrayList<>();
        add(rest, cohort.overdue(), "overdue");
        add(rest, cohort.censored(), "never to be known");
        add(rest, cohort.intervened(), "changed by an action because of the prediction");
        String text =
                "of " + Wording.count(cohort.due(), "prediction") + " whose horizon is over, " + cohort.known() + " ("
                        + Wording.percent(coverage) + ") have a known outcome"
                        + (rest.isEmpty() ? "" : "; " + String.join(", ", rest))
                        + bounds(cohort)
                        + paradox(cohort)
                        + (cohort.corrected() == 0
                                ? ""
                                : ". " + Wording.count(cohort.corrected(), "outcome")
                                        + " told differently later: charts keep what they have read, figures to date are corrected");
        Finding finding = finding(coverage < ENOUGH ? State.NOTICE : State.OK, text)
                .measured(new Measure(
                        coverage,
                        ENOUGH,
                        0,
                        cohort.due(),
                        "known-of-due",
                        "our choice: below, those that are unknown can tip any number"));
        return coverage < ENOUGH
                ? finding.patients(cohort.due() - cohort.known())
                        .lookFirst(
                                "where outcomes come from, and whether those of some wards or codes no longer arrive")
                : finding;
    }

    private static void add(List<String> rest, long n, String what) {
        if (n > 0) {
            rest.add(n + " " + (n == 1 ? "is " : "are ") + what);
        }
    }

    private String bounds(Follow cohort) {
        if (cohort.overdue() == 0 || risks == 0) {
            return "";
        }
        double unknown = (double) cohort.overdue() / (cohort.known() + cohort.overdue());
        double expected = risks / OutcomeCells.NANO / cases;
        double observed = (double) events / cases;
        return ". Observed over expected is " + Wording.hundredths(observed / expected)
                + "; if the overdue had no event it would be "
                + Wording.hundredths((1 - unknown) * observed / expected) + ", if all had it "
                + Wording.hundredths(((1 - unknown) * observed + unknown) / expected);
    }

    private static String paradox(Follow cohort) {
        return cohort.intervened() == 0
                ? ""
                : ". Treatment that prevents what was predicted makes a good model look as if it predicted too much; leaving those"
                        + " patients out takes away the ones at high risk, so that calibration and AUROC of the rest are not those of all";
    }

    private static Finding finding(State state, String text) {
        return Finding.of(Kind.OVERSIGHT, ID, Finding.MODEL, state, "Outcomes: " + text + ".");
    }

    @Override
    public void save(StateOutput out) {
        out.putLongs(new long[] {cases, events, risks});
    }

    @Override
    public void restore(StateInput in) {
        long[] sums = in.getLongs(3);
        cases = sums[0];
        events = sums[1];
        risks = sums[2];
    }
}
