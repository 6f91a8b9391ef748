# Intervals of counts: shares by prop.test and binom.test, the rest by formulas written here a second time.
# Rscript thresholds.R, in this directory; no packages. Writes binomial.csv, fourcounts.csv, twogroups.csv, thresholds-r.versions.txt.
number <- function(x) sprintf("%.17g", x)

# hits;n;level;lowerWilson;upperWilson;lowerExact;upperExact
shares <- rbind(c(0, 10, .95), c(1, 10, .95), c(5, 10, .95), c(9, 10, .95), c(10, 10, .95), c(0, 1, .95), c(1, 1, .95),
                c(81, 263, .95), c(15, 148, .9), c(1, 29, .99), c(1, 10000, .95), c(9999, 10000, .95), c(3700, 10000, .5),
                c(0, 10000, .999), c(40, 1000000, .95), c(613000, 1000000, .95))
out <- "hits;n;level;lowerWilson;upperWilson;lowerExact;upperExact"
for (i in seq_len(nrow(shares))) {
  s <- shares[i, ]
  w <- suppressWarnings(prop.test(s[1], s[2], conf.level = s[3], correct = FALSE))$conf.int
  e <- binom.test(s[1], s[2], conf.level = s[3])$conf.int
  out <- c(out, paste(c(sprintf("%d", s[1]), sprintf("%d", s[2]), s[3], number(w), number(e)), collapse = ";"))
}
writeLines(out, "binomial.csv")

wilson <- function(x, n, level = .95) {
  z <- qnorm((1 + level) / 2)
  p <- x / n
  c(max(0, (p + z^2 / (2 * n) - z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))) / (1 + z^2 / n)),
    min(1, (p + z^2 / (2 * n) + z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))) / (1 + z^2 / n)))
}

# Bishop, Fienberg and Holland 1975, chapter 11: asymptotic variance of phi, in closed form
phi.variance <- function(tp, fp, fn, tn) {
  n <- tp + fp + fn + tn
  r <- (c(tp + fp, fn + tn)) / n
  k <- (c(tp + fn, fp + tn)) / n
  phi <- ((tp / n) * (tn / n) - (fp / n) * (fn / n)) / sqrt(prod(r) * prod(k))
  v <- (1 - phi^2 + phi * (1 + phi^2 / 2) * (r[1] - r[2]) * (k[1] - k[2]) / sqrt(prod(r) * prod(k))
        - .75 * phi^2 * ((r[1] - r[2])^2 / prod(r) + (k[1] - k[2])^2 / prod(k))) / n
  c(phi, v)
}

tables <- rbind(c(8, 4, 2, 16), c(76, 24, 24, 76), c(15, 21, 3, 21), c(11, 797, 11, 4181), c(2255, 2348, 448, 4949),
                c(10, 30, 0, 60), c(0, 5, 12, 40), c(20, 30, 0, 0), c(9990, 10, 15, 985), c(3, 90, 17, 40))
z <- qnorm(.975)
out <- "tp;fp;fn;tn;quantity;value;lower;upper"
put <- function(t, quantity, value, bounds) {
  out <<- c(out, paste(c(sprintf("%d", t), quantity, number(value), number(bounds)), collapse = ";"))
}
for (i in seq_len(nrow(tables))) {
  t <- tables[i, ]
  tp <- t[1]; fp <- t[2]; fn <- t[3]; tn <- t[4]
  events <- tp + fn; others <- fp + tn; n <- sum(t)
  sens <- tp / events; spec <- tn / others
  ws <- wilson(tp, events); wt <- wilson(tn, others)
  ba <- (sens + spec) / 2
  put(t, "balancedAccuracy", ba, c(ba - sqrt((sens - ws[1])^2 + (spec - wt[1])^2) / 2,
                                   ba + sqrt((ws[2] - sens)^2 + (wt[2] - spec)^2) / 2))
  ratio <- function(a, b) {
    h <- if (a == 0 || (a == events && b == others)) .5 else 0
    centre <- log((a + h) / (events + 2 * h)) - log((b + h) / (others + 2 * h))
    se <- sqrt(1 / (a + h) - 1 / (events + 2 * h) + 1 / (b + h) - 1 / (others + 2 * h))
    c(if (a == 0) 0 else exp(centre - z * se), exp(centre + z * se))
  }
  if (fp > 0) put(t, "lr+", sens / (1 - spec), ratio(tp, fp))
  if (tn > 0) put(t, "lr-", (1 - sens) / spec, ratio(fn, tn))
  if (tp > 0) put(t, "nne", (tp + fp) / tp, rev(1 / wilson(tp, tp + fp)))
  if (tn + fn > 0) {
    m <- phi.variance(tp, fp, fn, tn)
    put(t, "mcc", m[1], tanh(atanh(m[1]) + c(-1, 1) * z * sqrt(m[2]) / (1 - m[1]^2)))
  }
  # net benefit at a threshold of .2: mean over cases of 1, -w or 0, with the normal interval of that mean
  w <- .2 / .8
  v <- rep(c(1, -w, 0), c(tp, fp, fn + tn))
  put(t, "netBenefit", mean(v), mean(v) + c(-1, 1) * z * sd(v) / sqrt(n))
  share <- events / n
  all <- rep(c(1, -w), c(events, others))
  put(t, "treatAll", mean(all), mean(all) + c(-1, 1) * z * sd(all) / sqrt(n))
  put(t, "standardized", mean(v) / share, rep(mean(v) / share, 2))
}
writeLines(out, "fourcounts.csv")

# Two independent shares: Newcombe 1998, method 10, and the ratio of Donner and Zou 2012, both from Wilson intervals
pairs <- rbind(c(56, 70, 48, 80), c(9, 10, 3, 10), c(10, 10, 0, 20), c(0, 20, 5, 20), c(5, 56, 0, 29), c(4000, 5000, 4100, 5000),
               c(15, 15, 15, 15), c(3, 4000, 1, 6000))
out <- "x1;n1;x2;n2;difference;lower;upper;ratio;ratioLower;ratioUpper"
for (i in seq_len(nrow(pairs))) {
  p <- pairs[i, ]
  a <- p[1] / p[2]; b <- p[3] / p[4]
  wa <- wilson(p[1], p[2]); wb <- wilson(p[3], p[4])
  lower <- a - b - sqrt((a - wa[1])^2 + (wb[2] - b)^2)
  upper <- a - b + sqrt((wa[2] - a)^2 + (b - wb[1])^2)
  rl <- (a * b - sqrt((a * b)^2 - wa[1] * (2 * a - wa[1]) * wb[2] * (2 * b - wb[2]))) / (wb[2] * (2 * b - wb[2]))
  ru <- (a * b + sqrt((a * b)^2 - wa[2] * (2 * a - wa[2]) * wb[1] * (2 * b - wb[1]))) / (wb[1] * (2 * b - wb[1]))
  r <- if (b == 0) rep("", 3) else number(c(a / b, rl, ru))
  out <- c(out, paste(c(sprintf("%d", p), number(c(a - b, lower, upper)), r), collapse = ";"))
}
writeLines(out, "twogroups.csv")
writeLines(R.version.string, "thresholds-r.versions.txt")
