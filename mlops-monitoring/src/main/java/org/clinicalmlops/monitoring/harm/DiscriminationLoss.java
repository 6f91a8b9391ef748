package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Estimate.Known;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.metrics.Metrics;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether the model still tells who will have the event: AUROC of matured cases against that of the evaluation. Cases are collected
 * until there are {@value #NEEDED} with and {@value #NEEDED} without the event, are compared, and then collected anew. Our choice:
 * below, the interval is too wide to say anything.
 *
 * <p>Alarms if the loss beyond the tolerated one exceeds z(1 - alpha) standard errors. The error is put together from the side of
 * each interval that faces the other (Zou and Donner 2008, Statistics in Medicine 27:1693), which are not symmetric. Single-threaded.
 */
public final class DiscriminationLoss implements Detector {
    /** Its id. */
    public static final String ID = "harm.discrimination";

    static final int NEEDED = 30;
    private static final String FORMULA = "auroc-loss-z";
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private final Estimate reference;
    private final double tolerated;
    private final Allowance allowance;
    private Instant last;
    private double limit;
    private final Cases cases = new Cases();

    public DiscriminationLoss(Setting setting) {
        this.reference = setting.baseline().auroc();
        this.tolerated = setting.plan().toleratedAurocLoss();
        this.allowance = setting.allowance();
        this.last = setting.since();
    }

    @Override
    public List<Finding> close(Window window) {
        limit = NORMAL.inverseCumulativeProbability(1 - allowance.alpha(last, window.until()));
        last = window.until();
        return List.of(judge(window.matured()));
    }

    @Override
    public void save(StateOutput out) {
        out.putInstant(last);
        cases.save(out);
    }

    @Override
    public void restore(StateInput in) {
        last = in.getInstant();
        cases.restore(in);
    }

    private Finding judge(List<MaturedCase> matured) {
        return reference.<Finding>fold(
                known -> judge(matured, known),
                tooFew -> insufficient("the evaluation had too few cases for a discrimination to compare with"),
                undefined ->
                        insufficient("the evaluation has no discrimination to compare with: " + undefined.reason()));
    }

    private Finding judge(List<MaturedCase> matured, Known before) {
        cases.add(matured);
        int events = cases.events();
        int others = cases.size() - events;
        if (events < NEEDED || others < NEEDED) {
            return insufficient(Wording.count(events, "patient episode") + " with and " + others
                    + " without the event so far, " + NEEDED + " of each are needed");
        }
        Estimate now = Metrics.auroc().estimate(cases.judged());
        cases.clear();
        return now.<Finding>fold(
                known -> compare(before, known),
                tooFew -> insufficient(tooFew.needed() + " cases are needed, there were " + tooFew.n()),
                undefined -> insufficient(undefined.reason()));
    }

    private Finding compare(Known before, Known now) {
        double loss = before.value() - now.value() - tolerated;
        double error = Math.hypot(
                (before.value() - before.interval().lower()) / z(before),
                (now.interval().upper() - now.value()) / z(now));
        double statistic = error > 0 ? loss / error : loss > 0 ? Double.MAX_VALUE : 0;
        boolean alarm = statistic > limit;
        String text = (alarm ? "the model tells patients apart worse than in the evaluation: " : "")
                + "AUROC " + Wording.hundredths(now.value()) + " ("
                + Wording.hundredths(now.interval().lower()) + " to "
                + Wording.hundredths(now.interval().upper()) + ") in " + now.n() + " patient episodes, "
                + Wording.hundredths(before.value()) + " in the " + before.n() + " of the evaluation; a loss of "
                + Wording.hundredths(tolerated) + " is tolerated";
        return finding(
                alarm ? State.ALARM : State.OK,
                text,
                Optional.of(new Measure(
                        statistic, limit, before.n(), now.n(), FORMULA, "its part of the false alarms a year")));
    }

    private static double z(Known estimate) {
        return NORMAL.inverseCumulativeProbability((1 + estimate.interval().level()) / 2);
    }

    private static Finding insufficient(String text) {
        return finding(State.INSUFFICIENT, text, Optional.empty());
    }

    private static Finding finding(State state, String text, Optional<Measure> measure) {
        Finding finding = Finding.of(Kind.DISCRIMINATION, ID, Finding.MODEL, state, "Discrimination: " + text + ".");
        return measure.map(finding::measured).orElse(finding);
    }
}
