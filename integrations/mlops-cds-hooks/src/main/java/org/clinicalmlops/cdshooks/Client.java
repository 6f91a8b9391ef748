package org.clinicalmlops.cdshooks;

import java.util.Objects;
import java.util.Optional;

/**
 * Who has called, as their token proves.
 *
 * @param issuer of the token
 * @param tenant the organisation on whose behalf, if the token says so
 */
public record Client(String issuer, Optional<String> tenant) {
    public Client {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(tenant, "tenant");
    }
}
