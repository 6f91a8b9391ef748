package org.clinicalmlops.cdshooks;

import java.util.Map;
import java.util.Objects;

/**
 * What the host sends back. A body may hold what was predicted of a patient: it is for the client, and for no log.
 *
 * @param status of HTTP: 200; 400 malformed, 401 not let in, 404 unknown service or card, 412 data cannot be had, 413 too large,
 *     500 something failed, 503 not answering now
 * @param headers to be set, by name
 * @param body JSON; a FHIR OperationOutcome with every status but 200
 */
public record CdsAnswer(int status, Map<String, String> headers, String body) {
    public CdsAnswer {
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body, "body");
    }

    /** Without the body. */
    @Override
    public String toString() {
        return "CdsAnswer[status=" + status + ", body of " + body.length() + " characters]";
    }
}
