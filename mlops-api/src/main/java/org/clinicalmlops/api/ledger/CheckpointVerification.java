package org.clinicalmlops.api.ledger;

import java.security.PublicKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What came out when a ledger was held against checkpoints that were kept outside of it. */
public sealed interface CheckpointVerification {
    /**
     * The chain is whole and every checkpoint is on it.
     *
     * @param chain the verified chain
     * @param covered entries up to the newest checkpoint; what was cut off or rewritten after it cannot be seen. 0 without any
     */
    record Held(Verification.Intact chain, long covered) implements CheckpointVerification {
        public Held {
            Objects.requireNonNull(chain, "chain");
        }
    }

    /** The chain itself is broken; checkpoints were not looked at. */
    record ChainBroken(Verification.Broken chain) implements CheckpointVerification {
        public ChainBroken {
            Objects.requireNonNull(chain, "chain");
        }
    }

    /**
     * The chain is whole, and is not the one that was signed.
     *
     * @param checkpoint the first that does not hold, by number of entries
     * @param reason why not
     */
    record Failed(Checkpoint checkpoint, Reason reason) implements CheckpointVerification {
        public Failed {
            Objects.requireNonNull(checkpoint, "checkpoint");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Why a checkpoint does not hold. */
    enum Reason {
        /** No public key is known under the name of its key. */
        UNKNOWN_KEY,
        /** The signature is not of that key, or not of this statement: the checkpoint is forged, not the ledger. */
        FORGED_SIGNATURE,
        /** The ledger has fewer entries than were signed: its end was cut off, or it is an older copy or another ledger. */
        ENTRIES_MISSING,
        /** The entry of that number has another hash than was signed: the past was rewritten, or it is another ledger. */
        PAST_REWRITTEN
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Held, ? extends T> held,
            Function<? super ChainBroken, ? extends T> chainBroken,
            Function<? super Failed, ? extends T> failed) {
        if (this instanceof Held h) {
            return held.apply(h);
        }
        return this instanceof ChainBroken b ? chainBroken.apply(b) : failed.apply((Failed) this);
    }

    /**
     * Verifies the chain, and then holds every checkpoint against it, from the one of the fewest entries on. Cost: that of
     * {@link Ledger#verify}, and one look-up and one signature per checkpoint.
     *
     * @param checkpoints as a keeper outside the database has them; those that the ledger itself holds prove less, since who
     *     rewrites the past can leave them out
     * @param keys the public keys by name, for Ed25519; from somewhere that who can write to the database cannot
     */
    static CheckpointVerification of(Ledger ledger, List<Checkpoint> checkpoints, Map<String, PublicKey> keys) {
        List<Checkpoint> sorted = checkpoints.stream()
                .sorted(Comparator.comparingLong(Checkpoint::entries))
                .toList();
        return ledger.verify().fold(chain -> onChain(ledger, chain, sorted, keys), ChainBroken::new);
    }

    private static CheckpointVerification onChain(
            Ledger ledger, Verification.Intact chain, List<Checkpoint> sorted, Map<String, PublicKey> keys) {
        long covered = 0;
        for (Checkpoint checkpoint : sorted) {
            Optional<Reason> reason = fault(ledger, chain, checkpoint, keys);
            if (reason.isPresent()) {
                return new Failed(checkpoint, reason.get());
            }
            covered = checkpoint.entries();
        }
        return new Held(chain, covered);
    }

    private static Optional<Reason> fault(
            Ledger ledger, Verification.Intact chain, Checkpoint checkpoint, Map<String, PublicKey> keys) {
        PublicKey key = keys.get(checkpoint.key());
        if (key == null) {
            return Optional.of(Reason.UNKNOWN_KEY);
        }
        if (!checkpoint.isSignedBy(key)) {
            return Optional.of(Reason.FORGED_SIGNATURE);
        }
        if (checkpoint.entries() > chain.entries()) {
            return Optional.of(Reason.ENTRIES_MISSING);
        }
        boolean same = ledger.entry(checkpoint.entries())
                .filter(entry -> entry.hash().equals(checkpoint.last()))
                .isPresent();
        return same ? Optional.empty() : Optional.of(Reason.PAST_REWRITTEN);
    }
}
