package org.clinicalmlops.core.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Month;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.OutputProfile;

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
            if (baseline.whole("format") != 2) {
                throw new MlopsException(
                        "the baseline is of format " + baseline.whole("format") + ", this version reads format 2");
            }
            Schema schema = baseline.object("schema").schema();
            List<FeatureProfile> features = new ArrayList<>();
            for (JsonFields feature : baseline.objects("features")) {
                features.add(profile(feature));
            }
            Baseline read = new Baseline(
                    schema,
                    baseline.object("levels").levels(schema),
                    features,
                    output(baseline.object("output")),
                    patterns(baseline.object("patterns")),
                    seasons(baseline.objects("seasons")),
                    estimate(baseline.object("auroc")));
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

    private static FeatureProfile profile(JsonFields feature) {
        FeatureProfile profile = FeatureProfile.of(
                feature.text("feature"), feature.numbers("edges"), whole(feature.numbers("counts")), (long)
                        feature.number("missing"));
        double[] risks = feature.numbers("meanRisks");
        double[] magnitudes = feature.numbers("magnitudes");
        profile = risks.length > 0 ? profile.withMeanRisks(risks) : profile;
        profile = magnitudes.length > 0 ? profile.withMagnitudes(whole(magnitudes)) : profile;
        return profile.withMissingInARow((long) feature.number("missingInARow"));
    }

    private static OutputProfile output(JsonFields output) {
        return OutputProfile.of(whole(output.numbers("events")), whole(output.numbers("others")));
    }

    private static MissingPatterns patterns(JsonFields patterns) {
        return MissingPatterns.of(
                patterns.texts("patterns").stream()
                        .mapToLong(Long::parseUnsignedLong)
                        .toArray(),
                whole(patterns.numbers("counts")));
    }

    private static List<Baseline.Season> seasons(List<JsonFields> seasons) {
        return seasons.stream()
                .map(season -> new Baseline.Season(
                        season.texts("months").stream().map(Month::valueOf).toList(),
                        season.objects("features").stream()
                                .map(BaselineReader::profile)
                                .toList()))
                .toList();
    }

    private static long[] whole(double[] numbers) {
        return Arrays.stream(numbers).mapToLong(x -> (long) x).toArray();
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
