package org.clinicalmlops.cdshooks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;

/** Reads JSON within limits. Thread-safe. */
final class Bodies {
    /** Longer than any decimal of FHIR, which has 18 digits. */
    private static final int LONGEST_NUMBER = 100;

    private static final int LONGEST_NAME = 1_000;

    private final int bytes;
    private final JsonMapper mapper;

    Bodies(RequestLimits limits) {
        this.bytes = limits.bytes();
        this.mapper = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(limits.depth())
                                .maxDocumentLength(limits.bytes())
                                .maxStringLength(limits.bytes())
                                .maxNumberLength(LONGEST_NUMBER)
                                .maxNameLength(LONGEST_NAME)
                                .build())
                        .build())
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** An object of JSON. What is wrong is said without anything of the body. */
    JsonNode object(InputStream body) {
        byte[] read;
        try {
            read = body.readNBytes(bytes + 1);
        } catch (IOException e) {
            throw new Malformed(400, "", "the body could not be read to its end");
        }
        if (read.length > bytes) {
            throw new Malformed(413, "", "the body must have at most " + bytes + " bytes");
        }
        JsonNode node;
        try {
            node = mapper.readTree(read);
        } catch (StreamConstraintsException e) {
            throw new Malformed(
                    400, "", "the body must not nest deeper, nor hold longer names or numbers, than is allowed");
        } catch (IOException e) {
            throw new Malformed(400, "", "the body must be JSON, each name once in an object");
        }
        if (node == null || !node.isObject()) {
            throw Malformed.field("the body", "an object", Fields.seen(node));
        }
        return node;
    }
}
