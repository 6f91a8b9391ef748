package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.calibration.LogisticRecalibration;
import org.clinicalmlops.metrics.calibration.LogisticRecalibration.Fitted;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether a recalibration would have paid: an intercept and a slope are fitted at the end of each window on what was known by then,
 * and the next window's outcomes tell how much more probable they are by the recalibrated risks than by the model's own. If the
 * model is calibrated, that ratio has mean 1 in each window, given all before. A CUSUM of it says since when; it reaches 100 by
 * chance less often than once in 100 windows. Describes, and never pages. Single-threaded.
 */
public final class Recalibration implements Detector {
    /** Its id. */
    public static final String ID = "harm.recalibration";

    private static final String FORMULA = "predictable-recalibration-likelihood-ratio-cusum";
    private static final double PAID = Math.log(100);
    private static final double MOST = 2 * PAID; // so that it comes down again after the cause is gone

    /** Of each class, to fit at all: two parameters on ten events each. Our choice. */
    private static final int NEEDED = 20;

    /** Of each class, to say that a recalibration would not have paid. Our choice, as for what is precise elsewhere. */
    private static final int SILENCE_NEEDS = 100;

    /** The fit rests on the last one to two times as many cases. Our choice: old enough to be many, new enough to follow. */
    private static final int GENERATION = 1000;

    private final OutcomeCells young = new OutcomeCells();
    private final OutcomeCells old = new OutcomeCells();
    private double log; // of the CUSUM
    private Instant since;
    private long cases;

    public Recalibration(Setting setting) {
        this.since = setting.since();
    }

    @Override
    public List<Finding> close(Window window) {
        Optional<Fitted> before = fit(); // of what the last window knew
        if (before.isPresent()) {
            double ratio = 0;
            for (MaturedCase matured : window.matured()) {
                ratio += logLikelihood(before.get().apply(matured.risk()), matured.event())
                        - logLikelihood(matured.risk(), matured.event());
            }
            log = Math.min(MOST, log + ratio);
            cases += window.matured().size();
        }
        if (log <= 0 || before.isEmpty()) {
            log = 0;
            since = window.until();
            cases = 0;
        }
        keep(window.matured());
        return List.of(judge(before));
    }

    private void keep(List<MaturedCase> matured) {
        matured.forEach(c -> young.add(c.risk(), c.event()));
        if (young.cases() >= GENERATION) {
            old.clear();
            old.addAll(young);
            young.clear();
        }
    }

    private OutcomeCells known() {
        OutcomeCells both = new OutcomeCells();
        both.addAll(old);
        both.addAll(young);
        return both;
    }

    private Optional<Fitted> fit() {
        OutcomeCells known = known();
        return Math.min(known.events(), known.others()) < NEEDED
                ? Optional.empty()
                : LogisticRecalibration.fit(known.counts()).fold(Optional::of, none -> Optional.empty());
    }

    private static double logLikelihood(double risk, boolean event) {
        double p = Math.min(Math.max(risk, LogOdds.CLIP), 1 - LogOdds.CLIP);
        return event ? Math.log(p) : Math.log1p(-p);
    }

    private Finding judge(Optional<Fitted> fit) {
        OutcomeCells known = known();
        long smaller = Math.min(known.events(), known.others());
        if (fit.isEmpty()) {
            return finding(
                    State.INSUFFICIENT,
                    "nothing to recalibrate on yet: " + known.events() + " patient episodes with and " + known.others()
                            + " without the event, " + NEEDED + " of each are needed before a window");
        }
        String line = "intercept " + Wording.hundredths(fit.get().intercept()) + " and slope "
                + Wording.hundredths(fit.get().slope()) + " (0 and 1 would leave the risks as they are)";
        if (log >= PAID) {
            Finding paid = finding(
                            State.NOTICE,
                            "it would have paid: by risks with " + line
                                    + ", fitted each time on what was known before, the outcomes of "
                                    + Wording.count(cases, "patient episode") + " since " + Wording.day(since)
                                    + " are " + (log >= MOST ? "at least " : "") + "10^"
                                    + Wording.tenths(log / Math.log(10)) + " times as probable")
                    .since(since)
                    .patients(cases);
            return measured(paid);
        }
        State state = smaller < SILENCE_NEEDS ? State.INSUFFICIENT : State.OK;
        String verdict =
                state == State.OK ? "it would not have paid: " : "too few yet to say whether it would have paid: ";
        return measured(finding(state, verdict + "the latest fit has " + line));
    }

    private Finding measured(Finding finding) {
        return finding.measured(new Measure(
                Math.exp(log), Math.exp(PAID), 0, cases, FORMULA, "reached by chance less than once in 100 windows"));
    }

    private static Finding finding(State state, String text) {
        return Finding.of(Kind.CALIBRATION, ID, Finding.MODEL, state, "Recalibration: " + text + ".");
    }

    @Override
    public void save(StateOutput out) {
        young.save(out);
        old.save(out);
        out.putDouble(log);
        out.putInstant(since);
        out.putLong(cases);
    }

    @Override
    public void restore(StateInput in) {
        young.restore(in);
        old.restore(in);
        log = in.getDouble();
        since = in.getInstant();
        cases = in.getLong();
    }
}
