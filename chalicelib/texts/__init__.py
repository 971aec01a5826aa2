"""
The rules for every text that comes from outside, written once: what is cleaned, what is refused and why.

Every edge uses them: bodies, addresses and headers of requests, arguments of commands, rule files. What has
been stored is never read through them: a rule that becomes stricter must not lock anyone out of a case.
"""
