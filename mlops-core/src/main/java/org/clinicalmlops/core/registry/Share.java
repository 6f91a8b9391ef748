package org.clinicalmlops.core.registry;

import java.util.Objects;
import org.clinicalmlops.api.Digest;

/**
 * For how many of the patients a version answers. Which they are: {@link org.clinicalmlops.api.serve.Challenger#answersFor}.
 *
 * @param share in (0, 1]
 */
public record Share(Digest model, double share) {
    public Share {
        Objects.requireNonNull(model, "model");
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be in (0, 1], was " + share);
        }
    }
}
