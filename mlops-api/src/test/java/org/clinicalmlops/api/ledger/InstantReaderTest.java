package org.clinicalmlops.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InstantReaderTest {
    /** Oracle: the JDK, which writes an instant in one way only. */
    private static Optional<Instant> jdk(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(at -> at.toString().equals(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> read(InstantReader reader, String text) {
        try {
            return Optional.of(reader.read("x" + text + "y", 1, 1 + text.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Test
    void instantsAndWhatIsNearlyOneAreReadAsTheJdkReadsThem() {
        SplittableRandom random = new SplittableRandom(8);
        List<Integer> units = List.of(1, 1_000, 1_000_000, 1_000_000_000);
        String marks = "0159.:Z-+T x";
        InstantReader reader = new InstantReader();
        int read = 0;
        for (int i = 0; i < 40_000; i++) {
            int unit = units.get(random.nextInt(units.size()));
            long second = random.nextInt(20) > 0
                    ? 1_700_000_000 + random.nextInt(90)
                    : random.nextLong(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
            String text = Instant.ofEpochSecond(second, (long) random.nextInt(1_000_000_000 / unit) * unit)
                    .toString();
            if (random.nextInt(2) == 0) {
                int place = 15 + random.nextInt(text.length() - 15);
                String mark = "" + marks.charAt(random.nextInt(marks.length()));
                text = new StringBuilder(text)
                        .replace(place, place + random.nextInt(2), mark)
                        .toString();
            }
            assertThat(read(reader, text)).as(text).isEqualTo(jdk(text));
            read += jdk(text).isPresent() ? 1 : 0;
        }
        assertThat(read).isBetween(20_000, 30_000);
    }

    @Test
    void secondsAndZerosBeyondWhatIsWrittenAreRefusedAfterTheSameMinuteToo() {
        InstantReader reader = new InstantReader();
        reader.read("2024-03-01T12:00:00Z", 0, 20);
        for (String text : List.of(
                "2024-03-01T12:00:60Z",
                "2024-03-01T12:00:00.000Z",
                "2024-03-01T12:00:00.500000Z",
                "2024-03-01T12:00:00.500000000Z",
                "2024-03-01T12:00:00.5Z",
                "2024-03-01T12:00Z")) {
            assertThatIllegalArgumentException().isThrownBy(() -> reader.read(text, 0, text.length()));
        }
        assertThat(reader.read("2024-03-01T12:00:59.999999999Z", 0, 30))
                .isEqualTo(Instant.parse("2024-03-01T12:00:59.999999999Z"));
    }
}
