package org.clinicalmlops.core.model;

import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.train.TreesForm.Tree;

/** How trees lie in memory. A model is given the first that takes its form, from bit vectors on; the figures are in ADR 25. */
public enum TreesLayout {
    /** Masks of bits: many shallow trees. */
    BIT_VECTORS,
    /** Complete trees: few levels. */
    PADDED,
    /** Nodes of eight bytes: deep trees. */
    PACKED,
    /** Node by node: any form. */
    FLAT;

    /** Masks that lie in the second cache beside everything else. Our choice. */
    private static final long MOST_MASK_BYTES = 1 << 20;

    /** 255 places a tree are one kilobyte. Our choice. */
    private static final int MOST_LEVELS = 8;

    /** Places of a padded tree for each node that it has. Our choice. */
    private static final int MOST_PADDING = 4;

    /** What a node of the padded and packed layouts has bits for. */
    private static final int MOST_SLOTS = 1 << 15;

    private static final int MOST_POSITIONS = (1 << 16) - 1;

    /** More slots for each node cost more to find than the walk saves. Our choice. */
    private static final int NODES_A_SLOT = 4;

    private static final int FEW_SLOTS = 64;

    static TreesLayout fastest(TreesForm form) {
        for (TreesLayout layout : values()) {
            if (layout.takes(form)) {
                return layout;
            }
        }
        return FLAT;
    }

    /** Whether a form fits into it. */
    boolean takes(TreesForm form) {
        return switch (this) {
            case BIT_VECTORS -> BitVectorKernel.bytes(form) <= MOST_MASK_BYTES;
            case PADDED -> hardlyPadded(form) && hasFewSlots(form);
            case PACKED -> hasFewSlots(form);
            case FLAT -> true;
        };
    }

    private static boolean hardlyPadded(TreesForm form) {
        int levels = PaddedKernel.levels(form);
        return levels <= MOST_LEVELS && ((long) form.trees().size() << levels) <= MOST_PADDING * nodes(form);
    }

    private static boolean hasFewSlots(TreesForm form) {
        Slots slots = new Slots(form);
        return slots.size() <= MOST_SLOTS
                && slots.mostThresholds() <= MOST_POSITIONS
                && slots.size() <= FEW_SLOTS + nodes(form) / NODES_A_SLOT;
    }

    private static long nodes(TreesForm form) {
        return form.trees().stream().mapToLong(Tree::size).sum();
    }

    Kernel of(TreesForm form) {
        return switch (this) {
            case BIT_VECTORS -> new BitVectorKernel(form);
            case PADDED -> new PaddedKernel(form);
            case PACKED -> new PackedKernel(form);
            case FLAT -> new TreesKernel(form);
        };
    }
}
