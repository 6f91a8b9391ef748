package org.clinicalmlops.core;

import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.monitor.MonitorEngine;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.core.data.Pseudonyms;

/** What a {@link Workspace} needs before it can be opened, step by step. */
public final class Opening {
    private Opening() {}

    static NeedsClock on(Ledger ledger) {
        Objects.requireNonNull(ledger, "ledger");
        return clock -> pseudonyms -> staff -> monitoring -> new Complete(
                ledger,
                Objects.requireNonNull(clock, "clock"),
                Objects.requireNonNull(pseudonyms, "pseudonyms"),
                Objects.requireNonNull(staff, "staff"),
                Objects.requireNonNull(monitoring, "monitoring"),
                message -> {});
    }

    /** The time by which everything is recorded. */
    public interface NeedsClock {
        NeedsPseudonyms clock(Clock clock);
    }

    /** How patients' keys are hidden. */
    public interface NeedsPseudonyms {
        NeedsStaff pseudonyms(Pseudonyms pseudonyms);
    }

    /** Who may sign. */
    public interface NeedsStaff {
        NeedsMonitoring staff(Staff staff);
    }

    /** What watches. */
    public interface NeedsMonitoring {
        Ready monitoring(MonitorEngine engine);
    }

    /** Complete. */
    public interface Ready {
        /** Is told of each longer piece of work, from the thread that does it. */
        Ready progress(Consumer<String> listener);

        Workspace open();
    }

    private record Complete(
            Ledger ledger,
            Clock clock,
            Pseudonyms pseudonyms,
            Staff staff,
            MonitorEngine monitoring,
            Consumer<String> listener)
            implements Ready {
        @Override
        public Ready progress(Consumer<String> told) {
            return new Complete(ledger, clock, pseudonyms, staff, monitoring, Objects.requireNonNull(told, "listener"));
        }

        @Override
        public Workspace open() {
            return new Workspace(ledger, clock, pseudonyms, staff, monitoring, listener);
        }
    }
}
