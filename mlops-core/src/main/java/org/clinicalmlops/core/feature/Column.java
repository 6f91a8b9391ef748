package org.clinicalmlops.core.feature;

import java.util.List;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.feature.Levels;

/**
 * One prepared column: what a model is given of one feature. Reads a coded row (numbers as they are, categories as codes, NaN
 * for missing).
 */
public sealed interface Column extends Declared {
    /** Position of the feature in the coded row. */
    int feature();

    /** For a reader. */
    String name();

    /** The value of the column for a coded row. Allocates nothing. */
    double of(double[] coded);

    /** The number, or a stand-in where it is missing. */
    record Imputed(int feature, String name, double standIn) implements Column {
        @Override
        public double of(double[] coded) {
            double value = coded[feature];
            return value != value ? standIn : value;
        }

        @Override
        public Declaration declaration() {
            return base("imputed", this).with("standIn", standIn);
        }
    }

    /** 1 where the number is missing, else 0. */
    record Missing(int feature, String name) implements Column {
        @Override
        public double of(double[] coded) {
            double value = coded[feature];
            return value != value ? 1 : 0;
        }

        @Override
        public Declaration declaration() {
            return base("missing", this);
        }
    }

    /** 1 where the category is at a level, else 0; a missing or unseen category counts as the stand-in's level. */
    record AtLevel(int feature, String name, int level, int standIn) implements Column {
        @Override
        public double of(double[] coded) {
            double code = coded[feature];
            int seen = code >= 0 ? (int) code : standIn;
            return seen == level ? 1 : 0;
        }

        @Override
        public Declaration declaration() {
            return base("at-level", this).with("level", level).with("standIn", standIn);
        }
    }

    /** The number as it is: missing stays NaN. For models that were made elsewhere. */
    record AsIs(int feature, String name) implements Column {
        @Override
        public double of(double[] coded) {
            return coded[feature];
        }

        @Override
        public Declaration declaration() {
            return base("as-is", this);
        }
    }

    /** 1 where the category is at a level, else 0; missing stays NaN. For models that were made elsewhere. */
    record LevelAsIs(int feature, String name, int level) implements Column {
        @Override
        public double of(double[] coded) {
            double code = coded[feature];
            return code != code ? Double.NaN : code == level ? 1 : 0;
        }

        @Override
        public Declaration declaration() {
            return base("level-as-is", this).with("level", level);
        }
    }

    /**
     * The model's own code of the category; {@link Levels#UNSEEN} for a category that the model does not know; missing stays NaN. For
     * models that were made elsewhere.
     *
     * @param codes for each level of the feature the model's code, -1 for a level that the model does not know
     */
    record Code(int feature, String name, List<Integer> codes) implements Column {
        public Code {
            codes = List.copyOf(codes);
        }

        @Override
        public double of(double[] coded) {
            double level = coded[feature];
            if (level != level) {
                return Double.NaN;
            }
            return level >= 0 && level < codes.size() ? codes.get((int) level) : Levels.UNSEEN;
        }

        @Override
        public Declaration declaration() {
            return base("code", this)
                    .withNumbers("codes", codes.stream().mapToInt(c -> c).toArray());
        }
    }

    private static Declaration base(String kind, Column column) {
        return Declaration.of(kind).with("feature", column.feature()).with("name", column.name());
    }
}
