package org.clinicalmlops.core.model;

/** Prepares the columns of a row, then scores them. */
final class PreparedKernel implements RowKernel {
    private final ColumnPlan columns;
    private final Kernel kernel;

    PreparedKernel(ColumnPlan columns, Kernel kernel) {
        this.columns = columns;
        this.kernel = kernel;
    }

    @Override
    public double risk(double[] coded, Scratch scratch) {
        return kernel.risk(columns.prepared(coded, scratch.prepared), scratch.ranks);
    }

    @Override
    public void risks(double[][] coded, int from, int to, double[] risks) {
        if (kernel instanceof BlockKernel blocks) {
            BlockScoring.risks(columns, blocks, coded, from, to, risks);
        } else {
            RowKernel.super.risks(coded, from, to, risks);
        }
    }

    @Override
    public Scratch newScratch() {
        return new Scratch(columns.size(), kernel.ranks());
    }
}
