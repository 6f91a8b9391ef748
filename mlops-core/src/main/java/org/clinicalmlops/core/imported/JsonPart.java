package org.clinicalmlops.core.imported;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/** Reads a JSON text. NaN and Infinity are read too, since XGBoost writes them. A name twice in one object is refused. */
final class JsonPart {
    /** Our choice: a double has at most 24 characters, other writers add zeros. */
    private static final int NUMBER = 100;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // no table that names of a hostile file could fill
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.NESTING)
                    .maxNumberLength(NUMBER)
                    .maxStringLength(Limits.TEXT)
                    .maxNameLength(Limits.NAME)
                    .build())
            .build();

    private final JsonParser parser;
    private int values;
    private int parts;

    private JsonPart(JsonParser parser) {
        this.parser = parser;
    }

    static Part read(byte[] bytes) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            JsonPart reader = new JsonPart(parser);
            Part part = reader.part(parser.nextToken());
            if (parser.nextToken() != null) {
                throw Refusal.of(Kind.FORMAT, "JSON", "one value, and something comes after it");
            }
            return part;
        } catch (StreamConstraintsException e) {
            throw Refusal.of(Kind.TOO_LARGE, "JSON", Refusal.shown(e.getOriginalMessage()));
        } catch (IOException e) { // the bytes are in memory: the text is malformed
            throw Refusal.of(Kind.FORMAT, "JSON", "well-formed text: " + Refusal.shown(e.getMessage()));
        }
    }

    private Part part(JsonToken token) throws IOException {
        parts(1);
        if (token == null) {
            throw Refusal.of(Kind.FORMAT, "JSON", "the text ends too early");
        }
        return switch (token) {
            case START_OBJECT -> members();
            case START_ARRAY -> array();
            case VALUE_STRING -> new Part.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Part.Number(parser.getDoubleValue());
            case VALUE_TRUE -> new Part.Flag(true);
            case VALUE_FALSE -> new Part.Flag(false);
            case VALUE_NULL -> new Part.Nothing();
            default -> throw Refusal.of(Kind.FORMAT, "JSON", "a value, and there is " + token);
        };
    }

    private Part members() throws IOException {
        Map<String, Part> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (members.containsKey(name)) {
                throw Refusal.of(Kind.FORMAT, "JSON", "each name once, and " + Refusal.shown(name) + " comes twice");
            }
            members.put(name, part(parser.nextToken()));
        }
        return new Part.Members(members);
    }

    private void parts(int more) {
        parts += more;
        Limits.atMost(Limits.PARTS, parts, "JSON", "texts, objects and lists");
    }

    private Part array() throws IOException {
        GrowingNumbers numbers = new GrowingNumbers();
        JsonToken token = parser.nextToken();
        while (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            Limits.atMost(Limits.VALUES, ++values, "JSON", "numbers in lists");
            numbers.add(parser.getDoubleValue());
            token = parser.nextToken();
        }
        if (token == JsonToken.END_ARRAY) {
            return numbers.end();
        }
        parts(numbers.size());
        List<Part> items = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            items.add(new Part.Number(numbers.at(i)));
        }
        while (token != JsonToken.END_ARRAY) {
            items.add(part(token));
            token = parser.nextToken();
        }
        return new Part.Items(items);
    }
}
