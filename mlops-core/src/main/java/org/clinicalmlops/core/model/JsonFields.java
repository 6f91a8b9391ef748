package org.clinicalmlops.core.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;

/** Reads the members of one JSON object; every error names the object and the member. */
final class JsonFields {
    private final JsonNode node;
    private final String what;

    JsonFields(JsonNode node, String what) {
        this.node = node;
        this.what = what;
        require(node.isObject(), "", "an object");
    }

    void is(String kind) {
        if (!text("is").equals(kind)) {
            throw new IllegalArgumentException("expected a " + kind + ", found a '" + text("is") + "'");
        }
    }

    String text(String name) {
        JsonNode value = node.path(name);
        require(value.isTextual(), name, "a text");
        return value.textValue();
    }

    int whole(String name) {
        return whole(node.path(name), name);
    }

    double number(String name) {
        return number(node.path(name), name);
    }

    boolean flag(String name) {
        JsonNode value = node.path(name);
        require(value.isBoolean(), name, "true or false");
        return value.booleanValue();
    }

    JsonFields object(String name) {
        return new JsonFields(node.path(name), name);
    }

    List<JsonFields> objects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        array(name).forEach(value -> objects.add(new JsonFields(value, name)));
        return objects;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        array(name).forEach(value -> {
            require(value.isTextual(), name, "texts");
            texts.add(value.textValue());
        });
        return texts;
    }

    double[] numbers(String name) {
        JsonNode array = array(name);
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(array.get(i), name);
        }
        return numbers;
    }

    int[] wholes(String name) {
        JsonNode array = array(name);
        int[] wholes = new int[array.size()];
        for (int i = 0; i < wholes.length; i++) {
            wholes[i] = whole(array.get(i), name);
        }
        return wholes;
    }

    boolean has(String name) {
        return node.has(name);
    }

    Schema schema() {
        List<FeatureSpec> features = new ArrayList<>();
        for (JsonFields feature : objects("features")) {
            features.add(new FeatureSpec(
                    feature.text("name"),
                    FeatureSpec.Kind.valueOf(feature.text("kind")),
                    feature.text("unit"),
                    feature.whole("revision")));
        }
        return new Schema(features);
    }

    /** The levels of every feature of a schema. */
    Levels levels(Schema schema) {
        if (whole("features") != schema.size()) {
            throw new IllegalArgumentException(
                    "levels of " + whole("features") + " features, there are " + schema.size());
        }
        List<List<String>> levels = new ArrayList<>();
        for (int f = 0; f < schema.size(); f++) {
            levels.add(texts("levels." + f));
            if (!schema.feature(f).categorical() && !levels.get(f).isEmpty()) {
                throw new IllegalArgumentException("levels of " + schema.feature(f));
            }
        }
        return Levels.of(levels);
    }

    private JsonNode array(String name) {
        JsonNode array = node.path(name);
        require(array.isArray(), name, "a list");
        return array;
    }

    private int whole(JsonNode value, String name) {
        require(value.isIntegralNumber() && value.canConvertToInt(), name, "a whole number");
        return value.intValue();
    }

    private double number(JsonNode value, String name) {
        require(value.isNumber() && Double.isFinite(value.doubleValue()), name, "a finite number");
        return value.doubleValue();
    }

    private void require(boolean holds, String name, String kind) {
        if (!holds) {
            throw new IllegalArgumentException(
                    name.isEmpty() ? "'" + what + "' must be " + kind : what + ": '" + name + "' must be " + kind);
        }
    }
}
