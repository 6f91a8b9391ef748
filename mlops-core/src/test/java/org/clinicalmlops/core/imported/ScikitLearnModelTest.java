package org.clinicalmlops.core.imported;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.train.GivenModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle: scikit-learn 1.2.1, with missing values 1.9.1, by src/test/oracle/sklearn_models.py. */
class ScikitLearnModelTest {
    private static final List<String> COLUMNS = List.of("age", "creatinine", "lactate", "sex_female");

    private record Row(List<Double> values) {}

    private static final FeatureSet<Row> FEATURES = FeatureSet.of(Row.class)
            .patient(row -> "p")
            .indexedAt(row -> Instant.EPOCH)
            .numeric("lactate", "mmol/L", row -> row.values().get(2))
            .categorical("sex", row -> row.values().get(3) == 1 ? "female" : "male")
            .numeric("age", "a", row -> row.values().get(0))
            .numeric("creatinine", "mg/dL", row -> row.values().get(1));

    private static final ModelIntake INTAKE =
            ModelIntake.of("sklearn", FEATURES).atLevel("sex_female", "sex", "female");

    @ParameterizedTest
    @CsvSource({
        "sklearn-logistic, 1e-15",
        "sklearn-scaled, 1e-14",
        "sklearn-forest, 1e-15",
        "sklearn-forest-missing, 1e-15"
    })
    void answersTheSame(String name, double within) {
        Answers model = new Answers(read(Scored.resource(name + ".json")));
        List<String> lines = new String(Scored.resource(name + ".tsv"), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        double worst = 0;
        for (String line : lines) {
            String[] fields = line.replace("nan", "NaN").split("\t");
            double[] row = new double[COLUMNS.size()];
            for (int c = 0; c < row.length; c++) {
                row[c] = Double.parseDouble(fields[c]);
            }
            worst = Math.max(worst, Math.abs(model.risk(row) - Double.parseDouble(fields[row.length])));
        }
        assertThat(lines).hasSize(300);
        assertThat(worst).isLessThan(within);
    }

    @ParameterizedTest
    @CsvSource({"sklearn-logistic", "sklearn-forest"})
    void whatHasNoAnswerForMissingValuesGivesNone(String name) {
        Answers model = new Answers(read(Scored.resource(name + ".json")));
        assertThat(model.risk(new double[] {Double.NaN, Double.NaN, Double.NaN, 1}))
                .isNaN();
    }

    @Test
    void aColumnWithoutWeightIsNotNeeded() {
        Imported.Read read = (Imported.Read) ScikitLearnModel.read(
                ("{\"format\":\"clinical-mlops/scikit-learn\",\"version\":1,\"model\":\"logistic-regression\","
                                + "\"features\":[\"unknown\",\"age\"],\"intercept\":-1,\"coefficients\":[0,0.5]}")
                        .getBytes(StandardCharsets.UTF_8),
                ModelIntake.of("sparse", FEATURES));
        assertThat(read.model().columns()).containsExactly(GivenModel.Input.number("age"));
        assertThat(read.notes()).containsExactly("1 of 2 columns are never looked at and not needed: 'unknown'");
    }

    private static GivenModel<Risk> read(byte[] bytes) {
        return ScikitLearnModel.read(bytes, INTAKE).fold(Imported.Read::model, refused -> {
            throw new AssertionError(refused.faults());
        });
    }

    private static final class Answers {
        private final GivenModel<Risk> model;
        private final Levels levels;
        private final ToDoubleFunction<double[]> compiled;

        private Answers(GivenModel<Risk> model) {
            this.model = model;
            List<List<String>> byFeature =
                    new ArrayList<>(Collections.nCopies(model.inputs().size(), List.of()));
            int sex = model.inputs().indexOf("sex");
            if (sex >= 0) {
                byFeature.set(sex, List.of("female", "male"));
            }
            levels = Levels.of(byFeature);
            compiled = Compiled.of(model, levels);
        }

        private double risk(double[] row) {
            double[] coded = new double[model.inputs().size()];
            for (int f = 0; f < coded.length; f++) {
                String name = model.inputs().feature(f).name();
                coded[f] = name.equals("sex")
                        ? levels.code(f, row[3] == 1 ? "female" : "male")
                        : row[COLUMNS.indexOf(name)];
            }
            return compiled.applyAsDouble(coded);
        }
    }
}
