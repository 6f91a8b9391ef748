package org.clinicalmlops.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the body of feedback: the whole of it, or nothing. */
final class FeedbackReader {
    private FeedbackReader() {}

    /** @param most items */
    static List<Heard> read(JsonNode body, int most) {
        JsonNode items = body.get("feedback");
        if (items == null || !items.isArray() || items.isEmpty() || items.size() > most) {
            throw Malformed.field("feedback", "an array of 1 to " + most, Fields.seen(items));
        }
        List<Heard> heard = new ArrayList<>();
        for (JsonNode item : items) {
            String field = "feedback[" + heard.size() + "]";
            if (!item.isObject()) {
                throw Malformed.field(field, "an object", Fields.seen(item));
            }
            heard.add(item(item, field));
        }
        return heard;
    }

    private static Heard item(JsonNode item, String field) {
        String path = field + ".";
        UUID card = Fields.uuid(item, path, "card");
        String outcome = Fields.text(item, path, "outcome");
        if (!outcome.equals("accepted") && !outcome.equals("overridden")) {
            throw Malformed.field(path + "outcome", "accepted or overridden", "another string");
        }
        boolean accepted = outcome.equals("accepted");
        List<UUID> suggestions = accepted ? suggestions(item, path) : List.of();
        JsonNode reason = accepted || Fields.absent(item.get("overrideReason"))
                ? null
                : Fields.object(item, path, "overrideReason");
        boolean commented = reason != null && !Fields.absent(reason.get("userComment"));
        Optional<Heard.Reason> coded = reason == null ? Optional.empty() : reason(reason, path + "overrideReason.");
        if (reason != null && coded.isEmpty() && !commented) {
            throw Malformed.field(path + "overrideReason", "a reason, a userComment or both", "neither");
        }
        return new Heard(field, card, accepted, suggestions, coded, commented, at(item, path));
    }

    private static List<UUID> suggestions(JsonNode item, String path) {
        JsonNode given = item.get("acceptedSuggestions");
        if (given == null || !given.isArray() || given.isEmpty() || given.size() > Card.MOST_SUGGESTIONS) {
            throw Malformed.field(
                    path + "acceptedSuggestions",
                    "an array of 1 to " + Card.MOST_SUGGESTIONS + ", where the outcome is accepted",
                    Fields.seen(given));
        }
        List<UUID> suggestions = new ArrayList<>();
        for (JsonNode one : given) {
            suggestions.add(Fields.uuid(one, path + "acceptedSuggestions[" + suggestions.size() + "].", "id"));
        }
        return suggestions;
    }

    private static Optional<Heard.Reason> reason(JsonNode reason, String path) {
        if (Fields.absent(reason.get("reason"))) {
            return Optional.empty();
        }
        JsonNode coding = Fields.object(reason, path, "reason");
        String code = Fields.text(coding, path + "reason.", "code");
        String system = Fields.absent(coding.get("system")) ? "" : Fields.text(coding, path + "reason.", "system");
        return Optional.of(new Heard.Reason(system, code));
    }

    /** RFC 3339; an offset other than Z is understood too. */
    private static Instant at(JsonNode item, String path) {
        String text = Fields.text(item, path, "outcomeTimestamp");
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Malformed.field(
                    path + "outcomeTimestamp", "an instant of RFC 3339", Fields.seen(item.get("outcomeTimestamp")));
        }
    }
}
