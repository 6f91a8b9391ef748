package org.clinicalmlops.core.imported;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/** From trees of a file to a model. */
final class TreesImport {
    private TreesImport() {}

    /** Makes the form of the trees and of how many columns it reads. */
    @FunctionalInterface
    interface Form {
        TreesForm of(int columns, List<TreesForm.Tree> trees);
    }

    static Imported model(ModelIntake intake, FileColumns file, List<FileTree> trees, List<String> notes, Form form) {
        BitSet compared = new BitSet();
        BitSet sorted = new BitSet();
        for (FileTree tree : trees) {
            tree.addCompared(compared);
            tree.addSorted(sorted);
        }
        BoundColumns columns = BoundColumns.of(intake, file, compared, sorted);
        Growing growing = new Growing(columns);
        List<TreesForm.Tree> grown = trees.stream().map(growing::grow).toList();
        List<String> all = new ArrayList<>(notes);
        all.addAll(columns.notes());
        GivenModel<Risk> model = possible(
                () -> GivenModel.of(intake.name(), columns.schema(), columns.inputs(), form.of(columns.size(), grown)));
        return new Imported.Read(model, all);
    }

    /** Our own values have rules of their own, such as sums that stay finite. */
    static <T> T possible(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw Refusal.of(Kind.CONTENT, "model", Refusal.shown(String.valueOf(e.getMessage())));
        }
    }
}
