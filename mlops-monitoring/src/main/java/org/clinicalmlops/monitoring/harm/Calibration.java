package org.clinicalmlops.monitoring.harm;

import java.util.List;
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
import org.clinicalmlops.monitoring.harm.CalibrationChart.Evidence;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether more or fewer events happen than the model says: two charts, one for each direction. In order only if outcomes came due in
 * the window and both charts would by now have found the harmful odds ratio; until then it says that there is too little. Rows that
 * are overdue without an outcome are named: if they are not like the others, this detector is misled. Single-threaded.
 */
public final class Calibration implements Detector {
    /** Its id. */
    public static final String ID = "harm.risk-adjusted";

    private static final String FORMULA = "risk-adjusted-shiryaev-roberts";

    private final MonitorPlan plan;
    private final CalibrationChart more;
    private final CalibrationChart fewer;

    public Calibration(Setting setting) {
        this.plan = setting.plan();
        double tolerated = plan.toleratedOddsRatio();
        double harmful = plan.harmfulOddsRatio();
        double oneWay = setting.allowance().over(2).perYear();
        this.more = new CalibrationChart(oneWay, tolerated, harmful, setting.since());
        this.fewer = new CalibrationChart(oneWay, 1 / tolerated, 1 / harmful, setting.since());
    }

    @Override
    public List<Finding> close(Window window) {
        return List.of(judge(window.matured(), window.cohort().overdue()));
    }

    @Override
    public void save(StateOutput out) {
        more.save(out);
        fewer.save(out);
    }

    @Override
    public void restore(StateInput in) {
        more.restore(in);
        fewer.restore(in);
    }

    /** @param overdue predictions whose horizon is over and whose outcome nobody has told */
    private Finding judge(List<MaturedCase> cases, long overdue) {
        List<Evidence> tooMany =
                cases.stream().flatMap(c -> more.read(c).stream()).toList();
        List<Evidence> tooFew =
                cases.stream().flatMap(c -> fewer.read(c).stream()).toList();
        if (!tooMany.isEmpty()) {
            return alarm(tooMany.get(tooMany.size() - 1), "more", overdue);
        }
        if (!tooFew.isEmpty()) {
            return alarm(tooFew.get(tooFew.size() - 1), "fewer", overdue);
        }
        Evidence evidence = more.evidence().state() >= fewer.evidence().state() ? more.evidence() : fewer.evidence();
        boolean enough = !cases.isEmpty() && more.wouldHaveFound() && fewer.wouldHaveFound();
        String text = evidence.cases() == 0
                ? "no outcome has come due yet"
                : told(evidence)
                        + (enough
                                ? ": within what is tolerated"
                                : ": too few yet to have found an odds ratio of "
                                        + Wording.hundredths(plan.harmfulOddsRatio()));
        return finding(enough ? State.OK : State.INSUFFICIENT, text + untold(overdue), evidence);
    }

    private Finding alarm(Evidence evidence, String direction, long overdue) {
        String text = "clearly " + direction + " events happen than predicted: " + told(evidence)
                + ", more than the tolerated odds ratio of " + Wording.hundredths(plan.toleratedOddsRatio())
                + " can explain";
        return finding(State.ALARM, text + untold(overdue), evidence);
    }

    private static String told(Evidence evidence) {
        return "of " + Wording.count(evidence.cases(), "patient episode") + " that came due since "
                + Wording.day(evidence.since()) + ", " + evidence.events() + " had the event and "
                + Wording.tenths(evidence.expected()) + " were expected";
    }

    private static String untold(long overdue) {
        return overdue == 0
                ? ""
                : " (" + Wording.count(overdue, "prediction") + " past the horizon without an outcome left out)";
    }

    private static Finding finding(State state, String text, Evidence evidence) {
        Finding finding = Finding.of(Kind.CALIBRATION, ID, Finding.MODEL, state, "Calibration: " + text + ".");
        return evidence.cases() == 0
                ? finding
                : finding.measured(new Measure(
                        evidence.state(), 1, 0, evidence.cases(), FORMULA, "its part of the false alarms a year"));
    }
}
