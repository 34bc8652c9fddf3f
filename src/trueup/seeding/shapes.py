"""Texts of values that come in shapes: lists, ranges, addresses, bytes, texts that several patterns want."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from trueup.seeding.patterns import matching

# What checks in the wild compute with: numbers whose digits check each other, and what every application knows.
KNOWN = (
    "4111111111111111", "DE89370400440532013000", "52998224725", "529.982.247-25", "11222333000181",
    "11.222.333/0001-81", "9780306406157", "4006381333931", "+14155552671", "(11) 98765-4321", "01310-100", "12345",
    "gold", "admin", "active", "UTC", "09:30", "#A1B2C3", "0.1.0", "aA1!bB2@cC3#dD4$", "2024-W01", "1-2-3",
)  # fmt: skip


def array_texts(elements: Sequence[str], constants: Sequence[str], lengths: Iterable[int]) -> list[str]:
    """Arrays of each wanted length, of constants that checks name, else of plain elements."""
    sizes = [n for length in lengths for n in (length, length + 1, length - 1) if 0 < n < 200]
    named = [[c] for c in constants] + ([list(constants)] if len(constants) > 1 else [])
    found = [_array(one) for one in named]
    for pool in (list(constants), list(elements)):
        found += [_array([pool[i % len(pool)] for i in range(n)]) for n in dict.fromkeys(sizes) if pool]
    return found


def _array(items: Sequence[str]) -> str:
    quoted = (item.replace("\\", "\\\\").replace('"', '\\"') for item in items)
    return "{" + ",".join(f'"{item}"' for item in quoted) + "}"


def range_texts(constants: Iterable[str]) -> list[str]:
    """Short ranges at each number that checks name."""
    numbers = [int(float(c)) for c in constants if c.lstrip("-").replace(".", "", 1).isdigit()]
    pairs = [(n + step, n + step + 1) for n in numbers for step in (0, 1, -1, -2)]
    spans = [(low, high) for low in numbers for high in numbers if low < high]
    return [f"[{low},{high})" for low, high in [*pairs, *spans]]


def bytes_texts(lengths: Iterable[int], number: int) -> list[str]:
    """Bytes of each wanted length."""
    digits = hashlib.sha256(str(number).encode()).hexdigest() * 8
    return [f"\\x{digits[: 2 * n]}" for length in lengths for n in (length, length + 1, length - 1) if 0 < n <= 256]


def address_texts(plain: str, number: int) -> list[str]:
    """Addresses and networks of both families."""
    low = f"{number % 65536:x}"
    if plain == "cidr":
        return [f"10.{number // 256 % 256}.{number % 256}.0/24", f"2001:db8:{low}::/48", f"2001:db8:0:{low}::/64"]
    if plain == "inet":
        return [f"2001:db8::{low}", f"192.168.{number // 256 % 256}.{number % 256}/24", "8.8.8.8"]
    return []


def joined_texts(patterns: Sequence[str], lengths: Sequence[int], number: int) -> list[str]:
    """Texts for several patterns at once: what each wants, one after the other, as long as is asked."""
    parts = [text for p in patterns if (text := matching(p, number))]
    if len(parts) < 2:
        return []
    whole = "".join(parts)
    padded = [whole * (length // max(len(whole), 1) + 1) for length in lengths[:3] if 0 < length < 500]
    return [whole, *(text[: max(length, len(whole))] for text, length in zip(padded, lengths, strict=False)), *padded]


def round_numbers(constants: Iterable[str]) -> list[str]:
    """Multiples of the numbers that a check computes with: `n % 100 = 0`."""
    found = []
    for text in constants:
        value = float(text)
        if value == int(value) and abs(value) > 1:
            found += [str(int(value) * factor) for factor in (1, 2, 3, 7, 10, 100)]
    return found
