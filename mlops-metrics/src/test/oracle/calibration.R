# Calibration and overall accuracy of the samples in samples.R.
# Rscript calibration.R, in this directory; needs rms, Hmisc and PoissonBinomial. Writes calibration.csv and
# calibration.versions.txt.
suppressMessages({library(rms); library(PoissonBinomial)})
source("samples.R")

rows <- list()
put <- function(sample, quantity, value) {
  rows[[length(rows) + 1]] <<- sprintf("%s,%s,%.17g", sample, quantity, value)
}
z <- qnorm(0.975)

# Gradient of f by central differences of the fourth order.
gradient <- function(f, x) sapply(seq_along(x), function(i) {
  h <- 1e-3 * max(abs(x[i]), 1e-3)
  at <- function(k) { y <- x; y[i] <- y[i] + k * h; f(y) }
  (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h)
})
# f of means of the columns of m, with the interval of the delta method.
delta <- function(sample, quantity, f, m) {
  value <- f(colMeans(m))
  g <- gradient(f, colMeans(m))
  reach <- z * sqrt(drop(t(g) %*% cov(m) %*% g) / nrow(m))
  put(sample, quantity, value)
  put(sample, paste0(quantity, ".lower"), value - reach)
  put(sample, paste0(quantity, ".upper"), min(1, value + reach))
}

for (name in names(samples)) {
  d <- samples[[name]]
  y <- as.integer(d$y)
  p <- d$s
  n <- length(y)
  o <- sum(y)
  e <- sum(p)

  exact <- poisson.test(o, e)$conf.int
  put(name, "poisson.lower", exact[1])
  put(name, "poisson.upper", exact[2])
  moved <- function(shift) { odds <- p * exp(shift); odds / (odds + 1 - p) }
  atmost <- function(k, q) ppbinom(k, q, method = "Convolve")
  # Widest bracket first, then one around its root, for the last digits.
  root <- function(f) {
    r <- uniroot(f, c(-4, 4), tol = 1e-8)$root
    uniroot(f, r + c(-1e-6, 1e-6), tol = 1e-15)$root
  }
  low <- root(function(s) 1 - atmost(o - 1, moved(s)) - 0.025)
  high <- root(function(s) 0.025 - atmost(o, moved(s)))
  put(name, "poissonbinomial.lower", sum(moved(low)) / e)
  put(name, "poissonbinomial.upper", sum(moved(high)) / e)
  put(name, "poissonbinomial.atmost", atmost(o, p))
  put(name, "poissonbinomial.probability", dpbinom(o, p, method = "Convolve"))

  # The algorithm of ResourceSelection::hoslem.test, but for ties: groups without a case are left out (they make its statistic
  # NaN), and quantiles between equal risks, where R is off in the last digit, are those risks.
  edges <- unique(quantile(p, probs = seq(0, 1, 1 / 10)))
  edges <- unique(sapply(edges, function(x) { near <- p[which.min(abs(p - x))]; if (abs(near - x) < 1e-15) near else x }))
  group <- droplevels(cut(p, breaks = edges, include.lowest = TRUE))
  observed <- xtabs(cbind(1 - y, y) ~ group)
  expected <- xtabs(cbind(1 - p, p) ~ group)
  chisq <- sum((observed - expected)^2 / expected)
  g <- nrow(observed)
  put(name, "hosmer.groups", g)
  put(name, "hosmer", chisq)
  put(name, "hosmer.p.other", pchisq(chisq, g, lower.tail = FALSE))
  put(name, "hosmer.p.these", pchisq(chisq, g - 2, lower.tail = FALSE))

  reference <- val.prob(p, y, pl = FALSE)
  put(name, "spiegelhalter.z", reference["S:z"])
  put(name, "spiegelhalter.p", reference["S:p"])
  put(name, "valprob.brier", reference["Brier"])
  put(name, "valprob.r2", reference["R2"])

  m <- cbind((p - y)^2, y)
  delta(name, "scaledbrier", function(v) 1 - v[1] / (v[2] * (1 - v[2])), m)
  q <- pmin(pmax(p, 1e-6), 1 - 1e-6)
  m <- cbind(y * log(q) + (1 - y) * log1p(-q), y)
  null <- function(o) o * log(o) + (1 - o) * log(1 - o)
  delta(name, "coxsnell", function(v) 1 - exp(2 * (null(v[2]) - v[1])), m)
  delta(name, "nagelkerke", function(v) (1 - exp(2 * (null(v[2]) - v[1]))) / (1 - exp(2 * null(v[2]))), m)
}
writeLines(c("sample,quantity,value", unlist(rows)), "calibration.csv")
writeLines(c(R.version.string, sapply(c("rms", "Hmisc", "PoissonBinomial"), function(k) paste(k, packageVersion(k)))),
  "calibration.versions.txt")
