package org.clinicalmlops.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.clinicalmlops.examples.flchain.Assay;
import org.junit.jupiter.api.Test;

/** The table of {@link FaultTable} on one clean stream and ten faults; the whole of it is printed by {@code ./mvnw -q -Pcalibration}. */
class FaultReplayTest {
    @Test
    void eachFaultIsFoundAndNamedAndTheCleanStreamIsSilent() {
        List<Assay> published = Ward.published();
        FaultTable table = new FaultTable();
        table.add(published, 1);
        table.add(published, 2);
        assertThat(table.misses()).isEmpty();
        assertThat(table.silent()).isEqualTo(2);
        for (Fault fault : Fault.values()) {
            assertThat(table.named(fault, fault.suspect)).as(fault.words).isEqualTo(2);
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        table.print(new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Clean streams: 2 of 2 silent");
    }
}
