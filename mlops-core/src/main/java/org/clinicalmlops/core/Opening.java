package org.clinicalmlops.core;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.PatientKeys;
import org.clinicalmlops.api.monitor.MonitorEngine;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.core.retention.PatientRecords;
import org.clinicalmlops.core.retention.Retention;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a {@link Workspace} needs before it can be opened, step by step. */
public final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private Opening() {}

    static NeedsClock on(Ledger ledger) {
        Objects.requireNonNull(ledger, "ledger");
        return clock -> pseudonyms -> staff -> monitoring -> new Complete(
                ledger,
                Objects.requireNonNull(clock, "clock"),
                Objects.requireNonNull(pseudonyms, "pseudonyms"),
                Objects.requireNonNull(staff, "staff"),
                Objects.requireNonNull(monitoring, "monitoring"),
                message -> {},
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
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

        /**
         * Seals what is stored of a patient from now on under a key of that patient, so that it can be forgotten, and each saved state of a
         * monitor under a key of its own. Without it both are stored as they are.
         *
         * @param keys kept apart from the ledger; closed by the host
         */
        Ready sealing(PatientKeys keys);

        /** For how long patients' rows are kept, and who may forget them; needs {@link #sealing}. */
        Ready retention(Retention rules);

        /**
         * How often this workspace looks for what others on the same ledger have changed in its deployments, on a thread of its own: for
         * deployments that run in several JVMs, where a stop in one has to reach the others. It does so within this time and that of a look,
         * which reads the entries of changes. Without it, at the next review, pulse or change.
         *
         * @param every longer than zero; some seconds
         */
        Ready followingEvery(Duration every);

        /**
         * Opens it, and brings to an end what was decided about forgetting patients and not done yet.
         *
         * @throws IllegalStateException if there is a retention and no sealing: rows that are stored as they are cannot be forgotten
         */
        Workspace open();
    }

    /** What a workspace is opened with. */
    record Complete(
            Ledger ledger,
            Clock clock,
            Pseudonyms pseudonyms,
            Staff staff,
            MonitorEngine monitoring,
            Consumer<String> listener,
            Optional<PatientKeys> keys,
            Optional<Retention> retention,
            Optional<Duration> followingEvery)
            implements Ready {
        @Override
        public Ready progress(Consumer<String> told) {
            Objects.requireNonNull(told, "listener");
            return new Complete(ledger, clock, pseudonyms, staff, monitoring, told, keys, retention, followingEvery);
        }

        @Override
        public Ready sealing(PatientKeys under) {
            return new Complete(
                    ledger,
                    clock,
                    pseudonyms,
                    staff,
                    monitoring,
                    listener,
                    Optional.of(under),
                    retention,
                    followingEvery);
        }

        @Override
        public Ready retention(Retention rules) {
            return new Complete(
                    ledger, clock, pseudonyms, staff, monitoring, listener, keys, Optional.of(rules), followingEvery);
        }

        @Override
        public Ready followingEvery(Duration every) {
            if (every.isNegative() || every.isZero()) {
                throw new IllegalArgumentException("every must be longer than zero, was " + every);
            }
            return new Complete(
                    ledger, clock, pseudonyms, staff, monitoring, listener, keys, retention, Optional.of(every));
        }

        @Override
        public Workspace open() {
            if (retention.isPresent() && keys.isEmpty()) {
                throw new IllegalStateException(
                        "a retention needs sealing: rows that are stored as they are cannot be forgotten");
            }
            Workspace workspace = new Workspace(this);
            if (retention.isPresent()) {
                finish(workspace.patients());
            }
            return workspace;
        }
    }

    /** Patients are served also while the store of keys is away. */
    private static void finish(PatientRecords patients) {
        try {
            patients.finish();
        } catch (MlopsException e) {
            LOG.error(
                    "Patients whose forgetting is decided are not forgotten yet: {}",
                    e.getClass().getSimpleName());
        }
    }
}
