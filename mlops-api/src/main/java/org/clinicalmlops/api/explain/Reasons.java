package org.clinicalmlops.api.explain;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Contributions in words, the largest first. Immutable; texts are made when they are asked for and hold values of the patient, as the
 * contributions do.
 *
 * @param of what is told
 * @param wording the words
 * @param most sentences at most, {@code >= 1}
 */
public record Reasons(Contributions of, Wording wording, int most) {
    /** Our choice: more than three reasons are not read at a bedside. */
    public static final int MOST = 3;

    public Reasons {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(wording, "wording");
        if (most < 1) {
            throw new IllegalArgumentException("most must be >= 1, was " + most);
        }
    }

    /** {@value #MOST} sentences at most. */
    public static Reasons of(Contributions contributions, Wording wording) {
        return new Reasons(contributions, wording, MOST);
    }

    public Reasons atMost(int sentences) {
        return new Reasons(of, wording, sentences);
    }

    /** One for each of the largest contributions; none where no feature has a part, as for the typical patient. */
    public List<String> sentences() {
        return largest().stream()
                .map(c -> wording.sentence(c, of.scale(), of.share(c)))
                .toList();
    }

    /** What the sentences leave out; empty if they leave nothing out. */
    public Optional<String> rest() {
        List<Contribution> told = largest();
        List<Contribution> others = all().subList(told.size(), all().size());
        if (others.isEmpty()) {
            return Optional.empty();
        }
        double share = others.stream().mapToDouble(of::share).sum();
        return Optional.of(wording.rest(others.size(), of.scale(), share));
    }

    /**
     * As many of the reasons as there is room for, in few words. A value is never cut: one without room is left out.
     *
     * @param characters room, as {@link String#length} counts; 139 for the summary of a CDS Hooks card
     * @return empty where no feature has a part, or there is no room for one
     */
    public Optional<String> brief(int characters) {
        List<Contribution> told = largest();
        for (int n = told.size(); n > 0; n--) {
            String brief = wording.brief(told.subList(0, n), of.scale());
            if (brief.length() <= characters) {
                return Optional.of(brief);
            }
        }
        return Optional.empty();
    }

    private List<Contribution> largest() {
        return all().stream().limit(most).toList();
    }

    private List<Contribution> all() {
        return of.bySize().stream().filter(c -> c.amount() != 0).toList();
    }
}
