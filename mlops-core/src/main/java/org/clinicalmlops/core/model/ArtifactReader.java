package org.clinicalmlops.core.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Preparation;

/**
 * Reads a model's text: nothing in it is trusted before its digest and every value has been checked. A text says what it says in
 * one way only: white space, other members, or a number written differently are refused. Stateless.
 */
public final class ArtifactReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> OF_CATEGORIES = Set.of("at-level", "level-as-is", "code");

    private ArtifactReader() {}

    /**
     * @param json as {@link ModelArtifact#json()} wrote it
     * @param expected the digest under which it is known
     * @throws MlopsException if the text has another digest, is of a newer format, or is no valid model
     */
    public static ModelArtifact read(String json, Digest expected) {
        Digest digest = Digest.of(json);
        if (!digest.equals(expected)) {
            throw new MlopsException("the model's text has the digest " + digest.brief() + ", expected "
                    + expected.brief() + ": it was changed");
        }
        try {
            JsonFields model = new JsonFields(JSON.readTree(json), "model");
            model.is("model");
            int format = model.whole("format");
            if (format < 1 || format > ModelArtifact.FORMAT) {
                throw new MlopsException("model " + expected.brief() + " is of format " + format
                        + ", this version reads formats 1 to " + ModelArtifact.FORMAT);
            }
            Schema schema = model.object("schema").schema();
            Levels levels = model.object("levels").levels(schema);
            List<Column> columns = new ArrayList<>();
            for (JsonFields column : model.object("preparation").objects("columns")) {
                columns.add(column(column, schema, levels));
            }
            JsonFields recalibration = model.object("recalibration");
            List<Probe> probes = new ArrayList<>();
            for (JsonFields probe : model.objects("probes")) {
                List<String> values = probe.texts("values");
                if (values.size() != schema.size()) {
                    throw new IllegalArgumentException(
                            "a probe needs " + schema.size() + " values, had " + values.size());
                }
                probes.add(new Probe(values));
            }
            ModelArtifact read = new ModelArtifact(
                    schema,
                    levels,
                    new Preparation(columns),
                    FormReader.read(model.object("form")),
                    new Recalibration(recalibration.number("intercept"), recalibration.number("slope")),
                    probes);
            if (!read.digest().equals(expected)) {
                throw new IllegalArgumentException("its text is not the canonical text of what it says");
            }
            return read;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new MlopsException("model " + expected.brief() + " is not valid: " + e.getMessage(), e);
        }
    }

    private static Column column(JsonFields column, Schema schema, Levels levels) {
        int feature = column.whole("feature");
        if (feature < 0 || feature >= schema.size()) {
            throw new IllegalArgumentException("a column reads feature " + feature + " of " + schema.size());
        }
        String name = column.text("name");
        String kind = column.text("is");
        if (OF_CATEGORIES.contains(kind) != schema.feature(feature).categorical()) {
            throw new IllegalArgumentException("a column '" + kind + "' reads " + schema.feature(feature));
        }
        return switch (kind) {
            case "imputed" -> new Column.Imputed(feature, name, column.number("standIn"));
            case "missing" -> new Column.Missing(feature, name);
            case "at-level" ->
                new Column.AtLevel(
                        feature,
                        name,
                        level(column, "level", levels, feature),
                        level(column, "standIn", levels, feature));
            case "as-is" -> new Column.AsIs(feature, name);
            case "code" ->
                new Column.Code(feature, name, codes(column, levels.of(feature).size()));
            case "level-as-is" -> new Column.LevelAsIs(feature, name, level(column, "level", levels, feature));
            default -> throw new IllegalArgumentException("unknown kind of column '" + kind + "'");
        };
    }

    private static List<Integer> codes(JsonFields column, int levels) {
        List<Integer> codes = Arrays.stream(column.wholes("codes")).boxed().toList();
        if (codes.size() != levels) {
            throw new IllegalArgumentException("a column has " + codes.size() + " codes for " + levels + " levels");
        }
        for (int code : codes) {
            if (code < -1 || code >= TreeNode.MOST_CATEGORIES) {
                throw new IllegalArgumentException("a column's code is " + code);
            }
        }
        return codes;
    }

    private static int level(JsonFields column, String member, Levels levels, int feature) {
        int level = column.whole(member);
        if (level < 0 || level >= levels.of(feature).size()) {
            throw new IllegalArgumentException("a column's " + member + " is " + level + " of "
                    + levels.of(feature).size());
        }
        return level;
    }
}
