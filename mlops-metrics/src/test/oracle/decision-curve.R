# Net benefit over thresholds and its bootstrap by rows. Rscript decision-curve.R, in this directory; no packages.
# Writes decision-curve.csv; R as in thresholds-r.versions.txt. Sample as formula200 in Sample.java. The bounds carry the noise of
# 20,000 replicates, a hundredth of their standard error or so.
k <- 0:199
s <- ((37 * k) %% 200 + .5) / 200
y <- ((53 * k) %% 100 + .5) / 100 < s
thresholds <- c(.1, .25, .5, .75, .9)
benefit <- function(s, y) {
  n <- length(y)
  unlist(lapply(thresholds, function(t) {
    w <- t / (1 - t)
    model <- sum(s > t & y) / n - sum(s > t & !y) / n * w
    all <- mean(y) - mean(!y) * w
    c(model = model, treatAll = all, overTreatAll = model - all, standardized = model / mean(y))
  }))
}
set.seed(1)
draws <- replicate(20000, { i <- sample.int(200, replace = TRUE); benefit(s[i], y[i]) })
value <- benefit(s, y)
bounds <- apply(draws, 1, quantile, c(.025, .975))
out <- "threshold;quantity;value;lower;upper;error"
for (j in seq_along(value)) {
  out <- c(out, sprintf("%g;%s;%.17g;%.17g;%.17g;%.17g", thresholds[(j - 1) %/% 4 + 1], names(value)[j], value[j], bounds[1, j],
                        bounds[2, j], sd(draws[j, ])))
}
writeLines(out, "decision-curve.csv")
