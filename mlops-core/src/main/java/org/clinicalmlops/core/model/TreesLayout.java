package org.clinicalmlops.core.model;

import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.train.TreesForm.Tree;

/** The layouts of trees, and which one a form is given: by its shape, from measurements (ADR 24). */
public enum TreesLayout {
    /** Node by node, any form. */
    FLAT,
    /** Masks of bits, for many shallow trees. */
    BIT_VECTORS,
    /** Complete trees of few levels. */
    PADDED,
    /** Nodes of eight bytes, for deep trees. */
    PACKED;

    /** Masks that still lie in the second cache beside everything else. Our choice. */
    private static final long MOST_MASK_BYTES = 1 << 20;

    /** A complete tree of more levels has more padding than nodes, as a rule. */
    private static final int MOST_LEVELS = 10;

    private static final int MOST_PADDED_NODES = 1 << 22;

    /** What a node of the padded and packed layouts has bits for. */
    private static final int SLOTS_OF_PADDED = 1 << 15;

    private static final int POSITIONS = 1 << 16;

    /** The layout that scores a form fastest. */
    static TreesLayout fastest(TreesForm form) {
        for (TreesLayout layout : new TreesLayout[] {BIT_VECTORS, PADDED, PACKED}) {
            if (layout.takes(form)) {
                return layout;
            }
        }
        return FLAT;
    }

    /** Whether a form fits into it. */
    boolean takes(TreesForm form) {
        switch (this) {
            case BIT_VECTORS:
                return BitVectorKernel.bytes(form) <= MOST_MASK_BYTES;
            case PADDED: {
                int levels = PaddedKernel.levels(form);
                return levels <= MOST_LEVELS && ((long) form.trees().size() << levels) <= MOST_PADDED_NODES && few(form);
            }
            case PACKED:
                return few(form);
            default:
                return true;
        }
    }

    /** Whether slots are few enough for the bits of a node, and finding their ranks costs less than the walk. */
    private static boolean few(TreesForm form) {
        Slots slots = new Slots(form);
        long nodes = form.trees().stream().mapToLong(Tree::size).sum();
        return slots.size() < SLOTS_OF_PADDED && slots.mostThresholds() < POSITIONS && slots.size() <= 64 + nodes / 4;
    }

    Kernel of(TreesForm form) {
        return switch (this) {
            case FLAT -> new TreesKernel(form);
            case BIT_VECTORS -> new BitVectorKernel(form);
            case PADDED -> new PaddedKernel(form);
            case PACKED -> new PackedKernel(form);
        };
    }
}
