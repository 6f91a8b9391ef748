"""Sequential detectors on streams without a seed, in plain Python.

/usr/bin/python3 sequential.py, in this directory. Writes sequential.csv and sequential.versions.txt.
Stream "change": v = (7919 i^2 + 104729 i + 12345) mod 1000, x = 1[v < (200 if i < 1000 else 500)], i = 0..1999; alarms by i.
Stream "thirds": x_k = 1[3 divides k], k = 1, 2, ...
ADWIN keeps every value here (Bifet and Gavalda 2007 on an exponential histogram of at most five buckets a row, as in MOA): each bucket
is a list of values, so that nothing is shared with an implementation that keeps sums.
"""
import math
import platform


def change():
    for i in range(2000):
        v = (7919 * i * i + 104729 * i + 12345) % 1000
        yield 1 if v < (200 if i < 1000 else 500) else 0


STAKES = [.1 * 2 ** (j / 2) for j in range(8)]
M = .2


def shiryaev_roberts(stream):
    states = [0.] * 8
    for x in stream:
        states = [(s + 1) * (1 + stake * (x - M)) for s, stake in zip(states, STAKES)]
        yield sum(states) / 8


def cusum(stream):
    states = [0.] * 8
    for x in stream:
        states = [max(s, 1) * (1 + stake * (x - M)) for s, stake in zip(states, STAKES)]
        yield sum(states) / 8


def page_hinkley(stream, tolerated=.005, limit=50, forgetting=.9999, needed=30):
    mean = total = 0.
    for n, x in enumerate(stream, 1):
        mean += (x - mean) / n
        total = max(0., forgetting * total + x - mean - tolerated)
        yield n >= needed and total > limit


def ddm(stream, needed=30, sigmas=3):
    p, least_p, least_s = 1., math.inf, math.inf
    for n, x in enumerate(stream, 1):
        p += (x - p) / n
        s = math.sqrt(p * (1 - p) / n)
        if n > needed and p + s <= least_p + least_s:
            least_p, least_s = p, s
        yield n > needed and p + s > least_p + sigmas * least_s


def adwin(stream, delta=.002, clock=32, buckets=5, shortest=10, part=5):
    rows = [[]]  # rows[r]: buckets of 2^r values, newest first
    for n, x in enumerate(stream, 1):
        rows[0].insert(0, [x])
        r = 0
        while len(rows[r]) > buckets:
            if r + 1 == len(rows):
                rows.append([])
            older, newer = rows[r].pop(), rows[r].pop()
            rows[r + 1].insert(0, older + newer)
            r += 1
        cut = False
        if n % clock == 0:
            again = True
            while again and sum(len(b) for row in rows for b in row) > shortest:
                again = False
                ordered = [b for row in reversed(rows) for b in reversed(row)]  # oldest first
                values = [v for b in ordered for v in b]
                size, mean = len(values), sum(values) / len(values)
                variance = sum((v - mean) ** 2 for v in values) / size
                at = 0
                for bucket in ordered[:-1]:
                    at += len(bucket)
                    n0, n1 = at, size - at
                    if n0 < part or n1 < part:
                        continue
                    m0, m1 = sum(values[:at]) / n0, sum(values[at:]) / n1
                    d = math.log(2 * math.log(size) / delta)
                    m = 1 / (n0 - part + 1) + 1 / (n1 - part + 1)
                    if abs(m0 - m1) > math.sqrt(2 * m * variance * d) + 2 / 3 * d * m:
                        cut = again = True
                        break
                if again:
                    for row in reversed(rows):
                        if row:
                            row.pop()
                            break
        yield cut


def first(alarms):
    return next((i for i, alarm in enumerate(alarms) if alarm), -1)


with open("sequential.csv", "w") as out:
    print("what;value", file=out)
    thirds = list(shiryaev_roberts(1 if k % 3 == 0 else 0 for k in range(1, 301)))
    print("e-sr thirds after 5", repr(thirds[4]), sep=";", file=out)
    print("e-sr thirds after 100", repr(thirds[99]), sep=";", file=out)
    print("e-sr thirds first", 1 + first(m >= 1e4 for m in thirds), sep=";", file=out)
    print("e-sr change", first(m >= 1e4 for m in shiryaev_roberts(change())), sep=";", file=out)
    print("e-cusum change", first(m >= 1e4 for m in cusum(change())), sep=";", file=out)
    print("page-hinkley change", first(page_hinkley(change())), sep=";", file=out)
    print("ddm change", first(ddm(change())), sep=";", file=out)
    print("adwin change", first(adwin(change())), sep=";", file=out)

with open("sequential.versions.txt", "w") as out:
    print("Python", platform.python_version(), file=out)
