package org.clinicalmlops.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers as the client gets them. */
final class Answers {
    private static final JsonNodeFactory NEW = JsonNodeFactory.instance;
    /** What was said of a patient is for this request only. */
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/json; charset=utf-8", "Cache-Control", "no-store");

    private Answers() {}

    static CdsAnswer ok(JsonNode body) {
        return new CdsAnswer(200, HEADERS, body.toString());
    }

    /** Nothing to say. */
    static CdsAnswer noCards() {
        ObjectNode body = NEW.objectNode();
        body.putArray("cards");
        return ok(body);
    }

    /** Feedback has no body to answer with; an empty object suits clients that expect JSON. */
    static CdsAnswer taken() {
        return ok(NEW.objectNode());
    }

    static CdsAnswer malformed(Malformed what) {
        return failure(
                what.status,
                what.status == 413 ? "too-long" : "invalid",
                String.valueOf(what.getMessage()),
                List.of(what.field));
    }

    static CdsAnswer notLetIn(String why) {
        CdsAnswer answer = failure(401, "login", why, List.of());
        Map<String, String> headers = new TreeMap<>(answer.headers());
        headers.put("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        return new CdsAnswer(401, headers, answer.body());
    }

    /**
     * @param code of FHIR's issue types
     * @param expressions where in the request, or what is the matter; may be empty
     */
    static CdsAnswer failure(int status, String code, String text, List<String> expressions) {
        ObjectNode body = NEW.objectNode();
        body.put("resourceType", "OperationOutcome");
        ObjectNode issue = body.putArray("issue").addObject();
        issue.put("severity", "error");
        issue.put("code", code);
        issue.putObject("details").put("text", text);
        List<String> named = expressions.stream().filter(e -> !e.isBlank()).toList();
        if (!named.isEmpty()) {
            issue.put("diagnostics", String.join(", ", named));
        }
        return new CdsAnswer(status, HEADERS, body.toString());
    }
}
