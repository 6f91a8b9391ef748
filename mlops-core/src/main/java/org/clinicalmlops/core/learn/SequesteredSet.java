package org.clinicalmlops.core.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Digest;

/**
 * A test set that wears out: its j-th use spends alpha / 2^j, so that all uses together spend less than alpha, and the probability that
 * it ever passes a candidate that is worse by more than its margin is at most alpha.
 *
 * <p>This holds for candidates that are made knowing the answers so far, since until the first pass there is only one history of answers:
 * all were refused. Therefore the set is closed by its first pass, and after {@link #MOST_USES}; and therefore nothing but pass or refusal
 * may reach those who make the next candidate: estimates on the set are for the record until it is closed. A next set is drawn from
 * patients who have not been in this one.
 *
 * <p>The state is canonical and grows by values from ledger entries: begin with {@link #of}, then {@link #grant} and {@link #answered}
 * each use in order. Immutable.
 */
public final class SequesteredSet implements Declared {
    /** Uses for which the guarantee is shown by simulation; the last of them has a millionth of alpha. Our choice. */
    public static final int MOST_USES = 20;

    private final String id;
    private final SequesteredPatients patients;
    private final double alpha;
    private final List<Use> uses;

    /**
     * One use.
     *
     * @param candidate digest of the model that was judged
     * @param passed empty while the answer is open
     */
    public record Use(Digest candidate, Optional<Boolean> passed) implements Declared {
        public Use {
            Objects.requireNonNull(candidate, "candidate");
            Objects.requireNonNull(passed, "passed");
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("use")
                    .with("candidate", candidate.hex())
                    .with("answer", passed.map(p -> p ? "passed" : "refused").orElse("open"));
        }
    }

    private SequesteredSet(String id, SequesteredPatients patients, double alpha, List<Use> uses) {
        this.id = id;
        this.patients = patients;
        this.alpha = alpha;
        this.uses = uses;
    }

    /**
     * A set that has not been used.
     *
     * @param id short and stable: it names the set in the ledger
     * @param alpha total for all uses, one-sided, in (0, 0.5)
     */
    public static SequesteredSet of(String id, SequesteredPatients patients, double alpha) {
        if (id.isBlank()) {
            throw new IllegalArgumentException("id must not be blank");
        }
        NonInferiority.checkAlpha(alpha);
        return new SequesteredSet(id, Objects.requireNonNull(patients, "patients"), alpha, List.of());
    }

    /**
     * Asks for a use. The candidate that is being judged is granted the same use again, so that a process that was killed can go on
     * without spending twice.
     */
    public Grant grant(Digest candidate) {
        Objects.requireNonNull(candidate, "candidate");
        for (int i = 0; i < uses.size(); i++) {
            if (uses.get(i).candidate().equals(candidate)) {
                return uses.get(i).passed().isEmpty()
                        ? new Grant.Granted(this, i + 1, spent(i + 1))
                        : new Grant.Refused("this candidate was judged by use " + (i + 1) + " of the set '" + id + "'");
            }
        }
        if (closed()) {
            return new Grant.Refused("the set '" + id + "' has passed a candidate and is closed");
        }
        if (open().isPresent()) {
            return new Grant.Refused("use " + uses.size() + " of the set '" + id + "' has no answer yet");
        }
        if (uses.size() == MOST_USES) {
            return new Grant.Refused("the set '" + id + "' has been used " + MOST_USES + " times");
        }
        List<Use> more = new ArrayList<>(uses);
        more.add(new Use(candidate, Optional.empty()));
        SequesteredSet after = new SequesteredSet(id, patients, alpha, List.copyOf(more));
        return new Grant.Granted(after, more.size(), spent(more.size()));
    }

    /**
     * Records the answer of the open use.
     *
     * @throws IllegalStateException if no use is open for this candidate: an answer is given once
     */
    public SequesteredSet answered(Digest candidate, boolean passed) {
        if (open().filter(use -> use.candidate().equals(candidate)).isEmpty()) {
            throw new IllegalStateException("no use of the set '" + id + "' is open for model " + candidate.brief());
        }
        List<Use> more = new ArrayList<>(uses.subList(0, uses.size() - 1));
        more.add(new Use(candidate, Optional.of(passed)));
        return new SequesteredSet(id, patients, alpha, List.copyOf(more));
    }

    private Optional<Use> open() {
        return uses.isEmpty()
                ? Optional.empty()
                : Optional.of(uses.get(uses.size() - 1))
                        .filter(use -> use.passed().isEmpty());
    }

    /** Whether a candidate has passed. */
    public boolean closed() {
        return uses.stream().anyMatch(use -> use.passed().orElse(false));
    }

    /** What use {@code j}, from 1, spends. Exact: only the exponent changes. */
    private double spent(int j) {
        return Math.scalb(alpha, -j);
    }

    public String id() {
        return id;
    }

    public SequesteredPatients patients() {
        return patients;
    }

    public List<Use> uses() {
        return uses;
    }

    /** What all uses so far have spent; below alpha. */
    public double spent() {
        double sum = 0;
        for (int j = 1; j <= uses.size(); j++) {
            sum += spent(j);
        }
        return sum;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("sequestered-set")
                .with("id", id)
                .with("patients", patients)
                .with("alpha", alpha)
                .with("uses", uses);
    }
}
