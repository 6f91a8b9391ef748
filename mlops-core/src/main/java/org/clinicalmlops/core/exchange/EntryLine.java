package org.clinicalmlops.core.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;

/**
 * An entry as one line of canonical JSON: everything that its hash is over, and the hash. Facts are a list of names and values in turn, so
 * that a fact may have any name. Stateless.
 */
final class EntryLine {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(ModelFile.MOST_BYTES)
                    .maxNestingDepth(3)
                    .build())
            .build());

    private EntryLine() {}

    static String of(Entry entry) {
        List<String> facts = new ArrayList<>();
        entry.facts().asMap().forEach((name, value) -> {
            facts.add(name);
            facts.add(value);
        });
        Declaration declaration = Declaration.of("entry")
                .with("sequence", entry.sequence())
                .with("kind", entry.kind().name())
                .with("at", entry.at())
                .withTexts("facts", facts)
                .with("previous", entry.previous().hex())
                .with("hash", entry.hash().hex());
        return (entry.body().isPresent() ? declaration.with("body", entry.body().get()) : declaration).json();
    }

    /** @throws IllegalArgumentException if it is not the line of an entry, to the character */
    static Entry parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            Facts facts = Facts.NONE;
            JsonNode list = node.path("facts");
            for (int i = 0; i + 1 < list.size(); i += 2) {
                facts = facts.with(list.get(i).asText(), list.get(i + 1).asText());
            }
            Entry entry = new Entry(
                    node.path("sequence").asLong(),
                    EntryKind.valueOf(node.path("kind").asText()),
                    Instant.parse(node.path("at").asText()),
                    facts,
                    node.has("body") ? Optional.of(node.get("body").asText()) : Optional.empty(),
                    new Digest(node.path("previous").asText()),
                    new Digest(node.path("hash").asText()));
            if (of(entry).equals(line)) {
                return entry;
            }
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("not the line of an entry", e);
        }
        throw new IllegalArgumentException("not the canonical line of an entry");
    }
}
