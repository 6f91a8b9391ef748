package org.clinicalmlops.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.clinicalmlops.api.ledger.Facts;

/**
 * Facts as they are stored: a JSON object of texts, sorted, without white space. There is exactly one stored form of given facts,
 * so that a text that was touched is not accepted because it happens to mean the same.
 */
final class FactsJson {
    /** No limit on the length of a text, since none is set when it is written; no table of names kept for the JVM's life. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private FactsJson() {}

    /** Written here and not by Jackson: which characters are escaped must never change with a version that the host brings. */
    static String write(Facts facts) {
        StringBuilder json = new StringBuilder().append('{');
        facts.forEach((name, text) -> {
            if (json.length() > 1) {
                json.append(',');
            }
            quote(json, name);
            json.append(':');
            quote(json, text);
        });
        return json.append('}').toString();
    }

    /** Empty if {@code json} is not what {@link #write} writes. */
    static Optional<Facts> read(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            Map<String, String> texts = new TreeMap<>();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    return Optional.empty();
                }
                texts.put(name, parser.getText());
            }
            return Optional.of(Facts.of(texts)).filter(facts -> write(facts).equals(json));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
