package org.clinicalmlops.monitoring.harm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
import org.clinicalmlops.monitoring.harm.ProcessCharts.Evidence;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether the risks are off in a part of their range, or ever more towards one of its ends: what {@link Calibration} misses where
 * errors cancel. Names the part. In order only if outcomes came due in the window and the harmful odds ratio, had it been there in
 * the whole range, would by now have been found; what would have been found in each part is told beside it. Single-threaded.
 */
public final class CalibrationProcess implements Detector {
    /** Its id. */
    public static final String ID = "harm.calibration-process";

    private static final String FORMULA = "calibration-betting-shiryaev-roberts";
    private static final String[] SHAPES = {"", "above all where risks are high, ", "above all where risks are low, "};

    private final MonitorPlan plan;
    private final Allowance allowance;
    private final RiskParts parts;
    private final ProcessCharts charts;

    public CalibrationProcess(Setting setting) {
        this.plan = setting.plan();
        this.allowance = setting.allowance();
        this.parts = RiskParts.of(setting.baseline().output());
        this.charts = new ProcessCharts(
                parts, allowance, plan.toleratedOddsRatio(), plan.harmfulOddsRatio(), setting.since());
    }

    @Override
    public List<Finding> close(Window window) {
        Optional<Evidence> last = Optional.empty();
        for (MaturedCase matured : window.matured()) {
            Optional<Evidence> raised = charts.read(matured);
            last = raised.isPresent() ? raised : last;
        }
        String leftOut = LeftOut.words(window.cohort());
        return List.of(last.map(evidence -> alarm(evidence, leftOut))
                .orElseGet(() -> silent(!window.matured().isEmpty(), leftOut)));
    }

    @Override
    public void save(StateOutput out) {
        charts.save(out);
    }

    @Override
    public void restore(StateInput in) {
        charts.restore(in);
    }

    private Finding alarm(Evidence evidence, String leftOut) {
        String where = evidence.part() >= 0
                ? "among " + parts.name(evidence.part()) + ", clearly "
                : SHAPES[evidence.shape()] + "clearly ";
        String text = where + (evidence.more() ? "more" : "fewer") + " events happen than predicted: "
                + Told.of(evidence.lately())
                + Told.oddsRatio(evidence.lately()) + ", more than the tolerated odds ratio of "
                + Wording.hundredths(plan.toleratedOddsRatio()) + " can explain";
        String lookFirst = evidence.part() >= 0
                ? "who the patients with " + parts.name(evidence.part())
                        + " are, and what they have in common that the model does not read"
                : "whether risks are computed as they were, and whether the event is still defined and recorded as it was";
        return finding(State.ALARM, text + leftOut, evidence.state(), evidence.cases())
                .sinceDay(evidence.lately().since())
                .patients(evidence.lately().cases())
                .lookFirst(lookFirst);
    }

    private Finding silent(boolean some, String leftOut) {
        if (charts.cases() == 0) {
            return finding(State.INSUFFICIENT, "no outcome has come due yet" + leftOut);
        }
        double harmful = plan.harmfulOddsRatio();
        boolean enough = some && charts.wouldHaveFound(harmful) && charts.wouldHaveFound(1 / harmful);
        String text = Told.of(charts.whole())
                + (enough
                        ? ": in every part of the range within what is tolerated, as far as can be told"
                        : ": too few yet to have found an odds ratio of " + Wording.hundredths(harmful));
        Finding finding =
                finding(enough ? State.OK : State.INSUFFICIENT, text + leftOut, charts.state(), charts.cases());
        return enough ? finding.wouldHaveFound(smallest()) : finding;
    }

    private String smallest() {
        List<String> each = new ArrayList<>();
        each.add(ratios(-1) + " in the whole range");
        for (int part = 0; part < parts.size(); part++) {
            each.add(ratios(part) + " among " + parts.name(part));
        }
        return "since " + Wording.day(charts.whole().since()) + ", an odds ratio of " + String.join(", ", each);
    }

    private String ratios(int part) {
        OptionalDouble fewer = charts.smallestFound(part, false);
        return Told.ratio(charts.smallestFound(part, true)) + " or "
                + (fewer.isPresent() ? Told.ratio(fewer) : "less than 0.01");
    }

    private Finding finding(State state, String text, double statistic, long cases) {
        return finding(state, text)
                .measured(
                        new Measure(statistic, 1, 0, cases, FORMULA, Told.part(allowance, plan.falseAlarmsPerYear())));
    }

    private static Finding finding(State state, String text) {
        return Finding.of(Kind.CALIBRATION, ID, Finding.MODEL, state, "Calibration by risk: " + text + ".");
    }
}
