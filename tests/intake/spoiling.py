"""Sound files, spoiled byte by byte: cut, repeated, overwritten, and mixed with what readers have stumbled over."""

from collections.abc import Callable
from random import Random

TOKENS = [
    b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\r", b"\n",
    b"\r\n", b"\x1a", "\u2028".encode(), "\u0085".encode(), "\u202e".encode(), "\ue0001\ue000".encode(),
    "e\u0301".encode(), "𝒳".encode(), b'"', b'""', b"'", b",", b"\t", b";", b"{", b"}", b"[", b"]", b"[[[[", b":",
    b"\\", b"\\u0000", b"\\ud800", b"\\udc00", b"\\uD83D\\uDE00", b"null", b"true", b"NaN", b"-Infinity", b"1e999",
    b"-0", b"-1", b"0.5", b"9" * 400, b"18446744073709551616", b'{"text": "x"}', b'"text": "y",', b'"metadata": {}',
    b'"id": {}', b'"start": 99999999999999999999', b'"published_at": "0001-01-01T00:00:00+23:59"',
    b'"published_at": "9999-12-31T23:59:59-23:59"', b"2999-12-31", b"1600-01-01", b"http://[::1",
    b"https://a.example:99999/", b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"<?xml version='1.0'?>", b"&#0;", b"&#xD800;", b"&#x110000;", b"&amp;", b"<table>", b"<td>", b"<svg>", b"<math>",
    b"<template>", b"<frameset>", b"<select>", b"<pre>", b"<plaintext>", b"<a href=", b"<meta charset=utf-7>",
    b"<meta charset=iso-2022-jp>", b"<meta charset=hz-gb-2312>", b"<meta charset=replacement>",
    b"<meta charset=x-user-defined>", b"<meta charset=unicode-1-1-utf-8>", b"<p hidden>", b"<html lang=",
    b"<link rel=canonical href=", b"<script type=application/ld+json>{", b"<time datetime=", b"../", b"/etc/passwd",
    b"file:///etc/passwd", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"\x1f\x8b\x08",
    b"\x28\xb5\x2f\xfd", b"ustar", b"\0" * 8, b"\xff" * 4, b"\xff" * 8, b"\x7f\xff\xff\xff", b"\x80" + b"\0" * 3,
]  # fmt: skip


def cut(random: Random, raw: bytes) -> bytes:
    return raw[: random.randrange(len(raw) + 1)]


def take_out(random: Random, raw: bytes) -> bytes:
    start = random.randrange(len(raw) + 1)
    return raw[:start] + raw[start + random.choice([1, 2, 16, 200]) :]


def repeat(random: Random, raw: bytes) -> bytes:
    start = random.randrange(len(raw) + 1)
    part = raw[start : start + random.choice([1, 8, 64, 512])]
    return raw[:start] + part * random.choice([2, 3, 40]) + raw[start:]


def overwrite(random: Random, raw: bytes) -> bytes:
    spoiled = bytearray(raw)
    for _ in range(random.choice([1, 1, 2, 8])):
        if spoiled:
            spoiled[random.randrange(len(spoiled))] = random.randrange(256)
    return bytes(spoiled)


def turn_a_bit(random: Random, raw: bytes) -> bytes:
    spoiled = bytearray(raw)
    if spoiled:
        spoiled[random.randrange(len(spoiled))] ^= 1 << random.randrange(8)
    return bytes(spoiled)


def put_in(random: Random, raw: bytes) -> bytes:
    start = random.randrange(len(raw) + 1)
    return raw[:start] + random.choice(TOKENS) + raw[start + random.choice([0, 0, 1, 4]) :]


def exchange(random: Random, raw: bytes) -> bytes:
    one, other = sorted(random.randrange(len(raw) + 1) for _ in range(2))
    middle = (one + other) // 2
    return raw[:one] + raw[middle:other] + raw[one:middle] + raw[other:]


WAYS: list[Callable[[Random, bytes], bytes]] = [cut, take_out, repeat, overwrite, turn_a_bit, put_in, put_in, exchange]


def spoiled(random: Random, raw: bytes) -> bytes:
    for _ in range(random.choice([1, 1, 2, 3, 6])):
        raw = random.choice(WAYS)(random, raw)
    return raw
