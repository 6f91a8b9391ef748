package org.clinicalmlops.cdshooks;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * Leave to read from the client's FHIR server, for this request. This library reads nothing with it: the host may.
 *
 * @param server base URL
 * @param accessToken a secret: to be used for this request and kept nowhere
 * @param expiresIn seconds, {@code >= 0}
 * @param scope what may be read, as SMART on FHIR says it
 * @param subject the client identifier that the service has with the client's authorization server
 * @param patient to whom it is restricted
 */
public record FhirAccess(
        URI server, String accessToken, long expiresIn, String scope, String subject, Optional<String> patient) {
    public FhirAccess {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(accessToken, "accessToken");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(patient, "patient");
        if (expiresIn < 0) {
            throw new IllegalArgumentException("expiresIn must be >= 0, was " + expiresIn);
        }
    }

    /** Without the token and the patient. */
    @Override
    public String toString() {
        return "FhirAccess[server=" + server + ", expiresIn=" + expiresIn + "]";
    }
}
