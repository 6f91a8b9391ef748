package org.clinicalmlops.core.imported;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models and what their own libraries answered, both kept: needs no native code. Oracle: {@link LibraryModels} (xgboost4j 3.4.0 and, as
 * named, 2.1.4; LightGBM 4.3.0).
 */
class StoredPredictionsTest {
    /** Some units in the last place of a float risk: XGBoost sums up to 20 leaves and takes the exponential in floats. */
    private static final double FLOATS = 4e-7;

    private static final double DOUBLES = 1e-15;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xgboost-categories.json",
                "xgboost-categories.ubj",
                "xgboost-exact.ubj",
                "xgboost-dart.ubj",
                "xgboost-parallel.ubj",
                "xgboost-2.1.4.json"
            })
    void xgboostAnswersTheSame(String file) {
        same(file, XgboostModel.read(Scored.resource(file), intake(file)), FLOATS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lightgbm-categories.txt",
                "lightgbm-zero.txt",
                "lightgbm-no-missing.txt",
                "lightgbm-forest.txt",
                "lightgbm-entropy.txt"
            })
    void lightgbmAnswersTheSame(String file) {
        same(file, LightgbmModel.read(Scored.resource(file), intake(file)), DOUBLES);
    }

    @Test
    void jsonAndUbjsonAreOneModel() {
        String json = "xgboost-categories.json";
        String ubjson = "xgboost-categories.ubj";
        assertThat(Scored.of(XgboostModel.read(Scored.resource(json), intake(json)))
                        .model()
                        .declaration()
                        .json())
                .isEqualTo(Scored.of(XgboostModel.read(Scored.resource(ubjson), intake(ubjson)))
                        .model()
                        .declaration()
                        .json());
    }

    static ModelIntake intake(String file) {
        return file.equals("xgboost-exact.ubj") ? numbers() : MadeUpTable.intake();
    }

    /** That model was trained on codes as numbers, which a host has to read as numbers. */
    static ModelIntake numbers() {
        return ModelIntake.of("codes as numbers", MadeUpTable.numbers());
    }

    private static void same(String file, Imported imported, double within) {
        Scored scored = Scored.of(imported);
        double[][] rows = MadeUpTable.rows(LibraryModels.STORED, LibraryModels.STORED_ROWS);
        List<String> stored = new String(Scored.resource(file + ".risks"), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        assertThat(stored).hasSize(rows.length);
        double worst = 0;
        for (int i = 0; i < rows.length; i++) {
            worst = Math.max(worst, Math.abs(scored.risk(rows[i]) - Double.parseDouble(stored.get(i))));
        }
        assertThat(worst).as(file).isLessThan(within);
    }
}
