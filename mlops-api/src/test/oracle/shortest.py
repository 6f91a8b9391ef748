"""Shortest decimals of doubles, by Python's repr (David Gay's algorithm), for CanonicalNumberTest.

python3 shortest.py > shortest.tsv
Columns: the 64 bits in hex, the decimal's digits without trailing zeros, its power of ten.
"""
import decimal
import math
import platform
import random
import struct

NAMED = [2.0e-3, 2.2250738585072014e-308, 5e-324, 1.7976931348623157e308, 5.684341886080802e-14, 1e23, 2e23,
         9.007199254740993e15, 2.0 ** 53, 2.0 ** 63, 2.2e-322, 8.41e21, 9.5367431640625e-07, 2e-44, 1.0e22, 0.1, 1 / 3]
# every power of two: below it doubles lie twice as dense, which is where shortest-decimal algorithms go wrong
powers = [math.ldexp(1.0, e) for e in range(-1074, 1024)]
rng = random.Random(20240101)
some = []
while len(some) < 500:
    value = struct.unpack('>d', rng.getrandbits(64).to_bytes(8, 'big'))[0]
    if math.isfinite(value):
        some.append(value)

print(f'# shortest.py, Python {platform.python_version()}')
for value in NAMED + powers + some:
    sign, digits, exponent = decimal.Decimal(repr(value)).normalize().as_tuple()
    text = ('-' if sign else '') + ''.join(map(str, digits))
    print(f"{struct.unpack('>Q', struct.pack('>d', value))[0]:016x}\t{text}\t{exponent}")
