package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UnitFitTest {
    private static final int TRAINING = 3000;
    private static final double[] FACTORS = Conversion.KNOWN.stream()
            .filter(c -> c.offset() == 0)
            .mapToDouble(Conversion::scale)
            .distinct()
            .toArray();

    private static Optional<UnitFit> fit(Ward before, Ward now, int rows, SplittableRandom random) {
        Baseline baseline = before.baseline(TRAINING, random);
        FeatureCounts counts =
                RowCounts.of(baseline, now.rows(rows, random), new double[rows]).feature(0);
        return UnitFit.of(baseline.features().get(0), counts);
    }

    private static Ward lognormal(double sd) {
        return Ward.of(Ward.number("x", Ward.lognormal(1, sd)));
    }

    private static Ward partly(double sd, double share, double factor) {
        return lognormal(sd).with("x", Ward.lognormal(1, sd).mixed(share, Ward.lognormal(factor, sd)));
    }

    /**
     * Where every other known factor, and the 1.5 from which on a factor is looked for, is four standard errors away or more, the factor is
     * named rightly in 95 % at least. The standard error is that of the mixture's information, the sampling of training included.
     */
    @ParameterizedTest(name = "spread {0}, share {1}, {2} rows")
    @CsvSource({
        "0.2,  0.2, 100",
        "0.2,  0.5, 300",
        "0.35, 0.2, 300",
        "0.35, 0.5, 100",
        "0.35, 1,   100",
        "0.35, 1,  1000",
        "0.8,  0.5, 300",
        "0.8,  1,   300"
    })
    void aKnownFactorIsNamedIfNoOtherIsNear(double sd, double share, int rows) {
        int far = 0;
        int right = 0;
        int all = 0;
        int wrong = 0;
        for (double factor : FACTORS) {
            boolean isolated = nearest(factor) >= 4 * error(sd, share, Math.log(factor), rows);
            for (int stream = 0; stream < (isolated ? 16 : 3); stream++) {
                SplittableRandom random = new SplittableRandom(Double.hashCode(factor) * 31L + stream);
                Optional<UnitFit> fit = fit(lognormal(sd), partly(sd, share, factor), rows, random);
                boolean named = fit.filter(UnitFit::named).isPresent();
                boolean rightly = named && Math.abs(fit.get().factors().get(0) / factor - 1) < 1e-9;
                far += isolated ? 1 : 0;
                right += isolated && rightly ? 1 : 0;
                all++;
                wrong += named && !rightly ? 1 : 0;
            }
        }
        assertThat(far).isGreaterThanOrEqualTo(32);
        assertThat((double) right / far).as("%s of %s", right, far).isGreaterThanOrEqualTo(0.95);
        assertThat((double) wrong / all).as("%s of %s", wrong, all).isLessThanOrEqualTo(0.02);
    }

    private static double nearest(double factor) {
        double nearest = Math.abs(Math.log(factor)) - Math.log(1.5);
        for (double other : FACTORS) {
            double gap = Math.abs(Math.log(other / factor));
            nearest = gap > 1e-9 ? Math.min(nearest, gap) : nearest;
        }
        return nearest;
    }

    /** Of the logarithm of the factor, by the information of a mixture of two normal laws of one spread, with the share unknown. */
    private static double error(double sd, double share, double shift, int rows) {
        double shares = 0;
        double both = 0;
        double shifts = 0;
        double step = sd / 50;
        for (double u = Math.min(0, shift) - 6 * sd; u < Math.max(0, shift) + 6 * sd; u += step) {
            double old = Math.exp(-u * u / (2 * sd * sd)) / (sd * Math.sqrt(2 * Math.PI));
            double moved = Math.exp(-(u - shift) * (u - shift) / (2 * sd * sd)) / (sd * Math.sqrt(2 * Math.PI));
            double density = (1 - share) * old + share * moved;
            if (density > 1e-300) {
                double ofShare = (moved - old) / density;
                double ofShift = share * moved * (u - shift) / (sd * sd) / density;
                shares += ofShare * ofShare * density * step;
                both += ofShare * ofShift * density * step;
                shifts += ofShift * ofShift * density * step;
            }
        }
        double information = share == 1 ? shifts : shifts - both * both / shares;
        return Math.sqrt((1 + rows * share / TRAINING) / (rows * information));
    }

    static Stream<Arguments> otherDrift() {
        Ward age = Ward.of(Ward.number("x", Ward.normal(65, 12)));
        Ward creatinine = lognormal(0.35);
        Ward score = Ward.of(Ward.number("x", Ward.score(1.5)));
        Ward z = Ward.of(Ward.number("x", Ward.NORMAL));
        return Stream.of(
                Arguments.of("an age shifted by half a sd", age, age.changed("x", x -> x + 6)),
                Arguments.of("an age shifted down by one sd", age, age.changed("x", x -> x - 12)),
                Arguments.of("an age shifted by two sd", age, age.changed("x", x -> x + 24)),
                Arguments.of(
                        "a default in a third",
                        age,
                        age.with("x", Ward.normal(65, 12).mixed(0.3, r -> 99))),
                Arguments.of("a constant", age, age.with("x", r -> 40)),
                Arguments.of("creatinine shifted by two sd", creatinine, creatinine.changed("x", x -> x + 0.74)),
                Arguments.of("creatinine times 1.3", creatinine, creatinine.changed("x", x -> 1.3 * x)),
                Arguments.of(
                        "zeros in a third",
                        creatinine,
                        creatinine.with("x", Ward.lognormal(1, 0.35).mixed(0.3, r -> 0))),
                Arguments.of(
                        "other patients among them",
                        age,
                        age.with("x", Ward.normal(65, 12).mixed(0.4, Ward.normal(40, 15)))),
                Arguments.of("a score shifted by one", score, score.changed("x", x -> x + 1)),
                Arguments.of("z-scores, some shifted", z, z.with("x", Ward.NORMAL.mixed(0.4, Ward.normal(2, 1)))),
                Arguments.of("no change", age, age));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherDrift")
    void otherDriftIsNotTakenForAMultiplication(String name, Ward before, Ward now) {
        int taken = 0;
        for (int stream = 0; stream < 40; stream++) {
            SplittableRandom random = new SplittableRandom(stream);
            taken += fit(before, now, stream % 2 == 0 ? 100 : 300, random).isPresent() ? 1 : 0;
        }
        assertThat(taken).as("%s of 40", taken).isLessThanOrEqualTo(4);
    }

    @Test
    void degreesOfFahrenheitAreKnown() {
        Ward celsius = Ward.of(Ward.number("x", "Cel", Ward.normal(37, 0.7)));
        UnitFit fit = fit(celsius, celsius.changed("x", x -> 1.8 * x + 32), 100, new SplittableRandom(1))
                .orElseThrow();
        assertThat(fit.named()).isTrue();
        assertThat(fit.text("Cel")).contains("temperature, Cel to [degF]");
        Ward fahrenheit = celsius.changed("x", x -> 1.8 * x + 32);
        assertThat(fit(fahrenheit, celsius, 100, new SplittableRandom(1))
                        .orElseThrow()
                        .text("[degF]"))
                .contains("temperature, [degF] to Cel");
    }

    @Test
    void wholeNumbersAreNoHindrance() {
        Ward rate = Ward.of(Ward.number("x", Ward.normal(80, 15).then(Math::rint)));
        UnitFit fit = fit(rate, rate.changed("x", x -> 10 * x), 200, new SplittableRandom(1))
                .orElseThrow();
        assertThat(fit.factor()).isCloseTo(10, within(0.3));
    }

    @Test
    void factorsThatAreTooNearForTheRowsAreListedAndTheDeclaredUnitIsHeeded() {
        UnitFit fit = fit(lognormal(0.5), partly(0.5, 1, 17.5), 100, new SplittableRandom(3))
                .orElseThrow();
        assertThat(fit.named()).isFalse();
        assertThat(fit.text("mg/dL"))
                .startsWith("the values look multiplied by about 1")
                .contains(
                        ": 17.1 (bilirubin, mg/dL to umol/L), which fits the declared unit; or 18.02 (glucose, mmol/L to mg/dL)");
        assertThat(fit.text("mmol/L"))
                .contains(
                        ": 18.02 (glucose, mmol/L to mg/dL), which fits the declared unit; or 17.1 (bilirubin, mg/dL to umol/L)");
        assertThat(fit.text("1")).doesNotContain("fits");
    }

    @Test
    void aFactorThatIsNoConversionIsToldAsItIs() {
        UnitFit fit = fit(lognormal(0.2), partly(0.2, 0.4, 5), 300, new SplittableRandom(3))
                .orElseThrow();
        assertThat(fit.factors()).isEmpty();
        assertThat(fit.factor()).isCloseTo(5, within(0.2));
        assertThat(fit.share()).isCloseTo(0.4, within(0.1));
        assertThat(fit.text("1"))
                .matches(
                        "\\d\\d\\.\\d % of the values look multiplied by about [45](\\.\\d)?, which is no conversion that is known here");
    }

    @Test
    void tooFewValuesAreNotFitted() {
        assertThat(fit(lognormal(0.2), partly(0.2, 1, 10), UnitFit.FEWEST - 1, new SplittableRandom(3)))
                .isEmpty();
        Ward category = Ward.of(Ward.category("x", 2, Ward.levels(0.5, 0.5)));
        assertThat(fit(category, category, 100, new SplittableRandom(3))).isEmpty();
        Ward constant = Ward.of(Ward.number("x", r -> 7));
        assertThat(fit(constant, constant, 100, new SplittableRandom(3))).isEmpty();
        assertThat(fit(constant, constant.changed("x", x -> 10 * x), 100, new SplittableRandom(3))
                        .orElseThrow()
                        .factor())
                .isCloseTo(10, within(1.0));
    }

    @Test
    void everyConversionHasItsInverse() {
        for (Conversion conversion : Conversion.KNOWN) {
            assertThat(conversion.before(conversion.apply(36.6))).isCloseTo(36.6, within(1e-9));
            assertThat(Conversion.KNOWN)
                    .anyMatch(c -> c.what().equals(conversion.what())
                            && c.from().equals(conversion.to())
                            && Math.abs(c.apply(conversion.apply(36.6)) - 36.6) < 1e-9);
        }
    }
}
