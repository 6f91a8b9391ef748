package org.clinicalmlops.cdshooks;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose guidance a card is.
 *
 * @param label short; not blank
 * @param url where to read more about whoever says it, absolute; nothing about the patient
 * @param icon absolute
 * @param topic what the card is about, for a client that sorts
 */
public record Source(String label, Optional<URI> url, Optional<URI> icon, Optional<Coding> topic) {
    public Source {
        Wording.requireText("label", label);
        url.ifPresent(given -> Wording.requireAbsolute("url", given));
        icon.ifPresent(given -> Wording.requireAbsolute("icon", given));
        Objects.requireNonNull(topic, "topic");
    }

    /** @param label short; not blank */
    public static Source of(String label) {
        return new Source(label, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Says where to read more; absolute. */
    public Source url(URI other) {
        return new Source(label, Optional.of(other), icon, topic);
    }
}
