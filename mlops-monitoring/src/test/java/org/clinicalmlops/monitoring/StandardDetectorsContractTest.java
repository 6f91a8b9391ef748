package org.clinicalmlops.monitoring;

import java.time.Period;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.testkit.monitor.DetectorContract;
import org.junit.jupiter.api.Nested;

/** One detector of each family passes the contract that a host's own has to; their size and power are proved at full scale elsewhere. */
class StandardDetectorsContractTest {
    private abstract static class Standard extends DetectorContract {
        private final String id;

        Standard(String id) {
            this.id = id;
        }

        @Override
        protected DetectorSpec detector() {
            return StandardParts.detectors().stream()
                    .filter(spec -> spec.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        protected MonitorPlan plan() {
            return MonitorPlan.standard()
                    .window(Period.ofDays(7))
                    .groups(Grouping.none().byLevel("ward"));
        }

        @Override
        protected int streams() {
            return 60;
        }
    }

    @Nested
    class InputDrift extends Standard {
        InputDrift() {
            super("input.psi");
        }
    }

    @Nested
    class UnitChange extends Standard {
        UnitChange() {
            super("input.unit");
        }
    }

    @Nested
    class Missingness extends Standard {
        Missingness() {
            super("feed.missingness");
        }
    }

    @Nested
    class DeadFeed extends Standard {
        DeadFeed() {
            super("feed.dead");
        }
    }

    @Nested
    class Calibration extends Standard {
        Calibration() {
            super("harm.risk-adjusted");
        }
    }

    @Nested
    class ExcessLoss extends Standard {
        ExcessLoss() {
            super("harm.excess-loss");
        }
    }

    @Nested
    class Subgroups extends Standard {
        Subgroups() {
            super("harm.subgroups");
        }
    }

    @Nested
    class OutcomeFollowUp extends Standard {
        OutcomeFollowUp() {
            super("harm.outcomes");
        }
    }
}
