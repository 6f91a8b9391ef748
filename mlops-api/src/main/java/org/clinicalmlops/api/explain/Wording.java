package org.clinicalmlops.api.explain;

import java.util.List;

/**
 * The words of {@link Reasons}: {@link EnglishWording}, or the host's own in its users' language. Words must not say that a value causes
 * anything: a contribution tells of the model. Implementations must be pure and thread-safe; what they throw reaches whoever asked for
 * words.
 */
public interface Wording {
    /**
     * One contribution as a sentence.
     *
     * @param contribution its amount is not 0
     * @param share see {@link Contributions#share}; in (0, 1]
     */
    String sentence(Contribution contribution, Scale scale, double share);

    /**
     * A sentence about those that have none of their own.
     *
     * @param features how many there are whose amount is not 0; {@code >= 1}
     * @param share theirs together; in (0, 1)
     */
    String rest(int features, Scale scale, double share);

    /** A few words about the largest contributions, for a place with little room. @param largest at least one, largest first */
    String brief(List<Contribution> largest, Scale scale);
}
