import org.clinicalmlops.api.Estimate;

class EstimateReadWithoutFold {
    String shown(Estimate estimate) {
        return estimate.fold(
                known -> "auroc " + known.value(),
                few -> "too few cases",
                undefined -> "not defined: " + undefined.reason());
    }
}
