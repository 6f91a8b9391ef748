package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Estimate.Known;
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
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.fairness.Fairness;
import org.clinicalmlops.metrics.threshold.AtThreshold;
import org.clinicalmlops.metrics.threshold.ConfusionMatrix;
import org.clinicalmlops.metrics.threshold.ProportionInterval;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * How each group does beside everybody else: observed over expected, and at the acting threshold sensitivity, false positive rate
 * and positive predictive value. Cases are collected until group and rest both have the plan's minimum and a number can be told of
 * both, are compared, and then collected anew. The level of 95 % is shared by Bonferroni among groups and numbers. Describes, and
 * never pages; what pages is {@link SubgroupCalibration}. Single-threaded.
 */
public final class FairnessDrift implements Detector {
    /** Its id. */
    public static final String ID = "harm.fairness";

    private static final String FORMULA = "difference-by-recovered-variances";
    private static final double ERROR = 0.05;
    private static final int AT_THRESHOLD = 3;
    private static final int SUMS = 12;

    private final MonitorPlan plan;
    private final List<Groups.Group> groups;
    private final Membership membership;
    private final double level;
    private final List<Beside> beside = new ArrayList<>();

    /**
     * Sums of a group and of the rest; of each: alerts with and without the event, others without and with it, cases, nano-risks.
     */
    private static final class Beside {
        final long[] sums = new long[SUMS];
        Instant since;

        Beside(Instant since) {
            this.since = since;
        }

        void add(MaturedCase matured, boolean inside, boolean alert) {
            int from = inside ? 0 : SUMS / 2;
            sums[from + (alert ? 0 : 2) + (matured.event() == alert ? 0 : 1)]++;
            sums[from + 4]++;
            sums[from + 5] += Math.round(matured.risk() * OutcomeCells.NANO);
        }

        long cases(boolean inside) {
            return sums[inside ? 4 : SUMS / 2 + 4];
        }

        ConfusionMatrix matrix(boolean inside) {
            int from = inside ? 0 : SUMS / 2;
            return new ConfusionMatrix(sums[from], sums[from + 1], sums[from + 3], sums[from + 2]);
        }

        Estimate observedOverExpected(boolean inside, double level) {
            ConfusionMatrix matrix = matrix(inside);
            double expected = sums[inside ? 5 : SUMS / 2 + 5] / OutcomeCells.NANO;
            return Calibration.observedOverExpected(
                    Math.toIntExact(matrix.events()), expected, Math.toIntExact(matrix.cases()), level);
        }
    }

    private record Compared(String name, Estimate inside, Estimate outside, Estimate difference) {
        static Compared of(String name, Estimate inside, Estimate outside) {
            return new Compared(name, inside, outside, Fairness.difference(inside, outside));
        }

        boolean known() {
            return difference instanceof Known;
        }

        /** Half of the width of the interval that has no room for 0; at most 0 if it holds 0. */
        double beyond() {
            Known known = (Known) difference;
            return Math.max(known.interval().lower(), -known.interval().upper());
        }

        double width() {
            Known known = (Known) difference;
            return (known.interval().upper() - known.interval().lower()) / 2;
        }

        String told() {
            Known known = (Known) difference;
            return name + " " + Wording.hundredths(((Known) inside).value()) + " and "
                    + Wording.hundredths(((Known) outside).value()) + " in the others (difference "
                    + Wording.hundredths(known.interval().lower()) + " to "
                    + Wording.hundredths(known.interval().upper()) + ")";
        }
    }

    public FairnessDrift(Setting setting) {
        this.plan = setting.plan();
        this.groups = setting.groups().groups();
        this.membership = Membership.of(setting.groups());
        int numbers = 1 + (plan.actingAbove().isPresent() ? AT_THRESHOLD : 0);
        this.level = 1 - ERROR / Math.max(1, numbers * groups.size());
        groups.forEach(group -> beside.add(new Beside(setting.since())));
    }

    @Override
    public List<Finding> close(Window window) {
        for (MaturedCase matured : window.matured()) {
            boolean alert = plan.actingAbove().isPresent()
                    && matured.risk() > plan.actingAbove().get();
            int[] inside = membership.of(matured.cell());
            for (int g = 0; g < groups.size(); g++) {
                beside.get(g).add(matured, contains(inside, g), alert);
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            findings.add(judge(groups.get(g).name(), beside.get(g), window.until()));
        }
        return findings;
    }

    private static boolean contains(int[] inside, int group) {
        for (int one : inside) {
            if (one == group) {
                return true;
            }
        }
        return false;
    }

    private Finding judge(String group, Beside of, Instant until) {
        long minimum = plan.grouping().minimum();
        long smaller = Math.min(of.cases(true), of.cases(false));
        List<Compared> known = smaller < minimum
                ? List.of()
                : compared(of).stream().filter(Compared::known).toList();
        if (known.isEmpty()) {
            return finding(
                    group,
                    State.INSUFFICIENT,
                    "too few to compare: " + Wording.count(of.cases(true), "patient episode") + " in the group and "
                            + of.cases(false) + " outside since " + Wording.day(of.since) + ", "
                            + (smaller < minimum ? minimum + " are needed" : "or too few events among them"));
        }
        List<Compared> apart = known.stream().filter(c -> c.beyond() > 0).toList();
        String told = "in " + Wording.count(of.cases(true), "patient episode") + " since " + Wording.day(of.since)
                + ", " + String.join("; ", known.stream().map(Compared::told).toList());
        double statistic = known.stream().mapToDouble(Compared::beyond).max().orElseThrow();
        Finding finding = finding(
                        group,
                        apart.isEmpty() ? State.OK : State.NOTICE,
                        (apart.isEmpty()
                                        ? "not shown to be served otherwise than the others: "
                                        : "served otherwise than the others in "
                                                + String.join(
                                                        " and ",
                                                        apart.stream()
                                                                .map(Compared::name)
                                                                .toList())
                                                + ": ")
                                + told)
                .measured(new Measure(
                        statistic,
                        0,
                        of.cases(false),
                        of.cases(true),
                        FORMULA,
                        "an interval of " + Wording.percent(level) + ", 95 % shared among groups and numbers"));
        Finding answer = apart.isEmpty()
                ? finding.wouldHaveFound(String.join(
                        ", ",
                        known.stream()
                                .map(c -> "a difference of " + Wording.hundredths(c.width()) + " in " + c.name())
                                .toList()))
                : finding.since(of.since).patients(of.cases(true));
        Arrays.fill(of.sums, 0);
        of.since = until;
        return answer;
    }

    private List<Compared> compared(Beside of) {
        List<Compared> all = new ArrayList<>();
        all.add(Compared.of(
                "observed/expected", of.observedOverExpected(true, level), of.observedOverExpected(false, level)));
        if (plan.actingAbove().isPresent()) {
            ProportionInterval kind = ProportionInterval.WILSON;
            ConfusionMatrix in = of.matrix(true);
            ConfusionMatrix out = of.matrix(false);
            all.add(Compared.of(
                    "sensitivity",
                    AtThreshold.sensitivity(in, kind, level),
                    AtThreshold.sensitivity(out, kind, level)));
            all.add(Compared.of(
                    "false positive rate",
                    AtThreshold.falsePositiveRate(in, kind, level),
                    AtThreshold.falsePositiveRate(out, kind, level)));
            all.add(Compared.of(
                    "positive predictive value",
                    AtThreshold.positivePredictiveValue(in, kind, level),
                    AtThreshold.positivePredictiveValue(out, kind, level)));
        }
        return all;
    }

    private static Finding finding(String group, State state, String text) {
        return Finding.of(Kind.SUBGROUP, ID, group, state, group + ": " + text + ".");
    }

    @Override
    public void save(StateOutput out) {
        beside.forEach(of -> {
            out.putInstant(of.since);
            out.putLongs(of.sums);
        });
    }

    @Override
    public void restore(StateInput in) {
        beside.forEach(of -> {
            of.since = in.getInstant();
            System.arraycopy(in.getLongs(SUMS), 0, of.sums, 0, SUMS);
        });
    }
}
