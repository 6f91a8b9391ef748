/**
 * The numbers of cases that count differently: drawn with known probabilities (events and controls at different rates, sites,
 * strata), or standing for others whose outcome was not seen (inverse probability of censoring). With weights one over the
 * probability, a number estimates what all cases would have given.
 *
 * <p>Values are those of each case repeated as often as its weight says. Intervals are not: a case with weight 10 is still one
 * case. They rest on the infinitesimal jackknife (Efron 1982), in surveys called linearisation (Woodruff 1971, Binder 1983): the
 * sum, over cases, of the squares of weight times derivative by the weight. Multiplied by n / (n - 1) except where the function
 * says otherwise, it is what R's {@code survey} has for cases drawn each on its own.
 *
 * <p><b>Weights are taken as known.</b> Where they were estimated from the same cases, by a model that is right, the intervals are
 * mostly a little too wide (Lunceford and Davidian 2004). Cases must be independent: rows of one patient, or of one ward drawn as a
 * whole, make them too narrow.
 *
 * <p>Cases with weight 0 count for nothing, and only the ratios of weights matter. Whether there are too few is decided by the
 * effective number of cases {@code (sum w)^2 / sum w^2} (Kish 1965), rounded down, where the unweighted function counts cases; a
 * {@link org.clinicalmlops.api.Estimate.TooFew} has that number. The n of a known value is the count of cases with a weight.
 *
 * <p>Simulated coverage of 95 % intervals with cases drawn by outcome and risk: with a third of the cases effective 0.94 to 0.95
 * for 1,000 cases and 0.92 to 0.97 for 100; with weights up to 50 times the smallest and a quarter effective 0.94 to 0.95 for
 * 1,000, 0.92 to 0.96 for 200, and for 100 down to 0.87 (AUROC) and 0.89 (slope).
 *
 * @see <a href="https://doi.org/10.1137/1.9781611970319">Efron 1982</a>
 * @see <a href="https://doi.org/10.2307/1402588">Binder 1983</a>
 * @see <a href="https://doi.org/10.1002/sim.1903">Lunceford and Davidian 2004</a>
 */
package org.clinicalmlops.metrics.weighted;
