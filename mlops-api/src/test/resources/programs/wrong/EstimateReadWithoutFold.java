import org.clinicalmlops.api.Estimate;

class EstimateReadWithoutFold {
    String shown(Estimate estimate) {
        double x = estimate.value(); // refused: compiler.err.cant.resolve.location.args
        return "auroc " + x;
    }
}
