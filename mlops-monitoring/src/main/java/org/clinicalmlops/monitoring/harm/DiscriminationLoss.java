package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import java.util.List;
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
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether the model still tells who will have the event: AUROC of matured cases against that of the evaluation. Cases are collected
 * until there are {@value #NEEDED} with and {@value #NEEDED} without the event, are compared, and then collected anew. Our choice:
 * below, the interval is too wide to say anything.
 *
 * <p>Alarms if the loss beyond the tolerated one exceeds z(1 - alpha) standard errors, alpha being the allowance of the time since
 * the last comparison. The error is put together from the side of each interval that faces the other (Zou and Donner 2008,
 * Statistics in Medicine 27:1693), which are not symmetric. Single-threaded.
 */
public final class DiscriminationLoss implements Detector {
    /** Its id. */
    public static final String ID = "harm.discrimination";

    static final int NEEDED = 30;

    /** Of a class, while it waits for the other: a thousand say as much beside thirty as a million. Our choice. */
    static final int MOST_WAITING = 1000;

    private static final String FORMULA = "auroc-loss-z";
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
    private static final String LOOK_FIRST =
            "whether an input that matters has changed its meaning or is missing more often (the findings on"
                    + " features), then whether patients come whom the model was not made for";

    private final Estimate reference;
    private final double tolerated;
    private final Allowance allowance;
    private final Cases cases = new Cases();
    private Instant last; // comparison, since when cases are collected

    public DiscriminationLoss(Setting setting) {
        this.reference = setting.baseline().auroc();
        this.tolerated = setting.plan().toleratedAurocLoss();
        this.allowance = setting.allowance();
        this.last = setting.since();
    }

    @Override
    public List<Finding> close(Window window) {
        return List.of(reference.<Finding>fold(
                known -> judge(window, known),
                tooFew -> insufficient("the evaluation had too few cases for a discrimination to compare with"),
                undefined ->
                        insufficient("the evaluation has no discrimination to compare with: " + undefined.reason())));
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

    private Finding judge(Window window, Known before) {
        List<MaturedCase> matured = window.matured();
        cases.add(matured);
        String leftOut = LeftOut.words(window.cohort());
        int events = cases.events();
        int others = cases.size() - events;
        if (events < NEEDED || others < NEEDED) {
            cases.thin(MOST_WAITING);
            return insufficient(Wording.count(events, "patient episode") + " with and " + others
                    + " without the event so far, " + NEEDED + " of each are needed" + leftOut);
        }
        double alpha = allowance.alpha(last, window.until());
        Finding finding = Metrics.auroc()
                .estimate(cases.judged())
                .<Finding>fold(
                        known -> compare(before, known, alpha, leftOut),
                        tooFew -> insufficient(tooFew.needed() + " cases are needed, there were " + tooFew.n()),
                        undefined -> insufficient(undefined.reason()));
        cases.clear();
        last = window.until();
        return finding;
    }

    private Finding compare(Known before, Known now, double alpha, String leftOut) {
        double limit = NORMAL.inverseCumulativeProbability(1 - alpha);
        double loss = before.value() - now.value() - tolerated;
        double error = Math.hypot(
                (before.value() - before.interval().lower()) / z(before),
                (now.interval().upper() - now.value()) / z(now));
        double statistic = error > 0 ? loss / error : loss > 0 ? Double.MAX_VALUE : 0;
        boolean alarm = statistic > limit;
        Measure measure = new Measure(
                statistic,
                limit,
                before.n(),
                now.n(),
                FORMULA,
                "alpha " + Wording.brief(alpha) + ", the part of the false alarms a year since the last comparison");
        String text = (alarm ? "the model tells patients apart worse than in the evaluation: " : "")
                + "AUROC " + Wording.hundredths(now.value()) + " ("
                + Wording.hundredths(now.interval().lower()) + " to "
                + Wording.hundredths(now.interval().upper()) + ") in " + drawn(now.n()) + " patient episodes, "
                + Wording.hundredths(before.value()) + " in the " + before.n() + " of the evaluation; a loss of "
                + Wording.hundredths(tolerated) + " is tolerated" + precision();
        if (!alarm) {
            return finding(State.OK, text + leftOut)
                    .measured(measure)
                    .wouldHaveFound("a loss of " + Wording.hundredths(tolerated + limit * error) + " in AUROC since "
                            + Wording.day(last));
        }
        Remedies remedies = Remedies.of(cases.halves(), before, tolerated);
        return remedies.on(finding(State.ALARM, text + "; " + remedies.words() + leftOut)
                .measured(measure)
                .since(last)
                .patients(cases.seen())
                .lookFirst(LOOK_FIRST));
    }

    private String drawn(long n) {
        return cases.seen() > n ? n + " of " + cases.seen() : Long.toString(n);
    }

    private String precision() {
        return Discrimination.lowPrecision(cases.events(), cases.size() - cases.events())
                ? "; low precision, with fewer than " + Discrimination.PRECISE + " with or without the event"
                : "";
    }

    private static double z(Known estimate) {
        return NORMAL.inverseCumulativeProbability((1 + estimate.interval().level()) / 2);
    }

    private static Finding insufficient(String text) {
        return finding(State.INSUFFICIENT, text);
    }

    private static Finding finding(State state, String text) {
        return Finding.of(Kind.DISCRIMINATION, ID, Finding.MODEL, state, "Discrimination: " + text + ".");
    }
}
