package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.KeysUnavailable;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.core.seal.OpenedRow;
import org.clinicalmlops.core.seal.SealedReading;
import org.clinicalmlops.core.seal.Sealing;
import org.jspecify.annotations.Nullable;

/** What the ledger says of a deployment that is to go on: which versions it had at last, and how far they were. */
public final class Past {
    private static final Set<EntryKind> KINDS = Set.of(
            EntryKind.SILENT_TRIAL_STARTED,
            EntryKind.WENT_LIVE,
            EntryKind.RAMP_STARTED,
            EntryKind.RAMP_WITHDRAWN,
            EntryKind.MODEL_PROMOTED,
            EntryKind.MODEL_ROLLED_BACK,
            EntryKind.SILENT_TRIAL_WITHDRAWN,
            EntryKind.DEPLOYMENT_CLOSED,
            EntryKind.DEPLOYMENT_RESUMED,
            EntryKind.WINDOW_CLOSED,
            EntryKind.MONITOR_SAVED,
            EntryKind.PREDICTED,
            EntryKind.ABSTAINED);
    /** More than an {@link Audit} holds: ids that were given out and never stored are not given out again. */
    private static final long GAP = 20_000;

    private final String deployment;
    private final SealedReading reading;
    private @Nullable Served current;
    private @Nullable Served shadow;
    private boolean live;
    private boolean ramping;
    private boolean closed;
    private long sequence;
    private String plan = "";

    private Past(String deployment, SealedReading reading) {
        this.deployment = deployment;
        this.reading = reading;
    }

    /** One version. Read-only outside. */
    public static final class Served {
        private final Digest model;
        private final Instant since;
        private final long from;
        private long answered;
        private long abstained;
        private boolean reviewed;
        private @Nullable Recorded saved;

        private Served(Recorded started) {
            model = new Digest(started.facts().required("model"));
            since = started.at();
            from = started.sequence();
        }

        public Digest model() {
            return model;
        }

        /** When its silent trial started, or it was rolled back to. */
        public Instant since() {
            return since;
        }

        /** The entry by which it did, or was. */
        public long from() {
            return from;
        }

        public long answered() {
            return answered;
        }

        public long abstained() {
            return abstained;
        }

        /** Whether a window of it was ever closed. */
        public boolean reviewed() {
            return reviewed;
        }

        /** The last state of its monitor. */
        public Optional<Recorded> saved() {
            return Optional.ofNullable(saved);
        }

        private void count(boolean answers) {
            answered += answers ? 1 : 0;
            abstained += answers ? 0 : 1;
        }

        private boolean is(Facts facts) {
            return facts.says("model", model.hex());
        }
    }

    /** Empty if the ledger knows no such deployment. Cost: one pass over its predictions. */
    public static Optional<Past> of(Ledger ledger, String deployment) {
        return of(ledger, deployment, Sealing.NONE);
    }

    /**
     * As {@link #of(Ledger, String)}, of a ledger whose rows may be sealed.
     *
     * @throws KeysUnavailable if the key of a row cannot be asked for now
     */
    public static Optional<Past> of(Ledger ledger, String deployment, Sealing sealing) {
        Past past = new Past(deployment, sealing.reading());
        Recorded.read(ledger, KINDS, entry -> {
            if (entry.facts().says("deployment", deployment)) {
                past.take(entry);
            }
        });
        return past.current == null ? Optional.empty() : Optional.of(past);
    }

    private void take(Recorded entry) {
        Facts facts = entry.facts();
        switch (entry.kind()) {
            case SILENT_TRIAL_STARTED -> {
                Served started = new Served(entry);
                if (facts.text("beside").isPresent()) {
                    shadow = started;
                } else {
                    current = started;
                    plan = facts.required("plan");
                }
            }
            case WENT_LIVE -> live = true;
            case RAMP_STARTED -> ramping = true;
            case MODEL_PROMOTED -> {
                current = shadow == null ? current : shadow;
                alone();
            }
            case MODEL_ROLLED_BACK -> {
                current = new Served(entry); // watched anew
                if (ramping || shadow().filter(version -> version.is(facts)).isPresent()) {
                    alone();
                }
            }
            case SILENT_TRIAL_WITHDRAWN, RAMP_WITHDRAWN -> alone();
            case DEPLOYMENT_CLOSED, DEPLOYMENT_RESUMED -> {
                closed = entry.kind() == EntryKind.DEPLOYMENT_CLOSED;
                facts.text("sequence").ifPresent(text -> sequence = Math.max(sequence, Long.parseLong(text)));
            }
            case WINDOW_CLOSED -> of(facts).ifPresent(version -> version.reviewed = true);
            case MONITOR_SAVED -> of(facts).ifPresent(version -> version.saved = entry);
            case PREDICTED -> predicted(entry.kind(), facts);
            default -> of(facts).ifPresent(version -> version.count(false));
        }
    }

    private void alone() {
        shadow = null;
        ramping = false;
    }

    private void predicted(EntryKind kind, Facts facts) {
        boolean fallback = facts.says("mode", PredictionFacts.BY_FALLBACK);
        of(facts).ifPresent(version -> version.count(!fallback));
        String id = facts.required("prediction");
        if (id.startsWith(deployment + "-")) {
            sequence = Math.max(sequence, Long.parseLong(id.substring(deployment.length() + 1)));
        }
        Optional<Served> beside = facts.text("shadow.model").flatMap(this::of);
        if (beside.isPresent()
                && reading.open(kind, facts) instanceof OpenedRow.Readable row) { // of a forgotten patient nobody knows
            boolean answers = Double.isFinite(Double.parseDouble(row.facts().required("shadow.risk")));
            beside.get().count(answers);
        }
    }

    private Optional<Served> of(Facts facts) {
        return facts.text("model").flatMap(this::of);
    }

    private Optional<Served> of(String model) {
        return Stream.of(Optional.ofNullable(current), shadow())
                .flatMap(Optional::stream)
                .filter(version -> version.model.hex().equals(model))
                .findFirst();
    }

    public String deployment() {
        return deployment;
    }

    /** Hexadecimal digest of the plan that it runs under. */
    public String plan() {
        return plan;
    }

    /** The version that answers. */
    public Served current() {
        return Objects.requireNonNull(current);
    }

    /** The newer version beside it, silently or as its challenger. */
    public Optional<Served> shadow() {
        return Optional.ofNullable(shadow);
    }

    /** Whether the newer version answers for a share of the patients. */
    public boolean ramping() {
        return ramping;
    }

    /** Whether it has left its silent trial. */
    public boolean live() {
        return live;
    }

    /** Number of its last prediction, or one that none can have had if it was not closed. */
    public long sequence() {
        return closed ? sequence : sequence + GAP;
    }
}
