package org.clinicalmlops.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call of a service, checked for what the specification asks of every hook. Holds a patient's data: for the request, and for no log. Not
 * thread-safe; for the thread of the request.
 */
public final class HookRequest {
    private final String hook;
    private final UUID hookInstance;
    private final JsonNode context;
    private final @Nullable JsonNode prefetch;
    private final Optional<URI> fhirServer;
    private final Optional<FhirAccess> fhirAccess;
    private final Optional<Client> client;

    HookRequest(
            String hook,
            UUID hookInstance,
            JsonNode context,
            @Nullable JsonNode prefetch,
            Optional<URI> fhirServer,
            Optional<FhirAccess> fhirAccess,
            Optional<Client> client) {
        this.hook = Objects.requireNonNull(hook, "hook");
        this.hookInstance = Objects.requireNonNull(hookInstance, "hookInstance");
        this.context = Objects.requireNonNull(context, "context");
        this.prefetch = prefetch;
        this.fhirServer = fhirServer;
        this.fhirAccess = fhirAccess;
        this.client = client;
    }

    /** As {@code patient-view}. */
    public String hook() {
        return hook;
    }

    /** Names this call. */
    public UUID hookInstance() {
        return hookInstance;
    }

    /** An object; what is in it depends on the hook. To be read, not to be changed. */
    public JsonNode context() {
        return context;
    }

    /** A text of the context, as {@code patientId}; empty if there is none, or it is blank. */
    public Optional<String> context(String name) {
        return Optional.ofNullable(context.get(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank());
    }

    /** What was sent for a query. */
    public Prefetched prefetch(FhirQuery query) {
        return prefetch(query.key());
    }

    /** What was sent for a template. */
    public Prefetched prefetch(String key) {
        JsonNode value = prefetch == null ? null : prefetch.get(key);
        if (value == null) {
            return new Prefetched.NotSent();
        }
        if (value.isNull()) {
            return new Prefetched.Nothing();
        }
        if (!value.isObject() || holdsOutcome(value)) {
            return new Prefetched.Failed();
        }
        return new Prefetched.Found(value, hasNext(value));
    }

    /** The resource itself, or an entry of the bundle, is a client's report of an error. */
    private static boolean holdsOutcome(JsonNode resource) {
        if (isError(resource)) {
            return true;
        }
        for (JsonNode entry : resource.path("entry")) {
            if (isError(entry.path("resource"))) {
                return true;
            }
        }
        return false;
    }

    /** An outcome of a search that only informs or warns is no failure. */
    private static boolean isError(JsonNode resource) {
        if (!resource.path("resourceType").asText().equals("OperationOutcome")) {
            return false;
        }
        for (JsonNode issue : resource.path("issue")) {
            String severity = issue.path("severity").asText();
            if (severity.equals("warning") || severity.equals("information") || severity.equals("success")) {
                continue;
            }
            return true;
        }
        return resource.path("issue").isEmpty();
    }

    private static boolean hasNext(JsonNode resource) {
        for (JsonNode link : resource.path("link")) {
            if (link.path("relation").asText().equals("next")) {
                return true;
            }
        }
        return false;
    }

    /** Base URL of the client's FHIR server. */
    public Optional<URI> fhirServer() {
        return fhirServer;
    }

    /** Leave to read from it. */
    public Optional<FhirAccess> fhirAccess() {
        return fhirAccess;
    }

    /** Who calls; empty where anyone may. */
    public Optional<Client> client() {
        return client;
    }

    /** Without context and prefetch. */
    @Override
    public String toString() {
        return "HookRequest[hook=" + hook + ", hookInstance=" + hookInstance + "]";
    }
}
