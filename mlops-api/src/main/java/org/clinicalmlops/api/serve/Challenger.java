package org.clinicalmlops.api.serve;

import java.time.Instant;
import java.util.Objects;
import org.clinicalmlops.api.Digest;

/**
 * A newer version that answers for a share of the patients, while the version in use, the champion, answers for the rest. Which patients they
 * are is computed and stored nowhere, so that it is the same in every process, after a restart and for every later row of a patient; who
 * is the challenger's stays the challenger's when the share grows, and another challenger draws others. Immutable.
 *
 * @param model its digest
 * @param step of the {@link Ramp}, from 1
 * @param share of the patients, in (0, 1)
 * @param since when the step began; anew when the deployment was stopped and started again meanwhile
 */
public record Challenger(Digest model, int step, double share, Instant since) {
    public Challenger {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(since, "since");
        if (step < 1) {
            throw new IllegalArgumentException("step must be >= 1, was " + step);
        }
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share must be in (0, 1), was " + share);
        }
    }

    /**
     * Whether it answers for a patient: whether the first 53 bits of SHA-256 of the challenger and the pseudonym, as a number in [0, 1), are
     * below the share. Not by deployment: a patient who is seen at two sites is the challenger's at both or at none, if their shares are
     * equal. Cost: one hash.
     *
     * @param patient the pseudonym, as it stands in the ledger
     */
    public boolean answersFor(String patient) {
        String hash = Digest.of("ramp/1\n" + model.hex() + "\n" + patient).hex();
        long bits = Long.parseUnsignedLong(hash, 0, 16, 16) >>> 11;
        return bits * 0x1p-53 < share;
    }

    /** The same from another instant on. */
    public Challenger since(Instant other) {
        return new Challenger(model, step, share, other);
    }
}
