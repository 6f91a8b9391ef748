package org.clinicalmlops.ledger;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Checkpoint;
import org.clinicalmlops.api.ledger.CheckpointSigner;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Verification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ledger that has the end of its chain signed after every so many entries, and by hand. Each {@link Checkpoint} is handed to a
 * keeper, which the host supplies and which is to put it where nobody who can write to the database can: a second system, a
 * mailbox, paper. It is then appended as an entry too, {@link EntryKind#CHECKPOINT_SIGNED}, so that the record says that it was made.
 *
 * <p>Without a checkpoint outside, nobody can see three things, because whoever can write the database can also compute hashes:
 * entries cut off at the end, an end that was rewritten as a whole, and another ledger in the place of this one. With one, everything
 * up to its number is safe from that, and what came after it is not. A signature says that the chain stood there, not that it was
 * verified: who rewrites the past before the first checkpoint has it signed. Verify before the first one.
 *
 * <p>A failing signer or keeper never makes an append fail: the entries are stored, a warning is logged, and the next append tries
 * again.
 *
 * <p>Threads: safe, if the ledger and the keeper are; of several JVMs each keeps its own rhythm. The rhythm starts anew when a ledger
 * is opened, with a checkpoint after the first append.
 */
public final class CheckpointedLedger implements Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointedLedger.class);

    private final Ledger ledger;
    private final Clock clock;
    private final String key;
    private final CheckpointSigner signer;
    private final Consumer<? super Checkpoint> keeper;
    private final long every;
    private final Object signing = new Object();
    private long signed;

    private CheckpointedLedger(
            Ledger ledger,
            Clock clock,
            String key,
            CheckpointSigner signer,
            Consumer<? super Checkpoint> keeper,
            long every) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.key = Objects.requireNonNull(key, "key");
        this.signer = Objects.requireNonNull(signer, "signer");
        this.keeper = Objects.requireNonNull(keeper, "keeper");
        this.every = every;
        this.signed = every == Long.MAX_VALUE ? 0 : -every;
    }

    /** Who signs the checkpoints of {@code ledger}. */
    public static NeedsKeeper signing(Ledger ledger, Clock clock, String key, CheckpointSigner signer) {
        return keeper -> new CheckpointedLedger(ledger, clock, key, signer, keeper, Long.MAX_VALUE);
    }

    /** The step that says where checkpoints go. */
    @FunctionalInterface
    public interface NeedsKeeper {
        /** @param keeper is given each checkpoint once it is signed; what it throws is logged */
        CheckpointedLedger keptBy(Consumer<? super Checkpoint> keeper);
    }

    /**
     * Signs also without being asked: after the append that makes the chain at least this much longer than at the last checkpoint.
     *
     * @param entries at least 2, because a checkpoint is an entry
     */
    public CheckpointedLedger every(long entries) {
        if (entries < 2) {
            throw new IllegalArgumentException("entries must be >= 2, was " + entries);
        }
        return new CheckpointedLedger(ledger, clock, key, signer, keeper, entries);
    }

    /**
     * Has the end of the chain signed now.
     *
     * @return the checkpoint; none if the ledger is empty
     * @throws MlopsException if it cannot be signed, kept or stored; what was appended before is not touched
     */
    public Optional<Checkpoint> checkpoint() {
        synchronized (signing) {
            Optional<Entry> last = ledger.last();
            if (last.isEmpty()) {
                return Optional.empty();
            }
            Checkpoint checkpoint = sign(Chain.endingWith(last.get()));
            signed = checkpoint.entries();
            return Optional.of(checkpoint);
        }
    }

    private Checkpoint sign(Chain chain) {
        try {
            Checkpoint checkpoint = Checkpoint.of(chain, clock.instant(), key, signer);
            keeper.accept(checkpoint);
            ledger.append(Draft.of(
                            EntryKind.CHECKPOINT_SIGNED,
                            checkpoint.at(),
                            Facts.NONE
                                    .with("entries", checkpoint.entries())
                                    .with("last", checkpoint.last())
                                    .with("key", key))
                    .body(checkpoint.line()));
            return checkpoint;
        } catch (MlopsException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new MlopsException(
                    "the checkpoint after entry " + chain.entries() + " could not be signed or kept", e);
        }
    }

    private List<Entry> signedInRhythm(List<Entry> appended) {
        if (!appended.isEmpty() && every < Long.MAX_VALUE) {
            Entry last = appended.get(appended.size() - 1);
            synchronized (signing) {
                if (last.sequence() - signed >= every) {
                    try {
                        signed = sign(Chain.endingWith(last)).entries();
                    } catch (MlopsException e) {
                        LOG.warn(
                                "the entries are stored, but no checkpoint could be made; the next append tries again",
                                e);
                    }
                }
            }
        }
        return appended;
    }

    @Override
    public List<Entry> appendAll(List<Draft> drafts) {
        return signedInRhythm(ledger.appendAll(drafts));
    }

    @Override
    public List<Entry> appendIfNone(Set<EntryKind> kinds, long seen, List<Draft> drafts) {
        return signedInRhythm(ledger.appendIfNone(kinds, seen, drafts));
    }

    @Override
    public void read(Set<EntryKind> kinds, Consumer<? super Entry> entries) {
        ledger.read(kinds, entries);
    }

    @Override
    public void read(EntryFilter filter, Consumer<? super Entry> entries) {
        ledger.read(filter, entries); // the store may have an index for it
    }

    @Override
    public Optional<Entry> entry(long sequence) {
        return ledger.entry(sequence);
    }

    @Override
    public Optional<Entry> last() {
        return ledger.last();
    }

    @Override
    public Verification verify() {
        return ledger.verify();
    }
}
