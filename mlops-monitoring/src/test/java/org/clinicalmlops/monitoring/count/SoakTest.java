package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The soak, shortened. */
class SoakTest {
    @Test
    void whatAMonitorHoldsDoesNotGrow() throws InterruptedException {
        List<String> told = new ArrayList<>();
        assertThat(Soak.run(2_000_000, told::add)).as("%s", told).isLessThan(Soak.MOST_GROWTH);
        assertThat(told).hasSize(3);
    }
}
