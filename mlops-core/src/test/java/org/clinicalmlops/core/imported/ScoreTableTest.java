package org.clinicalmlops.core.imported;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.core.imported.ImportFault.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle: the same score written with {@link PointsTable}. */
class ScoreTableTest {
    private static final String CSV = """
            feature,unit,rule,value,points,risk
            urea,mmol/L,>,7,1,
            age,a,>=,65,1,
            systolic,mm[Hg],<,90,1,
            diastolic,mm[Hg],<=,60,1,
            confusion,1,=,yes,2,
            ,,total,0,,0.007
            ,,total,1,,0.032
            ,,total,2,,0.13
            ,,total,3,,0.17
            ,,total,4,,0.3
            ,,total,5,,0.4
            ,,total,6,,0.57
            """;

    private static final String JSON = """
            {"format": "clinical-mlops/score", "version": 1,
             "rules": [{"feature": "urea", "unit": "mmol/L", "rule": ">", "value": 7, "points": 1},
                       {"feature": "age", "unit": "a", "rule": ">=", "value": 65, "points": 1},
                       {"feature": "systolic", "unit": "mm[Hg]", "rule": "<", "value": 90, "points": 1},
                       {"feature": "diastolic", "unit": "mm[Hg]", "rule": "<=", "value": 60, "points": 1},
                       {"feature": "confusion", "unit": "1", "rule": "=", "value": "yes", "points": 2}],
             "risks": [0.007, 0.032, 0.13, 0.17, 0.3, 0.4, 0.57]}
            """;

    private static final ModelIntake INTAKE = ModelIntake.of(
            "score",
            FeatureSet.of(String.class)
                    .patient(row -> row)
                    .indexedAt(row -> Instant.EPOCH)
                    .numeric("age", "a", row -> 1)
                    .numeric("urea", "mmol/L", row -> 1)
                    .numeric("systolic", "mm[Hg]", row -> 1)
                    .numeric("diastolic", "mm[Hg]", row -> 1)
                    .categorical("confusion", row -> row));

    private static final String EXPECTED = PointsTable.of("score")
            .above("urea", "mmol/L", 7, 1)
            .atLeast("age", "a", 65, 1)
            .below("systolic", "mm[Hg]", 90, 1)
            .atMost("diastolic", "mm[Hg]", 60, 1)
            .level("confusion", "yes", 2)
            .risks(0.007, 0.032, 0.13, 0.17, 0.3, 0.4, 0.57)
            .declaration()
            .json();

    @Test
    void csvAndJsonAreTheTableOfTheCode() {
        assertThat(json(CSV)).isEqualTo(EXPECTED);
        assertThat(json("\ufeff" + CSV.replace("\n", "\r\n"))).isEqualTo(EXPECTED);
        assertThat(json(JSON)).isEqualTo(EXPECTED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            age,a,>=,65,1,       | age,mo,>=,65,1,      | COLUMNS
            age,a,>=,65,1,       | ages,a,>=,65,1,      | COLUMNS
            age,a,>=,65,1,       | age,a,=,65,1,        | COLUMNS
            age,a,>=,65,1,       | age,a,=>,65,1,       | CONTENT
            age,a,>=,65,1,       | age,a,>=,65,0,       | CONTENT
            age,a,>=,65,1,       | age,a,>=,65,1.5,     | CONTENT
            age,a,>=,65,1,       | age,a,>=,NaN,1,      | FORMAT
            age,a,>=,65,1,       | age,a,>=,1e999,1,    | FORMAT
            age,a,>=,65,1,       | age,a,>=,65,1,0.5    | FORMAT
            age,a,>=,65,1,       | age,a,>=,65,9999,    | TOO_LARGE
            age,a,>=,65,1,       | age,a,>=,65          | FORMAT
            ',,total,6,,0.57'    | ''                   | CONTENT
            ',,total,6,,0.57'    | ',,total,7,,0.57'    | CONTENT
            ',,total,6,,0.57'    | ',,total,5,,0.57'    | CONTENT
            ',,total,6,,0.57'    | ',,total,6,,1.57'    | CONTENT
            feature,unit         | unit,feature         | FORMAT
            """)
    void aTableThatIsWrongIsRefused(String part, String other, Kind kind) {
        String wrong = CSV.replace(part, other == null ? "" : other);
        assertThat(wrong).isNotEqualTo(CSV);
        Imported imported = ScoreTable.read(wrong.getBytes(StandardCharsets.UTF_8), INTAKE);
        assertThat(imported.<List<Kind>>fold(
                        read -> List.of(),
                        refused ->
                                refused.faults().stream().map(ImportFault::kind).toList()))
                .containsExactly(kind);
    }

    private static String json(String table) {
        return ScoreTable.read(table.getBytes(StandardCharsets.UTF_8), INTAKE)
                .fold(
                        read -> read.model().declaration().json(),
                        refused -> refused.faults().toString());
    }
}
