package org.clinicalmlops.core.imported;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/**
 * Reads a clinical score as a table of points, so that it can be kept, reviewed and signed as a file. As CSV (RFC 4180, UTF-8):
 *
 * <pre>{@code
 * feature,unit,rule,value,points,risk
 * urea,mmol/L,>,7,1,
 * age,a,>=,65,1,
 * systolic,mm[Hg],<,90,1,
 * confusion,1,=,yes,1,
 * ,,total,0,,0.007
 * ,,total,1,,0.032
 * }</pre>
 *
 * or as JSON, with {@code rules}, which have the same names, and {@code risks}, a list from a total of 0 on:
 *
 * <pre>{@code
 * {"format": "clinical-mlops/score", "version": 1,
 *  "rules": [{"feature": "age", "unit": "a", "rule": ">=", "value": 65, "points": 1},
 *            {"feature": "confusion", "unit": "1", "rule": "=", "value": "yes", "points": 1}],
 *  "risks": [0.007, 0.032, 0.13]}
 * }</pre>
 *
 * <p>Every total that the rules allow has a risk. A table states units, unlike other models: they must be the host's. The score of a row
 * with a missing input is undefined. Stateless.
 */
public final class ScoreTable {
    static final String FORMAT = "clinical-mlops/score";

    private ScoreTable() {}

    /** Reads a file. Bad content is an answer, never an exception. */
    public static Imported read(Path file, ModelIntake intake) {
        Objects.requireNonNull(intake, "intake");
        return Reading.of(file, bytes -> model(bytes, intake));
    }

    /** @param bytes of the file; only read */
    public static Imported read(byte[] bytes, ModelIntake intake) {
        Objects.requireNonNull(intake, "intake");
        return Reading.of(bytes, content -> model(content, intake));
    }

    private static Imported model(byte[] bytes, ModelIntake intake) {
        ScoreLines lines = bytes.length > 0 && bytes[0] == '{' ? ScoreLines.json(bytes) : ScoreLines.csv(bytes);
        Set<GivenModel.Input> inputs = new LinkedHashSet<>();
        Set<FeatureSpec> features = new LinkedHashSet<>();
        Set<String> columns = new TreeSet<>();
        for (ScoreLines.Line line : lines.rules()) {
            columns.add(line.feature());
            FeatureSpec feature = feature(line, intake);
            features.add(feature);
            inputs.add(new GivenModel.Input(feature.name(), line.isLevel() ? line.value() : ""));
        }
        for (String mentioned : new TreeSet<>(intake.mentioned())) {
            if (!columns.contains(mentioned)) {
                throw Refusal.of(
                        Kind.COLUMNS,
                        Refusal.shown(mentioned),
                        "something was said of it, and the table has no such feature");
            }
        }
        List<GivenModel.Input> order = List.copyOf(inputs);
        List<PointsForm.Rule> rules = lines.rules().stream()
                .map(line -> line.rule(order.indexOf(
                        new GivenModel.Input(feature(line, intake).name(), line.isLevel() ? line.value() : ""))))
                .toList();
        GivenModel<Risk> given = TreesImport.possible(() -> GivenModel.of(
                intake.name(),
                new Schema(List.copyOf(features)),
                order,
                PointsForm.of(order.size(), rules, risks(lines, rules))));
        return new Imported.Read(given, List.of());
    }

    private static FeatureSpec feature(ScoreLines.Line line, ModelIntake intake) {
        ModelIntake.Meaning meaning = intake.meaning(line.feature());
        String where = Refusal.shown(line.feature());
        int f = intake.host().indexOf(meaning.feature());
        if (f < 0) {
            throw Refusal.of(Kind.COLUMNS, where, "there is no feature of this name; say which feature it is");
        }
        if (!meaning.level().isEmpty()) {
            throw Refusal.of(Kind.COLUMNS, where, "a table names levels itself");
        }
        FeatureSpec feature = intake.host().feature(f);
        if (feature.categorical() != line.isLevel()) {
            throw Refusal.of(Kind.COLUMNS, where, "'=' goes with a categorical feature, the other rules with a number");
        }
        if (!feature.unit().equals(line.unit())) {
            throw Refusal.of(
                    Kind.COLUMNS,
                    where,
                    "the table has it in " + Refusal.shown(line.unit()) + ", the host in '" + feature.unit() + "'");
        }
        return feature;
    }

    private static double[] risks(ScoreLines lines, List<PointsForm.Rule> rules) {
        long highest = rules.stream().mapToLong(PointsForm.Rule::points).sum();
        double[] risks = new double[(int) highest + 1];
        Arrays.fill(risks, Double.NaN);
        lines.risks().forEach((total, risk) -> {
            if (total > highest) {
                throw Refusal.of(Kind.CONTENT, "total " + total, "the rules allow totals 0 to " + highest);
            }
            risks[total] = risk;
        });
        for (int total = 0; total < risks.length; total++) {
            if (!(risks[total] >= 0 && risks[total] <= 1)) {
                throw Refusal.of(
                        Kind.CONTENT, "total " + total, "every total from 0 to " + highest + " has a risk in [0, 1]");
            }
        }
        return risks;
    }
}
