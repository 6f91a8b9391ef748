package org.clinicalmlops.core.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;

/** Reads the text of a monitoring baseline. Stateless. */
public final class BaselineReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BaselineReader() {}

    /**
     * @param json canonical text of the baseline's declaration
     * @throws MlopsException if it is no valid baseline
     */
    public static Baseline read(String json) {
        try {
            JsonFields baseline = new JsonFields(JSON.readTree(json), "baseline");
            baseline.is("baseline");
            if (baseline.whole("format") != 1) {
                throw new MlopsException(
                        "the baseline is of format " + baseline.whole("format") + ", this version reads format 1");
            }
            Schema schema = baseline.object("schema").schema();
            List<FeatureProfile> features = new ArrayList<>();
            for (JsonFields feature : baseline.objects("features")) {
                double[] counts = feature.numbers("counts");
                long[] whole = new long[counts.length];
                for (int i = 0; i < whole.length; i++) {
                    whole[i] = (long) counts[i];
                }
                features.add(FeatureProfile.of(
                        feature.text("feature"), feature.numbers("edges"), whole, (long) feature.number("missing")));
            }
            Baseline read = new Baseline(
                    schema, baseline.object("levels").levels(schema), features, estimate(baseline.object("auroc")));
            for (int f = 0; f < schema.size(); f++) {
                if (!features.get(f).feature().equals(schema.feature(f).name())) {
                    throw new IllegalArgumentException("profile " + f + " is not of " + schema.feature(f));
                }
            }
            if (!read.declaration().json().equals(json)) {
                throw new IllegalArgumentException("its text is not the canonical text of what it says");
            }
            return read;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new MlopsException("the baseline is not valid: " + e.getMessage(), e);
        }
    }

    private static Estimate estimate(JsonFields estimate) {
        return switch (estimate.text("is")) {
            case "known" ->
                new Estimate.Known(
                        estimate.number("value"),
                        new Interval(estimate.number("lower"), estimate.number("upper"), estimate.number("level")),
                        estimate.whole("n"));
            case "too-few" -> new Estimate.TooFew(estimate.whole("n"), estimate.whole("needed"));
            default -> new Estimate.Undefined(estimate.text("reason"));
        };
    }
}
