# The smallest sufficient update: likelihood ratios by glm, and split likelihood ratios of two folds.
# Rscript updating.R, in this directory; base R. Writes updating.csv and updating.versions.txt.
# Samples by formula, as in ClosedTestingTest.java.
spread <- function(k, a, b, m) ((a * k * k + b * k) %% m + 0.5) / m
k <- 0:1499
x1 <- 4 * spread(k, 7919, 104729, 10007) - 2
x2 <- 4 * spread(k, 31, 17, 10009) - 2
x3 <- 4 * spread(k, 4211, 12347, 9973) - 2
u <- spread(k, 2503, 8887, 9967)
eta <- -1 + 0.5 * x1 - 0.3 * x2 + 0.4 * x3
worlds <- list(
  same = eta, level = eta + 0.4, spread = 0.3 + 0.5 * eta, first = eta + 0.5 * x1
)
loglik <- function(p, y) sum(log(ifelse(y, p, 1 - p)))
rows <- "world;none;intercept;logistic;refit;p0;p1;p2;log0;log1;log2;pairs0;pairs1"
for (name in names(worlds)) {
  y <- u < plogis(worlds[[name]])
  sure <- glm.control(epsilon = 1e-14, maxit = 100)
  fits <- function(y, eta) c(
    loglik(plogis(eta), y),
    logLik(glm(y ~ 1, binomial, offset = eta, control = sure)),
    logLik(glm(y ~ eta, binomial, control = sure)))
  small <- fits(y, eta)
  top <- as.numeric(logLik(glm(y ~ x1 + x2 + x3, binomial, control = sure)))
  p <- pchisq(2 * (top - small), c(4, 3, 2), lower.tail = FALSE)
  # the refit's risks on rows it has not seen: here a formula stands for it
  q <- plogis(worlds[[name]] + 0.05 * x2)
  fold <- k %% 2
  logs <- sapply(0:1, function(f) loglik(q[fold == f], y[fold == f]) - fits(y[fold == f], eta[fold == f]))
  evidence <- apply(logs, 1, function(l) max(l) + log(mean(exp(l - max(l)))))
  calibration <- pchisq(2 * (small[3] - small[1:2]), c(2, 1), lower.tail = FALSE)
  pairs <- pmin(1, 2 * pmin(calibration, exp(-evidence[1:2])))
  rows <- c(rows, paste(c(name, sprintf("%.17g", c(small, top, p, evidence, pairs))), collapse = ";"))
}
writeLines(rows, "updating.csv")
writeLines(R.version.string, "updating.versions.txt")
