package org.clinicalmlops.monitoring.harm;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.FeatureSpec.Kind;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.OutputProfile;

/** Patients of two sexes and three bands of age, in equal numbers, and the groups that they make. */
final class Divided {
    private static final Schema SCHEMA = new Schema(
            List.of(new FeatureSpec("sex", Kind.CATEGORICAL, "1", 1), new FeatureSpec("age", Kind.NUMERIC, "a", 1)));
    private static final Levels LEVELS = Levels.of(List.of(List.of("F", "M"), List.of()));

    private Divided() {}

    static MonitorPlan plan() {
        return MonitorPlan.standard()
                .groups(Grouping.none().byLevel("sex").byBand("age", 65, 80).withIntersections());
    }

    static Groups groups(MonitorPlan plan) {
        return Groups.of(plan.grouping(), SCHEMA, LEVELS);
    }

    static Setting setting(MonitorPlan plan, double allowance) {
        return new Setting(
                plan, Ward.baseline(OutputProfile.unknown(), 0.75), groups(plan), new Allowance(allowance), Ward.SINCE);
    }

    /** A week of cases of both sexes and all ages; the odds ratio depends on the group {@code "sex=F, age>=80"} and so on. */
    static List<MaturedCase> week(Ward ward, MonitorPlan plan, int n, ToDoubleFunction<String> oddsRatio) {
        Groups groups = groups(plan);
        return ward.week(n, p -> 0).stream()
                .map(c -> {
                    double sex = ward.random().nextInt(2);
                    double age = 50 + 15 * ward.random().nextInt(3);
                    String name = (sex == 0 ? "sex=F" : "sex=M")
                            + (age < 65 ? ", age<65" : age < 80 ? ", 65<=age<80" : ", age>=80");
                    boolean event =
                            ward.random().nextDouble() < RiskTally.moved(c.risk(), oddsRatio.applyAsDouble(name));
                    int cell = groups.cell(new double[] {sex, age});
                    return new MaturedCase(c.id(), c.episode(), c.maturesAt(), c.risk(), event, cell);
                })
                .toList();
    }
}
