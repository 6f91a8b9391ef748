package org.clinicalmlops.core.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;
import org.clinicalmlops.api.MlopsException;

/** The values of a JSON text by their paths, such as {@code learning.within.promotedBy}. */
final class Leaves {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Leaves() {}

    /** @throws MlopsException if it is no JSON */
    static Map<String, String> of(String json) {
        Map<String, String> leaves = new TreeMap<>();
        try {
            walk("", JSON.readTree(json), leaves);
            return leaves;
        } catch (JsonProcessingException e) {
            throw new MlopsException("a text of the ledger is damaged: " + e.getOriginalMessage(), e);
        }
    }

    private static void walk(String path, JsonNode node, Map<String, String> leaves) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                walk(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), leaves);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(path + "[" + i + "]", node.get(i), leaves);
            }
        } else {
            leaves.put(path, node.asText());
        }
    }
}
