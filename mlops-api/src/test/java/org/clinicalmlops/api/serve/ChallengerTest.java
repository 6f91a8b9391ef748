package org.clinicalmlops.api.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which patients a challenger answers for. 100,000 made-up pseudonyms of the form that the ledger has. */
class ChallengerTest {
    private static final List<String> PATIENTS = IntStream.range(0, 100_000)
            .mapToObj(i -> Digest.of("patient " + i).hex())
            .toList();

    private static Challenger of(String name, double share) {
        return new Challenger(Digest.of(name), 1, share, Instant.EPOCH);
    }

    private static long count(Challenger challenger) {
        return PATIENTS.stream().filter(challenger::answersFor).count();
    }

    /**
     * Oracle: hashlib of Python 3, {@code (int.from_bytes(sha256(b"ramp/1\n" + challenger + b"\n" + patient).digest()[:8], "big") >> 11) /
     * 2**53}, challenger = sha256(b"challenger").hexdigest(). Whoever upgrades in the middle of a ramp must find the same patients.
     */
    @ParameterizedTest
    @CsvSource({"p-1, 0.7813233547899683", "p-2, 0.4388467799033817", "0123, 0.016817570681411764"})
    void theShareFromWhichOnAPatientIsItsNeverChanges(String patient, double from) {
        assertThat(of("challenger", from).answersFor(patient)).as("not below").isFalse();
        assertThat(of("challenger", Math.nextUp(from)).answersFor(patient)).isTrue();
    }

    /** Four standard deviations of a binomial count. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.05, 0.25, 0.5, 0.9})
    void itsShareOfPatientsIsItsShare(double share) {
        double sd = Math.sqrt(PATIENTS.size() * share * (1 - share));

        assertThat((double) count(of("m", share))).isCloseTo(PATIENTS.size() * share, within(4 * sd));
    }

    @Test
    void whoeverIsItsStaysItsWhenTheShareGrows() {
        List<Double> shares = List.of(0.01, 0.05, 0.25, 0.5, 0.9);
        for (String patient : PATIENTS) {
            boolean before = false;
            for (double share : shares) {
                boolean now = of("m", share).answersFor(patient);
                assertThat(now || !before).isTrue();
                before = now;
            }
        }
    }

    /** Of two challengers at a quarter, a sixteenth of the patients is of both: it is not the same people who are asked each time. */
    @Test
    void anotherChallengerDrawsOthers() {
        Challenger one = of("one", 0.25);
        Challenger other = of("other", 0.25);
        long both = PATIENTS.stream()
                .filter(patient -> one.answersFor(patient) && other.answersFor(patient))
                .count();
        double sd = Math.sqrt(PATIENTS.size() / 16.0 * 15 / 16);

        assertThat((double) both).isCloseTo(PATIENTS.size() / 16.0, within(4 * sd));
    }

    @Test
    void stepAndInstantDrawNobodyElse() {
        Challenger first = of("m", 0.25);
        Challenger later = new Challenger(first.model(), 7, 0.25, Instant.MAX);

        assertThat(PATIENTS.subList(0, 1_000)).allMatch(p -> first.answersFor(p) == later.answersFor(p));
        assertThat(first.since(Instant.MAX)).isEqualTo(new Challenger(first.model(), 1, 0.25, Instant.MAX));
    }

    @Test
    void aShareOfNoneOrAllIsRefused() {
        for (double share : new double[] {0, 1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> of("m", share))
                    .withMessage("share must be in (0, 1), was " + share);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Challenger(Digest.of("m"), 0, 0.5, Instant.EPOCH))
                .withMessage("step must be >= 1, was 0");
    }
}
