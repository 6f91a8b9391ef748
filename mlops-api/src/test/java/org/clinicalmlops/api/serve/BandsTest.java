package org.clinicalmlops.api.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandsTest {
    private static final Bands BANDS = Bands.of("low").from(0.1, "moderate").from(0.3, "high");

    @ParameterizedTest
    @CsvSource({"0, low", "0.0999999, low", "0.1, moderate", "0.2999999, moderate", "0.3, high", "1, high"})
    void aBandBeginsWithItsLowestRisk(double risk, String band) {
        assertThat(BANDS.of(risk)).isEqualTo(band);
    }
}
