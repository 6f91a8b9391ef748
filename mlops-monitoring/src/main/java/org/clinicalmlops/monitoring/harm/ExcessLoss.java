package org.clinicalmlops.monitoring.harm;

import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.harm.LossChart.Evidence;
import org.clinicalmlops.monitoring.harm.LossChart.Seen;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether the model errs more than its own risks allow for: excess of the squared error beyond {@code p (1 - p)}. Unlike the raw
 * error it does not change because other patients come. Better than promised is no finding. In order only if outcomes came due in
 * the window and an excess of twice the tolerated one would by now have been found (our choice). Single-threaded.
 */
public final class ExcessLoss implements Detector {
    /** Its id. */
    public static final String ID = "harm.excess-loss";

    private static final String FORMULA = "excess-squared-error-betting-shiryaev-roberts";
    private static final double LEAST_WANTED = 0.02; // where nothing is tolerated
    private static final String LOOK_FIRST =
            "which patients it errs on (the groups, and the parts of the range of risks), then whether the"
                    + " event is still defined and recorded as it was";

    private final MonitorPlan plan;
    private final Estimate before;
    private final Allowance allowance;
    private final LossChart chart;
    private final Halves since = new Halves();

    public ExcessLoss(Setting setting) {
        this.plan = setting.plan();
        this.before = setting.baseline().auroc();
        this.allowance = setting.allowance();
        this.chart = new LossChart(allowance, plan.toleratedExcessLoss(), setting.since());
    }

    @Override
    public List<Finding> close(Window window) {
        Optional<Finding> alarm = Optional.empty();
        String leftOut = LeftOut.words(window.cohort());
        for (MaturedCase matured : window.matured()) {
            Optional<Evidence> raised = chart.read(matured);
            if (raised.isEmpty() && chart.atZero()) {
                since.clear();
                continue;
            }
            since.add(matured.risk(), matured.event());
            if (raised.isPresent()) {
                alarm = Optional.of(alarm(raised.get(), leftOut));
                since.clear();
            }
        }
        return List.of(alarm.orElseGet(() -> silent(!window.matured().isEmpty(), leftOut)));
    }

    @Override
    public void save(StateOutput out) {
        chart.save(out);
        since.save(out);
    }

    @Override
    public void restore(StateInput in) {
        chart.restore(in);
        since.restore(in);
    }

    private Finding alarm(Evidence evidence, String leftOut) {
        Remedies remedies = Remedies.of(since, before, plan.toleratedAurocLoss());
        String text = "the model errs clearly more than its own risks allow for: " + told(evidence.lately())
                + ", more than the tolerated excess of " + Wording.thousandths(plan.toleratedExcessLoss())
                + " can explain; " + remedies.words();
        Finding finding = finding(State.ALARM, text + leftOut)
                .measured(measure(evidence))
                .sinceDay(evidence.lately().since())
                .patients(evidence.lately().cases())
                .lookFirst(LOOK_FIRST);
        return remedies.on(finding);
    }

    private Finding silent(boolean some, String leftOut) {
        Evidence evidence = chart.evidence();
        if (evidence.whole().cases() == 0) {
            return finding(State.INSUFFICIENT, "no outcome has come due yet" + leftOut);
        }
        double wanted = Math.max(2 * plan.toleratedExcessLoss(), LEAST_WANTED);
        double smallest = chart.smallestFound().orElse(Double.POSITIVE_INFINITY);
        boolean enough = some && smallest <= wanted;
        String text = told(evidence.whole())
                + (enough
                        ? ": within what is tolerated"
                        : ": too few yet to have found an excess of " + Wording.thousandths(wanted))
                + "; the e-CUSUM is at 10^" + Wording.tenths(evidence.cusum());
        Finding finding =
                finding(enough ? State.OK : State.INSUFFICIENT, text + leftOut).measured(measure(evidence));
        return enough
                ? finding.wouldHaveFound("a mean squared error " + Wording.thousandths(smallest)
                        + " above what the risks allow for, since "
                        + Wording.day(evidence.whole().since()))
                : finding;
    }

    private static String told(Seen seen) {
        return "the mean squared error of " + Wording.count(seen.cases(), "patient episode") + " that came due since "
                + Wording.day(seen.since()) + " was " + Wording.thousandths(seen.error()) + ", their risks allow for "
                + Wording.thousandths(seen.allowed());
    }

    private Measure measure(Evidence evidence) {
        return new Measure(
                evidence.state(),
                1,
                0,
                evidence.whole().cases(),
                FORMULA,
                Told.part(allowance, plan.falseAlarmsPerYear()));
    }

    private static Finding finding(State state, String text) {
        return Finding.of(Kind.PERFORMANCE, ID, Finding.MODEL, state, "Excess loss: " + text + ".");
    }
}
