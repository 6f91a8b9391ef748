package org.clinicalmlops.core.imported;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/**
 * Categories that XGBoost keeps with a model since version 3.1, if it was trained on a table that had some: texts one behind the other
 * as bytes, and where each begins. Whole numbers are taken as their texts.
 */
final class XgboostCategories {
    private XgboostCategories() {}

    /** By position of the column; empty for a file that has none. */
    static Map<Integer, List<String>> of(Fields learner) {
        Fields booster = learner.object("gradient_booster");
        if (booster.has("gbtree")) {
            booster = booster.object("gbtree");
        }
        Fields model = booster.has("model") ? booster.object("model") : booster;
        Map<Integer, List<String>> categories = new HashMap<>();
        if (model.has("cats")) {
            List<Fields> columns = model.object("cats").objects("enc");
            Limits.atMost(Limits.COLUMNS, columns.size(), "cats", "columns");
            for (int c = 0; c < columns.size(); c++) {
                List<String> names = names(columns.get(c));
                if (!names.isEmpty()) {
                    categories.put(c, names);
                }
            }
        }
        return categories;
    }

    private static List<String> names(Fields column) {
        Part.Numbers values = column.numbers("values");
        List<String> names = new ArrayList<>();
        if (column.has("offsets")) {
            Part.Numbers offsets = column.numbers("offsets");
            Limits.atMost(Limits.COLUMNS, offsets.size(), column.where(), "categories");
            for (int i = 1; i < offsets.size(); i++) {
                names.add(name(values, offsets.at(i - 1), offsets.at(i), column.where()));
            }
        } else {
            Limits.atMost(Limits.COLUMNS, values.size(), column.where(), "categories");
            for (int i = 0; i < values.size(); i++) {
                names.add(Integer.toString(Fields.whole(values.at(i), column.where())));
            }
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw Refusal.of(Kind.CONTENT, column.where(), "each category once");
        }
        return names;
    }

    private static String name(Part.Numbers bytes, double from, double to, String where) {
        int first = Fields.whole(from, where);
        int end = Fields.whole(to, where);
        if (!(first >= 0 && first <= end && end <= bytes.size())) {
            throw Refusal.of(Kind.CONTENT, where, "a category lies within the bytes");
        }
        Limits.atMost(Limits.NAME, end - first, where, "bytes of a category");
        ByteBuffer name = ByteBuffer.allocate(end - first);
        for (int i = first; i < end; i++) {
            name.put((byte) Fields.whole(bytes.at(i), where));
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(name.flip()).toString();
        } catch (CharacterCodingException e) {
            throw Refusal.of(Kind.CONTENT, where, "a category is a text in UTF-8");
        }
    }
}
