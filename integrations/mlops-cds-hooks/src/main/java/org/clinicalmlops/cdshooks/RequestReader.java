package org.clinicalmlops.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the body of a call. Fields that it does not know are passed over. */
final class RequestReader {
    private RequestReader() {}

    /**
     * A call, and the service that it is for.
     *
     * @param service of the id that was called, at the hook that the body names
     */
    record Read(CdsService<?> service, HookRequest request) {}

    /** @param services of the id that was called; at least one */
    static Read read(JsonNode body, List<? extends CdsService<?>> services, Optional<Client> client) {
        String hook = Fields.text(body, "", "hook");
        CdsService<?> service = services.stream()
                .filter(one -> one.hook().equals(hook))
                .findFirst()
                .orElseThrow(() -> Malformed.field(
                        "hook",
                        "one that this service is offered at: "
                                + services.stream().map(CdsService::hook).toList(),
                        Fields.seen(body.get("hook"))));
        UUID instance = Fields.uuid(body, "", "hookInstance");
        JsonNode context = Fields.object(body, "", "context");
        service.asked().neededTexts().forEach(field -> Fields.text(context, "context.", field));
        for (String field : service.asked().neededContext()) {
            if (Fields.absent(context.get(field))) {
                throw Malformed.field(
                        "context." + field, "there, for the data to be looked up", Fields.seen(context.get(field)));
            }
        }
        JsonNode prefetch = Fields.absent(body.get("prefetch")) ? null : Fields.object(body, "", "prefetch");
        Optional<URI> server = Fields.absent(body.get("fhirServer"))
                ? Optional.empty()
                : Optional.of(Fields.url(body, "", "fhirServer"));
        Optional<FhirAccess> access = access(body, server);
        return new Read(service, new HookRequest(hook, instance, context, prefetch, server, access, client));
    }

    private static Optional<FhirAccess> access(JsonNode body, Optional<URI> server) {
        if (Fields.absent(body.get("fhirAuthorization"))) {
            return Optional.empty();
        }
        JsonNode given = Fields.object(body, "", "fhirAuthorization");
        if (server.isEmpty()) {
            throw Malformed.field("fhirServer", "there, where fhirAuthorization is", "not there");
        }
        String path = "fhirAuthorization.";
        String token = Fields.text(given, path, "access_token");
        if (!Fields.text(given, path, "token_type").equals("Bearer")) {
            throw Malformed.field(path + "token_type", "Bearer", "another string");
        }
        JsonNode expires = given.get("expires_in");
        if (expires == null || !expires.canConvertToLong() || !expires.isIntegralNumber() || expires.longValue() < 0) {
            throw Malformed.field(path + "expires_in", "a whole number >= 0", Fields.seen(expires));
        }
        return Optional.of(new FhirAccess(
                server.get(),
                token,
                expires.longValue(),
                Fields.text(given, path, "scope"),
                Fields.text(given, path, "subject"),
                Fields.absent(given.get("patient"))
                        ? Optional.empty()
                        : Optional.of(Fields.text(given, path, "patient"))));
    }
}
