package org.clinicalmlops.api.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Risk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContributionsTest {
    private static Contribution of(String feature, double amount) {
        return new Contribution(feature, "1", new SeenValue.Numeric(2), Optional.of(new SeenValue.Numeric(1)), amount);
    }

    private static Contributions of(double base, double total, Contribution... bySize) {
        return new Contributions(Scale.LOG_ODDS, base, total, Optional.of(new Risk(0.1)), List.of(bySize));
    }

    @Test
    void theyAddUpFromBaseToTotal() {
        Contributions made = of(-2, -0.5, of("a", 3), of("b", -1.5), of("c", 0));

        assertThat(made.moved()).isEqualTo(4.5);
        assertThat(made.share(made.bySize().get(0))).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(made.share(made.bySize().get(1))).isCloseTo(1.0 / 3, within(1e-15));
        assertThat(made.share(made.bySize().get(2))).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(-2, -0.4, of("a", 3), of("b", -1.5)))
                .withMessage("base and amounts must add up to the total -0.4, were -0.5");
    }

    /** What rounding makes of ten thousand trees is let pass; what a reader would see is not. */
    @Test
    void roundingIsLetPass() {
        assertThat(of(1, 2 + 1e-10, of("a", 1)).total()).isEqualTo(2 + 1e-10);
        assertThatIllegalArgumentException().isThrownBy(() -> of(1, 2 + 1e-7, of("a", 1)));
    }

    @Test
    void theyAreListedBySize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(0, 0, of("a", 1), of("b", -2), of("c", 1)))
                .withMessage("contributions must be listed by size, 'b' was larger than the one before");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void theyAreNumbers(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("a", value))
                .withMessage("the amount of 'a' must be finite, was " + value);
        assertThatIllegalArgumentException().isThrownBy(() -> of(value, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> of(1, value));
        assertThatIllegalArgumentException().isThrownBy(() -> of(value, value));
        assertThatIllegalArgumentException().isThrownBy(() -> new SeenValue.Numeric(value));
    }

    @Test
    void ofTheTypicalPatientNothingMoves() {
        Contributions none = of(-2, -2, of("a", 0));

        assertThat(none.share(none.bySize().get(0))).isZero();
    }
}
