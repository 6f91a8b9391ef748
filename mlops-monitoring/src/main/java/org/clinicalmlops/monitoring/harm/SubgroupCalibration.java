package org.clinicalmlops.monitoring.harm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.harm.RiskAdjustedChart.Evidence;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * The charts of {@link Calibration} in each group of the plan, intersections included: the allowance is divided equally among all
 * of them. A group with fewer matured cases than the plan's minimum says so; what its charts have seen until then is kept and not
 * lost. In order only if outcomes of the group came due in the window and both its charts would by now have found the harmful odds
 * ratio. Single-threaded.
 */
public final class SubgroupCalibration implements Detector {
    /** Its id. */
    public static final String ID = "harm.subgroups";

    private static final String FORMULA = "risk-adjusted-shiryaev-roberts";
    private static final String LOOK_FIRST =
            "whether an input that matters is measured or recorded otherwise in this group, then whether its"
                    + " patients are treated otherwise than before";

    private final MonitorPlan plan;
    private final List<Groups.Group> groups;
    private final Membership membership;
    private final Allowance each;
    private final List<Charts> charts = new ArrayList<>();

    /** Both charts of a group, and what they have done in the window. */
    private static final class Charts {
        final RiskAdjustedChart more;
        final RiskAdjustedChart fewer;
        long cases; // ever
        boolean some;
        Optional<Evidence> tooMany = Optional.empty();
        Optional<Evidence> tooFew = Optional.empty();

        Charts(RiskAdjustedChart more, RiskAdjustedChart fewer) {
            this.more = more;
            this.fewer = fewer;
        }

        void open() {
            some = false;
            tooMany = Optional.empty();
            tooFew = Optional.empty();
        }

        void read(MaturedCase matured, long minimum) {
            some = true;
            cases++;
            Optional<Evidence> up = more.read(matured, cases >= minimum);
            Optional<Evidence> down = fewer.read(matured, cases >= minimum);
            tooMany = up.isPresent() ? up : tooMany;
            tooFew = down.isPresent() ? down : tooFew;
        }
    }

    public SubgroupCalibration(Setting setting) {
        this.plan = setting.plan();
        this.groups = setting.groups().groups();
        this.membership = Membership.of(setting.groups());
        this.each = setting.allowance().over(2 * groups.size());
        double tolerated = plan.toleratedOddsRatio();
        double harmful = plan.harmfulOddsRatio();
        for (int g = 0; g < groups.size(); g++) {
            charts.add(new Charts(
                    new RiskAdjustedChart(each, tolerated, harmful, setting.since()),
                    new RiskAdjustedChart(each, 1 / tolerated, 1 / harmful, setting.since())));
        }
    }

    @Override
    public List<Finding> close(Window window) {
        charts.forEach(Charts::open);
        for (MaturedCase matured : window.matured()) {
            for (int g : membership.of(matured.cell())) {
                charts.get(g).read(matured, plan.grouping().minimum());
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            findings.add(judge(groups.get(g).name(), charts.get(g)));
        }
        return findings;
    }

    private Finding judge(String group, Charts of) {
        long minimum = plan.grouping().minimum();
        if (of.cases < minimum) {
            return finding(
                    group,
                    State.INSUFFICIENT,
                    Wording.count(of.cases, "patient episode") + " came due so far, " + minimum + " are needed");
        }
        if (of.tooMany.isPresent()) {
            return alarm(group, "more", of.tooMany.get());
        }
        if (of.tooFew.isPresent()) {
            return alarm(group, "fewer", of.tooFew.get());
        }
        RiskAdjustedChart nearer = of.more.state() >= of.fewer.state() ? of.more : of.fewer;
        boolean enough = of.some && of.more.wouldHaveFound() && of.fewer.wouldHaveFound();
        String text = Told.of(nearer.whole())
                + (enough
                        ? ": within what is tolerated"
                        : ": too few yet to have found an odds ratio of "
                                + Wording.hundredths(plan.harmfulOddsRatio()));
        Finding finding = finding(group, enough ? State.OK : State.INSUFFICIENT, text)
                .measured(measure(nearer.state(), nearer.cases()));
        return enough
                ? finding.wouldHaveFound("more events by an odds ratio of " + Told.ratio(of.more.smallestFound())
                        + " since " + Wording.day(of.more.whole().since()) + ", fewer by one of "
                        + Told.ratio(of.fewer.smallestFound()) + " since "
                        + Wording.day(of.fewer.whole().since()))
                : finding;
    }

    private Finding alarm(String group, String words, Evidence evidence) {
        String text = "clearly " + words + " events happen than predicted: " + Told.of(evidence.lately())
                + Told.oddsRatio(evidence.lately()) + ", more than the tolerated odds ratio of "
                + Wording.hundredths(plan.toleratedOddsRatio()) + " can explain";
        return finding(group, State.ALARM, text)
                .measured(measure(evidence.state(), evidence.whole().cases()))
                .sinceDay(evidence.lately().since())
                .patients(evidence.lately().cases())
                .lookFirst(LOOK_FIRST);
    }

    private Measure measure(double statistic, long cases) {
        return new Measure(statistic, 1, 0, cases, FORMULA, Told.part(each, plan.falseAlarmsPerYear()));
    }

    private static Finding finding(String group, State state, String text) {
        return Finding.of(Kind.SUBGROUP, ID, group, state, group + ": " + text + ".");
    }

    @Override
    public void save(StateOutput out) {
        charts.forEach(of -> {
            of.more.save(out);
            of.fewer.save(out);
            out.putLong(of.cases);
        });
    }

    @Override
    public void restore(StateInput in) {
        charts.forEach(of -> {
            of.more.restore(in);
            of.fewer.restore(in);
            of.cases = in.getLong();
        });
    }
}
