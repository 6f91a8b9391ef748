package org.clinicalmlops.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.core.fixtures.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineReaderTest {
    private static final String JSON = baseline(new Estimate.Known(0.8, new Interval(0.7, 0.9, 0.95), 60))
            .declaration()
            .json();

    private static Baseline baseline(Estimate auroc) {
        FeatureTable table = FeatureTable.read(Plans.features(), Models.VISITS);
        return Baseline.of(
                table.schema(),
                table.levels(),
                List.of(
                        FeatureProfile.of("age", new double[] {50.5, 70}, new long[] {10, 20, 30}, 0),
                        FeatureProfile.of("lactate", new double[] {2}, new long[] {50, 4_000_000_000L}, 6),
                        FeatureProfile.of("sex", new double[0], new long[] {31, 29}, 0)),
                auroc);
    }

    @Test
    void aBaselineReadBackDeclaresTheSame() {
        for (Estimate auroc : List.of(
                new Estimate.Known(0.8, new Interval(0.7, 0.9, 0.95), 60),
                new Estimate.TooFew(3, 10),
                new Estimate.Undefined("one class only"))) {
            Baseline baseline = baseline(auroc);

            Baseline read = BaselineReader.read(baseline.declaration().json());

            assertThat(read.declaration()).isEqualTo(baseline.declaration());
            assertThat(read.auroc()).isEqualTo(auroc);
        }
    }

    @ParameterizedTest(name = "{0} -> {1}", quoteTextArguments = false)
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\":2 | \"format\":3",
                "\"counts\":[31,29] | \"counts\":[31,-29]",
                "\"counts\":[31,29] | \"counts\":[31,29.5]",
                "\"counts\":[31,29] | \"counts\":[31,1E+300]",
                "\"edges\":[50.5,70] | \"edges\":[70,50.5]",
                "\"edges\":[50.5,70] | \"edges\":[50.5,1E+400]",
                "\"edges\":[50.5,70] | \"edges\":\"none\"",
                "\"feature\":\"age\" | \"feature\":\"weight\"",
                "\"value\":0.8 | \"value\":0.99",
                "\"is\":\"known\" | \"is\":\"guessed\"",
                "\"features\":3 | \"features\":2",
                "\"missing\":6 | \"missing\":-6"
            })
    void whatIsNoBaselineIsRefused(String from, String to) {
        assertThat(JSON).contains(from);
        String json = JSON.replace(from, to);

        assertThatThrownBy(() -> BaselineReader.read(json)).isInstanceOf(MlopsException.class);
    }

    @Test
    void aMutatedBaselineIsRefusedOrABaseline() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 1_000; i++) {
            StringBuilder text = new StringBuilder(JSON);
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, "0123456789-.,[]{}\"e".charAt(random.nextInt(19)));
                case 1 -> text.deleteCharAt(at);
                default -> text.insert(at, "0123456789-.,[]{}\"e".charAt(random.nextInt(19)));
            }
            try {
                assertThat(BaselineReader.read(text.toString()).declaration().json())
                        .isEqualTo(text.toString());
            } catch (MlopsException e) {
                assertThat(e).hasMessageContaining("baseline");
            }
        }
    }
}
