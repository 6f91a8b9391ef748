package org.clinicalmlops.core.imported;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/**
 * Columns of a file in their order.
 *
 * @param names unique
 * @param categories by position, of those columns whose categories the file lists, in the order of their codes
 */
record FileColumns(List<String> names, Map<Integer, List<String>> categories) {
    FileColumns {
        names = List.copyOf(names);
        categories = Map.copyOf(categories);
    }

    /**
     * Names as the file has them, else as the host has listed them.
     *
     * @param inFile empty if the file has none
     * @param count how many columns the file says that there are
     */
    static FileColumns of(
            List<String> inFile, int count, Map<Integer, List<String>> categories, ModelIntake intake, String where) {
        Limits.atMost(Limits.COLUMNS, Math.max(count, inFile.size()), where, "columns");
        List<String> names = inFile.isEmpty() ? intake.order() : inFile;
        if (names.isEmpty()) {
            throw Refusal.of(
                    Kind.OPEN_CHOICE, where, "the file has no names of its " + count + " columns: list them in order");
        }
        if (names.size() != count) {
            throw Refusal.of(
                    inFile.isEmpty() ? Kind.COLUMNS : Kind.CONTENT,
                    where,
                    count + " columns are expected, " + names.size() + " have names");
        }
        if (!inFile.isEmpty() && !intake.order().isEmpty() && !inFile.equals(intake.order())) {
            throw Refusal.of(Kind.COLUMNS, where, "the file names its columns otherwise than the host has listed them");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(Limits.name(name, where))) {
                throw Refusal.of(Kind.CONTENT, where, "two columns have the name " + Refusal.shown(name));
            }
        }
        return new FileColumns(names, categories);
    }

    int size() {
        return names.size();
    }
}
