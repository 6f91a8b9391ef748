package org.clinicalmlops.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads fields of a request by their rules. Values may be a patient's, so what is wrong is said by kind and length alone. */
final class Fields {
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final String URN = "urn:uuid:";

    private Fields() {}

    static String text(JsonNode object, String path, String name) {
        JsonNode value = object.get(name);
        if (value == null || !value.isTextual() || value.textValue().isBlank()) {
            throw Malformed.field(path + name, "a string that is not blank", seen(value));
        }
        return value.textValue();
    }

    static JsonNode object(JsonNode object, String path, String name) {
        JsonNode value = object.get(name);
        if (value == null || !value.isObject()) {
            throw Malformed.field(path + name, "an object", seen(value));
        }
        return value;
    }

    static UUID uuid(JsonNode object, String path, String name) {
        String text = text(object, path, name);
        String plain = text.startsWith(URN) ? text.substring(URN.length()) : text;
        if (!UUID_FORM.matcher(plain).matches()) {
            throw Malformed.field(path + name, "a UUID", seen(object.get(name)));
        }
        return UUID.fromString(plain);
    }

    /** Absolute, of http or https. */
    static URI url(JsonNode object, String path, String name) {
        String text = text(object, path, name);
        try {
            URI url = new URI(text);
            Wording.requireAbsolute(name, url);
            return url;
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw Malformed.field(path + name, "an absolute http or https URL", seen(object.get(name)));
        }
    }

    static boolean absent(@Nullable JsonNode value) {
        return value == null || value.isNull();
    }

    static String seen(@Nullable JsonNode value) {
        if (value == null || value.isMissingNode()) {
            return "not there";
        }
        if (value.isTextual()) {
            return "a string of " + value.textValue().length() + " characters";
        }
        if (value.isArray()) {
            return "an array of " + value.size();
        }
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case NULL -> "null";
            default -> "a " + value.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }
}
