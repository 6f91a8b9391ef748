package org.clinicalmlops.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InstantTextTest {
    /** Oracle: the JDK. */
    @Test
    void instantsAreWrittenAsTheJdkWritesThem() {
        SplittableRandom random = new SplittableRandom(7);
        List<Integer> units = List.of(1, 1_000, 1_000_000, 100_000_000);
        InstantText written = new InstantText();
        for (int i = 0; i < 20_000; i++) {
            int unit = units.get(random.nextInt(units.size()));
            int nanos = random.nextInt(1_000_000_000 / unit) * unit;
            long second = random.nextInt(3) > 0
                    ? random.nextInt(3)
                    : random.nextLong(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
            Instant at = Instant.ofEpochSecond(second, random.nextInt(5) == 0 ? 0 : nanos);
            assertThat(text(written, at)).isEqualTo(at.toString());
        }
        assertThat(text(written, Instant.MIN)).isEqualTo(Instant.MIN.toString());
        assertThat(text(written, Instant.MAX)).isEqualTo(Instant.MAX.toString());
    }

    private static String text(InstantText written, Instant at) {
        StringBuilder line = new StringBuilder();
        written.append(line, at);
        return line.toString();
    }
}
