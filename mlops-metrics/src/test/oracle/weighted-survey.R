# Weighted means, ratios, shares and logistic recalibration with linearised standard errors by R's survey package: each case with a
# weight above 0 is drawn on its own, with its weight as known. Samples as in WeightedSample.java.
# Rscript weighted-survey.R, in this directory. Writes weighted-survey.csv and weighted-survey.versions.txt.
suppressMessages(library(survey))

spread <- function(k, a, b, m) ((a * k * k + b * k) %% m + 0.5) / m
spread.out <- function(n, levels, scale, weighting, threshold) {
  k <- seq_len(n) - 1
  u <- spread(k, 7919, 104729, 10007)
  v <- spread(k, 4211, 12347, 9973)
  t <- spread(k, 31, 17, 10009)
  s <- if (levels > 0) (floor(u * levels) + 0.5) / levels else u * u
  y <- v < scale * s * (1.2 - 0.4 * s)
  w <- switch(weighting,
    counts = 1 + k %% 3,
    zeros = ifelse(k %% 4 == 0, 0, 0.25 + t),
    unequal = 1 / (0.001 + t),
    sampling = ifelse(y, 1 / (0.5 + 0.5 * t), 1 / (0.05 + 0.25 * t)))
  list(p = scale * s, y = y, w = w, threshold = threshold)
}
samples <- list(
  hand24 = local({
    k <- 0:23
    list(p = ifelse((k < 12) == (k %% 2 == 0), 0.75, 0.25), y = k < 12, w = 2 - k %% 2, threshold = 0.5)
  }),
  minimum20 = local({
    k <- 0:19
    list(p = ((7 * k) %% 20 + 0.5) / 20, y = ((7 * k + 3 * (k %% 4)) %% 20) >= 10, w = rep(0.1, 20), threshold = 0.5)
  }),
  ties60 = spread.out(60, 5, 1, "counts", 0.5),
  zeros200 = spread.out(200, 0, 1, "zeros", 0.3),
  unequal2000 = spread.out(2000, 0, 1, "unequal", 0.3),
  rare5000 = spread.out(5000, 0, 0.01, "sampling", 0.003),
  large10000 = spread.out(10000, 0, 1, "sampling", 0.3)
)

rows <- list()
put <- function(sample, quantity, value) {
  rows[[length(rows) + 1]] <<- sprintf("%s,%s,%.17g", sample, quantity, value)
}
z <- qnorm(0.975)
# A value with its interval on a scale of its own.
interval <- function(sample, quantity, value, error, to = identity, back = identity) {
  put(sample, quantity, value)
  put(sample, paste0(quantity, ".lower"), back(to(value) - z * error))
  put(sample, paste0(quantity, ".upper"), back(to(value) + z * error))
}

for (name in names(samples)) {
  d <- samples[[name]]
  q <- pmin(pmax(d$p, 1e-6), 1 - 1e-6)
  frame <- data.frame(p = d$p, y = as.integer(d$y), w = d$w, x = log(q) - log1p(-q),
    gap = (d$p - d$y)^2, loss = -log(ifelse(d$y, q, 1 - q)), alert = as.integer(d$p > d$threshold))[d$w > 0, ]
  design.of <- function(data) svydesign(ids = ~1, weights = ~w, data = data)
  design <- design.of(frame)

  for (quantity in c("gap", "loss")) {
    mean <- svymean(as.formula(paste("~", quantity)), design)
    interval(name, quantity, coef(mean), SE(mean))
  }
  ratio <- svyratio(~y, ~p, design)
  interval(name, "ratio", coef(ratio), SE(ratio) / coef(ratio), log, exp)

  precise <- glm.control(epsilon = 1e-15, maxit = 200)
  large <- svyglm(y ~ 1 + offset(x), design, family = quasibinomial(), control = precise)
  interval(name, "intercept", coef(large), SE(large))
  both <- svyglm(y ~ x, design, family = quasibinomial(), control = precise)
  interval(name, "slope", coef(both)[2], SE(both)[2])

  shares <- list(sensitivity = list(frame$y == 1, ~alert), specificity = list(frame$y == 0, ~I(1 - alert)),
    ppv = list(frame$alert == 1, ~y), npv = list(frame$alert == 0, ~I(1 - y)))
  for (quantity in names(shares)) {
    of <- shares[[quantity]]
    mean <- svymean(of[[2]], design.of(frame[of[[1]], ]))
    share <- coef(mean)
    interval(name, quantity, share, SE(mean) / (share * (1 - share)), qlogis, plogis)
    fitted <- confint(svyciprop(of[[2]], design.of(frame[of[[1]], ]), method = "logit", df = Inf)) # the same by a fit
    put(name, paste0(quantity, ".fitted.lower"), fitted[1])
    put(name, paste0(quantity, ".fitted.upper"), fitted[2])
  }
}
writeLines(c("sample,quantity,value", unlist(rows)), "weighted-survey.csv")
writeLines(c(R.version.string, paste("survey", packageVersion("survey"))), "weighted-survey.versions.txt")
