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
import org.clinicalmlops.monitoring.harm.RiskAdjustedChart.Evidence;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether more or fewer events happen than the model says: two charts, one for each direction, that share the allowance. In order only if outcomes came due in the window and both charts would by now have found the harmful odds ratio; until then it says
 * that there is too little. Rows that are overdue without an outcome are named: if they are not like the others, this detector is
 * misled. Single-threaded.
 */
public final class Calibration implements Detector {
    /** Its id. */
    public static final String ID = "harm.risk-adjusted";

    private static final String FORMULA = "risk-adjusted-shiryaev-roberts";

    /** Customary limit of the CUSUM, which is shown only: Steiner et al. 2000, Biostatistics 1:441, for a rate of about a tenth. */
    private static final double CUSUM_LIMIT = 4.5;

    /**
     * Part of the allowance for more events: risks that are too low leave patients untreated, while fewer events are often what the
     * model is for. Our choice, ADR 14.
     */
    private static final double PART_FOR_MORE = 0.6;

    private final MonitorPlan plan;
    private final Estimate before;
    private final Direction more;
    private final Direction fewer;

    /** One chart, the words for what it finds, and the cases since the change. */
    private static final class Direction {
        final Allowance allowance;
        final String words;
        final String lookFirst;
        final RiskAdjustedChart chart;
        final Halves since = new Halves();
        Optional<Alarm> alarm = Optional.empty(); // the last of the window

        Direction(Setting setting, double part, double tolerated, double harmful, String words, String lookFirst) {
            this.allowance = setting.allowance().part(part);
            this.words = words;
            this.lookFirst = lookFirst;
            this.chart = new RiskAdjustedChart(allowance, tolerated, harmful, setting.since());
        }

        void read(MaturedCase matured, Estimate before, double toleratedLoss) {
            Optional<Evidence> raised = chart.read(matured, true);
            if (raised.isEmpty() && chart.atZero()) {
                since.clear();
                return;
            }
            since.add(matured.risk(), matured.event());
            raised.ifPresent(evidence -> {
                alarm = Optional.of(new Alarm(evidence, Remedies.of(since, before, toleratedLoss)));
                since.clear();
            });
        }
    }

    private record Alarm(Evidence evidence, Remedies remedies) {}

    public Calibration(Setting setting) {
        this.plan = setting.plan();
        this.before = setting.baseline().auroc();
        double tolerated = plan.toleratedOddsRatio();
        double harmful = plan.harmfulOddsRatio();
        this.more = new Direction(
                setting,
                PART_FOR_MORE,
                tolerated,
                harmful,
                "more",
                "whether the event is still defined and recorded as it was, then who is predicted for now and was not before");
        this.fewer = new Direction(
                setting,
                1 - PART_FOR_MORE,
                1 / tolerated,
                1 / harmful,
                "fewer",
                "whether patients are treated because of the prediction (then fewer events are its purpose), and whether events"
                        + " are recorded completely");
    }

    @Override
    public List<Finding> close(Window window) {
        more.alarm = Optional.empty();
        fewer.alarm = Optional.empty();
        for (MaturedCase matured : window.matured()) {
            more.read(matured, before, plan.toleratedAurocLoss());
            fewer.read(matured, before, plan.toleratedAurocLoss());
        }
        String leftOut = LeftOut.words(window.cohort());
        if (more.alarm.isPresent()) {
            return List.of(alarm(more, more.alarm.get(), leftOut));
        }
        if (fewer.alarm.isPresent()) {
            return List.of(alarm(fewer, fewer.alarm.get(), leftOut));
        }
        return List.of(silent(!window.matured().isEmpty(), leftOut));
    }

    @Override
    public void save(StateOutput out) {
        for (Direction direction : List.of(more, fewer)) {
            direction.chart.save(out);
            direction.since.save(out);
        }
    }

    @Override
    public void restore(StateInput in) {
        for (Direction direction : List.of(more, fewer)) {
            direction.chart.restore(in);
            direction.since.restore(in);
        }
    }

    private Finding alarm(Direction direction, Alarm alarm, String leftOut) {
        Evidence evidence = alarm.evidence();
        String text = "clearly " + direction.words + " events happen than predicted: " + Told.of(evidence.lately())
                + Told.oddsRatio(evidence.lately()) + ", more than the tolerated odds ratio of "
                + Wording.hundredths(plan.toleratedOddsRatio()) + " can explain; "
                + alarm.remedies().words();
        Finding finding = finding(State.ALARM, text + leftOut)
                .measured(measure(direction, evidence.state(), evidence.whole().cases()))
                .sinceDay(evidence.lately().since())
                .patients(evidence.lately().cases())
                .lookFirst(direction.lookFirst);
        return alarm.remedies().on(finding);
    }

    private Finding silent(boolean some, String leftOut) {
        Direction nearer = more.chart.state() >= fewer.chart.state() ? more : fewer;
        RiskAdjustedChart chart = nearer.chart;
        if (chart.cases() == 0) {
            return finding(State.INSUFFICIENT, "no outcome has come due yet" + leftOut);
        }
        boolean enough = some && more.chart.wouldHaveFound() && fewer.chart.wouldHaveFound();
        String text = Told.of(chart.whole())
                + (enough
                        ? ": within what is tolerated"
                        : ": too few yet to have found an odds ratio of " + Wording.hundredths(plan.harmfulOddsRatio()))
                + "; the risk-adjusted CUSUM is at " + Wording.tenths(more.chart.cusum()) + " for more events and at "
                + Wording.tenths(fewer.chart.cusum()) + " for fewer, where " + Wording.tenths(CUSUM_LIMIT)
                + " is a customary limit";
        Finding finding = finding(enough ? State.OK : State.INSUFFICIENT, text + leftOut)
                .measured(measure(nearer, chart.state(), chart.cases()));
        return enough ? finding.wouldHaveFound(smallest()) : finding;
    }

    private String smallest() {
        return "more events by an odds ratio of " + Told.ratio(more.chart.smallestFound()) + " since "
                + Wording.day(more.chart.whole().since()) + ", fewer by one of "
                + Told.ratio(fewer.chart.smallestFound()) + " since "
                + Wording.day(fewer.chart.whole().since())
                + soon(more, plan.harmfulOddsRatio()) + soon(fewer, 1 / plan.harmfulOddsRatio());
    }

    private static String soon(Direction direction, double harmful) {
        return direction.chart.episodesToFind().isEmpty()
                ? ""
                : "; one of " + Wording.hundredths(harmful) + " that begins now is found after about "
                        + Wording.count(direction.chart.episodesToFind().getAsLong(), "episode");
    }

    private Measure measure(Direction direction, double statistic, long cases) {
        return new Measure(statistic, 1, 0, cases, FORMULA, Told.part(direction.allowance, plan.falseAlarmsPerYear()));
    }

    private static Finding finding(State state, String text) {
        return Finding.of(Kind.CALIBRATION, ID, Finding.MODEL, state, "Calibration: " + text + ".");
    }
}
