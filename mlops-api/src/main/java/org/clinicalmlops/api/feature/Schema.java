package org.clinicalmlops.api.feature;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * The features of a model in order: names, kinds, units, revisions; no code.
 *
 * @param features names unique; none while a feature set is being put together
 */
public record Schema(List<FeatureSpec> features) implements Declared {
    public Schema {
        features = List.copyOf(features);
        Set<String> names = new HashSet<>();
        for (FeatureSpec feature : features) {
            if (!names.add(feature.name())) {
                throw new IllegalArgumentException("feature declared twice: '" + feature.name() + "'");
            }
        }
    }

    public int size() {
        return features.size();
    }

    public FeatureSpec feature(int i) {
        return features.get(i);
    }

    /** Position of the feature, or -1 if there is none of that name. */
    public int indexOf(String name) {
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("schema").with("features", features);
    }
}
