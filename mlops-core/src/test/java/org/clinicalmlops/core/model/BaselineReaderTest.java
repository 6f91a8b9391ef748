package org.clinicalmlops.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Month;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Baseline.Season;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.core.fixtures.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineReaderTest {
    private static final List<FeatureProfile> FEATURES = List.of(
            FeatureProfile.of("age", new double[] {50.5, 70}, new long[] {10, 20, 30}, 0),
            FeatureProfile.of("lactate", new double[] {2}, new long[] {50, 4_000_000_000L}, 6),
            FeatureProfile.of("sex", new double[0], new long[] {31, 29}, 0));

    private static final String JSON = baseline(new Estimate.Known(0.8, new Interval(0.7, 0.9, 0.95), 60))
            .declaration()
            .json();

    private static Baseline baseline(Estimate auroc) {
        FeatureTable table = FeatureTable.read(Plans.features(), Models.VISITS);
        return Baseline.of(table.schema(), table.levels(), FEATURES, auroc);
    }

    /** With every part that there is. */
    private static Baseline whole() {
        FeatureTable table = FeatureTable.read(Plans.features(), Models.VISITS);
        long[] sizes = new long[Magnitudes.CELLS];
        sizes[7] = 60;
        long[] events = new long[RiskCells.CELLS];
        long[] others = new long[RiskCells.CELLS];
        events[100] = 5;
        others[3] = 4_000_000_000L;
        List<FeatureProfile> features = List.of(
                FEATURES.get(0)
                        .withMeanRisks(new double[] {0.1, 0.25, 1.0 / 3, 0})
                        .withMagnitudes(sizes),
                FEATURES.get(1).withMissingInARow(5),
                FEATURES.get(2).withMeanRisks(new double[] {1, 0, 0.5}));
        return new Baseline(
                table.schema(),
                table.levels(),
                features,
                OutputProfile.of(events, others),
                MissingPatterns.of(new long[] {0, 2, -1}, new long[] {54, 3, 2, 1}),
                List.of(
                        new Season(List.of(Month.DECEMBER, Month.JANUARY), FEATURES),
                        new Season(List.of(Month.JULY), features)),
                new Estimate.TooFew(3, 10));
    }

    @Test
    void everyPartOfABaselineIsReadBack() {
        Baseline whole = whole();

        Baseline read = BaselineReader.read(whole.declaration().json());

        assertThat(read.declaration()).isEqualTo(whole.declaration());
        assertThat(read.features().get(0).meanRisk(2)).isEqualTo(1.0 / 3);
        assertThat(read.features().get(0).magnitude(7)).isEqualTo(60);
        assertThat(read.features().get(1).knowsRisks()).isFalse();
        assertThat(read.features().get(1).knowsMagnitudes()).isFalse();
        assertThat(read.features().get(1).missingInARow()).isEqualTo(5);
        assertThat(read.output().events(100)).isEqualTo(5);
        assertThat(read.output().others(3)).isEqualTo(4_000_000_000L);
        assertThat(read.patterns().pattern(2)).isEqualTo(-1);
        assertThat(read.patterns().count(3)).isEqualTo(1);
        assertThat(read.seasons().get(0).months()).containsExactly(Month.DECEMBER, Month.JANUARY);
        assertThat(read.seasons().get(1).features().get(2).meanRisk(2)).isEqualTo(0.5);
    }

    @ParameterizedTest(name = "{0} -> {1}", quoteTextArguments = false)
    @CsvSource(
            delimiter = '|',
            value = {
                "\"patterns\":[\"0\",\"2\" | \"patterns\":[\"0\",\"-2\"",
                "\"patterns\":[\"0\",\"2\" | \"patterns\":[\"0\",\"0\"",
                "\"counts\":[54,3,2,1] | \"counts\":[54,3,2]",
                "\"missingInARow\":5 | \"missingInARow\":7",
                "\"missingInARow\":5 | \"missingInARow\":4.5",
                "\"meanRisks\":[1,0,0.5] | \"meanRisks\":[1,0,1.5]",
                "\"meanRisks\":[1,0,0.5] | \"meanRisks\":[1,0]",
                "\"JULY\" | \"HEUERT\""
            })
    void aPartThatCannotBeIsRefused(String from, String to) {
        String json = whole().declaration().json();
        assertThat(json).contains(from);

        assertThatThrownBy(() -> BaselineReader.read(json.replace(from, to))).isInstanceOf(MlopsException.class);
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
        String whole = whole().declaration().json();
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? JSON : whole);
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
