package org.clinicalmlops.monitoring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.monitoring.CalibrationChart.Evidence;

/**
 * Whether more or fewer events happen than the model says: two charts, one for each direction. In order only if outcomes came due in
 * the window and both charts would by now have found the harmful odds ratio; until then it says that there is too little. Rows that
 * are overdue without an outcome are named: if they are not like the others, this detector is misled. Single-threaded.
 */
final class Calibration {
    private static final String FORMULA = "risk-adjusted-shiryaev-roberts";

    private final MonitorPlan plan;
    private final CalibrationChart more;
    private final CalibrationChart fewer;

    Calibration(MonitorPlan plan, Budget budget, Instant since) {
        this.plan = plan;
        double tolerated = plan.toleratedOddsRatio();
        double harmful = plan.harmfulOddsRatio();
        this.more = new CalibrationChart(budget.calibrationOneWay(), tolerated, harmful, since);
        this.fewer = new CalibrationChart(budget.calibrationOneWay(), 1 / tolerated, 1 / harmful, since);
    }

    /** @param overdue predictions whose horizon is over and whose outcome nobody has told */
    Finding judge(List<Matured> cases, long overdue) {
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
        return new Finding(
                Kind.CALIBRATION,
                StandardMonitor.MODEL,
                state,
                "Calibration: " + text + ".",
                evidence.cases() == 0
                        ? Optional.empty()
                        : Optional.of(new Measure(evidence.state(), 1, 0, evidence.cases(), FORMULA)));
    }
}
